"""Beside the preview: of whom documents are issued, and what was issued before."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from gen_desktop import french
from gen_desktop.queries.documents import PaperLine
from gen_desktop.ui.reports.papers_work import Candidate
from gen_desktop.ui.reports.tick_list import TO_CHECK, TickLine, TickList, tree
from gen_desktop.ui.widgets.basics import label

OPENS = "Double-cliquez, ou Entrée, pour le rouvrir tel qu’il a été émis."
_ID = Qt.ItemDataRole.UserRole
READY, BLOCKED, ISSUED = "Prêt", "À compléter", "Déjà émis"


class PeopleList(TickList):
    """The people of a cohort, then the register of what they were given.

    ``reopened(document id)``: a line of the register is double-clicked, or Enter is pressed on it.
    """

    reopened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Personnes concernées", ("Personne", "État"), parent)
        self.issued = tree("Documents déjà émis", ("Numéro", "Pour", "Le"), stretched=1)
        self.issued.itemActivated.connect(lambda item, _column: self.reopened.emit(item.data(0, _ID)))
        self.issued_title = label("", "strong", wrap=True)
        self.body.addWidget(self.issued_title)
        self.body.addWidget(self.issued, 2)

    def show_candidates(self, candidates: Sequence[Candidate], learner_ids: Collection[int]) -> None:
        """Show them; those ready are ticked, or of them only ``learner_ids`` when some are given.

        A document issued already is not: another cancels and replaces it.
        """

        def line_of(candidate: Candidate) -> TickLine:
            asked = not learner_ids or candidate.learner_id in learner_ids
            issued = candidate.issued
            said = f"{issued.number}, le {french.short_date(issued.issued_on)}" if issued is not None else ""
            why = "\n".join(one.sentence for one in (*candidate.obstacles, *candidate.warnings))
            return TickLine(candidate.name, _state(candidate), asked and issued is None, why, said)

        at = (at for at, one in enumerate(candidates) if one.learner_id in learner_ids)
        self.show_papers(candidates, line_of, next(at, 0))

    def show_issued(self, lines: Sequence[PaperLine]) -> None:
        """The documents already issued, the latest first."""
        self.issued.clear()
        for line in lines:
            day = french.short_date(line.issued_at.date())
            replaced = line.replaced_by is not None
            item = QTreeWidgetItem([line.number, line.person or line.scope, "remplacé" if replaced else day])
            item.setData(0, _ID, line.id)
            fate = f"Annulé et remplacé par {line.replaced_by}" if replaced else f"Émis le {day}"
            for column in range(3):
                item.setToolTip(column, f"{line.title}, {line.person or line.scope}\n{fate}\n{OPENS}")
                if replaced:
                    item.setForeground(column, self.palette().placeholderText())
            self.issued.addTopLevelItem(item)
        count = french.plural(len(lines), "document déjà émis", "documents déjà émis")
        self.issued_title.setText(count if lines else "Aucun document n’est encore émis.")
        self.issued.setVisible(bool(lines))


def _state(candidate: Candidate) -> str:
    if candidate.obstacles:
        return BLOCKED
    if candidate.issued is not None:
        return ISSUED
    return TO_CHECK if candidate.warnings else READY
