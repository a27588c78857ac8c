"""The line under the grid: the keys of the column, or a sentence, and when it was saved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from gen_desktop.ui.widgets.key_bar import KeyBar
from gen_desktop.ui.widgets.key_hints import KeyHints

_COMMON = (("Suppr", "effacer"), ("Ctrl Z", "annuler"))
_MORE = (
    "Maj Espace\u00a0: choisir la ligne, puis une touche\n"
    "Ctrl Espace\u00a0: choisir la colonne, puis une touche\n"
    "Alt B, Alt C\u00a0: blocs et jury, compétences"
)


class GridKeyBar(KeyBar):
    """The keys are those of the column where the cursor is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(KeyHints(()), parent)
        self._told: tuple[tuple[str, str], ...] = ()
        self.show_keys(())

    def show_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """The keys of the column where the cursor is, in place of any sentence."""
        if (told := (*hints, *_COMMON)) != self._told:
            self._told = told
            keys = KeyHints(told)
            keys.setToolTip(_MORE)
            self.replace_keys(keys)
        self.show_line(self.keys)
