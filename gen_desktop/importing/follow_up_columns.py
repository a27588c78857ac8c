"""The columns of a call list: whom to call, each attempt, what the person told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from gen_desktop.importing import cleaners
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.enrolled import identity_targets
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.values import (
    as_text,
    checked_text,
    code_cleaner,
    day_cleaner,
    decimal,
    line,
    note,
    shown,
    tristate,
)
from gen_desktop.reference.lists import code_list

ATTEMPTS = 6
"""Attempts that one row may tell."""
SHOWN = 3
"""Attempts for which a blank list has columns."""
CONTRACT = "contract:"
"""How a contract told in the column of the situation begins: « contract:CDD:8:full:Scierie du Morvan »."""
_CONTRACT = re.compile(
    r"(?P<contract>\D+?)(?:,?\s+(?:de\s+)?(?P<months>[0-9]{1,3})\s*mois)?"
    r"(?:,?\s+(?:à\s+)?(?P<time>temps\s+(?:plein|complet|partiel)|mi-temps))?"
    r"(?:,?\s+chez\s+(?P<employer>.+))?",
    re.IGNORECASE,
)


def follow_up_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    """Every column of a call list; ``today`` completes the dates without a year."""
    return (
        *_identity(today),
        *_call_columns(today),
        *_attempt_columns(today),
        *_situation_columns(today),
        *_job_columns(today),
    )


def situation(value: Cell) -> str | None:
    """A code of outcome_situation; a contract told in its place as ``CONTRACT`` says it.

    « CDD 8 mois », « CDI temps plein chez Truc ».
    """
    text = checked_text(value)
    found = code_list("outcome_situation").find(text) if text else None
    if found is not None:
        return found.code
    match = _CONTRACT.fullmatch(text)
    contract = code_list("contract_type").find(match["contract"]) if match else None
    if match and contract is not None:
        time = code_list("working_time").find(match["time"]) if match["time"] else None
        parts = (contract.code, match["months"], time.code if time else "", match["employer"])
        return CONTRACT + ":".join(part or "" for part in parts)
    return code_cleaner("outcome_situation")(value)  # type: ignore[no-any-return]  # refuses with the list


def siret(value: Cell) -> str | None:
    """The SIRET of an employer, its spaces dropped."""
    text = re.sub(r"[\s.\-]", "", line(value) or "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{14}", text):
        raise ValueError(f"{shown(value)} n’est pas un SIRET (14 chiffres).")
    return text


def _call_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    return (
        TargetColumn(
            "horizon", "Échéance", ("Horizon", "Suivi", "Suivi à", "Délai"),
            clean=cleaners.horizon, example="3 mois", help="3, 6, 12 ou 24 mois après la sortie",
        ),
        TargetColumn(
            "exit_on", "Date de sortie", ("Sortie", "Sortie le", "Sorti(e) le", "Fin de parcours"),
            clean=day_cleaner(today, numbered=True), example="26/03/2027",
            help="pour mémoire\u00a0: la sortie se corrige dans la liste des apprenants",
        ),
        TargetColumn(
            "phone", "Téléphone", ("Tél.", "Portable", "Mobile", "N° de téléphone"), clean=as_text,
            help="pour appeler\u00a0: n’est pas repris",
        ),
        TargetColumn(
            "email", "Courriel", ("Mail", "E-mail", "Adresse mail"), clean=as_text,
            help="pour écrire\u00a0: n’est pas repris",
        ),
        TargetColumn(
            "other_contacts", "Autres contacts", ("Autres coordonnées",), clean=as_text,
            help="pour appeler\u00a0: n’est pas repris",
        ),
    )  # fmt: skip


def _attempt_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    day, outcome, mode = (
        day_cleaner(today, numbered=True),
        code_cleaner("attempt_outcome"),
        code_cleaner("contact_mode"),
    )
    columns = []
    for number in range(1, ATTEMPTS + 1):
        titles = (
            f"Date appel {number}",
            f"Date de l’appel {number}",
            f"Tentative {number}",
            f"Contact {number}",
        )
        columns += [
            TargetColumn(
                f"made_on.{number}", f"Appel {number}", titles,
                clean=day, example="25/06/2027" if number <= SHOWN else "",
            ),
            TargetColumn(
                f"outcome.{number}", f"Résultat {number}",
                (f"Résultat appel {number}", f"Résultat de l’appel {number}"),
                clean=outcome, example="Pas de réponse" if number <= SHOWN else "",
            ),
            TargetColumn(
                f"contact_mode.{number}", f"Mode {number}", (f"Mode de contact {number}",), clean=mode
            ),
        ]  # fmt: skip
    return tuple(columns)


def _situation_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    return (
        TargetColumn(
            "recorded_on", "Relevé le", ("Date du relevé", "Date de relevé", "Date d’enquête", "Relevée le"),
            clean=day_cleaner(today, numbered=True), example="29/06/2027",
            help="à défaut, le jour de l’appel où la personne a répondu",
        ),
        TargetColumn(
            "contact_mode", "Mode de contact", ("Mode", "Moyen de contact", "Canal"),
            clean=code_cleaner("contact_mode"), example="Téléphone",
        ),
        TargetColumn(
            "situation", "Situation", ("Situation actuelle", "Situation à date", "Situation déclarée"),
            clean=situation, example="En emploi",
            help="vide\u00a0: rien de connu encore\u00a0; «\u00a0En emploi\u00a0» se précise par le contrat",
        ),
        TargetColumn(
            "proof", "Preuve", ("Justificatif", "Type de preuve"),
            clean=code_cleaner("proof_kind"), example="Contrat",
        ),
        TargetColumn("author", "Enquêteur", ("Enquêtrice", "Appelé par", "Suivi par", "Conseiller")),
        TargetColumn("comment", "Commentaire", ("Commentaires", "Observations", "Remarques"), clean=note),
    )  # fmt: skip


def _job_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today, numbered=True)
    return (
        TargetColumn(
            "contract_type", "Contrat", ("Type de contrat", "Nature du contrat"),
            clean=code_cleaner("contract_type"), example="CDD",
        ),
        TargetColumn(
            "contract_months", "Durée (mois)",
            ("Durée du contrat", "Durée en mois", "Durée du contrat (mois)"),
            clean=cleaners.months, example="8", help="à défaut, comptée d’après les dates de début et de fin",
        ),
        TargetColumn("employer", "Employeur", ("Entreprise", "Nom de l’employeur", "Structure")),
        TargetColumn("employer_city", "Ville de l’employeur", ("Ville employeur", "Lieu de travail")),
        TargetColumn("employer_siret", "SIRET", ("SIRET de l’employeur", "SIRET employeur"), clean=siret),
        TargetColumn(
            "title", "Intitulé du poste",
            ("Poste", "Emploi occupé", "Métier", "Fonction", "Intitulé de la formation"),
        ),
        TargetColumn("rome_code", "Code ROME", ("ROME",), example="M1805"),
        TargetColumn(
            "starts_on", "Date de début", ("Début", "Début du contrat", "Date d’embauche"), clean=day
        ),
        TargetColumn(
            "ends_on", "Date de fin", ("Fin", "Fin du contrat", "Date de fin de contrat"), clean=day
        ),
        TargetColumn(
            "working_time", "Temps de travail", ("Durée du travail", "Temps"),
            clean=code_cleaner("working_time"), example="Temps plein",
        ),
        TargetColumn(
            "is_target_occupation", "Métier visé", ("Dans le métier visé", "Métier préparé"),
            clean=tristate, example="Oui", help="vide\u00a0: non renseigné, jamais «\u00a0non\u00a0»",
        ),
        TargetColumn(
            "is_digital_sector", "Secteur du numérique", ("Numérique", "Secteur numérique"), clean=tristate
        ),
        TargetColumn("is_executive", "Cadre", ("Statut cadre",), clean=tristate),
        TargetColumn(
            "salary", "Salaire brut annuel", ("Salaire annuel brut", "Salaire brut annuel (€)"),
            clean=decimal, example="24 800", help="en euros",
        ),
        TargetColumn("siren", "SIREN", ("SIREN de l’entreprise créée",), clean=line),
        TargetColumn("legal_form", "Forme juridique", ("Statut juridique",)),
    )  # fmt: skip


def _identity(today: dt.date) -> Iterator[TargetColumn]:
    """Who it is, as in every list; the list left with dates, so that a day may come back as its number."""
    for target in identity_targets(today):
        is_birth = target.field == "birth_date"
        yield replace(target, clean=day_cleaner(today, birth=True, numbered=True)) if is_birth else target
