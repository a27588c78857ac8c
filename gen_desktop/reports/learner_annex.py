"""The nominative annex of the follow-up report: who was counted, in a file of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.french import join_names, typographic
from gen_desktop.models.learner import full_name
from gen_desktop.queries.learner_annex import AnnexRow, annex_rows
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.queries.scope import Scope
from gen_desktop.reference import field_words
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.follow_up import period_words
from gen_desktop.reports.table import Column, Row, Table
from gen_desktop.reports.written import hours_number

TITLE = "Annexe nominative du rapport de suivi"
NOBODY = "Personne n’est entré dans ce périmètre."
PERSONAL = (
    "Cette annexe nomme des personnes : elle ne se transmet qu’à qui doit les connaître, jamais avec un "
    "document public. Les faits sensibles n’y sont pas."
)


@dataclass(frozen=True, slots=True)
class AnnexData:
    """``date_from``, ``date_to``: the period of the report that it goes with."""

    organization: OrganizationDetail | None
    rows: tuple[AnnexRow, ...]
    date_from: dt.date
    date_to: dt.date
    as_of: dt.date

    @property
    def scope_text(self) -> str:
        """The period in words."""
        return period_words(self.date_from, self.date_to)


def load_annex(session: Session, scope: Scope) -> AnnexData:
    """Who is in the follow-up report of that scope, which has both its bounds."""
    assert scope.date_from is not None
    assert scope.date_to is not None
    rows = annex_rows(session, scope)
    return AnnexData(current_organization(session), rows, scope.date_from, scope.date_to, scope.as_of)


def draw_annex(data: AnnexData) -> Document:
    """The whole document, ready to render."""
    organization = data.organization
    title = f"{TITLE}, {data.scope_text}"
    document = Document(
        DocumentInfo(
            title=title,
            subject=title,
            organization=organization.name if organization is not None else "Organisme à renseigner",
            program=TITLE,
            as_of=f"Données arrêtées au {french.short_date(data.as_of)}",
            fingerprint=fingerprint(data),
            version=VERSION,
            created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if organization is not None and organization.is_invented else "",
        )
    )
    people = french.plural(len(data.rows), "personne")
    document.add(PageBreak(LANDSCAPE), Heading(1, typographic(f"{title} : {people}")))
    document.add(_table(data.rows) if data.rows else Paragraph(NOBODY), Note(typographic(PERSONAL)))
    return document


def _table(rows: Sequence[AnnexRow]) -> Table:
    columns = [
        Column("Personne", align="left"),
        Column("État", align="left"),
        Column("Entrée", align="left", width=62),
        Column("Sortie", align="left", width=62),
        Column("Heures dues", width=58),
        Column("Présentes", width=58),
        Column("Non relevées", width=58),
        Column("Assiduité", width=52),
        Column("À compléter", align="left"),
    ]
    note = "Heures de la période. Dues : relevées, de l’entrée à la sortie. Assiduité : présentes sur dues."
    return Table(columns, list(_lines(rows)), note=typographic(note), dense=True)


def _lines(rows: Sequence[AnnexRow]) -> Iterator[Row]:
    for code, group in groupby(rows, key=lambda row: row.cohort_code):
        own = list(group)
        yield Row((f"{code}, {french.plural(len(own), 'personne')}",), "group")
        for row in own:
            yield Row(
                (
                    full_name(row.last_name, row.first_name),
                    label("enrollment_state", row.state),
                    french.short_date(row.entered_on),
                    french.short_date(row.exit_on),
                    hours_number(row.due),
                    hours_number(row.present),
                    hours_number(row.unrecorded),
                    french.rate(row.present, row.due),
                    join_names([field_words.name(name) for name in row.missing]) or "rien",
                )
            )
