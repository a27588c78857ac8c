"""The frame of the form: the person at the top, what scrolls, and what it counts as at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gen_desktop.ui import actions
from gen_desktop.ui.placements.call_head import MARGIN, CallHead
from gen_desktop.ui.widgets.basics import LabelRole, button, label, line, set_role
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.key_hints import key_cap

EMPTY = "Choisissez une personne dans la liste pour l’appeler."
NOTHING = "rien encore"


class CallFrame(QFrame):
    """What is always there around the questions; ``CallForm`` puts them in and makes them work."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.head = CallHead()
        self.wrong = Notice("wrong", "")
        self.known = Notice("accent", "")
        self.clear_button = button("Supprimer", kind="link", tooltip="Supprimer la situation enregistrée")
        self.same_button = ElidedButton()
        self.too_soon = label("", "small", wrap=True)
        self._counts = label("Compte comme", "secondary")
        self.counted = label("", "strong", wrap=True)
        self.definitions = label("", "small", wrap=True)
        self.definitions.hide()
        self.save_button = _with_keys("Enregistrer et suivant", actions.keys_text("save_next"))
        self._body = QVBoxLayout()
        self._area = QScrollArea()
        self._layers = QStackedWidget()
        self._lay_out()

    def add(self, widget: QWidget) -> None:
        """Put a question or its fields under those already there."""
        self._body.insertWidget(self._body.count() - 1, widget)

    def show_record(self, shown: bool) -> None:
        """The form, or its empty sentence."""
        self._layers.setCurrentIndex(1 if shown else 0)

    def to_top(self, widget: QWidget | None = None) -> None:
        """Scroll so that this widget is the first seen; without one, the first question."""
        top = 0 if widget is None else widget.y() - self._body.spacing()
        self._area.verticalScrollBar().setValue(top)

    def say(self, sentences: Sequence[str]) -> None:
        """What is wrong and belongs to no field; nothing takes it away."""
        self.wrong.setVisible(bool(sentences))
        if sentences:
            self.wrong.set("wrong", sentences[0], "\n".join(sentences[1:]))
            self.to_top()

    def show_known(self, situation: str, detail: str, *, may_clear: bool = True) -> None:
        """What is known already; '' for nothing. ``may_clear``: it is an answer, that can be taken away."""
        self.clear_button.setVisible(may_clear)
        self._recorded.setVisible(bool(situation))
        self.known.set("accent", situation, detail)

    def show_same(self, question: str) -> None:
        """The job told at an earlier horizon; '' for none."""
        self._same.setVisible(bool(question))
        self.same_button.set_text(question)

    def show_counted(self, text: str, role: LabelRole) -> None:
        """What the answers count as."""
        self.counted.setText(text or NOTHING)
        set_role(self.counted, "role", role or "secondary")

    def _lay_out(self) -> None:
        self._same = _side_by_side(self.same_button, key_cap(actions.keys_text("same_job")))
        self._recorded = _side_by_side(self.known, self.clear_button)
        holder = QWidget()
        holder.setProperty("role", "clear")
        holder.setAutoFillBackground(False)
        holder.setLayout(self._body)
        self._body.setContentsMargins(MARGIN, 10, MARGIN, 12)
        self._body.setSpacing(8)
        for widget in (self.wrong, self._recorded, self._same):
            self._body.addWidget(widget)
        self._body.addStretch(1)
        self.wrong.hide()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(holder)
        self._area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        record = QWidget()
        inner = QVBoxLayout(record)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(line())
        inner.addWidget(self._area, 1)
        inner.addWidget(line())
        inner.addLayout(self._foot())
        self._layers.addWidget(EmptyState(EMPTY, icon="phone"))
        self._layers.addWidget(record)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(self._layers)

    def _foot(self) -> QHBoxLayout:
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._counts)
        said.addWidget(self.counted)
        said.addWidget(self.definitions)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 8, MARGIN, 10)
        foot.setSpacing(8)
        foot.addLayout(said, 1)
        foot.addWidget(self.save_button)
        return foot


class ElidedButton(QPushButton):
    """A button whose words end with "…" where there is no room: the name of an employer can be long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = ""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """The whole text, shown as far as it fits."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 2 * MARGIN
        shown = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideRight, max(room, 40))
        self.setText(shown)
        self.setToolTip(self._full if shown != self._full else "")


def _side_by_side(wide: QWidget, small: QWidget) -> QWidget:
    """Both on one line, the first taking the room."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(wide, 1)
    row.addWidget(small)
    return made


def _with_keys(text: str, keys: str) -> QPushButton:
    """The filled button, with its keys drawn inside at the right."""
    made = button(text, kind="primary", tooltip=keys)
    made.setAccessibleName(text)
    cap = key_cap(keys)
    cap.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 10, 0)
    layout.addStretch(1)
    layout.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
    made.ensurePolished()
    cap.ensurePolished()
    words = QFontMetrics(made.font()).horizontalAdvance(text)
    made.setMinimumWidth(words + cap.sizeHint().width() + 36)
    # The words are centered by the style: as much air after them as the keys take.
    air = QFontMetrics(made.font()).horizontalAdvance("\u2002")
    made.setText(text + "\u2002" * max(1, round((cap.sizeHint().width() + 8) / max(air, 1))))
    return made
