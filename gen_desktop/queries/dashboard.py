"""What the home page says: five figures, the work waiting today, the cohorts around today, the outcomes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.dates import add_months
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.absence_contacts import ToAskAgain, to_ask_again
from gen_desktop.queries.absences import count_waiting
from gen_desktop.queries.alerts import Alert
from gen_desktop.queries.application_tasks import FreePlace, Unanswered, free_places, unanswered
from gen_desktop.queries.assessment_tasks import CohortTask, certificates_to_hand_over, results_missing
from gen_desktop.queries.attendance_sql import ends_on
from gen_desktop.queries.cohorts import CohortSummary, summaries
from gen_desktop.queries.complaints import count_late
from gen_desktop.queries.completeness import ToComplete, to_complete
from gen_desktop.queries.contacts import not_informed
from gen_desktop.queries.duplicates import count_open
from gen_desktop.queries.early_exits import exits_without_interview, exits_without_reason
from gen_desktop.queries.follow_ups import Call, CallCriteria, call_list_ids
from gen_desktop.queries.indicators import Figure, Part, figures, people
from gen_desktop.queries.missing_half_days import CohortWaiting, cohorts_waiting
from gen_desktop.queries.planned_hours import cohorts_that_differ
from gen_desktop.queries.populations import HORIZONS
from gen_desktop.queries.radar import open_alerts
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.queries.signed_sheets import CohortSheets, cohorts_with_unproved

HEADLINES = ("A2", "A3.femmes", "A3.zrr_frr", "B1", "D3a.6")
TIMELINE_PAST_MONTHS, TIMELINE_AHEAD_MONTHS, TIMELINE_LINES = 2, 8, 9
# Each group is an indicator less the one inside it.
_OUTCOME_GROUPS = {
    "lasting": ("D5", ""),
    "short": ("D4", "D5"),
    "training": ("D3a", "D4"),
    "others": ("D1", "D3a"),
    "unknown": ("D1", ""),
}
OUTCOME_GROUPS = tuple(_OUTCOME_GROUPS)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many leavers due at a horizon are in each group; the five sum to the leavers due."""

    horizon: int
    lasting: int
    short: int
    training: int
    others: int
    unknown: int


