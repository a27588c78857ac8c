"""The question before a person is erased: what goes, what stays and why, until when, and the reason."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.queries.erasing import NO_WAY_BACK, Told
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.form import FormRows

WIDTH = 600
BACKUPS_TOO = "Oublier aussi dans les sauvegardes maintenant"
BACKUPS_WORDS = (
    "Une nouvelle sauvegarde est faite et vérifiée, puis toutes les anciennes sont supprimées, sur cet "
    "ordinateur seulement\u00a0: on ne pourra plus revenir à un état d’avant aujourd’hui."
)


class EraseDialog(QDialog):
    """Escape and Enter in an empty form erase nothing; « Effacer » asks for the reason first."""

    def __init__(self, told: Told, parent: QWidget) -> None:
        super().__init__(parent)
        title = f"Effacer {told.name}\u202f?"
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("À sa demande, lettre du 3 mars")
        self.backups_too = CheckBox(BACKUPS_TOO)
        form = FormRows(label_width=120)
        form.add("reason", "Raison", self.reason, required=True)
        self.form = form
        self.erase_button = button("Effacer pour toujours", self._take, kind="danger")
        self.erase_button.setAutoDefault(False)
        self.keep_button = button("Ne rien effacer", self.reject)
        self.keep_button.setDefault(True)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.erase_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(10)
        layout.addWidget(label(title, "name", wrap=True))
        for sentence in filter(None, (told.goes, told.stays, told.elsewhere, told.duty, told.leaving)):
            layout.addWidget(label(sentence, wrap=True))
        layout.addWidget(label(NO_WAY_BACK, "strong", wrap=True))
        layout.addWidget(form)
        layout.addWidget(label("Elle est gardée dans le registre, sans nom.", "secondary", wrap=True))
        layout.addWidget(self.backups_too)
        layout.addWidget(label(BACKUPS_WORDS, "secondary", wrap=True))
        layout.addLayout(foot)

    def _take(self) -> None:
        if self.form.check_all():
            self.accept()
