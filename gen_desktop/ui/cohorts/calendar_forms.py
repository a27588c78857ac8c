"""The forms of the calendar of a cohort: one half-day, several at once, another place, a closure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.calendar import HALF_DAY_WORDS, HALF_DAYS
from gen_desktop.queries import closures as closure_queries
from gen_desktop.queries.cohort_detail import CohortDetail, HalfDayRow
from gen_desktop.reference.lists import choices
from gen_desktop.services.session_changes import change_class_sessions
from gen_desktop.services.session_moves import move_class_session
from gen_desktop.ui import dialogs, typed
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm, notes_field
from gen_desktop.ui.suggesting import suggesting
from gen_desktop.ui.widgets.basics import label
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit

YES, NO = "yes", "no"
BPF_CHOICES = ((YES, "Oui"), (NO, "Non"))
BPF_VALUES = {YES: True, NO: False, None: None}
MODE_OF_COURSE = "Comme la formation"
BPF_OF_MODE = "Comme son mode"


@dataclass(frozen=True)
class Proposals:
    """What the fields of a half-day propose while one types."""

    modules: Sequence[str]
    trainers: Sequence[str]
    places: Sequence[str]


class GiveUpError(Exception):
    """The person answered no to a question: nothing is written, the form stays."""


class HalfDayForm(SideForm):
    """One half-day: its hours, its module, who teaches it, where and how."""

    def __init__(self, ctx: AppContext, cohort: CohortDetail, row: HalfDayRow, known: Proposals) -> None:
        slot = long_slot_label(row.held_on, row.half_day)
        super().__init__(ctx, f"{slot[0].upper()}{slot[1:]}", cohort.code)
        self._row = row
        self.starts_at, self.ends_at = QLineEdit(french.clock(row.starts_at)), QLineEdit()
        self.ends_at.setText(french.clock(row.ends_at))
        self.module = suggesting(lambda: known.modules, row.module)
        self.trainer = suggesting(lambda: known.trainers, row.trainer)
        self.place = suggesting(lambda: known.places, row.place)
        self.mode = mode_combo(MODE_OF_COURSE)
        self.mode.set_code(row.delivery_mode)
        self.counts = CodeCombo(BPF_CHOICES, none_text=BPF_OF_MODE)
        self.counts.set_code({True: YES, False: NO}.get(row.counts_for_bpf))  # type: ignore[arg-type]
        self.note = notes_field()
        self.note.setPlainText(row.note or "")
        for name, text, field in (("starts_at", "Début", self.starts_at), ("ends_at", "Fin", self.ends_at)):
            self.rows.add(name, text, field, required=True, check=partial(_clock_problem, field))
        self.rows.add("module", "Module", self.module)
        self.rows.add("trainer", "Formateur", self.trainer)
        self.rows.add("place", "Salle", self.place)
        self.rows.add("delivery_mode", "Mode", self.mode)
        self.rows.add("counts_for_bpf", "Compte au BPF", self.counts)
        self.rows.add("note", "Note", self.note)
        self.start()

    def write(self) -> Change:
        changes = {
            "starts_at": typed.clock(self.starts_at.text()),
            "ends_at": typed.clock(self.ends_at.text()),
            "module": self.module.text(),
            "trainer": self.trainer.text(),
            "place": self.place.text(),
            "delivery_mode": self.mode.code(),
            "counts_for_bpf": BPF_VALUES[self.counts.code()],
            "note": self.note.toPlainText(),
        }
        return change_class_sessions(self.ctx.db, [self._row.id], changes)

    def take_focus(self) -> None:
        self.module.setFocus()
        self.module.selectAll()


class MoveForm(SideForm):
    """Another place of the calendar for a half-day; what is recorded for it goes along."""

    def __init__(self, ctx: AppContext, cohort: CohortDetail, row: HalfDayRow) -> None:
        super().__init__(ctx, f"Déplacer le {long_slot_label(row.held_on, row.half_day)}", cohort.code)
        self._cohort, self._row = cohort, row
        self.day = DateEdit(ctx.today)
        self.half = CodeCombo(
            [(half, HALF_DAY_WORDS[half].capitalize()) for half in HALF_DAYS], optional=False
        )
        self.half.set_code(row.half_day)
        self.rows.add("day", "Jour", self.day, required=True)
        self.rows.add("half_day", "Demi-journée", self.half)
        kept = french.plural(row.marks, "émargement") if row.marks else ""
        hours = french.duration(row.minutes)
        carried = f"Elle garde sa durée ({hours}), son module, son formateur, sa salle"
        self.rows.add_wide(label(f"{carried}{f' et {kept}' if kept else ''}.", "secondary", wrap=True))
        self.start()

    def write(self) -> Change:
        day = self.day.value()
        assert day is not None  # the row is required
        with self.ctx.db.read() as session:
            found = closure_queries.objections(session, self._cohort.id, day)
        if found and not dialogs.ask(
            self, f"Déplacer quand même{french.NARROW}?", "\n".join(found), yes="Déplacer"
        ):
            raise GiveUpError
        return move_class_session(
            self.ctx.db, self._row.id, day, self.half.code() or "", today=self.ctx.today()
        )

    def save(self) -> None:
        try:
            super().save()
        except GiveUpError:
            self.day.setFocus()

    def take_focus(self) -> None:
        self.day.setFocus()


def mode_combo(none_text: str) -> CodeCombo:
    """The modes of a half-day."""
    return CodeCombo([(code.code, code.label) for code in choices("session_mode")], none_text=none_text)


def _clock_problem(field: QLineEdit) -> str:
    return typed.sentence_of(typed.clock, field.text()) if field.text().strip() else ""
