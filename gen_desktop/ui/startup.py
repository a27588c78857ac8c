"""From the process's start to the open file: the window first, the data layer after the first paint."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gen_desktop import APP_NAME, VERSION, paths
from gen_desktop.changes import PROGRAM, Author, Change
from gen_desktop.errors import AppError
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.settings import Settings, load_settings, save_settings
from gen_desktop.ui import dialogs, locale, theme
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.crash import CrashReporter
from gen_desktop.ui.deferred_store import DeferredStore
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.shell_hooks import hooks

if TYPE_CHECKING:
    from gen_desktop.db.backup import Backup
    from gen_desktop.db.database import Database
    from gen_desktop.db.keys import Unlocked
    from gen_desktop.ui.creation import Protection
    from gen_desktop.ui.draft_keeper import DraftKeeper
    from gen_desktop.ui.restoring import Restoring
    from gen_desktop.ui.welcome.window import NewCenter, WelcomeWindow

logger = logging.getLogger(__name__)

AFTER_CLOSING_MS = 60_000
"""The window is gone: a last backup of a large file may still end in peace."""


def run_window(file: Path | None) -> int:
    """Open the window on ``file``, else on the last one, else on the first-run screen; the exit status."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName(APP_NAME)
    app.setApplicationVersion(VERSION)
    reporter = CrashReporter(app)
    reporter.install()
    settings = load_settings()
    locale.install(app)
    theme.apply(app, settings.theme)
    theme.follow_system(app)
    program = Program(settings)
    reporter.diagnose = program.show_diagnostic
    program.begin(file)
    QTimer.singleShot(0, program.after_first_paint)
    status = app.exec()
    program.end(AFTER_CLOSING_MS)
    from gen_desktop.crashes import stop_watching

    stop_watching()
    return status


