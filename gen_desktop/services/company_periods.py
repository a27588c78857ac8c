"""Periods that people spend in a company during the course: added, changed, taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP, date_range, plural, short_date
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.queries.attendance_sql import last_day
from gen_desktop.queries.companies import find_known
from gen_desktop.services.enrollments import name_of

KINDS = frozenset({"company_period"})
_GONE = "Cette période en entreprise n’est plus dans le fichier."
_MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class CompanyPeriodInput:
    """A period as typed. ``host``: the company as told, '' when it is not known yet.

    ``planned_minutes`` and ``done_minutes`` are of the whole period; the second is what the company's sheet,
    received on ``sheet_received_on``, says.
    """

    starts_on: dt.date
    ends_on: dt.date
    host: str = ""
    planned_minutes: int | None = None
    done_minutes: int | None = None
    sheet_received_on: dt.date | None = None
    tutor: str | None = None
    tutor_contact: str | None = None
    note: str | None = None


def add_company_period(db: Database, enrollment_id: int, values: CompanyPeriodInput) -> Change:
    """Somebody goes to a company: only half-days held there are due of her then.

    Raises NotFound, InvalidInput with every problem.
    """
    told = _bare(values)
    name = f"Période en entreprise{NBSP}: {name_of(db, enrollment_id)}, {_dates(told)}"
    with db.write(name) as session:
        period = _insert(session, enrollment_id, told)
    return Change(KINDS, frozenset({enrollment_id}), name, period.id)


def add_cohort_periods(db: Database, enrollment_id: int, values: CompanyPeriodInput) -> Change:
    """The same days for the whole cohort of somebody; of the others, the company is still to be told.

    Whoever was not admitted, has left before, or has a period on these days already is left as she is.
    Raises NotFound, InvalidInput with every problem.
    """
    told = _bare(values)
    others = replace(told, host="", tutor=None, tutor_contact=None, note=None)
    others = replace(others, done_minutes=None, sheet_received_on=None)
    with db.read() as session:
        people = _others_expected(session, enrollment_id, told)
    count = plural(len(people) + 1, "personne")
    name = f"Période en entreprise de {count}, {_dates(told)}"
    with db.write(name) as session:
        _insert(session, enrollment_id, told)
        for one in people:
            _insert(session, one, others)
    return Change(KINDS, frozenset({enrollment_id, *people}), name)


def _others_expected(session: Session, enrollment_id: int, told: CompanyPeriodInput) -> list[int]:
    cohort_id = select(Enrollment.cohort_id).where(Enrollment.id == enrollment_id).scalar_subquery()
    welcome = and_(Enrollment.decision == "admitted", Enrollment.is_no_show.is_(False))
    away = select(CompanyPeriod.id).where(
        CompanyPeriod.enrollment_id == Enrollment.id,
        CompanyPeriod.starts_on <= told.ends_on,
        CompanyPeriod.ends_on >= told.starts_on,
    )
    return list(
        session.scalars(
            select(Enrollment.id).where(
                Enrollment.cohort_id == cohort_id,
                Enrollment.id != enrollment_id,
                or_(Enrollment.entered_on.is_not(None), welcome),
                or_(last_day.is_(None), last_day >= told.starts_on),
                ~away.exists(),
            )
        )
    )


def change_company_period(
    db: Database, period_id: int, values: CompanyPeriodInput, *, version: int
) -> Change:
    """Change a period, or note what its sheet says. ``version``: the one that was shown.

    Raises NotFound, InvalidInput with every problem, Conflict when it was changed since.
    """
    told = _bare(values)
    name = f"Modifier la période en entreprise de {_whose(db, period_id)}"
    with db.write(name) as session:
        period = _loaded(session, period_id)
        if period.version != version:
            raise Conflict("Cette période en entreprise a été modifiée entre-temps.")
        enrollment_id = period.enrollment_id
        if problems := list(_problems(session, enrollment_id, told, period_id)):
            raise InvalidInput(*problems)
        for column, value in _columns(session, told).items():
            setattr(period, column, value)
    return Change(KINDS, frozenset({enrollment_id}), name)


def remove_company_period(db: Database, period_id: int) -> Change:
    """Take a period away: the half-days of the centre are due again. Raises NotFound."""
    name = f"Retirer la période en entreprise de {_whose(db, period_id)}"
    with db.write(name) as session:
        period = _loaded(session, period_id)
        enrollment_id = period.enrollment_id
        session.delete(period)
    return Change(KINDS, frozenset({enrollment_id}), name)


def _insert(session: Session, enrollment_id: int, told: CompanyPeriodInput) -> CompanyPeriod:
    if problems := list(_problems(session, enrollment_id, told, None)):
        raise InvalidInput(*problems)
    period = CompanyPeriod(enrollment_id=enrollment_id, **_columns(session, told))
    session.add(period)
    return period


def _columns(session: Session, told: CompanyPeriodInput) -> dict[str, object]:
    return asdict(told) | {"company_id": find_known(session, told.host)}


def _bare(values: CompanyPeriodInput) -> CompanyPeriodInput:
    """The same without the spaces that people put anywhere; an empty text is unknown."""
    return replace(
        values,
        host=" ".join(values.host.split()),
        tutor=_text(values.tutor),
        tutor_contact=_text(values.tutor_contact),
        note=_text(values.note),
    )


def _text(typed: str | None) -> str | None:
    return (typed or "").strip() or None


def _problems(
    session: Session, enrollment_id: int, told: CompanyPeriodInput, own_id: int | None
) -> Iterator[Problem]:
    cohort = session.execute(
        select(
            func.coalesce(Cohort.actual_start, Cohort.planned_start),
            func.coalesce(Cohort.actual_end, Cohort.planned_end),
        )
        .join(Enrollment, Enrollment.cohort_id == Cohort.id)
        .where(Enrollment.id == enrollment_id)
    ).first()
    if cohort is None:
        raise NotFound("Cette inscription n’est plus dans le fichier.")
    start, end = cohort
    if told.ends_on < told.starts_on:
        yield Problem("ends_on", "La fin de la période est avant son début.")
        return
    if told.starts_on < start or told.ends_on > end:
        field = "starts_on" if told.starts_on < start else "ends_on"
        yield Problem(field, f"La période sort des dates de la cohorte ({date_range(start, end)}).")
    if other := _overlapped(session, enrollment_id, told, own_id):
        dates = date_range(other.starts_on, other.ends_on)
        yield Problem("starts_on", f"Une autre période en entreprise est déjà notée ({dates}).")
    yield from _minutes_problems(told)
    received = told.sheet_received_on
    if received is not None and received < told.starts_on:
        day = short_date(told.starts_on)
        yield Problem("sheet_received_on", f"La feuille ne peut pas être reçue avant le début ({day}).")


def _minutes_problems(told: CompanyPeriodInput) -> Iterator[Problem]:
    most = ((told.ends_on - told.starts_on).days + 1) * _MINUTES_A_DAY
    for field, minutes in (("planned_minutes", told.planned_minutes), ("done_minutes", told.done_minutes)):
        if minutes is not None and minutes < 0:
            yield Problem(field, "Une durée ne peut pas être négative.")
        elif minutes is not None and minutes > most:
            yield Problem(field, "La période n’a pas autant d’heures.")
    if told.done_minutes is not None and told.sheet_received_on is None:
        yield Problem(
            "sheet_received_on",
            f"Les heures faites viennent de la feuille de l’entreprise{NBSP}: notez sa date de réception.",
        )


def _overlapped(
    session: Session, enrollment_id: int, told: CompanyPeriodInput, own_id: int | None
) -> CompanyPeriod | None:
    found: CompanyPeriod | None = session.scalar(
        select(CompanyPeriod)
        .where(
            CompanyPeriod.enrollment_id == enrollment_id,
            CompanyPeriod.id.is_distinct_from(own_id),
            CompanyPeriod.starts_on <= told.ends_on,
            CompanyPeriod.ends_on >= told.starts_on,
        )
        .order_by(CompanyPeriod.starts_on)
        .limit(1)
    )
    return found


def _loaded(session: Session, period_id: int) -> CompanyPeriod:
    period = session.get(CompanyPeriod, period_id)
    if period is None:
        raise NotFound(_GONE)
    return period


def _whose(db: Database, period_id: int) -> str:
    with db.read() as session:
        enrollment_id = _loaded(session, period_id).enrollment_id
    return name_of(db, enrollment_id)


def _dates(told: CompanyPeriodInput) -> str:
    return date_range(told.starts_on, told.ends_on)
