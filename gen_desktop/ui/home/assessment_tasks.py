"""What waits after a jury, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.ui.home.task import Task

if TYPE_CHECKING:
    from gen_desktop.queries.assessment_tasks import CohortTask
    from gen_desktop.queries.dashboard import Dashboard

LISTED_COHORTS = 3
"""Cohorts told one by one; the others wait on the page of assessments, whose count says them all."""


def assessment_tasks(board: Dashboard) -> list[Task]:
    """Results to record after a jury, then certificates to hand over."""
    return [
        *(_result(one) for one in board.results_missing[:LISTED_COHORTS]),
        *(_certificate(one) for one in board.certificates_to_hand_over[:LISTED_COHORTS]),
    ]


def _result(one: CohortTask) -> Task:
    title = f"{french.plural(one.people, 'résultat')} de jury à saisir"
    detail = f"{one.cohort_code}, jury du {french.short_date(one.since)}"
    return Task("attention", title, detail, "Noter", "assessments", one.cohort_id)


def _certificate(one: CohortTask) -> Task:
    title = f"{french.plural(one.people, 'titre')} à remettre"
    detail = f"{one.cohort_code}, reçus depuis le {french.short_date(one.since)}"
    return Task("accent", title, detail, "Noter", "assessments", one.cohort_id)
