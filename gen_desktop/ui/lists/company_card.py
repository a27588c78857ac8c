"""What is known of an employer, read beside the list."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.companies import CompanyContactRow, CompanyRecord


def card_of(record: CompanyRecord) -> list[tuple[str, str]]:
    """What the panel says of an employer: « – » for what nobody told, a line for each contact."""
    town = " ".join(filter(None, (record.postal_code, record.city)))
    return [
        ("SIRET", french.siret(record.siret) if record.siret else french.UNKNOWN),
        ("Code NAF", record.naf_code or french.UNKNOWN),
        ("Adresse", "\n".join(filter(None, (record.address, town))) or french.UNKNOWN),
        ("Téléphone", french.phone(record.phone) or french.UNKNOWN),
        ("Courriel", record.email or french.UNKNOWN),
        *(("Contact", _contact(one)) for one in record.contacts),
        *([("Note", record.note)] if record.note else []),
    ]


def _contact(one: CompanyContactRow) -> str:
    """« Zoé Dupré, responsable », then how to reach her."""
    who = ", ".join(filter(None, (one.name, one.role)))
    return "\n".join(filter(None, (who, french.phone(one.phone) if one.phone else "", one.email)))
