"""Préparer un diagnostic: the text is read on the screen before it is copied or saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, qVersion
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop import crashes
from gen_desktop.errors import AppError
from gen_desktop.french import NARROW, NBSP
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs, theme
from gen_desktop.ui.job_runner import JobRunner, Task
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.widgets.basics import button, label

if TYPE_CHECKING:
    from gen_desktop.settings import Settings
    from gen_desktop.ui.deferred_store import DeferredStore

TITLE = "Diagnostic"
PREPARE = "Préparer un diagnostic…"
TEXT_FILE = "Texte (*.txt)"
INTRODUCTION = (
    "Ce texte dit comment vont le programme et votre fichier. Il ne contient aucun nom, ni rien de ce que "
    "vous avez saisi. Rien n’est envoyé\u00a0: relisez-le, puis donnez-le à la personne qui vous aide."
)
CRASHED = "La dernière fois, le programme s’est arrêté brutalement."
CRASHED_DETAIL = (
    "Ce qui était enregistré l’est toujours. Un diagnostic, sans aucun nom, aide à comprendre pourquoi."
)


class DiagnosticDialog(QDialog):
    """Filled by a job; without an answer it says so, and can only be closed."""

    def __init__(self, jobs: JobRunner, prepare: Callable[[Job], str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.resize(760, 560)
        self.text = ""  # Qt gives back its no-break spaces as plain ones
        self.shown = QPlainTextEdit("Préparation du diagnostic…", self)
        self.shown.setReadOnly(True)
        self.shown.setAccessibleName(TITLE)
        self.shown.setTabChangesFocus(True)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        mono.setPixelSize(theme.SMALL_PX)
        self.shown.setFont(mono)
        self.copy_button = button("Copier", self._copy, icon="copy")
        self.save_button = button("Enregistrer…", self._save, kind="primary")
        close = button("Fermer", self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(label(INTRODUCTION, wrap=True))
        layout.addWidget(self.shown, 1)
        layout.addLayout(foot)
        self._allow(False)
        self.task: Task = jobs.read(prepare, self._fill, on_error=self._on_failed, name="diagnostic")
        self.finished.connect(lambda _result: self.task.cancel())

    def _fill(self, text: str) -> None:
        self.text = text
        self.shown.setPlainText(text)
        self._allow(True)

    def _on_failed(self, error: Exception) -> None:
        self.shown.setPlainText("Le diagnostic n’a pas pu être préparé.")
        dialogs.show_error(self, error)

    def _allow(self, allowed: bool) -> None:
        self.copy_button.setEnabled(allowed)
        self.save_button.setEnabled(allowed)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text)

    def _save(self) -> None:
        from gen_desktop.files import write_atomically

        chosen = dialogs.save_file(self, "Enregistrer le diagnostic", TEXT_FILE, Path("diagnostic.txt"))
        if chosen is None:
            return
        path = chosen if chosen.suffix else chosen.with_suffix(".txt")
        try:
            write_atomically(path, self.text.encode())
        except AppError as error:
            dialogs.warn(self, str(error))


def show_diagnostic(
    jobs: JobRunner, store: DeferredStore | None, settings: Settings, parent: QWidget | None
) -> None:
    """Prepare and show the diagnostic of a file, open or not, or of the program alone."""
    window, now = window_lines(), now_here()
    path = None if store is None else store.path
    key = None if store is None or store.unlocked is None else store.unlocked.key

    def prepare(job: Job) -> str:
        from gen_desktop.exporting.diagnostic import Subject, diagnostic

        return diagnostic(Subject(path, key, settings, window, now), job)

    dialogs.run(DiagnosticDialog(jobs, prepare, parent))


def tell_crash(parent: QWidget | None, prepare: Callable[[], object]) -> None:
    """If an earlier run crashed, say it, once, and offer what helps to know why."""
    if not crashes.untold_crash():
        return
    chosen = dialogs.choose(parent, CRASHED, CRASHED_DETAIL, choices=[PREPARE], cancel="Fermer")
    crashes.note_told()
    if chosen is not None:
        prepare()


def window_lines() -> tuple[tuple[str, str], ...]:
    """What only the window knows: Qt, how it draws, and the size and scale of each screen."""
    screens = QGuiApplication.screens()
    sizes = [
        (
            f"Écran {number}",
            f"{screen.size().width()} × {screen.size().height()}, échelle "
            f"{round(screen.devicePixelRatio() * 100)}{NARROW}%, "
            f"{round(screen.logicalDotsPerInch())}{NBSP}points par pouce",
        )
        for number, screen in enumerate(screens, start=1)
    ]
    return (
        ("Qt", f"{qVersion()}, {QGuiApplication.platformName()}"),
        ("Langue du système", QLocale.system().name()),
        *sizes,
    )
