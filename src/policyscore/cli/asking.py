"""What flags ask of `robustness`, and the progress shown while it is worked out."""

import sys
from collections.abc import Callable
from typing import NamedTuple, get_args

from policyscore.analyses.allowed import Over, Said, Space, part, space, statements
from policyscore.analyses.robust import Budget
from policyscore.cli.arguments import whole_number
from policyscore.cli.terminal import is_terminal
from policyscore.faults import Misuse
from policyscore.reports.assessed import Asked
from policyscore.reports.ranked import Ranked
from policyscore.suggest import did_you_mean
from policyscore.weights import tree_of

STEP = 200  # flats between two signs of progress


class Wanted(NamedTuple):
    """The flags of `robustness` that are about the analysis, as given."""

    over: str
    around: str | None
    said: Said
    correlated: bool
    draws: str | None
    seed: str
    exact: bool

    def problems(self) -> list[str]:
        """Return what is wrong with the flags, as far as it shows without a model."""
        found: list[str] = []
        whole_number("--draws", self.draws, found)
        if not (self.seed.isascii() and self.seed.isdigit() and len(self.seed) <= 9):
            found.append(f"--seed: {self.seed} is not a whole number of 0 or more")
        if self.over not in get_args(Over):
            hint = did_you_mean(self.over, get_args(Over), "one of criteria, groups")
            found.append(f"--over: unknown choice {self.over}; {hint}")
        try:
            if self.around is not None and not part(self.around):
                found.append("--around: leave some room, such as 25%")
            elif self.around is not None and "%" not in self.around and part(self.around) > 1:
                found.append(f"--around {self.around}: write {self.around}% if percent are meant")
        except ValueError as error:
            found.append(f"--around {self.around}: {error}; write 25% or 0.25")
        return found


def asked(ranked: Ranked, wanted: Wanted) -> tuple[Space, Asked]:
    """Return where to look and what is asked. Raises Misuse where the statements leave no room."""
    model, ranking = ranked.model, ranked.ranking
    over: Over = "groups" if wanted.over == "groups" else "criteria"
    if over == "groups" and (len(model.roots) < 2 or not model.groups):
        raise Misuse("--over groups: the model has no groups side by side at the top level")
    around = None if wanted.around is None else part(wanted.around)
    place = space(model, ranking, over, weighty=around is not None)
    said = statements(place, tree_of(model), ranking.weights, wanted.said, around)
    limited = not wanted.exact
    tick = _ticking() if wanted.exact and is_terminal(sys.stderr) else None
    draws = None if wanted.draws is None else int(wanted.draws)
    return place, Asked(
        over, said, wanted.correlated, Budget(limited, draws, int(wanted.seed), tick)
    )


def end_of_progress(asked: Asked) -> None:
    """Clear the line that progress was shown on, if it was."""
    if asked.budget.tick:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _ticking() -> Callable[[], None]:
    """Return what to call for each flat: it counts them on the last line of stderr."""
    count = 0

    def tick() -> None:
        nonlocal count
        count += 1
        if count % STEP == 0:
            sys.stderr.write(f"\r{count} parts of the exact answer ...")
            sys.stderr.flush()

    return tick
