"""On the new computer: the parcel prepared on the old one is checked, put in its place and opened."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.errors import AppError, FileDamaged, FileTooNew, WrongPassword
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.check_box import CheckBox
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.form import FormRows

if TYPE_CHECKING:
    from gen_desktop.db.keys import Unlocked
    from gen_desktop.db.parcel import Parcel

TITLE = "J’arrive d’un autre ordinateur"
PARCELS = "Fichier de déménagement (*.gendemenagement)"
FILES = "Fichier de GEN Desktop (*.gendb)"
WORK_HERE = (
    "Travaillez maintenant sur cet ordinateur seulement. L’ancien a gardé son fichier\u00a0: ce qui y serait "
    "encore saisi ne viendrait pas ici. Effacez le fichier de déménagement quand il ne sert plus."
)


class ArrivalDialog(QDialog):
    """What the parcel holds; where to put it, and who opens it with which password."""

    def __init__(self, parcel: Parcel, folder: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.setMinimumWidth(560)
        self.path = QLineEdit(str(folder / parcel.name))
        self.path.setAccessibleName("Où le ranger")
        self.who = CodeCombo([(name, name) for name in parcel.people], optional=False)
        self.secret = QLineEdit()
        self.shown = CheckBox("Montrer ce que je tape")
        self.shown.toggled.connect(self._show_secret)
        self._show_secret(False)
        self.form = FormRows(label_width=150)
        self.form.add("path", "Où le ranger", self._path_row(), check=self._path_problem)
        if parcel.people:
            self.who.set_code(parcel.people[0])
            self.form.add("person", "Qui ouvre\u00a0?", self.who)
            self.form.add("password", "Mot de passe, ou code de secours", self.secret, required=True)
            self.form.add_below(self.shown)
        self.yes = button("Vérifier, ranger et ouvrir", self._take, kind="primary")
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(self.yes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 18)
        layout.setSpacing(12)
        layout.addWidget(label(f"«{NBSP}{parcel.name}{NBSP}»", "strong"))
        layout.addWidget(label(described(parcel), wrap=True))
        layout.addWidget(self.form)
        layout.addLayout(foot)

    def target(self) -> Path:
        """Where the file shall be."""
        return Path(self.path.text().strip())

    def person(self) -> str | None:
        """Who opens it, None for a file without a password."""
        return self.who.code()

    def _path_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.path, 1)
        layout.addWidget(button("Choisir…", self._choose))
        row.setAccessibleName("Où le ranger")
        return row

    def _choose(self) -> None:
        chosen = dialogs.save_file(self, "Où ranger le fichier", FILES, self.target())
        if chosen is not None:
            self.path.setText(str(chosen if chosen.suffix else chosen.with_suffix(".gendb")))

    def _path_problem(self) -> str:
        target = self.target()
        if not target.name or not target.parent.is_dir():
            return "Ce dossier n’existe pas."
        return "Ce fichier existe déjà\u00a0: choisissez un autre nom." if target.exists() else ""

    def _show_secret(self, shown: bool) -> None:
        self.secret.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _take(self) -> None:
        if self.form.check_all():
            self.accept()


class Arrival(QObject):
    """``arrived(Path, Unlocked or None)`` once the file is in its place; given up, nothing comes."""

    arrived = Signal(object, object)

    def __init__(self, parent: QWidget, jobs: JobRunner, folder: Path) -> None:
        super().__init__(parent)
        self._window, self._jobs, self._folder = parent, jobs, folder

    def begin(self) -> None:
        """Ask for the parcel, and look into it."""
        chosen = dialogs.open_file(self._window, TITLE, PARCELS)
        if chosen is not None:
            self._jobs.read(
                partial(_look, chosen),
                self._ask,
                on_error=self._say,
                name="arrival.look",
                progress_over=self._window,
            )

    def _ask(self, parcel: Parcel) -> None:
        self._show(ArrivalDialog(parcel, self._folder, self._window), parcel)

    def _show(self, dialog: ArrivalDialog, parcel: Parcel) -> None:
        if not dialogs.run(dialog):
            dialog.deleteLater()
            return
        self._jobs.write(
            "Ranger le fichier",
            partial(_unpack, parcel.file, dialog.target(), dialog.secret.text(), dialog.person()),
            lambda unlocked: self._on_placed(dialog, parcel, unlocked),
            on_error=lambda error: self._on_refused(dialog, parcel, error),
            parent=self._window,
        )

    def _on_placed(self, dialog: ArrivalDialog, parcel: Parcel, unlocked: Unlocked | None) -> None:
        dialog.deleteLater()
        dialogs.inform(self._window, f"Tout est là{NBSP}: {_counted(parcel)}.", WORK_HERE)
        self.arrived.emit(dialog.target(), unlocked)

    def _on_refused(self, dialog: ArrivalDialog, parcel: Parcel, error: Exception) -> None:
        if not isinstance(error, AppError) or isinstance(error, FileDamaged | FileTooNew):
            dialog.deleteLater()
            self._say(error)
            return
        dialog.form.set_error("password" if isinstance(error, WrongPassword) else "path", str(error))
        self._show(dialog, parcel)

    def _say(self, error: Exception) -> None:
        if isinstance(error, AppError):
            dialogs.warn(self._window, str(error))
        else:
            dialogs.show_error(self._window, error)


def described(parcel: Parcel) -> str:
    """What is in a parcel and when it was prepared, in a few sentences."""
    here = parcel.made_at.astimezone()
    said = (
        f"Préparé le {french.short_date(here.date())} à {here:%H:%M}, entier. Il contient {_counted(parcel)}."
    )
    return said if parcel.is_protected else f"{said} Il n’a pas de mot de passe."


def _counted(parcel: Parcel) -> str:
    found = parcel.contents
    return f"{french.plural(found.people, 'apprenant')} et {french.plural(found.records, 'fiche')}"


def _look(file: Path, _job: Job) -> Parcel:
    from gen_desktop.db.parcel import look_into

    return look_into(file)


def _unpack(file: Path, target: Path, password: str, person: str | None, _job: Job) -> Unlocked | None:
    from gen_desktop.db.parcel import unpack

    return unpack(file, target, password=password, person=person)
