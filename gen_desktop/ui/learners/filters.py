"""The filters above the list of learners."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.ui.widgets.basics import icon_button, label
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip, ToggleChip

TYPING_DELAY_MS = 150
STATE_KEY = "learners/states"
EVERYBODY = "all"
STATES: dict[str, tuple[str, tuple[str, ...]]] = {
    EVERYBODY: ("Tous les statuts", ()),
    "current": ("En formation, admis", ("in_training", "admitted")),
    "in_training": ("En formation", ("in_training",)),
    "candidates": ("Candidats, liste d’attente", ("applicant", "waiting")),
    "admitted": ("Admis", ("admitted",)),
    "completed": ("Terminés", ("completed",)),
    "left_early": ("Abandons", ("left_early",)),
    "neutral_exit": ("Sorties neutres", ("neutral_exit",)),
    "never": ("Refusés, désistés, jamais venus", ("refused", "withdrawn", "no_show")),
}
_SWITCHES = {
    "women": "Femmes",
    "qpv": "QPV",
    "rural": "ZRR",
    "under_26": "Moins de 26 ans",
    "incomplete": "Fiches incomplètes",
}


class FilterBar(QWidget):
    """``changed`` when the person asks for something else; the page reads ``criteria``."""

    changed = Signal()

    def __init__(self, state: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._pointed: tuple[int, ...] | None = None
        self.cohorts = MenuChip("Cohorte", self)
        self.cohorts.set_choices([(None, "Toutes les cohortes")])
        self.states = MenuChip("Statut", self, neutral=EVERYBODY)
        self.states.set_choices([(key, text) for key, (text, _) in STATES.items()])
        self.states.set_value(str(state.value(STATE_KEY, EVERYBODY)))
        self.switches = {name: ToggleChip(text, self) for name, text in _SWITCHES.items()}
        self.switches["rural"].setToolTip("Commune en zone rurale (ZRR, puis FRR) à l’entrée")
        self.switches["under_26"].setToolTip("Moins de 26 ans à l’entrée")
        self.pointed = ToggleChip("", self)
        self.pointed.hide()
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("Filtrer")
        self.text.setAccessibleName("Filtrer la liste")
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(130)
        self.text.installEventFilter(self)
        self.text.hide()
        self.count = label("", "secondary")
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(TYPING_DELAY_MS)
        self._lay_out()
        self._connect()

    def criteria(self) -> LearnerCriteria:
        """What is asked for, without the order."""
        cohort_id = self.cohorts.value
        on = {name: chip.isChecked() for name, chip in self.switches.items()}
        return LearnerCriteria(
            text=self.text.text(),
            cohort_ids=None if cohort_id is None else (cohort_id,),
            states=STATES[self.states.value][1],
            women=on["women"],
            qpv=on["qpv"],
            rural=on["rural"],
            under_26=on["under_26"],
            incomplete=on["incomplete"],
            learner_ids=self._pointed,
        )

    def set_cohorts(self, cohorts: Sequence[tuple[int, str]]) -> None:
        """The cohorts to choose from; the present choice is kept if it is still there."""
        self.cohorts.set_choices([(None, "Toutes les cohortes"), *cohorts])

    def set_counts(self, shown: int, incomplete: int) -> None:
        """How many are listed, and how many of them are incomplete."""
        self.count.setText(french.plural(shown, "apprenant"))
        self.switches["incomplete"].set_count(incomplete or None)

    def point_at(self, learner_ids: Sequence[int]) -> None:
        """Only these people (a figure was clicked), until the chip that says so is taken off."""
        self.clear(quiet=True)
        self._pointed = tuple(learner_ids)
        self.pointed.setText(f"Sélection · {len(self._pointed)} ×")
        self.pointed.setAccessibleName(f"Retirer la sélection de {len(self._pointed)} personnes")
        self.pointed.blockSignals(True)
        self.pointed.setChecked(True)
        self.pointed.blockSignals(False)
        self.pointed.show()
        self.changed.emit()

    def show_cohort(self, cohort_id: int) -> None:
        """Everybody of that cohort."""
        self.clear(quiet=True)
        self.cohorts.set_value(cohort_id)
        self.changed.emit()

    def clear(self, *, quiet: bool = False) -> None:
        """Everybody again."""
        self.blockSignals(True)
        self.cohorts.set_value(None)
        self._take_state(EVERYBODY)
        for chip in self.switches.values():
            chip.setChecked(False)
        self.text.clear()
        self.text.hide()
        self._forget_pointed()
        self.blockSignals(False)
        self._delay.stop()
        if not quiet:
            self.changed.emit()

    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self.criteria() != LearnerCriteria()

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
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._tell()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        bar = ChipBar(self.cohorts, self.states, *self.switches.values(), self.pointed, parent=self)
        bar.add(icon_button("filter", "Filtrer la liste (Ctrl F)", self.open_text))
        bar.add(self.text)
        bar.add_right(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(bar)

    def _connect(self) -> None:
        self.cohorts.chosen.connect(lambda _value: self._tell())
        self.states.chosen.connect(self._on_state)
        for chip in self.switches.values():
            chip.toggled.connect(lambda _on: self._tell())
        self.pointed.toggled.connect(lambda _on: self._on_unpointed())
        self.text.textChanged.connect(lambda _text: self._delay.start())
        self._delay.timeout.connect(self._tell)

    def _on_state(self, value: str) -> None:
        self._state.setValue(STATE_KEY, value)
        self._tell()

    def _take_state(self, value: str) -> None:
        self.states.set_value(value)
        self._state.setValue(STATE_KEY, value)

    def _on_unpointed(self) -> None:
        self._forget_pointed()
        self._tell()

    def _forget_pointed(self) -> None:
        self._pointed = None
        self.pointed.hide()

    def _tell(self) -> None:
        self._delay.stop()
        self.changed.emit()
