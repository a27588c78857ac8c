"""Section 12 of the evaluation report: what people thought, and how many complained."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.queries.satisfaction import Marks, Satisfaction
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import Written, plural, share_text, tell

NOBODY = "Aucun questionnaire de satisfaction n’a de réponse dans ce périmètre."
LESSONS = (
    "Aucun texte d’enseignements ni de plan d’action n’est enregistré dans cet outil ; ils se joignent à ce "
    "rapport."
)
METHOD = (
    "Notes de 1 (pas du tout satisfait) à 5 (très satisfait). Attendus : les personnes sorties depuis assez "
    "longtemps, décès exclus, ou qui ont reçu un questionnaire."
)


def closing_blocks(data: EvaluationData, _figures: Figures) -> list[Block]:
    """The marks of each question at each horizon with their numbers; the complaints received."""
    heading = Heading(1, "12. Satisfaction et enseignements")
    answered = [(horizon, found) for horizon, found in data.satisfaction if found.answered]
    complaints = Paragraph(_complaints(*data.complaints))
    if not answered:
        return [heading, Paragraph(NOBODY), complaints, Paragraph(typographic(LESSONS))]
    columns = [Column("Question", align="left")]
    columns += [Column(label("satisfaction_horizon", str(horizon))) for horizon, _ in answered]
    table = Table(columns, _rows([found for _, found in answered]), note=typographic(METHOD))
    return [heading, table, complaints, Note(typographic(LESSONS))]


def _rows(answered: list[Satisfaction]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        ("Réponses", *(_response(found) for found in answered)),
        ("Moyenne des notes", *(_mean(found.overall) for found in answered)),
    ]
    for item in answered[0].items:
        marks = [found.items[item] for found in answered]
        rows.append((label("satisfaction_item", item), *(_mean(one) for one in marks)))
    return rows


def _response(found: Satisfaction) -> Written:
    """« 12 sur 16 (75,0 %) »."""
    share = share_text(found.answered, found.expected)
    return Written(f"{share} ({french.rate(found.answered, found.expected)})", *share.values)


def _mean(marks: Marks) -> str:
    """« 4,2 (12 notes) »: never without how many marks."""
    if marks.mean is None:
        return french.UNKNOWN
    words = f"{french.number(marks.mean, 1)} ({french.plural(marks.n, 'note')})"
    return Written(words, {"sum": marks.sum, "marks": marks.n})


def _complaints(received: int, still_open: int) -> str:
    if not received:
        return "Aucune réclamation n’est enregistrée pour ces cohortes."
    return tell(
        "{}, dont {} encore {}.",
        plural(received, "réclamation reçue", "réclamations reçues"),
        still_open,
        french.form(still_open, "ouverte", "ouvertes"),
    )
