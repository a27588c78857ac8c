"""The register of complaints as an auditor is handed it: what came, what was done, nobody named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.french import typographic
from gen_desktop.queries.complaints import NamelessComplaint, nameless_complaints
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.queries.scope import parameters
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import LANDSCAPE, Document, PageBreak
from gen_desktop.reports.table import Column, Table

TITLE = "Registre des réclamations"
NONE = "Aucune réclamation n’est enregistrée à cette date."
NO_NAMES = (
    "Les noms des personnes liées à une réclamation sont retirés. Les textes sont ceux de l’équipe : "
    "relisez-les avant de remettre ce registre."
)
_COLUMNS = (
    Column("N°", align="left", width=46),
    Column("Reçue le", align="left", width=54),
    Column("De", align="left", width=58),
    Column("Cohorte", align="left", width=82),
    Column("Objet", align="left"),
    Column("Gravité", align="left", width=62),
    Column("Accusé le", align="left", width=54),
    Column("Réponse", align="left"),
    Column("Mesure", align="left"),
    Column("Close le", align="left", width=54),
)


@dataclass(frozen=True, slots=True)
class ComplaintRegister:
    """``delays``: days to acknowledge, days to answer, as set on that day."""

    organization: OrganizationDetail | None
    rows: Sequence[NamelessComplaint]
    delays: tuple[int, int]
    as_of: dt.date

    @property
    def is_invented(self) -> bool:
        """Whether the organisation is the invented one."""
        return self.organization is not None and self.organization.is_invented


def load_complaint_register(session: Session, as_of: dt.date) -> ComplaintRegister:
    """Every complaint received by that day."""
    rules = parameters(session, as_of)
    delays = (rules.complaint_acknowledgement_days, rules.complaint_answer_days)
    return ComplaintRegister(
        current_organization(session), nameless_complaints(session, as_of), delays, as_of
    )


def draw_complaint_register(data: ComplaintRegister) -> tuple[Document, str]:
    """The document, ready to render, and its fingerprint."""
    digest = fingerprint(data)
    organization = data.organization
    document = Document(
        DocumentInfo(
            title=TITLE,
            subject=f"{TITLE} au {french.short_date(data.as_of)}",
            organization=organization.name if organization is not None else "Organisme à renseigner",
            program=TITLE,
            as_of=f"Établi le {french.short_date(data.as_of)}",
            fingerprint=digest,
            version=VERSION,
            created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
            mention="Données fictives" if data.is_invented else "",
        )
    )
    document.add(PageBreak(LANDSCAPE), Heading(1, TITLE), Paragraph(typographic(_summary(data))))
    if data.rows:
        document.add(Table(_COLUMNS, [_cells(row) for row in data.rows], dense=True))
    document.add(Note(typographic(NO_NAMES)))
    return document, digest


def _summary(data: ComplaintRegister) -> str:
    if not data.rows:
        return NONE
    still_open = sum(row.closed_on is None for row in data.rows)
    count = french.plural(len(data.rows), "réclamation")
    acknowledge, answer = data.delays
    return (
        f"{count}, dont {still_open} {french.form(still_open, 'ouverte', 'ouvertes')} au "
        f"{french.short_date(data.as_of)}. Délais de l’organisme : accusé de réception sous "
        f"{french.plural(acknowledge, 'jour')}, réponse sous {french.plural(answer, 'jour')}."
    )


def _cells(row: NamelessComplaint) -> tuple[str, ...]:
    answer = row.answer or french.UNKNOWN
    if row.answered_on is not None:
        answer = f"{french.short_date(row.answered_on)} : {row.answer or 'réponse donnée'}"
    measure = row.measure or french.UNKNOWN
    if row.measure_due_on is not None:
        measure = f"{measure} (pour le {french.short_date(row.measure_due_on)})"
    return (
        row.number,
        french.short_date(row.received_on),
        row.complainant,
        row.cohort_code or french.UNKNOWN,
        row.subject,
        row.gravity,
        french.short_date(row.acknowledged_on),
        typographic(answer),
        typographic(measure),
        french.short_date(row.closed_on),
    )
