"""What can be done with the report in view, in the top bar."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gen_desktop.ui.pages import PageAction
from gen_desktop.ui.paper_target import PAGE as PAPERS
from gen_desktop.ui.paper_target import PaperTarget
from gen_desktop.ui.reports.submitting import PAGE as SUBMITTED
from gen_desktop.ui.reports.submitting import TABLES as SUBMITTED_TABLES

if TYPE_CHECKING:
    from gen_desktop.ui.reports.page import ReportsPage


def report_actions(page: ReportsPage) -> list[PageAction]:
    """The doors to the pages beside it, what else can be written, to submit it, to save it."""
    is_there = page.shown is not None
    is_for_funder = page.shown is not None and page.shown.report.content is not None
    return [
        PageAction("Voir aussi", menu=_doors(page)),
        PageAction("Autres sorties", menu=_other_outputs(page, is_for_funder)),
        page.allowed(PageAction("Remettre…", page.submit, enabled=is_for_funder), *SUBMITTED_TABLES),
        page.allowed(
            PageAction("Enregistrer le PDF", page.save, primary=True, shortcut="save", enabled=is_there),
            "issued_document",
        ),
    ]


def _doors(page: ReportsPage) -> list[PageAction]:
    go = page.go_requested.emit
    return [
        page.allowed(
            PageAction("Certificats et attestations…", partial(go, PAPERS, PaperTarget())), "issued_document"
        ),
        PageAction("Rapports remis…", partial(go, SUBMITTED, None)),
        PageAction("Satisfaction…", partial(go, "satisfaction", None)),
        PageAction("Définitions…", partial(go, "definitions", None)),
    ]


def _other_outputs(page: ReportsPage, has_figures: bool) -> list[PageAction]:
    figures = PageAction("Chiffres en classeur Excel…", page.save_figures, enabled=has_figures)
    by_cohort = PageAction("Un rapport par cohorte…", page.save_by_cohort)
    return [figures, page.allowed(by_cohort, "issued_document")]
