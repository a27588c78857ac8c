"""The shell: left bar, top bar, one page at a time, the line that offers to undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTime, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import APP_NAME
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.ui import actions, dialogs, theme, window_geometry
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.look_menu import add_look_menu
from gen_desktop.ui.shell_hooks import ShellHooks
from gen_desktop.ui.theme import Mode, Tone

if TYPE_CHECKING:  # what furnishes the window comes after its first paint
    from gen_desktop.ui.draft import Draft
    from gen_desktop.ui.pages import Page, PageSpec
    from gen_desktop.ui.searching import Searching
    from gen_desktop.ui.side_bar import SideBar
    from gen_desktop.ui.taking_back import TakingBack
    from gen_desktop.ui.top_bar import TopBar
    from gen_desktop.ui.widgets.toast import Toast

BADGES_DELAY_MS = 300
WHOSE = frozenset({"organization", "site"})
"""The kinds of record that the head of the left bar names."""


class MainWindow(QMainWindow):
    """Holds no action of the trade: pages bring theirs.

    ``theme_chosen(mode)``: for who keeps settings; ``restore_requested(Backup)``: for who holds the file.
    """

    page_shown = Signal(str)
    theme_chosen = Signal(str)
    restore_requested = Signal(object)
    painted = Signal()  # once, after the first paint
    closed = Signal()  # for good: its file is given back
    page_built = Signal(str, object)
    typing_settled = Signal()  # before leaving the file: all that was typed is saved, or given up

    side_bar: SideBar
    top_bar: TopBar
    searching: Searching
    taking_back: TakingBack

    def __init__(
        self,
        ctx: AppContext,
        hooks: ShellHooks,
        specs: Sequence[PageSpec] | None = None,
        *,
        theme_mode: Mode = "system",
        furnish: bool = True,
    ) -> None:
        """``specs`` None: the pages of the program. ``furnish`` False: an empty frame to paint at once."""
        super().__init__()
        self.ctx = ctx
        self._hooks = hooks
        self._given_specs = specs
        self._theme_mode: Mode = theme_mode
        self._specs: dict[str, PageSpec] = {}
        self._pages: dict[str, Page] = {}
        self._lit = ""
        self._came_from: dict[str, str] = {}
        self._asked = False
        self._is_painted = False
        self._is_left = False
        self.before_close: Callable[[], bool] | None = None
        self._toast: Toast | None = None
        self._stack = QStackedWidget(self)
        self.setWindowTitle(APP_NAME)
        self.setMinimumSize(900, 560)
        window_geometry.restore(self, ctx.state)
        if furnish:
            self.furnish()

    def furnish(self) -> None:
        """Put in the bars, the pages and their actions: after the first paint, when time matters."""
        from gen_desktop.ui.pages import HIDDEN_PAGES, PAGES
        from gen_desktop.ui.searching import Searching
        from gen_desktop.ui.side_bar import SideBar
        from gen_desktop.ui.top_bar import TopBar

        specs = (*PAGES, *HIDDEN_PAGES) if self._given_specs is None else self._given_specs
        self._specs = {spec.id: spec for spec in specs}
        self.side_bar = SideBar([spec for spec in specs if spec.in_side_bar], self)
        self.searching = Searching(self, self._hooks)
        self.top_bar = TopBar(self.searching.box, self)
        self._lay_out()
        self._badges_timer = QTimer(self)
        self._badges_timer.setSingleShot(True)
        self._badges_timer.setInterval(BADGES_DELAY_MS)
        self._badges_timer.timeout.connect(self._count_badges)
        self._make_actions()
        self._fill_menu(self._theme_mode)
        self.side_bar.page_chosen.connect(self.show_page)
        self.ctx.changes.changed.connect(self._on_changed)
        self.side_bar.set_author(self.ctx.author.name)
        self.set_store_state("Ouverture…", "attention")

    def show_page(self, page_id: str) -> Page:
        """Go to a page, building it on the first visit; the page there may refuse to be left.

        Returns the page asked for, shown or not. KeyError for an unknown id.
        """
        shown = self.current_page()
        page = self._pages.get(page_id) or self._build(page_id)
        if shown is not None and shown is not page and not shown.can_leave():
            self.side_bar.select(self._lit)
            return page
        if self._specs[page_id].in_side_bar:
            self._came_from.clear()
        elif (before := self.current_page_id()) != page_id:
            self._came_from.setdefault(page_id, before)
        self._stack.setCurrentWidget(page)
        if not self._asked:
            self._asked = True
            # After the paint, and only now that the file is open: these bring the data layer in, and two
            # threads must not be the first to import it together.
            QTimer.singleShot(0, self, self._ask_everything)
        if self._specs[page_id].in_side_bar:
            self._lit = page_id
        self.side_bar.select(self._lit)
        self._show_header()
        self.page_shown.emit(page_id)
        return page

    def current_page(self) -> Page | None:
        """The page shown."""
        shown = self._stack.currentWidget()
        return next((page for page in self._pages.values() if page is shown), None)

    def current_page_id(self) -> str:
        """The id of the page shown, '' before the first."""
        shown = self._stack.currentWidget()
        return next((page_id for page_id, page in self._pages.items() if page is shown), "")

    def open_record(self, kind: str, record_id: int) -> None:
        """Show a record on the page that opens its kind. KeyError when no page does."""
        page_id = next((spec.id for spec in self._specs.values() if kind in spec.kinds), None)
        if page_id is None:
            raise KeyError(kind)
        page = self.show_page(page_id)
        if page is self.current_page():
            self.searching.note(kind, record_id)
            page.open_record(kind, record_id)

    def go_to(self, page_id: str, target: object) -> None:
        """Show a page and hand it what another page pointed at."""
        page = self.show_page(page_id)
        if page is self.current_page():
            page.show_target(target)

    def go_back(self) -> None:
        """From a page without a line in the left bar, to the one shown before it."""
        if before := self._came_from.pop(self.current_page_id(), "") or self._lit:
            self.show_page(before)

    def tell(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say something at the bottom of the window for a few seconds."""
        self.toast.say(text, action, run)

    @property
    def toast(self) -> Toast:
        """The line at the bottom of the window; built when there is first something to say."""
        if self._toast is None:
            from gen_desktop.ui.widgets.toast import Toast

            self._toast = Toast(self, self._stack)
        return self._toast

    def set_store_state(self, text: str, tone: Tone = "good") -> None:
        """The state of the file at the foot of the left bar ("Base chiffrée, ouverte")."""
        self.side_bar.set_store_state(text, tone)

    def set_author(self, name: str, *, is_other: bool) -> None:
        """Who works here; ``is_other``: somebody else than before, who may not see the same."""
        self.side_bar.set_author(name)
        for page in self._pages.values() if is_other else ():
            page.on_author()

    def add_menu_action(self, text: str, slot: Callable[[], object]) -> QAction:
        """Add a line to the menu of the left bar, above "Quitter"."""
        action = QAction(text, self)
        action.triggered.connect(lambda _checked=False: slot())
        self.side_bar.menu.insertAction(self._before_quit, action)
        return action

    def undo(self) -> None:
        """Take back the last gesture, by its name."""
        self.taking_back.undo()

    def may_lose_typing(self) -> bool:
        """Whether the file may be left: nothing is under way or typed, or the person gives it up."""
        from gen_desktop.ui import quitting
        from gen_desktop.ui.dialog_drafts import dialog_of

        waiting = self.drafts()
        if not quitting.may_stop(self, self.under_way()):
            return False
        if quitting.may_give_up(self, waiting):
            self.typing_settled.emit()
            return True
        page_id, form = next(iter(waiting))
        page = self.show_page(page_id)
        if dialog_of(form) is not None:
            QTimer.singleShot(0, page, partial(page.take_up, form))  # once the window stays
        return False

    def under_way(self) -> list[str]:
        """What would stop if the window closed now, in words."""
        return [said for page in self._pages.values() if (said := page.under_way())]

    def drafts(self) -> dict[tuple[str, str], Draft]:
        """What is typed and not saved, by the id of its page and its form there."""
        found = {page_id: page.all_drafts() for page_id, page in self._pages.items()}
        return {(page_id, form): draft for page_id, drafts in found.items() for form, draft in drafts.items()}

    def each_page(self, look: Callable[[str, Page], object]) -> None:
        """Hand over the pages built so far, with their ids."""
        for page_id, page in self._pages.items():
            look(page_id, page)

    def specs(self) -> Sequence[PageSpec]:
        """The pages there are, shown or not."""
        return list(self._specs.values())

    def knows_page(self, page_id: str) -> bool:
        """Whether there is a page of that id."""
        return page_id in self._specs

    def resume(self, page_id: str, form: str) -> None:
        """Show the form that was left there unfinished."""
        page = self.show_page(page_id)
        if page is self.current_page():
            page.take_up(form)

    def leave(self) -> None:
        """Close without asking: that was done before the file was given back."""
        self._is_left = True
        self.close()

    def reload_identity(self) -> None:
        """Ask again whose data this is (first show, after the settings changed)."""
        self.ctx.jobs.read_latest(
            "shell.identity",
            lambda job: self._hooks.identity(),
            lambda answer: self.side_bar.set_identity(*answer),
            on_error=self._on_shell_failed,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.ctx.jobs.is_writing:
            event.ignore()
            dialogs.inform(self, "Un enregistrement est en cours.", "Attendez sa fin, ou annulez-le.")
            return
        page = self.current_page()
        may_close = self._is_left or ((page is None or page.can_leave()) and self.may_lose_typing())
        if may_close and not self._is_left and self.before_close is not None:
            may_close = self.before_close()
        if not may_close:
            event.ignore()
            return
        self.ctx.jobs.cancel_all()
        window_geometry.keep(self, self.ctx.state)
        super().closeEvent(event)
        self.closed.emit()

    def _lay_out(self) -> None:
        content = QWidget(self)
        content_layout = QVBoxLayout(content)
        content_layout.setContentsMargins(18, 14, 18, 14)
        content_layout.addWidget(self._stack)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top_bar)
        right.addWidget(content, 1)
        central = QWidget(self)
        layout = QHBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.side_bar)
        layout.addLayout(right, 1)
        self.setCentralWidget(central)

    def _make_actions(self) -> None:
        from gen_desktop.ui.taking_back import TakingBack

        actions.make(self, "search", self.searching.box.take_focus)
        self.taking_back = TakingBack(self, self.ctx, self._hooks)
        self.taking_back.done.connect(self.tell)
        self.taking_back.refused.connect(self._on_undo_refused)
        self.taking_back.failed.connect(self._on_shell_failed)
        self._refresh_action = actions.make(self, "refresh", self._reload_page)
        self._shortcuts_action = actions.make(self, "shortcuts", self._show_shortcuts)
        self._quit_action = actions.make(self, "quit", self.close)
        listed = [spec.id for spec in self._specs.values() if spec.in_side_bar]
        for number, page_id in enumerate(listed[:9], start=1):
            actions.make(self, f"page_{number}", partial(self.show_page, page_id))

    def _fill_menu(self, mode: Mode) -> None:
        from gen_desktop.ui.pages import MENU_PAGES

        menu = self.side_bar.menu
        menu.addAction(self.taking_back.undo_action)
        menu.addAction(self.taking_back.redo_action)
        menu.addAction(self._refresh_action)
        for group in MENU_PAGES:
            menu.addSeparator()
            for page_id, text in group:
                if page_id in self._specs:
                    menu.addAction(text, partial(self.show_page, page_id)).setData(page_id)
        menu.addSeparator()
        add_look_menu(menu, mode, self._choose_theme)
        menu.addAction(self._shortcuts_action)
        self._before_quit = menu.addSeparator()
        menu.addAction(self._quit_action)

    def _build(self, page_id: str) -> Page:
        page = self._specs[page_id].factory(self.ctx)
        self._pages[page_id] = page
        page.header_changed.connect(partial(self._on_header_changed, page))
        page.open_requested.connect(self.open_record)
        page.go_requested.connect(self.go_to)
        page.record_shown.connect(self.searching.look_at)
        page.told.connect(self.tell)
        page.back_requested.connect(self.go_back)
        page.undo_requested.connect(self.undo)
        page.restore_requested.connect(self.restore_requested)
        self._stack.addWidget(page)
        self.page_built.emit(page_id, page)
        return page

    def _show_header(self) -> None:
        page, page_id = self.current_page(), self.current_page_id()
        if page is not None:
            title = page.title or self._specs[page_id].title
            self.setWindowTitle(f"{title} – {APP_NAME}")
            self.top_bar.show_page(title, page.subtitle(), page.header_actions())

    def _on_header_changed(self, page: Page) -> None:
        if page is self.current_page():
            self._show_header()
        self._badges_timer.start()

    def _on_changed(self, change: Change) -> None:
        self.side_bar.set_saved(f"Enregistré à {QTime.currentTime().toString('HH:mm')}")
        if change.name:
            self.taking_back.follow(change.name)
        page = self.current_page()
        if change.name and not (page is not None and page.quiet):
            self.tell(change.name, "Annuler", self.undo)
        if change.kinds & WHOSE:
            self.reload_identity()
        self.taking_back.ask()
        self._badges_timer.start()

    def _on_undo_refused(self, error: Exception) -> None:
        dialogs.show_error(self, error)
        self._reload_page()

    def _ask_everything(self) -> None:
        self.reload_identity()
        self.taking_back.ask()
        self._count_badges()
        self.searching.begin()

    def _on_shell_failed(self, error: Exception) -> None:
        # Said at the foot of the bar, not in one dialog for each thing the shell asks.
        if isinstance(error, AppError):
            self.set_store_state(str(error), "wrong")
        else:
            dialogs.show_error(self, error)

    def _count_badges(self) -> None:
        for spec in self._specs.values():
            if spec.badge is not None:
                self.ctx.jobs.read_latest(
                    f"shell.badge.{spec.id}",
                    partial(_count, spec, self.ctx),
                    partial(self.side_bar.set_count, spec.id),
                    on_error=self._on_shell_failed,
                    is_awaited=False,
                )

    def _choose_theme(self, mode: Mode) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode)
        self.theme_chosen.emit(mode)

    def _reload_page(self) -> None:
        page = self.current_page()
        if page is not None:
            page.reload()
        self._count_badges()

    def _show_shortcuts(self) -> None:
        from gen_desktop.ui.shortcuts_dialog import ShortcutsDialog

        dialogs.run(ShortcutsDialog(self))


def _count(spec: PageSpec, ctx: AppContext, _job: object) -> int | None:
    return None if spec.badge is None else spec.badge(ctx)
