"""The columns of the list of learners."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.learners import LearnerRow
from gen_desktop.reference.lists import label
from gen_desktop.ui.learners import words
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone

LOW_RATE = 80
"""Below this attendance rate (percent) the figure is shown as one to look at."""


def _rate_tooltip(row: LearnerRow) -> str:
    if row.rate is None or row.rate.due == 0:
        return "Rien n’était encore dû"
    said = f"{french.hours(row.rate.present)} sur {french.hours(row.rate.due)}"
    if row.rate.unknown:
        said += f", {french.plural(row.rate.unknown, 'demi-journée')} à saisir"
    return said


def _territory_tooltip(row: LearnerRow) -> str:
    qpv = {None: "QPV non renseigné", True: "Habite un QPV", False: "Hors QPV"}[row.in_qpv]
    zoning = label("rural_zoning", row.rural_zoning) if row.rural_zoning else "Zonage rural non renseigné"
    return f"{qpv}\n{zoning}"


def _territory_badge(row: LearnerRow) -> tuple[str, Tone] | None:
    names = words.territories(row.in_qpv, row.rural_zoning)
    return (names, "neutral") if names else None


def _territory_text(row: LearnerRow) -> str:
    """Nothing for somebody who lives in neither, a dash while it is not known."""
    unknown = row.enrollment_id is not None and (row.in_qpv is None or row.rural_zoning is None)
    return french.UNKNOWN if unknown else ""


def _is_low(row: LearnerRow) -> bool:
    rate = row.rate
    return rate is not None and rate.due > 0 and rate.present * 100 < rate.due * LOW_RATE


COLUMNS = (
    Column(
        "name",
        "Nom",
        140,
        lambda row: f"{row.last_name} {row.first_name}",
        sort="name",
        bold_part=lambda row: row.last_name,
        stretch=True,
    ),
    Column("cohort", "Cohorte", 104, lambda row: row.cohort_code or french.UNKNOWN, sort="cohort"),
    Column("city", "Commune", 144, lambda row: words.city(row.city, row.postal_code), sort="city"),
    Column(
        "territory", "Territoire", 76, _territory_text, badge=_territory_badge, tooltip=_territory_tooltip
    ),
    Column(
        "diploma",
        "Diplôme",
        92,
        lambda row: words.short_diploma(row.highest_diploma),
        sort="diploma",
        tooltip=lambda row: label("education_level", row.highest_diploma),
    ),
    Column(
        "state",
        "Statut",
        106,
        lambda row: french.UNKNOWN,
        sort="state",
        badge=lambda row: words.state_badge(row.state),
    ),
    Column(
        "rate",
        "Assiduité",
        74,
        lambda row: words.rate(row.rate),
        align="right",
        tooltip=_rate_tooltip,
        tone=lambda row: "attention" if _is_low(row) else "",
    ),
)
