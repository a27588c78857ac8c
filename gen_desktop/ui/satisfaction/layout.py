"""Where things are on the page of satisfaction: chips, the list and what is beside it, the results."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.satisfaction import QuestionnaireRow
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.satisfaction import words
from gen_desktop.ui.satisfaction.results import ResultsView
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

PANEL_WIDTH = 360
NOBODY = "Les personnes de la cohorte et leurs questionnaires se lisent ici."


class SatisfactionLayout(QObject):
    """The widgets of ``page`` around its ``table``."""

    enter_asked = Signal()
    delete_asked = Signal()

    def __init__(self, page: QWidget, ctx: AppContext, table: TableView) -> None:
        super().__init__(page)
        self.cohort = MenuChip("Cohorte", page)
        self.horizon = MenuChip("Quand", page, neutral=0)
        self.respondent = MenuChip("Qui répond", page, neutral="learner")
        self.view = ChoiceButtons(
            [("entry", "Saisie"), ("results", "Résultats")], page, name="Vue", kind="side"
        )
        self.results = ResultsView(ctx, page)
        self._count = label("", "secondary")
        self.panel = SidePanel("Choisissez une ligne\u00a0: Entrée ouvre son questionnaire.", page)
        self._facts = Facts()
        self._enter = button("Saisir", self.enter_asked.emit, tooltip="Entrée")
        self._side = QStackedWidget(page)
        self._list = QStackedWidget()
        self._views = QStackedWidget(page)
        self._lay_out(page, table)
        self.view.set_code("entry")
        self.view.chosen.connect(self.select)

    def select(self, view: str) -> None:
        """Show the list, or the results."""
        self.view.set_code(view)
        self._views.setCurrentIndex(0 if view == "entry" else 1)
        self._count.setVisible(view == "entry")

    def show_count(self, text: str) -> None:
        """How many are entered."""
        self._count.setText(text)

    def show_list(self, *, has_rows: bool) -> None:
        """The list, or why it is empty."""
        self._list.setCurrentIndex(0 if has_rows else 1)

    def show_row(self, row: QuestionnaireRow | None) -> None:
        """What is known of the line selected."""
        if row is None:
            self.panel.show_nothing()
            return
        self.panel.show_record(words.who(row), badge=words.state(row))
        items = [
            (code.label, french.UNKNOWN if code.code not in row.marks else str(row.marks[code.code]))
            for code in code_list("satisfaction_item")
        ]
        self._facts.set_facts(
            [
                ("Remis le", french.short_date(row.sent_on)),
                ("Relancé le", french.short_date(row.reminded_on)),
                ("Reçu le", french.short_date(row.answered_on)),
                ("Moyen", french.UNKNOWN if row.mode is None else code_label("contact_mode", row.mode)),
                *(items if row.answered_on is not None else []),
                ("Commentaire", row.comment or french.UNKNOWN),
            ]
        )
        self._enter.setText("Saisir" if row.answered_on is None else "Corriger")

    def show_form(self, form: SideForm) -> None:
        """The form in the place of the panel."""
        self.select("entry")
        self._side.addWidget(form)
        self._side.setCurrentWidget(form)

    def close_form(self, form: SideForm) -> None:
        """The panel again."""
        self._side.removeWidget(form)
        form.deleteLater()

    def _lay_out(self, page: QWidget, table: TableView) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.view, self.cohort, self.horizon, self.respondent):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._count)
        self._list.addWidget(table)
        self._list.addWidget(EmptyState(NOBODY, icon="file-text", heading="Aucun questionnaire"))
        card = Card()
        card.no_margins()
        card.add(self._list, 1)
        self.panel.add_tab("facts", "Questionnaire", self._facts)
        self.panel.add_foot(self._enter)
        self.panel.add_to_menu("Supprimer le questionnaire…", self.delete_asked.emit)
        self._side.addWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        entry = QWidget()
        row = QHBoxLayout(entry)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        self._views.addWidget(entry)
        self._views.addWidget(self.results)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._views, 1)
