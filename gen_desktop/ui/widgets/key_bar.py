"""The line under a grid: the keys that act there, or a sentence, and at its right when it was saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTime
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from gen_desktop.ui.widgets.basics import ElidedLabel, label
from gen_desktop.ui.widgets.key_hints import KeyHints

SPACING = 12


class KeyBar(QWidget):
    """Shows one line at a time. A subclass may add lines of its own to ``lines``."""

    def __init__(self, keys: KeyHints, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = keys
        self._sentence = ElidedLabel("", "attention")
        holder = QWidget(self)
        self.lines = QStackedLayout(holder)
        self.lines.setContentsMargins(0, 0, 0, 0)
        for line in (self.keys, self._sentence):
            self.lines.addWidget(line)
        # The keys may be cut in a narrow window; they must never make it wider.
        holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        holder.setMinimumHeight(KeyHints([("A", "a")]).sizeHint().height())
        self._saved_at = ""
        self.saved = label("", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(holder, 1)
        layout.addWidget(self.saved, 0, Qt.AlignmentFlag.AlignRight)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def saved_text(self) -> str:
        """What is said about saving."""
        return self.saved.text()

    @property
    def sentence(self) -> str:
        """The sentence shown in place of the keys, '' when there is none."""
        return self._sentence.full_text() if self.lines.currentWidget() is self._sentence else ""

    def replace_keys(self, keys: KeyHints) -> None:
        """Other keys act now; they are shown."""
        old, self.keys = self.keys, keys
        self.lines.insertWidget(0, keys)
        self.lines.removeWidget(old)
        old.deleteLater()
        self.show_line(keys)
        self._fit()

    def show_line(self, line: QWidget) -> None:
        """That line alone."""
        self.lines.setCurrentWidget(line)

    def say(self, sentence: str) -> None:
        """Why nothing happened; ``hush`` takes it away."""
        self._sentence.set_text(sentence)
        self.show_line(self._sentence)

    def hush(self) -> None:
        """Take the sentence away: the keys again."""
        if self.sentence:
            self.show_line(self.keys)

    def show_saved(self, gesture: str) -> None:
        """The gesture is on the disk."""
        self._saved_at = QTime.currentTime().toString("HH:mm")
        self.saved.setToolTip(gesture)
        self._fit()

    def _fit(self) -> None:
        """Fewer words about saving where the keys need the room."""
        if not self._saved_at:
            words = ("Chaque touche est enregistrée", "")
        else:
            words = (f"Enregistré automatiquement à {self._saved_at}", f"Enregistré à {self._saved_at}")
        needed = self.keys.sizeHint().width() + self.fontMetrics().horizontalAdvance(words[0]) + SPACING
        self.saved.setText(words[0] if needed <= self.width() else words[1])
