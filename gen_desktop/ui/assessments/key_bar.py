"""The line under the grid: the keys of the column, or a sentence, and when it was saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QWidget

from gen_desktop.ui.widgets.basics import ElidedLabel, label
from gen_desktop.ui.widgets.key_hints import KeyHints

_COMMON = (("Suppr", "effacer"), ("Ctrl Z", "annuler"))
_MORE = (
    "Maj Espace\u00a0: choisir la ligne, puis une touche\n"
    "Ctrl Espace\u00a0: choisir la colonne, puis une touche\n"
    "Alt B, Alt C\u00a0: blocs et jury, compétences"
)


class KeyBar(QWidget):
    """Shows one line at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: tuple[tuple[str, str], ...] = ()
        self._keys = KeyHints(())
        self._sentence = ElidedLabel("", "attention")
        lines = QWidget(self)
        self._lines = QStackedLayout(lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        for line in (self._keys, self._sentence):
            self._lines.addWidget(line)
        # The keys may be cut in a narrow window; they must never make it wider.
        lines.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._saved = label("Chaque touche est enregistrée", "secondary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(lines, 1)
        layout.addWidget(self._saved)
        self.show_keys(())

    @property
    def sentence(self) -> str:
        """The sentence shown in place of the keys, '' when there is none."""
        return self._sentence.full_text() if self._lines.currentWidget() is self._sentence else ""

    def show_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys of the column where the cursor is, in place of any sentence."""
        if (told := (*hints, *_COMMON)) != self._told:
            old, self._keys = self._keys, KeyHints(told)
            self._keys.setToolTip(_MORE)
            self._lines.insertWidget(0, self._keys)
            self._lines.removeWidget(old)
            old.deleteLater()
            self._told = told
        self._lines.setCurrentWidget(self._keys)

    def say(self, sentence: str) -> None:
        """Why nothing happened."""
        self._sentence.set_text(sentence)
        self._lines.setCurrentWidget(self._sentence)

    def show_saved(self, gesture: str) -> None:
        """The gesture is on the disk."""
        self._saved.setText(f"Enregistré à {QTime.currentTime().toString('HH:mm')}")
        self._saved.setToolTip(gesture)
