"""The views of the list that colleagues keep: opened, kept, replaced, renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from gen_desktop.changes import Change
from gen_desktop.db.database import Database
from gen_desktop.errors import AppError
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.names import fold
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.saved_views import View, ViewName, view
from gen_desktop.services import saved_views
from gen_desktop.ui import dialogs
from gen_desktop.ui.learners.people_list import PAGE_ID, Listing, PeopleList
from gen_desktop.ui.pages import Page, PageAction

TABLE = "saved_view"
NAME_LABEL = "Nom de la vue, que vos collègues verront aussi\u00a0:"


class ViewsMenu(QObject):
    """``changed`` when the menu or the view shown is no longer the same."""

    changed = Signal()

    def __init__(self, page: Page, people: PeopleList) -> None:
        super().__init__(page)
        self._page, self._people = page, people
        self._names: tuple[ViewName, ...] = ()
        self.current: View | None = None
        self._offers: tuple[object, ...] = ()
        self._action = PageAction("Vues")
        self._shown = (self._action, "")
        people.loaded.connect(self._on_loaded)
        people.filters.changed.connect(self._offer)
        people.filters.save_asked.connect(self.save)
        people.table.columns_changed.connect(self._offer)

    def action(self) -> PageAction:
        """The button of the top bar and its menu; the same one until it would offer something else."""
        offers = (self._names, self.current and self.current.id, self._page.ctx.why_not(TABLE))
        if offers != self._offers:
            self._offers, self._action = offers, self._menu()
        return self._action

    def _menu(self) -> PageAction:
        entries = [
            PageAction(one.name, partial(self.open, one.id), icon="check" if self._is_current(one) else "")
            for one in self._names
        ]
        entries.append(self._gesture("Enregistrer cette vue…", self.save))
        if self.current is not None:
            name = f"«{NBSP}{self.current.name}{NBSP}»"
            entries.append(self._gesture(f"Remplacer {name} par ce qui est affiché", self.replace))
            entries.append(self._gesture(f"Renommer {name}…", self.rename))
            entries.append(self._gesture(f"Supprimer {name}", self.delete))
        return PageAction("Vues", menu=tuple(entries))

    def subtitle(self) -> str:
        """The view shown: « Jeunes ruraux », « Jeunes ruraux, modifiée »."""
        if self.current is None:
            return ""
        return self.current.name if self._is_as_kept() else f"{self.current.name}, modifiée"

    def open(self, view_id: int) -> None:
        """Show a view; what is gone of it since is said when the list comes."""
        try:
            with self._page.ctx.db.read() as session:
                found = view(session, view_id)
        except AppError as error:
            dialogs.show_error(self._page, error)
            return
        self.current = found
        self._people.show_view(found.criteria, found.columns)
        self._offer()

    def save(self) -> None:
        """Keep what is shown under a name; one that is taken may be replaced."""
        if self._page.is_refused(TABLE):
            return
        name = dialogs.ask_text(self._page, "Enregistrer cette vue", NAME_LABEL)
        if name is None:
            return
        taken = next((one for one in self._names if fold(one.name) == fold(name.strip())), None)
        if taken is None:
            self._write(partial(saved_views.save_view, page=PAGE_ID, name=name))
            return
        question = f"Une vue porte déjà le nom «{NBSP}{taken.name}{NBSP}». La remplacer{NARROW}?"
        if dialogs.ask(self._page, question, "Ctrl+Z fait revenir l’ancienne.", yes="Remplacer"):
            self._write(partial(saved_views.replace_view, view_id=taken.id), taken.id)

    def replace(self) -> None:
        """Put what is shown in the place of the view opened."""
        if self.current is not None and not self._page.is_refused(TABLE):
            self._write(partial(saved_views.replace_view, view_id=self.current.id), self.current.id)

    def rename(self) -> None:
        """Give the view opened another name."""
        if self.current is None or self._page.is_refused(TABLE):
            return
        name = dialogs.ask_text(self._page, "Renommer la vue", NAME_LABEL, self.current.name)
        if name is not None and name.strip() != self.current.name:
            change = self._done(partial(saved_views.rename_view, self._page.ctx.db, self.current.id, name))
            if change is not None:
                self._take(self.current.id)

    def delete(self) -> None:
        """Delete the view opened; the list stays as it is shown."""
        if self.current is None or self._page.is_refused(TABLE):
            return
        if self._done(partial(saved_views.delete_view, self._page.ctx.db, self.current.id)) is not None:
            self.current = None
            self._offer()

    def _write(self, gesture: Callable[..., Change], view_id: int | None = None) -> None:
        criteria, columns = self._kept(), self._people.table.shown_columns()
        db: Database = self._page.ctx.db
        change = self._done(partial(gesture, db, criteria=criteria, columns=columns))
        if change is not None:
            self._take(view_id or change.created_id)

    def _done(self, gesture: Callable[[], Change]) -> Change | None:
        """Do it, say a refusal; None when it was refused."""
        try:
            change = gesture()
        except AppError as error:
            dialogs.show_error(self._page, error)
            return None
        self._page.ctx.changes.publish(change)
        return change

    def _take(self, view_id: int | None) -> None:
        if view_id is not None:
            with self._page.ctx.db.read() as session:
                self.current = view(session, view_id)
        self._offer()

    def _gesture(self, text: str, run: Callable[[], None]) -> PageAction:
        return self._page.allowed(PageAction(text, run), TABLE)

    def _on_loaded(self, listing: Listing) -> None:
        self._names = listing.views
        if self.current is not None and not any(self._is_current(one) for one in self._names):
            self.current = None  # deleted, or its creation taken back
        self._offer()

    def _offer(self) -> None:
        is_new = self._kept() != LearnerCriteria() and not (self.current is not None and self._is_as_kept())
        self._people.filters.save_link.setVisible(is_new)
        # Only then: the window counts what waits on every page again.
        shown = (self.action(), self.subtitle())
        if shown != self._shown:
            self._shown = shown
            self.changed.emit()

    def _kept(self) -> LearnerCriteria:
        """What a view keeps of what is asked for: neither what is typed nor people pointed at."""
        return replace(self._people.criteria, text="", learner_ids=None)

    def _is_as_kept(self) -> bool:
        current = self.current
        if current is None:
            return False
        columns = list(current.columns)
        return current.criteria == self._kept() and columns == self._people.table.shown_columns()

    def _is_current(self, one: ViewName) -> bool:
        return self.current is not None and one.id == self.current.id
