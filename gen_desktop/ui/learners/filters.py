"""The filters above the list of learners: the daily ones as chips, the others in « Plus de filtres »."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.queries.criteria import YOUNG, LearnerCriteria
from gen_desktop.queries.filter_choices import COHORT, STATE, Choices
from gen_desktop.queries.list_filters import Among, Between, Narrowing
from gen_desktop.reference.lists import code_list
from gen_desktop.ui.learners.more_filters import MoreFilters
from gen_desktop.ui.widgets.basics import button, icon_button, label
from gen_desktop.ui.widgets.chips import FilterChip, ToggleChip
from gen_desktop.ui.widgets.flow import FlowLayout
from gen_desktop.ui.widgets.many_choices import ManyChoices
from gen_desktop.ui.widgets.popover import PopoverChip

TYPING_DELAY_MS = 150
STATE_KEY = "learners/states"
ALL_COHORTS, ALL_STATES = "Toutes les cohortes", "Tous les statuts"
LINE = 30
"""Pixels of a line of chips."""
NAMED = 2
"""Up to that many choices are named on a chip; more are counted."""
PRESETS: dict[str, tuple[str, Narrowing, str]] = {
    "women": ("Femmes", Among("sex", ("F",)), ""),
    "qpv": ("QPV", Among("qpv", ("yes",)), "Habite un quartier prioritaire à l’entrée"),
    "rural": ("ZRR", Among("rural", ("yes",)), "Commune en zone rurale (ZRR, puis FRR) à l’entrée"),
    "under_26": (
        f"Moins de {YOUNG} ans",
        Between("age_at_entry", high=YOUNG),
        f"Moins de {YOUNG} ans à l’entrée",
    ),
}
INCOMPLETE = "À compléter"


class FilterBar(QWidget):
    """``changed`` when the person asks for something else; the page reads ``criteria``.

    ``save_asked`` and ``columns_asked``: the view is to be kept, the columns to be chosen.
    """

    changed = Signal()
    save_asked = Signal()
    columns_asked = Signal()

    def __init__(self, state: QSettings, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._choices: Choices = {COHORT: (), STATE: _states()}
        self._criteria = LearnerCriteria(states=self._kept_states())
        self.cohorts = ManyChoices("Cohortes", self)
        self.states = ManyChoices("Statuts", self)
        self.cohort_chip = PopoverChip("Cohorte", self.cohorts, self)
        self.state_chip = PopoverChip("Statut", self.states, self)
        self.switches = {name: ToggleChip(text, self) for name, (text, _, _) in PRESETS.items()}
        self.incomplete = ToggleChip(INCOMPLETE, self)
        self.incomplete.setToolTip("Fiches où manque un fait que les rapports demandent, ou à corriger")
        self.more = MoreFilters(today, self)
        self.chips: dict[str, FilterChip] = {}
        self.pointed = FilterChip(self)
        self.pointed.hide()
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("Filtrer")
        self.text.setAccessibleName("Filtrer la liste")
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(130)
        self.text.installEventFilter(self)
        self.text.hide()
        self.save_link = button("Enregistrer cette vue", self.save_asked.emit, kind="link")
        self.save_link.hide()
        self.count = label("", "secondary")
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(TYPING_DELAY_MS)
        self._lay_out()
        self._connect()
        self._show()

    def criteria(self) -> LearnerCriteria:
        """What is asked for, without the order."""
        return self._criteria

    def set_choices(self, choices: Choices) -> None:
        """What each filter offers now."""
        self._choices = choices
        self.cohorts.set_choices(choices[COHORT])
        self.states.set_choices(choices[STATE])
        self.more.set_choices(choices)
        self._show()

    def set_counts(self, shown: int, incomplete: int) -> None:
        """How many are listed, and how many of them are incomplete."""
        self.count.setText(french.plural(shown, "apprenant"))
        self.incomplete.set_count(incomplete or None)

    def show_criteria(self, criteria: LearnerCriteria, *, quiet: bool = False) -> None:
        """Ask for exactly that; ``quiet``: without a signal."""
        self.blockSignals(quiet)
        self._take(criteria)
        self.blockSignals(False)

    def point_at(self, learner_ids: Sequence[int]) -> None:
        """Only these people (a figure was clicked), until the chip that says so is taken off."""
        self._take(LearnerCriteria(learner_ids=tuple(learner_ids)))

    def show_cohort(self, cohort_id: int) -> None:
        """Everybody of that cohort."""
        self._take(LearnerCriteria(cohort_ids=(cohort_id,)))

    def clear(self) -> None:
        """Everybody again."""
        self._take(LearnerCriteria())

    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self._criteria != LearnerCriteria()

    def open_text(self) -> None:
        """What Ctrl+F does."""
        self.text.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.text.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.text.clear()
                self.text.hide()
                self._on_text()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_text()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        holder = QWidget(self)
        self._flow = FlowLayout(holder)
        every = (self.cohort_chip, self.state_chip, *self.switches.values(), self.incomplete)
        for widget in (*every, self.more.chip, self.pointed):
            self._flow.addWidget(widget)
        self._flow.addWidget(self.text)
        self._flow.addWidget(self.save_link)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        layout.addWidget(holder, 1)
        self.count.setMinimumHeight(LINE)
        layout.addWidget(self.count, 0, top)
        choose = icon_button("columns", "Choisir les colonnes", self.columns_asked.emit)
        layout.addWidget(choose, 0, top)

    def _connect(self) -> None:
        self.cohorts.changed.connect(self._on_cohorts)
        self.states.changed.connect(self._on_states)
        for name, chip in self.switches.items():
            chip.setToolTip(PRESETS[name][2])
            chip.toggled.connect(partial(self._on_switch, name))
        self.incomplete.toggled.connect(self._on_incomplete)
        self.more.chosen.connect(self._set)
        self.more.text_asked.connect(self.open_text)
        self.pointed.clicked.connect(self._unpoint)
        self.pointed.removed.connect(self._unpoint)
        self.text.textChanged.connect(lambda _text: self._delay.start())
        self._delay.timeout.connect(self._on_text)

    def _on_cohorts(self, values: tuple[str, ...]) -> None:
        self._take(self._with(cohort_ids=tuple(int(value) for value in values) or None))

    def _on_states(self, values: tuple[str, ...]) -> None:
        self._take(self._with(states=values))

    def _on_switch(self, name: str, on: bool) -> None:
        preset = PRESETS[name][1]
        self._set(preset.filter, preset if on else None)

    def _on_incomplete(self, on: bool) -> None:
        self._take(self._with(incomplete=on))

    def _on_text(self) -> None:
        self._delay.stop()
        self._take(self._with(text=self.text.text()))

    def _unpoint(self) -> None:
        self._take(self._with(learner_ids=None))

    def _set(self, filter_id: str, narrowing: Narrowing | None) -> None:
        """Put a filter in force, change it, or take it off."""
        others = {one.filter: one for one in self._criteria.narrowings}
        if narrowing is None:
            others.pop(filter_id, None)
        else:
            others[filter_id] = narrowing
        self._take(self._with(narrowings=tuple(others.values())))

    def _with(self, **values: object) -> LearnerCriteria:
        return replace(self._criteria, **values)  # type: ignore[arg-type]

    def _take(self, criteria: LearnerCriteria) -> None:
        self._delay.stop()
        if criteria == self._criteria:
            return
        if criteria.states != self._criteria.states:
            self._state.setValue(STATE_KEY, "|".join(criteria.states))
        self._criteria = criteria
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        criteria = self._criteria
        self._say_cohorts([str(one) for one in criteria.cohort_ids or ()])
        names = [text for value, text in self._choices[STATE] if value in criteria.states]
        states = _named([*names[:1], *(f"{name[0].lower()}{name[1:]}" for name in names[1:])], "statut")
        self.state_chip.say(states or ALL_STATES, narrowed=bool(criteria.states))
        self.states.set_chosen(criteria.states)
        for name, chip in self.switches.items():
            _check(chip, PRESETS[name][1] in criteria.narrowings)
        _check(self.incomplete, criteria.incomplete)
        if self.text.text() != criteria.text:
            self.text.blockSignals(True)
            self.text.setText(criteria.text)
            self.text.blockSignals(False)
        if criteria.text:
            self.text.show()
        elif not self.text.hasFocus():
            self.text.hide()
        pointed = criteria.learner_ids
        self.pointed.setVisible(pointed is not None)
        if pointed is not None:
            self.pointed.say("Sélection", french.plural(len(pointed), "personne"))
        self._show_chips(criteria.narrowings)

    def _say_cohorts(self, values: Sequence[str]) -> None:
        names = [label for value, label in self._choices[COHORT] if value in values]
        text = _named(names, "cohorte") if names else french.plural(len(values), "cohorte")
        self.cohort_chip.say(text if values else ALL_COHORTS, narrowed=bool(values), tooltip=", ".join(names))
        self.cohorts.set_chosen(values)

    def _show_chips(self, narrowings: Sequence[Narrowing]) -> None:
        """One chip for each filter in force that has no switch of its own."""
        presets = [narrowing for _, narrowing, _ in PRESETS.values()]
        wanted = {one.filter: one for one in narrowings if one not in presets}
        for gone in [name for name in self.chips if name not in wanted]:
            chip = self.chips.pop(gone)
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for name, narrowing in wanted.items():
            if name not in self.chips:
                self._add_chip(name)
            self.more.say(self.chips[name], narrowing)
        self.more.set_in_force(narrowings)

    def _add_chip(self, name: str) -> None:
        chip = FilterChip(self)
        chip.clicked.connect(lambda _checked=False: self.more.edit(name, chip))
        chip.removed.connect(lambda: self._set(name, None))
        self.chips[name] = chip
        self._flow.insert(self._flow.indexOf(self.pointed), chip)
        chip.show()

    def _kept_states(self) -> tuple[str, ...]:
        kept = str(self._state.value(STATE_KEY, "") or "").split("|")
        return tuple(code for code in kept if code in code_list("enrollment_state"))


def _states() -> tuple[tuple[str, str], ...]:
    return tuple((code.code, code.label) for code in code_list("enrollment_state"))


def _named(names: Sequence[str], what: str) -> str:
    return ", ".join(names) if len(names) <= NAMED else french.plural(len(names), what)


def _check(chip: ToggleChip, on: bool) -> None:
    chip.blockSignals(True)
    chip.setChecked(on)
    chip.blockSignals(False)
