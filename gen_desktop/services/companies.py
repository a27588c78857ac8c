"""Employers: made the first time somebody names one, changed, deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, Problem
from gen_desktop.french import NBSP
from gen_desktop.models.history import record_bulk
from gen_desktop.models.identifiers import bare_number, naf_problem, siret_problem
from gen_desktop.models.ids import new_id
from gen_desktop.models.names import fold
from gen_desktop.models.placement import Company, CompanyContact
from gen_desktop.queries import companies as queries
from gen_desktop.queries.companies import look_alikes
from gen_desktop.services.deletion import delete_with_all

KINDS = frozenset({"company", "company_contact"})
_TABLE: Table = Company.__table__  # type: ignore[assignment]  # declared as FromClause


@dataclass(frozen=True, slots=True)
class CompanyContactInput:
    """Somebody to talk to at an employer; ``id`` None is new."""

    name: str
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CompanyInput:
    """An employer as told; None is unknown. ``siret`` may hold spaces.

    ``contacts``: all of them, those left out are deleted; None leaves them as they are.
    """

    name: str
    city: str | None = None
    siret: str | None = None
    naf_code: str | None = None
    address: str | None = None
    postal_code: str | None = None
    phone: str | None = None
    email: str | None = None
    note: str | None = None
    contacts: tuple[CompanyContactInput, ...] | None = None


def delete_company(db: Database, company_id: int) -> Change:
    """Delete a known employer; the jobs there keep its name as it was told. Raises NotFound."""
    with db.read() as session:
        row = session.execute(select(Company.name, Company.city).where(Company.id == company_id)).first()
    if row is None:
        raise NotFound("Cette entreprise n’est plus dans le fichier.")
    name = f"Supprimer l’entreprise {', '.join(filter(None, row))}"
    with db.write(name) as session:
        kinds = delete_with_all(session, "company", [company_id])
    return Change(kinds, frozenset({company_id}), name)


def create_company(db: Database, values: CompanyInput) -> Change:
    """Enter an employer before anybody works there. Raises InvalidInput with every problem."""
    told = _bare(values)
    name = f"Ajouter l’entreprise {told.name}"
    with db.write(name) as session:
        problems = list(_problems(session, None, told))
        if not problems and look_alikes(session, told.name, told.city, told.siret):
            problems.append(Problem("name", "Cette entreprise est déjà dans la liste."))
        if problems:
            raise InvalidInput(*problems)
        company = Company(**_columns(told))
        session.add(company)
        session.flush()
        _write_contacts(session, company.id, told.contacts or ())
    return Change(KINDS, frozenset({company.id}), name, company.id)


def update_company(db: Database, company_id: int, values: CompanyInput, *, version: int) -> Change:
    """Change a known employer. ``version``: the one the person at the keyboard was shown.

    Raises InvalidInput with every problem, NotFound, Conflict when it was changed since.
    """
    told = _bare(values)
    name = f"Modifier l’entreprise {told.name}"
    with db.write(name) as session:
        company = session.get(Company, company_id)
        if company is None:
            raise NotFound("Cette entreprise n’est plus dans le fichier.")
        if company.version != version:
            raise Conflict("Cette entreprise a été modifiée entre-temps.")
        if problems := list(_problems(session, company_id, told)):
            raise InvalidInput(*problems)
        for column, value in _columns(told).items():
            setattr(company, column, value)
        if told.contacts is not None:
            _write_contacts(session, company_id, told.contacts)
    return Change(KINDS, frozenset({company_id}), name)


def _bare(values: CompanyInput) -> CompanyInput:
    """The same without the spaces that people put anywhere; an empty text is unknown."""
    told: dict[str, Any] = {name: getattr(values, name) for name in CompanyInput.__dataclass_fields__}
    told |= {name: _text(value) for name, value in told.items() if isinstance(value, str)}
    told |= {"name": told["name"] or "", "siret": bare_number(values.siret)}
    told["naf_code"] = (bare_number(values.naf_code) or "").upper() or None
    return CompanyInput(**told)


def _columns(told: CompanyInput) -> dict[str, Any]:
    """The columns of an employer, of what ``_bare`` gave."""
    names = (name for name in CompanyInput.__dataclass_fields__ if name != "contacts")
    return {name: getattr(told, name) for name in names} | {"sort_key": fold(told.name)}


def _write_contacts(session: Session, company_id: int, wanted: Sequence[CompanyContactInput]) -> None:
    """These contacts and no other."""
    own = select(CompanyContact).where(CompanyContact.company_id == company_id)
    known = {contact.id: contact for contact in session.scalars(own)}
    for told in wanted:
        contact = known.pop(told.id, None) if told.id is not None else None
        if contact is None:
            contact = CompanyContact(company_id=company_id)
            session.add(contact)
        contact.name = _text(told.name) or ""
        contact.role, contact.phone, contact.email = _text(told.role), _text(told.phone), _text(told.email)
    for left_out in known.values():
        session.delete(left_out)


def _text(typed: str | None) -> str | None:
    return " ".join((typed or "").split()) or None


def _problems(session: Session, company_id: int | None, told: CompanyInput) -> Iterator[Problem]:
    if not told.name:
        yield Problem("name", "Le nom est nécessaire.")
    if wrong := siret_problem(told.siret or ""):
        yield Problem("siret", wrong)
    elif told.siret:
        same = select(Company.name).where(
            Company.siret == told.siret, Company.id.is_distinct_from(company_id)
        )
        if other := session.scalar(same):
            yield Problem("siret", f"Ce SIRET est déjà celui de «{NBSP}{other}{NBSP}».")
    if wrong := naf_problem(told.naf_code or ""):
        yield Problem("naf_code", wrong)
    if any(not _text(contact.name) for contact in told.contacts or ()):
        yield Problem("contacts", "Donnez le nom de chaque contact, ou retirez-le.")


def find_or_insert(session: Session, values: CompanyInput) -> tuple[int, bool]:
    """The employer of that SIRET or name, made if it is new (then True), within a unit of work."""
    told = _bare(values)
    whole_name = f"{told.name}, {told.city}" if told.city else told.name
    known = queries.find_known(session, whole_name, told.siret)
    if known is not None:
        return known, False
    company = Company(**_columns(told))
    session.add(company)
    session.flush()
    return company.id, True


class CompanyBook:
    """Every employer of the file, for lists that name thousands: the same rule as ``find_or_insert``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_siret: dict[str, int] = {}
        self._by_text: dict[str, int] = {}
        self._new: list[dict[str, Any]] = []
        rows = session.execute(
            select(Company.id, Company.name, Company.city, Company.siret).order_by(Company.id)
        )
        for row in rows:
            self._know(row.id, row.name, row.city, row.siret)

    def find_or_add(self, values: CompanyInput) -> int:
        """The employer of that SIRET or name; a new one is written by ``write``."""
        told = _bare(values)
        name, city, siret = told.name, told.city, told.siret
        known = self._by_siret.get(siret) if siret else None
        if known is None:
            known = self._by_text.get(fold(f"{name}, {city}" if city else name))
        if known is not None:
            return known
        company_id = new_id()
        self._know(company_id, name, city, siret)
        self._new.append(
            {
                "id": company_id,
                "version": 1,
                "name": name,
                "siret": siret,
                "naf_code": None,
                "city": city,
                "sort_key": fold(name),
            }
        )
        return company_id

    def write(self) -> bool:
        """Write the new ones; whether there were any."""
        rows, self._new = self._new, []
        if rows:
            self._session.execute(insert(_TABLE), rows)
            record_bulk(self._session, _TABLE, after=rows)
        return bool(rows)

    def _know(self, company_id: int, name: str, city: str | None, siret: str | None) -> None:
        if siret:
            self._by_siret.setdefault(siret, company_id)
        self._by_text.setdefault(fold(name), company_id)
        if city:
            self._by_text.setdefault(fold(f"{name}, {city}"), company_id)
