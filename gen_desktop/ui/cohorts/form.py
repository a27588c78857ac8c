"""A cohort to create or to change, beside the list: what it will be is said as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.models.cohort_plan import LONGEST_DAYS, plan_sentence
from gen_desktop.queries import cohort_detail, cohorts, teaching
from gen_desktop.queries import organization as organizations
from gen_desktop.queries.cohort_detail import CohortDetail
from gen_desktop.services import cohorts as services
from gen_desktop.services.cohorts import CohortInput
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.cohorts.form_fields import Choices, CohortFields
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.widgets.basics import button, label, line, scrolled
from gen_desktop.ui.widgets.card import Notice
from gen_desktop.ui.widgets.key_hints import KeyHints

MARGIN = 16


class CohortForm(QFrame):
    """``saved(change)`` once it is written; ``left()`` when the person goes back to the list.

    What is typed stays until it is saved or cleared: leaving a new cohort loses nothing.
    """

    saved = Signal(object)
    left = Signal()

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._ctx = ctx
        self._cohort: CohortDetail | None = None
        self._before: CohortInput | None = None
        self._untouched: dict[str, Any] = {}
        self.fields = CohortFields(ctx.today, self._problem_of, self)
        self.fields.plan_changed.connect(self._show_plan)
        self._title = label("", "name")
        self.clear_button = button("Tout effacer", self._start_over, kind="link")
        self.notice = Notice("wrong", "")
        self.plan = label("", "strong", wrap=True)
        self.plan_detail = label("", "small", wrap=True)
        self.warning = label("", "attention", wrap=True)
        self.save_button = button("Enregistrer", self.save, kind="primary", tooltip=actions.keys_text("save"))
        self._leave_button = button("Quitter", self.leave, tooltip="Échap")
        self._lay_out()
        actions.make(self, "save", self.save)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)

    @property
    def title(self) -> str:
        """What is being done: « Nouvelle cohorte »."""
        return self._title.text()

    @property
    def cohort_id(self) -> int | None:
        """The cohort being changed, None for a new one."""
        return None if self._cohort is None else self._cohort.id

    def start_new(self) -> None:
        """A new cohort: where the person left it, else empty."""
        is_first = self._before is None
        self._load_choices()
        self._title.setText("Nouvelle cohorte")
        if is_first:
            self._start_over()
        self.clear_button.setVisible(self.is_modified())
        self.fields.course.setFocus()

    def start_edit(self, cohort: CohortDetail) -> None:
        """Change a cohort."""
        self._cohort = cohort
        self._load_choices()
        self._title.setText(f"Modifier {cohort.code}")
        self.clear_button.hide()
        self.fields.load(cohort)
        self._begin()
        self.fields.course.setFocus()

    def is_modified(self) -> bool:
        """Whether something typed is not saved."""
        return self._before is not None and self.fields.values() != self._before

    def draft(self) -> dict[str, Any]:
        """What was typed and is not saved, readable or not."""
        if not self.is_modified():
            return {}
        return {name: value for name, value in self.fields.held().items() if value != self._untouched[name]}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Type again what ``draft`` gave; the form has been started."""
        self.fields.put_back(typed)
        self.clear_button.setVisible(self._cohort is None and self.is_modified())
        self._show_plan()

    def drop(self) -> None:
        """Forget what is typed: the form begins anew when it is next opened."""
        self._before = None

    def save(self) -> None:
        """Write the cohort; what is wrong is said under its field and nothing is written."""
        if not self.save_button.isEnabled() or not self.fields.check_all():
            return
        values, cohort, db, today = self.fields.values(), self._cohort, self._ctx.db, self._ctx.today()

        def work(job: Job) -> Change:
            if cohort is None:
                return services.create_cohort(db, values)
            return services.update_cohort(db, cohort.id, values, today=today, version=cohort.version)

        self.save_button.setEnabled(False)
        self._ctx.jobs.write(
            "Enregistrer la cohorte", work, self._on_saved, on_error=self._on_refused, parent=self
        )

    def leave(self) -> None:
        """Back to the list. A change begun is asked about; a new cohort stays as it is for later."""
        if self._cohort is not None and self.is_modified():
            text = f"Abandonner les modifications de {self._cohort.code}{french.NARROW}?"
            if not dialogs.ask_to_lose(self, text, yes="Abandonner", no="Continuer la saisie"):
                return
            self._before = None
        self.left.emit()

    def _on_saved(self, change: Change) -> None:
        self.save_button.setEnabled(True)
        self._before = None
        self.saved.emit(change)

    def _on_refused(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(error, InvalidInput):
            dialogs.show_error(self, error)
            return
        elsewhere = self.fields.show_problems(error)
        self.notice.setVisible(bool(elsewhere))
        if elsewhere:
            self.notice.set("wrong", "Rien n’a été enregistré", "\n".join(elsewhere))

    def _start_over(self) -> None:
        self.fields.clear()
        self._begin()
        self.clear_button.hide()
        self.fields.course.setFocus()

    def _begin(self) -> None:
        self._before = self.fields.values()
        self._untouched = self.fields.held()
        self.notice.hide()
        self._show_plan()

    def _load_choices(self) -> None:
        with self._ctx.db.read() as session:
            codes = frozenset(cohorts.ids_by_code(session))
            choices = Choices(
                courses=cohort_detail.course_choices(session),
                sites=organizations.sites(session),
                programs=cohort_detail.program_choices(session),
                codes=codes,
                trainers=teaching.everyone_teaching(session),
            )
        self.fields.set_choices(choices)

    def _problem_of(self, name: str) -> str:
        """What the service would say of that field."""
        fields = self.fields
        if name in ("planned_start", "planned_end") and not (fields.start.value() and fields.end.value()):
            return ""
        with self._ctx.db.read() as session:
            problems = services.cohort_problems(session, fields.values(), self.cohort_id)
        return next((problem.sentence for problem in problems if problem.field == name), "")

    def _show_plan(self) -> None:
        calendar = self.fields.calendar()
        if calendar is None or (calendar.end - calendar.start).days > LONGEST_DAYS:
            self.plan.setText("Les dates donneront le calendrier.")
            self.plan_detail.setText("")
            self.warning.hide()
            return
        planned = calendar.half_days()
        minutes, holidays = sum(one.minutes for one in planned), calendar.holidays()
        self.plan.setText(plan_sentence(len(planned), minutes, len(holidays)))
        details = [f"{name} ({french.day_month(day)})" for day, name in holidays]
        wanted = self.fields.center_minutes()
        if wanted is not None and planned:
            details.insert(0, f"La formation prévoit {french.hours(wanted)} en centre")
        self.plan_detail.setText(" · ".join(details))
        with self._ctx.db.read() as session:
            warnings = services.cohort_warnings(session, self.fields.values())
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 12, MARGIN, 10)
        head.addWidget(self._title, 1)
        head.addWidget(self.clear_button)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(MARGIN, 12, MARGIN, 12)
        inside.addWidget(self.notice)
        inside.addWidget(self.fields)
        inside.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self._leave_button)
        buttons.addStretch(1)
        keys = KeyHints([("Ctrl S", "enregistre"), ("Échap", "quitte")])
        keys.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        buttons.addWidget(keys, 0, Qt.AlignmentFlag.AlignVCenter)
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, 10, MARGIN, 10)
        foot.setSpacing(3)
        for words in (self.plan, self.plan_detail, self.warning):
            foot.addWidget(words)
        foot.addSpacing(6)
        foot.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(line())
        layout.addWidget(scrolled(holder), 1)
        layout.addWidget(line())
        layout.addLayout(foot)
