"""What the columns of a record are called, and how their values read, in its history."""

from __future__ import annotations

from datetime import date
from typing import Any

from gen_desktop import french
from gen_desktop.reference.lists import code_list

_NAMES = {
    "last_name": "Nom",
    "first_name": "Prénom",
    "birth_name": "Nom de naissance",
    "birth_date": "Date de naissance",
    "birth_place": "Lieu de naissance",
    "sex": "Sexe",
    "phone": "Téléphone",
    "second_phone": "Autre téléphone",
    "email": "Courriel",
    "address": "Adresse",
    "postal_code": "Code postal",
    "city": "Commune",
    "insee_code": "Code INSEE",
    "relay_contact": "Contact relais",
    "france_travail_id": "Id. France Travail",
    "note": "Note",
    "applied_on": "Candidature",
    "decision": "Décision",
    "decided_on": "Décidé le",
    "decision_reason": "Motif de la décision",
    "is_no_show": "Jamais venu",
    "planned_entry_on": "Entrée prévue",
    "entered_on": "Entrée",
    "entry_follows_attendance": "Entrée d’après l’émargement",
    "aes_on": "AES",
    "planned_exit_on": "Fin prévue",
    "exit_type": "Type de sortie",
    "exit_on": "Sortie",
    "exit_reason": "Motif de sortie",
    "other_exit_reasons": "Autres motifs de sortie",
    "exit_interview_done": "Entretien de sortie",
    "exit_solutions": "Solutions proposées",
    "planned_center_minutes": "Durée prévue en centre (min)",
    "planned_company_minutes": "Durée prévue en entreprise (min)",
    "prescriber": "Prescripteur",
    "funder": "Financeur",
    "remuneration": "Rémunération",
    "bpf_status": "Statut BPF",
    "last_class": "Dernière classe",
    "highest_diploma": "Diplôme",
    "situation_before": "Situation avant l’entrée",
    "unemployment_months": "Mois de chômage",
    "france_travail_category": "Catégorie France Travail",
    "france_travail_registered_on": "Inscription à France Travail",
    "is_career_change": "Reconversion",
    "in_qpv": "QPV",
    "qpv_code": "Code du QPV",
    "qpv_method": "Vérification du QPV",
    "qpv_checked_on": "QPV vérifié le",
    "rural_zoning": "Zone rurale",
    "zoning_vintage": "Millésime du zonage",
    "is_rqth": "RQTH",
    "rqth_valid_until": "RQTH jusqu’au",
    "is_brsa": "RSA",
    "receives_ass": "ASS",
    "receives_aah": "AAH",
    "receives_are": "ARE",
    "jury_on": "Jury",
    "is_presented": "Présenté à l’examen",
    "outcome": "Résultat",
    "result": "Résultat du bloc",
    "situation": "Situation",
    "recorded_on": "Relevé le",
    "recorded_by": "Relevé par",
    "contact_mode": "Moyen de contact",
    "proof": "Preuve",
    "contract_months": "Mois de contrat",
    "contract_type": "Contrat",
    "is_target_occupation": "Métier visé",
    "comment": "Commentaire",
    "employer": "Employeur",
    "title": "Intitulé",
    "starts_on": "Début",
    "ends_on": "Fin",
}
_LISTS = {
    "sex": "sex",
    "decision": "application_decision",
    "exit_type": "exit_type",
    "exit_reason": "exit_reason",
    "prescriber": "prescriber",
    "funder": "funder",
    "remuneration": "remuneration",
    "bpf_status": "bpf_status",
    "last_class": "education_level",
    "highest_diploma": "education_level",
    "situation_before": "situation_before",
    "france_travail_category": "france_travail_category",
    "qpv_method": "qpv_method",
    "rural_zoning": "rural_zoning",
    "outcome": "certification_outcome",
    "result": "block_result",
    "situation": "outcome_situation",
    "contact_mode": "contact_mode",
    "proof": "proof_kind",
    "contract_type": "contract_type",
}


def name(column: str) -> str:
    """The French name of a column; its own name for one that is never shown elsewhere."""
    return _NAMES.get(column, column)


def value(column: str, stored: Any) -> str:
    """A stored value as it is read; an en dash when it was not known."""
    if stored is None or stored == "":
        return french.UNKNOWN
    if isinstance(stored, bool):
        return "Oui" if stored else "Non"
    if isinstance(stored, date):
        return french.short_date(stored)
    if column in ("phone", "second_phone"):
        return french.phone(str(stored))
    if column == "other_exit_reasons":
        return french.join_names([_coded("exit_reason", code) for code in str(stored).split("|")])
    return _coded(_LISTS[column], str(stored)) if column in _LISTS else str(stored)


def _coded(list_name: str, code: str) -> str:
    codes = code_list(list_name)
    return codes[code].label if code in codes else code
