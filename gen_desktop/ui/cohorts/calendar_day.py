"""One day of the calendar of a cohort, in words, with what can be done to its half-days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import HALF_DAYS, HalfDay
from gen_desktop.models.cohort_plan import usual_slot
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.services.class_sessions import ClassSessionInput
from gen_desktop.ui.cohorts.day_words import half_day_sentence, half_of
from gen_desktop.ui.widgets.basics import button, label, line

ARTICLES: dict[HalfDay, str] = {"AM": "le matin", "PM": "l’après-midi"}
OF: dict[HalfDay, str] = {"AM": "du matin", "PM": "de l’après-midi"}


@dataclass(frozen=True)
class Wish:
    """What the person wants done to a half-day: edit, move, remove, delete (with its marks), history."""

    what: str
    row: HalfDayRow


class DayBox(QWidget):
    """Says what the person wants; the calendar passes it on."""

    wished = Signal(object)
    """A Wish."""
    removal_wanted = Signal(object)
    """The ids of the half-days of a whole day."""
    addition_wanted = Signal(object)
    """A ClassSessionInput."""
    attendance_wanted = Signal(object)
    many_wanted = Signal(object, object)
    """A day, and a half-day of it: those of that weekday are to be changed together."""
    closed = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._made: list[QWidget] = []
        self._buttons: list[QPushButton] = []
        self._title = label("", "strong")
        self._said = label("", "secondary", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(line())
        self._layout.addWidget(self._title)
        self._layout.addWidget(self._said)

    def buttons(self) -> list[QPushButton]:
        """What can be done to the day shown."""
        return list(self._buttons)

    def show_day(
        self, day: date, held: Sequence[HalfDayRow], cohort: CohortDetail, remarks: Sequence[str]
    ) -> None:
        """``remarks``: its public holiday, why it is closed."""
        self._clear()
        self._title.setText(french.long_date(day))
        is_out = not cohort.start <= day <= cohort.end
        said = [*remarks, *(["Hors des dates de la cohorte."] if is_out else [])]
        if not said and not held:
            said = ["Rien de prévu."]
        self._said.setText("\n".join(said))
        self._said.setVisible(bool(said))
        for row in held:
            self._show_half_day(row, cohort.course_mode)
        if held:
            self._add_row(("Ouvrir l’émargement", "", partial(self.attendance_wanted.emit, day)))
            for row in held:
                half = half_of(row)
                text = f"Tous les {french.WEEKDAYS[day.weekday()]}s, {ARTICLES[half]}…"
                self._add_row((text, "", partial(self.many_wanted.emit, day, half)))
        if len([row for row in held if not row.marks]) == len(HALF_DAYS):
            ids = [row.id for row in held]
            self._add_row(("Retirer la journée", "", partial(self.removal_wanted.emit, ids)))
        if not is_out:
            self._offer_addition(day, held, cohort)
        self._add_row(("Tout le calendrier", "", partial(self.closed.emit)))

    def _show_half_day(self, row: HalfDayRow, course_mode: str | None) -> None:
        said = label(half_day_sentence(row, self._today, course_mode), wrap=True)
        self._made.append(said)
        self._layout.addWidget(said)
        half = half_of(row)
        article = ARTICLES[half]

        def wish(what: str) -> partial[None]:
            return partial(self.wished.emit, Wish(what, row))

        removal = ("Retirer", f"Retirer {article}", wish("remove"))
        if row.marks:
            marks = french.plural(row.marks, "émargement")
            removal = ("Supprimer…", f"Supprimer {article} et {marks}…", wish("delete"))
        self._add_row(
            ("Modifier…", f"Modifier {article}", wish("edit")),
            ("Déplacer…", f"Déplacer {article}", wish("move")),
            removal,
            ("Historique", f"Historique {OF[half]}", wish("history")),
        )

    def _offer_addition(self, day: date, held: Sequence[HalfDayRow], cohort: CohortDetail) -> None:
        for half in HALF_DAYS:
            if half not in {row.half_day for row in held}:
                slot = usual_slot(cohort.pattern, day, half)
                values = ClassSessionInput(day, half, slot.starts_at, slot.ends_at)
                hours = f"de {french.clock(slot.starts_at)} à {french.clock(slot.ends_at)}"
                text = f"Ajouter {ARTICLES[half]}, {hours}"
                self._add_row((text, "", partial(self.addition_wanted.emit, values)))

    def _add_row(self, *offers: tuple[str, str, partial[None]]) -> None:
        """Links side by side: what they say, what they are called, what they do."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for text, name, slot in offers:
            made = button(text, slot, kind="link")
            made.setAccessibleName(name or text)
            self._buttons.append(made)
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        self._made.append(holder)
        self._layout.addWidget(holder)

    def _clear(self) -> None:
        self._buttons.clear()
        while self._made:
            old = self._made.pop()
            old.hide()
            old.deleteLater()


def half_day_name(row: HalfDayRow, code: str) -> str:
    """« lundi 16 novembre matin de DWWM 2026-2 »."""
    return f"{long_slot_label(row.held_on, row.half_day)} de {code}"
