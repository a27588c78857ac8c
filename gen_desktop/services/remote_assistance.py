"""The help given to people at distance: the log that D6313-3-1 asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.remote_work import RemoteAssistance
from gen_desktop.reference.lists import code_list
from gen_desktop.services.deletion import delete_with_all
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"remote_assistance"})
GONE = "Cet accompagnement n’est plus dans le fichier."


@dataclass(frozen=True, slots=True)
class AssistanceInput:
    """Help given: the day, how (code list contact_mode), how long, by whom, about what."""

    given_on: dt.date
    channel: str | None = None
    minutes: int | None = None
    helper: str | None = None
    subject: str | None = None


def add_assistance(db: Database, enrollment_id: int, values: AssistanceInput, today: dt.date) -> Change:
    """Note help given to somebody. Raises NotFound, InvalidInput."""
    _check(values, today)
    day = french.short_date(values.given_on)
    name = f"Accompagnement à distance du {day}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        made = RemoteAssistance(enrollment_id=enrollment_id)
        _fill(made, values)
        session.add(made)
    return Change(KINDS, frozenset({enrollment_id}), name, made.id)


def change_assistance(
    db: Database, assistance_id: int, values: AssistanceInput, today: dt.date, *, version: int | None = None
) -> Change:
    """Say otherwise what help was given. Raises NotFound, InvalidInput, Conflict."""
    _check(values, today)
    enrollment_id, _ = _found(db, assistance_id)
    day = french.short_date(values.given_on)
    name = f"Modifier l’accompagnement du {day}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        assistance = session.get(RemoteAssistance, assistance_id)
        if assistance is None:
            raise NotFound(GONE)
        if version is not None and assistance.version != version:
            raise Conflict("Cet accompagnement a été modifié entre-temps.")
        _fill(assistance, values)
    return Change(KINDS, frozenset({enrollment_id}), name)


def delete_assistance(db: Database, assistance_id: int) -> Change:
    """Delete what was noted; the bin gives it back. Raises NotFound."""
    enrollment_id, given_on = _found(db, assistance_id)
    day = french.short_date(given_on)
    name = f"Supprimer l’accompagnement du {day}{NBSP}: {name_of(db, enrollment_id)}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "remote_assistance", [assistance_id])
    return Change(kinds, frozenset({enrollment_id}), name)


def _check(values: AssistanceInput, today: dt.date) -> None:
    problems = []
    if values.given_on > today:
        problems.append(Problem("given_on", "Une aide à venir n’a pas encore été donnée."))
    if values.minutes is not None and values.minutes <= 0:
        problems.append(Problem("minutes", "Une durée est d’au moins une minute."))
    if values.channel is not None and values.channel not in code_list("contact_mode"):
        problems.append(Problem("channel", "Ce moyen n’existe pas."))
    if problems:
        raise InvalidInput(*problems)


def _fill(assistance: RemoteAssistance, values: AssistanceInput) -> None:
    assistance.given_on, assistance.channel, assistance.minutes = (
        values.given_on,
        values.channel,
        values.minutes,
    )
    assistance.helper, assistance.subject = _text(values.helper), _text(values.subject)


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _found(db: Database, assistance_id: int) -> tuple[int, dt.date]:
    with db.read() as session:
        row = session.get(RemoteAssistance, assistance_id)
        if row is None:
            raise NotFound(GONE)
        return row.enrollment_id, row.given_on
