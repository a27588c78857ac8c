"""The questionnaire of satisfaction on paper: one page A4, boxes to cross, lines to write upon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.errors import NotFound
from gen_desktop.french import typographic
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.course import Course
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.reference.lists import choices, label
from gen_desktop.reports.blocks import Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import Document, PageBreak
from gen_desktop.reports.form_blocks import WritingLines
from gen_desktop.reports.mark_boxes import MarkBoxes

TITLE = "Questionnaire de satisfaction"
LINES = 9
NAMELESS = "Ce questionnaire est sans nom : ne le signez pas. Personne ne saura qui l’a rempli."
COMPLAINT = "Une réclamation ? Dites-le ici ou à l’accueil : elle est notée et vous aurez une réponse."
NAMED = "Vos réponses servent à améliorer la formation. Elles ne changent rien à votre parcours."


@dataclass(frozen=True, slots=True)
class QuestionnaireData:
    """One page for each of ``names``; '' is a page without a name. ``horizon``: months after the exit."""

    organization: OrganizationDetail | None
    course: str
    cohort_code: str
    horizon: int
    names: Sequence[str]
    as_of: dt.date


def load_questionnaire(
    session: Session, cohort_id: int, horizon: int, names: Sequence[str], as_of: dt.date
) -> QuestionnaireData:
    """What is printed above the questions. Raises NotFound."""
    row = session.execute(
        select(Cohort.code, Course.title)
        .join(Course, Course.id == Cohort.course_id)
        .where(Cohort.id == cohort_id)
    ).first()
    if row is None:
        raise NotFound("Cette cohorte n’est plus dans le fichier.")
    return QuestionnaireData(current_organization(session), row.title, row.code, horizon, names, as_of)


def draw_questionnaires(data: QuestionnaireData) -> Document:
    """The pages, ready to render."""
    organization = data.organization
    pages = french.plural(len(data.names), "page")
    document = Document(
        DocumentInfo(
            title=f"{TITLE}, {data.cohort_code}",
            subject=f"{TITLE}, {data.cohort_code}, {pages}",
            organization=organization.name if organization is not None else "Organisme à renseigner",
            program=TITLE,
            as_of=f"Imprimé le {french.short_date(data.as_of)}",
            fingerprint=fingerprint(data),
            version=VERSION,
            created=dt.datetime.combine(data.as_of, dt.time(), tzinfo=dt.UTC),
            numbered_pages=False,  # a number would tell whose page without a name it was
            mention="Données fictives" if organization is not None and organization.is_invented else "",
        )
    )
    for name in data.names:
        _add_page(document, data, name)
    return document


def _add_page(document: Document, data: QuestionnaireData, name: str) -> None:
    facts = [
        ("Formation", data.course),
        ("Cohorte", data.cohort_code),
        ("Moment", label("satisfaction_horizon", str(data.horizon))),
        *([("Nom", name)] if name else []),
    ]
    scale = choices("satisfaction_mark", data.as_of)
    ends = f"De {scale[0].code} (« {scale[0].label} ») à {scale[-1].code} (« {scale[-1].label} ») : "
    document.add(
        PageBreak(),
        Heading(1, TITLE),
        Definitions([(term, typographic(text)) for term, text in facts]),
        Paragraph(typographic(NAMED if name else NAMELESS)),
        Heading(2, "Vos notes"),
        Paragraph(typographic(f"{ends}cochez une case par ligne. Laissez vide ce qui ne vous concerne pas.")),
        MarkBoxes(
            [item.label for item in choices("satisfaction_item", data.as_of)], [one.code for one in scale]
        ),
        Heading(2, "Ce que vous voulez nous dire"),
        WritingLines(LINES),
        Note(typographic(COMPLAINT)),
    )
