"""The two fields of a password to be set, with its strength in words while it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from gen_desktop.ui.widgets.basics import label, set_role
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.form import REQUIRED, FormRows

TOO_WEAK = "Ce mot de passe ne protège pas encore assez le fichier."


class NewPassword(QObject):
    """Adds its rows « password » and « again » to a form. ``names``: what a password must not hold."""

    def __init__(self, form: FormRows, names: Callable[[], Sequence[str]]) -> None:
        super().__init__(form)
        self._names = names
        self.is_asked = True
        """False: its rows are not checked (a file without a password)."""
        self.first, self.again = QLineEdit(), QLineEdit()
        self.strength = label("", "small", wrap=True)
        self.strength.hide()
        self.shown = CheckBox("Montrer ce que je tape")
        form.add("password", "Mot de passe", self.first, check=self._first_problem)
        form.add_below(self.strength)
        form.add("again", "Le même encore une fois", self.again, check=self._again_problem)
        form.add_below(self.shown)
        self.first.textChanged.connect(self._tell_strength)
        self.shown.toggled.connect(self._show)
        self._show(False)

    def text(self) -> str:
        """The password as typed."""
        return self.first.text()

    def _first_problem(self) -> str:
        if not self.is_asked:
            return ""
        if not self.first.text():
            return REQUIRED
        from gen_desktop.models.passwords import strength

        return "" if strength(self.first.text(), self._names()).is_enough else TOO_WEAK

    def _again_problem(self) -> str:
        if not self.is_asked or self.again.text() == self.first.text():
            return ""
        return "Les deux saisies ne sont pas les mêmes."

    def _tell_strength(self, text: str) -> None:
        self.strength.setVisible(bool(text))
        if not text:
            return
        from gen_desktop.models.passwords import strength

        found = strength(text, self._names())
        self.strength.setText(f"Mot de passe {found.word}. {found.advice}".rstrip())
        set_role(self.strength, "role", "good" if found.is_enough else "attention")

    def _show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)
