"""The cohort and the stages above the list of candidates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gen_desktop.queries.applications import CandidateCriteria, CohortIntake, Funnel
from gen_desktop.reference.lists import code_list, codes_where
from gen_desktop.ui.intake import words
from gen_desktop.ui.widgets.basics import button, label, set_refusal
from gen_desktop.ui.widgets.chips import MenuChip, ToggleChip
from gen_desktop.ui.widgets.flow import FlowLayout

TYPING_PAUSE_MS = 120


_OPEN = codes_where("application_stage", open="yes")
UNDECIDED = "open"
"""Not a stage: every stage before a decision."""


class FilterBar(QWidget):
    """``cohort_chosen`` and ``changed`` when the person asks for something else.

    ``promotion_wanted``: the first of the waiting list is to take the place that is free.
    """

    promotion_wanted = Signal()
    cohort_chosen = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cohorts = MenuChip("Cohorte", self)
        self.stages = {"": ToggleChip("Toutes", self), UNDECIDED: ToggleChip("Sans décision", self)}
        for code in code_list("application_stage"):
            self.stages[code.code] = ToggleChip(code.label, self)
        group = QButtonGroup(self)
        for stage, chip in self.stages.items():
            group.addButton(chip)
            chip.clicked.connect(partial(self._on_stage, stage))
        self._stage = ""
        self.stages[""].setChecked(True)
        self.text = QLineEdit(self)
        self.text.setPlaceholderText("Filtrer")
        self.text.setAccessibleName("Filtrer les candidats")
        self.text.setClearButtonEnabled(True)
        self.text.setFixedWidth(150)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.changed.emit)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        self.cohorts.chosen.connect(lambda _value: self.cohort_chosen.emit())
        self._funnel = label("", "secondary", wrap=True)
        self.promote = button("Admettre le premier en attente", self.promotion_wanted.emit, icon="user-plus")
        self._lay_out()

    @property
    def cohort_id(self) -> int | None:
        """The cohort shown; None when there is none in the file."""
        found: int | None = self.cohorts.value
        return found

    def criteria(self) -> CandidateCriteria | None:
        """What is asked for, without the order."""
        if self.cohort_id is None:
            return None
        return CandidateCriteria(self.cohort_id, self._stages(), self.text.text())

    def narrows(self) -> bool:
        """Whether something beside the cohort is asked for."""
        return bool(self._stage or self.text.text().strip())

    def set_cohorts(self, cohorts: Sequence[CohortIntake]) -> None:
        """The cohorts to choose from; the present choice is kept if it is still there."""
        self.cohorts.set_choices([(one.id, one.code) for one in cohorts])
        self.cohorts.setVisible(bool(cohorts))

    def show_cohort(self, cohort_id: int, stage: str = "") -> None:
        """That cohort, everybody of that stage."""
        self.cohorts.set_value(cohort_id)
        self.clear(stage)

    def clear(self, stage: str = "") -> None:
        """No filter but that stage."""
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._stage = stage
        self.stages[stage].setChecked(True)
        self.changed.emit()

    def set_funnel(self, funnel: Funnel | None) -> None:
        """How many stand at each stage, and how many passed each step."""
        for stage, chip in self.stages.items():
            count = 0 if funnel is None else _count(funnel, stage)
            chip.set_count(count)
            chip.setVisible(bool(count) or stage in ("", self._stage))
        self._funnel.setText("" if funnel is None else words.funnel(funnel))
        self._funnel.setToolTip("" if funnel is None else words.admission(funnel))

    def offer_promotion(self, offered: bool, refusal: str) -> None:
        """Whether a place is free and somebody waits; ``refusal``: why it may not be given here."""
        self.promote.setVisible(offered)
        set_refusal(self.promote, refusal)

    def _stages(self) -> frozenset[str]:
        return frozenset(_OPEN) if self._stage == UNDECIDED else frozenset({self._stage} - {""})

    def _on_stage(self, stage: str) -> None:
        if stage != self._stage:
            self._stage = stage
            self.changed.emit()

    def _lay_out(self) -> None:
        chips = QWidget()
        flow = FlowLayout(chips)
        for chip in (self.cohorts, *self.stages.values()):
            flow.addWidget(chip)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._funnel, 1)
        row.addWidget(self.promote)
        row.addWidget(self.text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(chips)
        layout.addLayout(row)


def _count(funnel: Funnel, stage: str) -> int:
    if stage == UNDECIDED:
        return sum(funnel.stages[code] for code in _OPEN)
    return funnel.stages[stage] if stage else funnel.applied
