"""A phone number typed with any spacing and shown in French form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from gen_desktop import french


class PhoneField(QLineEdit):
    """``value()`` is what the caller's ``parse`` made of the text (say, E.164); '' when empty.

    ``parse`` raises ValueError whose text is a French sentence; without it the text is only tidied.
    """

    def __init__(self, parse: Callable[[str], str] | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parse = parse
        self.editingFinished.connect(self._tidy)

    def value(self) -> str:
        """The number to store; the text as typed when it cannot be read (see ``problem``)."""
        text = self.text().strip()
        if not text or self._parse is None:
            return text
        try:
            return self._parse(text)
        except ValueError:
            return text

    def set_value(self, stored: str | None) -> None:
        """Show a stored number."""
        self.setText(french.phone(stored) if stored else "")

    def problem(self) -> str:
        """The French sentence of what is wrong, '' if nothing is."""
        text = self.text().strip()
        if not text or self._parse is None:
            return ""
        try:
            self._parse(text)
        except ValueError as error:
            return str(error)
        return ""

    def _tidy(self) -> None:
        if not self.problem():
            self.set_value(self.value())
