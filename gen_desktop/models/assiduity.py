"""Hours of a path as they are told to payers: planned, present by mode, late, absent; and the rates on them.

Source of the formulas: no text defines them for courses in a room, so that the formula is printed beside the
number; R6341-13 of the code du travail for distance work. A half-day that nobody recorded is in no rate.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from gen_desktop import french
from gen_desktop.models.attendance import (
    justified_codes,
    not_due_codes,
    presence_codes,
    unjustified_codes,
)

ON_SITE, REMOTE, HOME = "on_site", "remote", "home"
AT_DISTANCE = (REMOTE, HOME)
"""The modes of a half-day whose time work at distance may tell as well."""
PRESENCE_NAME, ASSIDUITY_NAME = "Taux de présence (assiduité)", "Taux d’assiduité hors absences justifiées"
"""The first is what the programme calls assiduité (B1): the second must not be read for it."""
PRESENCE_FORMULA = "heures de présence / heures prévues et relevées"
ASSIDUITY_FORMULA = "heures de présence / (heures prévues et relevées − absences justifiées)"
REMOTE_FORMULA = "temps estimé du travail fait et vérifié / temps estimé du travail prévu dans le mois"
WITHOUT_OBJECT = "sans objet"
"""What a rate says when nothing was to be done."""


@dataclass(frozen=True, slots=True)
class HalfDayLine:
    """A half-day that is due of one person. ``status`` None: nobody recorded it. Lengths in minutes.

    ``mode``: a code of session_mode. ``is_to_justify``: an absence of which a reason may still be given.
    """

    class_session_id: int
    held_on: dt.date
    half_day: str
    minutes: int
    mode: str
    status: str | None
    present: int
    is_to_justify: bool = False

    @property
    def is_suspended(self) -> bool:
        """Whether nothing was held, so that nothing was due after all."""
        return self.status in not_due_codes()


@dataclass(frozen=True, slots=True)
class Share:
    """A rate as it is told: ``n`` minutes out of ``total``."""

    n: int
    total: int

    @property
    def value(self) -> Decimal | None:
        """Percent, rounded half up to one decimal; None when there is nothing to divide by."""
        return french.rate_value(self.n, self.total)

    @property
    def words(self) -> str:
        """« 80,0 % », or « sans objet »."""
        return WITHOUT_OBJECT if self.value is None else french.percent(self.value)


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes of one person or of many. Each planned minute is in exactly one of the parts.

    ``planned`` = present + late + justified + unjustified + unrecorded. ``late``: missed by those who came
    late or left early. ``to_justify``: the part of ``unjustified`` of which a reason may still be given.
    """

    planned: int = 0
    present_by_mode: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    justified_by_code: Mapping[str, int] = field(default_factory=dict)
    unjustified: int = 0
    to_justify: int = 0
    unrecorded: int = 0

    @property
    def present(self) -> int:
        """Minutes of presence, in all modes."""
        return sum(self.present_by_mode.values())

    @property
    def justified(self) -> int:
        """Minutes of justified absence, for all reasons."""
        return sum(self.justified_by_code.values())

    @property
    def recorded(self) -> int:
        """Planned minutes of which it is known what became of them."""
        return self.planned - self.unrecorded

    @property
    def presence(self) -> Share:
        """Taux de présence."""
        return Share(self.present, self.recorded)

    @property
    def assiduity(self) -> Share:
        """Taux d’assiduité: as the rate of presence, without the justified absences."""
        return Share(self.present, self.recorded - self.justified)

    def __add__(self, other: Hours) -> Hours:
        return Hours(
            planned=self.planned + other.planned,
            present_by_mode=_sum(self.present_by_mode, other.present_by_mode),
            late=self.late + other.late,
            justified_by_code=_sum(self.justified_by_code, other.justified_by_code),
            unjustified=self.unjustified + other.unjustified,
            to_justify=self.to_justify + other.to_justify,
            unrecorded=self.unrecorded + other.unrecorded,
        )


@dataclass(frozen=True, slots=True)
class RemoteHours:
    """Distance work of a period, in minutes of estimated duration; ``connected``: logged, never counted.

    ``doubled``: the part of ``verified`` that marks of half-days tell already (doubled_minutes).
    """

    planned: int = 0
    verified: int = 0
    connected: int = 0
    doubled: int = 0

    @property
    def beside(self) -> int:
        """The verified minutes to add to those of the half-days: no time is told twice."""
        return self.verified - self.doubled

    @property
    def assiduity(self) -> Share:
        """The rate of R6341-13."""
        return Share(self.verified, self.planned)

    def __add__(self, other: RemoteHours) -> RemoteHours:
        return RemoteHours(
            self.planned + other.planned,
            self.verified + other.verified,
            self.connected + other.connected,
            self.doubled + other.doubled,
        )


def hours_of(lines: Iterable[HalfDayLine]) -> Hours:
    """The hours of these half-days; suspended ones are not planned."""
    planned = late = unjustified = to_justify = unrecorded = 0
    present: Counter[str] = Counter()
    justified: Counter[str] = Counter()
    for line in lines:
        if line.is_suspended:
            continue
        planned += line.minutes
        missed = line.minutes - line.present
        if line.status is None:
            unrecorded += line.minutes
            continue
        present[line.mode] += line.present
        if line.status in presence_codes():
            late += missed
        elif line.status in justified_codes():
            justified[line.status] += missed
        elif line.status in unjustified_codes():
            unjustified += missed
            to_justify += missed if line.is_to_justify else 0
    return Hours(planned, _told(present), late, _told(justified), unjustified, to_justify, unrecorded)


def doubled_minutes(lines: Iterable[HalfDayLine], verified: Mapping[dt.date, int]) -> int:
    """Minutes that both the marks of half-days at distance and the work verified tell, day by day.

    ``verified``: minutes of the work done and verified, by the day it was planned on. The work planned on a
    day is what was to be done in its half-days at distance, and proves them (R6341-13): only what is longer
    adds to them. A time told twice would have to be paid back (L6362-6).
    """
    marked: Counter[dt.date] = Counter()
    for line in lines:
        if line.mode in AT_DISTANCE and not line.is_suspended:
            marked[line.held_on] += line.present
    return sum(min(marked[day], minutes) for day, minutes in verified.items())


def proportional_deduction(pay: Decimal, hours: Hours) -> Decimal | None:
    """Euros of a month's pay that go with the unjustified absence (R6341-45); None when nothing was planned.

    Indicative: the payer decides. Rounded half up to the cent.
    """
    if hours.planned == 0:
        return None
    return french.round_half_up(pay * hours.unjustified / hours.planned, 2)


def session_mode(own: str | None, of_course: str | None) -> str:
    """How a half-day is held: as it says, else at distance when the whole course is, else in the centre."""
    if own is not None:
        return own
    return REMOTE if of_course == REMOTE else ON_SITE


def _sum(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {code: one.get(code, 0) + other.get(code, 0) for code in {**one, **other}}


def _told(minutes: Counter[str]) -> dict[str, int]:
    return {code: count for code, count in minutes.items() if count}
