"""What `compare` has for programs: exact values as a tree, and as one flat table."""

from collections.abc import Mapping

from policyscore.analyses.agreement import lead
from policyscore.report import Sheet, Value
from policyscore.reports.compared import OWN, Compared
from policyscore.reports.wording import about


def data(compared: Compared, inputs: str) -> Mapping[str, Value]:
    """Return everything as a tree, for JSON; `inputs` is the hash of the model's files."""
    model, found = compared.model, compared.found
    return {
        "schema": "policyscore.compare/1",
        "model": about(model, inputs),
        "views": [
            {
                "id": view,
                "name": OWN if view is None else model.profiles[view].name,
                "weights": {name: ranking.weights.shares[name] for name in model.criteria},
                "leaders": [standing.option for standing in ranking.leaders],
                "lead": lead(ranking),
                "too_close": compared.close(ranking),
            }
            for view, ranking in compared.views.items()
        ],
        "options": [_record(compared, name) for name in found.first],
        "kendall_w": found.kendall_w,
        "never_first": list(found.never_first),
        "least_regret": list(found.least),
    }


def _record(compared: Compared, name: str) -> Mapping[str, Value]:
    standings = [(view, ranking.of(name)) for view, ranking in compared.views.items()]
    return {
        "id": name,
        "name": compared.model.options[name].name,
        "first_count": compared.found.first[name],
        "largest_regret": compared.found.largest[name],
        "views": [
            {
                "id": view,
                "rank": standing.rank,
                "tied": standing.tied,
                "score": standing.score,
                "at_least": standing.at_least,
                "at_most": standing.at_most,
                "regret": compared.found.regrets[view][name],
            }
            for view, standing in standings
        ],
    }


def sheet(compared: Compared) -> Sheet:
    """Return a record for each option under each set of weights, for CSV."""
    columns = (
        *("profile", "profile_name", "option", "name", "rank", "tied"),
        *("score", "at_least", "at_most", "lead", "regret"),
    )
    rows = tuple(
        (
            *(view or "", OWN if view is None else compared.model.profiles[view].name),
            *(s.option, compared.model.options[s.option].name, s.rank, s.tied, s.score),
            *(s.at_least, s.at_most, s.lead, compared.found.regrets[view][s.option]),
        )
        for view, ranking in compared.views.items()
        for s in ranking.standings
    )
    return Sheet(columns, rows)
