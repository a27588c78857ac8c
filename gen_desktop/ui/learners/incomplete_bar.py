"""Above the buttons of a form, while something in it is wrong: how to save it all the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.ui import actions
from gen_desktop.ui.widgets.basics import button, label


class IncompleteBar(QWidget):
    """How many fields are wrong, and, when it can, the button that keeps them as typed. Hidden for none."""

    def __init__(self, save: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = label("", "error", wrap=True)
        keys = actions.keys_text("save_incomplete")
        tooltip = f"Garde ce qui ne convient pas tel que saisi, à corriger plus tard ({keys})"
        self.save_button = button("Enregistrer à compléter", save, tooltip=tooltip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(8)
        layout.addWidget(self._said, 1)
        layout.addWidget(self.save_button)
        self.hide()

    def show_count(self, wrong: int, *, may_keep: bool) -> None:
        """Say how many fields are wrong; ``may_keep``: the button can save the form all the same."""
        self._said.setText(french.plural(wrong, "champ à revoir", "champs à revoir"))
        self.save_button.setVisible(may_keep)
        self.setVisible(bool(wrong))
