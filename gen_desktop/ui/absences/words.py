"""An absence in words: the columns of the list and the head of its panel."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.models.absence import Stage
from gen_desktop.models.attendance import mark_words, slot_label
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
    """« lun. 16 matin », « du lun. 16 matin au mar. 17 après-midi, novembre 2026 »."""
    first, last = slot_label(*row.first), slot_label(*row.last)
    month = french.month_name(row.last[0])
    return f"{first}, {month}" if len(row.keys) == 1 else f"du {first} au {last}, {month}"


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
    Column("who", "Apprenant", 180, name, bold_part=lambda row: row.last_name),
    Column("cohort", "Cohorte", 120, lambda row: row.cohort_code),
    Column("when", "Quand", 240, when, stretch=True),
    Column("reason", "Motif", 150, lambda row: mark_words(row.status)),
    Column("stage", "État", 150, lambda row: badge(row)[0], badge=badge),
    Column("until", "Avant le", 90, lambda row: french.short_date(row.until)),
)
