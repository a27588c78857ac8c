"""The first window of somebody who has no file yet: begin, try, open, or arrive. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop import APP_NAME
from gen_desktop.ui import dialogs
from gen_desktop.ui.new_password import NewPassword
from gen_desktop.ui.widgets.basics import button, label, scrolled
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.form import FormRows

FILE_KINDS = "Fichier de GEN Desktop (*.gendb)"
SUFFIX = ".gendb"
PROTECTED = (
    "Le fichier est chiffré. Sans le mot de passe ni la fiche de secours, que vous imprimerez ensuite, "
    "personne ne pourra l’ouvrir\u00a0: ni vous, ni l’éditeur du programme."
)
YOUR_ROLE = (
    "Vous y aurez le rôle Direction\u00a0: vous donnerez à chacun son mot de passe et son rôle, qui décide "
    "de ce qu’il voit et modifie."
)
UNPROTECTED = (
    "Sans mot de passe, toute personne qui a cet ordinateur ou une copie du fichier lit tout ce qu’il "
    "contient."
)
PLACE_DELAY_MS = 300
ZONE_LABELS = (
    ("national", "France métropolitaine"),
    ("alsace_moselle", "Alsace et Moselle"),
    ("971", "Guadeloupe"),
    ("972", "Martinique"),
    ("973", "Guyane"),
    ("974", "La Réunion"),
    ("976", "Mayotte"),
)


@dataclass(frozen=True, slots=True)
class NewCenter:
    """What the first run asks. Empty texts are unknown; an empty password: the file will have none."""

    organization: str
    siret: str
    nda: str
    site: str
    holiday_zone: str
    person: str
    path: Path
    password: str = ""


class WelcomeWindow(QWidget):
    """Says what the person chose: a NewCenter to create, to try, a Path to open, to arrive with a parcel.

    startup.py does it. ``place_chosen(Path)``: where the file would go; ``show_place_warning`` answers.
    """

    create_requested = Signal(object)
    try_requested = Signal()
    open_requested = Signal(object)
    move_requested = Signal()
    place_chosen = Signal(object)
    diagnostic_requested = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.setWindowTitle(APP_NAME)
        self.resize(980, 700)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 24, 48, 24)
        layout.setSpacing(6)
        layout.addWidget(label(f"Bienvenue dans {APP_NAME}", "figure"))
        layout.addWidget(
            label(
                "Apprenants, émargement, insertion et rapports de votre organisme, dans un seul fichier "
                "sur cet ordinateur. Rien n’est envoyé sur internet.",
                "secondary",
                wrap=True,
            )
        )
        layout.addSpacing(18)
        columns = QHBoxLayout()
        columns.setSpacing(18)
        columns.addWidget(self._creation(), 3)
        columns.addLayout(self._other_ways(), 2)
        layout.addLayout(columns, 1)

    def _creation(self) -> QWidget:
        card = Card("Créer le fichier de mon organisme")
        self.organization = QLineEdit()
        self.siret = QLineEdit()
        self.nda = QLineEdit()
        self.site = QLineEdit()
        self.zone = CodeCombo(ZONE_LABELS, optional=False)
        self.zone.set_code("national")
        self.person = QLineEdit()
        self.form = FormRows(label_width=206)
        self.form.add("name", "Organisme", self.organization, required=True)
        self.form.add("siret", "SIRET", self.siret, check=self._siret_problem)
        self.form.add("nda", "N° de déclaration d’activité", self.nda)
        self.form.add("site", "Lieu de formation", self.site, required=True)
        self.form.add("holiday_zone", "Jours fériés de", self.zone)
        self.form.add("person", "Votre nom", self.person, required=True)
        self.form.add("path", "Fichier", self._path_row(), check=self._path_problem)
        self.place_warning = label("", "attention", wrap=True)
        self.place_warning.hide()
        self.form.add_wide(self.place_warning)
        self.password = NewPassword(self.form, lambda: (self.person.text(), self.organization.text()))
        for sentence in (PROTECTED, YOUR_ROLE):
            self.form.add_wide(label(sentence, "secondary", wrap=True))
        card.body.addWidget(scrolled(_at_the_top(self.form)), 1)
        row = QHBoxLayout()
        self.plain_button = button("Sans mot de passe…", self._create_plain, kind="link")
        row.addWidget(self.plain_button)
        row.addStretch(1)
        self.create_button = button("Créer le fichier", self._create, kind="primary")
        row.addWidget(self.create_button)
        card.body.addLayout(row)
        self.organization.textChanged.connect(self._suggest_path)
        self._place_timer = QTimer(self)
        self._place_timer.setSingleShot(True)
        self._place_timer.setInterval(PLACE_DELAY_MS)
        self._place_timer.timeout.connect(lambda: self.place_chosen.emit(self._path()))
        self._place_timer.start()
        self.path.textChanged.connect(lambda _text: self._place_timer.start())
        return card

    def show_place_warning(self, warning: str | None) -> None:
        """Say why the folder is a bad place for the file; None takes it away."""
        self.place_warning.setText(warning or "")
        self.place_warning.setVisible(bool(warning))

    def _path(self) -> Path:
        return Path(self.path.text().strip())

    def _path_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.path = QLineEdit(str(self._folder / f"Mon organisme{SUFFIX}"))
        self.path.setAccessibleName("Fichier")
        layout.addWidget(self.path, 1)
        layout.addWidget(button("Choisir…", self._choose_path))
        return row

    def _other_ways(self) -> QVBoxLayout:
        self.try_button = button("Essayer avec un organisme inventé", self.try_requested.emit)
        self.open_button = button("Ouvrir un fichier existant", self._open)
        self.move_button = button("J’arrive d’un autre ordinateur", self.move_requested.emit)
        column = QVBoxLayout()
        column.setSpacing(18)
        ways = (
            (
                "Essayer",
                "Un centre inventé dans le Morvan, 90 apprenants, pour tout essayer sans risque.",
                self.try_button,
            ),
            (
                "Ouvrir",
                "Un fichier de GEN Desktop que vous avez déjà, sur cet ordinateur ou une clé.",
                self.open_button,
            ),
            (
                "Changer d’ordinateur",
                "Un fichier de déménagement, préparé sur l’ancien depuis la page Sauvegardes.",
                self.move_button,
            ),
        )
        for title, words, made in ways:
            card = Card(title)
            card.body.addWidget(label(words, "secondary", wrap=True))
            card.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(card)
        column.addStretch(1)
        self.diagnostic_button = button(
            "Préparer un diagnostic…", self.diagnostic_requested.emit, kind="link"
        )
        column.addWidget(self.diagnostic_button, 0, Qt.AlignmentFlag.AlignRight)
        return column

    def _siret_problem(self) -> str:
        from stdnum.fr import siret

        text = self.siret.text().strip()
        return (
            ""
            if not text or siret.is_valid(text)
            else "Ce SIRET n’est pas valable\u00a0: vérifiez ses 14 chiffres."
        )

    def _path_problem(self) -> str:
        path = self._path()
        if not path.name or not path.parent.is_dir():
            return "Ce dossier n’existe pas."
        return "Ce fichier existe déjà\u00a0: choisissez un autre nom, ou ouvrez-le." if path.exists() else ""

    def _suggest_path(self, name: str) -> None:
        if not self.path.isModified():
            safe = "".join(char for char in name.strip() if char.isalnum() or char in " -_")
            self.path.setText(str(self._folder / f"{safe or 'Mon organisme'}{SUFFIX}"))

    def _choose_path(self) -> None:
        chosen = dialogs.save_file(self, "Où ranger le fichier", FILE_KINDS, Path(self.path.text()))
        if chosen is not None:
            self.path.setText(str(chosen if chosen.suffix else chosen.with_suffix(SUFFIX)))
            self.path.setModified(True)

    def _open(self) -> None:
        chosen = dialogs.open_file(self, "Ouvrir un fichier", FILE_KINDS, self._folder)
        if chosen is not None:
            self.open_requested.emit(chosen)

    def _create(self) -> None:
        self.password.is_asked = True
        self._ask_creation()

    def _create_plain(self) -> None:
        self.password.is_asked = False
        if self.form.check_all() and dialogs.ask_to_lose(
            self,
            "Créer un fichier sans mot de passe ?",
            UNPROTECTED,
            yes="Créer sans mot de passe",
            no="Revenir",
        ):
            self._ask_creation()
        self.password.is_asked = True

    def _ask_creation(self) -> None:
        if self.form.check_all():
            self.create_requested.emit(
                NewCenter(
                    organization=self.organization.text().strip(),
                    siret=self.siret.text().strip(),
                    nda=self.nda.text().strip(),
                    site=self.site.text().strip(),
                    holiday_zone=self.zone.code() or "national",
                    person=self.person.text().strip(),
                    path=self._path(),
                    password=self.password.text() if self.password.is_asked else "",
                )
            )


def _at_the_top(form: QWidget) -> QWidget:
    held = QWidget()
    layout = QVBoxLayout(held)
    layout.setContentsMargins(0, 0, 4, 0)
    layout.addWidget(form)
    layout.addStretch(1)
    return held
