"""What kinds of record and their columns are called, and how their values read, wherever they are shown."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from typing import Any

from gen_desktop import french
from gen_desktop.reference.counted_names import COUNTED
from gen_desktop.reference.field_names import KINDS, NAMES, OWN_NAMES
from gen_desktop.reference.lists import code_list

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
    "objective": "course_objective",
    "delivery_mode": "delivery_mode",
    "level": "education_level",
    "legal_status": "legal_status",
    "region_code": "region",
    "role": "staff_role",
    "half_day": "half_day",
    "action_type": "action_type",
    "subcontracting": "subcontracting",
    "document_kind": "absence_document",
    "channel": "contact_mode",
    "defect": "signature_defect",
    "payer": "funder",
    "stage": "skill_stage",
    "mode": "contact_mode",
    "item": "satisfaction_item",
    "complainant": "stakeholder",
    "respondent": "stakeholder",
    "gravity": "complaint_gravity",
    "nationality": "esf_nationality",
    "has_foreign_background": "esf_answer",
    "is_minority": "esf_answer",
    "is_homeless": "esf_answer",
    "contract_nature": "contract_nature",
    "training_level": "education_level",
}
_OWN_LISTS = {
    ("contact_attempt", "outcome"): "attempt_outcome",
    ("placement", "kind"): "placement_kind",
    ("funding_program", "kind"): "funding_program_kind",
    ("attached_document", "kind"): "attached_kind",
    ("positioning", "level"): "positioning_level",
    ("absence_contact", "outcome"): "attempt_outcome",
    ("class_session", "delivery_mode"): "session_mode",
    ("remote_activity", "kind"): "remote_activity_kind",
    ("skill_level", "level"): "skill_level",
    ("message_template", "kind"): "message_kind",
    ("report_text", "section"): "report_text_section",
}
_DURATIONS = frozenset(
    {
        "minutes",
        "minutes_present",
        "planned_minutes",
        "done_minutes",
        "estimated_minutes",
        "connected_minutes",
        "weekly_minutes",
    }
)
_AMOUNTS = frozenset({"yearly_gross_salary", "planned_amount", "realized_amount"})


def kind_name(kind: str) -> str:
    """The French name of a kind of record (a table)."""
    return KINDS[kind]


def counted(kind: str, count: int) -> str:
    """« 3 inscriptions », for the kinds of record that people count."""
    return french.plural(count, *COUNTED[kind])


def name(column: str, kind: str = "") -> str:
    """The French name of a column (``kind``: of that table); its own name for one that nobody is shown."""
    return OWN_NAMES.get((kind, column)) or NAMES.get(column, column)


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
    if (kind, column) == ("course", "level") and str(stored).isdecimal():
        return f"Niveau{french.NBSP}{stored}"
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
