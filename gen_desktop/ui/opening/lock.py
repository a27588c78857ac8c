"""The window locks on request and after a while without a gesture; what is typed waits behind the curtain."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from shiboken6 import isValid

from gen_desktop import APP_NAME, opened_copies
from gen_desktop.changes import Author
from gen_desktop.errors import AppError
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.deferred_store import DeferredStore
from gen_desktop.ui.job_runner import JobRunner
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.opening.card import UnlockCard
from gen_desktop.ui.opening.curtain import Curtain
from gen_desktop.ui.opening.gate import author_of, in_role, names_of, unlocked

if TYPE_CHECKING:
    from gen_desktop.db.keys import Unlocked

IDLE_SECONDS = 15 * 60
LOOK_EVERY_MS = 10_000
_GESTURES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class LockDialog(QDialog):
    """Stands before every window of the program until the card in it is answered."""

    def __init__(self, card: UnlockCard, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(f"{APP_NAME} – verrouillé")
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def reject(self) -> None:
        """Escape opens nothing."""

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()


class Lock(QObject):
    """Of one window on a protected file. ``unlocked(Author)``: whoever opened it again works in it now."""

    unlocked = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        store: DeferredStore,
        jobs: JobRunner,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``clock`` in seconds, running while the computer sleeps."""
        super().__init__(window)
        self._window, self._store, self._jobs, self._clock = window, store, jobs, clock
        self._curtains: list[Curtain] = []
        self._title = ""
        self._is_locked = False
        self._watched: QWindow | None = None
        self._last = clock()
        self.dialog: LockDialog | None = None
        self.card: UnlockCard | None = None
        self.action = actions.make(window, "lock", self.lock)
        menu = window.side_bar.menu
        menu.insertAction(menu.actions()[-1], self.action)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_EVERY_MS)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch)
            self._watch(app.focusWindow())

    @property
    def is_locked(self) -> bool:
        """Whether the password is waited for."""
        return self._is_locked

    def look(self) -> None:
        """Lock if nobody has touched the program for a while."""
        if not self._is_locked and self._clock() - self._last >= IDLE_SECONDS:
            self.lock()

    def lock(self) -> None:
        """Cover every window at once, take back the papers opened elsewhere, then ask for the password."""
        if self._is_locked:
            return
        self._is_locked = True
        opened_copies.erase_all()
        self._title = self._window.windowTitle()
        self._window.searching.forget()
        self._window.toast.hide()  # and built, so that the curtain knows it
        self._window.setWindowTitle(APP_NAME)
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        shown = [
            one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()
        ]
        self._curtains = [Curtain(one) for one in (self._window, *shown)]
        path = self._store.path
        self._jobs.read(lambda job: names_of(path), self._ask, on_error=self._ask_anyhow, name="lock")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GESTURES:
            self._last = self._clock()
        return False

    def _watch(self, window: QWindow | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)

    def _ask_anyhow(self, _error: Exception) -> None:
        # The keys cannot be read for now (a stick taken out): who works here is known.
        self._ask([self._store.author.name])

    def _ask(self, names: list[str]) -> None:
        self.card = UnlockCard(
            self._store.path.name, names, leave="Quitter", title="La fenêtre est verrouillée"
        )
        if self._store.author.name in names:
            self.card.who.set_code(self._store.author.name)
        self.card.submitted.connect(self._unlock)
        self.card.given_up.connect(self._leave)
        self.dialog = LockDialog(self.card, self._window)
        self.dialog.show()

    def _unlock(self, name: str | None, password: str) -> None:
        store = self._store

        def work(_job: object) -> tuple[Unlocked, Author]:
            found = unlocked(store, name, password)
            return found, in_role(store, author_of(found))

        self._jobs.read(work, self._on_unlocked, on_error=self._on_refused, name="lock.unlock")

    def _on_refused(self, error: Exception) -> None:
        if self.card is not None and isinstance(error, AppError):
            self.card.refuse(str(error))
        else:
            dialogs.show_error(self.dialog, error)

    def _on_unlocked(self, answer: tuple[Unlocked, Author]) -> None:
        # Whoever opens the file again after a restore is the one who works here now, not the one before.
        self._store.unlocked, author = answer
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog.hide()
        self.dialog = self.card = None
        self.unlocked.emit(author)  # first: whoever opens may not be shown what was on the screen
        for curtain in reversed(self._curtains):
            if isValid(curtain):
                curtain.lift()
        self._curtains = []
        self._window.setWindowTitle(self._title)
        self._is_locked = False
        self._last = self._clock()
        self._window.searching.begin()

    def _leave(self) -> None:
        """Quit, unless that would lose something: what it is may not be told here."""
        if self.card is None:
            return
        is_busy = self._jobs.is_writing or self._window.under_way()
        if is_busy or self._window.drafts() or len(self._curtains) > 1:
            self.card.refuse("Une saisie n’est pas enregistrée\u00a0: ouvrez d’abord, puis quittez.")
            return
        # As ever: a last backup may be made first. The card stays before all of it until the window is gone.
        self._window.closed.connect(QApplication.quit)
        self._window.close()
