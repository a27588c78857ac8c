"""The filters above the call list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.queries.call_order import CallCounts, CallCriteria, View
from gen_desktop.reference.horizons import horizon_words
from gen_desktop.ui.widgets.basics import icon_button
from gen_desktop.ui.widgets.chips import ChipBar, MenuChip, ToggleChip

TYPING_DELAY_MS = 150
VIEWS: dict[View, tuple[str, str]] = {
    "to_call": ("À relancer", "Échéance ouverte ou passée, situation inconnue"),
    "late": ("En retard", "La fenêtre de l’échéance est passée, situation inconnue"),
    "answered": ("Répondu", "Situation connue"),
    "all": ("Tous", "Toutes les échéances ouvertes, y compris refus et injoignables"),
}


class FilterBar(QWidget):
    """``changed`` when the person asks for something else; the page reads ``criteria``."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: View = "to_call"
        self.views = {view: ToggleChip(text, self) for view, (text, _) in VIEWS.items()}
        group = QButtonGroup(self)
        for view, chip in self.views.items():
            chip.setToolTip(VIEWS[view][1])
            group.addButton(chip)
            chip.clicked.connect(partial(self._on_view, view))
        self.views["to_call"].setChecked(True)
        self.horizons = MenuChip("Échéance", self)
        self._horizons: Sequence[int] = ()
        self.set_horizons(())
        self.cohorts = MenuChip("Cohorte", self)
        self.set_cohorts(())
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("Filtrer")
        self.text.setAccessibleName("Filtrer la liste d’appels")
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(150)
        self.text.installEventFilter(self)
        self.text.hide()
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(TYPING_DELAY_MS)
        self._lay_out()
        self._connect()

    @property
    def view(self) -> View:
        """The chip taken."""
        return self._view

    def criteria(self) -> CallCriteria:
        """What is asked for, without the order."""
        cohort_id = self.cohorts.value
        return CallCriteria(
            view=self._view,
            horizon=self.horizons.value,
            cohort_ids=None if cohort_id is None else (cohort_id,),
            text=self.text.text(),
        )

    def set_horizons(self, horizons: Sequence[int]) -> None:
        """The horizons to choose from; the present choice is kept, and stays in the list."""
        self._horizons = horizons
        self._choose_horizon(self.horizons.value)

    def set_cohorts(self, cohorts: Sequence[tuple[int, str]]) -> None:
        """The cohorts to choose from; the present choice is kept if it is still there."""
        self.cohorts.set_choices([(None, "Toutes les cohortes"), *cohorts])

    def set_counts(self, counts: CallCounts) -> None:
        """How many lines each chip would leave."""
        for view in ("to_call", "late", "answered"):
            self.views[view].set_count(getattr(counts, view))

    def show_view(self, view: View, horizon: int | None = None) -> None:
        """That view of one horizon (None: of all), every cohort."""
        self._forget()
        self._view = view
        self.views[view].setChecked(True)
        self._choose_horizon(horizon)
        self.changed.emit()

    def clear(self) -> None:
        """Every horizon and cohort again, in the view shown."""
        self.show_view(self._view)

    def narrows(self) -> bool:
        """Whether something beside the view is asked for."""
        return self.criteria() != CallCriteria(view=self._view)

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
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._tell()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        bar = ChipBar(*self.views.values(), parent=self)
        bar.add_right(self.text)
        bar.add_right(icon_button("filter", "Filtrer la liste (Ctrl F)", self.open_text))
        bar.add_right(self.horizons)
        bar.add_right(self.cohorts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(bar)

    def _connect(self) -> None:
        for chip in (self.horizons, self.cohorts):
            chip.chosen.connect(lambda _value: self._tell())
        self.text.textChanged.connect(lambda _text: self._delay.start())
        self._delay.timeout.connect(self._tell)

    def _on_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self._tell()

    def _choose_horizon(self, horizon: int | None) -> None:
        """Show that choice; one that nobody is asked about any more is offered all the same."""
        shown = {*self._horizons, *(() if horizon is None else (horizon,))}
        offered = [(months, _words(months)) for months in sorted(shown)]
        self.horizons.set_choices([(None, "Toutes les échéances"), *offered])
        self.horizons.set_value(horizon)

    def _forget(self) -> None:
        self.cohorts.set_value(None)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self.text.hide()

    def _tell(self) -> None:
        self._delay.stop()
        self.changed.emit()


def _words(months: int) -> str:
    """« À la sortie », « À 6 mois »."""
    said = horizon_words(months)
    return f"{said[0].upper()}{said[1:]}"
