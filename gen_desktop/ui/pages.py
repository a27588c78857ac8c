"""The list of pages, and what a page promises to the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.dialog_drafts import DialogDrafts, dialog_of
from gen_desktop.ui.draft import Draft


@dataclass(frozen=True)
class PageAction:
    """A button of the top bar. At most one per page is ``primary`` (filled).

    ``shortcut`` is an id of ui/actions.py; ``menu`` turns the button into a drop-down of these actions.
    """

    text: str
    run: Callable[[], object] | None = None
    icon: str = ""
    primary: bool = False
    shortcut: str = ""
    enabled: bool = True
    tooltip: str = ""
    menu: Sequence[PageAction] = ()


class Page(QWidget):
    """A page of the window. Build widgets in ``__init__``, load data in ``refresh``.

    ``kinds``: the kinds of Change that concern the page (empty: all of them).
    The window keeps the margins: give the page's own layout none.
    Nobody calls another page: emit ``open_requested(kind, id)`` to show a record where it lives, or
    ``go_requested(page_id, target)`` to show a page with something the page understands (``show_target``).
    """

    title: str = ""
    kinds: frozenset[str] = frozenset()
    quiet: bool = False
    """The page itself says what was just saved (a key per cell): no toast while it is shown."""

    header_changed = Signal()
    """Emit when subtitle(), header_actions() or the badge would answer something new."""
    open_requested = Signal(str, object)
    go_requested = Signal(str, object)
    record_shown = Signal(str, object)
    """Emit with the kind and id of the record that the page just showed."""
    told = Signal(str, str, object)
    back_requested = Signal()
    """Emit to return to the page of the left bar that was shown before."""
    undo_requested = Signal()
    """Emit to take the last gesture back, as Ctrl+Z does."""
    restore_requested = Signal(object)
    """Emit to have the open file replaced by that backup."""

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.in_dialogs = DialogDrafts()
        self._stale = True
        ctx.changes.changed.connect(self._on_changed)

    def subtitle(self) -> str:
        """A few quiet words beside the title; '' for none."""
        return ""

    def header_actions(self) -> Sequence[PageAction]:
        """The buttons of the top bar, left to right, the primary one last."""
        return ()

    @staticmethod
    def badge_count(ctx: AppContext) -> int | None:
        """How much work waits here; None for no badge.

        Runs in a reader thread, even before the page is first built: no widget in it.
        """
        return None

    def allowed(self, action: PageAction, *tables: str) -> PageAction:
        """The action, disabled with the reason when whoever works here may not change these tables."""
        refusal = self.ctx.why_not(*tables)
        return replace(action, enabled=False, tooltip=refusal) if refusal else action

    def is_refused(self, *tables: str) -> bool:
        """Whether whoever works here may not change these tables; it is then said why."""
        refusal = self.ctx.why_not(*tables)
        if refusal:
            self.tell(refusal)
        return bool(refusal)

    def on_author(self) -> None:
        """Somebody else works here now: show what they may see."""
        self.reload()
        self.header_changed.emit()

    def refresh(self, change: Change | None) -> None:
        """Load again: all of it (None), or what the change touched. Called only while the page is shown."""

    def open_record(self, kind: str, record_id: int) -> None:
        """Show that record (select it, fill the side panel). The page has been refreshed and is shown."""

    def show_target(self, target: object) -> None:
        """Show what another page pointed at: a list of ids, a filter. The page is shown."""

    def can_leave(self) -> bool:
        """False keeps the page (and the window) open: ask first when something typed is not saved yet."""
        return True

    def under_way(self) -> str:
        """What the page goes on making, hidden or not, and a close would stop; '' for nothing."""
        return ""

    def drafts(self) -> Mapping[str, Draft]:
        """What is typed here and not saved, by form, even while hidden."""
        return {}

    def unfinished(self) -> list[str]:
        """The same in a few words each (« Fiche de Zoé Dupré »)."""
        return [draft.title for draft in self.drafts().values()]

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        """What ``drafts`` gave before a crash: to be typed again in its form when that is next shown."""

    def drop_drafts(self) -> None:
        """Forget what ``drafts`` gives: it is kept elsewhere, for somebody else."""

    def resume(self, form: str) -> None:
        """Show the form of that draft. The page is shown."""

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        """What shows each kind of dialog again, given what its record is known by. The page is shown."""
        return {}

    def all_drafts(self) -> dict[str, Draft]:
        """``drafts``, and what is typed in the dialogs of the page."""
        return {**self.drafts(), **self.in_dialogs.drafts()}

    def type_again(self, drafts: Mapping[str, Draft]) -> None:
        """What ``all_drafts`` gave before a crash: each comes back in its form or its dialog."""
        if forms := self.in_dialogs.take(drafts):
            self.take_drafts(forms)

    def put_away(self) -> None:
        """Forget what ``all_drafts`` gives, and close the dialogs in which it is."""
        self.in_dialogs.drop()
        self.drop_drafts()

    def take_up(self, form: str) -> None:
        """Show the form or the dialog of that draft. The page is shown."""
        dialog = dialog_of(form)
        if dialog is None:
            self.resume(form)
            return
        kind, record = dialog
        try:
            if (door := self.dialog_doors().get(kind)) is not None:
                door(record)
        except AppError as error:  # what it was about is gone
            dialogs.show_error(self, error)

    def tell(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say at the bottom of the window what was done; a published Change with a name is said by itself."""
        self.told.emit(text, action, run)

    def reload(self) -> None:
        """Refresh at once if shown, else when next shown."""
        self._stale = True
        if self.isVisible():
            self._refresh_now(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh_now(None)

    def _on_changed(self, change: Change) -> None:
        if self.kinds and not (self.kinds & change.kinds):
            return
        if self.isVisible():
            self._refresh_now(change)
        else:
            self._stale = True

    def _refresh_now(self, change: Change | None) -> None:
        self._stale = False
        self.refresh(change)


@dataclass(frozen=True)
class PageSpec:
    """A line of the left bar. ``factory`` imports and builds the page on first visit.

    ``badge`` counts what waits, in a reader thread. ``kinds``: the kinds of record opened by this page.
    ``in_side_bar`` False: reached from other pages only, the bar keeps showing where one came from.
    """

    id: str
    title: str
    icon: str
    factory: Callable[[AppContext], Page]
    badge: Callable[[AppContext], int | None] | None = None
    kinds: frozenset[str] = frozenset()
    in_side_bar: bool = True


def _lazy(page_id: str, title: str, icon: str, *kinds: str, module_name: str = "") -> PageSpec:
    """A page whose module is imported only when needed: gen_desktop.ui.<id>.page, class <Id>Page."""

    def page_class() -> type[Page]:
        module = import_module(f"gen_desktop.ui.{module_name or f'{page_id}.page'}")
        found: type[Page] = getattr(module, f"{page_id.capitalize()}Page")
        return found

    return PageSpec(
        id=page_id,
        title=title,
        icon=icon,
        factory=lambda ctx: page_class()(ctx),
        badge=lambda ctx: page_class().badge_count(ctx),
        kinds=frozenset(kinds),
    )


_LISTED = ("company", "funding_program", "site")
PAGES: tuple[PageSpec, ...] = (
    _lazy("home", "Accueil", "home"),
    _lazy("learners", "Apprenants", "users", "learner", "enrollment", "attached_document"),
    _lazy("cohorts", "Cohortes", "graduation-cap", "cohort", "course"),
    _lazy("intake", "Candidatures", "user-plus"),
    _lazy("attendance", "Émargement", "calendar-check", "class_session", "attendance"),
    _lazy("assessments", "Évaluations", "bar-chart", "certification", "jury_session"),
    _lazy("placements", "Insertion", "briefcase", "follow_up"),
    _lazy("reports", "Rapports", "file-text", "document"),
)
HIDDEN_PAGES: tuple[PageSpec, ...] = (
    replace(_lazy("absences", "Absences à justifier", "calendar-check"), badge=None, in_side_bar=False),
    replace(_lazy("imports", "Importer une liste", "upload"), badge=None, in_side_bar=False),
    replace(_lazy("backups", "Sauvegardes", "database"), badge=None, in_side_bar=False),
    replace(
        _lazy("printing", "Feuilles d’émargement", "printer", module_name="reports.sheets_page"),
        badge=None,
        in_side_bar=False,
    ),
    replace(
        _lazy("papers", "Documents", "file-text", module_name="reports.papers_page"),
        badge=None,
        in_side_bar=False,
    ),
    replace(
        _lazy("submitted", "Rapports remis", "file-text", module_name="reports.submitted_page"),
        badge=None,
        in_side_bar=False,
    ),
    replace(
        _lazy("changes", "Ce qui a changé", "clock", module_name="reports.changes_page"),
        badge=None,
        in_side_bar=False,
    ),
    replace(_lazy("bin", "Corbeille", "trash"), badge=None, in_side_bar=False),
    replace(_lazy("definitions", "Définitions", "file-text"), badge=None, in_side_bar=False),
    replace(_lazy("radar", "Émargement à vérifier", "check"), badge=None, in_side_bar=False),
    replace(_lazy("satisfaction", "Satisfaction", "file-text"), badge=None, in_side_bar=False),
    replace(_lazy("complaints", "Réclamations", "file-text", "complaint"), badge=None, in_side_bar=False),
    replace(_lazy("duplicates", "Doublons possibles", "users"), badge=None, in_side_bar=False),
    replace(_lazy("history", "Historique", "clock"), badge=None, in_side_bar=False),
    replace(
        _lazy("lists", "Entreprises, programmes, formations, sites", "building", *_LISTED),
        badge=None,
        in_side_bar=False,
    ),
    replace(_lazy("references", "Référentiels", "map", "zoning_list"), badge=None, in_side_bar=False),
    replace(_lazy("sheets", "Feuilles signées", "file-text", "signed_sheet"), badge=None, in_side_bar=False),
    replace(
        _lazy("remote", "Travail à distance", "file-text", "remote_activity"), badge=None, in_side_bar=False
    ),
    replace(_lazy("rules", "Règles de calcul", "settings"), badge=None, in_side_bar=False),
    replace(_lazy("verification", "Vérifier mes données", "check"), badge=None, in_side_bar=False),
    replace(
        _lazy("organization", "Mon organisme", "building", "organization"), badge=None, in_side_bar=False
    ),
    replace(_lazy("privacy", "Vie privée", "lock"), badge=None, in_side_bar=False),
)
"""Pages without a line in the left bar."""
MENU_PAGES = (
    (
        ("organization", "Mon organisme…"),
        ("lists", "Entreprises, programmes, formations, sites…"),
        ("references", "Référentiels…"),
        ("rules", "Règles de calcul…"),
    ),
    (
        ("satisfaction", "Satisfaction…"),
        ("complaints", "Réclamations…"),
    ),
    (
        ("backups", "Sauvegardes…"),
        ("bin", "Corbeille…"),
        ("radar", "Émargement à vérifier…"),
        ("duplicates", "Doublons possibles…"),
        ("verification", "Vérifier mes données…"),
        ("privacy", "Vie privée…"),
    ),
)
"""The pages that the menu opens, in groups: who we are, what people told us, how our data are kept."""


def has_page(page_id: str) -> bool:
    """Whether there is a page of that id to point at."""
    return any(spec.id == page_id for spec in (*PAGES, *HIDDEN_PAGES))
