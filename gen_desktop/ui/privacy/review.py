"""Who should leave: the list of the yearly rehearsal, and the way to what is missing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.queries.retention import Missing, PersonStanding
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.privacy import words
from gen_desktop.ui.privacy.work import PrivacyData
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.empty_state import EmptyState

TITLE = "Qui devrait partir"
COLUMNS = (
    Column("name", "Personne", 190, words.full_name, bold_part=lambda row: row.last_name),
    Column("cohorts", "Cohortes", 190, lambda row: ", ".join(row.cohorts) or "Aucune"),
    Column("state", "État", 120, lambda row: words.standing(row)[0], badge=words.standing),
    Column("until", "À garder jusqu’au", 150, words.until),
    Column("why", "Pour qui, ou ce qui manque", 260, words.why, stretch=True, tooltip=words.why),
)


class ReviewView(QWidget):
    """``person_asked(id)`` to open a person, ``missing_asked(Missing)`` to fill in what is not known."""

    person_asked = Signal(object)
    missing_asked = Signal(object)

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = Notice("accent", "")
        self.open_button = button("Ouvrir la fiche", self._open)
        self.fill_button = button("Compléter", self._fill)
        empty = EmptyState(
            "Personne n’a dépassé sa durée de conservation, et rien ne manque pour le dire.",
            icon="check",
            heading="Rien à effacer",
        )
        self.list = ListCard(
            TITLE,
            COLUMNS,
            self.fill_button,
            self.open_button,
            empty=empty,
            before_copy=partial(may_copy, self, ctx, TITLE),
        )
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_opened.connect(lambda row: self.person_asked.emit(row.learner_id))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.notice)
        layout.addWidget(self.list, 1)

    def show_data(self, data: PrivacyData) -> None:
        """Show the people due and undecided, the due ones first."""
        self.notice.set(*words.review_notice(data.review, data.found, data.is_reviewed))
        self.list.show_rows(data.found.people)

    def _on_chosen(self, person: PersonStanding | None) -> None:
        missing = _first_missing(person)
        self.open_button.setEnabled(person is not None)
        self.fill_button.setVisible(missing is not None)
        if person is None:
            self.list.said.set_text("Choisissez une personne pour voir ce qui la concerne.")
        elif missing is not None:
            self.list.said.set_text(f"{words.full_name(person)}, il manque {missing.words}")
        else:
            self.list.said.set_text(f"{words.full_name(person)}\u00a0: {words.why(person)}")

    def _open(self) -> None:
        person: PersonStanding | None = self.list.selected
        if person is not None:
            self.person_asked.emit(person.learner_id)

    def _fill(self) -> None:
        missing = _first_missing(self.list.selected)
        if missing is not None:
            self.missing_asked.emit(missing)


def _first_missing(person: PersonStanding | None) -> Missing | None:
    return next(iter(person.missing), None) if person is not None else None
