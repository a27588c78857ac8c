"""How the columns of the list of learners look on screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gen_desktop import french
from gen_desktop.queries import learner_cells
from gen_desktop.queries.learner_cells import COLUMNS, LearnerColumn
from gen_desktop.queries.learner_list import LearnerRow
from gen_desktop.reference import field_words
from gen_desktop.reference.lists import label
from gen_desktop.reference.rights import SENSITIVE, reserved_to
from gen_desktop.ui.learners import words
from gen_desktop.ui.tables.column import Align, Column
from gen_desktop.ui.theme import Tone

LOW_RATE = 80
"""Below this attendance rate (percent) the figure is shown as one to look at."""
SENSITIVE_KEYS = tuple(one.key for one in COLUMNS if one.sensitive)
_WIDTHS = {
    "name": 140, "cohort": 104, "city": 118, "territory": 74, "diploma": 104, "state": 106, "rate": 72,
    "phone": 112, "email": 190, "birth_date": 88, "age": 50, "sex": 66, "address": 170, "postal_code": 84,
    "prescriber": 130, "funder": 130, "remuneration": 130, "situation_before": 160,
    "unemployment_months": 110, "france_travail_id": 120, "qpv": 56, "rural_zoning": 150, "course": 190,
    "program": 150, "site": 130, "applied_on": 88, "entered_on": 88, "planned_exit_on": 88, "exit_on": 88,
    "exit_reason": 170, "follow_up": 180, "followed_on": 100, "missing": 200, "rqth": 66, "brsa": 66,
}  # fmt: skip
NUMBERS = frozenset({"rate", "age", "unemployment_months"})


@dataclass(frozen=True)
class Look:
    """What a column shows beside its plain text."""

    text: Callable[[LearnerRow], str] | None = None
    tooltip: Callable[[LearnerRow], str] | None = None
    badge: Callable[[LearnerRow], tuple[str, Tone] | None] | None = None
    mark: Callable[[LearnerRow], tuple[str, Tone] | None] | None = None


def columns(today: Callable[[], dt.date]) -> tuple[Column, ...]:
    """Every column, those of the program shown first."""
    return tuple(_column(one, today) for one in COLUMNS)


def _column(one: LearnerColumn, today: Callable[[], dt.date]) -> Column:
    look = _LOOKS.get(one.key, Look())
    align: Align = "right" if one.key in NUMBERS else "left"
    plain = partial(_text, one, today)
    return Column(
        one.key,
        one.title,
        _WIDTHS[one.key],
        look.text or plain,
        align=align,
        sort=one.sort or None,
        bold_part=(lambda row: row.last_name) if one.key == "name" else None,
        badge=look.badge,
        mark=look.mark,
        tooltip=look.tooltip or plain,
        tone=(lambda row: "attention" if _is_low(row) else "") if one.key == "rate" else None,
        stretch=one.key == "name",
        shown=one.is_usual,
    )


def _text(one: LearnerColumn, today: Callable[[], dt.date], row: LearnerRow) -> str:
    if one.sensitive and not row.tells_sensitive:
        return reserved_to(SENSITIVE)
    return learner_cells.text(one.value(row, today()))


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
    names = learner_cells.territories(row.in_qpv, row.rural_zoning)
    return (names, "neutral") if names else None


def _territory_text(row: LearnerRow) -> str:
    """Nothing for somebody who lives in neither, a dash while it is not known."""
    unknown = row.enrollment_id is not None and (
        row.in_qpv is None or learner_cells.is_rural(row.rural_zoning) is None
    )
    return french.UNKNOWN if unknown else ""


def _is_low(row: LearnerRow) -> bool:
    rate = row.rate
    return rate is not None and rate.due > 0 and rate.present * 100 < rate.due * LOW_RATE


def _name_tooltip(row: LearnerRow) -> str:
    name = f"{row.last_name} {row.first_name}"
    wrong = french.join_names([field_words.name(one, "learner").lower() for one in row.to_correct])
    return f"{name}\n{words.TO_CORRECT}{french.NBSP}: {wrong}" if wrong else name


_LOOKS = {
    "name": Look(
        tooltip=_name_tooltip,
        mark=lambda row: ("!", "wrong") if row.to_correct else None,
    ),
    "territory": Look(_territory_text, _territory_tooltip, _territory_badge),
    "diploma": Look(
        lambda row: words.short_diploma(row.highest_diploma),
        lambda row: label("education_level", row.highest_diploma),
    ),
    "state": Look(badge=lambda row: words.state_badge(row.state)),
    "rate": Look(lambda row: words.rate(row.rate), _rate_tooltip),
}
