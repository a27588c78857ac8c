"""What marks refer to: loaded once per gesture, to refuse what cannot be and to name what is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models import attendance as rules
from gen_desktop.models.attendance import AttendancePeriod
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.learner import Learner
from gen_desktop.models.month_lock import sent_months
from gen_desktop.models.month_statement import SentMonth
from gen_desktop.models.path import Slot
from gen_desktop.queries.attendance_periods import PERIOD_COLUMNS, exceptions_of, period
from gen_desktop.reference.lists import code_list, label

Key = tuple[int, int]
"""What names a mark: enrollment id, class session id."""

T = TypeVar("T")
_CHUNK = 1000  # well under the number of parameters SQLite takes in one statement


@dataclass(frozen=True, slots=True)
class MarkInput:
    """One mark to record. ``status`` is a code of attendance_status.

    ``minutes_missed``: late arrival or early leaving, for status R alone.
    ``document_on``: the day a supporting document came, for justified absences alone; its kind is a code of
    absence_document, its scan a paper of the person. None keeps what is already known.
    """

    enrollment_id: int
    class_session_id: int
    status: str
    minutes_missed: int = 0
    document_on: date | None = None
    document_kind: str | None = None
    attached_document_id: int | None = None

    @property
    def key(self) -> Key:
        """What names this mark."""
        return self.enrollment_id, self.class_session_id


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a mark cannot be recorded. ``index``: its place in what was given."""

    index: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Person:
    """Of an enrollment, what recording needs."""

    name: str
    cohort_id: int
    cohort_code: str
    period: AttendancePeriod


@dataclass(frozen=True, slots=True)
class HalfDayHeld:
    """Of a class session, what recording needs. ``sent``: its month, when it was sent to a payer."""

    cohort_id: int
    held_on: date
    half_day: str
    minutes: int
    mode: str | None
    module: str | None
    starts_at: time
    sent: SentMonth | None = None

    @property
    def slot(self) -> Slot:
        """What decides of whom it is due."""
        return Slot(self.held_on, self.half_day, self.mode, self.module)


@dataclass(frozen=True, slots=True)
class Facts:
    """The enrollments and class sessions that exist among those named, by id.

    ``now``: local time, after which nobody can be said present; None where the day was looked at already.
    """

    people: dict[int, Person]
    half_days: dict[int, HalfDayHeld]
    now: datetime | None = None


def load_facts(session: Session, keys: Sequence[Key], now: datetime | None = None) -> Facts:
    """The facts of these marks."""
    people: dict[int, Person] = {}
    for chunk in chunks(sorted({key[0] for key in keys})):
        people.update(_load_people(session, chunk))
    half_days: dict[int, HalfDayHeld] = {}
    for chunk in chunks(sorted({key[1] for key in keys})):
        rows = session.execute(
            select(
                ClassSession.id,
                ClassSession.cohort_id,
                ClassSession.held_on,
                ClassSession.half_day,
                ClassSession.minutes,
                ClassSession.delivery_mode,
                ClassSession.module,
                ClassSession.starts_at,
            ).where(ClassSession.id.in_(chunk))
        )
        half_days.update((row[0], HalfDayHeld(*row[1:])) for row in rows)
    return Facts(people, _with_sent_months(session, half_days), now)


def _with_sent_months(session: Session, half_days: dict[int, HalfDayHeld]) -> dict[int, HalfDayHeld]:
    sent = sent_months(session, {held.cohort_id for held in half_days.values()})
    if not sent:
        return half_days
    return {
        one: replace(held, sent=sent.get((held.cohort_id, held.held_on.replace(day=1))))
        for one, held in half_days.items()
    }


def refusals(marks: Sequence[MarkInput], facts: Facts) -> tuple[Refusal, ...]:
    """Every mark that cannot be recorded, with its sentence."""
    found = []
    seen: set[Key] = set()
    for index, mark in enumerate(marks):
        sentence = _refusal(mark, facts, mark.key in seen)
        seen.add(mark.key)
        if sentence:
            found.append(Refusal(index, sentence))
    return tuple(found)


def name_of_marks(marks: Sequence[MarkInput], facts: Facts) -> str:
    """« Absent : Delorme Kévin, lun. 16 matin », « Colonne jeu. 19 matin : 15 présents ».

    Over several half-days: « Marquer 12 absences ».
    """
    statuses = {mark.status for mark in marks}
    status = statuses.pop() if len(statuses) == 1 else ""
    if len(marks) == 1:
        return f"{_said_of_one(marks[0])}{french.NBSP}: {_place(marks[0].key, facts)}"
    half_day = facts.half_days.get(marks[0].class_session_id) if marks else None
    if half_day is not None and len({mark.class_session_id for mark in marks}) == 1:
        slot = rules.slot_label(half_day.held_on, half_day.half_day)
        return f"Colonne {slot}{french.NBSP}: {french.plural(len(marks), *_people(status))}"
    return f"Marquer {french.plural(len(marks), *_things(status))}"


