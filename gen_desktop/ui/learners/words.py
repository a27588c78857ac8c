"""How the facts of a person are said on this page."""

from __future__ import annotations

from datetime import date

from gen_desktop import french
from gen_desktop.dates import age_on
from gen_desktop.models.places import department
from gen_desktop.queries import learner_cells
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.learners import EnrollmentDetail, LearnerDetail
from gen_desktop.reference.lists import label
from gen_desktop.reference.rights import SENSITIVE, reserved_to
from gen_desktop.ui.theme import Tone

# Short enough for a column; the whole label is its tooltip and stands in the panel.
_SHORT_DIPLOMAS = {
    "N0A": "Sans diplôme",
    "N0B": "Sans diplôme",
    "N0C": "Sans diplôme",
    "N0D": "Brevet",
    "N3": "CAP/BEP",
    "N3+": "CAP/BEP",
    "N4": "Bac",
    "N6": "Bac+3/4",
    "NQ": "Non certifiant",
    "NC": french.UNKNOWN,
}
_TONES: dict[str, Tone] = {
    "in_training": "good",
    "admitted": "accent",
    "left_early": "wrong",
    "no_show": "attention",
    "waiting": "attention",
}
TO_CORRECT = "À corriger"
MISSING = {
    "sex": "le sexe",
    "birth_date": "la date de naissance",
    "postal_code": "le code postal",
    "phone": "un téléphone ou un courriel",
    "highest_diploma": "le diplôme",
    "situation_before": "la situation avant l’entrée",
    "in_qpv": "le QPV",
    "rural_zoning": "le zonage rural",
}
"""What a record lacks, as the end of « Il manque »."""
_SOCIAL = {
    "is_rqth": "RQTH",
    "is_brsa": "RSA",
    "receives_ass": "ASS",
    "receives_aah": "AAH",
    "receives_are": "ARE",
}

YES_NO = (("yes", "Oui"), ("no", "Non"))
territories = learner_cells.territories
is_rural = learner_cells.is_rural


def state_badge(state: str | None) -> tuple[str, Tone] | None:
    """The word and tone of a state; None without enrollment."""
    return None if state is None else (label("enrollment_state", state), _TONES.get(state, "neutral"))


def short_diploma(code: str | None) -> str:
    """« Bac », « CAP/BEP »."""
    if code is None:
        return french.UNKNOWN
    return _SHORT_DIPLOMAS.get(code) or label("education_level", code)


def coded(name: str, code: str | None) -> str:
    """The label of a code, an en dash when it is not known."""
    return french.UNKNOWN if code is None else label(name, code)


def city(name: str | None, postal_code: str | None) -> str:
    """« Château-Chinon (58) »."""
    where = department(postal_code)
    if name is None:
        return french.UNKNOWN
    return f"{name} ({where})" if where else name


def rate(value: AttendanceRate | None) -> str:
    """« 96 % »; an en dash when nothing was due yet."""
    return french.UNKNOWN if value is None else french.rate(value.present, value.due, 0)


def birth(person: LearnerDetail, today: date) -> str:
    """« né le 19/02/1999 à Autun, 27 ans »."""
    if person.erased_on is not None:
        return (
            f"Effacée le {french.short_date(person.erased_on)}{french.NBSP}: les chiffres la comptent encore"
        )
    if person.birth_date is None:
        return "date de naissance non renseignée"
    place = f" à {person.birth_place}" if person.birth_place else ""
    age = f", {age_on(person.birth_date, today)} ans" if person.birth_date <= today else ""
    return f"{french.born(person.sex)} le {french.short_date(person.birth_date)}{place}{age}"


def address(person: LearnerDetail) -> str:
    """The address on as many lines as it has."""
    last = " ".join(filter(None, (person.postal_code, person.city)))
    return "\n".join(filter(None, (person.address, last))) or french.UNKNOWN


def situation(enrollment: EnrollmentDetail) -> str:
    """« Inscrit à France Travail, 14 mois »."""
    months = enrollment.facts.unemployment_months
    said = coded("situation_before", enrollment.facts.situation_before)
    return said if months is None else f"{said}, {months} mois"


def more_facts(enrollment: EnrollmentDetail) -> list[tuple[str, str]]:
    """What was planned and told at the entry and stands nowhere else; only what is known."""
    facts = enrollment.facts
    found = [
        ("Heures en centre", facts.planned_center_minutes and french.hours(facts.planned_center_minutes)),
        ("En entreprise", facts.planned_company_minutes and french.hours(facts.planned_company_minutes)),
        ("Statut BPF", facts.bpf_status and label("bpf_status", facts.bpf_status)),
        ("Employeur", enrollment.employer),
        (
            "Catégorie FT",
            facts.france_travail_category and label("france_travail_category", facts.france_travail_category),
        ),
        (
            "Inscrit à FT le",
            facts.france_travail_registered_on and french.short_date(facts.france_travail_registered_on),
        ),
    ]
    return [(what, str(said)) for what, said in found if said]


def social(enrollment: EnrollmentDetail) -> str:
    """« RQTH · RSA », « Ni RQTH, ni RSA »; who is shown it, for whoever is not."""
    facts = enrollment.sensitive
    if facts is None:
        return reserved_to(SENSITIVE)
    told = [word for name, word in _SOCIAL.items() if getattr(facts, name)]
    if told:
        return " · ".join(told)
    return "Ni RQTH, ni RSA" if (facts.is_rqth, facts.is_brsa) == (False, False) else french.UNKNOWN


def yes_no(value: bool | None) -> str:
    """« Oui », « Non » or an en dash."""
    return french.UNKNOWN if value is None else "Oui" if value else "Non"


def tri_code(value: bool | None) -> str | None:
    """The code of YES_NO for a value; None stays unknown."""
    return None if value is None else "yes" if value else "no"


def tri_value(code: str | None) -> bool | None:
    """The value behind a code of YES_NO."""
    return None if code is None else code == "yes"
