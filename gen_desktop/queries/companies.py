"""Employers, to complete what is being typed and to recognise one already known."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.errors import NotFound
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company


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
class CompanyRecord:
    """An employer as its form shows it. ``version`` says which state that was."""

    id: int
    version: int
    name: str
    siret: str | None
    city: str | None


def record(session: Session, company_id: int) -> CompanyRecord:
    """One employer. Raises NotFound."""
    row = session.execute(
        select(Company.id, Company.version, Company.name, Company.siret, Company.city).where(
            Company.id == company_id
        )
    ).first()
    if row is None:
        raise NotFound("Cette entreprise n’est plus dans le fichier.")
    return CompanyRecord(*row)


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
