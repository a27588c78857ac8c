"""Second state of the page: everything the import would do, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gen_desktop import french
from gen_desktop.importing.plan import Plan
from gen_desktop.importing.repairs import LEFT_UNKNOWN, ColumnRepair
from gen_desktop.ui.imports import words
from gen_desktop.ui.imports.columns_view import ColumnsView
from gen_desktop.ui.imports.notes_view import NotesView
from gen_desktop.ui.imports.repairs_view import RepairsView
from gen_desktop.ui.imports.row_panel import RowPanel
from gen_desktop.ui.imports.rows_view import RowsView
from gen_desktop.ui.imports.top_view import TopView
from gen_desktop.ui.imports.words import NoteLine, Overview
from gen_desktop.ui.imports.work import Reading
from gen_desktop.ui.widgets.basics import ElidedLabel, PushButton, button, label, line
from gen_desktop.ui.widgets.card import Card, Notice
from gen_desktop.ui.widgets.code_combo import CodeCombo

PANEL_WIDTH = 330
_STAYING = ("repairs", "columns", "top")
"""Where one corrects how the list is read, errors or not."""
_TO_CORRECT = (
    "Corrigez-les dans votre tableur, enregistrez le fichier, puis relisez-le ici. Rien n’a été écrit."
)
_LEAVE_OUT, _TAKE_BACK = "Importer sans ces lignes", "Reprendre ces lignes"


class PreviewPane(QWidget):
    """Reads only. ``choices_made(Choices)``: how the list is to be read; the others say what is wanted."""

    reread_wanted = Signal()
    other_file_wanted = Signal()
    errors_wanted = Signal()
    forget_wanted = Signal()
    choices_made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._path: Path | None = None
        self.head = label("", "strong", wrap=True)
        self.creations = label("", wrap=True)
        self._ignored = ElidedLabel("", "secondary")
        self.sheets = CodeCombo(optional=False)
        self.sheets.setAccessibleName("Feuille")
        self.sheets.chosen.connect(self._on_sheet)
        self._said = Notice("accent", "")
        self.notice = Notice("wrong", "")
        self.errors_button = button("Enregistrer la liste des erreurs…", self.errors_wanted.emit)
        self.leave_button = button(_LEAVE_OUT, self._on_leave)
        self.remembered = label("", "secondary")
        self.forget_button = button("Oublier", self.forget_wanted.emit, kind="link")
        self.reread_button = button("Relire le fichier", self.reread_wanted.emit)
        self.other_button = button("Autre fichier ou cohorte…", self.other_file_wanted.emit)
        self.rows = RowsView()
        self.errors = NotesView("Erreurs de la liste", "Ce qui ne va pas")
        self.remarks = NotesView("Remarques sur la liste", "Remarque")
        self.repairs = RepairsView()
        self.columns = ColumnsView()
        self.top = TopView()
        self.panel = RowPanel()
        self._tabs: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.rows.row_selected.connect(self._on_row)
        self.errors.note_selected.connect(self._on_note)
        self.remarks.note_selected.connect(self._on_note)
        self.columns.mapped.connect(self._on_mapped)
        self.repairs.decided.connect(self._on_decided)
        self.top.title_row_chosen.connect(self._on_title_row)

    def show_reading(self, reading: Reading, said: str = "") -> str:
        """That list, read and checked; the reason why it cannot be imported, '' when it can.

        ``said``: why it was read again, when nobody asked.
        """
        plan, seen = reading.plan, reading.overview
        if plan is None or seen is None:
            return ""
        self._plan = plan
        if reading.request.path != self._path:
            self._path = reading.request.path
            self.show_tab("rows")
        head, *creations = seen.summary
        self.head.setText(head)
        self.creations.setText("\n".join(creations))
        self.creations.setVisible(bool(creations) and not seen.errors)
        ignored = words.ignored_sentence(plan.ignored)
        self._ignored.set_text(ignored)
        self._ignored.setVisible(bool(ignored))
        self._show_sheets(reading.sheets, plan.sheet)
        self._said.set("attention", said)
        self._said.setVisible(bool(said))
        self._show_remembered(plan)
        self._show_refusal(plan, seen)
        self.rows.show_plan(plan, seen)
        self.errors.show_lines(seen.errors)
        self.remarks.show_lines(seen.remarks)
        self.repairs.show_repairs(plan.read.repairs)
        self.columns.show_reading(reading)
        self.top.show_top(plan.read)
        self._name_tabs(plan, len(seen.errors), len(seen.remarks))
        self._sync_panel()
        return seen.refusal

    def clear(self) -> None:
        """Let go of the list shown."""
        self._plan = None
        self.rows.clear()
        self.errors.show_lines(())
        self.remarks.show_lines(())

    def show_tab(self, key: str) -> None:
        """ "rows", "errors", "remarks", "repairs", "columns" or "top"."""
        self._tabs[key].click()

    @property
    def tab(self) -> str:
        """The one shown."""
        return next(key for key, tab in self._tabs.items() if tab.isChecked())

    def tab_texts(self) -> list[str]:
        """The tabs offered, as they read."""
        return [tab.text() for tab in self._tabs.values() if not tab.isHidden()]

    def _show_sheets(self, sheets: Sequence[str], sheet: str) -> None:
        self.sheets.set_codes([(name, name) for name in sheets])
        self.sheets.set_code(sheet)
        self._sheet_words.setVisible(bool(sheets))
        self.sheets.setVisible(bool(sheets))

    def _show_remembered(self, plan: Plan) -> None:
        day = plan.read.remembered_on
        self._remembered_row.setVisible(day is not None)
        if day is not None:
            when = french.short_date(day)
            self.remembered.setText(f"Colonnes lues comme la dernière fois ({when}).")

    def _show_refusal(self, plan: Plan, seen: Overview) -> None:
        reason, errors = seen.refusal, len(seen.errors)
        self._refusal_row.setVisible(bool(reason) or seen.refused > 0)
        self.errors_button.setVisible(errors > 0 or seen.refused > 0)
        without = plan.read.choices.without_errors
        self.leave_button.setText(_TAKE_BACK if without else _LEAVE_OUT)
        self.leave_button.setVisible(plan.kind == "learners" and (without or (errors > 0 and seen.by_rows)))
        if errors:
            self.notice.set("wrong", reason, _TO_CORRECT)
        elif seen.refused:
            self.notice.set("attention", f"{words.refused_sentence(seen.refused)}.", reason)
        elif reason:
            self.notice.set("accent", reason)

    def _name_tabs(self, plan: Plan, errors: int, remarks: int) -> None:
        unknown = len(plan.unknown_columns)
        counts = {
            "rows": f"Lignes · {french.number(len(plan.rows))}",
            "errors": f"Erreurs · {french.number(errors)}",
            "remarks": f"Remarques · {french.number(remarks)}",
            "columns": f"Colonnes · {french.number(len(plan.matched) + unknown)}"
            + (f", dont {french.plural(unknown, 'inconnue')}" if unknown else ""),
            "repairs": f"Réparations · {french.number(len(plan.read.repairs))}",
            "top": "Ligne des titres",
        }
        before = self.tab
        for key, text in counts.items():
            self._tabs[key].setText(text)
        self._tabs["errors"].setVisible(errors > 0)
        self._tabs["remarks"].setVisible(remarks > 0)
        self._tabs["repairs"].setVisible(bool(plan.read.repairs))
        if errors and before not in _STAYING:
            self.show_tab("errors")
        elif self._tabs[before].isHidden():
            self.show_tab("rows")

    def _on_sheet(self, sheet: str) -> None:
        # Another sheet has other titles: what was said of the first one's does not hold.
        self._choose(sheet=sheet, title_row=None, mapping=None, refused=frozenset(), left_unknown=frozenset())

    def _on_title_row(self, title_row: int) -> None:
        self._choose(title_row=title_row)

    def _on_mapped(self, title: str, name: str) -> None:
        if self._plan is not None:
            self._choose(mapping={**self._plan.read.mapping, title: name})

    def _on_decided(self, repair: ColumnRepair, accepted: bool) -> None:
        if self._plan is None:
            return
        choices = self._plan.read.choices
        if repair.kind == LEFT_UNKNOWN:
            one = frozenset({repair.field})
            left = choices.left_unknown | one if accepted else choices.left_unknown - one
            self._choose(left_unknown=left)
        else:
            pair = frozenset({(repair.field, repair.kind)})
            self._choose(refused=choices.refused - pair if accepted else choices.refused | pair)

    def _on_leave(self) -> None:
        if self._plan is not None:
            self._choose(without_errors=not self._plan.read.choices.without_errors)

    def _choose(self, **changes: Any) -> None:
        if self._plan is not None:
            self.choices_made.emit(replace(self._plan.read.choices, **changes))

    def _on_row(self, position: int | None) -> None:
        plan = self._plan
        row = None if position is None or plan is None else plan.rows[position]
        self.panel.show_row(row, plan.read.repairs if plan is not None else ())

    def _on_note(self, chosen: NoteLine | None) -> None:
        if chosen is not None and chosen.position is None:
            self.panel.show_note(chosen.note)
        else:
            self._on_row(None if chosen is None else chosen.position)

    def _lay_out(self) -> None:
        card = Card()
        card.no_margins()
        card.add(self._tab_bar())
        card.body.setSpacing(0)
        card.add(line())
        card.add(self._stack, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(12)
        split.addWidget(card)
        split.addWidget(self.panel)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([780, PANEL_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._head_row())
        layout.addWidget(self._said)
        layout.addWidget(self._refusal())
        layout.addWidget(split, 1)

    def _head_row(self) -> QHBoxLayout:
        text = QVBoxLayout()
        text.setSpacing(2)
        for sentence in (self.head, self.creations, self._ignored, self._remembered()):
            text.addWidget(sentence)
        self._sheet_words = label("Feuille", "secondary")
        self._sheet_words.setFixedHeight(self.reread_button.sizeHint().height())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(text, 1)
        for widget in (self._sheet_words, self.sheets, self.reread_button, self.other_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _remembered(self) -> QWidget:
        self._remembered_row = QWidget()
        row = QHBoxLayout(self._remembered_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.remembered)
        row.addWidget(self.forget_button)
        row.addStretch(1)
        return self._remembered_row

    def _refusal(self) -> QWidget:
        self._refusal_row = QWidget()
        row = QHBoxLayout(self._refusal_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.notice, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.leave_button)
        buttons.addWidget(self.errors_button)
        row.addLayout(buttons)
        return self._refusal_row

    def _tab_bar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 8, 14, 0)
        row.setSpacing(18)
        group = QButtonGroup(self)
        pages: dict[str, QWidget] = {
            "rows": self.rows,
            "errors": self.errors,
            "remarks": self.remarks,
            "repairs": self.repairs,
            "columns": self.columns,
            "top": self.top,
        }
        for key, page in pages.items():
            tab = PushButton(parent=bar)
            tab.setProperty("kind", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(lambda _checked=False, shown=page: self._show_page(shown))
            group.addButton(tab)
            self._stack.addWidget(page)
            self._tabs[key] = tab
            row.addWidget(tab)
        row.addStretch(1)
        self._tabs["rows"].setChecked(True)
        return bar

    def _show_page(self, page: QWidget) -> None:
        self._stack.setCurrentWidget(page)
        self.panel.setVisible(page not in (self.repairs, self.columns, self.top))
        if isinstance(page, NotesView):
            page.take_first()
        elif page is self.rows:
            self.rows.table.setFocus()
        self._sync_panel()

    def _sync_panel(self) -> None:
        """Beside a list, what is selected in it."""
        shown = self._stack.currentWidget()
        if isinstance(shown, NotesView):
            self._on_note(shown.selected())
        else:
            self._on_row(self.rows.table.selected_id())
