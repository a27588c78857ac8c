"""Second state of the page: everything the import would do, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

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
from gen_desktop.ui.imports import words
from gen_desktop.ui.imports.columns_view import ColumnsView
from gen_desktop.ui.imports.notes_view import NotesView
from gen_desktop.ui.imports.row_panel import RowPanel
from gen_desktop.ui.imports.rows_view import RowsView
from gen_desktop.ui.imports.words import NoteLine
from gen_desktop.ui.imports.work import Reading
from gen_desktop.ui.widgets.basics import ElidedLabel, button, label, line
from gen_desktop.ui.widgets.card import Card, Notice
from gen_desktop.ui.widgets.code_combo import CodeCombo

PANEL_WIDTH = 330
_TO_CORRECT = (
    "Corrigez-les dans votre tableur, enregistrez le fichier, puis relisez-le ici. Rien n’a été écrit."
)


class PreviewPane(QWidget):
    """Reads only. ``mapped(title, field)``, ``sheet_chosen(name)`` and the others say what is wanted."""

    reread_wanted = Signal()
    other_file_wanted = Signal()
    errors_wanted = Signal()
    sheet_chosen = Signal(object)
    mapped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._plan: Plan | None = None
        self._path: Path | None = None
        self.head = label("", "strong", wrap=True)
        self.creations = label("", wrap=True)
        self._ignored = ElidedLabel("", "secondary")
        self.sheets = CodeCombo(optional=False)
        self.sheets.setAccessibleName("Feuille")
        self.sheets.chosen.connect(self.sheet_chosen)
        self._said = Notice("accent", "")
        self.notice = Notice("wrong", "")
        self.errors_button = button("Enregistrer la liste des erreurs…", self.errors_wanted.emit)
        self.reread_button = button("Relire le fichier", self.reread_wanted.emit)
        self.other_button = button("Autre fichier ou cohorte…", self.other_file_wanted.emit)
        self.rows = RowsView()
        self.errors = NotesView("Erreurs de la liste", "Ce qui ne va pas")
        self.remarks = NotesView("Remarques sur la liste", "Remarque")
        self.columns = ColumnsView()
        self.panel = RowPanel()
        self._tabs: dict[str, QPushButton] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self.rows.row_selected.connect(self._on_row)
        self.errors.note_selected.connect(self._on_note)
        self.remarks.note_selected.connect(self._on_note)
        self.columns.mapped.connect(self.mapped)

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
        self._show_refusal(seen.refusal, len(seen.errors))
        self.rows.show_plan(plan, seen)
        self.errors.show_lines(seen.errors)
        self.remarks.show_lines(seen.remarks)
        self.columns.show_reading(reading)
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
        """ "rows", "errors", "remarks" or "columns"."""
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

    def _show_refusal(self, reason: str, errors: int) -> None:
        self._refusal_row.setVisible(bool(reason))
        self.errors_button.setVisible(errors > 0)
        if reason:
            self.notice.set("wrong" if errors else "accent", reason, _TO_CORRECT if errors else "")

    def _name_tabs(self, plan: Plan, errors: int, remarks: int) -> None:
        unknown = len(plan.unknown_columns)
        counts = {
            "rows": f"Lignes · {french.number(len(plan.rows))}",
            "errors": f"Erreurs · {french.number(errors)}",
            "remarks": f"Remarques · {french.number(remarks)}",
            "columns": f"Colonnes · {french.number(len(plan.matched) + unknown)}"
            + (f", dont {french.plural(unknown, 'inconnue')}" if unknown else ""),
        }
        before = self.tab
        for key, text in counts.items():
            self._tabs[key].setText(text)
        self._tabs["errors"].setVisible(errors > 0)
        self._tabs["remarks"].setVisible(remarks > 0)
        if errors and before != "columns":
            self.show_tab("errors")
        elif self._tabs[before].isHidden():
            self.show_tab("rows")

    def _on_row(self, position: int | None) -> None:
        self.panel.show_row(None if position is None or self._plan is None else self._plan.rows[position])

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
        for sentence in (self.head, self.creations, self._ignored):
            text.addWidget(sentence)
        self._sheet_words = label("Feuille", "secondary")
        self._sheet_words.setFixedHeight(self.reread_button.sizeHint().height())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(text, 1)
        for widget in (self._sheet_words, self.sheets, self.reread_button, self.other_button):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _refusal(self) -> QWidget:
        self._refusal_row = QWidget()
        row = QHBoxLayout(self._refusal_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.notice, 1)
        row.addWidget(self.errors_button)
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
            "columns": self.columns,
        }
        for key, page in pages.items():
            tab = QPushButton(bar)
            tab.setProperty("kind", "tab")
            tab.setCheckable(True)
            tab.setAutoDefault(False)
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
        self.panel.setVisible(page is not self.columns)
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
