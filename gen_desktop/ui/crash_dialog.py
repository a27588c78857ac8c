"""The crash report on the screen: it can be read before it leaves the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gen_desktop import APP_NAME, VERSION
from gen_desktop.ui import dialogs


class CrashDialog(QDialog):
    """``diagnose``: prepares over this dialog what helps more than the report alone."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        diagnose: Callable[[QWidget], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"{APP_NAME}\u00a0: erreur imprévue")
        self.report = f"{APP_NAME} {VERSION}, Python {sys.version.split()[0]}, {sys.platform}\n\n{text}"
        says = QLabel(
            "Le programme a rencontré une erreur. Ce qui était enregistré l’est toujours. "
            "Relisez ce rapport avant de le transmettre\u00a0: ce que vous aviez saisi n’y figure pas.",
            self,
        )
        says.setWordWrap(True)
        details = QPlainTextEdit(self.report, self)
        details.setReadOnly(True)
        details.setAccessibleName("Rapport d’erreur")
        details.setTabChangesFocus(True)
        row = QHBoxLayout()
        for label, slot in (("Copier", self._copy), ("Enregistrer…", self._save)):
            row.addWidget(self._button(label, slot))
        if diagnose is not None:
            row.addWidget(self._button("Préparer un diagnostic…", lambda: diagnose(self)))
        row.addStretch(1)
        row.addWidget(self._button("Quitter", self._quit))
        keep_going = self._button("Continuer", self.accept)
        keep_going.setDefault(True)
        row.addWidget(keep_going)
        layout = QVBoxLayout(self)
        layout.addWidget(says)
        layout.addWidget(details, 1)
        layout.addLayout(row)
        self.resize(640, 380)

    def _button(self, label: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(label, self)
        button.clicked.connect(lambda: slot())
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _save(self) -> None:
        path = dialogs.save_file(self, "Enregistrer le rapport", "Texte (*.txt)")
        if path is None:
            return
        try:
            path.write_text(self.report, encoding="utf-8")
        except OSError:
            dialogs.warn(
                self, f"Le rapport ne peut pas être écrit dans «\u00a0{path.name}\u00a0».", "Copiez-le."
            )

    def _quit(self) -> None:
        self.reject()
        QCoreApplication.exit(1)
