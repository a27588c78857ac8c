"""The entries whose rural zoning would be filled in, person by person, before anything is written."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.zoning_facts import ZoningLine, ZoningPlan
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.references import words
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card

TITLE = "Compléter les zonages"
SIZE = (940, 580)
ABOUT = (
    "Le zonage rural se lit dans la liste en vigueur à l’entrée. Ce que quelqu’un a déjà noté ne change pas. "
    "Les QPV ne se déduisent pas de la commune\u00a0: ils se vérifient sur l’adresse."
)
COLUMNS = (
    Column("name", "Nom", 180, lambda line: line.name),
    Column("cohort", "Cohorte", 120, lambda line: line.cohort_code),
    Column("commune", "Commune", 160, lambda line: line.commune),
    Column("day", "Entrée", 84, lambda line: french.short_date(line.day)),
    Column("zoning", "Zone rurale", 190, lambda line: code_label("rural_zoning", line.zoning)),
    Column("list", "D’après", 150, lambda line: line.list_name, stretch=True),
)


class FillDialog(QDialog):
    """Shows a plan; accepted, it is to be written."""

    def __init__(self, ctx: AppContext, plan: ZoningPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(TITLE)
        self.resize(*SIZE)
        lines: dict[int, ZoningLine] = {line.enrollment_id: line for line in plan.lines}
        model = WindowedTableModel(COLUMNS, lambda ids: {one: lines[one] for one in ids}, self)
        self.table = TableView(model, name="Aperçu", before_copy=partial(may_copy, self, ctx, TITLE))
        model.reload(list(lines))
        card = Card()
        card.no_margins()
        card.add(self.table, 1)
        self.go = button(_offer(len(lines)), self.accept, kind="primary")
        self.go.setEnabled(bool(lines))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("Annuler", self.reject))
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addWidget(label(ABOUT, "secondary", wrap=True))
        layout.addWidget(label(words.summary(plan), "strong", wrap=True))
        layout.addWidget(card, 1)
        layout.addLayout(foot)


def _offer(count: int) -> str:
    return f"Compléter {french.plural(count, 'entrée')}" if count else "Compléter"
