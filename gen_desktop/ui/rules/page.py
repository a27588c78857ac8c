"""Règles: the thresholds and delays that the organisation may set, each from a day on, with a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.french import NBSP
from gen_desktop.queries import parameter_rules as queries
from gen_desktop.queries.parameter_rules import OwnValue, RuleRow, value_words
from gen_desktop.reference.parameters import parse_parameter
from gen_desktop.services.parameters import reset_parameter
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Draft, Page, PageAction
from gen_desktop.ui.rules.rule_form import RuleForm
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.table_view import TableView
from gen_desktop.ui.tables.windowed_model import WindowedTableModel
from gen_desktop.ui.widgets.basics import button, set_refusal
from gen_desktop.ui.widgets.card import Card
from gen_desktop.ui.widgets.side_panel import Facts, SidePanel

SIDE_WIDTH = 400
TABLE = "program_parameter"


def _origin(row: RuleRow) -> str:
    if row.in_force is None:
        return "proposée"
    since = row.in_force.valid_from
    return "la vôtre" if since is None else f"la vôtre, depuis le {french.short_date(since)}"


COLUMNS = (
    Column("label", "Règle", 420, lambda row: row.default.label, stretch=True),
    Column("value", "Valeur", 130, lambda row: value_words(row.value, row.default.unit)),
    Column("origin", "Origine", 180, _origin),
)


class RulesPage(Page):
    """The rule selected beside the list; its form takes the place of the panel."""

    title = "Règles"
    kinds = frozenset({TABLE})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._rows: dict[int, RuleRow] = {}
        self._drafts: dict[str, Draft] = {}
        self._form: tuple[str, RuleForm] | None = None
        self.model = WindowedTableModel(COLUMNS, lambda ids: {one: self._rows[one] for one in ids}, self)
        self.table = TableView(
            self.model, self, name="Règles", state=ctx.state, state_key="rules", multiple=False
        )
        self.panel = SidePanel("Choisissez une règle.", self)
        self.facts = Facts()
        self.edit_button = button("Régler…", self.edit, tooltip="F2")
        self.reset_button = button("Revenir à la valeur proposée", self.reset)
        self._side = QStackedWidget(self)
        self._lay_out()
        self.table.row_selected.connect(self._show)
        self.table.row_activated.connect(lambda _row: self.edit())
        self.model.fetch_failed.connect(lambda error: dialogs.show_error(self, error))
        actions.make(self.table, "edit", self.edit)

    def header_actions(self) -> Sequence[PageAction]:
        return (PageAction("Retour", self.back_requested.emit),)

    def refresh(self, change: Change | None) -> None:
        with self.ctx.db.read() as session:
            self._rows = {row.id: row for row in queries.rules(session, self.ctx.today())}
        self.model.reload(list(self._rows))
        selected = self.table.selected_id()
        if selected is None:
            self.table.select_id(next(iter(self._rows)))
        else:
            self._show(self._rows[selected])

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

    def resume(self, form: str) -> None:
        row = next((row for row in self._rows.values() if row.default.code == form), None)
        if row is not None:
            self.table.select_id(row.id)
            self._open(row)

    def can_leave(self) -> bool:
        if self._form is not None:
            self._form[1].leave()
        return self._form is None

    def edit(self) -> None:
        """Set the rule selected."""
        row = self._selected()
        if row is not None and not self.is_refused(TABLE):
            self._open(row)

    def reset(self) -> None:
        """Go back to what the program proposes, after a question."""
        row = self._selected()
        if row is None or not row.own or self.is_refused(TABLE):
            return
        proposed = value_words(row.default.value, row.default.unit)
        text = f"Revenir à la valeur proposée ({proposed}){french.NARROW}?"
        if not dialogs.ask(self, text, f"{row.default.label}.", yes="Revenir"):
            return
        try:
            change = reset_parameter(self.ctx.db, row.default.code)
        except AppError as error:
            dialogs.show_error(self, error)
            return
        self.ctx.changes.publish(change)

    def _selected(self) -> RuleRow | None:
        selected = self.table.selected_id()
        return None if selected is None else self._rows.get(selected)

    def _open(self, row: RuleRow) -> None:
        if not self.can_leave():
            return
        form = RuleForm(self.ctx, row)
        if (draft := self._drafts.pop(row.default.code, None)) is not None:
            form.put_back(draft.values)
        form.saved.connect(self._on_saved)
        form.left.connect(self._close_form)
        self._form = row.default.code, form
        self._side.addWidget(form)
        self._side.setCurrentWidget(form)
        form.take_focus()

    def _on_saved(self, change: Change) -> None:
        self._close_form()
        self.ctx.changes.publish(change)

    def _close_form(self) -> None:
        if self._form is not None:
            form, self._form = self._form[1], None
            self._side.removeWidget(form)
            form.deleteLater()
            self.table.setFocus()

    def _show(self, row: RuleRow | None) -> None:
        if row is None:
            self.panel.show_nothing()
            return
        refusal = self.ctx.why_not(TABLE)
        set_refusal(self.edit_button, refusal, "F2")
        set_refusal(self.reset_button, refusal)
        self.reset_button.setVisible(bool(row.own))
        self.panel.show_record(value_words(row.value, row.default.unit), row.default.label)
        facts: list[tuple[str, str | QWidget]] = [
            ("Proposée", value_words(row.default.value, row.default.unit)),
            ("Source", row.default.source),
        ]
        facts += [(_dates(one), self._own_words(row, one)) for one in row.own]
        self.facts.set_facts(facts)

    @staticmethod
    def _own_words(row: RuleRow, one: OwnValue) -> str:
        said = value_words(parse_parameter(row.default.code, row.default.unit, one.text), row.default.unit)
        return f"{said}{NBSP}: {one.source}" if one.source else said

    def _lay_out(self) -> None:
        card = Card()
        card.no_margins()
        card.add(self.table, 1)
        self.panel.add_tab("rule", "Règle", self.facts)
        self.panel.add_foot(self.edit_button, self.reset_button)
        self._side.addWidget(self.panel)
        self._side.setFixedWidth(SIDE_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(card, 1)
        row.addWidget(self._side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row, 1)


def _dates(one: OwnValue) -> str:
    if one.valid_from is None and one.valid_to is None:
        return "La vôtre"
    since = f"Depuis le {french.short_date(one.valid_from)}" if one.valid_from else ""
    until = f"jusqu’au {french.short_date(one.valid_to)}" if one.valid_to else ""
    said = " ".join(filter(None, (since, until)))
    return said[0].upper() + said[1:]
