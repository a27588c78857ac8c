"""The columns of the call list."""

from __future__ import annotations

from datetime import date

from PySide6.QtGui import QFontMetrics

from gen_desktop import french
from gen_desktop.queries.follow_ups import CallRow
from gen_desktop.reference.lists import label
from gen_desktop.ui import theme
from gen_desktop.ui.placements import words
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.row_delegate import PADDING

PHONE, ATTEMPTS, SITUATION = 4, 5, 6
"""Places of the columns among which the view chooses."""
KNOWN_BY_SPELL = "Connue par un fait daté ou par le motif de la sortie, sans appel"
NAME = 114
"""Pixels a name is given at least: it takes what the others leave."""


def columns(today: date) -> tuple[Column, ...]:
    """The columns; dates of another year say theirs."""
    return (
        Column(
            "name",
            "Apprenant",
            NAME,
            lambda row: f"{row.last_name} {row.first_name}",
            sort="name",
            bold_part=lambda row: row.last_name,
            mark=lambda row: ("pas de rappel", "attention") if row.refuses_calls else None,
            tooltip=lambda row: words.REFUSES_CALLS.capitalize() if row.refuses_calls else "",
            stretch=True,
        ),
        Column("cohort", "Cohorte", _fit("TSSR 2026-1"), lambda row: row.cohort_code, sort="cohort"),
        Column(
            "horizon",
            "Échéance",
            _fit("12 mois"),
            lambda row: words.horizon(row.call.horizon),
            sort="horizon",
        ),
        Column(
            "before",
            "Avant le",
            _fit("00/00 · retard"),
            lambda row: _before(row, today),
            sort="before",
            tone=lambda row: "wrong" if row.is_late else "",
            tooltip=_window_words,
        ),
        Column(
            "phone",
            "Téléphone",
            _fit("06 00 00 00 00"),
            lambda row: french.phone(row.phone),
            tooltip=_reached,
            tone=lambda row: "attention" if row.refuses_calls else "secondary" if _is_relay(row) else "",
        ),
        Column(
            "attempts",
            "Tentatives",
            _fit("2 appels, 00/00"),
            lambda row: words.attempts(row.attempts, today),
            tone=lambda row: "secondary",
            tooltip=lambda row: "\n".join(words.attempt(attempt, today) for attempt in row.attempts),
        ),
        Column(
            "situation",
            "Situation",
            _fit("En recherche d’emploi"),
            _situation,
            tooltip=_recorded,
            shown=False,
        ),
    )


def _fit(text: str) -> int:
    """The pixels a cell needs for that text: fonts of systems differ more than the words."""
    return QFontMetrics(theme.font()).horizontalAdvance(text) + 2 * PADDING + 1


def _horizon(row: CallRow) -> str:
    return words.horizon(row.call.horizon)


def _before(row: CallRow, today: date) -> str:
    said = words.day(row.before, today)
    return f"{said} · retard" if row.is_late else said


def _window_words(row: CallRow) -> str:
    return f"Situation au {french.short_date(row.due_on)}, à relever jusqu’au {french.short_date(row.before)}"


def _reached(row: CallRow) -> str:
    """Every way to reach the person, and that she would rather not be."""
    lines = [words.REFUSES_CALLS.capitalize()] if row.refuses_calls else []
    lines += ["Numéro d’un relais, faute d’un numéro de la personne"] if _is_relay(row) else []
    lines += [row.email] if row.email else []
    lines += [one.words for one in row.contacts]
    return "\n".join(lines)


def _is_relay(row: CallRow) -> bool:
    """Whether the number to dial is of somebody who is asked for news of the person."""
    return any(one.is_relay for one in row.contacts if one.value == row.phone)


def _situation(row: CallRow) -> str:
    return french.UNKNOWN if row.situation is None else label("outcome_situation", row.situation)


def _recorded(row: CallRow) -> str:
    if row.recorded_on is None:
        return "" if row.situation is None else f"{_situation(row)}\n{KNOWN_BY_SPELL}"
    return f"{_situation(row)}\nRelevée le {french.short_date(row.recorded_on)}"
