"""What changed since an earlier report: the figures that moved, and the people, each with the reason.

The earlier report is what a submitted one kept, or what the log says that it would have been at a moment.
Both are compared in the same way with the report of today.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import VERSION
from gen_desktop.french import NBSP
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.catalogue import catalogue
from gen_desktop.queries.counted_people import Asked, CountedPeople, counted_people, nameable
from gen_desktop.queries.definition_figures import definition_figures
from gen_desktop.queries.definitions import definitions
from gen_desktop.queries.documents import detail
from gen_desktop.queries.indicators import Part, figures
from gen_desktop.queries.named_enrollments import Named, named
from gen_desktop.queries.report_reasons import Reasons
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.queries.rewound import position_at, position_of_document, rewound
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import SubmittedLine, is_submitted, submitted_report
from gen_desktop.reference.parameters import parameter_defaults

DEFINITIONS = "definitions"
PART_WORDS = {Part.NUMERATOR: "", Part.DENOMINATOR: " (base)", Part.UNKNOWN: " (inconnus)"}
_Key = tuple[str, str]
"""Group and id of a figure."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a figure counted: minutes for hours, else persons. ``value``: as printed, None when N is 0."""

    n: int
    N: int
    unknown: int
    value: float | None


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that differs. ``before`` or ``after`` None: it was not, or is no longer, in the report."""

    group: str
    id: str
    label: str
    unit: str
    before: Counts | None
    after: Counts | None


@dataclass(frozen=True, slots=True)
class PersonMove:
    """Somebody counted otherwise: where she came into and what she left, and why, in words.

    ``learner_id`` None: her enrollment is no longer in the file, and was in no log.
    """

    enrollment_id: int
    learner_id: int | None
    last_name: str
    first_name: str
    cohort: str
    came_into: tuple[Asked, ...]
    left: tuple[Asked, ...]
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        """« Delorme Kévin »."""
        return f"{self.last_name} {self.first_name}".strip()

    def moves_in(self, group: str, figure_id: str) -> bool:
        """Whether a part of that figure counts her otherwise."""
        return any(one[:2] == (group, figure_id) for one in (*self.came_into, *self.left))


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule of counting that is no longer what it was."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Since:
    """Where an earlier report stood: the day of its data, and the last gesture of the log that it knew of."""

    as_of: dt.date
    position: int


@dataclass(frozen=True, slots=True)
class ReportChanges:
    """A report of today beside an earlier one. ``report``: the submitted one; None, read from the log.

    ``hidden``: how many people moved only where whoever reads may not see who is counted. ``version``: of the
    program now, where it is not that of the submitted report; '' for the same.
    """

    as_of_before: dt.date
    as_of: dt.date
    figures: tuple[FigureChange, ...]
    people: tuple[PersonMove, ...]
    hidden: int
    rules: tuple[RuleChange, ...]
    report: SubmittedLine | None = None
    version: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the report says the same figures, of the same people."""
        return not (self.figures or self.people or self.hidden)


def changes_since_document(session: Session, document_id: int, scope: ReportScope) -> ReportChanges:
    """The report of that scope today, and one that left: as kept, or from the log if it was only saved.

    Raises NotFound when it is not in the register, or the contents of a submitted one are no longer there.
    """
    if is_submitted(session, document_id):
        return _since_kept(session, submitted_report(session, document_id), scope)
    document = detail(session, document_id)
    position = position_of_document(session, document_id)
    if position is None:
        position = position_at(session, document.issued_at)
    return changes_since(session, scope, Since(document.as_of, position))


def _since_kept(session: Session, report: SubmittedLine, scope: ReportScope) -> ReportChanges:
    """The report of that scope today, and what a submitted one kept. Raises NotFound when that is gone."""
    kept = json.loads(content(session, report.data_sha256))
    then = CountedPeople.from_json(content(session, report.people_sha256))
    position = session.scalar(select(ChangeSet.position).where(ChangeSet.seal == report.data_seal)) or 0
    printed = {one["id"] for one in kept["definitions"]}
    now = _figures(session, scope) | _definitions(session, scope, printed)
    people, hidden = _moves(session, scope, then, Since(report.as_of, position))
    return ReportChanges(
        as_of_before=report.as_of,
        as_of=scope.as_of,
        figures=tuple(_figure_changes(_kept_figures(kept), now)),
        people=people,
        hidden=hidden,
        rules=tuple(_rule_changes(kept["parameters"], _rules(session, scope))),
        report=report,
        version=VERSION if report.program_version != VERSION else "",
    )


def changes_since_day(session: Session, day: dt.date, scope: ReportScope) -> ReportChanges:
    """The report of that scope today, and what it would have been at the end of a day."""
    position = position_at(session, dt.datetime.combine(day, dt.time.max).astimezone())
    return changes_since(session, scope, Since(min(day, scope.as_of), position))


def changes_since(session: Session, scope: ReportScope, since: Since) -> ReportChanges:
    """The report of that scope today, and what it would have been at a position of the log.

    Figures in hours, gaps to targets and the definitions of others are not in it: what they rest on is not
    read back. Nor are those that rest on what whoever reads is not shown: the past does not have it for them.
    """
    before = replace(scope, as_of=since.as_of)
    with rewound(session, since.position) as past:
        then = counted_people(past, before)
        hidden = {one[:2] for one in set(then.asked) - nameable(session, scope)}
        shown = {one[:2] for one in then.asked} - hidden
        figures_then, rules = _figures(past, before, shown), _rules(past, before)
        people, _hidden = _moves(session, scope, then, since, past)
    return ReportChanges(
        as_of_before=since.as_of,
        as_of=scope.as_of,
        figures=tuple(_figure_changes(figures_then, _figures(session, scope, shown))),
        people=people,
        hidden=0,
        rules=tuple(_rule_changes(rules, _rules(session, scope))),
    )


