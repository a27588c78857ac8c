"""A page of one list, with the panel of the line selected beside it, or a form in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gen_desktop.changes import Change
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.form_drafts import FormDrafts
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel


class ListPage(Page):
    """What such pages share: the list and the panel, one form at a time with its draft, where the focus goes.

    A subclass puts ``desk`` in its layout, fills ``rows`` and the model, and says what a line tells
    (``on_row``). Enter on a line calls ``activate``.
    """

    def __init__(
        self,
        ctx: AppContext,
        columns: Sequence[Column],
        *,
        state_key: str,
        nothing_selected: str,
        facts_title: str,
        panel_width: int = 360,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(ctx, parent)
        self.form: SideForm | None = None
        self.rows: dict[int, Any] = {}
        self.to_resume = ""
        self._drafts = FormDrafts()
        self.model = WindowedTableModel(columns, lambda ids: {one: self.rows[one] for one in ids}, self)
        self.table = TableView(
            self.model,
            self,
            name=self.title,
            state=ctx.state,
            state_key=state_key,
            before_copy=partial(may_copy, self, ctx, self.title),
        )
        self.panel = SidePanel(nothing_selected, self)
        self.facts = Facts()
        self.panel.add_tab("facts", facts_title, self.facts)
        self.side = QStackedWidget(self)
        self.side.addWidget(self.panel)
        self.side.setFixedWidth(panel_width)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.desk = QWidget(self)
        self._lay_out_desk()
        self.table.row_selected.connect(self.on_row)
        self.table.row_activated.connect(lambda _row: self.activate())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))

    def on_row(self, row: Any | None) -> None:
        """Another line is selected, or none."""
        raise NotImplementedError

    def activate(self) -> None:
        """Enter, or a double click, on the line selected."""
        raise NotImplementedError

    @property
    def selected(self) -> Any | None:
        """The line selected."""
        return self.rows.get(self.table.selected_id() or 0)

    def can_leave(self) -> bool:
        if self.form is not None:
            self.form.leave()
        return self.form is None

    def drafts(self) -> Mapping[str, Draft]:
        return self._drafts.drafts()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts.take(drafts)

    def drop_drafts(self) -> None:
        self._drafts.drop()
        self.close_form()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.form is None:
            self.table.setFocus()  # keys act at once

    def add_empty(self, *states: EmptyState) -> None:
        """What takes the place of the list when it has no line."""
        for state in states:
            self.stack.addWidget(state)

    def show_lines(self, rows: Mapping[int, Any], order: Sequence[int] | None = None) -> None:
        """These lines, in their order; those of ``order`` when only some are shown."""
        self.rows = dict(rows)
        self.model.reload(list(self.rows) if order is None else order)

    def show_form(self, name: str, form: SideForm) -> bool:
        """The form in the place of the panel; ``name`` is that of its draft. False: another one is kept."""
        if not self.can_leave():
            form.deleteLater()
            return False
        self.form = form
        self._drafts.begin(name, form)
        form.saved.connect(self.on_saved)
        form.left.connect(self.close_form)
        self.side.addWidget(form)
        self.side.setCurrentWidget(form)
        self.side.show()
        form.take_focus()
        self.header_changed.emit()
        return True

    def close_form(self) -> None:
        """The panel again."""
        if self.form is not None:
            form, self.form = self.form, None
            self._drafts.end()
            self.side.removeWidget(form)
            form.deleteLater()
        self.table.setFocus()
        self.header_changed.emit()

    def on_saved(self, change: Change) -> None:
        """The form was saved."""
        self.close_form()
        self.ctx.changes.publish(change)

    def _lay_out_desk(self) -> None:
        card = Card()
        card.no_margins()
        card.add(self.stack, 1)
        row = QHBoxLayout(self.desk)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self.side)
