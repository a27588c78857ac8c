"""The line above the grid: which cohort, which view, which stage, and where the cursor is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gen_desktop.reference.lists import code_list
from gen_desktop.ui import actions
from gen_desktop.ui.assessments.layout import View
from gen_desktop.ui.widgets.basics import ElidedLabel
from gen_desktop.ui.widgets.chips import MenuChip
from gen_desktop.ui.widgets.choice_buttons import ChoiceButtons

VIEWS: tuple[tuple[View, str], ...] = (("blocks", "Blocs et jury"), ("skills", "Compétences"))


class GridHead(QWidget):
    """``cohort_chosen(id)``, ``view_chosen(view)``, ``stage_chosen(stage)``."""

    cohort_chosen = Signal(object)
    view_chosen = Signal(object)
    stage_chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cohort_chip = MenuChip("Cohorte", self)
        self.cohort_chip.chosen.connect(self.cohort_chosen)
        self.views = ChoiceButtons(VIEWS, name="Vue", kind="side")
        self.views.set_tooltips(
            {view: f"{text} ({actions.keys_text(f'assessed_{view}')})" for view, text in VIEWS}
        )
        self.views.chosen.connect(self.view_chosen)
        stages = [(one.code, one.label) for one in code_list("skill_stage")]
        self.stages = ChoiceButtons(stages, name="Moment de l’évaluation", kind="side")
        self.stages.chosen.connect(self.stage_chosen)
        # The title of a column gives way, not the sum that ends the sentence.
        self.where = ElidedLabel("", "secondary", Qt.TextElideMode.ElideMiddle)
        self.where.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.cohort_chip, self.views, self.stages):
            layout.addWidget(widget)
        layout.addWidget(self.where, 1)

    def show_view(self, view: View, stage: str) -> None:
        """Which view is shown, and at which stage if it has several."""
        self.views.set_code(view)
        self.stages.set_code(stage)
        self.stages.setVisible(view == "skills")
