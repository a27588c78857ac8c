"""Employers, to complete what is being typed and to recognise one already known."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import and_, null, or_, select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.identifiers import bare_number
from gen_desktop.models.learner import Learner, full_name
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company, CompanyContact, Placement


@dataclass(frozen=True, slots=True)
class CompanyChoice:
    """A known employer; ``label`` is how it is offered and recognised: « Datacampus, Nevers »."""

    id: int
    name: str
    city: str | None

    @property
    def label(self) -> str:
        """The name, with the town where it is known."""
        return f"{self.name}, {self.city}" if self.city else self.name


@dataclass(frozen=True, slots=True)
class CompanyContactRow:
    """Somebody to talk to at an employer."""

    id: int
    name: str
    role: str | None
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class CompanyRecord:
    """An employer as its form shows it. ``version`` says which state that was."""

    id: int
    version: int
    name: str
    siret: str | None
    city: str | None
    naf_code: str | None = None
    address: str | None = None
    postal_code: str | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None
    contacts: tuple[CompanyContactRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CompanyPerson:
    """Somebody who works or worked there (``kind`` of placement_kind), or was hosted (``kind`` None)."""

    enrollment_id: int
    name: str
    cohort_code: str
    kind: str | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    title: str | None


def record(session: Session, company_id: int) -> CompanyRecord:
    """One employer, with its contacts. Raises NotFound."""
    names = [name for name in CompanyRecord.__dataclass_fields__ if name != "contacts"]
    row = session.execute(
        select(*(getattr(Company, name) for name in names)).where(Company.id == company_id)
    ).first()
    if row is None:
        raise NotFound("Cette entreprise n’est plus dans le fichier.")
    columns = [getattr(CompanyContact, name) for name in CompanyContactRow.__dataclass_fields__]
    own = select(*columns).where(CompanyContact.company_id == company_id)
    contacts = session.execute(own.order_by(CompanyContact.name, CompanyContact.id))
    return replace(CompanyRecord(*row), contacts=tuple(CompanyContactRow(*one) for one in contacts))


def people_of(session: Session, company_id: int) -> tuple[CompanyPerson, ...]:
    """Who was hired there and who was hosted there, the latest first.

    A job told again at a later horizon is one job, as it was told last.
    """
    person = (Enrollment.id, Learner.last_name, Learner.first_name, Cohort.code)
    found: dict[tuple[int, str | None, dt.date | None], CompanyPerson] = {}
    for record_class, kind, title in (
        (Placement, Placement.kind, Placement.title),
        (CompanyPeriod, null(), null()),
    ):
        statement = (
            select(*person, kind, record_class.starts_on, record_class.ends_on, title)
            .select_from(record_class)
            .join(Enrollment, Enrollment.id == record_class.enrollment_id)
            .join(Learner, Learner.id == Enrollment.learner_id)
            .join(Cohort, Cohort.id == Enrollment.cohort_id)
            .where(record_class.company_id == company_id)
            .order_by(record_class.id)
        )
        for row in session.execute(statement):
            one = CompanyPerson(row[0], full_name(row[1], row[2]), *row[3:])
            found[one.enrollment_id, one.kind, one.starts_on] = one
    return tuple(
        sorted(found.values(), key=lambda one: (one.starts_on or dt.date.min, one.name), reverse=True)
    )


def look_alikes(
    session: Session, name: str, city: str | None, siret: str | None, besides: int | None = None
) -> tuple[CompanyChoice, ...]:
    """The other employers that may be the same: the same SIRET, or the same name in the same town."""
    number = bare_number(siret)
    rows = session.execute(
        select(Company.id, Company.name, Company.city, Company.siret)
        .where(
            Company.id.is_distinct_from(besides),
            or_(Company.sort_key == fold(name), and_(Company.siret == number, Company.siret.is_not(None))),
        )
        .order_by(Company.id)
    )
    return tuple(
        CompanyChoice(row.id, row.name, row.city)
        for row in rows
        if (number and row.siret == number) or fold(row.city or "") == fold(city or "")
    )


def all_choices(session: Session) -> tuple[CompanyChoice, ...]:
    """Every known employer, by name."""
    rows = session.execute(
        select(Company.id, Company.name, Company.city).order_by(Company.sort_key, Company.id)
    )
    return tuple(CompanyChoice(*row) for row in rows)


def find_known(session: Session, text: str, siret: str | None = None) -> int | None:
    """The employer that a text means: by its SIRET first, else by its name with or without its town."""
    if siret:
        found = session.scalar(select(Company.id).where(Company.siret == siret).order_by(Company.id))
        if found is not None:
            return found
    wanted = fold(text)
    if not wanted:
        return None
    first_word = wanted.split()[0].rstrip(",")
    rows = session.execute(
        select(Company.id, Company.name, Company.city)
        .where(Company.sort_key.startswith(first_word, autoescape=True))
        .order_by(Company.id)
    )
    choices = [CompanyChoice(*row) for row in rows]
    return next((choice.id for choice in choices if wanted in (fold(choice.name), fold(choice.label))), None)
