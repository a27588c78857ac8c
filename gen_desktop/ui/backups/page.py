"""Sauvegardes: those there are, what each is worth, and the way back to one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.db.backup import Backup, Verdict
from gen_desktop.db.parcel import Parcel
from gen_desktop.db.safekeeping import Made
from gen_desktop.errors import AppError
from gen_desktop.reference.rights import why_not_restore
from gen_desktop.ui import dialogs
from gen_desktop.ui.backups import moving, words, work
from gen_desktop.ui.backups.work import Listing
from gen_desktop.ui.context import READ_ONLY, AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.safekeeper import MADE, keep_second_place, now_here, second_place
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import ElidedLabel, button
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState

NO_SECOND = "Aucun second lieu\u00a0: si ce disque est perdu, les sauvegardes le sont aussi."
MOVING = "Vous changez d’ordinateur\u00a0? Un seul fichier à emporter, et deux étapes."
COLUMNS = (
    Column("moment", "Moment", 150, lambda row: words.moment(row.made_at)),
    Column("reason", "Raison", 180, words.reason, stretch=True),
    Column("size", "Taille", 90, lambda row: french.file_size(row.size), align="right"),
    Column("learners", "Apprenants", 100, words.learners, align="right"),
    Column("records", "Fiches", 100, words.records, align="right"),
    Column(
        "verdict",
        "État",
        230,
        lambda row: words.verdict(row)[0],
        badge=words.verdict,
        tooltip=words.meaning,
    ),
)


class BackupsPage(Page):
    """``restore_requested(Backup)`` once the person said yes: only the program can change the open file."""

    title = "Sauvegardes"
    kinds = frozenset({"backup", "erasure"})  # an erasure may take the old ones away

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._listing: Listing | None = None
        self._backups: list[Backup] = []
        self._checked: dict[Path, Backup] = {}
        self._is_busy = False
        self._wanted: object = None
        self.model = WindowedTableModel(COLUMNS, self._fetch, self)
        self.table = TableView(self.model, name="Sauvegardes", multiple=False)
        self.table.row_selected.connect(lambda _row: self.header_changed.emit())
        self._where = ElidedLabel("", "secondary")
        self.folder_button = button("Ouvrir le dossier", self.open_folder, kind="link")
        self._second = ElidedLabel("", "secondary")
        self.second_button = button("Choisir un second lieu…", self.choose_second, kind="link")
        self.no_second_button = button("Ne plus y copier", self.forget_second, kind="link")
        self.move_button = button("Préparer le déménagement…", self.prepare_move, kind="link")
        self._empty = EmptyState(
            "Une sauvegarde est une copie entière du fichier, rouverte et vérifiée. Le programme en fait une "
            "par heure de travail et une à la fermeture.",
            ("Sauvegarder maintenant", self.back_up),
            icon="database",
            heading="Aucune sauvegarde",
        )
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        card = Card()
        card.no_margins()
        card.add(self._stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        place = QHBoxLayout()
        place.setSpacing(8)
        place.addWidget(self._where, 1)
        place.addWidget(self.folder_button)
        layout.addLayout(place)
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(self._second, 1)
        second.addWidget(self.second_button)
        second.addWidget(self.no_second_button)
        layout.addLayout(second)
        move = QHBoxLayout()
        move.setSpacing(8)
        move.addWidget(ElidedLabel(MOVING, "secondary"), 1)
        move.addWidget(self.move_button)
        layout.addLayout(move)
        self._show_second()
        layout.addWidget(card, 1)

    @property
    def selected(self) -> Backup | None:
        """The backup of the selected row."""
        at = self.table.selected_id()
        return self._backups[at] if at is not None and at < len(self._backups) else None

    def header_actions(self) -> Sequence[PageAction]:
        chosen = self.selected
        reason = READ_ONLY if self._listing is not None and self._listing.is_read_only else ""
        kept_back = reason or why_not_restore(self.ctx.db.author.role)
        may_act = not self._is_busy and self._listing is not None
        restorable = chosen is not None and chosen.verdict in (Verdict.GOOD, Verdict.UNPROVED)
        return (
            PageAction("Retour", self.back_requested.emit),
            PageAction("Vérifier", self.check, enabled=may_act and chosen is not None),
            PageAction(
                "Restaurer cette sauvegarde…",
                self.restore,
                enabled=may_act and restorable and not kept_back,
                tooltip=kept_back,
            ),
            PageAction(
                "Sauvegarder maintenant",
                self.back_up,
                icon="save",
                primary=bool(self._backups),
                enabled=may_act and not reason,
                tooltip=reason,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest(
            "backups.list",
            partial(work.read_listing, self.ctx.db),
            self._on_listing,
            on_error=self._on_failed,
        )

    def show_target(self, target: object) -> None:
        """``"now"``: make one. Otherwise select the backup of that file, once the list is there."""
        if target == "now":
            self.back_up()
            return
        self._wanted = target
        self._select_wanted()

    def back_up(self) -> None:
        """Make one now."""
        if self._begin():
            self.ctx.jobs.read(
                partial(work.back_up_now, self.ctx.db, now_here(), second_place(self.ctx)),
                self._on_made,
                on_error=self._on_failed,
                name=MADE,
            )

    def check(self) -> None:
        """Read the selected one again, all of it."""
        chosen = self.selected
        if chosen is not None and self._begin():
            self.ctx.jobs.read(
                partial(work.check, self.ctx.db, chosen),
                self._on_checked,
                on_error=self._on_failed,
                name="backups.check",
            )

    def restore(self) -> None:
        """Ask, then have the file replaced by the selected one."""
        chosen = self.selected
        if chosen is None or self._is_busy:
            return
        if refusal := why_not_restore(self.ctx.db.author.role):
            self.tell(refusal)
            return
        question = f"Restaurer la {words.name(chosen)}\u202f?"
        detail = (
            f"{words.holds(chosen)} Ce qui a été saisi depuis ne sera plus dans le fichier. Le fichier "
            "d’aujourd’hui est gardé à côté, sous un autre nom."
        )
        if dialogs.ask_to_lose(self, question, detail, yes="Restaurer", no="Ne rien changer"):
            self.restore_requested.emit(chosen)

    def open_folder(self) -> None:
        """Show the folder in the system's own file manager."""
        if self._listing is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._listing.folder)))

    def prepare_move(self) -> None:
        """Write the one file that goes to another computer."""
        if self._is_busy or (out := moving.ask_where(self)) is None or not self._begin():
            return
        self.ctx.jobs.read(
            partial(moving.prepare, self.ctx.db, out, now_here()),
            self._on_prepared,
            on_error=self._on_failed,
            name=MADE,
            progress_over=self,
        )

    def choose_second(self) -> None:
        """Ask for a folder on another disk where each backup is copied too."""
        chosen = dialogs.open_folder(self, "Second lieu de sauvegarde", second_place(self.ctx))
        if chosen is not None:
            keep_second_place(self.ctx, chosen)
            self._show_second()
            if self._listing is not None and not self._listing.is_read_only:
                self.back_up()  # at once: the place is then known to work, and no longer empty

    def forget_second(self) -> None:
        """Copy nowhere else; what was copied stays there."""
        keep_second_place(self.ctx, None)
        self._show_second()

    def _show_second(self) -> None:
        folder = second_place(self.ctx)
        self._second.set_text(NO_SECOND if folder is None else f"Copie de chaque sauvegarde dans {folder}")
        self.no_second_button.setVisible(folder is not None)

    def _begin(self) -> bool:
        if self._is_busy:
            return False
        self._is_busy = True
        self.header_changed.emit()
        return True

    def _on_listing(self, listing: Listing) -> None:
        self._listing = listing
        found = sorted((*listing.backups, *listing.aside), key=lambda one: one.made_at, reverse=True)
        self._where.set_text(words.where(found, listing.folder))
        self._where.setVisible(bool(found))
        self.folder_button.setVisible(bool(listing.backups))
        self.move_button.setEnabled(not listing.is_read_only)
        self.move_button.setToolTip(READ_ONLY if listing.is_read_only else "")
        self._backups = [self._checked.get(one.file, one) for one in found]
        self.model.reload(range(len(self._backups)))
        self._stack.setCurrentWidget(self.table if self._backups else self._empty)
        self._select_wanted()
        self.header_changed.emit()

    def _select_wanted(self) -> None:
        at = next((at for at, one in enumerate(self._backups) if one.file == self._wanted), None)
        if at is not None:
            self._wanted = None
            self.table.select_id(at)

    def _on_made(self, made: Made) -> None:
        self._is_busy = False
        counted = words.holds(made.backup)
        self.tell(made.second_problem or f"Sauvegarde faite, rouverte et vérifiée. {counted}")
        self.refresh(None)

    def _on_prepared(self, parcel: Parcel) -> None:
        self._is_busy = False
        self.refresh(None)
        moving.tell(self, parcel)

    def _on_checked(self, backup: Backup) -> None:
        self._is_busy = False
        self._checked[backup.file] = backup
        self.tell(words.said(backup))
        self.refresh(None)

    def _on_failed(self, error: Exception) -> None:
        self._is_busy = False
        self.header_changed.emit()
        if isinstance(error, AppError):
            dialogs.warn(self, str(error))
        else:
            dialogs.show_error(self, error)

    def _fetch(self, ids: Sequence[int]) -> dict[int, Backup]:
        return {at: self._backups[at] for at in ids}
