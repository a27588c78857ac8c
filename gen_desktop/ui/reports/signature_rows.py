"""The rows of a form by which a report is signed: the certificate, and its password, kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gen_desktop.errors import InvalidInput
from gen_desktop.models.submitted_report import Signed
from gen_desktop.ui import dialogs
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.form import FormRows

CERTIFICATES = "Certificats (*.p12 *.pfx)"
UNREADABLE = "Ce fichier ne peut pas être lu."


class SignatureRows(QWidget):
    """The field of the certificate; its rows are only in a form where this computer can sign."""

    def __init__(self, form: FormRows, path: str, today: Callable[[], date]) -> None:
        super().__init__()
        self._form = form
        self._today = today
        self.path = QLineEdit(path)
        self.path.setPlaceholderText("sans signature")
        self.path.setAccessibleName("Certificat qui signe")
        self.choose_button = button("Choisir…", self.choose)
        self.choose_button.setAccessibleName("Choisir le certificat qui signe")
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose_button)
        self.setFocusProxy(self.path)
        form.add("certificate", "Signer avec le certificat", self, check=lambda: self._problem("certificate"))
        form.add("password", "Mot de passe du certificat", self.password, check=self._password_problem)
        self.path.textChanged.connect(lambda _text: self._show_password())
        self._show_password()

    def choose(self) -> None:
        """Pick the file of the certificate."""
        path = dialogs.open_file(self, "Certificat de l’organisme", CERTIFICATES)
        if path is not None:
            self.path.setText(str(path))
            self.password.setFocus()

    def sign(self) -> Callable[[bytes], Signed] | None:
        """What signs, None for no signature. It opens the certificate when it is called, in its thread."""
        if not self.path.text().strip():
            return None
        path, password, today = self._file(), self.password.text(), self._today()

        def signed(data: bytes) -> Signed:
            from gen_desktop.reports.signing import open_certificate

            return open_certificate(path.read_bytes(), password, today).sign(data)

        return signed

    def _file(self) -> Path:
        return Path(self.path.text().strip())

    def _show_password(self) -> None:
        self._form.set_visible("password", bool(self.path.text().strip()))

    def _password_problem(self) -> str:
        return self._problem("password")

    def _problem(self, field: str) -> str:
        """What is wrong with the certificate or its password, '' for nothing."""
        from gen_desktop.reports.signing import check_certificate

        if not self.path.text().strip():
            return ""
        try:
            check_certificate(self._file().read_bytes(), self.password.text(), self._today())
        except OSError:
            return UNREADABLE if field == "certificate" else ""
        except InvalidInput as error:
            return next((one.sentence for one in error.problems if one.field == field), "")
        return ""
