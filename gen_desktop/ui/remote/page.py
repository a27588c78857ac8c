"""Travail à distance: what a cohort has to do, verified down the column, and the help given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.remote_work import (
    ActivityRow,
    AssistanceRow,
    assistances,
    cohort_activities,
    people_of_cohort,
    totals,
)
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services import remote_work
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.deletion import ask_and_delete
from gen_desktop.ui.list_page import ListPage
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.remote.columns import COLUMNS
from gen_desktop.ui.remote.forms import ActivityForm, AssistanceForm, NewActivityForm, Person
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.basics import button, label
from gen_desktop.ui.widgets.chips import MenuChip, ToggleChip
from gen_desktop.ui.widgets.empty_state import EmptyState

TABLE = "remote_activity"
PANEL_WIDTH = 344
NOTHING_SELECTED = "Choisissez une ligne pour lire ce qui la prouve."
NONE = (
    "Notez les travaux donnés à faire à distance et leur durée estimée. Une fois faits et vérifiés, "
    "ils comptent dans l’assiduité."
)


@dataclass(frozen=True, slots=True)
class _Found:
    cohorts: tuple[CohortChoice, ...] = ()
    cohort_id: int | None = None
    rows: tuple[ActivityRow, ...] = ()
    people: tuple[Person, ...] = ()


class RemotePage(ListPage):
    """A list of people and works; V verifies the lines selected and goes to the next one."""

    title = "Travail à distance"
    kinds = frozenset({TABLE, "remote_assistance", "enrollment", "learner", "cohort"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(
            ctx,
            COLUMNS,
            state_key="remote",
            nothing_selected=NOTHING_SELECTED,
            facts_title="Preuves",
            panel_width=PANEL_WIDTH,
            parent=parent,
        )
        self._found = _Found()
        self._cohort_id: int | None = None
        self._to_select: int | None = None
        self._lay_out()
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        if self.form is not None:
            return ()
        has_cohort, chosen = self._cohort_id is not None, self.selected is not None
        return (
            PageAction("Retour", self.back_requested.emit),
            self.allowed(PageAction("Importer", self._import, icon="upload", shortcut="import"), TABLE),
            self.allowed(PageAction("Vérifier", self.verify, icon="check", enabled=chosen), TABLE),
            self.allowed(
                PageAction(
                    "Nouveau travail…",
                    self.start_new,
                    icon="plus",
                    shortcut="new",
                    enabled=has_cohort,
                    primary=bool(self._found.rows),
                ),
                TABLE,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("remote.list", self._load, self._on_loaded)

    def show_target(self, target: object) -> None:
        """A cohort id: its distance work."""
        if isinstance(target, int) and self.can_leave():
            self._cohort_id = target
            self.reload()

    def resume(self, form: str) -> None:
        _, cohort_id, row_id = form.split(":")
        self.to_resume, self._cohort_id, self._to_select = form, int(cohort_id), int(row_id) or None
        self.unverified.setChecked(False)
        self.reload()

    def start_new(self) -> None:
        """Work for the cohort, or for one of its people."""
        cohort_id = self._cohort_id
        if cohort_id is not None and not self.is_refused(TABLE):
            code = next(one.code for one in self._found.cohorts if one.id == cohort_id)
            self._show_form("new", NewActivityForm(self.ctx, cohort_id, code, self._found.people))

    def activate(self) -> None:
        self.edit()

    def edit(self) -> None:
        """The work selected, and what became of it."""
        row = self.selected
        if row is not None and not self.is_refused(TABLE):
            self._show_form("edit", ActivityForm(self.ctx, row), row.id)

    def add_help(self) -> None:
        """Help given to the person selected."""
        row = self.selected
        if row is not None and not self.is_refused("remote_assistance"):
            self._show_form("help", AssistanceForm(self.ctx, row.enrollment_id, _name(row)), row.id)

    def verify(self) -> None:
        """The lines selected are verified today by whoever works here; then the next line."""
        ids, today = self.table.selected_ids(), self.ctx.today()
        if ids and not self.is_refused(TABLE):
            following = self._after(ids)
            author = self.ctx.author.name
            if self._do(lambda: remote_work.verify(self.ctx.db, ids, today, author, today)):
                self._to_select = following

    def unverify(self) -> None:
        """The lines selected are not verified any more."""
        ids = self.table.selected_ids()
        if ids and not self.is_refused(TABLE):
            self._do(lambda: remote_work.unverify(self.ctx.db, ids))

    def delete(self) -> None:
        """Delete the work selected, after the question."""
        row = self.selected
        if row is not None and not self.is_refused(TABLE):
            ask_and_delete(self, TABLE, row.id, f"«{french.NBSP}{row.title}{french.NBSP}» de {_name(row)}")

    def _import(self) -> None:
        self.go_requested.emit("imports", ("remote-logs", self._cohort_id))

    def _do(self, write: Callable[[], Change]) -> bool:
        try:
            change = write()
        except AppError as error:
            dialogs.show_error(self, error)
            return False
        if change.kinds:
            self.ctx.changes.publish(change)
        return True

    def _after(self, ids: Sequence[int]) -> int | None:
        """The line under the last one of these."""
        shown = self._shown()
        last = max((place for place, row in enumerate(shown) if row.id in ids), default=-1)
        below = [row.id for row in shown[last + 1 :] if row.id not in ids]
        return below[0] if below else None

    def _load(self, _job: Job) -> _Found:
        wanted = self._cohort_id
        with self.ctx.db.read() as session:
            cohorts = cohort_choices(session, self.ctx.today())
            known = [one.id for one in cohorts]
            cohort_id = wanted if wanted in known else (known[0] if known else None)
            if cohort_id is None:
                return _Found()
            return _Found(
                cohorts,
                cohort_id,
                cohort_activities(session, cohort_id),
                people_of_cohort(session, cohort_id),
            )

    def _on_loaded(self, found: _Found) -> None:
        self._found, self._cohort_id = found, found.cohort_id
        self.cohort_chip.set_choices([(one.id, one.code) for one in found.cohorts], found.cohort_id)
        self.cohort_chip.setVisible(bool(found.cohorts))
        self.unverified.set_count(sum(row.verified_on is None for row in found.rows))
        self._show_rows()
        kind, self.to_resume = self.to_resume.partition(":")[0], ""
        if kind:
            {"new": self.start_new, "edit": self.edit, "help": self.add_help}[kind]()

    def _show_rows(self) -> None:
        shown = self._shown()
        self._sum.setText(totals(shown).words if shown else "")
        self.show_lines({row.id: row for row in self._found.rows}, [row.id for row in shown])
        self.stack.setCurrentIndex(0 if self._found.rows else 1)
        self.side.setVisible(bool(self._found.rows) or self.form is not None)
        wanted, self._to_select = self._to_select, None
        if wanted is not None:
            self.table.select_id(wanted)
        self.on_row(self.selected)
        self.header_changed.emit()

    def _shown(self) -> list[ActivityRow]:
        only = self.unverified.isChecked()
        return [row for row in self._found.rows if not only or row.verified_on is None]

    def _on_cohort(self, cohort_id: int) -> None:
        self._cohort_id = cohort_id
        self.reload()

    def on_row(self, row: ActivityRow | None) -> None:
        self.header_changed.emit()
        if row is None:
            self.panel.show_nothing()
            return
        own = [one for one in self._found.rows if one.enrollment_id == row.enrollment_id]
        self.panel.show_record(_name(row), totals(own).words)
        self.ctx.jobs.read_latest("remote.help", partial(self._load_help, row), partial(self._on_help, row))

    def _load_help(self, row: ActivityRow, _job: Job) -> tuple[AssistanceRow, ...]:
        with self.ctx.db.read() as session:
            return assistances(session, row.enrollment_id)

    def _on_help(self, row: ActivityRow, found: Sequence[AssistanceRow]) -> None:
        facts = [
            ("Travail", row.title),
            ("Fait le", french.short_date(row.done_on) if row.done_on else french.UNKNOWN),
            ("Résultat", row.result or french.UNKNOWN),
            ("Vérifié par", row.verified_by or french.UNKNOWN),
        ]
        helped = [(french.short_date(one.given_on), _help_words(one)) for one in found]
        self.facts.set_facts([*facts, *(helped or [("Aide à distance", "Aucune n’est notée.")])])

    def _show_form(self, kind: str, form: SideForm, row_id: int = 0) -> None:
        self.show_form(f"{kind}:{self._cohort_id}:{row_id}", form)

    def close_form(self) -> None:
        super().close_form()
        self.side.setVisible(bool(self._found.rows))

    def on_saved(self, change: Change) -> None:
        self._to_select = change.created_id
        super().on_saved(change)

    def _lay_out(self) -> None:
        self.cohort_chip = MenuChip("Cohorte", self)
        self.unverified = ToggleChip("À vérifier", self)
        self._sum = label("", "secondary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.cohort_chip)
        head.addWidget(self.unverified)
        head.addWidget(self._sum, 1)
        self.add_empty(
            EmptyState(
                NONE,
                ("Nouveau travail…", self.start_new),
                icon="file-text",
                heading="Aucun travail à distance",
            )
        )
        self.panel.add_foot(
            button("Modifier", self.edit, tooltip="F2"), button("Noter une aide…", self.add_help)
        )
        self.panel.add_to_menu("Ne plus tenir pour vérifié", self.unverify)
        self.panel.add_to_menu("Supprimer…", self.delete, shortcut="delete_listed")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.desk, 1)

    def _connect(self) -> None:
        self.cohort_chip.chosen.connect(self._on_cohort)
        self.unverified.toggled.connect(lambda _on: self._show_rows())
        actions.make(self.table, "edit", self.edit)
        actions.make(self.table, "delete_listed", self.delete)
        actions.make(self.table, "verify_remote", self.verify)


def _name(row: ActivityRow) -> str:
    return f"{row.last_name} {row.first_name}"


def _help_words(one: AssistanceRow) -> str:
    """« Téléphone, 20 min, par C. Lambert : le tableur »."""
    said = [
        code_label("contact_mode", one.channel) if one.channel else "",
        french.duration(one.minutes) if one.minutes is not None else "",
        f"par {one.helper}" if one.helper else "",
    ]
    words = ", ".join(filter(None, said)) or "Aide donnée"
    return f"{words}{french.NBSP}: {one.subject}" if one.subject else words
