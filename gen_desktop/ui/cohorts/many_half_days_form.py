"""Several half-days of a cohort changed at once: « tous les lundis matin », a range of days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.models.calendar import HALF_DAY_WORDS, HALF_DAYS
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.ui.cohorts.calendar_forms import Proposals, mode_combo
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

MISSING = {"module": "Sans module", "trainer": "Sans formateur", "place": "Sans salle"}
UNCHANGED = "Ne pas changer"


class ManyHalfDaysForm(SideForm):
    """Which half-days, then what they take; what is left empty stays as it is."""

    def __init__(
        self, ctx: AppContext, cohort: CohortDetail, rows: Sequence[HalfDayRow], known: Proposals
    ) -> None:
        super().__init__(ctx, "Modifier plusieurs demi-journées", cohort.code)
        self._half_days = rows
        self.first, self.last = DateEdit(ctx.today), DateEdit(ctx.today)
        self.first.set_value(cohort.start)
        self.last.set_value(cohort.end)
        weekdays = [(str(number), name.capitalize()) for number, name in enumerate(french.WEEKDAYS)]
        self.weekday = CodeCombo(weekdays, none_text="Tous les jours")
        halves = [(half, HALF_DAY_WORDS[half].capitalize()) for half in HALF_DAYS]
        self.half = CodeCombo(halves, none_text="Matin et après-midi")
        self.missing = CodeCombo(list(MISSING.items()), none_text="Toutes")
        self._count = label("", "strong", wrap=True)
        self.module = suggesting(lambda: known.modules)
        self.trainer = suggesting(lambda: known.trainers)
        self.place = suggesting(lambda: known.places)
        self.mode = mode_combo(UNCHANGED)
        for field in (self.module, self.trainer, self.place):
            field.setPlaceholderText(UNCHANGED.lower())
        self._add_rows()
        self._show_count()
        self.start()

    def choose(self, *, day: date | None = None, half: str | None = None, missing: str | None = None) -> None:
        """Begin with the half-days of that weekday from that day on, or with those that lack something."""
        if day is not None:
            self.first.set_value(day)
            self.weekday.set_code(str(day.weekday()))
        self.half.set_code(half)
        self.missing.set_code(missing)
        self._show_count()
        self.start()

    def chosen(self) -> list[int]:
        """The half-days that would change."""
        first, last = self.first.value() or date.min, self.last.value() or date.max
        weekday, half, missing = self.weekday.code(), self.half.code(), self.missing.code()
        return [
            row.id
            for row in self._half_days
            if first <= row.held_on <= last
            and weekday in (None, str(row.held_on.weekday()))
            and half in (None, row.half_day)
            and (missing is None or not getattr(row, missing))
        ]

    def write(self) -> Change:
        ids = self.chosen()
        if not ids:
            raise InvalidInput.one("", "Aucune demi-journée ne répond à ce choix.")
        changes: dict[str, Any] = {
            name: field.text().strip()
            for name, field in (("module", self.module), ("trainer", self.trainer), ("place", self.place))
            if field.text().strip()
        }
        if self.mode.code() is not None:
            changes["delivery_mode"] = self.mode.code()
        if not changes:
            raise InvalidInput.one("", "Dites ce qui change\u00a0: module, formateur, salle ou mode.")
        return change_class_sessions(self.ctx.db, ids, changes)

    def take_focus(self) -> None:
        self.module.setFocus()

    def put_back(self, typed: Any) -> None:
        super().put_back(typed)
        self._show_count()

    def _add_rows(self) -> None:
        self.rows.add("first", "Du", self.first)
        self.rows.add("last", "Au", self.last)
        self.rows.add("weekday", "Jour", self.weekday)
        self.rows.add("half_day", "Demi-journée", self.half)
        self.rows.add("missing", "Seulement", self.missing)
        self.rows.add_wide(self._count)
        self.rows.add("module", "Module", self.module)
        self.rows.add("trainer", "Formateur", self.trainer)
        self.rows.add("place", "Salle", self.place)
        self.rows.add("delivery_mode", "Mode", self.mode)
        for day in (self.first, self.last):
            day.changed.connect(lambda _day: self._show_count())
        for combo in (self.weekday, self.half, self.missing):
            combo.currentIndexChanged.connect(lambda _index: self._show_count())

    def _show_count(self) -> None:
        count = len(self.chosen())
        self._count.setText(
            f"{french.plural(count, 'demi-journée')} {french.form(count, 'concernée', 'concernées')}"
            if count
            else "Aucune demi-journée ne répond à ce choix"
        )
        self.save_button.setEnabled(count > 0)
