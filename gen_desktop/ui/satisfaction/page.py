"""Satisfaction: the questionnaires of a cohort, entered from their papers, and what they say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtWidgets import QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.jobs import Job
from gen_desktop.models.satisfaction import LEARNER
from gen_desktop.queries.attendance import CohortChoice, cohort_choices
from gen_desktop.queries.satisfaction import QuestionnaireRow, questionnaires
from gen_desktop.reference.lists import choices
from gen_desktop.services import satisfaction as service
from gen_desktop.services.satisfaction import Questionnaire
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.list_page import ListPage
from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.satisfaction import words
from gen_desktop.ui.satisfaction.entry_form import Batch, EntryForm
from gen_desktop.ui.satisfaction.layout import SatisfactionLayout
from gen_desktop.ui.satisfaction.printing import print_questionnaires
from gen_desktop.ui.satisfaction.sending_form import DayForm, NamelessForm
from gen_desktop.ui.side_form import SideForm

TABLES = ("satisfaction_answer", "satisfaction_score")
ENTRY, RESULTS = "entry", "results"
NOTHING_SELECTED = "Choisissez une ligne\u00a0: Entrée ouvre son questionnaire."
NOBODY_DUE = "Personne n’est sorti depuis assez longtemps, ou tous ont déjà reçu ce questionnaire."
ALL_ANSWERED = "Tout le monde a répondu\u00a0: il n’y a pas de questionnaire à imprimer."
NOBODY_AWAITED = "Aucun questionnaire remis n’attend de réponse."


@dataclass(frozen=True)
class _Found:
    cohorts: tuple[CohortChoice, ...] = ()
    cohort_id: int | None = None
    rows: tuple[QuestionnaireRow, ...] = ()


class SatisfactionPage(ListPage):
    """A line per person, then per questionnaire without a name; Enter types the one selected.

    ``show_target(cohort id)``, or ``(cohort id, horizon)``.
    """

    title = "Satisfaction"
    kinds = frozenset({*TABLES, "enrollment", "learner", "cohort"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(
            ctx,
            words.QUESTIONNAIRES,
            state_key="satisfaction",
            nothing_selected=NOTHING_SELECTED,
            facts_title="Questionnaire",
            parent=parent,
        )
        self._entered: QuestionnaireRow | None = None
        self._batch = Batch(ctx.today())
        self._found = _Found()
        self.ui = SatisfactionLayout(self, ctx)
        self._connect()

    def header_actions(self) -> Sequence[PageAction]:
        if self.form is not None:
            return ()
        there = self._found.cohort_id is not None
        people = there and self._respondent == LEARNER
        handed = (
            PageAction("Aux personnes sorties…", self.send, enabled=people),
            PageAction("Sans nom…", self.send_nameless, enabled=there),
        )
        papers = (
            PageAction("Avec les noms…", self.print_named, enabled=people),
            PageAction("Sans nom…", self.print_nameless, enabled=there),
        )
        return (
            PageAction("Retour", self.back_requested.emit),
            PageAction("Imprimer", menu=papers, icon="printer", enabled=there),
            self.allowed(PageAction("Noter la remise", menu=handed, enabled=there), *TABLES),
            self.allowed(PageAction("Noter une relance…", self.remind, enabled=there), *TABLES),
            self.allowed(PageAction("Saisir sans nom", self.enter_nameless, enabled=there), *TABLES),
            self.allowed(
                PageAction(
                    "Saisir", self.enter, shortcut="new", primary=True, enabled=self.selected is not None
                ),
                *TABLES,
            ),
        )

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("satisfaction.list", self._load, self._show)

    def show_target(self, target: object) -> None:
        cohort_id, horizon = target if isinstance(target, tuple) else (target, None)
        if isinstance(cohort_id, int) and self.can_leave():
            self._found = replace(self._found, cohort_id=cohort_id)
            if horizon is not None:
                self.ui.horizon.set_value(horizon)
            self.reload()

    def resume(self, form: str) -> None:
        _kind, cohort_id, horizon, respondent, _row = form.split(":")
        self.to_resume = form
        self._found = replace(self._found, cohort_id=int(cohort_id))
        self.ui.horizon.set_value(int(horizon))
        self.ui.respondent.set_value(respondent)
        self.ui.select(ENTRY)
        self.reload()

    def activate(self) -> None:
        self.enter()

    def enter(self) -> None:
        """Type the questionnaire of the line selected."""
        row = self.selected
        if row is not None and not self.is_refused(*TABLES):
            self._enter(row)

    def enter_nameless(self) -> None:
        """Type questionnaires without a name, one after the other."""
        if self._found.cohort_id is not None and not self.is_refused(*TABLES):
            self._enter(QuestionnaireRow())

    def send(self) -> None:
        """Note that those who left long enough ago were given the questionnaire."""
        today = self.ctx.today()
        people = [
            row.enrollment_id
            for row in self._found.rows
            if row.enrollment_id is not None
            and row.sent_on is None
            and row.answered_on is None
            and row.due_on is not None
            and row.due_on <= today
        ]
        if not people:
            self.tell(NOBODY_DUE)
        elif not self.is_refused(*TABLES):
            said = f"{french.plural(len(people), 'personne')} n’ont pas encore reçu ce questionnaire."
            said = said if len(people) > 1 else "Une personne n’a pas encore reçu ce questionnaire."
            horizon, db = self._horizon, self.ctx.db
            self._show_form(
                "send",
                DayForm(
                    self.ctx,
                    "Questionnaires remis",
                    said,
                    "sent_on",
                    lambda day: service.send_to(db, people, horizon, day, today),
                ),
            )

    def send_nameless(self) -> None:
        """Note how many questionnaires without a name were handed out."""
        which = self._which(None)
        if which is not None and not self.is_refused(*TABLES):
            db, today = self.ctx.db, self.ctx.today()
            form = NamelessForm(
                self.ctx,
                self._code(),
                lambda count, day: service.send_anonymous(db, which, count, day, today),
            )
            self._show_form("nameless", form)

    def remind(self) -> None:
        """Note that those who have not answered were asked again."""
        awaited = [
            row.answer_id
            for row in self._found.rows
            if row.answer_id is not None and row.answered_on is None and row.enrollment_id is not None
        ]
        if not awaited:
            self.tell(NOBODY_AWAITED)
        elif not self.is_refused(*TABLES):
            db, today = self.ctx.db, self.ctx.today()
            said = french.plural(len(awaited), "questionnaire sans réponse", "questionnaires sans réponse")
            self._show_form(
                "remind",
                DayForm(
                    self.ctx,
                    "Relance",
                    f"{said}.",
                    "reminded_on",
                    lambda day: service.remind(db, awaited, day, today),
                ),
            )

    def print_named(self) -> None:
        """A questionnaire on paper for each person who has not answered, with her name."""
        self._print([words.who(row) for row in self._to_answer()])

    def print_nameless(self) -> None:
        """As many questionnaires without a name as people who have not answered."""
        self._print([""] * (len(self._to_answer()) or 1))

    def _print(self, names: Sequence[str]) -> None:
        if not names:
            self.tell(ALL_ANSWERED)
        elif self._found.cohort_id is not None:
            print_questionnaires(self, self._found.cohort_id, self._code(), self._horizon, names)

    def _to_answer(self) -> list[QuestionnaireRow]:
        return [row for row in self._found.rows if row.enrollment_id is not None and row.answered_on is None]

    def delete(self) -> None:
        """Delete the questionnaire of the line selected; undo and the bin give it back."""
        row = self.selected
        if row is None or row.answer_id is None or self.is_refused(*TABLES):
            return
        if dialogs.ask(self, f"Supprimer le questionnaire de {words.who(row)}\u202f?", yes="Supprimer"):
            try:
                change = service.delete_answers(self.ctx.db, [row.answer_id])
            except AppError as error:
                dialogs.show_error(self, error)
                return
            self.ctx.changes.publish(change)

    @property
    def _horizon(self) -> int:
        return int(self.ui.horizon.value)

    @property
    def _respondent(self) -> str:
        return str(self.ui.respondent.value)

    def _load(self, _job: Job) -> _Found:
        wanted, today = self._found.cohort_id, self.ctx.today()
        with self.ctx.db.read() as session:
            cohorts = cohort_choices(session, today)
            known = [one.id for one in cohorts]
            cohort_id = wanted if wanted in known else (known[0] if known else None)
            if cohort_id is None:
                return _Found()
            rows = questionnaires(session, cohort_id, self._horizon, today, self._respondent)
            return _Found(cohorts, cohort_id, rows)

    def _show(self, found: _Found) -> None:
        selected = self.table.selected_id()
        self._found = found
        self.show_lines({_id(row): row for row in found.rows})
        self.ui.cohort.set_choices([(one.id, one.code) for one in found.cohorts], found.cohort_id)
        wanted = selected if selected in self.rows else self._first_awaited()
        if wanted is not None:
            self.table.select_id(wanted)
        self.ui.show_count(words.counted(self._answered(), self._expected()) if found.rows else "")
        self.ui.show_list(has_cohort=found.cohort_id is not None, has_rows=bool(found.rows))
        self.on_row(self.selected)
        if found.cohort_id is not None:
            self.ui.results.show_answers(found.cohort_id, self._horizon, self._respondent)
        resumed, self.to_resume = self.to_resume, ""
        if resumed:
            self._resume_row(int(resumed.rpartition(":")[2]), resumed.partition(":")[0])
        self.header_changed.emit()

    def _first_awaited(self) -> int | None:
        """The first person who left and has not answered, else the first without an answer, else anybody."""
        awaited = [row for row in self._found.rows if row.answered_on is None]
        first = next((row for row in awaited if row.due_on is not None), next(iter(awaited), None))
        return next(iter(self.rows), None) if first is None else _id(first)

    def _resume_row(self, row_id: int, kind: str) -> None:
        if kind in ("send", "nameless", "remind"):
            {"send": self.send, "nameless": self.send_nameless, "remind": self.remind}[kind]()
        else:
            self._enter(self.rows.get(row_id, QuestionnaireRow()))

    def _answered(self) -> int:
        return sum(row.answered_on is not None for row in self._found.rows)

    def _expected(self) -> int:
        people = sum(row.enrollment_id is not None for row in self._found.rows)
        return max(people, sum(row.answer_id is not None for row in self._found.rows))

    def _enter(self, row: QuestionnaireRow) -> None:
        which = self._which(row.enrollment_id)
        if which is None:
            return
        count = words.counted(self._answered(), self._expected())
        form = EntryForm(self.ctx, which, row, self._batch, count)
        if self._show_form("entry", form, _id(row)):
            self._entered = row
            if row.enrollment_id is not None or row.answer_id is not None:
                self.table.select_id(_id(row))
                form.take_focus()

    def _which(self, enrollment_id: int | None) -> Questionnaire | None:
        cohort_id = self._found.cohort_id
        if cohort_id is None:
            return None
        return Questionnaire(cohort_id, self._horizon, enrollment_id, self._respondent)

    def _code(self) -> str:
        return next((one.code for one in self._found.cohorts if one.id == self._found.cohort_id), "")

    def _show_form(self, kind: str, form: SideForm, row_id: int = 0) -> bool:
        name = f"{kind}:{self._found.cohort_id}:{self._horizon}:{self._respondent}:{row_id}"
        self.ui.select(ENTRY)
        return self.show_form(name, form)

    def close_form(self) -> None:
        self._entered = None
        super().close_form()

    def on_saved(self, change: Change) -> None:
        entered, form = self._entered, self.form
        self.close_form()
        following = None if entered is None else self._after(entered)
        if entered is not None and isinstance(form, EntryForm):
            self._batch = form.batch
            self._note_answered(entered)
        if following is not None:
            self._enter(following)
        self.ctx.changes.publish(change)

    def _note_answered(self, entered: QuestionnaireRow) -> None:
        """Known at once: the next questionnaires are typed faster than the list is read again."""
        answered = replace(entered, answered_on=self._batch.answered_on)
        rows = tuple(answered if _id(row) == _id(entered) else row for row in self._found.rows)
        self._found = replace(self._found, rows=rows)

    def _after(self, entered: QuestionnaireRow) -> QuestionnaireRow | None:
        """The next person under this one without an answer, then from the top; None: all are in.

        Without a name there is always another; a correction leads nowhere.
        """
        if entered.answered_on is not None:
            return None
        if entered.enrollment_id is None:
            return QuestionnaireRow()
        rows = self._found.rows
        at = next((at for at, row in enumerate(rows) if row.enrollment_id == entered.enrollment_id), 0)
        ordered = (*rows[at + 1 :], *rows[:at])
        return next(
            (row for row in ordered if row.enrollment_id is not None and row.answered_on is None), None
        )

    def on_row(self, row: QuestionnaireRow | None) -> None:
        self.ui.show_row(row)
        self.header_changed.emit()

    def _on_scope(self) -> None:
        if self.can_leave():
            self._found = replace(self._found, cohort_id=self.ui.cohort.value)
            self.reload()

    def _connect(self) -> None:
        self.ui.horizon.set_choices(
            [(int(one.code), one.label) for one in choices("satisfaction_horizon", self.ctx.today())]
        )
        self.ui.respondent.set_choices([(one.code, one.label) for one in choices("stakeholder")], LEARNER)
        for chip in (self.ui.cohort, self.ui.horizon, self.ui.respondent):
            chip.chosen.connect(lambda _value: self._on_scope())
        self.ui.delete_asked.connect(self.delete)
        self.ui.enter_asked.connect(self.enter)
        actions.make(self.table, "edit", self.enter)


def _id(row: QuestionnaireRow) -> int:
    return row.enrollment_id or row.answer_id or 0
