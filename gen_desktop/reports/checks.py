"""« Avant de transmettre »: what would make a programme officer send a report back, in words."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gen_desktop.french import typographic
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_rules import Checked, checked
from gen_desktop.queries.rule_scope import RuleScope
from gen_desktop.reference.parameters import Parameters
from gen_desktop.reference.report_rules import SEVERITIES
from gen_desktop.reports.common import Check, Identity

_RANK = {level: rank for rank, level in enumerate((*SEVERITIES, "ok"))}


def report_checks(
    session: Session,
    report: str,
    identity: Identity,
    populations: Populations,
    leavers: Populations,
    horizons: tuple[int, ...],
) -> tuple[Check, ...]:
    """The points of a report, the gravest first, then what is in order. ``report``: follow_up, evaluation.

    ``leavers``: those whose outcome it tells, ``horizons`` months after they left.
    """
    about = RuleScope(report, populations, leavers, horizons, identity.cohort_ids)
    found = [_check(one, populations.parameters) for one in checked(session, about)]
    return tuple(sorted((one for one in found if one.title), key=lambda one: _RANK[one.level]))


def points(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Those that say something is to be looked at."""
    return tuple(check for check in checks if check.level != "ok")


def has_people(checks: Sequence[Check]) -> bool:
    """Whether somebody in particular is behind a point, as far as whoever reads is shown."""
    return any(check.ids for check in points(checks) if check.kind != "cohort")


def _check(one: Checked, parameters: Parameters) -> Check:
    """A rule that nobody breaks is told by what is fine, where there is something to say."""
    rule, found = one.rule, one.found
    is_broken = found.n > 0
    return Check(
        level=rule.severity if is_broken else "ok",
        title=rule.sentence(found.n, found.of, parameters) if is_broken else typographic(rule.fine),
        detail=rule.advice(parameters) if is_broken else "",
        kind=rule.door,
        ids=found.ids or (),
        rule=rule.code,
        n=found.n,
        of=found.of,
        is_hidden=found.ids is None,
    )