def words_of(asked: Asked) -> str:
    """« Taux d’abandon »: its numerator; « Taux d’abandon (base) »: its denominator."""
    _, indicator, part = asked
    return f"{_labels().get(indicator, indicator)}{PART_WORDS[part]}"


@cache
def _labels() -> dict[str, str]:
    return {entry.id: entry.label for entry in catalogue()}


_Told = tuple[str, str, Counts]
"""Label, unit and counts of a figure."""


def _kept_figures(kept: Mapping[str, Any]) -> dict[_Key, _Told]:
    rows = [(one["group"], one, one["unit"], one["value"]) for one in kept["figures"]]
    rows += [(DEFINITIONS, one, "persons", one["rate"]) for one in kept["definitions"]]
    return {
        (group, one["id"]): (one["label"], unit, Counts(one["n"], one["N"], one["unknown"], value))
        for group, one, unit, value in rows
        if group != "previous"
    }


def _figures(session: Session, scope: ReportScope, only: set[_Key] | None = None) -> dict[_Key, _Told]:
    return {
        (group.name, one.id): (
            one.label,
            str(one.unit),
            Counts(one.n, one.N, one.unknown, _number(one.value)),
        )
        for group in counted_groups(scope)
        for one in figures(
            session, group.scope, [key for key in group.ids if only is None or (group.name, key) in only]
        )
    }


def _definitions(session: Session, scope: ReportScope, printed: set[str]) -> dict[_Key, _Told]:
    wanted = [one for one in definitions() if one.id in printed]
    if not wanted:
        return {}
    found = definition_figures(session, Scope(scope.as_of, scope.cohort_ids), wanted)
    return {
        (DEFINITIONS, one.definition.id): (
            one.definition.label,
            "persons",
            Counts(one.n, one.N, one.unknown, _number(one.rate)),
        )
        for one in found
    }


def _figure_changes(before: Mapping[_Key, _Told], after: Mapping[_Key, _Told]) -> Iterator[FigureChange]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        was, is_now = old[2] if old else None, new[2] if new else None
        label, unit, _ = new or before[key]
        if was != is_now and not _prints_the_same(unit, was, is_now):
            yield FigureChange(*key, label, unit, was, is_now)


def _prints_the_same(unit: str, was: Counts | None, is_now: Counts | None) -> bool:
    """Points tell their value alone: the counts of the share behind them are told with that share."""
    return unit == "points" and was is not None and is_now is not None and was.value == is_now.value


def _moves(
    session: Session, scope: ReportScope, then: CountedPeople, since: Since, past: Session | None = None
) -> tuple[tuple[PersonMove, ...], int]:
    """Who is counted otherwise now, by name; and how many only where who reads is not shown them."""
    shown = nameable(session, scope)
    came: dict[int, list[Asked]] = {}
    left: dict[int, list[Asked]] = {}
    hidden: set[int] = set()
    then, now = _those_who_moved(then, counted_people(session, scope))
    for one in dict.fromkeys((*then.asked, *now.asked)):
        before, after = then.members(one), now.members(one)
        if one not in shown:
            hidden |= before ^ after
            continue
        for moved, where in ((after - before, came), (before - after, left)):
            for enrollment in moved:
                where.setdefault(enrollment, []).append(one)
    moved_ids = sorted({*came, *left})
    reasons = Reasons(session, moved_ids, since.position)
    # Who is gone is only known to the past; a name of today comes before one of then.
    known = (*(named(past, moved_ids) if past is not None else ()), *named(session, moved_ids))
    people = {one.enrollment_id: one for one in known}
    days = (since.as_of, scope.as_of)
    moves = [_move(one, came.get(one, []), left.get(one, []), people, reasons, days) for one in moved_ids]
    moves.sort(key=lambda move: (move.name.casefold(), move.enrollment_id))
    return tuple(moves), len(hidden - set(moved_ids))


def _move(
    enrollment_id: int,
    came: list[Asked],
    left: list[Asked],
    people: Mapping[int, Named],
    reasons: Reasons,
    days: tuple[dt.date, dt.date],
) -> PersonMove:
    ids = tuple(dict.fromkeys(figure_id for _, figure_id, _ in (*came, *left)))
    who = people.get(enrollment_id) or Named(enrollment_id, 0, "Inscription supprimée", "", "")
    return PersonMove(
        enrollment_id=enrollment_id,
        learner_id=who.learner_id or None,
        last_name=who.last_name,
        first_name=who.first_name,
        cohort=who.cohort_code,
        came_into=tuple(came),
        left=tuple(left),
        reasons=reasons.why(enrollment_id, ids, days),
    )


def _those_who_moved(then: CountedPeople, now: CountedPeople) -> tuple[CountedPeople, CountedPeople]:
    """The same without whoever answers alike: nearly everybody, as long as the same was asked."""
    everybody = {*then.answers, *now.answers}
    if then.asked == now.asked:
        everybody = {one for one in everybody if then.answers.get(one) != now.answers.get(one)}
    return tuple(  # type: ignore[return-value]  # two in, two out
        CountedPeople(one.asked, {who: one.answers[who] for who in everybody if who in one.answers})
        for one in (then, now)
    )


def _rules(session: Session, scope: ReportScope) -> dict[str, Any]:
    return asdict(parameters(session, scope.as_of))


def _rule_changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[RuleChange]:
    for code, label in {one.code: one.label for one in parameter_defaults()}.items():
        old, new = before.get(code), now.get(code)
        if str(old) != str(new):
            yield RuleChange(label, _rule_words(old), _rule_words(new))


def _rule_words(value: Any) -> str:
    return f"non{NBSP}prévu" if value is None else str(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
