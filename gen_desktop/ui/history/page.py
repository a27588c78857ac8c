"""Historique: everything done to one record, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries import history
from gen_desktop.queries.history import Told
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.told import ToldList
from gen_desktop.ui.widgets.basics import scrolled
from gen_desktop.ui.widgets.card import Card

WIDTH = 720


class HistoryPage(Page):
    """Pointed at a record by ``("cohort", id, "DWWM 2026-2")``: kind, id and what people call it."""

    title = "Historique"

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._kind, self._id, self._name = "", 0, ""
        self.gestures = ToldList()
        self._lay_out()

    def subtitle(self) -> str:
        return self._name

    def header_actions(self) -> Sequence[PageAction]:
        return (PageAction("Retour", self.back_requested.emit),)

    def show_target(self, target: object) -> None:
        match target:
            case (str() as kind, int() as record_id, str() as name):
                self._kind, self._id, self._name = kind, record_id, name
                self.header_changed.emit()
                self.reload()

    def refresh(self, change: Change | None) -> None:
        if self._kind:
            self.ctx.jobs.read_latest("history.page", self._load, self.gestures.show_told)

    def _load(self, _job: Job) -> tuple[Told, ...]:
        with self.ctx.db.read() as session:
            return history.told(session, self._kind, self._id)

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(WIDTH)
        card.add(self.gestures)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(card)
        inside.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(holder))
