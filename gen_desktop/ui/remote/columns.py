"""The columns of the distance work of a cohort."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.remote_work import ActivityRow
from gen_desktop.reference.lists import label
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone


def _state(row: ActivityRow) -> tuple[str, Tone]:
    if row.verified_on is not None:
        return "Vérifié", "good"
    return ("À vérifier", "attention") if row.done_on is not None else ("À faire", "neutral")


def _duration(minutes: int | None) -> str:
    return french.UNKNOWN if minutes is None else french.duration(minutes)


COLUMNS = (
    Column(
        "name",
        "Nom",
        150,
        lambda row: f"{row.last_name} {row.first_name}",
        bold_part=lambda row: row.last_name,
    ),
    Column("title", "Travail", 130, lambda row: row.title, stretch=True),
    Column(
        "kind",
        "Genre",
        120,
        lambda row: french.UNKNOWN if row.kind is None else label("remote_activity_kind", row.kind),
        shown=False,
    ),
    Column("planned_on", "Prévu le", 94, lambda row: french.short_date(row.planned_on)),
    Column("estimated", "Durée", 68, lambda row: french.duration(row.estimated_minutes), "right"),
    Column(
        "connected",
        "Connexion",
        82,
        lambda row: _duration(row.connected_minutes),
        "right",
        tooltip=lambda row: "Ce qu’une plateforme a relevé\u00a0: dit, jamais compté.",
    ),
    Column("result", "Résultat", 76, lambda row: row.result or ""),
    Column("state", "État", 96, lambda row: _state(row)[0], badge=_state),
)
