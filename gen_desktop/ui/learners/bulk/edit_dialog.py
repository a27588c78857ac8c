"""The same values given to many people: which, and what they change of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from gen_desktop import french
from gen_desktop.jobs import Job
from gen_desktop.models.enrollment import CODED_FACTS
from gen_desktop.reference import field_words
from gen_desktop.reference.lists import choices
from gen_desktop.services.bulk import ENTRY_FIELDS, FIELDS, PERSON_FIELDS, EditLine, EditPlan, plan_edit
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.learners.bulk.preview import PreviewDialog, PreviewLine
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.code_combo import NOT_SAID, CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows

NOT_CHOSEN, UNKNOWN = "", "unknown"
CHOOSE_FIELD = "Choisir ce qu’il faut modifier"
NOTHING_ASKED = "Choisissez un champ et sa valeur\u00a0: l’effet sur chaque fiche s’affiche ici."
DAYS = frozenset({"planned_entry_on", "planned_exit_on"})
YES_NO = {"yes": True, "no": False}


class EditDialog(PreviewDialog):
    """``plan``: what was shown when the person agreed."""

    def __init__(
        self,
        ctx: AppContext,
        learner_ids: Sequence[int],
        cohort_ids: tuple[int, ...] | None,
        parent: QWidget,
    ) -> None:
        people = french.plural(len(learner_ids), "personne")
        super().__init__(ctx, f"Modifier {people} à la fois", parent)
        self.plan: EditPlan | None = None
        self._ids, self._cohort_ids = learner_ids, cohort_ids
        self.fields: dict[str, QWidget] = {}
        self._taken: list[str] = []
        self.rows = FormRows(label_width=150)
        self.choose = button(f"{CHOOSE_FIELD} ▾")
        self.menu = QMenu(self.choose)
        self.choose.setMenu(self.menu)
        for name in FIELDS:
            if name == ENTRY_FIELDS[0] and PERSON_FIELDS:
                self.menu.addSeparator()
            self.menu.addAction(field_words.name(name)).triggered.connect(
                lambda _checked=False, one=name: self.take(one)
            )
        self.form.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addWidget(self.rows)
        self.show_plan(None)

    def take(self, name: str) -> None:
        """Offer to give a value to that field."""
        if name not in self.fields:
            field = self._field(name)
            self.fields[name] = field
            self.rows.add(name, field_words.name(name), field)
        self.fields[name].setFocus()

    def values(self) -> dict[str, Any]:
        """The fields that have a value, None for « Non renseigné »."""
        found = {}
        for name, field in self.fields.items():
            is_said, value = self._value(name, field)
            if is_said:
                found[name] = value
        return found

    def ask(self) -> Callable[[Job], object] | None:
        values = self.values()
        if not values:
            return None
        return partial(self._read, values)

    def show_plan(self, plan: object) -> None:
        self.plan = plan if isinstance(plan, EditPlan) else None
        if self.plan is None:
            self.show_preview((), _line, NOTHING_ASKED, ("Modifier", 0))
            return
        changing = len(self.plan.changing)
        go = f"Modifier {french.plural(changing, 'fiche')}" if changing else "Modifier"
        self.show_preview(self.plan.lines, _line, _summary(self.plan), (go, changing))

    def _read(self, values: dict[str, Any], job: Job) -> EditPlan:
        with self.ctx.db.read() as session:
            plan = plan_edit(session, self._ids, values, self._cohort_ids, job)
        return replace(plan, lines=tuple(sorted(plan.lines, key=_rank)))

    def _field(self, name: str) -> QWidget:
        if name in DAYS:
            day = DateEdit(self.ctx.today)
            day.changed.connect(lambda _day: self.ask_soon())
            return day
        if name in PERSON_FIELDS:
            line = QLineEdit()
            line.textChanged.connect(lambda _text: self.ask_soon())
            return line
        codes = (
            [(code.code, code.label) for code in choices(CODED_FACTS[name])]
            if name in CODED_FACTS
            else [("yes", "Oui"), ("no", "Non")]
        )
        first = [(NOT_CHOSEN, "Choisissez…"), (UNKNOWN, NOT_SAID)]
        combo = CodeCombo([*first, *codes], optional=False)
        combo.set_code(NOT_CHOSEN)
        combo.currentIndexChanged.connect(lambda _index: self.ask_soon())
        return combo

    def _value(self, name: str, field: QWidget) -> tuple[bool, Any]:
        if isinstance(field, DateEdit):
            return field.value() is not None, field.value()
        if isinstance(field, CodeCombo):
            code = field.code()
            if code == UNKNOWN:
                return True, None
            return code != NOT_CHOSEN, code if name in CODED_FACTS else YES_NO.get(code or "")
        assert isinstance(field, QLineEdit)
        text = " ".join(field.text().split())
        return bool(text), text.replace(" ", "") if name == "postal_code" else text


def _rank(line: EditLine) -> int:
    """Those left come first: they are what must be seen; then those that change."""
    return 0 if line.refusal else 1 if line.changes else 2


def _line(line: EditLine) -> PreviewLine:
    cohort = line.cohort_code or french.UNKNOWN
    if line.refusal:
        return PreviewLine(
            line.name,
            cohort,
            f"Reste tel quel{french.NBSP}: {line.refusal[0].lower()}{line.refusal[1:]}",
            True,
        )
    if not line.changes:
        return PreviewLine(line.name, cohort, "A déjà cette valeur", True)
    return PreviewLine(
        line.name,
        cohort,
        ", ".join(
            f"{field_words.name(one.field)}{french.NBSP}: {field_words.value(one.field, one.before)} → "
            f"{field_words.value(one.field, one.after)}"
            for one in line.changes
        ),
    )


def _summary(plan: EditPlan) -> str:
    changing = len(plan.changing)
    said = [
        french.plural(changing, "fiche change", "fiches changent") if changing else "Aucune fiche ne change"
    ]
    if plan.same:
        said.append(french.plural(plan.same, "a déjà cette valeur", "ont déjà cette valeur"))
    if plan.refused:
        said.append(french.plural(len(plan.refused), "reste telle quelle", "restent telles quelles"))
    return f"{', '.join(said)}."
