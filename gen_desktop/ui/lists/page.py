"""Listes: employers, programmes, courses and sites; who draws on each, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.queries import history, lists
from gen_desktop.queries.companies import CompanyPerson, CompanyRecord, people_of
from gen_desktop.queries.companies import record as company_record
from gen_desktop.queries.history import Told
from gen_desktop.queries.lists import ListRow
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.lists.company_card import card_of
from gen_desktop.ui.lists.company_people import CompanyPeople
from gen_desktop.ui.lists.forms import FORMS, MERGE
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.skills_dialog import KIND, edit_skills
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.told import ToldList
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.chips import ChipBar, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

Beside = tuple[Sequence[Told], CompanyRecord | None, Sequence[CompanyPerson]]
"""What is shown of a record: its history; of an employer, what is known and who it hired or hosted."""
_OF_EMPLOYERS = ("card", "people")
PANEL_WIDTH = 344
FORM_WIDTH = 440
TYPING_PAUSE_MS = 120
TITLES = {
    "company": "Entreprises",
    "funding_program": "Programmes",
    "course": "Formations",
    "site": "Sites",
}
ARTICLES = {
    "company": "l’entreprise",
    "funding_program": "le programme",
    "course": "la formation",
    "site": "le site",
}
NEW_TEXTS = {
    "company": "Nouvelle entreprise",
    "course": "Nouvelle formation",
    "funding_program": "Nouveau programme",
    "site": "Nouveau site",
}
COLUMNS = (
    Column("name", "Nom", 320, lambda row: row.name, bold_part=lambda row: row.name),
    Column("detail", "Détail", 200, lambda row: row.detail or french.UNKNOWN, stretch=True),
    Column("uses", "Utilisé par", 100, lambda row: row.used),
)


class ListsPage(Page):
    """One kind at a time; the record selected beside the list, with its history, or the form that changes it.

    All of them are made here; employers also come with jobs.
    """

    title = "Entreprises, programmes, formations, sites"
    kinds = frozenset(
        {*lists.KINDS, "placement", "company_period", "company_contact", "cohort"}
        | {"target", "certification_block"}
    )

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._kind = lists.KINDS[0]
        self._rows: dict[int, ListRow] = {}
        self._to_select: int | None = None
        self._drafts: dict[str, Draft] = {}
        self._form: tuple[str, SideForm] | None = None
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table = TableView(
            self.model, self, name="Liste", state=ctx.state, state_key="lists", multiple=False
        )
        self.chips = {kind: ToggleChip(text, self) for kind, text in TITLES.items()}
        self.search = QLineEdit(self)
        self._typing = QTimer(self)
        self._count = label("", "secondary")
        self.panel = SidePanel("Choisissez une ligne pour lire ce qui lui a été fait.", self)
        self.gestures = ToldList()
        self.card = Facts()
        self.people = CompanyPeople()
        self.edit_button = button("Modifier", self.edit, tooltip="F2")
        self.skills_button = button("Compétences…", self.edit_skills)
        self._side = QStackedWidget(self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        back = PageAction("Retour", self.back_requested.emit)
        if self._kind not in NEW_TEXTS:
            return (back,)
        new = PageAction(NEW_TEXTS[self._kind], self.start_new, icon="plus", primary=True, shortcut="new")
        return (back, self.allowed(new, self._kind))

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest(
            "lists.rows", partial(self._load, self._kind, self.search.text()), self._on_rows
        )

    def open_record(self, kind: str, record_id: int) -> None:
        self._to_select = record_id
        self.search.clear()
        self.show_kind(kind)

    def show_kind(self, kind: str) -> None:
        """List that kind."""
        self._kind = kind
        self._offer_tabs()
        if kind == "company":
            self.panel.select_tab("card")
        self.chips[kind].setChecked(True)
        self.header_changed.emit()
        self.reload()

    def drafts(self) -> Mapping[str, Draft]:
        found = dict(self._drafts)
        if self._form is not None and (typed := self._form[1].touched()):
            found[self._form[0]] = Draft(self._form[1].title, typed)
        return found

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        self._drafts |= drafts

    def drop_drafts(self) -> None:
        self._drafts.clear()
        self._close_form()

    def show_target(self, target: object) -> None:
        """A kind: list it. A kind and the id of a record: open its form."""
        if isinstance(target, tuple):
            kind, record_id = target
            self._to_select = record_id
            self.show_kind(kind)
            if not self.is_refused(kind):
                self._open_form(kind, record_id)
        elif target in TITLES:
            self.show_kind(str(target))

    def resume(self, form: str) -> None:
        kind, record_id = form.split(":")
        self.show_kind("company" if kind == MERGE else kind)
        self._open_form(kind, int(record_id))

    def start_new(self) -> None:
        """The form of a record to make."""
        if self._kind in NEW_TEXTS and not self.is_refused(self._kind):
            self._open_form(self._kind, 0)

    def can_leave(self) -> bool:
        if self._form is not None:
            self._form[1].leave()
        return self._form is None

    def edit(self) -> None:
        """Change the record selected."""
        row = self._rows.get(self.table.selected_id() or 0)
        if row is not None and not self.is_refused(row.kind):
            self._open_form(row.kind, row.id)

    def edit_skills(self) -> None:
        """The skills of each block of the course selected."""
        row = self._rows.get(self.table.selected_id() or 0)
        if row is not None and row.kind == "course":
            self._edit_skills(row.id)

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {KIND: lambda course_id: self._edit_skills(int(course_id))}

    def _edit_skills(self, course_id: int) -> None:
        if not self.is_refused("skill") and (change := edit_skills(self, course_id)) is not None:
            self.ctx.changes.publish(change)

    def _open_form(self, kind: str, record_id: int) -> None:
        """The form of that record; 0: of one to make."""
        if not self.can_leave():
            return
        try:
            form = FORMS[kind](self.ctx, record_id or None)
        except AppError as error:
            dialogs.show_error(self, error)
            return
        name = f"{kind}:{record_id}"
        if (draft := self._drafts.pop(name, None)) is not None:
            form.take_up(draft.values)
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._form = name, form
        self._side.addWidget(form)
        self._side.setCurrentWidget(form)
        self._side.setFixedWidth(FORM_WIDTH)
        self._side.show()
        form.take_focus()

    def _on_saved(self, change: Change) -> None:
        self._close_form()
        self._to_select = change.created_id
        self.ctx.changes.publish(change)

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form[1], None
            self._side.removeWidget(form)
            form.deleteLater()
        self._side.setFixedWidth(PANEL_WIDTH)
        self.table.setFocus()

    def delete(self) -> None:
        """Delete the record selected, after the question."""
        row = self._rows.get(self.table.selected_id() or 0)
        if row is not None and not self.is_refused(row.kind):
            ask_and_delete(self, row.kind, row.id, f"{ARTICLES[row.kind]} {row.name}")

    def merge(self) -> None:
        """Make one the employer selected and another writing of it."""
        row = self._rows.get(self.table.selected_id() or 0)
        if row is not None and row.kind == "company" and not self.is_refused("company"):
            self._open_form(MERGE, row.id)

    def _load(self, kind: str, text: str, _job: Job) -> tuple[ListRow, ...]:
        with self.ctx.db.read() as session:
            return lists.rows(session, kind, text)

    def _on_rows(self, found: Sequence[ListRow]) -> None:
        self._rows = {row.id: row for row in found}
        self.model.reload(list(self._rows))
        self._count.setText(french.plural(len(found), "ligne"))
        self._stack.setCurrentIndex(0 if found else 1)
        self._side.setVisible(bool(found) or self._form is not None)
        wanted, self._to_select = self._to_select, None
        if wanted is not None:
            self.table.select_id(wanted)
        elif self.table.selected_id() is None and found:
            self.table.select_id(found[0].id)
        if not found:
            self.panel.show_nothing()

    def _on_row(self, row: ListRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        set_refusal(self.delete_action, self.ctx.why_not(row.kind))
        set_refusal(self.edit_button, self.ctx.why_not(row.kind), "F2")
        is_company = row.kind == "company"
        self.merge_action.setVisible(is_company)
        set_refusal(self.merge_action, self.ctx.why_not("company"))
        set_refusal(self.skills_button, self.ctx.why_not("skill"))
        self.skills_button.setVisible(row.kind == "course")
        self.panel.show_record(row.name, ", ".join(filter(None, (row.detail, row.used))))
        self.ctx.jobs.read_latest(
            "lists.history", partial(self._load_beside, row), partial(self._on_beside, row.id)
        )

    def _load_beside(self, row: ListRow, _job: Job) -> Beside:
        with self.ctx.db.read() as session:
            told = history.told(session, row.kind, row.id)
            if row.kind != "company":
                return told, None, ()
            return told, company_record(session, row.id), people_of(session, row.id)

    def _on_beside(self, record_id: int, found: Beside) -> None:
        if self.table.selected_id() == record_id:
            told, employer, people = found
            self.gestures.show_told(told)
            self.card.set_facts([] if employer is None else card_of(employer))
            self.people.show_people(people)

    def _offer_tabs(self) -> None:
        for tab in _OF_EMPLOYERS:
            self.panel.offer_tab(tab, offered=self._kind == "company")

    def _lay_out(self) -> None:
        self.search.setPlaceholderText("Filtrer")
        self.search.setAccessibleName("Filtrer la liste")
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(200)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_PAUSE_MS)
        bar = ChipBar(*self.chips.values())
        bar.add_right(self._count)
        bar.add_right(self.search)
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState(
                "Les entreprises viennent des suivis, les programmes, formations et sites des cohortes.",
                icon="building",
                heading="Rien dans cette liste",
            )
        )
        card = Card()
        card.no_margins()
        card.add(self._stack, 1)
        self.panel.add_tab("card", "Fiche", self.card)
        self.panel.add_tab("people", "Personnes", self.people)
        self.panel.add_tab("history", "Historique", self.gestures)
        self.merge_action = self.panel.add_to_menu("Réunir avec une autre…", self.merge)
        self.delete_action = self.panel.add_to_menu("Supprimer…", self.delete, shortcut="delete_listed")
        self.panel.add_foot(self.edit_button)
        self.panel.add_foot(self.skills_button)
        self._side.addWidget(self.panel)
        self._side.setFixedWidth(PANEL_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(bar)
        layout.addLayout(row, 1)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for kind, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self.show_kind, kind))
        self.chips[self._kind].setChecked(True)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self.reload)
        self.table.row_selected.connect(self._on_row)
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self, "filter", self.search.setFocus)
        self.table.row_activated.connect(lambda _row: self.edit())
        actions.make(self.table, "delete_listed", self.delete)
        actions.make(self.table, "edit", self.edit)
