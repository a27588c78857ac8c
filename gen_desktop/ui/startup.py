"""From the process's start to the open file: the window first, the data layer after the first paint."""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication

from gen_desktop import APP_NAME, VERSION, paths
from gen_desktop.changes import PROGRAM, Author, AuthorKind, Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.settings import Settings, load_settings, save_settings
from gen_desktop.ui import dialogs, locale, theme
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.crash import CrashReporter
from gen_desktop.ui.deferred_store import DeferredStore
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.main_window import MainWindow, ShellHooks

if TYPE_CHECKING:
    from gen_desktop.db.database import Database
    from gen_desktop.ui.welcome.window import NewCenter, WelcomeWindow
    from gen_desktop.ui.widgets.search_box import SearchHit

logger = logging.getLogger(__name__)

KIND_TITLES = {"learner": "Apprenants", "cohort": "Cohortes", "company": "Employeurs"}


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
    program.begin(file)
    QTimer.singleShot(0, program.after_first_paint)
    status = app.exec()
    program.end()
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

    def begin(self, file: Path | None) -> None:
        """Show the first window."""
        known = file or (Path(self.settings.last_file) if self.settings.last_file else None)
        if known is not None and (file is not None or known.is_file()):
            self.open_file(known)
        else:
            self.show_welcome()

    def open_file(self, path: Path) -> None:
        """Show the main window on a file; the file itself opens after the paint."""
        self._store = DeferredStore(path, PROGRAM)
        self.window = MainWindow(
            self._context(self._store),
            self._hooks(self._store),
            theme_mode=self.settings.theme,
            furnish=False,
        )
        # The empty frame is painted before anything else is imported.
        self.window.painted.connect(self._furnish)
        self.window.show()

    def _furnish(self) -> None:
        if self.window is None:
            return
        _choose_font()
        self.window.furnish()
        self.window.theme_chosen.connect(self._keep_theme)
        self.window.add_menu_action("Ouvrir un autre fichier…", self._change_file)
        self.jobs.read(
            lambda job: _staff_at_work(self._opened()),
            self._on_opened,
            on_error=self._on_refused,
            name="startup.open",
        )

    def show_welcome(self) -> None:
        """Show the first-run screen."""
        from gen_desktop.ui.welcome.window import WelcomeWindow

        _choose_font()
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self.welcome = WelcomeWindow(folder if folder.is_dir() else Path.home())
        self.welcome.create_requested.connect(self._create)
        self.welcome.try_requested.connect(self._try)
        self.welcome.open_requested.connect(self._leave_welcome)
        self.welcome.show()

    def after_first_paint(self) -> None:
        """What must not delay the window: the log, and the news of a crash of the run before."""
        from gen_desktop.log import previous_crash, start_logging

        try:
            start_logging()
            crashed = previous_crash()
        except AppError as error:
            dialogs.show_error(self.window or self.welcome, error)
            return
        if crashed:
            logger.warning("the previous run crashed")

    def end(self) -> None:
        """Wait for the work under way and give the file back."""
        self.jobs.cancel_all()
        self.jobs.wait_all()
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

    def _hooks(self, store: DeferredStore) -> ShellHooks:
        return ShellHooks(
            search=lambda text: _search(store, text),
            kind_titles=KIND_TITLES,
            identity=lambda: _identity(store),
            last_undoable=lambda: _last_undoable(store),
            undo=lambda: _undo(store),
        )

    def _on_opened(self, author: Author) -> None:
        if self.window is None or self._store is None:
            return
        self._opened().author = author
        self._store.author = author
        self.window.side_bar.set_author(author.name)
        if self.window.current_page() is None:
            self.window.show_page("home")
        self._keep(self.settings.with_opened(self._store.path.resolve()))

    def _on_refused(self, error: Exception) -> None:
        dialogs.show_error(self.window, error)
        refused, self.window, self._store = self.window, None, None
        self.show_welcome()
        if refused is not None:
            refused.leave()

    def _create(self, center: NewCenter) -> None:
        self.jobs.write(
            "Créer le fichier",
            lambda job: _create_center(center),
            lambda _result: self._leave_welcome(center.path),
            on_error=self._on_creation_refused,
            parent=self.welcome,
        )

    def _on_creation_refused(self, error: Exception) -> None:
        dialogs.show_error(self.welcome, error)

    def _try(self) -> None:
        path = paths.user_data_dir() / "exemple.gendb"
        self.jobs.write(
            "Préparer l’organisme inventé",
            lambda job: _create_invented(path, job),
            lambda _result: self._leave_welcome(path),
            on_error=self._on_creation_refused,
            parent=self.welcome,
        )

    def _leave_welcome(self, path: Path) -> None:
        welcome, self.welcome = self.welcome, None
        self.open_file(path)
        if welcome is not None:
            welcome.close()

    def _change_file(self) -> None:
        if self.window is None or self.jobs.is_writing or not self.window.may_lose_typing():
            return
        from gen_desktop.ui.welcome.window import FILE_KINDS

        chosen = dialogs.open_file(self.window, "Ouvrir un fichier", FILE_KINDS)
        if chosen is None:
            return
        self.end()
        left = self.window
        self.open_file(chosen)
        left.leave()

    def _keep_theme(self, mode: Any) -> None:
        self._keep(replace(self.settings, theme=mode))

    def _keep(self, settings: Settings) -> None:
        self.settings = settings
        try:
            save_settings(settings)
        except AppError as error:
            logger.warning("preferences could not be kept: %s", type(error).__name__)


