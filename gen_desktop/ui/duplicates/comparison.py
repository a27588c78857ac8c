"""Two records side by side: who they are, what has to be chosen, and what a merge will do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from gen_desktop.ui.duplicates.questions import Questions
from gen_desktop.ui.duplicates.words import what_happens
from gen_desktop.ui.duplicates.work import Comparison, Facts
from gen_desktop.ui.widgets.basics import ElidedLabel, button, label, line, scrolled, set_refusal
from gen_desktop.ui.widgets.card import Card, Notice
from gen_desktop.ui.widgets.side_panel import Facts as FactsView

NOTHING = "Choisissez deux fiches dans la liste pour les comparer."
NO_QUESTION = "Rien à choisir\u00a0: rien ne se contredit."
MARGIN = 16


class ComparisonView(Card):
    """``asked(gesture)``: merge, apart or later. ``seen(learner id)``: somebody wants to read that record."""

    asked = Signal(str)
    seen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.no_margins()
        self.answers: dict[str, str] = {}
        self.shown: Comparison | None = None
        self._refusal = ""
        self.questions = Questions()
        self.merge_button = button("Fusionner", lambda: self.asked.emit("merge"), kind="primary")
        self.apart_button = button("Ce sont deux personnes", lambda: self.asked.emit("apart"))
        self.later_button = button("Plus tard", lambda: self.asked.emit("later"))
        self._sides = (_Side(self._see(0)), _Side(self._see(1)))
        self._heading = label("", "strong")
        self._notice = Notice("attention", "")
        self._effects = label("", "secondary", wrap=True)
        self._stack = QStackedWidget()
        self._lay_out()
        self.show_nothing()

    def show_nothing(self) -> None:
        """No pair is chosen."""
        self.shown, self.answers = None, {}
        self._stack.setCurrentIndex(0)

    def show_comparison(self, found: Comparison, *, refusal: str, is_pair: bool) -> None:
        """Both records. ``refusal``: why whoever works here may not merge; ``is_pair``: it is in the list."""
        self.shown = found
        for side, told in zip(self._sides, (found.left, found.right), strict=True):
            side.show_person(*told)
        self.questions.ask(found.questions, self.answers)
        self._heading.setText("À choisir" if found.questions else NO_QUESTION)
        self._tell_problems(found)
        self._effects.setText("\n".join(what_happens(found.plan)) if found.plan is not None else "")
        set_refusal(self.merge_button, refusal or found.refusal)
        self.merge_button.setEnabled(found.plan is not None and not found.plan.problems and not refusal)
        set_refusal(self.apart_button, refusal)
        self.apart_button.setVisible(is_pair)
        self.later_button.setVisible(is_pair)
        self._stack.setCurrentIndex(1)

    def _tell_problems(self, found: Comparison) -> None:
        problems = found.plan.problems if found.plan is not None else ()
        said = "\n".join(one.sentence for one in problems) or found.refusal
        self._notice.setVisible(bool(said))
        if said:
            self._notice.set("wrong", "Ces fiches ne peuvent pas être fusionnées ainsi", said)

    def _see(self, side: int) -> Callable[[], None]:
        def see() -> None:
            if self.shown is not None:
                self.seen.emit((self.shown.left_id, self.shown.right_id)[side])

        return see

    def _lay_out(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for side in self._sides:
            sides.addWidget(side, 1)
        holder = QWidget()
        body = QVBoxLayout(holder)
        body.setContentsMargins(MARGIN, 12, MARGIN, 12)
        body.setSpacing(10)
        body.addLayout(sides)
        body.addWidget(line())
        body.addWidget(self._heading)
        body.addWidget(self.questions)
        body.addWidget(self._notice)
        body.addWidget(self._effects)
        body.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, 10, MARGIN, 8)
        foot.setSpacing(8)
        for one in (self.merge_button, self.apart_button, self.later_button):
            foot.addWidget(one)
        foot.addStretch(1)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(holder), 1)
        layout.addWidget(line())
        layout.addLayout(foot)
        empty = label(NOTHING, "secondary", wrap=True)
        empty.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._stack.addWidget(empty)
        self._stack.addWidget(whole)
        self.add(self._stack, 1)


class _Side(QWidget):
    """One of the two people."""

    def __init__(self, see: Callable[[], None]) -> None:
        super().__init__()
        self._name = ElidedLabel("", "name")
        self._facts = FactsView(label_width=112)
        self._see = button("Voir cette fiche", see, kind="link")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._name)
        layout.addWidget(self._facts)
        layout.addWidget(self._see, 0, Qt.AlignmentFlag.AlignLeft)

    def show_person(self, name: str, facts: Facts) -> None:
        """That person."""
        self._name.set_text(name)
        self._facts.set_facts(list(facts))
        self._see.setAccessibleName(f"Voir la fiche de {name}")
