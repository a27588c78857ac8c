"""The columns of a platform's log: who, which activity, when, how long connected, with what result."""

from __future__ import annotations

import datetime as dt

from gen_desktop.importing import cleaners
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.enrolled import identity_targets
from gen_desktop.importing.values import code_cleaner, day_cleaner, line, minutes


def remote_log_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    """Every column of a log; ``today`` completes the dates without a year."""
    return (
        *identity_targets(today),
        TargetColumn(
            "activity", "Activité", ("Travail", "Module suivi", "Cours", "Exercice", "Ressource"),
            clean=line, example="Exercice 3",
            help="comme elle est prévue dans «\u00a0Travail à distance\u00a0»",
        ),
        TargetColumn(
            "done_on", "Fait le", ("Date", "Terminé le", "Date de fin", "Dernière connexion"),
            clean=day_cleaner(today), example="16/11/2026",
        ),
        TargetColumn(
            "connected_minutes", "Temps de connexion",
            ("Temps connecté", "Temps passé", "Durée de connexion", "Minutes"),
            clean=minutes, example="95 min", help="dit à côté des heures, jamais compté",
        ),
        TargetColumn(
            "result", "Résultat", ("Score", "Note", "Note obtenue", "Points"), clean=line, example="14/20"
        ),
        TargetColumn(
            "estimated_minutes", "Durée estimée", ("Durée prévue", "Temps estimé"),
            clean=cleaners.hours, example="1h30",
            help="en heures\u00a0; nécessaire pour une activité qui n’est pas encore prévue",
        ),
        TargetColumn(
            "kind", "Genre", ("Type d’activité",),
            clean=code_cleaner("remote_activity_kind"), example="Exercice",
        ),
    )  # fmt: skip