def _choose_font() -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        theme.choose_font(app)


def _staff_at_work(db: Database) -> Author:
    """Until people sign in with their own password, the first person of the organisation is the author."""
    from gen_desktop.queries.organization import staff

    with db.read() as session:
        people = staff(session)
    if not people:
        return Author(AuthorKind.PERSON, "Utilisateur de ce poste")
    return Author(AuthorKind.PERSON, people[0].name, people[0].id)


def _identity(store: DeferredStore) -> tuple[str, str]:
    from gen_desktop.queries.organization import current_organization

    with store.read() as session:
        found = current_organization(session)
    if found is None:
        return store.path.stem, ""
    return found.name, found.sites[0] if found.sites else ""


def _last_undoable(store: DeferredStore) -> str | None:
    from gen_desktop.services.undo import last_undoable

    with store.read() as session:
        found = last_undoable(session)
    return found.name if found else None


def _undo(store: DeferredStore) -> Change:
    from gen_desktop.services.undo import undo_last

    return undo_last(store.open())


def _search(store: DeferredStore, text: str) -> list[SearchHit]:
    from gen_desktop.queries.search import find
    from gen_desktop.ui.widgets.search_box import SearchHit

    with store.read() as session:
        return [SearchHit(hit.kind, hit.id, hit.title, hit.detail) for hit in find(session, text)]


def _create_center(center: NewCenter) -> None:
    from gen_desktop.services.organization import OrganizationInput, SiteInput, create_organization
    from gen_desktop.store import create_store

    db = create_store(center.path, Author(AuthorKind.PERSON, center.person))
    try:
        create_organization(
            db,
            OrganizationInput(
                name=center.organization,
                siret=center.siret or None,
                nda=center.nda or None,
                sites=(SiteInput(name=center.site, city=center.site, holiday_zone=center.holiday_zone),),
                staff=((center.person, None),),
            ),
        )
    except BaseException:
        db.close()
        center.path.unlink()
        raise
    db.close()


def _create_invented(path: Path, job: Job) -> None:
    from gen_desktop.importing.sample_store import import_invented_center
    from gen_desktop.sample.workbooks import SHIPPED_SEED
    from gen_desktop.store import create_store

    for leftover in path.parent.glob(f"{path.name}*"):
        leftover.unlink()
    db = create_store(path, PROGRAM)
    try:
        import_invented_center(db, date.today(), SHIPPED_SEED, job)
    except BaseException:
        db.close()
        path.unlink()
        raise
    db.close()
