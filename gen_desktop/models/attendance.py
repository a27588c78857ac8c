"""A learner's record for a half-day. No row means "not recorded", which is neither present nor absent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from gen_desktop import french
from gen_desktop.models.base import Base, Id
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.models.path import NO_EXCEPTIONS, PathExceptions, Slot
from gen_desktop.reference.lists import codes_where, label

PRESENT = "P"
LATE = "R"
ABSENT = "AI"
JUSTIFIED = "AJ_AUT"  # justified, reason not stated
SUSPENDED = "SUSP"


class Attendance(Base):
    """One mark. ``status`` is a code of attendance_status; ``minutes_present`` is the truth behind it.

    ``document_on``: the day a supporting document was received; ``document_kind``: its category (code list
    absence_document), never what it says of anybody's health; ``attached_document_id``: its scan.
    """

    __tablename__ = "attendance"
    __table_args__ = ({"sqlite_with_rowid": False},)

    enrollment_id: Mapped[int] = mapped_column(
        Id, ForeignKey("enrollment.id"), primary_key=True, autoincrement=False
    )
    class_session_id: Mapped[int] = mapped_column(
        Id, ForeignKey("class_session.id"), primary_key=True, autoincrement=False, index=True
    )
    status: Mapped[str]
    minutes_present: Mapped[int]
    document_on: Mapped[dt.date | None]
    document_kind: Mapped[str | None]
    attached_document_id: Mapped[int | None] = mapped_column(
        Id, ForeignKey("attached_document.id"), index=True
    )


@cache
def presence_codes() -> tuple[str, ...]:
    """The statuses of someone who was there, all the time or not."""
    return codes_where("attendance_status", present="yes")


@cache
def justified_codes() -> tuple[str, ...]:
    """The statuses of a justified absence: not presence, but no deduction either (R6341-45)."""
    return codes_where("attendance_status", justified="yes")


@cache
def unjustified_codes() -> tuple[str, ...]:
    """The statuses that are deducted from remuneration and raise the alert of absences in a row."""
    return codes_where("attendance_status", justified="no")


@cache
def due_codes() -> tuple[str, ...]:
    """The statuses whose hours are due."""
    return codes_where("attendance_status", due="yes")


@cache
def not_due_codes() -> tuple[str, ...]:
    """The statuses of a suspended course, whose hours are not due (programme.md §5.5)."""
    return codes_where("attendance_status", due="no")


def minutes_present(status: str, session_minutes: int, minutes_missed: int = 0) -> int:
    """Minutes of presence that a mark stands for. ``minutes_missed`` counts for a late arrival alone."""
    if status == LATE:
        return session_minutes - minutes_missed
    return session_minutes if status in presence_codes() else 0


def to_come_refusal(status: str, held_on: dt.date, starts_at: dt.time, now: dt.datetime) -> str | None:
    """Why that cannot be noted yet, or None: nobody was present before a half-day began.

    An absence may be announced; a presence noted in advance is what auditors reject (documents.md §1.1).
    """
    if status not in presence_codes() or dt.datetime.combine(held_on, starts_at) <= now:
        return None
    return "cette demi-journée n’a pas commencé, seule une absence annoncée peut être notée"


def lateness_refusal(session_minutes: int, minutes_missed: int) -> str | None:
    """Why that many minutes of lateness or early leaving cannot be, or None."""
    if minutes_missed < 0:
        return "un retard ne peut pas être négatif"
    if minutes_missed > session_minutes:
        return (
            f"un retard de {french.duration(minutes_missed)} dépasse la demi-journée, "
            f"qui dure {french.duration(session_minutes)}"
        )
    if minutes_missed == session_minutes:
        return (
            f"un retard de {french.duration(minutes_missed)} couvre toute la demi-journée, notez une absence"
        )
    return None


@dataclass(frozen=True, slots=True)
class AttendancePeriod:
    """The facts of an enrollment and its cohort that decide which half-days are due.

    Read with ``PERIOD_COLUMNS`` of queries/attendance_periods.py, in this order, then its exceptions.
    ``entry_follows_attendance``: the entry is the first recorded presence and moves with it, so that a
    Monday can still be recorded after its Tuesday.
    """

    decision: str
    is_no_show: bool
    planned_entry_on: dt.date | None
    entered_on: dt.date | None
    entry_follows_attendance: bool
    exit_on: dt.date | None
    planned_exit_on: dt.date | None
    cohort_start: dt.date
    cohort_end: dt.date
    exceptions: PathExceptions = NO_EXCEPTIONS

    @property
    def has_fixed_entry(self) -> bool:
        """Whether someone stated the day of entry (or an import did), rather than a presence."""
        return self.entered_on is not None and not self.entry_follows_attendance

    def refusal(self, slot: Slot) -> str | None:
        """Why nothing is due of that half-day, as the end of a sentence; None when it is due.

        Source: programme.md §9.5, no presence before entry or after exit. Without an entry, a person who
        was admitted may be marked: the first presence is the entry (§3.2, ENT).
        """
        return self._refusal_of_day(slot.held_on) or self.exceptions.reason(slot)

    def _refusal_of_day(self, day: dt.date) -> str | None:
        if not self.cohort_start <= day <= self.cohort_end:
            return f"hors des dates de la cohorte ({french.date_range(self.cohort_start, self.cohort_end)})"
        if (ended := self._ended_before(day)) is not None:
            return ended
        if self.has_fixed_entry:
            return self._before(self.entered_on, "l’entrée", day)
        if self.entered_on is None and self.decision != "admitted":
            decision = label("application_decision", self.decision)
            return f"pas d’admission (candidature{french.NBSP}: {decision.lower()})"
        if self.entered_on is None and self.is_no_show:
            return "cette personne n’est jamais venue"
        return self._before(self.planned_entry_on, "l’entrée prévue", day)

    def _ended_before(self, day: dt.date) -> str | None:
        """The end of the path, when before that day. An exit that took place replaces the one planned."""
        if self.exit_on is not None:
            return f"après la sortie ({french.short_date(self.exit_on)})" if day > self.exit_on else None
        if self.planned_exit_on is not None and day > self.planned_exit_on:
            return f"après la fin prévue ({french.short_date(self.planned_exit_on)})"
        return None

    @staticmethod
    def _before(limit: dt.date | None, what: str, day: dt.date) -> str | None:
        if limit is None or day >= limit:
            return None
        return f"avant {what} ({french.short_date(limit)})"


def slot_label(day: dt.date, half_day: str) -> str:
    """« lun. 16 matin », « jeu. 1er après-midi »: a half-day in the name of a gesture."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{french.WEEKDAYS[day.weekday()][:3]}. {number} {HALF_DAY_WORDS[half_day]}"  # type: ignore[index]


def long_slot_label(day: dt.date, half_day: str) -> str:
    """« lundi 16 novembre matin »: a half-day where it is read aloud or stands in a refusal."""
    number = "1er" if day.day == 1 else str(day.day)
    month = french.MONTHS[day.month - 1]
    return f"{french.WEEKDAYS[day.weekday()]} {number} {month} {HALF_DAY_WORDS[half_day]}"  # type: ignore[index]


def mark_words(status: str | None, minutes_missed: int = 0) -> str:
    """« Présent », « Absent », « Retard de 40 min », « Non saisi » for None: a mark as it is told."""
    if status is None:
        return "Non saisi"
    if status == LATE and minutes_missed:
        return f"Retard ou départ anticipé, {french.duration(minutes_missed)}"
    return "Absent" if status == ABSENT else label("attendance_status", status)
