"""Which figures a report counts, and over whom: the same for the report, for its people, and years later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gen_desktop.dates import add_months
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.catalogue import catalogue
from gen_desktop.queries.scope import Scope

PERIOD, LEAVERS, COHORTS = "period", "leavers", "cohorts"


@dataclass(frozen=True, slots=True)
class CountedGroup:
    """Figures of a report over the same scope. ``name``: PERIOD, LEAVERS (of the last year), COHORTS."""

    name: str
    scope: Scope
    ids: tuple[str, ...]


def counted_groups(scope: ReportScope) -> tuple[CountedGroup, ...]:
    """Every figure of the catalogue that a report of that scope counts."""
    asked = Scope(scope.as_of, scope.cohort_ids, scope.date_from, scope.date_to)
    if scope.horizon is not None:
        return (evaluation_group(asked, scope.horizon),)
    return follow_up_groups(asked)


def follow_up_groups(scope: Scope) -> tuple[CountedGroup, CountedGroup]:
    """A follow-up counts the period, and what became of whoever left in the year before the date.

    In the period alone, three months are over for nearly nobody. The scope has both its bounds.
    """
    assert scope.date_from is not None
    since = min(scope.date_from, add_months(scope.as_of, -12) + dt.timedelta(days=1))
    leavers = Scope(scope.as_of, scope.cohort_ids, since)
    ids = [entry.id for entry in catalogue()]
    return (
        CountedGroup(PERIOD, scope, tuple(one for one in ids if one[0] != "D")),
        CountedGroup(LEAVERS, leavers, tuple(one for one in ids if one[0] == "D")),
    )


def evaluation_group(scope: Scope, horizon: int) -> CountedGroup:
    """An evaluation counts every indicator but those of the other horizons."""
    ids = [entry.id for entry in catalogue() if entry.id[0] != "D" or entry.id.endswith(f".{horizon}")]
    return CountedGroup(COHORTS, scope, tuple(ids))
