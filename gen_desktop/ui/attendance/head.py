"""The line above the grid: which cohort, which days, which view of them, and what the rates are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from gen_desktop import french
from gen_desktop.queries.attendance import AttendanceRate
from gen_desktop.queries.attendance_grid import AttendanceGrid
from gen_desktop.ui import actions
from gen_desktop.ui.attendance.layout import View
from gen_desktop.ui.widgets.basics import ElidedLabel, button, icon_button, label
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons

VIEWS: tuple[tuple[View, str], ...] = (("week", "Semaine"), ("month", "Mois"), ("learner", "Apprenant"))
_STEPS: dict[View, tuple[str, str]] = {
    "week": ("Semaine précédente", "Semaine suivante"),
    "month": ("Mois précédent", "Mois suivant"),
    "learner": ("Personne précédente", "Personne suivante"),
}
_PERIODS: dict[View, str] = {"week": "semaine", "month": "mois", "learner": "parcours"}


class GridHead(QWidget):
    """``view_chosen(view)``, ``cohort_chosen(id)``, ``person_chosen(enrollment id)``, ``stepped(by)``."""

    view_chosen = Signal(object)
    cohort_chosen = Signal(object)
    person_chosen = Signal(object)
    stepped = Signal(int)

    def __init__(
        self, go_to_today: Callable[[], object], go_to_missing: Callable[[], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.cohort_chip = MenuChip("Cohorte", self)
        self.cohort_chip.chosen.connect(self.cohort_chosen)
        self.person_chip = MenuChip("Apprenant", self)
        self.person_chip.chosen.connect(self.person_chosen)
        self._period = label("", "strong")
        self._period.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._previous = icon_button("chevron-left", "", partial(self.stepped.emit, -1))
        self._next = icon_button("chevron-right", "", partial(self.stepped.emit, 1))
        self._today = button("Aujourd’hui", go_to_today)
        self.views = ChoiceButtons(VIEWS, name="Vue", kind="side")
        self.views.set_code("week")
        self.views.set_tooltips(
            {view: f"{text} ({actions.keys_text(f'view_{view}')})" for view, text in VIEWS}
        )
        self.views.chosen.connect(self.view_chosen)
        self.rates = ElidedLabel("", "secondary")
        self.rates.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # The box says what the rates stand on: the label's own tooltip is for when it is cut.
        self.rates_box = QWidget(self)
        box = QHBoxLayout(self.rates_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.rates)
        self.missing_button = button(
            "", go_to_missing, tooltip="Demi-journées passées à saisir\u00a0: aller à la plus ancienne"
        )
        self.missing_button.hide()
        self._lay_out()
        self.show_view("week")

    def show_view(self, view: View) -> None:
        """Name the steps of that view."""
        self.views.set_code(view)
        for step, words in zip((self._previous, self._next), _STEPS[view], strict=True):
            step.setToolTip(words)
            step.setAccessibleName(words)
        self.person_chip.setVisible(view == "learner")
        self._period.setVisible(view != "learner")
        self._today.setVisible(view != "learner")

    def show_days(self, view: View, first: date, grid: AttendanceGrid | None) -> None:
        """Say which days are shown."""
        title = french.week_title(first, _length(grid))
        if view == "month":
            name = french.month_name(first)
            title = f"{name[0].upper()}{name[1:]}"
        self._period.setText(title)
        for widget in (self._previous, self._next, self.views):
            widget.setVisible(grid is not None)
        self._period.setVisible(grid is not None and view != "learner")
        self._today.setVisible(grid is not None and view != "learner")

    def show_rates(self, view: View, grid: AttendanceGrid | None) -> None:
        """The rate of what is shown and that of the whole cohort."""
        if grid is None:
            self.rates.set_text("")
            self.rates_box.setToolTip("")
            return
        period, cohort = _rate(grid.period_rate), _rate(grid.cohort_rate)
        name = _PERIODS[view]
        self.rates.set_text(f"{name}{french.NBSP}: {period} · cohorte{french.NBSP}: {cohort}")
        told = ((name.capitalize(), grid.period_rate), ("Cohorte", grid.cohort_rate))
        self.rates_box.setToolTip("\n".join(_rate_words(words, rate) for words, rate in told))

    def show_people(self, people: Sequence[tuple[int, str]], enrollment_id: int | None) -> None:
        """Those whose course can be shown, and which one is."""
        self.person_chip.set_choices(people, enrollment_id)

    def show_missing(self, count: int) -> None:
        """How many half-days of the past wait."""
        self.missing_button.setText(f"{french.number(count)} à saisir")
        self.missing_button.setAccessibleName(f"{french.plural(count, 'demi-journée')} à saisir")
        self.missing_button.setVisible(count > 0)

    def _lay_out(self) -> None:
        head = QHBoxLayout(self)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        for widget in (
            self.cohort_chip,
            self._previous,
            self._period,
            self.person_chip,
            self._next,
            self._today,
            self.views,
        ):
            head.addWidget(widget)
        head.addWidget(self.rates_box, 1)
        head.addWidget(self.missing_button)


def first_day(view: View, day: date) -> date:
    """The first of the days that a view shows around one."""
    return day.replace(day=1) if view == "month" else day - timedelta(days=day.weekday())


def _length(grid: AttendanceGrid | None) -> int:
    """How many days the title names: five, or more when there are half-days at the weekend."""
    sessions = grid.sessions if grid is not None else ()
    return max(max((half_day.held_on.weekday() for half_day in sessions), default=4) + 1, 5)


def _rate(rate: AttendanceRate) -> str:
    return french.rate(rate.present, rate.due)


def _rate_words(name: str, rate: AttendanceRate) -> str:
    """What a rate stands on: hours, and what is not recorded yet."""
    hours = f"{french.hours(rate.present)} présentes sur {french.hours(rate.due)} dues et saisies"
    unknown = f", {french.plural(rate.unknown, 'case')} à saisir" if rate.unknown else ""
    return f"{name}{french.NBSP}: {hours}{unknown}"
