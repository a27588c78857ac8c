"""Keeps in the file what is typed and not saved, every two seconds, and gives it back after a crash."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from gen_desktop import french
from gen_desktop.changes import Author, Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.pages import Page
from gen_desktop.ui.progress_dialog import ProgressDialog

if TYPE_CHECKING:
    from gen_desktop.queries.drafts import KeptDraft

EVERY_MS = 2_000
TOLD_AFTER = 5
"""Failures in a row: another write may be under way for a few seconds."""
NOT_KEPT = (
    "Ce que vous saisissez ne peut pas être gardé pour l’instant\u00a0: enregistrez-le dès que possible. "
    "Le disque est peut-être plein."
)
RESUME = "Reprendre la saisie"

logger = logging.getLogger(__name__)

Place = tuple[str, str]
"""The id of a page, and the form in it."""


class DraftKeeper(QObject):
    """Belongs to a window whose file is open and can be written to."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._ctx = window.ctx
        self._kept: dict[Place, Draft] = {}
        self._waiting: dict[Place, Draft] = {}
        """Given back by the file, for pages that are not built yet."""
        self._is_keeping = False
        self._failures = 0
        self._author = window.ctx.db.author
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.keep)
        window.page_built.connect(self._give)
        window.typing_settled.connect(self._settle)
        window.closed.connect(self._timer.stop)
        self._ctx.changes.changed.connect(self._on_changed)
        self.begin()

    def begin(self) -> None:
        """Give back what whoever works here now typed and did not save, then keep what they type."""
        self._author = self._ctx.db.author
        self._ctx.jobs.read(self._read, self._on_read, on_error=self._on_failed, name="drafts.read")

    def put_away(self) -> None:
        """Somebody else is coming: what is typed is kept for who typed it, and leaves the screen.

        What cannot be kept stays on the screen: it is nowhere else.
        """
        self._timer.stop()
        try:
            self._write(self._author, self._typed(), Job())
        except AppError as error:
            self._on_failed(error)
            return
        self._window.each_page(lambda _page_id, page: page.put_away())
        self._kept, self._waiting = {}, {}
        _close_dialogs()

    def keep(self) -> None:
        """Write down what is typed now, if it is not what was kept last."""
        found = self._typed()
        if found == self._kept or self._is_keeping:
            return
        self._is_keeping = True
        self._ctx.jobs.read(
            partial(self._write, self._author, found),
            lambda _done: self._on_kept(found),
            on_error=self._on_failed,
            name="drafts.keep",
        )

    def _typed(self) -> dict[Place, Draft]:
        return {**self._waiting, **self._window.drafts()}

    def _read(self, _job: Job) -> list[KeptDraft]:
        from gen_desktop.queries.drafts import own_drafts

        with self._ctx.db.read() as session:
            return own_drafts(session)

    def _write(self, author: Author, drafts: Mapping[Place, Draft], _job: Job) -> None:
        from gen_desktop.queries.drafts import KeptDraft
        from gen_desktop.services.drafts import keep_drafts

        rows = [KeptDraft(*place, draft.title, draft.values) for place, draft in drafts.items()]
        keep_drafts(self._ctx.db, author, rows, dt.datetime.now().astimezone())

    def _on_read(self, kept: list[KeptDraft]) -> None:
        self._kept = {(one.page, one.form): Draft(one.title, one.typed) for one in kept}
        self._waiting = dict(self._kept)
        self._window.each_page(self._give)
        self._timer.start()
        if kept and dialogs.ask(
            self._window,
            "Ce qui suit avait été saisi et n’a pas été enregistré\u00a0:",
            "\n".join(map(_words, kept)),
            yes=RESUME,
            no="Plus tard",
        ):
            QTimer.singleShot(0, self, partial(self._window.resume, kept[-1].page, kept[-1].form))

    def _give(self, page_id: str, page: Page) -> None:
        mine = {form: draft for (owner, form), draft in self._waiting.items() if owner == page_id}
        if mine:
            self._waiting = {place: draft for place, draft in self._waiting.items() if place[0] != page_id}
            page.type_again(mine)

    def _on_changed(self, _change: Change) -> None:
        # What was just saved must not be offered again after a crash.
        QTimer.singleShot(0, self, self.keep)

    def _settle(self) -> None:
        """The window is about to be left: what is given up is forgotten, what nobody looked at stays."""
        self._timer.stop()
        if self._waiting == self._kept:
            return
        try:
            self._write(self._author, self._waiting, Job())
        except AppError as error:
            self._on_failed(error)

    def _on_kept(self, drafts: dict[Place, Draft]) -> None:
        self._is_keeping = False
        self._failures = 0
        self._kept = drafts

    def _on_failed(self, error: Exception) -> None:
        # Tried again in two seconds: a write under way, a disk that is full. The form itself is intact.
        self._is_keeping = False
        if isinstance(error, AppError):
            logger.warning("what is typed could not be kept: %s", type(error).__name__)
            self._failures += 1
            if self._failures == TOLD_AFTER:
                self._window.tell(NOT_KEPT)
        else:
            self._timer.stop()
            dialogs.show_error(self._window, error)


def _close_dialogs() -> None:
    """A question is answered by whoever was asked, and names people whom another may not be shown."""
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible() and not isinstance(one, ProgressDialog):
            one.done(QDialog.DialogCode.Rejected)


def _words(kept: KeptDraft) -> str:
    if kept.typed_at is None:
        return f"• {kept.title}"
    here = kept.typed_at.astimezone()
    return f"• {kept.title}, le {french.short_date(here.date())} à {here:%H:%M}"
