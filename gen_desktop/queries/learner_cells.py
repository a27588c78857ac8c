"""The columns that a list of learners may have: what each says of a row, on screen, in files, on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gen_desktop import french
from gen_desktop.dates import age_on
from gen_desktop.models.places import department
from gen_desktop.queries.learner_list import LearnerRow
from gen_desktop.reference import field_words
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.reference.lists import code_list, label

DERIVED = "déduite"
"""Said of a situation that nobody was asked: a dated fact tells it, or the reason of the exit."""

Value = str | int | Decimal | dt.date | None


@dataclass(frozen=True, slots=True)
class LearnerColumn:
    """``value(row, as_of)``: a text, a number or a day, None when it is not known.

    ``sort``: a name of queries/sorting.py, '' for none. ``sensitive``: for those who may see these facts.
    ``is_usual``: shown before anybody chooses. ``unit``: goes with the title in a file.
    """

    key: str
    title: str
    value: Callable[[LearnerRow, dt.date], Value]
    sort: str = ""
    is_usual: bool = False
    sensitive: bool = False
    unit: str = ""

    @property
    def file_title(self) -> str:
        """« Assiduité (%) »."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


def columns(keys: Sequence[str], *, sensitive: bool) -> tuple[LearnerColumn, ...]:
    """Those of these keys that exist and may be shown, in that order."""
    by_key = {one.key: one for one in COLUMNS if sensitive or not one.sensitive}
    return tuple(by_key[key] for key in keys if key in by_key)


def text(value: Value) -> str:
    """A value as it is read; an en dash when it is not known."""
    if value is None or value == "":
        return french.UNKNOWN
    if isinstance(value, dt.date):
        return french.short_date(value)
    if isinstance(value, int | Decimal):
        return french.number(value)
    return value


def rate(row: LearnerRow) -> Decimal | None:
    """Percent of presence, rounded as it is shown; None while nothing recorded is due."""
    return None if row.rate is None else french.rate_value(row.rate.present, row.rate.due, 0)


def territories(in_qpv: bool | None, rural_zoning: str | None) -> str:
    """« QPV », « ZRR », « QPV · FRR »; '' when neither, or when nothing is known."""
    names = ["QPV"] if in_qpv else []
    if rural_zoning is not None and is_rural(rural_zoning):
        names.append(code_list("rural_zoning")[rural_zoning]["zoning"])
    return " · ".join(names)


def is_rural(rural_zoning: str | None) -> bool | None:
    """Whether a class of commune counts as rural; None: not known, as in a commune classed in part."""
    if rural_zoning is None:
        return None
    return {"yes": True, "no": False}.get(code_list("rural_zoning")[rural_zoning]["rural"])


def _territory(row: LearnerRow, _: dt.date) -> Value:
    """« Aucun » is said only when both are known to be no."""
    if names := territories(row.in_qpv, row.rural_zoning):
        return names
    known = row.in_qpv is not None and is_rural(row.rural_zoning) is not None
    return "Aucun" if known else None


def _city(row: LearnerRow, _: dt.date) -> Value:
    where = department(row.postal_code)
    return f"{row.city} ({where})" if row.city and where else row.city


def _age(row: LearnerRow, as_of: dt.date) -> Value:
    born = row.birth_date
    return None if born is None or born > as_of else age_on(born, as_of)


def _last_follow_up(row: LearnerRow, _: dt.date) -> Value:
    seen = row.follow_up
    if seen is None:
        return None
    said = f"{label('outcome_situation', seen.situation)}, {horizon_words(seen.horizon)}"
    return said if seen.recorded_on is not None else f"{said} ({DERIVED})"


def _followed_on(row: LearnerRow, _: dt.date) -> Value:
    return None if row.follow_up is None else row.follow_up.recorded_on


def _missing(row: LearnerRow, _: dt.date) -> Value:
    """What is missing in words; « Rien » for a record that is complete or of which nothing is asked."""
    wrong = [f"{field_words.name(one, 'learner')} à corriger" for one in row.to_correct]
    return ", ".join([*(field_words.name(one, "learner") for one in row.missing), *wrong]) or "Rien"


def _phone(row: LearnerRow, _: dt.date) -> Value:
    return french.phone(row.phone) if row.phone else None


