"""Beside the list while several people are chosen: all of them in a few numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gen_desktop import french
from gen_desktop.queries.selection_sum import SelectionSum, Share
from gen_desktop.reference.lists import label as code_label
from gen_desktop.ui.widgets.basics import label, line, scrolled
from gen_desktop.ui.widgets.side_panel import MARGIN, Facts

MOST_COHORTS = 8
NOT_ENROLLED = "Sans inscription"


class SumPanel(QFrame):
    """Filled by ``show_sum``; ``wait`` while the numbers are being read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setMinimumWidth(320)
        self.title = label("", "name")
        self.people, self.states, self.cohorts = Facts(), Facts(), Facts()
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(MARGIN, 12, MARGIN, 12)
        inner.setSpacing(10)
        for heading, facts in (
            ("", self.people),
            ("Statuts", self.states),
            ("Cohortes", self.cohorts),
        ):
            if heading:
                inner.addWidget(line())
                inner.addWidget(label(heading, "strong"))
            inner.addWidget(facts)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        self.title.setContentsMargins(MARGIN, 14, MARGIN, 10)
        layout.addWidget(self.title)
        layout.addWidget(line())
        layout.addWidget(scrolled(body), 1)

    def wait(self, people: int) -> None:
        """Say how many at once; their numbers come after."""
        self.title.setText(french.plural(people, "personne choisie", "personnes choisies"))

    def show_sum(self, found: SelectionSum) -> None:
        """Show the numbers."""
        self.wait(found.people)
        total = found.people
        self.people.set_facts(
            [
                ("Femmes", _share(found.women, total)),
                ("Moins de 26 ans", _share(found.young, total)),
                ("QPV", _share(found.in_qpv, total)),
                ("Zone rurale", _share(found.rural, total)),
                (
                    "À compléter",
                    french.plural(found.incomplete, "fiche") if found.incomplete else "aucune fiche",
                ),
            ]
        )
        self.states.set_facts([(_state(code), french.number(count)) for code, count in found.states])
        self.cohorts.set_facts(_most(found.cohorts))


def _share(share: Share, total: int) -> str:
    """« 5 sur 12 (41,7 %), 2 non renseignés »: of those of whom it is known."""
    known = total - share.unknown
    if not known:
        return "Non renseigné"
    said = f"{french.share_text(share.yes, known)} ({french.rate(share.yes, known)})"
    unknown = french.plural(share.unknown, "non renseigné")
    return f"{said}, {unknown}" if share.unknown else said


def _state(code: str | None) -> str:
    return NOT_ENROLLED if code is None else code_label("enrollment_state", code)


def _most(cohorts: Sequence[tuple[str | None, int]]) -> list[tuple[str, str]]:
    shown = [(code or NOT_ENROLLED, french.number(count)) for code, count in cohorts[:MOST_COHORTS]]
    rest = cohorts[MOST_COHORTS:]
    if rest:
        others = sum(count for _, count in rest)
        shown.append((french.plural(len(rest), "autre cohorte", "autres cohortes"), french.number(others)))
    return shown
