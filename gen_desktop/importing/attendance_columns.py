"""The columns of an attendance list. In a wide list the half-days are columns recognised by their titles."""

from __future__ import annotations

import datetime as dt

from gen_desktop.importing import cleaners
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.enrolled import identity_targets
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import day_cleaner, line, minutes

HALF_DAY_HELP = (
    "une colonne par demi-journée, « lun. 14/09 matin » (l’année vient des dates de la cohorte), "
    "ou la date au-dessus de « matin » et « après-midi »"
)


def hours_present(value: Cell) -> int | None:
    """Hours of presence as minutes: 3,5, « 3h30 », a time cell."""
    return minutes(value) if isinstance(value, (dt.time, dt.timedelta)) else cleaners.hours(value)


def attendance_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    """Every column that is no half-day: who, and for a list of one mark per row, what."""
    return (
        *identity_targets(today),
        TargetColumn(
            "date", "Date", ("Jour", "Date de la séance", "Date de présence"),
            clean=_as_it_is, example="14/09/2026", help="liste d’une marque par ligne",
        ),
        TargetColumn(
            "half_day", "Demi-journée", ("Demi journée", "Période", "Créneau", "Matin/après-midi", "Moment"),
            clean=line, example="matin", help="matin ou après-midi",
        ),
        TargetColumn(
            "status", "Présence",
            ("Code", "Statut", "Marque", "État", "Émargement", "Code présence", "Présence/absence"),
            clean=_as_it_is, example="P", help="P, A, J et son motif, R et ses minutes, S",
        ),
        TargetColumn(
            "reason", "Motif", ("Motif d’absence", "Motif de l’absence", "Justification"), example="mal.",
        ),
        TargetColumn(
            "missed", "Minutes", ("Minutes de retard", "Retard", "Retard en minutes", "Durée du retard"),
            clean=minutes, example="40", help="retard ou départ anticipé",
        ),
        TargetColumn(
            "present", "Heures de présence", ("Heures", "Heures réalisées", "Durée de présence"),
            clean=hours_present, example="3,5",
        ),
        TargetColumn(
            "document_on", "Justificatif reçu le", ("Justificatif", "Date du justificatif"),
            clean=day_cleaner(today), example="18/09/2026",
        ),
    )  # fmt: skip


def _as_it_is(value: Cell) -> Cell:
    """A cell whose meaning depends on the cohort: read later."""
    return value