@dataclass(frozen=True, slots=True)
class CallsDue:
    """The call list of a horizon, as the page of placements shows it: open or past, and nothing recorded."""

    horizon: int
    enrollment_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CohortLine:
    """A cohort of the time line, with its attendance so far (None: nothing recorded)."""

    cohort: CohortSummary
    attendance: Figure


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything the page shows, as of a day.

    ``unproved``: half-days to prove; ``sheet_filing_days``: after how many a sheet is asked for;
    ``absences_waiting``: half-days to justify; ``alerts``: those that nobody followed; ``hours_differ``: the
    cohorts whose calendar is not as long as their course.
    """

    as_of: dt.date
    scope: Scope
    headlines: tuple[Figure, ...]
    targets: dict[str, Figure]
    waiting: tuple[CohortWaiting, ...]
    unproved: tuple[CohortSheets, ...]
    sheet_filing_days: int
    absences_waiting: int
    alerts: tuple[Alert, ...]
    ask_again: tuple[ToAskAgain, ...]
    hours_differ: tuple[str, ...]
    calls: tuple[CallsDue, ...]
    exits_without_reason: tuple[int, ...]
    exits_without_interview: tuple[int, ...]
    late_complaints: int
    doubtful_pairs: int
    to_complete: ToComplete
    not_informed: tuple[int, ...]
    unanswered: tuple[Unanswered, ...]
    free_places: tuple[FreePlace, ...]
    results_missing: tuple[CohortTask, ...]
    certificates_to_hand_over: tuple[CohortTask, ...]
    cohorts: tuple[CohortLine, ...]
    outcomes: tuple[Outcomes, ...]
    is_empty: bool


def dashboard(session: Session, as_of: dt.date) -> Dashboard:
    """The state of the running calendar year on that day."""
    scope = Scope(as_of=as_of, date_from=dt.date(as_of.year, 1, 1), date_to=dt.date(as_of.year, 12, 31))
    gaps = figures(session, scope, ["A4.femmes", "A4.zrr_frr"])
    everyone = Scope(as_of=as_of)
    return Dashboard(
        as_of=as_of,
        scope=scope,
        headlines=figures(session, scope, HEADLINES),
        targets={gap.id.replace("A4", "A3"): gap for gap in gaps},
        waiting=cohorts_waiting(session, as_of),
        unproved=cohorts_with_unproved(session, as_of),
        sheet_filing_days=parameters(session, as_of).sheet_filing_days,
        absences_waiting=sum(count_waiting(session, as_of).values()),
        alerts=open_alerts(session, as_of),
        ask_again=to_ask_again(session, as_of),
        hours_differ=tuple(code for _, code, _ in cohorts_that_differ(session, ends_on >= as_of)),
        calls=_calls(session, as_of),
        exits_without_reason=exits_without_reason(session, as_of),
        exits_without_interview=exits_without_interview(session, as_of),
        late_complaints=count_late(session, as_of),
        doubtful_pairs=count_open(session),
        to_complete=to_complete(session),
        not_informed=not_informed(session, as_of),
        unanswered=unanswered(session, as_of),
        free_places=free_places(session, as_of),
        results_missing=results_missing(session, as_of),
        certificates_to_hand_over=certificates_to_hand_over(session, as_of),
        cohorts=_cohorts(session, as_of),
        outcomes=_outcomes(session, everyone),
        is_empty=session.scalar(select(func.count(Enrollment.id))) == 0,
    )


def _calls(session: Session, as_of: dt.date) -> tuple[CallsDue, ...]:
    found = []
    for horizon in HORIZONS:
        lines = call_list_ids(session, CallCriteria(horizon=horizon), as_of)
        if lines:
            found.append(CallsDue(horizon, tuple(Call.of(line).enrollment_id for line in lines)))
    return tuple(found)


def _cohorts(session: Session, as_of: dt.date) -> tuple[CohortLine, ...]:
    first = add_months(as_of.replace(day=1), -TIMELINE_PAST_MONTHS)
    last = add_months(as_of, TIMELINE_AHEAD_MONTHS)
    near = [cohort for cohort in summaries(session) if cohort.end >= first and cohort.start <= last]
    lines = []
    for cohort in sorted(near, key=lambda cohort: (cohort.start, cohort.code))[-TIMELINE_LINES:]:
        (rate,) = figures(session, Scope(as_of=as_of, cohort_ids=(cohort.id,)), ["B1"])
        lines.append(CohortLine(cohort, rate))
    return tuple(lines)


def _outcomes(session: Session, scope: Scope) -> tuple[Outcomes, ...]:
    ids = [f"{code}.{horizon}" for horizon in HORIZONS for code in ("D1", "D3a", "D4", "D5")]
    found = {figure.id: figure for figure in figures(session, scope, ids)}
    outcomes = []
    for horizon in HORIZONS:
        answered, positive, employed, lasting = (
            found[f"{code}.{horizon}"] for code in ("D1", "D3a", "D4", "D5")
        )
        outcomes.append(
            Outcomes(
                horizon=horizon,
                lasting=lasting.n,
                short=employed.n - lasting.n,
                training=positive.n - employed.n,
                others=answered.n - positive.n,
                unknown=answered.unknown,
            )
        )
    return tuple(outcomes)


def outcome_people(session: Session, horizon: int, group: str, as_of: dt.date) -> tuple[int, ...]:
    """The learners that a group of the outcomes counts (``lasting``, ``short``… ``unknown``), by name."""
    wider, narrower = _OUTCOME_GROUPS[group]
    scope = Scope(as_of=as_of)
    part = Part.UNKNOWN if group == "unknown" else Part.NUMERATOR
    found = people(session, f"{wider}.{horizon}", part, scope)
    inner = people(session, f"{narrower}.{horizon}", Part.NUMERATOR, scope) if narrower else ()
    left_out = {person.enrollment_id for person in inner}
    return tuple(dict.fromkeys(person.learner_id for person in found if person.enrollment_id not in left_out))
