"""A sheet beside its scan: which half-days it proves, and what is missing on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.dates import week_start
from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.models.paper_formats import LONGEST_TITLE, Format
from gen_desktop.queries.attendance_grid import week_grid
from gen_desktop.queries.filed_sheets import FiledHalfDay, FiledSheet
from gen_desktop.services.attached_documents import Source
from gen_desktop.services.signed_sheets import HalfDaySeen, change_sheet, file_sheet
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.sheets.scan_view import ScanView
from gen_desktop.ui.sheets.ticks_model import TicksModel
from gen_desktop.ui.sheets.ticks_view import TicksView
from gen_desktop.ui.widgets.basics import button, icon_button, label
from gen_desktop.ui.widgets.card import Card, Notice

KEYS = (
    f"Espace{french.NBSP}: signé ou non · D{french.NBSP}: signature douteuse · "
    f"Maj{french.NBSP}S{french.NBSP}: toute la colonne · X{french.NBSP}: demi-journée absente de la feuille\n"
    f"–{french.NBSP}: absent, pas signé · ·{french.NBSP}: demi-journée qui n’est pas sur la feuille"
)

NO_HALF_DAY = "Aucune demi-journée n’est au calendrier de cette semaine. Choisissez celle de la feuille."


class SheetForm(QWidget):
    """``saved(Change)`` once it is written, ``left()`` when the person gives up. Ctrl+S saves, Escape
    leaves."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, ctx: AppContext, cohort_id: int, monday: dt.date) -> None:
        super().__init__()
        self.ctx = ctx
        self._cohort_id, self._monday = cohort_id, monday
        self._scan: Source | None = None
        self._filed: FiledSheet | None = None
        self._said: dict[int, HalfDaySeen] = {}
        self._is_saving = False
        self.model = TicksModel(self)
        self.table = TicksView(self.model)
        self.scan = ScanView(ctx)
        self.title = QLineEdit()
        self.title.setMaxLength(LONGEST_TITLE)
        self.title.setAccessibleName("Titre")
        self.notice = Notice("wrong", "")
        self.notice.hide()
        self._lay_out()
        self.model.edited.connect(self._show_sum)
        actions.make(self, "save", self.save)

    def begin(self, scan: Source, data: bytes, form: Format) -> None:
        """A scan to file: its week is supposed signed as it is marked."""
        self._scan = Source(scan.name, lambda: data)
        self.scan.show_scan(data, form)
        self._show_week(None)

    def edit(self, sheet: FiledSheet, half_days: Sequence[FiledHalfDay], data: bytes) -> None:
        """A sheet that is filed, as it was seen."""
        self._filed = sheet
        self._said = {
            one.class_session_id: HalfDaySeen(one.class_session_id, one.trainer_signed, one.noted)
            for one in half_days
        }
        self.title.setText(sheet.title)
        self.scan.show_scan(data, sheet.format)
        self._show_week(self._said)

    @property
    def is_touched(self) -> bool:
        """Whether something said here would be lost."""
        title = self._filed.title if self._filed is not None else ""
        return self._filed is None or self.model.touched or self.title.text().strip() != title

    def held(self) -> dict[str, Any]:
        """What is said here, as JSON can hold it; the scan apart."""
        return {
            "sheet": self._filed.id if self._filed is not None else None,
            "cohort": self._cohort_id,
            "monday": self._monday.isoformat(),
            "title": self.title.text(),
            "half_days": [
                [one.class_session_id, one.trainer_signed, [list(pair) for pair in one.seen.items()]]
                for one in self._all().values()
            ],
        }

    def put_back(self, said: Mapping[str, Any]) -> None:
        """Say again what ``held`` gave, once the scan is shown."""
        self._monday = dt.date.fromisoformat(said["monday"])
        self._said = {
            half_day: HalfDaySeen(half_day, trainer, dict(map(tuple, seen)))
            for half_day, trainer, seen in said["half_days"]
        }
        self.title.setText(said["title"])
        self._show_week(self._said)
        self.model.touched = True

    def save(self) -> None:
        """File the sheet, or change it; what cannot be is said above the table."""
        if self._is_saving:
            return
        half_days, title, today = list(self._all().values()), self.title.text(), self.ctx.today()
        db, cohort_id, scan, filed = self.ctx.db, self._cohort_id, self._scan, self._filed

        def work(_job: Job) -> Change:
            if filed is not None:
                return change_sheet(db, filed.id, half_days, today, title, version=filed.version)
            assert scan is not None
            return file_sheet(db, cohort_id, scan, half_days, today, title)

        self._set_saving(True)
        self.ctx.jobs.write(
            "Classer une feuille signée", work, self._on_saved, on_error=self._on_refused, parent=self
        )

    def leave(self) -> bool:
        """Give up, after a question when something would be lost; whether it was."""
        may_go = not self.is_touched or dialogs.ask_to_lose(
            self,
            f"Abandonner cette feuille{french.NARROW}?",
            "Ce qui a été noté ici n’est pas enregistré."
            if self._filed
            else "Elle n’est pas encore classée.",
            yes="Abandonner",
            no="Continuer",
        )
        if may_go:
            self.left.emit()
        return may_go

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.title.hasFocus():
            self.save()
        else:
            super().keyPressEvent(event)

    def _all(self) -> dict[int, HalfDaySeen]:
        """What the sheet proves, in every week."""
        grid = self.model.grid
        shown = {one.id for one in grid.sessions} if grid is not None else set()
        kept = {key: one for key, one in self._said.items() if key not in shown}
        return kept | {one.class_session_id: one for one in self.model.seen()}

    def _show_week(self, said: dict[int, HalfDaySeen] | None) -> None:
        with self.ctx.db.read() as session:
            grid = week_grid(session, self._cohort_id, self._monday, self.ctx.today())
        self.model.set_week(grid, said, self.ctx.today())
        self._week.setText(french.week_title(self._monday))
        self.notice.set("attention", NO_HALF_DAY)
        self.notice.setVisible(not grid.sessions)
        self.table.start()
        self._show_sum()

    def _step(self, weeks: int) -> None:
        """Another week: what was said by hand stays, what was only supposed is supposed of the other one."""
        is_kept = self._filed is not None or self.model.touched or bool(self._said)
        if is_kept:
            self._said = self._all()
        touched = self.model.touched
        self._monday += dt.timedelta(days=7 * weeks)
        self._show_week(self._said if is_kept else None)
        self.model.touched = touched

    def _show_sum(self) -> None:
        half_days = self._all().values()
        self._sum.setText(_sum_words(sum(one.is_proved for one in half_days), len(half_days)))
        self.save_button.setEnabled(bool(half_days) and not self._is_saving)

    def _on_saved(self, change: Change) -> None:
        self._set_saving(False)
        self.saved.emit(change)

    def _on_refused(self, error: Exception) -> None:
        self._set_saving(False)
        if isinstance(error, InvalidInput):
            self.notice.set("wrong", str(error))
            self.notice.show()
        else:
            dialogs.show_error(self, error)

    def _set_saving(self, saving: bool) -> None:
        self._is_saving = saving
        self._show_sum()

    def _lay_out(self) -> None:
        self._week = label("", "strong")
        self._sum = label("", "secondary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(icon_button("chevron-left", "Semaine précédente", partial(self._step, -1)))
        head.addWidget(self._week)
        head.addWidget(icon_button("chevron-right", "Semaine suivante", partial(self._step, 1)))
        head.addStretch(1)
        name = label("Titre", "secondary")
        name.setBuddy(self.title)
        self.title.setPlaceholderText("Les jours de la feuille")
        self.title.setMinimumWidth(180)
        head.addWidget(name)
        head.addWidget(self.title)
        self.save_button = button("Enregistrer", self.save, kind="primary", tooltip=actions.keys_text("save"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.save_button)
        foot.addWidget(button("Annuler", self.leave, tooltip="Échap"))
        foot.addWidget(self._sum, 1)
        signatures = Card()
        signatures.body.addLayout(head)
        signatures.add(self.notice)
        signatures.add(self.table, 1)
        signatures.add(label(KEYS, "secondary", wrap=True))
        signatures.body.addLayout(foot)
        paper = Card()
        paper.add(self.scan, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(paper, 2)
        layout.addWidget(signatures, 3)


def first_week(half_days: Sequence[FiledHalfDay], otherwise: dt.date) -> dt.date:
    """The Monday of the first half-day of a sheet."""
    return week_start(half_days[0].held_on if half_days else otherwise)


def _sum_words(proved: int, told: int) -> str:
    """« Cette feuille prouve 7 demi-journées, 1 est à reprendre. »."""
    wrong = told - proved
    again = f"{french.number(wrong)} {french.form(wrong, 'est', 'sont')} à reprendre" if wrong else ""
    if not told:
        return "Cette feuille ne prouve rien encore."
    if not proved:
        return f"Cette feuille ne prouve aucune demi-journée{french.NBSP}: {again}."
    return (
        ", ".join(filter(None, [f"Cette feuille prouve {french.plural(proved, 'demi-journée')}", again]))
        + "."
    )