def _coded(list_name: str, field: str) -> Callable[[LearnerRow, dt.date], Value]:
    def value(row: LearnerRow, _: dt.date) -> Value:
        code = getattr(row, field)
        return None if code is None else label(list_name, code)

    return value


def _plain(field: str) -> Callable[[LearnerRow, dt.date], Value]:
    def value(row: LearnerRow, _: dt.date) -> Value:
        found: Value = getattr(row, field)
        return found

    return value


def _yes_no(field: str) -> Callable[[LearnerRow, dt.date], Value]:
    def value(row: LearnerRow, _: dt.date) -> Value:
        return {True: "Oui", False: "Non", None: None}[getattr(row, field)]

    return value


COLUMNS = (
    LearnerColumn(
        "name", "Nom", lambda row, _: f"{row.last_name} {row.first_name}".strip(), "name", is_usual=True
    ),
    LearnerColumn("cohort", "Cohorte", _plain("cohort_code"), "cohort", is_usual=True),
    LearnerColumn("city", "Commune", _city, "city", is_usual=True),
    LearnerColumn("territory", "Territoire", _territory, is_usual=True),
    LearnerColumn(
        "diploma", "Diplôme", _coded("education_level", "highest_diploma"), "diploma", is_usual=True
    ),
    LearnerColumn("state", "Statut", _coded("enrollment_state", "state"), "state", is_usual=True),
    LearnerColumn("rate", "Assiduité", lambda row, _: rate(row), "rate", is_usual=True, unit="%"),
    LearnerColumn("phone", "Téléphone", _phone, "phone"),
    LearnerColumn("email", "Courriel", _plain("email"), "email"),
    LearnerColumn("birth_date", "Naissance", _plain("birth_date"), "birth_date"),
    LearnerColumn("age", "Âge", _age, "age", unit="ans"),
    LearnerColumn("sex", "Sexe", _coded("sex", "sex"), "sex"),
    LearnerColumn("address", "Adresse", _plain("address")),
    LearnerColumn("postal_code", "Code postal", _plain("postal_code"), "postal_code"),
    LearnerColumn("prescriber", "Prescripteur", _coded("prescriber", "prescriber"), "prescriber"),
    LearnerColumn("funder", "Financeur", _coded("funder", "funder"), "funder"),
    LearnerColumn("remuneration", "Rémunération", _coded("remuneration", "remuneration"), "remuneration"),
    LearnerColumn(
        "situation_before",
        "Avant l’entrée",
        _coded("situation_before", "situation_before"),
        "situation_before",
    ),
    LearnerColumn(
        "unemployment_months", "Mois de chômage", _plain("unemployment_months"), "unemployment_months"
    ),
    LearnerColumn(
        "france_travail_id", "Id. France Travail", _plain("france_travail_id"), "france_travail_id"
    ),
    LearnerColumn("qpv", "QPV", _yes_no("in_qpv"), "qpv"),
    LearnerColumn("rural_zoning", "Zone rurale", _coded("rural_zoning", "rural_zoning")),
    LearnerColumn("course", "Formation", _plain("course_title"), "course"),
    LearnerColumn("program", "Programme", _plain("program_name"), "program"),
    LearnerColumn("site", "Site", _plain("site_name"), "site"),
    LearnerColumn("applied_on", "Candidature", _plain("applied_on"), "applied_on"),
    LearnerColumn("entered_on", "Entrée", _plain("entered_on"), "entered_on"),
    LearnerColumn("planned_exit_on", "Fin prévue", _plain("planned_exit_on"), "planned_exit_on"),
    LearnerColumn("exit_on", "Sortie", _plain("exit_on"), "exit_on"),
    LearnerColumn("exit_reason", "Motif de sortie", _coded("exit_reason", "exit_reason"), "exit_reason"),
    LearnerColumn("follow_up", "Dernière situation", _last_follow_up),
    LearnerColumn("followed_on", "Suivi relevé le", _followed_on, "followed_on"),
    LearnerColumn("missing", "Il manque", _missing, "missing"),
    LearnerColumn("rqth", "RQTH", _yes_no("is_rqth"), sensitive=True),
    LearnerColumn("brsa", "RSA", _yes_no("is_brsa"), sensitive=True),
)
USUAL = tuple(one.key for one in COLUMNS if one.is_usual)
