"""The columns of the list of candidates."""

from __future__ import annotations

import datetime as dt

from gen_desktop import french
from gen_desktop.queries.applications import Candidate
from gen_desktop.reference.lists import label
from gen_desktop.ui.intake import words
from gen_desktop.ui.tables.column import Column


def columns(today: dt.date) -> tuple[Column, ...]:
    """The columns, first those that everybody looks at."""
    return (
        Column(
            "name",
            "Candidat",
            150,
            words.name,
            sort="name",
            bold_part=lambda row: row.last_name,
            stretch=True,
        ),
        Column(
            "applied_on",
            "Reçue le",
            84,
            lambda row: _day(row.applied_on),
            sort="applied_on",
            tooltip=lambda row: words.waited(row.applied_on, today),
        ),
        Column(
            "stage",
            "Étape",
            122,
            lambda row: words.stage(row.stage)[0],
            sort="stage",
            badge=lambda row: words.stage(row.stage),
        ),
        Column(
            "rank",
            "Attente",
            62,
            lambda row: words.rank(row.rank),
            sort="rank",
            tooltip=lambda row: "Sa place sur la liste d’attente" if row.rank else "",
        ),
        Column("positioning", "Positionnement", 118, words.positioning, sort="positioning", tooltip=_levels),
        Column(
            "interviewed_on",
            "Entretien",
            84,
            lambda row: _day(row.interviewed_on),
            sort="interviewed_on",
            tooltip=lambda row: row.interviewer or "",
        ),
        Column(
            "decided_on",
            "Décision",
            84,
            lambda row: _day(row.decided_on),
            sort="decided_on",
            tooltip=lambda row: row.decision_reason or "",
        ),
        Column("phone", "Téléphone", 118, lambda row: french.phone(row.phone), shown=False),
        Column("birth_date", "Naissance", 88, lambda row: _day(row.birth_date), shown=False),
        Column(
            "prescriber",
            "Prescripteur",
            140,
            lambda row: label("prescriber", row.prescriber) if row.prescriber else "",
            sort="prescriber",
            shown=False,
        ),
    )


def _day(day: dt.date | None) -> str:
    return french.short_date(day) if day else ""


def _levels(row: Candidate) -> str:
    method = label("positioning_method", row.positioning_method) if row.positioning_method else ""
    day = f"Le {french.short_date(row.positioned_on)}" if row.positioned_on else ""
    return "\n".join(filter(None, (", ".join(filter(None, (day, method))), words.levels(row.levels))))
