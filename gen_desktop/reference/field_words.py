"""What kinds of record and their columns are called, and how their values read, wherever they are shown."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from gen_desktop import french
from gen_desktop.reference.lists import code_list

_KINDS = {
    "learner": "Apprenant",
    "enrollment": "Inscription",
    "sensitive_facts": "Situation sociale et handicap",
    "attendance": "Émargement",
    "certification": "Certification",
    "block_result": "Bloc de certification",
    "follow_up": "Suivi d’insertion",
    "contact_attempt": "Prise de contact",
    "placement": "Emploi, création ou formation",
    "company": "Entreprise",
    "cohort": "Cohorte",
    "cohort_slot": "Semaine habituelle",
    "class_session": "Demi-journée",
    "course": "Formation",
    "certification_block": "Bloc de la certification",
    "funding_program": "Programme",
    "target": "Objectif",
    "program_parameter": "Paramètre",
    "organization": "Organisme",
    "site": "Site",
    "staff_member": "Membre de l’équipe",
    "issued_document": "Document émis",
    "erasure": "Effacement",
    "nominative_export": "Export nominatif",
    "retention_period": "Durée de conservation",
    "retention_review": "Revue des durées de conservation",
    "contact_point": "Autre moyen de contact",
    "consent": "Consentement ou information",
    "attached_document": "Pièce jointe",
    "zoning_list": "Liste officielle de communes ou de quartiers",
    "doubtful_pair": "Doublon possible",
    "merged_record": "Fiche fusionnée",
    "prerequisite": "Prérequis",
    "positioning": "Positionnement",
    "saved_view": "Vue enregistrée",
    "import_report": "Compte rendu d’import",
}
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
    "horizon": "Échéance",
    "made_on": "Fait le",
    "author": "Par",
    "kind": "Type",
    "working_time": "Temps de travail",
    "rome_code": "Code ROME",
    "is_digital_sector": "Numérique",
    "is_executive": "Cadre",
    "yearly_gross_salary": "Salaire brut annuel",
    "siren": "SIREN",
    "siret": "SIRET",
    "legal_form": "Forme juridique",
    "naf_code": "Code NAF",
    "name": "Nom",
    "code": "Code",
    "status": "Présence",
    "minutes_present": "Temps de présence",
    "document_on": "Justificatif reçu le",
    "family": "Famille de métiers",
    "certification_code": "Code RNCP ou RS",
    "certification_title": "Certification visée",
    "certification_valid_until": "Enregistrement jusqu’au",
    "level": "Niveau",
    "rome_codes": "Codes ROME",
    "rome_version": "Version du ROME",
    "objective": "Objectif",
    "delivery_mode": "Modalité",
    "is_free": "Gratuite",
    "position": "Rang",
    "planned_start": "Début prévu",
    "planned_end": "Fin prévue",
    "actual_start": "Début réel",
    "actual_end": "Fin réelle",
    "seats": "Places",
    "minimum_seats": "Minimum de places",
    "declared_applications": "Candidatures déclarées",
    "declared_admissions": "Admis déclarés",
    "carif_session_number": "N° de session Carif",
    "carif_action_number": "N° d’action Carif",
    "referent": "Référent",
    "trainers": "Formateurs",
    "held_on": "Jour",
    "half_day": "Demi-journée",
    "starts_at": "Début",
    "ends_at": "Fin",
    "minutes": "Durée",
    "module": "Module",
    "trainer": "Formateur",
    "place": "Salle",
    "weekday": "Jour de la semaine",
    "agreement_number": "N° de convention",
    "scheme": "Dispositif",
    "label_number": "N° de label",
    "label_ends_on": "Label jusqu’au",
    "is_eu_cofunded": "Cofinancé par l’Union européenne",
    "planned_amount": "Montant prévu",
    "realized_amount": "Montant réalisé",
    "indicator": "Indicateur",
    "percent": "Objectif",
    "value": "Valeur",
    "valid_from": "Valable du",
    "valid_to": "Valable jusqu’au",
    "source": "Source",
    "nda": "N° de déclaration d’activité",
    "legal_status": "Statut juridique",
    "qualiopi_number": "N° Qualiopi",
    "qualiopi_valid_until": "Qualiopi jusqu’au",
    "representative": "Représentant",
    "is_invented": "Organisme inventé",
    "region_code": "Région",
    "holiday_zone": "Jours fériés",
    "role": "Rôle",
    "is_active": "En poste",
    "last_payment_on": "Dernier versement reçu le",
    "privacy_contact": "Contact pour les données personnelles",
    "years": "Années",
    "base": "Comptées depuis",
    "reason": "Raison",
    "due": "Personnes à effacer",
    "kept": "Personnes gardées",
    "undecided": "Personnes sans réponse",
    "cause": "Cause",
    "erased_on": "Effacé le",
    "leaves_backups_on": "Hors des sauvegardes au plus tard le",
    "people": "Personnes",
    "made_at": "Fait le",
    "scope": "Périmètre",
    "as_of": "Données arrêtées au",
    "issued_at": "Émis le",
    "sha256": "Empreinte du fichier",
    "data_fingerprint": "Empreinte des données",
    "cohort_id": "Cohorte",
    "course_id": "Formation",
    "site_id": "Site",
    "funding_program_id": "Programme",
    "company_id": "Entreprise connue",
    "block_id": "Bloc",
    "class_session_id": "Demi-journée",
    "organization_id": "Organisme",
    "follow_up_id": "Suivi",
    "prerequisite_id": "Prérequis",
    "first_id": "Première fiche",
    "second_id": "Seconde fiche",
    "to_correct": "À corriger",
    "positioned_on": "Positionné le",
    "positioning_method": "Positionné par",
    "interviewed_on": "Entretien le",
    "interviewer": "Entretien mené par",
    "interview_note": "Compte rendu de l’entretien",
    "waiting_rank": "Rang sur la liste d’attente",
    "qpv_vintage": "Millésime des QPV",
    "zoning_method": "Zone rurale d’après",
    "zoning_checked_on": "Zone rurale vérifiée le",
    "whose": "De qui",
    "gone_id": "Numéro de la fiche disparue",
    "merged_on": "Fusionnée le",
    "purpose": "Objet",
    "is_given": "Accordé",
    "said_on": "Dit le",
    "way": "Comment",
    "media_type": "Format",
    "size": "Taille (octets)",
    "added_on": "Ajoutée le",
    "imported_on": "Importée le",
    "places": "Lieux",
    "reasons": "Ressemblances",
    "found_on": "Repéré le",
    "state": "État",
    "settled_on": "Tranché le",
    "page": "Page",
    "criteria": "Filtres",
    "columns": "Colonnes",
    "lines": "Lignes",
    "created": "Ajoutées",
    "changed": "Modifiées",
    "unchanged": "Identiques",
    "doubtful": "Douteuses",
    "refused": "Refusées",
    "repaired": "Réparées",
}
_COUNTED: dict[str, tuple[str, ...]] = {
    "learner": ("apprenant",),
    "enrollment": ("inscription",),
    "cohort": ("cohorte",),
    "class_session": ("demi-journée au calendrier", "demi-journées au calendrier"),
    "attendance": ("demi-journée d’émargement", "demi-journées d’émargement"),
    "certification": ("certification",),
    "block_result": ("résultat de bloc", "résultats de bloc"),
    "follow_up": ("suivi",),
    "contact_attempt": ("prise de contact", "prises de contact"),
    "placement": ("emploi ou formation", "emplois ou formations"),
    "certification_block": ("bloc",),
    "target": ("objectif",),
    "sensitive_facts": ("situation sociale", "situations sociales"),
    "cohort_slot": ("demi-journée de la semaine", "demi-journées de la semaine"),
    "course": ("formation",),
    "funding_program": ("programme",),
    "company": ("entreprise",),
    "organization": ("organisme",),
    "site": ("site",),
    "staff_member": ("membre de l’équipe", "membres de l’équipe"),
    "contact_point": ("autre moyen de contact", "autres moyens de contact"),
    "consent": ("consentement",),
    "attached_document": ("pièce jointe", "pièces jointes"),
    "doubtful_pair": ("doublon possible", "doublons possibles"),
    "prerequisite": ("prérequis", "prérequis"),
    "positioning": ("niveau au positionnement", "niveaux au positionnement"),
    "zoning_list": ("liste officielle", "listes officielles"),
    "saved_view": ("vue enregistrée", "vues enregistrées"),
}
_OWN_NAMES = {
    ("attached_document", "title"): "Titre",
    ("consent", "is_given"): "Réponse",
    ("contact_attempt", "outcome"): "Résultat du contact",
    ("contact_point", "value"): "Numéro ou courriel",
    ("course", "planned_center_minutes"): "Durée en centre (min)",
    ("course", "planned_company_minutes"): "Durée en entreprise (min)",
}
"""Where a table says it otherwise than the others."""
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
    "zoning_method": "zoning_method",
    "positioning_method": "positioning_method",
    "purpose": "consent_purpose",
    "way": "consent_way",
    "outcome": "certification_outcome",
    "result": "block_result",
    "situation": "outcome_situation",
    "contact_mode": "contact_mode",
    "proof": "proof_kind",
    "contract_type": "contract_type",
    "status": "attendance_status",
    "working_time": "working_time",
    "family": "occupational_family",
    "level": "education_level",
    "objective": "course_objective",
    "delivery_mode": "delivery_mode",
    "legal_status": "legal_status",
    "region_code": "region",
    "role": "staff_role",
    "half_day": "half_day",
}
_OWN_LISTS = {
    ("contact_attempt", "outcome"): "attempt_outcome",
    ("placement", "kind"): "placement_kind",
    ("funding_program", "kind"): "funding_program_kind",
    ("attached_document", "kind"): "attached_kind",
    ("positioning", "level"): "positioning_level",
}
_DURATIONS = frozenset({"minutes", "minutes_present"})
_AMOUNTS = frozenset({"yearly_gross_salary", "planned_amount", "realized_amount"})


def kind_name(kind: str) -> str:
    """The French name of a kind of record (a table)."""
    return _KINDS[kind]


def counted(kind: str, count: int) -> str:
    """« 3 inscriptions », for the kinds of record that people count."""
    return french.plural(count, *_COUNTED[kind])


def name(column: str, kind: str = "") -> str:
    """The French name of a column (``kind``: of that table); its own name for one that nobody is shown."""
    return _OWN_NAMES.get((kind, column)) or _NAMES.get(column, column)


def value(column: str, stored: Any, kind: str = "") -> str:
    """A stored value as it is read; an en dash when it was not known."""
    if stored is None or stored == "":
        return french.UNKNOWN
    if isinstance(stored, bool):
        return "Oui" if stored else "Non"
    if isinstance(stored, date):
        return french.short_date(stored)
    if isinstance(stored, time):
        return french.clock(stored)
    if isinstance(stored, int | Decimal):
        return _number(column, stored)
    if column in ("phone", "second_phone") or (kind, column) == ("contact_point", "value"):
        return french.phone(str(stored))
    if column == "to_correct":
        return _typed(str(stored), kind)
    if column == "other_exit_reasons":
        return french.join_names([_coded("exit_reason", code) for code in str(stored).split("|")])
    list_name = _OWN_LISTS.get((kind, column)) or _LISTS.get(column)
    return _coded(list_name, str(stored)) if list_name else str(stored)


def _typed(stored: str, kind: str) -> str:
    """« Courriel : zoe@ »; as it stands when it is not what the program writes."""
    try:
        typed: dict[str, str] = json.loads(stored)
    except ValueError:
        return stored
    return ", ".join(f"{name(field, kind)}{french.NBSP}: {text}" for field, text in typed.items())


def _number(column: str, stored: int | Decimal) -> str:
    if column in _DURATIONS:
        return french.duration(int(stored))
    if column in _AMOUNTS:
        return f"{french.number(stored, 0 if stored == int(stored) else 2)}{french.NARROW}€"
    if column == "percent":
        return french.percent(stored)
    if column == "horizon":
        return "à la sortie" if stored == 0 else f"à {stored}{french.NBSP}mois"
    if column == "weekday":
        return french.WEEKDAYS[int(stored)]
    return french.number(stored, 0 if stored == int(stored) else 2)


def _coded(list_name: str, code: str) -> str:
    codes = code_list(list_name)
    return codes[code].label if code in codes else code
