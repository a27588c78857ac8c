"""What the page says when there is no grid to fill."""

from __future__ import annotations

from collections.abc import Callable

from gen_desktop.queries.assessment_grid import AssessmentGrid
from gen_desktop.ui.assessments.layout import View
from gen_desktop.ui.widgets.empty_state import EmptyState

Go = Callable[[str, object], object]


def nothing_to_show(
    grid: AssessmentGrid | None, view: View, go_to: Go, open_record: Go, edit_skills: Callable[[], object]
) -> EmptyState | None:
    """No cohort, nobody in it, or no skill; None when there is a grid."""
    if grid is None:
        return EmptyState(
            "Les résultats se saisissent par cohorte, une touche par bloc et par compétence.",
            ("Créer une cohorte", lambda: go_to("cohorts", None)),
            icon="bar-chart",
            heading="Aucune cohorte",
        )
    if not grid.learners:
        return EmptyState(
            f"Personne n’est encore entré dans la cohorte {grid.cohort_code}.",
            ("Voir les apprenants", lambda: go_to("learners", None)),
            icon="users",
            heading="Personne à évaluer",
        )
    if view == "blocks" or any(block.skills for block in grid.blocks):
        return None
    if not grid.blocks:
        return EmptyState(
            f"La formation {grid.course_title} n’a pas de bloc\u00a0: les compétences se rangent par bloc.",
            ("Ouvrir la formation", lambda: open_record("course", grid.course_id)),
            icon="bar-chart",
            heading="Aucun bloc",
        )
    return EmptyState(
        f"La formation {grid.course_title} n’a pas encore de compétence.",
        ("Décrire les compétences", edit_skills),
        icon="bar-chart",
        heading="Aucune compétence",
    )
