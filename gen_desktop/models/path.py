"""What takes half-days away from a person's course: exemptions of an individual path, periods in company."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.models.calendar import HALF_DAY_WORDS

IN_COMPANY = "company"
"""The session_mode of a half-day held in the company: it stays due during a period there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Of a half-day, what decides whether it is due. ``mode``: code of session_mode, None as the course."""

    held_on: dt.date
    half_day: str
    mode: str | None = None
    module: str | None = None


@dataclass(frozen=True, slots=True)
class ExemptedSlots:
    """The half-days of an exemption (models/exemption.py): those on which everything that is said holds."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    weekday: int | None = None
    half_day: str | None = None
    module: str | None = None

    def covers(self, slot: Slot) -> bool:
        """Whether the person need not attend that half-day."""
        day = slot.held_on
        return (
            (self.starts_on is None or day >= self.starts_on)
            and (self.ends_on is None or day <= self.ends_on)
            and (self.weekday is None or day.weekday() == self.weekday)
            and (self.half_day is None or slot.half_day == self.half_day)
            and (self.module is None or slot.module == self.module)
        )

    @property
    def words(self) -> str:
        """« le vendredi après-midi », « le module Anglais, à partir du 02/03/2026 »."""
        said = [self._moment_words(), f"le module {self.module}" if self.module else "", self._dates_words()]
        return ", ".join(part for part in said if part) or "toute la formation"

    def _moment_words(self) -> str:
        half = HALF_DAY_WORDS[self.half_day] if self.half_day else ""  # type: ignore[index]
        if self.weekday is not None:
            return f"le {french.WEEKDAYS[self.weekday]} {half}".rstrip()
        return {"AM": "le matin", "PM": "l’après-midi"}.get(self.half_day or "", "")

    def _dates_words(self) -> str:
        if self.starts_on and self.ends_on:
            return french.date_range(self.starts_on, self.ends_on)
        if self.starts_on:
            return f"à partir du {french.short_date(self.starts_on)}"
        return f"jusqu’au {french.short_date(self.ends_on)}" if self.ends_on else ""


@dataclass(frozen=True, slots=True)
class CompanyDays:
    """The days of a period in company (models/company_period.py). ``host``: '' when not known yet."""

    starts_on: dt.date
    ends_on: dt.date
    host: str

    def covers(self, slot: Slot) -> bool:
        """Whether the person is in the company then, rather than where the half-day is held."""
        return slot.mode != IN_COMPANY and self.starts_on <= slot.held_on <= self.ends_on

    @property
    def words(self) -> str:
        """« en entreprise chez Dupont »; the company may not be known yet."""
        return f"en entreprise chez {self.host}" if self.host else "en entreprise"


@dataclass(frozen=True, slots=True)
class PathExceptions:
    """What takes half-days away from one enrollment."""

    exemptions: tuple[ExemptedSlots, ...] = ()
    company: tuple[CompanyDays, ...] = ()

    def reason(self, slot: Slot) -> str | None:
        """Why the half-day is not due, as the end of a sentence; None when nothing takes it away."""
        for exemption in self.exemptions:
            if exemption.covers(slot):
                return f"dispense{french.NBSP}: {exemption.words}"
        for period in self.company:
            if period.covers(slot):
                return period.words
        return None


NO_EXCEPTIONS = PathExceptions()
