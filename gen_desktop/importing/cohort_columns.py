"""What can be said of a cohort: on its own sheet (a line per title, or a row per cohort), or on the rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from gen_desktop.importing import cleaners
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.values import code_cleaner, day_cleaner, decimal, integer, line, tristate

SHEET_NAMES = frozenset(("cohorte", "cohortes", "session", "sessions", "promotion", "promotions"))
"""Folded names of the sheet that describes cohorts."""


def cohort_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    """The titles of the sheet « Cohorte »."""
    return (*_date_targets(today), *_course_targets(today), *_session_targets(today))


def _date_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today)
    return (
        TargetColumn(
            "code", "Code", ("Code cohorte", "Code de la cohorte", "Cohorte", "Session", "Code session"),
            example="DWWM 2026-2",
        ),
        TargetColumn(
            "planned_start", "Date de début",
            ("Début", "Début prévu", "Date de début prévue", "Du", "Début de la cohorte"),
            clean=day, example="14/09/2026",
        ),
        TargetColumn(
            "planned_end", "Date de fin",
            ("Fin", "Fin prévue", "Date de fin prévue", "Au", "Fin de la cohorte"),
            clean=day, example="16/04/2027",
        ),
        TargetColumn("actual_start", "Début réel", ("Date de début réelle",), clean=day),
        TargetColumn("actual_end", "Fin réelle", ("Date de fin réelle",), clean=day),
    )  # fmt: skip


def _course_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today)
    return (
        TargetColumn(
            "course_title", "Formation",
            ("Intitulé de la formation", "Intitulé", "Intitulé formation", "Nom de la formation"),
            example="Développeur web et web mobile",
        ),
        TargetColumn("course_code", "Code formation", ("Code de la formation",), example="DWWM"),
        TargetColumn(
            "course_family", "Famille de métiers", ("Famille",), clean=code_cleaner("occupational_family")
        ),
        TargetColumn(
            "certification_code", "Certification",
            ("Code de la certification", "Code RNCP", "RNCP", "Titre visé"), example="RNCP37674",
        ),
        TargetColumn("certification_title", "Intitulé de la certification", ("Titre de la certification",)),
        TargetColumn(
            "certification_valid_until", "Fin de validité de la certification",
            ("Certification valable jusqu’au",), clean=day,
        ),
        TargetColumn(
            "level", "Niveau", ("Niveau de la certification", "Niveau de sortie"), clean=cleaners.level
        ),
        TargetColumn("rome_codes", "Codes ROME", ("Code ROME", "ROME"), example="M1805"),
        TargetColumn("rome_version", "Version du ROME"),
        TargetColumn("objective", "Objectif", ("Objectif général",), clean=code_cleaner("course_objective")),
        TargetColumn("delivery_mode", "Modalité", ("Modalités",), clean=code_cleaner("delivery_mode")),
        TargetColumn(
            "planned_center_minutes", "Heures en centre",
            ("Heures prévues", "Heures centre", "Durée en heures", "Heures de formation", "Nombre d’heures"),
            clean=cleaners.hours, example="800",
        ),
        TargetColumn(
            "planned_company_minutes", "Heures en entreprise",
            ("Heures entreprise", "Heures de stage"), clean=cleaners.hours, example="140",
        ),
        TargetColumn("is_free", "Gratuite", ("Formation gratuite",), clean=tristate),
        TargetColumn(
            "blocks", "Blocs", ("Blocs de compétences",), clean=cleaners.blocks,
            example="BC01 Front-end ; BC02 Back-end",
            help="ou un titre « Bloc BC01 » par bloc, avec son intitulé",
        ),
    )  # fmt: skip


def _session_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today)
    return (
        TargetColumn("site_name", "Site", ("Lieu", "Lieu de formation"), example="Château-Chinon"),
        TargetColumn(
            "program_code", "Programme", ("Code du programme", "Code programme"), example="PRIC-BFC-2024"
        ),
        TargetColumn("program_name", "Intitulé du programme", ("Nom du programme",)),
        TargetColumn("program_kind", "Type de programme", clean=code_cleaner("funding_program_kind")),
        TargetColumn("funder", "Financeur", ("Financeur principal",), clean=code_cleaner("funder")),
        TargetColumn("agreement_number", "N° de convention", ("Numéro de convention", "Convention")),
        TargetColumn("label_ends_on", "Fin du label", clean=day),
        TargetColumn(
            "women_target", "Objectif femmes (%)", ("Objectif femmes",), clean=decimal, example="30"
        ),
        TargetColumn(
            "bac_target", "Objectif bac ou infra (%)", ("Objectif bac ou infra",), clean=decimal, example="60"
        ),
        TargetColumn(
            "seats", "Places", ("Nombre de places", "Capacité", "Effectif prévu"), clean=integer, example="16"
        ),
        TargetColumn("minimum_seats", "Minimum", ("Effectif minimum", "Seuil d’ouverture"), clean=integer),
        TargetColumn(
            "declared_applications", "Candidatures reçues",
            ("Candidatures", "Nombre de candidatures", "Candidats"), clean=integer, example="42",
            help="seulement si les candidats ne sont pas tous dans la liste",
        ),
        TargetColumn(
            "declared_admissions", "Admis",
            ("Candidats admis", "Nombre d’admis", "Admissions"), clean=integer,
            help="comme les candidatures reçues",
        ),
        TargetColumn(
            "pattern", "Rythme", ("Rythme hebdomadaire", "Horaires", "Semaine type"), clean=cleaners.pattern,
            example="lun-ven 9h-12h30 13h30-17h",
        ),
        TargetColumn("referent", "Référent", ("Référente", "Responsable", "Coordinateur", "Coordinatrice")),
        TargetColumn("trainers", "Formateurs", ("Formateur", "Formatrices", "Équipe")),
        TargetColumn("carif_session_number", "N° de session Carif", ("Numéro de session Carif",)),
        TargetColumn("carif_action_number", "N° d’action Carif", ("Numéro d’action Carif",)),
    )  # fmt: skip


ROW_TITLES: dict[str, tuple[str, ...]] = {
    "planned_start": ("Début de la cohorte", "Début de cohorte", "Début cohorte", "Début de session"),
    "planned_end": ("Fin de la cohorte", "Fin de cohorte", "Fin cohorte", "Fin de session"),
    "course_title": ("Formation", "Intitulé de la formation"),
    "course_code": ("Code formation", "Code de la formation"),
    "certification_code": ("Certification", "Certification visée", "Code RNCP", "RNCP"),
    "seats": ("Places", "Nombre de places", "Places de la cohorte"),
    "declared_applications": ("Candidatures reçues", "Nombre de candidatures"),
    "declared_admissions": ("Nombre d’admis", "Candidats admis"),
    "site_name": ("Site", "Lieu de formation"),
    "program_code": ("Programme", "Code du programme"),
    "pattern": ("Rythme", "Rythme hebdomadaire"),
    "planned_center_minutes": ("Heures de la formation",),
}
"""The facts of a cohort that the rows of a list of learners may hold, and their titles there."""
ROW_PREFIX = "cohort."


def row_targets(today: dt.date) -> tuple[TargetColumn, ...]:
    """The titles by which the rows of a list describe their cohort; fields begin with « cohort. »."""
    by_field = {target.field: target for target in cohort_targets(today)}
    return tuple(
        replace(by_field[name], field=f"{ROW_PREFIX}{name}", title=titles[0], synonyms=titles[1:])
        for name, titles in ROW_TITLES.items()
    )


COHORT_OF_ROW = TargetColumn(
    "cohort", "Cohorte", ("Code cohorte", "Code de la cohorte", "Session", "Promotion", "Groupe"), clean=line,
    example="DWWM 2026-2", help="code de la cohorte, quand la liste en contient plusieurs",
)  # fmt: skip
