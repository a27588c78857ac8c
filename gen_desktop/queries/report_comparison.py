"""A submitted report beside the data of today: which figures are no longer the same, and because of whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import VERSION
from gen_desktop.french import NBSP
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.queries.catalogue import catalogue
from gen_desktop.queries.counted_people import Asked, CountedPeople, counted_people, nameable
from gen_desktop.queries.definition_figures import definition_figures
from gen_desktop.queries.definitions import definitions
from gen_desktop.queries.indicators import Part, figures
from gen_desktop.queries.personal_records import chunks
from gen_desktop.queries.report_gestures import GesturesSince
from gen_desktop.queries.report_scopes import LEAVERS, counted_groups
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.queries.stored_content import content
from gen_desktop.queries.submitted_reports import SubmittedLine, submitted_report
from gen_desktop.reference.parameters import parameter_defaults

DEFINITIONS = "definitions"
_PART_WORDS = {Part.NUMERATOR: "", Part.DENOMINATOR: " (base)", Part.UNKNOWN: " (inconnus)"}
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
    """Somebody counted otherwise: the figures that she came into and left, and the gestures that explain it.

    « Taux d’abandon »: its numerator; « Taux d’abandon (base) »: its denominator. ``learner_id`` None: her
    enrollment is no longer in the file.
    """

    enrollment_id: int
    learner_id: int | None
    name: str
    cohort: str
    came_into: tuple[str, ...]
    left: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A rule of counting that is no longer what it was."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``hidden``: how many people moved only where whoever reads may not see who is counted.

    ``version``: of the program now, where it is not that of then; '' for the same.
    """

    report: SubmittedLine
    figures: tuple[FigureChange, ...]
    people: tuple[PersonMove, ...]
    hidden: int
    rules: tuple[RuleChange, ...]
    version: str

    @property
    def is_same(self) -> bool:
        """Whether the report would say the same figures, of the same people, today."""
        return not (self.figures or self.people or self.hidden)


def compare_with_today(session: Session, document_id: int) -> Comparison:
    """What a submitted report would say otherwise, for the same scope and as of the same day.

    Raises NotFound when it is not among the submitted reports, or its contents are no longer there.
    """
    report = submitted_report(session, document_id)
    kept = json.loads(content(session, report.data_sha256))
    then = CountedPeople.from_json(content(session, report.people_sha256))
    now = counted_people(session, report.scope)
    moves, hidden = _moves(session, report, then, now)
    return Comparison(
        report=report,
        figures=tuple(_figure_changes(_kept_figures(kept), _figures_now(session, report, kept))),
        people=moves,
        hidden=hidden,
        rules=tuple(_rule_changes(session, report, kept["parameters"])),
        version=VERSION if report.program_version != VERSION else "",
    )


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


def _figures_now(session: Session, report: SubmittedLine, kept: Mapping[str, Any]) -> dict[_Key, _Told]:
    found: dict[_Key, _Told] = {}
    for group in counted_groups(report.scope):
        for one in figures(session, group.scope, group.ids):
            counts = Counts(one.n, one.N, one.unknown, _number(one.value))
            found[group.name, one.id] = (one.label, str(one.unit), counts)
    printed = {one["id"] for one in kept["definitions"]}
    wanted = [one for one in definitions() if one.id in printed]
    if wanted:
        scope = Scope(report.scope.as_of, report.scope.cohort_ids)
        for told in definition_figures(session, scope, wanted):
            counts = Counts(told.n, told.N, told.unknown, _number(told.rate))
            found[DEFINITIONS, told.definition.id] = (told.definition.label, "persons", counts)
    return found


def _figure_changes(before: Mapping[_Key, _Told], after: Mapping[_Key, _Told]) -> Iterator[FigureChange]:
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        was, is_now = old[2] if old else None, new[2] if new else None
        if was != is_now:
            label, unit, _ = after[key] if key in after else before[key]
            yield FigureChange(*key, label, unit, was, is_now)


def _moves(
    session: Session, report: SubmittedLine, then: CountedPeople, now: CountedPeople
) -> tuple[tuple[PersonMove, ...], int]:
    shown = nameable(session, report.scope)
    labels = {entry.id: entry.label for entry in catalogue()}
    came: dict[int, list[str]] = {}
    left: dict[int, list[str]] = {}
    hidden: set[int] = set()
    then, now = _those_who_moved(then, now)
    for one in dict.fromkeys((*then.asked, *now.asked)):
        before, after = then.members(one), now.members(one)
        if one not in shown:
            hidden |= before ^ after
            continue
        words = _words(one, labels)
        for moved, where in ((after - before, came), (before - after, left)):
            for enrollment in moved:
                where.setdefault(enrollment, []).append(words)
    moved_ids = {*came, *left}
    gestures = GesturesSince(session, report.data_seal, moved_ids)
    people = _people(session, moved_ids)
    moves = [
        PersonMove(
            enrollment_id=one,
            learner_id=people[one][0] if one in people else None,
            name=people[one][1] if one in people else "Inscription supprimée",
            cohort=people[one][2] if one in people else "",
            came_into=tuple(came.get(one, ())),
            left=tuple(left.get(one, ())),
            reasons=gestures.on(one) or tuple(gestures.shared[-1:]),
        )
        for one in moved_ids
    ]
    moves.sort(key=lambda move: (move.name.casefold(), move.enrollment_id))
    return tuple(moves), len(hidden - moved_ids)


def _those_who_moved(then: CountedPeople, now: CountedPeople) -> tuple[CountedPeople, CountedPeople]:
    """The same without whoever answers alike: nearly everybody, as long as the same was asked."""
    everybody = {*then.answers, *now.answers}
    if then.asked == now.asked:
        everybody = {one for one in everybody if then.answers.get(one) != now.answers.get(one)}
    return tuple(  # type: ignore[return-value]  # two in, two out
        CountedPeople(one.asked, {who: one.answers[who] for who in everybody if who in one.answers})
        for one in (then, now)
    )


def _words(asked: Asked, labels: Mapping[str, str]) -> str:
    group, indicator, part = asked
    of = ", sortants de l’année" if group == LEAVERS else ""
    return f"{labels.get(indicator, indicator)}{of}{_PART_WORDS[part]}"


def _people(session: Session, enrollments: set[int]) -> dict[int, tuple[int, str, str]]:
    """Enrollment → learner, name, cohort."""
    columns = (Enrollment.id, Learner.id, Learner.last_name, Learner.first_name, Cohort.code)
    statement = select(*columns).join(Learner, Learner.id == Enrollment.learner_id).join(Cohort)
    return {
        row[0]: (row[1], full_name(row[2], row[3]), row[4])
        for some in chunks(enrollments)
        for row in session.execute(statement.where(Enrollment.id.in_(some)))
    }


def _rule_changes(session: Session, report: SubmittedLine, before: Mapping[str, Any]) -> Iterator[RuleChange]:
    now = parameters(session, report.scope.as_of)
    for code, label in {one.code: one.label for one in parameter_defaults()}.items():
        old, new = before.get(code), getattr(now, code)
        if str(old) != str(new):
            yield RuleChange(label, _rule_words(old), _rule_words(new))


def _rule_words(value: Any) -> str:
    return f"non{NBSP}prévu" if value is None else str(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
