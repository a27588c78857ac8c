"""An absence in words: the columns of the list and the head of its panel."""

from __future__ import annotations

import datetime as dt

from gen_desktop import french
from gen_desktop.models.absence import Stage
from gen_desktop.models.attendance import mark_words
from gen_desktop.models.calendar import HALF_DAY_WORDS
from gen_desktop.queries.absences import Absence
from gen_desktop.reference.lists import label
from gen_desktop.ui.absence_form import AbsentHalfDay
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.theme import Tone

_TONES: dict[Stage, Tone] = {
    Stage.TO_JUSTIFY: "accent",
    Stage.DOCUMENT_AWAITED: "accent",
    Stage.DOCUMENT_MISSING: "attention",
    Stage.UNJUSTIFIED: "wrong",
    Stage.JUSTIFIED: "good",
}


def name(row: Absence) -> str:
    """« Delorme Kévin »."""
    return f"{row.last_name} {row.first_name}"


def when(row: Absence) -> str:
    """« lun. 16/11 matin », « lun. 16/11 matin – mar. 17/11 après-midi »."""
    first, last = _slot(*row.first), _slot(*row.last)
    return first if len(row.keys) == 1 else f"{first} – {last}"


def _slot(day: dt.date, half_day: str) -> str:
    words = HALF_DAY_WORDS[half_day]  # type: ignore[index]  # AM or PM
    return f"{french.WEEKDAYS[day.weekday()][:3]}. {french.day_month(day)} {words}"


def badge(row: Absence) -> tuple[str, Tone]:
    """Where it stands."""
    return label("absence_stage", row.stage), _TONES[row.stage]


def half_days(row: Absence) -> list[AbsentHalfDay]:
    """Its half-days, as the form shows them."""
    return [
        AbsentHalfDay(key, day, half, row.status, row.document_on, row.document_kind)
        for key, (day, half) in zip(row.keys, row.slots, strict=True)
    ]


COLUMNS = (
    Column("who", "Apprenant", 132, name, bold_part=lambda row: row.last_name, tooltip=name),
    Column("cohort", "Cohorte", 112, lambda row: row.cohort_code),
    Column("when", "Quand", 138, when, tooltip=when),
    Column(
        "reason",
        "Motif",
        110,
        lambda row: mark_words(row.status),
        stretch=True,
        tooltip=lambda row: mark_words(row.status),
    ),
    Column("stage", "État", 144, lambda row: badge(row)[0], badge=badge),
    Column("until", "Avant le", 82, lambda row: french.short_date(row.until)),
)