class Program(QObject):
    """Holds the window of the moment: the first-run screen, or the main window on an open file."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.jobs = JobRunner(self)
        self.window: MainWindow | None = None
        self.welcome: WelcomeWindow | None = None
        self._store: DeferredStore | None = None
        self._refused: DeferredStore | None = None
        self._left: DeferredStore | None = None
        """The file worked in before one that is being opened: what was refused leads back to it."""
        self._restoring: Restoring | None = None

    def begin(self, file: Path | None) -> None:
        """Show the first window."""
        known = file or (Path(self.settings.last_file) if self.settings.last_file else None)
        if known is not None and (file is not None or known.is_file()):
            self.open_file(known)
        else:
            self.show_welcome()

    def open_file(self, path: Path, unlocked: Unlocked | None = None) -> None:
        """Show the main window on a file; the file itself opens after the paint, and asks its password."""
        self._store = DeferredStore(path, PROGRAM, unlocked)
        self.window = MainWindow(
            self._context(self._store),
            hooks(self._store),
            theme_mode=self.settings.theme,
            furnish=False,
        )
        # The empty frame is painted before anything else is imported.
        self.window.painted.connect(self._furnish)
        self.window.show()

    def _furnish(self) -> None:
        if self.window is None:
            return
        theme.choose_font()
        self.window.furnish()
        self.window.theme_chosen.connect(self._keep_theme)
        self.window.add_menu_action("Ouvrir un autre fichier…", self._change_file)
        self.window.add_menu_action("Préparer un diagnostic…", self.show_diagnostic)
        self._open_gate(self.window)

    def _open_gate(self, window: MainWindow) -> None:
        from gen_desktop.ui.opening.gate import Gate

        assert self._store is not None
        gate = Gate(window, self._store, self.jobs)
        gate.opened.connect(self._on_opened)
        gate.refused.connect(self._on_refused)
        gate.given_up.connect(self._leave_closed)
        gate.open()

    def show_welcome(self) -> None:
        """Show the first-run screen."""
        from gen_desktop.ui.welcome.window import WelcomeWindow

        theme.choose_font()
        self.welcome = WelcomeWindow(_documents())
        self.welcome.create_requested.connect(self._create)
        self.welcome.try_requested.connect(self._try)
        self.welcome.open_requested.connect(self._leave_welcome)
        self.welcome.move_requested.connect(self._arrive)
        self.welcome.place_chosen.connect(self._check_place)
        self.welcome.diagnostic_requested.connect(self.show_diagnostic)
        self.welcome.show()

    def after_first_paint(self) -> None:
        """What must not delay the window: the log, and the news of a crash of the run before."""
        from gen_desktop import crashes, log, opened_copies
        from gen_desktop.ui.diagnosing import tell_crash

        opened_copies.sweep()

        try:
            log.start_logging()
            crashes.start_watching()
        except AppError as error:
            dialogs.show_error(self.window or self.welcome, error)
            return
        tell_crash(self.window or self.welcome, self.show_diagnostic)

    def show_diagnostic(self, over: QWidget | None = None) -> None:
        """Prepare what helps from afar, whatever became of the file."""
        from gen_desktop.ui.diagnosing import show_diagnostic

        parent = over or self.window or self.welcome
        show_diagnostic(self.jobs, self._store or self._refused, self.settings, parent)

    def end(self, patience_ms: int = 5000) -> None:
        """Wait for the work under way, take back the papers opened elsewhere, and give the file back."""
        from gen_desktop import opened_copies

        self.jobs.cancel_all()
        self.jobs.wait_all(patience_ms)
        opened_copies.erase_all()
        if self._store is not None:
            self._store.close()

    def _opened(self) -> Database:
        assert self._store is not None
        return self._store.open()

    def _context(self, store: DeferredStore) -> AppContext:
        return AppContext(
            db=cast("Database", store),
            author=store.author,
            settings=self.settings,
            jobs=self.jobs,
            changes=ChangeBus(self),
            theme=theme.current(),
            today=date.today,
            state=QSettings(str(paths.window_state_file()), QSettings.Format.IniFormat),
        )

    def _on_opened(self, author: Author) -> None:
        from gen_desktop.ui.opening.place import warn_of_place

        if self.window is None or self._store is None:
            return
        self._left = None
        self._work_as(author)
        self._show_store_state()
        self._make_lock(self.window, self._store)
        warn_of_place(self.window, self._store.path)
        if self.window.current_page() is None:
            self.window.show_page("home")
        self._keep_safe(self.window)
        self._keep_drafts(self.window, self._store)
        self._keep(self.settings.with_opened(self._store.path.resolve()))

    def _work_as(self, author: Author) -> None:
        if self.window is not None and self._store is not None:
            is_other = self._store.author != author
            drafts = self._drafts_to_change(author)
            if drafts is not None:
                drafts.put_away()
            self._opened().author = author
            self._store.author = author
            self.window.set_author(author.name, is_other=is_other)
            if drafts is not None:
                drafts.begin()
            if author.role is None and is_other:
                # Once the curtain is lifted.
                QTimer.singleShot(0, self.window, partial(dialogs.inform, self.window, NO_ROLE))

    def _make_lock(self, window: MainWindow, store: DeferredStore) -> None:
        from gen_desktop.ui.opening.lock import Lock

        if store.unlocked is None or window.findChild(Lock) is not None:
            return
        Lock(window, store, self.jobs).unlocked.connect(self._work_as)
        window.ctx.changes.changed.connect(self._follow_roles)
        if not store.read_only:
            from gen_desktop.ui.opening.people import People

            people = People(window, store)
            QTimer.singleShot(0, people, people.offer_after_code)

    def _follow_roles(self, change: Change) -> None:
        """Whoever works here may have been given another role, or have given theirs away."""
        if "staff_member" in change.kinds and self._store is not None:
            from gen_desktop.ui.opening.gate import in_role

            self._work_as(in_role(self._store, self._store.author))

    def _show_store_state(self) -> None:
        from gen_desktop.ui.opening.gate import store_state

        if self.window is not None and self._store is not None:
            self.window.set_store_state(*store_state(self._store))

    def _keep_safe(self, window: MainWindow) -> None:
        from gen_desktop.ui.safekeeper import Safekeeper

        if window.findChild(Safekeeper) is None:
            Safekeeper(window)
            # Queued: the window whose page asks is gone before the answer.
            window.restore_requested.connect(self._restore, Qt.ConnectionType.QueuedConnection)

    def _drafts_to_change(self, author: Author) -> DraftKeeper | None:
        """Who keeps what is typed, when somebody else is to type from now on."""
        from gen_desktop.ui.draft_keeper import DraftKeeper

        if self.window is None or self._store is None:
            return None
        known = self._store.author
        is_same = (known.id, known.name) == (author.id, author.name)
        return None if is_same else self.window.findChild(DraftKeeper)

    def _keep_drafts(self, window: MainWindow, store: DeferredStore) -> None:
        from gen_desktop.ui.draft_keeper import DraftKeeper

        if not store.read_only and window.findChild(DraftKeeper) is None:
            DraftKeeper(window)

    def _restore(self, backup: Backup) -> None:
        """Give the file back, let the backup take its place, and open it again."""
        window, store = self.window, self._store
        if window is None or store is None or self.jobs.is_writing or not window.may_lose_typing():
            return
        self._bring_back(window, store, backup, store.unlocked)

    def _bring_back(
        self, window: MainWindow, store: DeferredStore, backup: Backup, unlocked: Unlocked | None
    ) -> None:
        from gen_desktop.ui.restoring import Restoring

        self.end()
        self.window = self._store = None
        key = None if unlocked is None else unlocked.key
        self._restoring = Restoring(store.path, backup, store.author, key, self.jobs)
        self._restoring.ended.connect(partial(self.open_file, store.path, unlocked))
        self._restoring.show()
        window.leave()
        window.deleteLater()
        self._restoring.begin()

    def _on_refused(self, error: Exception) -> None:
        from gen_desktop.ui.opening.rescue import Rescue, can_help

        window, store = self.window, self._store
        if window is None or store is None or not can_help(error):
            dialogs.show_error(window, error)
            self._leave_closed()
            return
        rescue = Rescue(window, store.path, store.unlocked, self.jobs)
        rescue.wanted.connect(partial(self._bring_back, window, store), Qt.ConnectionType.QueuedConnection)
        rescue.left.connect(self._leave_closed)
        rescue.begin(error)

    def _leave_closed(self) -> None:
        """From the window of a file that did not open, back to the one before, or to the first-run screen."""
        self._refused = self._store
        refused, self.window, self._store = self.window, None, None
        left, self._left = self._left, None
        if left is not None:
            self.open_file(left.path, left.unlocked)
        else:
            self.show_welcome()
        if refused is not None:
            refused.leave()

    def _create(self, center: NewCenter) -> None:
        from gen_desktop.ui.creation import create_center

        self.jobs.write(
            "Créer le fichier",
            lambda job: create_center(center),
            lambda made: self._on_created(center.path, made),
            on_error=self._on_creation_refused,
            parent=self.welcome,
        )

    def _on_created(self, path: Path, made: Protection | None) -> None:
        if made is None:
            self._leave_welcome(path)
            return
        from gen_desktop.ui.opening.recovery_sheet import RecoverySheetDialog

        sheet = (path.name, made.recovery_code, date.today(), made.warning)
        dialogs.run(RecoverySheetDialog(*sheet, self.welcome))
        self._leave_welcome(path, made.unlocked)

    def _on_creation_refused(self, error: Exception) -> None:
        dialogs.show_error(self.welcome, error)

    def _check_place(self, path: Path) -> None:
        from gen_desktop.db.places import place_warning

        if self.welcome is not None:
            self.jobs.read_latest(
                "welcome.place", lambda job: place_warning(path), self.welcome.show_place_warning
            )

    def _try(self) -> None:
        from gen_desktop.ui.creation import create_invented

        path = paths.user_data_dir() / "exemple.gendb"
        self.jobs.write(
            "Préparer l’organisme inventé",
            lambda job: create_invented(path, job),
            lambda _result: self._leave_welcome(path),
            on_error=self._on_creation_refused,
            parent=self.welcome,
        )

    def _arrive(self) -> None:
        from gen_desktop.ui.opening.arrival import Arrival

        if self.welcome is not None:
            arrival = Arrival(self.welcome, self.jobs, _documents())
            arrival.arrived.connect(self._leave_welcome)
            arrival.begin()

    def _leave_welcome(self, path: Path, unlocked: Unlocked | None = None) -> None:
        welcome, self.welcome = self.welcome, None
        self.open_file(path, unlocked)
        if welcome is not None:
            welcome.close()

    def _change_file(self) -> None:
        if self.window is None or self.jobs.is_writing or not self.window.may_lose_typing():
            return
        from gen_desktop.ui.welcome.window import FILE_KINDS

        chosen = dialogs.open_file(self.window, "Ouvrir un fichier", FILE_KINDS)
        if chosen is not None:
            self._leave_for(chosen)

    def _leave_for(self, path: Path) -> None:
        """Open another file in place of this one, which is backed up first if it is open."""
        from gen_desktop.ui.safekeeper import Safekeeper

        keeper = self.window.findChild(Safekeeper) if self.window is not None else None
        if keeper is None:
            self._open_instead(path)
        else:
            keeper.before_leaving(partial(self._open_instead, path))

    def _open_instead(self, path: Path) -> None:
        self.end()
        left, self._left = self.window, self._store
        self.open_file(path)
        if left is not None:
            left.leave()
            left.deleteLater()

    def _keep_theme(self, mode: Any) -> None:
        self._keep(replace(self.settings, theme=mode))

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(settings)
        except AppError as error:
            logger.warning("preferences could not be kept: %s", type(error).__name__)


def _documents() -> Path:
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()
