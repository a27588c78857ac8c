"""What can be done with the report in view, in the top bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.reports.scopes import CHECKED, FOLLOW_UP, WHOLE_FILE
from gen_desktop.ui.reports.submitting import PAGE as SUBMITTED
from gen_desktop.ui.reports.submitting import TABLES as SUBMITTED_TABLES

NAMES = "nominative_export"
"""What a list with names is entered in before it is written."""
NOT_READY = "Le document n’est pas encore prêt."
NOT_SUBMITTED = (
    "Seuls le rapport de suivi et le rapport d’évaluation se remettent\u00a0; ce document s’enregistre ou "
    "s’imprime."
)
NO_COMMENT = "Seuls le rapport de suivi et le rapport d’évaluation portent un commentaire."

if TYPE_CHECKING:
    from gen_desktop.ui.reports.page import ReportsPage


def report_actions(page: ReportsPage) -> list[PageAction]:
    """The doors to the pages beside it, what else can be written, to submit it, to save it."""
    is_there = page.shown is not None
    others = _other_outputs(page)
    submit = PageAction(
        "Remettre…",
        page.submit,
        enabled=page.can_submit,
        tooltip="" if page.can_submit else NOT_SUBMITTED if is_there else NOT_READY,
    )
    return [
        PageAction("Voir aussi", menu=_doors(page)),
        *([PageAction("Autres sorties", menu=others)] if others else []),
        page.allowed(submit, *SUBMITTED_TABLES) if page.can_submit else submit,
        page.allowed(
            PageAction(
                "Enregistrer le PDF",
                page.save,
                primary=True,
                shortcut="save",
                enabled=is_there,
                tooltip="" if is_there else NOT_READY,
            ),
            "issued_document",
        ),
    ]


def _doors(page: ReportsPage) -> list[PageAction]:
    go = page.go_requested.emit
    return [
        page.allowed(
            PageAction("Certificats et attestations…", partial(go, PAPERS, PaperTarget())), "issued_document"
        ),
        *([PageAction("Ce qui a changé…", page.show_changes)] if page.can_submit else []),
        PageAction("Rapports remis…", partial(go, SUBMITTED, None)),
        PageAction("Satisfaction…", partial(go, "satisfaction", None)),
        PageAction("Définitions…", partial(go, "definitions", None)),
    ]


def _other_outputs(page: ReportsPage) -> list[PageAction]:
    """What else the report in view can be written as; nothing that it has not."""
    kind = page.scope.kind if page.scope is not None else ""
    found = []
    if page.can_submit:
        found.append(PageAction("Chiffres en classeur Excel…", page.save_figures))
    if kind not in WHOLE_FILE:
        by_cohort = PageAction("Un rapport par cohorte…", page.save_by_cohort, enabled=bool(kind))
        found.append(page.allowed(by_cohort, "issued_document"))
    if kind == FOLLOW_UP and page.shown is not None:
        found.append(page.allowed(PageAction("Annexe nominative (PDF)…", page.save_annex), NAMES))
    if page.has_people_to_check and kind in CHECKED:
        points = PageAction("Liste nominative des points…", page.save_points)
        found.append(page.allowed(points, NAMES))
    return found
