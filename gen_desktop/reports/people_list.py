"""A list of people to print: A4 lying down, the columns of the screen. No database here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop import VERSION, french
from gen_desktop.french import typographic
from gen_desktop.queries.organization import OrganizationDetail
from gen_desktop.reports.blocks import Heading, Note
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.table import Column, Table

TITLE = "Liste des apprenants"
EVERYBODY = "Toutes les personnes du fichier."
PERSONAL = "Cette liste nomme des personnes : ne la laissez pas où d’autres peuvent la lire."


@dataclass(frozen=True, slots=True)
class PeopleListData:
    """``columns``: title, and whether its values are numbers. ``filters``: each in force, in words."""

    organization: OrganizationDetail | None
    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]
    filters: Sequence[tuple[str, str]]
    as_of: dt.date
    author: str


def draw_people_list(data: PeopleListData) -> Document:
    """The whole document, ready to render."""
    organization = data.organization
    people = french.plural(len(data.rows), "personne")
    document = Document(
        DocumentInfo(
            title=f"{TITLE}, {people}",
            subject=f"{TITLE}, {people}",
            organization=organization.name if organization is not None else "Organisme à renseigner",
            program=TITLE,
            as_of=f"Établie le {french.short_date(data.as_of)} par {data.author}",
            fingerprint=fingerprint(data),
            version=VERSION,
            created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if organization is not None and organization.is_invented else "",
        )
    )
    said = " ; ".join(f"{title} : {text}" for title, text in data.filters)
    columns = [Column(title, align="decimal" if number else "left") for title, number in data.columns]
    document.add(
        PageBreak(LANDSCAPE),
        Heading(1, typographic(f"{TITLE} : {people}")),
        Note(typographic(f"{said}." if said else EVERYBODY)),
        Table(columns, data.rows, dense=True),
        Note(typographic(PERSONAL)),
    )
    return document
