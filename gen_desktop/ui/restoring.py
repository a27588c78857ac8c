"""The little window between two openings of a file: one of its backups takes its place."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from gen_desktop import APP_NAME
from gen_desktop.changes import Author
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.safekeeper import now_here
from gen_desktop.ui.widgets.basics import label

if TYPE_CHECKING:
    from gen_desktop.db.backup import Backup
    from gen_desktop.db.driver import FileKey
    from gen_desktop.db.restore import Restored


class Restoring(QWidget):
    """``ended`` comes once, whatever happened: the file can be opened again, changed or not.

    The file must have been given back; ``key`` is its own, ``author`` who asked.
    """

    ended = Signal()

    def __init__(
        self, path: Path, backup: Backup, author: Author, key: FileKey | None, jobs: JobRunner
    ) -> None:
        super().__init__()
        self._author = author
        self._path = path
        self._backup = backup
        self._key = key
        self._jobs = jobs
        self._is_over = False
        self.setWindowTitle(APP_NAME)
        self.setMinimumWidth(420)
        bar = QProgressBar(self)
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Restauration")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 20)
        layout.setSpacing(12)
        layout.addWidget(label("Restauration de la sauvegarde…"))
        layout.addWidget(bar)

    def begin(self, *, confirmed: bool = False) -> None:
        """Check the backup beside the file, then swap them; ``confirmed``: even a much smaller one."""
        # A reader: there is no page here that a write would have to hold back, and no way to stop halfway.
        self._jobs.read(
            partial(self._restore, confirmed), self._on_restored, on_error=self._on_failed, name="restoring"
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._is_over)

    def _restore(self, confirmed: bool, _job: Job) -> Restored:
        from gen_desktop.services.restoring import restore_backup

        return restore_backup(
            self._path,
            self._backup,
            author=self._author,
            key=self._key,
            now=now_here(),
            confirmed=confirmed,
        )

    def _on_restored(self, done: Restored) -> None:
        aside = f"Le fichier d’avant est gardé{NBSP}: {done.set_aside}" if done.set_aside is not None else ""
        dialogs.inform(self, "La sauvegarde est restaurée.", aside)
        self._end()

    def _on_failed(self, error: Exception) -> None:
        from gen_desktop.db.restore import MuchSmaller

        if isinstance(error, MuchSmaller):
            if dialogs.ask_to_lose(self, str(error), yes="Restaurer quand même", no="Ne rien changer"):
                self.begin(confirmed=True)
                return
        else:
            dialogs.show_error(self, error)
        self._end()

    def _end(self) -> None:
        self._is_over = True
        self.ended.emit()
        self.close()
        self.deleteLater()
