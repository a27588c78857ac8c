"""What the report is about, above it: period or horizon, cohorts, and the day it looks back from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.cohorts import CohortSummary
from gen_desktop.ui.reports.cohort_picker import Choice, CohortPicker, Whole
from gen_desktop.ui.reports.date_pickers import DayPicker, PeriodPicker
from gen_desktop.ui.reports.periods import Period
from gen_desktop.ui.reports.scopes import (
    OF_TODAY,
    WHOLE_FILE,
    WITH_HORIZON,
    EvaluationScope,
    FollowUpScope,
    Scope,
    horizons,
)
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.popover import PopoverChip

NAMED = 2
"""Up to that many cohorts are named on the chip; more are counted."""


class ScopeBar(QWidget):
    """``changed(scope)`` when the person asks for something else."""

    changed = Signal(object)

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._scope: Scope | None = None
        self._cohorts: Sequence[CohortSummary] = ()
        self.periods = PeriodPicker(today, self)
        self.picker = CohortPicker(self)
        self.days = DayPicker(today, self)
        self.period_chip = PopoverChip("Période", self.periods, self)
        self.cohort_chip = PopoverChip("Cohortes", self.picker, self)
        self.horizon_chip = MenuChip("Échéance", self)
        self.horizon_chip.set_choices(horizons())
        self.day_chip = PopoverChip("Données arrêtées", self.days, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for chip in (self.period_chip, self.cohort_chip, self.horizon_chip, self.day_chip):
            layout.addWidget(chip)
        layout.addStretch(1)
        self.periods.picked.connect(self._on_period)
        self.picker.picked.connect(self._on_cohorts)
        self.horizon_chip.chosen.connect(self._on_horizon)
        self.days.picked.connect(self._on_day)

    def set_cohorts(self, cohorts: Sequence[CohortSummary]) -> None:
        """The cohorts to choose from, the latest first."""
        self._cohorts = cohorts
        if self._scope is not None:
            self.show_scope(self._scope)

    def show_scope(self, scope: Scope) -> None:
        """Show what the report is about, without a signal."""
        self._scope = scope
        day, usual = scope.day(self._today()), replace(scope, as_of=None).day(self._today())
        self.days.set_day(day, usual)
        words = f"Données au {french.short_date(day)}"
        self.day_chip.say(words, narrowed=day != usual, tooltip="Rien n’est compté après ce jour")
        self.period_chip.setVisible(isinstance(scope, FollowUpScope))
        self.horizon_chip.setVisible(scope.kind in WITH_HORIZON)
        self.cohort_chip.setVisible(scope.kind not in WHOLE_FILE)
        self.day_chip.setVisible(scope.kind not in OF_TODAY)
        if isinstance(scope, FollowUpScope):
            self.periods.set_period(scope.period)
            self.period_chip.say(scope.period.words[0].upper() + scope.period.words[1:])
        else:
            self.horizon_chip.set_value(scope.horizon)
        self._show_cohorts(scope)

    def _show_cohorts(self, scope: Scope) -> None:
        if isinstance(scope, FollowUpScope):
            wholes = [Whole(None, "Toutes les cohortes")]
            chosen = Choice(ids=scope.cohort_ids or ())
        else:
            years = sorted({cohort.end.year for cohort in self._cohorts}, reverse=True)
            wholes = [Whole(year, f"Année {year}, cohortes qui y finissent") for year in years]
            chosen = Choice(scope.year, () if scope.year is not None else scope.cohort_ids)
        self.picker.set_choices(wholes, [_line(cohort) for cohort in self._cohorts])
        self.picker.set_choice(chosen)
        codes = [cohort.code for cohort in self._cohorts if cohort.id in chosen.ids]
        self.cohort_chip.say(_words(scope, codes), tooltip=", ".join(codes) if len(codes) > NAMED else "")

    def _on_period(self, period: Period) -> None:
        if isinstance(self._scope, FollowUpScope) and period != self._scope.period:
            self._ask(replace(self._scope, period=period, as_of=None))

    def _on_cohorts(self, choice: Choice) -> None:
        if isinstance(self._scope, FollowUpScope):
            self._ask(replace(self._scope, cohort_ids=choice.ids or None))
        elif isinstance(self._scope, EvaluationScope):
            year = None if choice.ids else choice.key
            self._ask(replace(self._scope, cohort_ids=choice.ids, year=year))

    def _on_horizon(self, horizon: int) -> None:
        if isinstance(self._scope, EvaluationScope):
            self._ask(replace(self._scope, horizon=horizon))

    def _on_day(self, day: dt.date | None) -> None:
        if self._scope is None:
            return
        usual = replace(self._scope, as_of=None)
        wanted = usual if day == usual.day(self._today()) else replace(self._scope, as_of=day)
        if wanted != self._scope:
            self._ask(wanted)

    def _ask(self, scope: Scope) -> None:
        self.show_scope(scope)
        self.changed.emit(scope)


def _line(cohort: CohortSummary) -> tuple[int, str, str]:
    return cohort.id, cohort.code, french.date_range(cohort.start, cohort.end)


def _words(scope: Scope, codes: Sequence[str]) -> str:
    if codes:
        return ", ".join(codes) if len(codes) <= NAMED else french.plural(len(codes), "cohorte")
    if isinstance(scope, EvaluationScope):
        return "Choisir une cohorte" if scope.year is None else f"Année {scope.year}"
    return "Toutes les cohortes"
