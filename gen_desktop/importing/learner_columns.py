"""The columns of a list of learners. docs/import.md is written from them (tools/write_import_doc.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from gen_desktop.french import NBSP
from gen_desktop.importing import cleaners
from gen_desktop.importing.cohort_columns import COHORT_OF_ROW, row_targets
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.compounds import phones, postal_city, whole_address
from gen_desktop.importing.grid import Cell
from gen_desktop.importing.people import email, person_name, phone, postal_code
from gen_desktop.importing.person_columns import identity_columns, target
from gen_desktop.importing.values import code_cleaner, day_cleaner, match_code, note, sex, tristate

STATES: Mapping[str, Sequence[str]] = {
    "candidate": ("Candidat", "Candidate", "Candidature", "Postulant", "En attente de décision"),
    "waiting": ("Liste d’attente", "Sur liste d’attente"),
    "admitted": ("Admis", "Admise", "Retenu", "Retenue", "Inscrit", "Inscrite"),
    "refused": ("Refusé", "Refusée", "Non retenu", "Non retenue", "Non admis", "Non admise"),
    "withdrawn": ("Désisté", "Désistée", "Désistement"),
    "no_show": ("Jamais venu", "Jamais venue", "No-show", "No show", "Absent à l’entrée"),
    "in_training": ("En cours", "En formation", "Entré", "Entrée", "Présent", "Présente"),
    "completed": ("Terminé", "Terminée", "Fin de parcours", "Achevé"),
    "abandoned": ("Abandon", "Abandonné", "A abandonné", "Sortie anticipée", "Rupture"),
    "neutral_exit": ("Sortie neutre",),
}
"""The words of a column « État » (programme.md §9.2, inscription.etat)."""


def state(value: Cell) -> str | None:
    """Where somebody is, from candidate to exit."""
    return match_code(value, STATES)


def learner_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    """Every column of a list of learners; ``today`` completes the dates without a year."""
    return (
        *identity_columns(today),
        *_contact_columns(),
        *_path_columns(today),
        *_exit_columns(today),
        *_fact_columns(today),
        COHORT_OF_ROW,
        *row_targets(today),
    )


def _contact_columns() -> tuple[TargetColumn, ...]:
    return (
        target(
            "birth_name", "Nom de naissance", "Nom de jeune fille", "Nom naissance", "Nom patronymique",
            clean=person_name,
        ),
        target(
            "birth_place", "Lieu de naissance", "Né(e) à", "Ville de naissance", "Commune de naissance",
            "Lieu naissance",
        ),
        target("sex", "Sexe", "Genre", "H/F", "F/H", "M/F", clean=sex, example="F"),
        target("civility", "Civilité", "Civ.", "Mme/M.", "M./Mme", clean=sex, example="Mme"),
        target(
            "phone", "Téléphone", "Tél.", "Tel", "N° de téléphone", "Numéro de téléphone", "N° tél.",
            "N° de tél.", "Téléphone 1", "Tél. 1", "Tél. fixe / portable", "Tél. fixe / port.",
            "Téléphone fixe / portable", "Téléphone(s)", "Téléphones", "Coordonnées téléphoniques",
            clean=phones, example="06 39 98 01 23", second="second_phone",
        ),
        target(
            "mobile", "Portable", "Mobile", "Téléphone portable", "Tél. portable", "Téléphone mobile",
            "Port.", "Tél. mobile", "Tél. port.", "GSM", "N° de portable", "Numéro de portable", "Portable 1",
            clean=phone, example="06.39.98.01.23",
        ),
        target(
            "second_phone", "Autre téléphone", "Téléphone 2", "Téléphone fixe", "Tél. fixe", "Fixe", "Tél. 2",
            "Portable 2", "Téléphone secondaire", "Téléphone domicile",
            clean=phone,
        ),
        target(
            "email", "Courriel", "Mail", "E-mail", "Adresse électronique", "Adresse mail", "Adresse e-mail",
            "Mél", "Adresse mél", "Courrier électronique", "Adresse courriel", "Mail personnel", "Mail perso",
            clean=email, example="y.bensalah@exemple.fr",
        ),
        target(
            "address", "Adresse", "Adresse postale", "Rue", "Voie", "N° et rue", "N° et voie",
            "Numéro et rue", "Adresse personnelle", "Adresse du domicile", "Domicile",
            example="12 rue du Beuvray",
        ),
        target(
            "whole_address", "Adresse complète", "Adresse postale complète", "Adresse, code postal et ville",
            "Adresse (rue, code postal, ville)",
            clean=whole_address, help="rue, code postal et ville dans une colonne",
        ),
        target(
            "postal_code", "Code postal", "CP", "C.P.", "Code postal du domicile",
            clean=postal_code, example="58120",
        ),
        target(
            "city", "Ville", "Commune", "Localité", "Ville de résidence", "Commune de résidence",
            "Lieu de résidence", "Ville du domicile",
            example="Château-Chinon",
        ),
        target(
            "postal_city", "Code postal et ville", "CP / Ville", "CP et ville", "CP - Commune",
            "Code postal / Commune", "Code postal et commune", "Ville / CP", "Ville (code postal)",
            clean=postal_city, help="les deux dans une colonne\u00a0: 58120 Château-Chinon",
        ),
        target(
            "insee_code", "Code INSEE", "Code commune", "INSEE",
            clean=cleaners.insee_code, example="58062",
        ),
        target("relay_contact", "Contact relais", "Personne à prévenir", "Contact de secours"),
        target(
            "note", "Commentaire", "Commentaires", "Observations", "Remarques", "Note", "Observation",
            "Remarque", "Notes", "Divers",
            clean=note,
        ),
    )  # fmt: skip


def _path_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today)
    return (
        target(
            "state", "État", "Statut", "État du parcours", "Étape",
            clean=state, example="En cours",
        ),
        target(
            "applied_on", "Date de candidature", "Candidature le", "Date de la candidature",
            clean=day, example="15/06/2026",
        ),
        target(
            "decision", "Décision", "Avis", "Résultat de la sélection",
            clean=code_cleaner("application_decision"), example="Admis",
        ),
        target(
            "decided_on", "Date de décision", "Décision le", "Date de la décision",
            clean=day, example="10/07/2026",
        ),
        target(
            "admitted_on", "Date d’admission", "Admission le", "Admis le", "Admis(e) le",
            clean=day, example="10/07/2026",
            help="reste notée pour une personne qui se désiste ensuite\u00a0: elle avait été admise",
        ),
        target("decision_reason", "Motif de la décision", "Motif du refus", "Motif de refus"),
        target(
            "is_no_show", "Jamais venu", "Jamais venu(e)", "No-show", "Absent à l’entrée",
            clean=tristate, example="Oui",
        ),
        target(
            "planned_entry_on", "Date d’entrée prévue", "Entrée prévue", "Entrée prévue le",
            clean=day, example="14/09/2026",
        ),
        target(
            "entered_on", "Date d’entrée", "Entrée", "Entrée le", "Date d’entrée réelle", "Entré(e) le",
            "Date d’entrée en formation", "Date entrée", "Début de formation", "Date de début de formation",
            clean=day, example="14/09/2026",
            help="premier jour de présence\u00a0; vide\u00a0: pas encore entré",
        ),
        target("aes_on", "Date de l’AES", "AES", "AES le", clean=day),
        target(
            "planned_exit_on", "Date de sortie prévue", "Sortie prévue", "Fin prévue", "Date de fin prévue",
            clean=day,
        ),
    )  # fmt: skip


def _exit_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    day = day_cleaner(today)
    return (
        target(
            "exit_on", "Date de sortie", "Sortie", "Sortie le", "Date de sortie réelle", "Sorti(e) le",
            "Dernier jour de présence", "Date sortie",
            clean=day, example="26/03/2027", help="dernier jour de présence",
        ),
        target("exit_type", "Type de sortie", clean=code_cleaner("exit_type"), example="Abandon"),
        target(
            "exit_reason", "Motif de sortie", "Motif d’abandon", "Motif de la sortie", "Motif principal",
            clean=code_cleaner("exit_reason"), example="Reprise d’emploi",
        ),
        target(
            "other_exit_reasons", "Autres motifs de sortie", "Autres motifs",
            clean=cleaners.exit_reasons, help=f"plusieurs motifs séparés par{NBSP};",
        ),
        target("exit_interview_done", "Entretien de sortie", "Entretien de sortie fait", clean=tristate),
        target("exit_solutions", "Solutions proposées", clean=note),
        target("jury_on", "Date du jury", "Jury le", "Date de l’examen", "Date d’examen", clean=day),
        target(
            "is_presented", "Présenté à l’examen", "Présenté", "Présentée", "Présenté(e) à l’examen",
            "Présenté au titre", "Présenté à la certification",
            clean=tristate, example="Oui",
        ),
        target(
            "outcome", "Résultat", "Résultat de l’examen", "Résultat de la certification",
            "Certification obtenue",
            clean=code_cleaner("certification_outcome"), example="Certification totale",
            help="déduit des blocs quand ils sont donnés",
        ),
    )  # fmt: skip


def _fact_columns(today: dt.date) -> tuple[TargetColumn, ...]:
    day, level = day_cleaner(today), code_cleaner("education_level")
    return (
        target(
            "highest_diploma", "Niveau de diplôme", "Diplôme", "Niveau", "Dernier diplôme",
            "Diplôme le plus élevé", "Plus haut diplôme", "Niveau d’études", "Niveau de formation",
            "Niveau d’étude", "Niveau scolaire", "Niveau de qualification", "Diplôme obtenu",
            "Dernier diplôme obtenu", "Diplôme le plus élevé obtenu",
            clean=level, example="Bac",
        ),
        target("last_class", "Dernière classe", "Niveau de classe", "Dernière classe suivie", clean=level),
        target(
            "situation_before", "Situation avant l’entrée", "Situation avant", "Situation à l’entrée",
            "Situation professionnelle", "Statut à l’entrée", "Situation avant formation",
            "Situation avant la formation", "Statut avant formation", "Statut avant l’entrée",
            clean=code_cleaner("situation_before"), example="Demandeur d’emploi",
        ),
        target(
            "unemployment_months", "Mois de chômage", "Durée de chômage (mois)", "Durée de chômage",
            "Durée d’inscription (mois)", "Ancienneté de chômage (mois)",
            clean=cleaners.months, example="9",
        ),
        target(
            "france_travail_category", "Catégorie France Travail", "Catégorie FT",
            clean=code_cleaner("france_travail_category"), example="A",
        ),
        target(
            "france_travail_registered_on", "Inscrit à France Travail le",
            "Date d’inscription France Travail", "Date d’inscription FT",
            clean=day,
        ),
        target(
            "in_qpv", "QPV", "Quartier prioritaire", "Habite en QPV", "Résident QPV",
            clean=tristate, example="Non", help="vide\u00a0: non renseigné, jamais «\u00a0non\u00a0»",
        ),
        target("qpv_code", "Code QPV", "N° QPV"),
        target("qpv_method", "Méthode QPV", "Source QPV", clean=code_cleaner("qpv_method")),
        target("qpv_checked_on", "QPV vérifié le", "Date de vérification QPV", clean=day),
        target(
            "rural_zoning", "ZRR/FRR", "FRR", "ZRR", "Zonage rural", "Zone rurale",
            clean=code_cleaner("rural_zoning"), example="FRR+",
        ),
        target("zoning_vintage", "Millésime du zonage", "Millésime"),
        target("is_rqth", "RQTH", "Travailleur handicapé", "Situation de handicap", "TH", clean=tristate),
        target("rqth_valid_until", "RQTH jusqu’au", "Fin de validité RQTH", "Validité RQTH", clean=day),
        target(
            "is_brsa", "RSA", "BRSA", "Bénéficiaire du RSA", "Bénéficiaire RSA", "Allocataire du RSA",
            clean=tristate,
        ),
        target("receives_ass", "ASS", "Bénéficiaire de l’ASS", clean=tristate),
        target("receives_aah", "AAH", "Bénéficiaire de l’AAH", clean=tristate),
        target("receives_are", "ARE", "Bénéficiaire de l’ARE", clean=tristate),
        target("is_career_change", "Reconversion", "En reconversion", clean=tristate, example="Oui"),
        target(
            "prescriber", "Prescripteur", "Orienté par", "Prescrit par", "Canal", "Structure prescriptrice",
            "Organisme prescripteur", "Prescripteur / orienteur", "Orienteur",
            clean=code_cleaner("prescriber"), example="Mission locale",
        ),
        target("funder", "Financeur", "Financé par", clean=code_cleaner("funder")),
        target("remuneration", "Rémunération", "Type de rémunération", clean=code_cleaner("remuneration")),
        target("bpf_status", "Statut BPF", "Type de stagiaire BPF", clean=code_cleaner("bpf_status")),
        target(
            "planned_center_minutes", "Heures prévues en centre", "Heures en centre",
            clean=cleaners.hours, example="620",
        ),
        target(
            "planned_company_minutes", "Heures prévues en entreprise", "Heures en entreprise",
            clean=cleaners.hours, example="70",
        ),
    )  # fmt: skip
