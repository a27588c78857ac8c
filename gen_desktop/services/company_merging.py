"""Two writings of one employer made one, in one gesture that can be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.french import NBSP
from gen_desktop.models.company_period import CompanyPeriod
from gen_desktop.models.placement import Company, CompanyContact, Placement

KINDS = frozenset({"company", "company_contact", "company_period", "placement"})
_FILLED = ("siret", "naf_code", "city", "address", "postal_code", "phone", "email", "note")
_POINTING: tuple[Any, ...] = (Placement, CompanyPeriod, CompanyContact)


def merge_companies(db: Database, kept_id: int, gone_id: int) -> Change:
    """Give one employer the jobs, periods and contacts of another, and what it does not know yet.

    What both say otherwise stays as the kept one says it; jobs keep the name as it was told. Raises NotFound,
    InvalidInput (the same one), Conflict (two SIRET: two establishments).
    """
    if kept_id == gone_id:
        raise InvalidInput.one("other", "Choisissez une autre entreprise.")
    with db.read() as session:
        kept, gone = _company(session, kept_id), _company(session, gone_id)
    if kept.siret and gone.siret and kept.siret != gone.siret:
        raise Conflict(
            f"Ces entreprises ont deux SIRET{NBSP}: ce sont deux établissements. "
            "Corrigez d’abord celui qui est faux."
        )
    name = f"Réunir les entreprises {kept.name} et {gone.name}"
    with db.write(name) as session:
        kept, gone = _company(session, kept_id), _company(session, gone_id)
        for record in _POINTING:
            for row in session.scalars(select(record).where(record.company_id == gone_id)):
                row.company_id = kept_id
        for column in _FILLED:
            if getattr(kept, column) is None:
                setattr(kept, column, getattr(gone, column))
        session.delete(gone)
    return Change(KINDS, frozenset({kept_id, gone_id}), name, kept_id)


def _company(session: Session, company_id: int) -> Company:
    company = session.get(Company, company_id)
    if company is None:
        raise NotFound("Cette entreprise n’est plus dans le fichier.")
    return company
