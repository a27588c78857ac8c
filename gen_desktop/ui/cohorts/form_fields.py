"""The fields of a cohort: what is typed, read as a CohortInput."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from gen_desktop.errors import InvalidInput
from gen_desktop.models.calendar import DEFAULT_PATTERN
from gen_desktop.models.cohort_plan import Calendar
from gen_desktop.queries.cohort_detail import CohortDetail, CourseChoice, ProgramChoice
from gen_desktop.queries.organization import SiteRow
from gen_desktop.services.cohorts import CohortInput
from gen_desktop.ui import typed
from gen_desktop.ui.cohorts.pattern_field import PatternField
from gen_desktop.ui.cohorts.rare_fields import LABEL_WIDTH, RARE_ROWS, RareFields, add_checked_row
from gen_desktop.ui.suggesting import suggesting_several
from gen_desktop.ui.widgets.basics import button
from gen_desktop.ui.widgets.code_combo import CodeCombo
from gen_desktop.ui.widgets.date_edit import DateEdit
from gen_desktop.ui.widgets.form import FormRows

NEW = "\0new"


@dataclass(frozen=True)
class Choices:
    """What a cohort may refer to, and the codes already taken."""

    courses: Sequence[CourseChoice]
    sites: Sequence[SiteRow]
    programs: Sequence[ProgramChoice]
    codes: frozenset[str]
    trainers: Sequence[str] = ()


class CohortFields(QWidget):
    """``plan_changed()`` when the half-days would be others. ``problem_of(name)`` checks a field left."""

    plan_changed = Signal()

    def __init__(
        self,
        today: Callable[[], date],
        problem_of: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._problem_of = problem_of
        self._choices = Choices((), (), (), frozenset())
        self._suggests_code = True
        self._home: dict[str, FormRows] = {}
        self._forms = [FormRows(self, label_width=LABEL_WIDTH) for _ in range(4)]
        self._head, self._new_course, self._main, self._after_week = self._forms
        self._rare = RareFields(today, problem_of, self)
        self._forms.append(self._rare)
        self._home |= dict.fromkeys(RARE_ROWS, self._rare)
        self._make_course()
        self._make_dates()
        self._make_week()
        self._make_people()
        self.more_button = button("Plus de champs", lambda: self.show_rare(True), kind="link")
        self._rare.dates_changed.connect(self.plan_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._parts = (self._head, self._new_course, self._main, self.pattern, self._after_week, self._rare)
        for part in self._parts:
            if part is self._rare:
                layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
            layout.addWidget(part)
        self._follow_course()
        self._follow_site()
        self._follow_program()
        self.show_rare(False)

    def set_choices(self, choices: Choices) -> None:
        """Offer these courses, sites and programmes; what is chosen stays."""
        self._choices = choices
        kept = (self.course.code(), self.site.code(), self.program.code())
        new = "Nouvelle formation…"
        self.course.set_codes([*((c.code, f"{c.title} ({c.code})") for c in choices.courses), (NEW, new)])
        self.site.set_codes([*((s.name, s.name) for s in choices.sites), (NEW, "Nouveau site…")])
        self.program.set_codes([*((p.code, p.name) for p in choices.programs), (NEW, "Nouveau programme…")])
        for combo, code in zip((self.course, self.site, self.program), kept, strict=True):
            combo.set_code(code)

    def clear(self) -> None:
        """An empty form; what there is only one of is chosen."""
        for field in self.findChildren(QLineEdit):
            field.setText("")  # clear() would count as typed by the person
        for date_field in self.findChildren(DateEdit):
            date_field.set_value(None)
        self.blocks.clear()
        self._rare.clear()
        choices = self._choices
        self.course.set_code(None if choices.courses else NEW)
        self.site.set_code(choices.sites[0].name if len(choices.sites) == 1 else None)
        self.program.set_code(None)
        self.pattern.set_pattern(DEFAULT_PATTERN)
        self._suggests_code = True
        self._follow_all()

    def load(self, cohort: CohortDetail) -> None:
        """Show a cohort to change it."""
        self.clear()
        self._suggests_code = False
        self.code.setText(cohort.code)
        self.course.set_code(cohort.course_code, label_if_unknown=cohort.course_title)
        self.site.set_code(cohort.site_name)
        self.program.set_code(cohort.program_code, label_if_unknown=cohort.program_name or "")
        self.start.set_value(cohort.planned_start)
        self.end.set_value(cohort.planned_end)
        self._rare.load(cohort)
        self.pattern.set_pattern(cohort.pattern)
        weekdays = {slot.weekday for slot in cohort.pattern}
        self.closures.setText(typed.days_text(cohort.closures, weekdays))
        self.seats.setText("" if cohort.seats is None else str(cohort.seats))
        self.referent.setText(cohort.referent or "")
        self.trainers.setText(cohort.trainers or "")
        self._follow_all()
        self.show_rare(any(getattr(cohort, name) is not None for name in RARE_ROWS))

    def values(self) -> CohortInput:
        """What is typed so far; what cannot be read counts as not said, missing dates as today."""
        known = next((c for c in self._choices.courses if c.code == self.course.code()), None)
        is_new = self.course.code() == NEW
        read = typed.read_or_none
        start = self.start.value() or self._today()
        pattern = self.pattern.pattern()
        weekdays = {slot.weekday for slot in pattern}
        closures = read(self._read_days, self.closures.text()) or ()
        return CohortInput(
            code=self.code.text().strip(),
            course_title=self.course_title.text().strip() if known is None else known.title,
            course_code=(self.course_code.text().strip() or None) if known is None else known.code,
            is_new_course=is_new,
            certification_code=self.certification_code.text().strip() or None if is_new else None,
            certification_valid_until=self.certification_until.value() if is_new else None,
            planned_center_minutes=read(typed.hours, self.center_hours.text()) if is_new else None,
            planned_company_minutes=read(typed.hours, self.company_hours.text()) if is_new else None,
            blocks=typed.blocks(self.blocks.toPlainText()) if is_new else (),
            planned_start=start,
            planned_end=self.end.value() or start,
            pattern=pattern,
            closures=tuple(day for day in closures if day.weekday() in weekdays),
            seats=read(typed.whole, self.seats.text()),
            site_name=self._chosen(self.site, self.site_name),
            program_code=self._chosen(self.program, self.program_code),
            referent=self.referent.text().strip() or None,
            trainers=self.trainers.text().strip() or None,
            **self._rare.values(),
        )

    def held(self) -> dict[str, Any]:
        """What the fields hold, readable or not, as JSON can hold it; the week in words."""
        fields = {name: value for form in self._forms for name, value in form.held().items()}
        return fields | self.pattern.held()

    def put_back(self, held: Mapping[str, Any]) -> None:
        """Type again what ``held`` gave."""
        for form in self._forms:
            form.put_back(held)
        self.pattern.put_back(held)
        self._suggests_code = False
        self._follow_all()
        self.show_rare(any(held.get(name) for name in RARE_ROWS))

    def calendar(self) -> Calendar | None:
        """What the half-days would follow from; None while the dates make no sense."""
        actual_start, actual_end = self._rare.dates()
        start, end = actual_start or self.start.value(), actual_end or self.end.value()
        if start is None or end is None or end < start:
            return None
        site = next((s for s in self._choices.sites if s.name == self.site.code()), None)
        values = self.values()
        zone = "national" if site is None else site.holiday_zone
        return Calendar(values.pattern, start, end, zone, frozenset(values.closures))

    def center_minutes(self) -> int | None:
        """The length in the centre that the course plans, None when it does not say."""
        known = next((c for c in self._choices.courses if c.code == self.course.code()), None)
        return self.values().planned_center_minutes if known is None else known.planned_center_minutes

    def show_rare(self, shown: bool) -> None:
        """Show or hide the fields that few cohorts need."""
        self._rare.setVisible(shown)
        self.more_button.setVisible(not shown)

    def check_all(self) -> bool:
        """Check what is shown; the first wrong field gets the focus. True when all is well."""
        is_well = True
        # Backwards: each part with something wrong takes the focus from those after it.
        for part in reversed(self._parts):
            if part is self.pattern:
                self._check_week()
                is_part_well = not self.pattern.error()
                if not is_part_well:
                    self.pattern.setFocus()
            else:
                is_part_well = part.isHidden() or cast("FormRows", part).check_all()
            is_well = is_well and is_part_well
        return is_well

    def show_problems(self, error: InvalidInput) -> list[str]:
        """Put each sentence under its field; returns those that belong to no field."""
        elsewhere = [p.sentence for p in error.problems if p.field not in self._home and p.field != "pattern"]
        self.pattern.set_error(next((p.sentence for p in error.problems if p.field == "pattern"), ""))
        for form in reversed(self._forms):
            mine = [problem for problem in error.problems if self._home.get(problem.field) is form]
            if mine:
                form.show()
                form.show_problems(InvalidInput(*mine))
        return elsewhere

    def error(self, name: str) -> str:
        """The sentence shown under that field."""
        return self.pattern.error() if name == "pattern" else self._home[name].error(name)

    def _make_course(self) -> None:
        self.course = CodeCombo(none_text="Choisir (nécessaire)…")
        self.course.chosen.connect(self._follow_course)
        self.course_title = QLineEdit()
        self.course_code = QLineEdit()
        self.course_code.setPlaceholderText("fait de l’intitulé si vide")
        self.course_code.editingFinished.connect(self._suggest_code)
        self.certification_code = QLineEdit()
        self.certification_code.setPlaceholderText("RNCP37674")
        self.certification_until = DateEdit(self._today)
        self.certification_until.changed.connect(self.plan_changed)
        self.center_hours = QLineEdit()
        self.company_hours = QLineEdit()
        for field in (self.center_hours, self.company_hours):
            field.setPlaceholderText("heures")
        self.center_hours.editingFinished.connect(self.plan_changed)
        self.blocks = QPlainTextEdit()
        self.blocks.setPlaceholderText("BC01 Développer…\nBC02 Concevoir…")
        self.blocks.setFixedHeight(76)
        self.blocks.setTabChangesFocus(True)
        self._add(self._head, "course", "Formation", self.course, check=self._course_problem)
        form = self._new_course
        self._row(form, "course_title", "Intitulé", self.course_title, required=True)
        self._row(form, "course_code", "Code formation", self.course_code)
        self._row(form, "certification_code", "Certification", self.certification_code)
        self._row(form, "certification_valid_until", "Valable jusqu’au", self.certification_until)
        self._row(form, "planned_center_minutes", "Heures en centre", self.center_hours, typed.hours)
        self._row(form, "planned_company_minutes", "En entreprise", self.company_hours, typed.hours)
        self._row(form, "blocks", "Blocs, un par ligne", self.blocks)

    def _make_dates(self) -> None:
        self.code = QLineEdit()
        self.start = DateEdit(self._today)
        self.end = DateEdit(self._today)
        self.seats = QLineEdit()
        self.site = CodeCombo()
        self.site.chosen.connect(self._follow_site)
        self.site_name = QLineEdit()
        self.start.changed.connect(self._on_start)
        self.end.changed.connect(self.plan_changed)
        form = self._main
        self._row(form, "planned_start", "Début", self.start, required=True)
        self._row(form, "planned_end", "Fin", self.end, required=True)
        self._row(form, "code", "Code", self.code, required=True)
        self._row(form, "seats", "Places", self.seats, typed.whole)
        self._add(form, "site", "Site", self.site)
        self._row(form, "site_name", "Nom", self.site_name, required=True)

    def _make_week(self) -> None:
        self.pattern = PatternField(label_width=LABEL_WIDTH)
        self.closures = QLineEdit()
        self.closures.setPlaceholderText("24/12/2026, du 28 au 31/12/2026")
        self.pattern.changed.connect(self._on_pattern)
        self.closures.editingFinished.connect(self.plan_changed)
        self._row(self._after_week, "closures", "Fermetures", self.closures, self._read_days)

    def _make_people(self) -> None:
        self.program = CodeCombo()
        self.program.chosen.connect(self._follow_program)
        self.program_code = QLineEdit()
        self.referent = QLineEdit()
        self.trainers = suggesting_several(lambda: self._choices.trainers)
        self.trainers.setPlaceholderText("M. Garnier, Mme Petit")
        form = self._after_week
        self._add(form, "program", "Programme", self.program)
        self._row(form, "program_code", "Code", self.program_code, required=True)
        self._add(form, "referent", "Référent", self.referent)
        self._add(form, "trainers", "Formateurs", self.trainers)

    def _add(
        self, form: FormRows, name: str, text: str, field: QWidget, check: Callable[[], str] | None = None
    ) -> None:
        self._home[name] = form
        form.add(name, text, field, check=check)

    def _row(
        self,
        form: FormRows,
        name: str,
        text: str,
        field: QLineEdit | QPlainTextEdit,
        reader: Callable[[str], object] | None = None,
        *,
        required: bool = False,
    ) -> None:
        """A row whose sentence is that of its reading, else what the service says of it."""
        self._home[name] = form
        add_checked_row(form, name, text, field, self._problem_of, reader, required=required)

    def _follow_course(self, _code: object = None) -> None:
        self._new_course.setVisible(self.course.code() == NEW)
        self._suggest_code()
        self.plan_changed.emit()

    def _follow_site(self, _code: object = None) -> None:
        self._main.set_visible("site_name", self.site.code() == NEW)
        self.plan_changed.emit()

    def _follow_program(self, _code: object = None) -> None:
        self._after_week.set_visible("program_code", self.program.code() == NEW)
        self.plan_changed.emit()

    def _follow_all(self) -> None:
        self._follow_course()
        self._follow_site()
        self._follow_program()
        self.show_rare(False)
        for form in self._forms:
            form.clear_errors()

    def _on_start(self, _day: object) -> None:
        self._suggest_code()
        self.plan_changed.emit()

    def _on_pattern(self) -> None:
        self._check_week()
        self.plan_changed.emit()

    def _check_week(self) -> None:
        self.pattern.set_error(self.pattern.problem())

    def _course_problem(self) -> str:
        return "" if self.course.code() else "Choisissez une formation, ou une nouvelle."

    def _read_days(self, text: str) -> tuple[date, ...]:
        return typed.days(text, self._today())

    def _suggest_code(self) -> None:
        start = self.start.value()
        course = self.course_code.text().strip() if self.course.code() == NEW else self.course.code()
        if self._suggests_code and not self.code.isModified() and start is not None and course:
            self.code.setText(typed.suggested_code(course, start, self._choices.codes))

    @staticmethod
    def _chosen(combo: CodeCombo, name: QLineEdit) -> str | None:
        return name.text().strip() or None if combo.code() == NEW else combo.code()
