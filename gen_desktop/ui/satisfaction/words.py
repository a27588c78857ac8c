"""How questionnaires and their figures are said on the page."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.satisfaction import Comment, Marks, QuestionnaireRow, Satisfaction
from gen_desktop.reference.lists import code_list
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone

NAMELESS = "Sans nom"


def who(row: QuestionnaireRow) -> str:
    """« Aubert Inès », « Sans nom »."""
    return f"{row.last_name} {row.first_name}".strip() or NAMELESS


def state(row: QuestionnaireRow) -> tuple[str, Tone]:
    """Where the questionnaire stands."""
    if row.answered_on is not None:
        return "Répondu", "good"
    if row.reminded_on is not None:
        return "Relancé", "attention"
    if row.sent_on is not None:
        return "Remis", "accent"
    return ("À remettre", "neutral") if row.due_on is not None else ("En formation", "neutral")


def mean(value: float | None) -> str:
    """« 4,2 », « – » without any mark."""
    return french.number(value, 1)


def response(found: Satisfaction) -> str:
    """« 9 réponses sur 15 (60 %) »."""
    answered = french.plural(found.answered, "réponse")
    return (
        f"{answered} sur {french.number(found.expected)} ({french.rate(found.answered, found.expected, 0)})"
    )


def overall(found: Satisfaction) -> str:
    """« Moyenne : 4,2 sur 5 (45 notes) »: a mean never goes without the number of its marks."""
    marks = found.overall
    if marks.mean is None:
        return "Aucune note"
    return f"Moyenne{french.NBSP}: {mean(marks.mean)} sur 5 ({french.plural(marks.n, 'note')})"


QUESTIONNAIRES = (
    Column("name", "Nom", 170, who, bold_part=lambda row: row.last_name, stretch=True),
    Column("state", "État", 110, lambda row: state(row)[0], badge=state),
    Column("due_on", "À demander", 96, lambda row: french.short_date(row.due_on)),
    Column("sent_on", "Remis le", 92, lambda row: french.short_date(row.sent_on)),
    Column("reminded_on", "Relancé le", 92, lambda row: french.short_date(row.reminded_on)),
    Column("answered_on", "Reçu le", 92, lambda row: french.short_date(row.answered_on)),
    Column("mean", "Moyenne", 76, lambda row: mean(row.mean), "right"),
)


def _count(mark: int) -> Column:
    label = code_list("satisfaction_mark")[str(mark)].label
    return Column(
        f"mark_{mark}",
        str(mark),
        58,
        lambda row: french.number(row[1].counts[mark]),
        "right",
        tooltip=lambda _row: label,
    )


def _item(row: tuple[str, Marks]) -> str:
    return code_list("satisfaction_item")[row[0]].label


MARKS = (
    Column("item", "Question", 220, _item, stretch=True),
    Column("mean", "Moyenne", 82, lambda row: mean(row[1].mean), "right"),
    Column("n", "Notes", 66, lambda row: french.number(row[1].n), "right"),
    *(_count(int(code.code)) for code in code_list("satisfaction_mark")),
)
"""Of each item: its mean, on how many marks, and how often each mark was given."""


def _whose(comment: Comment) -> str:
    return comment.name or NAMELESS


COMMENTS = (
    Column("text", "Commentaire", 420, lambda row: row.text, tooltip=lambda row: row.text, stretch=True),
    Column("name", "De", 170, _whose),
    Column("cohort", "Cohorte", 120, lambda row: row.cohort_code or french.UNKNOWN),
    Column("answered_on", "Le", 92, lambda row: french.short_date(row.answered_on)),
)


def counted(answered: int, total: int) -> str:
    """« 4 saisis sur 15 »: where the person at the keyboard is."""
    return f"{french.plural(answered, 'saisi')} sur {french.number(total)}"


def hidden(smallest: int) -> str:
    """Why some comments say neither their day nor their cohort."""
    return (
        f"Sous {smallest} réponses sans nom dans une cohorte, un commentaire sans nom ne dit ni le jour "
        f"ni la cohorte{french.NBSP}: on devinerait qui l’a écrit."
    )
