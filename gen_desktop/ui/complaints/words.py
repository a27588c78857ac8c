"""How complaints are said on their page."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.complaints import ComplaintRow
from gen_desktop.reference.lists import label
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone


def state(row: ComplaintRow) -> tuple[str, Tone]:
    """Where it stands: what is late is said before the rest."""
    if not row.is_open:
        return "Close", "good"
    if row.late:
        return "En retard", "wrong"
    return ("Répondue", "accent") if row.facts.answered_on is not None else ("Ouverte", "attention")


def late(row: ComplaintRow) -> str:
    """« En retard : réponse, mesure », '' for nothing."""
    return f"En retard{french.NBSP}: {', '.join(row.late)}" if row.late else ""


def gravity(row: ComplaintRow) -> str:
    """« Grave », « – » when nobody said."""
    return french.UNKNOWN if row.facts.gravity is None else label("complaint_gravity", row.facts.gravity)


def whom(row: ComplaintRow) -> str:
    """« Apprenant », with the name of the person it is about if there is one."""
    told = label("stakeholder", row.facts.complainant)
    return told if row.name is None else f"{told}{french.NBSP}: {row.name}"


COLUMNS = (
    Column("number", "N°", 76, lambda row: row.number),
    Column("received_on", "Reçue le", 88, lambda row: french.short_date(row.facts.received_on)),
    Column(
        "subject",
        "Objet",
        150,
        lambda row: row.facts.subject,
        tooltip=lambda row: row.facts.subject,
        stretch=True,
    ),
    Column("state", "État", 92, lambda row: state(row)[0], badge=state, tooltip=late),
    Column("whom", "De", 112, whom, tooltip=whom),
    Column("cohort", "Cohorte", 96, lambda row: row.cohort_code or french.UNKNOWN),
    Column("gravity", "Gravité", 76, gravity, tooltip=gravity),
)


def facts(row: ComplaintRow) -> list[tuple[str, str]]:
    """What the panel says of a complaint."""
    told = row.facts
    return [
        ("De", whom(row)),
        ("Moyen", french.UNKNOWN if told.channel is None else label("contact_mode", told.channel)),
        ("Cohorte", row.cohort_code or french.UNKNOWN),
        ("Gravité", gravity(row)),
        ("Description", told.description or french.UNKNOWN),
        ("Accusé de réception", french.short_date(told.acknowledged_on)),
        ("Suivie par", told.handled_by or french.UNKNOWN),
        ("Réponse", told.answer or french.UNKNOWN),
        ("Répondue le", french.short_date(told.answered_on)),
        ("Mesure", told.measure or french.UNKNOWN),
        ("Mesure pour le", french.short_date(told.measure_due_on)),
        ("Close le", french.short_date(told.closed_on)),
    ]
