"""Opens a paper that was issued, as it was, with the program that the system has for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from gen_desktop import opened_copies
from gen_desktop.jobs import Job
from gen_desktop.queries.documents import kept_paper
from gen_desktop.reference.lists import label
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page

NO_PROGRAM = "Aucun programme de cet ordinateur n’ouvre les PDF."


class Reopener(QObject):
    """``opener`` shows a file and answers whether there was a program for it."""

    def __init__(self, ctx: AppContext, page: Page) -> None:
        super().__init__(page)
        self._ctx = ctx
        self._page = page
        self.opener: Callable[[Path], bool] = _with_the_system

    def open(self, document_id: int) -> None:
        """Open the paper of that line of the register."""

        def work(_job: Job) -> Path:
            with self._ctx.db.read() as session:
                kind, data = kept_paper(session, document_id)
            # By its kind: programs of the system remember the names of what they opened.
            return opened_copies.place(label("document_kind", kind), ".pdf", data)

        self._ctx.jobs.read(work, self._on_placed, name="Ouvrir le document")

    def _on_placed(self, path: Path) -> None:
        if not self.opener(path):
            dialogs.inform(self._page, NO_PROGRAM)


def _with_the_system(path: Path) -> bool:
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
