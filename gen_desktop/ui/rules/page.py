"""Règles de calcul: the thresholds, delays and definitions that the organisation may set itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.jobs import Job
from gen_desktop.queries.parameters import ParameterRow, parameter_rows
from gen_desktop.services.parameters import reset_parameter
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.rules.dialog import RuleDialog
from gen_desktop.ui.tables.column import Column
from gen_desktop.ui.tables.list_card import ListCard
from gen_desktop.ui.widgets.basics import button, set_refusal

ANY_DATE = "toute date"
COLUMNS = (
    Column("label", "Règle", 470, lambda row: row.label, stretch=True, tooltip=lambda row: row.label),
    Column("words", "Valeur", 130, lambda row: row.words, bold_part=lambda row: row.words),
    Column(
        "own",
        "Réglée par",
        110,
        lambda row: "l’organisme" if row.is_own else "le logiciel",
        tone=lambda row: "" if row.is_own else "secondary",
    ),
    Column("since", "Depuis", 100, lambda row: french.short_date(row.since) if row.since else ANY_DATE),
    Column(
        "source",
        "Source",
        260,
        lambda row: row.source or french.UNKNOWN,
        tone=lambda _row: "secondary",
        tooltip=lambda row: row.source,
    ),
)


class RulesPage(Page):
    """One table: what counts as what, from when."""

    title = "Règles de calcul"
    kinds = frozenset({"program_parameter"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self.edit_button = button("Modifier…", self.edit)
        self.reset_button = button("Revenir à la valeur proposée", self.reset)
        self.list = ListCard("Règles de calcul", COLUMNS, self.reset_button, self.edit_button)
        self.list.row_chosen.connect(self._on_chosen)
        self.list.row_opened.connect(lambda _row: self.edit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)

    def header_actions(self) -> Sequence[PageAction]:
        return (PageAction("Retour", self.back_requested.emit),)

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("rules", self._load, self.list.show_rows)

    def edit(self) -> None:
        """Change the rule selected."""
        if (row := self.list.selected) is not None:
            self._edit(row)

    def reset(self) -> None:
        """Give the rule selected the value of the program again."""
        row: ParameterRow | None = self.list.selected
        if row is not None and not self.is_refused("program_parameter"):
            self._write(row.label, lambda _job: reset_parameter(self.ctx.db, row.code))

    def _edit(self, row: ParameterRow) -> None:
        if not self.is_refused("program_parameter"):
            dialog = RuleDialog(self.ctx, row, self)
            self.in_dialogs.run("rule", row.code, dialog)
            if dialog.change is not None:
                self.ctx.changes.publish(dialog.change)

    def dialog_doors(self) -> Mapping[str, Callable[[str], object]]:
        return {"rule": self._resume}

    def _resume(self, code: str) -> None:
        with self.ctx.db.read() as session:
            found = [row for row in parameter_rows(session, self.ctx.today()) if row.code == code]
        for row in found:
            self._edit(row)

    def _load(self, _job: Job) -> tuple[ParameterRow, ...]:
        with self.ctx.db.read() as session:
            return parameter_rows(session, self.ctx.today())

    def _on_chosen(self, row: ParameterRow | None) -> None:
        refusal = self.ctx.why_not("program_parameter")
        for one, may in ((self.edit_button, row is not None), (self.reset_button, _is_set(row))):
            one.setEnabled(may)
            if refusal:
                set_refusal(one, refusal)
        other = "d’autres valeurs à d’autres dates" if row is not None and row.is_dated else ""
        self.list.said.set_text(f"Cette règle a {other}." if other else "")

    def _write(self, name: str, work: Callable[[Job], Change]) -> None:
        self.ctx.jobs.write(name, work, self.ctx.changes.publish, parent=self)


def _is_set(row: ParameterRow | None) -> bool:
    return row is not None and (row.is_own or row.is_dated)
