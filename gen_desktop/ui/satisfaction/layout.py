"""Where things are on the page of satisfaction: chips, the list and what is beside it, the results."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from gen_desktop import french
from gen_desktop.queries.satisfaction import QuestionnaireRow
from gen_desktop.reference.lists import code_list
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.list_page import ListPage
from gen_desktop.ui.satisfaction import words
from gen_desktop.ui.satisfaction.results import ResultsView
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons
from gen_desktop.ui.widgets.empty_state import EmptyState

NO_COHORT = "Les questionnaires se remettent et se saisissent par cohorte."
NOBODY = "Les personnes de la cohorte et leurs questionnaires se lisent ici."


class SatisfactionLayout(QObject):
    """The widgets of ``page`` around its list."""

    enter_asked = Signal()
    delete_asked = Signal()

    def __init__(self, page: ListPage, ctx: AppContext) -> None:
        super().__init__(page)
        self._page = page
        self.cohort = MenuChip("Cohorte", page)
        self.horizon = MenuChip("Quand", page, neutral=0)
        self.respondent = MenuChip("Qui répond", page, neutral="learner")
        self.view = ChoiceButtons(
            [("entry", "Saisie"), ("results", "Résultats")], page, name="Vue", kind="side"
        )
        self.results = ResultsView(ctx, page)
        self._count = label("", "secondary")
        self._enter = button("Saisir", self.enter_asked.emit, tooltip="Entrée")
        self._views = QStackedWidget(page)
        self._lay_out(page)
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

    def show_list(self, *, has_cohort: bool, has_rows: bool) -> None:
        """The list, or why it is empty. Without a cohort there is nothing to choose nor to read."""
        self._page.stack.setCurrentIndex(0 if has_rows else 1 if has_cohort else 2)
        for widget in (self.view, self.cohort, self.horizon, self.respondent, self._page.side):
            widget.setVisible(has_cohort)
        if not has_cohort:
            self.select("entry")

    def show_row(self, row: QuestionnaireRow | None) -> None:
        """What is known of the line selected."""
        if row is None:
            self._page.panel.show_nothing()
            return
        self._page.panel.show_record(words.who(row), badge=words.state(row))
        items = [
            (code.label, french.UNKNOWN if code.code not in row.marks else str(row.marks[code.code]))
            for code in code_list("satisfaction_item")
        ]
        self._page.facts.set_facts(
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

    def _lay_out(self, page: ListPage) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for widget in (self.view, self.cohort, self.horizon, self.respondent):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self._count)
        create = ("Créer une cohorte", lambda: page.go_requested.emit("cohorts", None))
        page.add_empty(
            EmptyState(NOBODY, icon="file-text", heading="Aucun questionnaire"),
            EmptyState(NO_COHORT, create, icon="file-text", heading="Aucune cohorte"),
        )
        page.panel.add_foot(self._enter)
        page.panel.add_to_menu("Supprimer le questionnaire…", self.delete_asked.emit)
        self._views.addWidget(page.desk)
        self._views.addWidget(self.results)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self._views, 1)
