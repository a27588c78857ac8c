"""Months of attendance sent to a payer: locked once sent, opened again by a numbered correction."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.dates import month_bounds
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.models.class_session import ClassSession
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.month_statement import MonthStatement, SentMonth, correction_name

KINDS = frozenset({"month_statement"})
LONGEST_TEXT = 200
"""Signs of a payer's name or of the reason of a correction."""


def send_month(
    db: Database, cohort_id: int, month: dt.date, payer: str | None, sent_on: dt.date, today: dt.date
) -> Change:
    """Say that a month of a cohort was sent, which locks it. ``month``: any day of it.

    Raises NotFound, InvalidInput, Conflict when it was sent already or a correction of it is open.
    """
    first = month.replace(day=1)
    with db.read() as session:
        code = _code(session, cohort_id)
    name = f"Envoyer {french.month_name(first)} de {code}"
    with db.write(name) as session:
        problems = _day_problems(first, sent_on, today) + _text_problems("payer", payer)
        if not _holds_month(session, cohort_id, first):
            problems.append(
                Problem("month", f"La cohorte {code} n’a aucune demi-journée en {french.month_name(first)}.")
            )
        if problems:
            raise InvalidInput(*problems)
        if (last := _last(session, cohort_id, first)) is not None:
            raise Conflict(_standing(last))
        made = MonthStatement(
            cohort_id=cohort_id, month=first, number=0, payer=_text(payer), opened_on=sent_on, sent_on=sent_on
        )
        session.add(made)
    return Change(KINDS, frozenset({cohort_id}), name, made.id)


def open_correction(db: Database, cohort_id: int, month: dt.date, reason: str, today: dt.date) -> Change:
    """Let a month that was sent be changed, until the correction is sent.

    Raises NotFound, InvalidInput, Conflict when it was never sent or a correction is open already.
    """
    first = month.replace(day=1)
    with db.read() as session:
        code = _code(session, cohort_id)
        number = _next_number(session, cohort_id, first)
    name = f"Ouvrir le {correction_name(number)} de {french.month_name(first)} de {code}"
    with db.write(name) as session:
        last = _last(session, cohort_id, first)
        if last is None:
            raise Conflict(f"{_title(first)} n’a pas encore été envoyé{french.NBSP}: il peut être changé.")
        if last.sent_on is None:
            raise Conflict(_standing(last))
        if _text(reason) is None:
            raise InvalidInput.one("reason", "Dites pourquoi ce mois est rectifié.")
        if problems := _text_problems("reason", reason):
            raise InvalidInput(*problems)
        made = MonthStatement(
            cohort_id=cohort_id,
            month=first,
            number=last.number + 1,
            payer=last.payer,
            reason=_text(reason),
            opened_on=today,
        )
        session.add(made)
    return Change(KINDS, frozenset({cohort_id}), name, made.id)


def send_correction(db: Database, cohort_id: int, month: dt.date, sent_on: dt.date, today: dt.date) -> Change:
    """Say that the open correction was sent, which locks the month again.

    Raises NotFound, InvalidInput, Conflict when no correction is open.
    """
    first = month.replace(day=1)
    with db.read() as session:
        code = _code(session, cohort_id)
        number = _next_number(session, cohort_id, first) - 1
    name = f"Envoyer le {correction_name(number)} de {french.month_name(first)} de {code}"
    with db.write(name) as session:
        last = _last(session, cohort_id, first)
        if last is None or last.sent_on is not None:
            raise Conflict(f"Aucun rectificatif de {french.month_name(first)} n’est ouvert.")
        problems = _day_problems(first, sent_on, today)
        if sent_on < last.opened_on:
            opened = french.long_date(last.opened_on, weekday=False)
            problems.append(Problem("sent_on", f"Ce rectificatif a été ouvert le {opened}, après ce jour."))
        if problems:
            raise InvalidInput(*problems)
        last.sent_on = sent_on
    return Change(KINDS, frozenset({cohort_id}), name, last.id)


def _code(session: Session, cohort_id: int) -> str:
    code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
    if code is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return code


def _last(session: Session, cohort_id: int, first: dt.date) -> MonthStatement | None:
    return session.scalars(
        select(MonthStatement)
        .where(MonthStatement.cohort_id == cohort_id, MonthStatement.month == first)
        .order_by(MonthStatement.number.desc())
        .limit(1)
    ).first()


def _next_number(session: Session, cohort_id: int, first: dt.date) -> int:
    last = _last(session, cohort_id, first)
    return 0 if last is None else last.number + 1


def _holds_month(session: Session, cohort_id: int, first: dt.date) -> bool:
    held = select(ClassSession.id).where(
        ClassSession.cohort_id == cohort_id,
        ClassSession.held_on.between(*month_bounds(first.year, first.month)),
    )
    return session.scalar(held.limit(1)) is not None


def _standing(last: MonthStatement) -> str:
    """What keeps a month from being sent for the first time, or opened again."""
    if last.sent_on is None:
        return f"Le {correction_name(last.number)} de {french.month_name(last.month)} est déjà ouvert."
    return SentMonth(last.month, last.number, last.payer, last.sent_on).refusal


def _day_problems(first: dt.date, sent_on: dt.date, today: dt.date) -> list[Problem]:
    if sent_on > today:
        return [Problem("sent_on", "Le jour de l’envoi ne peut pas être à venir.")]
    if sent_on < first:
        return [Problem("sent_on", f"Le jour de l’envoi est avant {french.month_name(first)}.")]
    return []


def _text_problems(field: str, text: str | None) -> list[Problem]:
    if len(text or "") > LONGEST_TEXT:
        return [Problem(field, f"{LONGEST_TEXT} signes au plus.")]
    return []


def _text(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None


def _title(first: dt.date) -> str:
    name = french.month_name(first)
    return f"{name[0].upper()}{name[1:]}"