def name_of_clearing(keys: Sequence[Key], facts: Facts) -> str:
    """« Effacer : Delorme Kévin, lun. 16 matin », « Effacer 12 saisies »."""
    if len(keys) == 1:
        return f"Effacer{french.NBSP}: {_place(keys[0], facts)}"
    return f"Effacer {french.plural(len(keys), 'saisie')}"


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, not too many at a time for one statement."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _load_people(session: Session, enrollment_ids: Sequence[int]) -> Iterator[tuple[int, Person]]:
    rows = session.execute(
        select(
            Enrollment.id,
            Learner.last_name,
            Learner.first_name,
            Cohort.id,
            Cohort.code,
            *PERIOD_COLUMNS,
        )
        .join(Learner, Learner.id == Enrollment.learner_id)
        .join(Cohort, Cohort.id == Enrollment.cohort_id)
        .where(Enrollment.id.in_(enrollment_ids))
    )
    exceptions = exceptions_of(session, Enrollment.id.in_(enrollment_ids))
    for row in rows:
        facts = period(tuple(row)[5:], exceptions.get(row[0]))
        yield row[0], Person(f"{row[1]} {row[2]}", row[3], row[4], facts)


def _refusal(mark: MarkInput, facts: Facts, is_repeated: bool) -> str | None:
    person = facts.people.get(mark.enrollment_id)
    half_day = facts.half_days.get(mark.class_session_id)
    if person is None:
        return "Cette inscription n’existe plus."
    if half_day is None:
        return f"{person.name}{french.NBSP}: cette demi-journée n’existe plus."
    if half_day.sent is not None:
        return half_day.sent.refusal
    why = _why_refused(mark, person, half_day, is_repeated) or _why_too_early(mark, half_day, facts.now)
    slot = rules.long_slot_label(half_day.held_on, half_day.half_day)
    return f"{person.name}, {slot}{french.NBSP}: {why}." if why else None


def _why_refused(mark: MarkInput, person: Person, half_day: HalfDayHeld, is_repeated: bool) -> str | None:
    if person.cohort_id != half_day.cohort_id:
        return f"cette demi-journée n’est pas de la cohorte {person.cohort_code}"
    if mark.status not in code_list("attendance_status"):
        return f"le code «{french.NBSP}{mark.status}{french.NBSP}» n’existe pas"
    if is_repeated:
        return "cette demi-journée est donnée deux fois"
    if mark.status == rules.LATE:
        lateness = rules.lateness_refusal(half_day.minutes, mark.minutes_missed)
        if lateness:
            return lateness
    elif mark.minutes_missed:
        return "des minutes de retard ne vont qu’avec un retard"
    if mark.document_on is not None and mark.status not in rules.justified_codes():
        return "un justificatif ne va qu’avec une absence justifiée"
    return person.period.refusal(half_day.slot)


def _why_too_early(mark: MarkInput, half_day: HalfDayHeld, now: datetime | None) -> str | None:
    if now is None:
        return None
    return rules.to_come_refusal(mark.status, half_day.held_on, half_day.starts_at, now)


def _said_of_one(mark: MarkInput) -> str:
    if mark.status == rules.LATE and mark.minutes_missed:
        return f"Retard de {french.duration(mark.minutes_missed)}"
    if mark.status == rules.ABSENT:
        return "Absent"
    return (
        label("attendance_status", mark.status) if mark.status in code_list("attendance_status") else "Saisie"
    )


def _people(status: str) -> tuple[str, str]:
    """What a column counts."""
    if status == rules.PRESENT:
        return "présent", "présents"
    return ("absent", "absents") if status == rules.ABSENT else _things(status)


def _things(status: str) -> tuple[str, str]:
    """What a block of cells counts."""
    if status == rules.PRESENT:
        return "présence", "présences"
    if status == rules.LATE:
        return "retard", "retards"
    if status == rules.ABSENT:
        return "absence", "absences"
    if status in rules.justified_codes():
        return "absence justifiée", "absences justifiées"
    return "demi-journée", "demi-journées"


def _place(key: Key, facts: Facts) -> str:
    """« Delorme Kévin, lun. 16 matin »; a dash when the record is gone, which the write will say."""
    person = facts.people.get(key[0])
    half_day = facts.half_days.get(key[1])
    if person is None or half_day is None:
        return french.UNKNOWN
    return f"{person.name}, {rules.slot_label(half_day.held_on, half_day.half_day)}"
