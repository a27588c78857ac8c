"""Half-days that a person does not have to attend: added, changed, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace

from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, MonthSent, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.calendar import HALF_DAYS
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.exemption import Exemption
from gen_desktop.models.path import ExemptedSlots
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"exemption"})
_GONE = "Cette dispense n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class ExemptionInput:
    """An exemption as typed; None says nothing. ``weekday``: Monday is 0. ``half_day``: AM or PM."""

    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    weekday: int | None = None
    half_day: str | None = None
    module: str | None = None
    reason: str | None = None

    @property
    def slots(self) -> ExemptedSlots:
        """The half-days it takes away."""
        return ExemptedSlots(self.starts_on, self.ends_on, self.weekday, self.half_day, self.module)


def add_exemption(db: Database, enrollment_id: int, values: ExemptionInput) -> Change:
    """Take half-days away from somebody's course; marks already there stay, and are told as not due.

    Raises NotFound, InvalidInput with every problem.
    """
    told = _checked(values)
    name = f"Dispenser {name_of(db, enrollment_id)}{NBSP}: {told.slots.words}"
    with _told_to_date(told), db.write(name) as session:
        if session.get(Enrollment, enrollment_id) is None:
            raise NotFound("Cette inscription n’est plus dans le fichier.")
        exemption = Exemption(enrollment_id=enrollment_id, **asdict(told))
        session.add(exemption)
    return Change(KINDS, frozenset({enrollment_id}), name, exemption.id)


def change_exemption(db: Database, exemption_id: int, values: ExemptionInput, *, version: int) -> Change:
    """Say it otherwise. ``version``: the one the person at the keyboard was shown.

    Raises NotFound, InvalidInput with every problem, Conflict when it was changed since.
    """
    told = _checked(values)
    name = f"Modifier la dispense de {_whose(db, exemption_id)}{NBSP}: {told.slots.words}"
    with _told_to_date(told), db.write(name) as session:
        exemption = _loaded(session, exemption_id)
        if exemption.version != version:
            raise Conflict("Cette dispense a été modifiée entre-temps.")
        for column, value in asdict(told).items():
            setattr(exemption, column, value)
        enrollment_id = exemption.enrollment_id
    return Change(KINDS, frozenset({enrollment_id}), name)


def remove_exemption(db: Database, exemption_id: int) -> Change:
    """Take an exemption away: its half-days are due again. Raises NotFound."""
    name = f"Retirer la dispense de {_whose(db, exemption_id)}"
    with db.write(name) as session:
        exemption = _loaded(session, exemption_id)
        enrollment_id = exemption.enrollment_id
        session.delete(exemption)
    return Change(KINDS, frozenset({enrollment_id}), name)


def _checked(values: ExemptionInput) -> ExemptionInput:
    """The same without the spaces that people put anywhere; an empty text says nothing."""
    module, reason = (" ".join((text or "").split()) or None for text in (values.module, values.reason))
    told = replace(values, module=module, reason=reason)
    if problems := list(_problems(told)):
        raise InvalidInput(*problems)
    return told


@contextmanager
def _told_to_date(told: ExemptionInput) -> Iterator[None]:
    """Without a start an exemption reaches back into the months that were sent: a date is the way out."""
    try:
        yield
    except MonthSent as refusal:
        if told.starts_on is not None:
            raise
        way_out = "Sans date de début, cette dispense change aussi des mois envoyés\u00a0: donnez-en une."
        raise InvalidInput.one("starts_on", f"{way_out} {refusal}") from refusal


def _problems(told: ExemptionInput) -> Iterator[Problem]:
    if told.slots == ExemptedSlots():
        yield Problem("", "Dites de quoi la personne est dispensée\u00a0: des dates, un jour ou un module.")
    if told.starts_on and told.ends_on and told.ends_on < told.starts_on:
        yield Problem("ends_on", "La fin de la dispense est avant son début.")
    if told.weekday is not None and told.weekday not in range(7):
        yield Problem("weekday", "Ce jour n’existe pas.")
    if told.half_day is not None and told.half_day not in HALF_DAYS:
        yield Problem("half_day", "Cette demi-journée n’existe pas.")


def _loaded(session: Session, exemption_id: int) -> Exemption:
    exemption = session.get(Exemption, exemption_id)
    if exemption is None:
        raise NotFound(_GONE)
    return exemption


def _whose(db: Database, exemption_id: int) -> str:
    with db.read() as session:
        enrollment_id = _loaded(session, exemption_id).enrollment_id
    return name_of(db, enrollment_id)
