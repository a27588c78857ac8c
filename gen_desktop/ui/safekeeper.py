"""Backs the open file up while one works and before the window closes, and says when it last went well."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.french import NBSP
from gen_desktop.jobs import Job
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import Task
from gen_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from gen_desktop.db.safekeeping import Made
    from gen_desktop.services.backups import Standing

FIRST_MS = 60_000
AGAIN_MS = 5 * 60_000
LOOK_MS = 2_000
SAID_MS = 400
PATIENCE_MS = 4_000
MADE = "backups.made"
"""The name of every job that makes a backup: once it ends, the foot of the bar is brought up to date."""
MISSED_KEY = "backups/missed"
SECOND_KEY = "backups/second"
NONE_GOOD = "Aucune sauvegarde vérifiée"
_UNFINISHED = "Elle n’a pas eu le temps de se terminer."


def now_here() -> dt.datetime:
    """The time of this computer, with its offset."""
    return dt.datetime.now().astimezone()


class Safekeeper(QObject):
    """Belongs to a window whose file is open; everything lasting is done by reader jobs."""

    def __init__(self, window: MainWindow, *, now: Callable[[], dt.datetime] = now_here) -> None:
        super().__init__(window)
        self._window = window
        self._ctx = window.ctx
        self._now = now
        self._is_reminded = False
        self._is_over = False
        self._closing: Task | None = None
        self._then: Callable[[], object] | None = None
        self._again = _timer(self, self.back_up_when_due, FIRST_MS)
        self._look_soon = _timer(self, self.look, LOOK_MS)
        self._said = _timer(self, self._say_closing, SAID_MS)
        self._patience = _timer(self, self._leave, PATIENCE_MS)
        self._again.start()
        self._ctx.changes.changed.connect(self._on_changed)
        self._ctx.jobs.finished.connect(self._on_job_finished)
        window.before_close = self.may_close
        window.closed.connect(self._stop)
        self.look()

    def look(self) -> None:
        """Say when the last good backup was made, and that the one of the last closing is missing."""
        self._ctx.jobs.read_latest("backups.look", self._standing, self._show, on_error=self._on_failed)

    def back_up_when_due(self) -> None:
        """Make the backup of the hour, if there is something new to keep."""
        self._again.start(AGAIN_MS)
        self._ctx.jobs.read(self._when_due, self._on_made, on_error=self._on_failed, name=MADE)

    def may_close(self) -> bool:
        """Whether the window may close now; False: a last backup is made first, then it closes by itself."""
        self.before_leaving(self._window.leave)
        return False

    def before_leaving(self, leave: Callable[[], object]) -> None:
        """Make a last backup, then ``leave``, within a few seconds whatever becomes of the backup."""
        if self._closing is not None:
            return
        self._then = leave
        self._note_missed(_UNFINISHED)
        self._window.setEnabled(False)
        self._said.start()
        self._patience.start()
        self._closing = self._ctx.jobs.read(
            self._before_closing, self._on_closed, on_error=self._on_closing_failed, name="backups.close"
        )

    def _standing(self, _job: Job) -> Standing:
        from gen_desktop.services.backups import standing

        return standing(self._ctx.db, self._now(), second_place(self._ctx))

    def _when_due(self, _job: Job) -> Made | None:
        from gen_desktop.services.backups import back_up_when_due

        return back_up_when_due(self._ctx.db, self._now(), second_place(self._ctx))

    def _before_closing(self, _job: Job) -> Made | None:
        from gen_desktop.services.backups import back_up_before_closing

        return back_up_before_closing(self._ctx.db, self._now(), second_place(self._ctx))

    def _show(self, found: Standing) -> None:
        if found.proved_at is None:
            self._window.side_bar.set_backup(NONE_GOOD, "attention")
        else:
            self._window.side_bar.set_backup(said_at(found.proved_at, self._now()))
        self._tell_missed(found)
        if found.reminder and not self._is_reminded:
            self._is_reminded = True
            self._window.tell(found.reminder)

    def _tell_missed(self, found: Standing) -> None:
        path, sentence = self._missed()
        if path != str(self._ctx.db.path) or self._closing is not None:
            return
        self._ctx.state.remove(MISSED_KEY)
        # What the change log says settles it: the backup may have ended well after the window was gone.
        if found.is_behind:
            dialogs.warn(
                self._window,
                "La sauvegarde de la dernière fermeture n’a pas été faite.",
                f"{sentence} Ce qui était enregistré l’est toujours{NBSP}: une nouvelle sauvegarde "
                "va être tentée.",
            )
            self.back_up_when_due()

    def _on_made(self, made: Made | None) -> None:
        if made is not None and made.second_problem:
            self._window.tell(made.second_problem)

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, AppError):
            self._window.side_bar.set_backup("Sauvegarde impossible", "attention", str(error))
            self._window.tell(str(error))
        else:
            dialogs.show_error(self._window, error)

    def _on_changed(self, _change: Change) -> None:
        self._look_soon.start()

    def _on_job_finished(self, task: Task) -> None:
        # A failure has just been said in the same place: it stays there.
        if task.name == MADE and not task.failed and not self._is_over:
            self.look()

    def _on_closed(self, _made: Made | None) -> None:
        self._ctx.state.remove(MISSED_KEY)
        self._leave()

    def _on_closing_failed(self, error: Exception) -> None:
        self._note_missed(str(error) if isinstance(error, AppError) else "")
        self._leave()
        if not isinstance(error, AppError):
            dialogs.show_error(None, error)

    def _leave(self) -> None:
        self._stop()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _stop(self) -> None:
        # Whoever asks a file that was given back opens it again.
        self._is_over = True
        for timer in (self._again, self._look_soon, self._said, self._patience):
            timer.stop()

    def _say_closing(self) -> None:
        self._window.tell("Sauvegarde avant de fermer…")

    def _note_missed(self, sentence: str) -> None:
        self._ctx.state.setValue(MISSED_KEY, [str(self._ctx.db.path), sentence])
        self._ctx.state.sync()

    def _missed(self) -> tuple[str, str]:
        noted = self._ctx.state.value(MISSED_KEY)
        if isinstance(noted, list) and len(noted) == 2:
            return str(noted[0]), str(noted[1])
        return "", ""


def second_place(ctx: AppContext) -> Path | None:
    """The folder on another disk where each backup is copied too, on this computer; None without one."""
    kept = str(ctx.state.value(SECOND_KEY, "") or "")
    return Path(kept) if kept else None


def keep_second_place(ctx: AppContext, folder: Path | None) -> None:
    """Copy the backups there from now on; None: nowhere else."""
    ctx.state.setValue(SECOND_KEY, "" if folder is None else str(folder))


def said_at(moment: dt.datetime, now: dt.datetime) -> str:
    """« Sauvegarde vérifiée à 14:02 », with its day when that is not today."""
    here = moment.astimezone(now.tzinfo)
    day = "" if here.date() == now.date() else f"le {french.short_date(here.date())} "
    return f"Sauvegarde vérifiée {day}à {here:%H:%M}"


def _timer(parent: QObject, slot: Callable[[], object], delay_ms: int) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(delay_ms)
    timer.timeout.connect(partial(slot))
    return timer
