"""The expectations of a model: each `that` in the language, at the place of what is wrong."""

import re
from collections.abc import Iterator, Mapping

from policyscore.expectations.meaning import read
from policyscore.faults import FaultList, Place
from policyscore.load.draft import Draft
from policyscore.load.reader import MOST_MEANT, Word
from policyscore.load.refusals import LINE_END


def check_expectations(draft: Draft, texts: Mapping[str, str], faults: FaultList) -> None:
    """Add every fault of the expectations; `texts` are those of the files, by name.

    Ids are held against those of all files, so that one that cannot be read starts no other fault.
    """
    for word in _expected(draft):
        hints = len(faults.faults) < MOST_MEANT
        found = read(word.text, draft.ids["option"], draft.ids["criterion"], hints)
        for mistake in found if isinstance(found, list) else ():
            place = _place(word, mistake.offset, texts[word.place.file])
            faults.add(place, "expectation", f"that: {mistake.what}", mistake.fix)


def _expected(draft: Draft) -> Iterator[Word]:
    for entry in draft.decision.get("expect", ()):
        word = entry.get("that") if entry else None
        if word is not None:
            yield word


def _place(word: Word, offset: int, text: str) -> Place:
    """Return where a character of a text stands in its file.

    That is where the text begins if it is written in another way up to there: with escapes or over
    several lines.
    """
    start = word.place
    line = re.split(LINE_END, text)[start.line - 1][start.column - 1 :]
    rest = line[1:] if line[:1] in ("'", '"') else line
    blank = len(rest) - len(rest.lstrip())
    if not rest.startswith(word.text[:offset], blank):
        return start
    return start._replace(column=start.column + len(line) - len(rest) + blank + offset)
