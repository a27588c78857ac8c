"""What is said where the grid would be empty, and where to go from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from gen_desktop import french
from gen_desktop.queries.attendance_grid import AttendanceGrid
from gen_desktop.ui.attendance.layout import View
from gen_desktop.ui.widgets.empty_state import EmptyState

_DAYS: dict[View, str] = {"week": "cette semaine", "month": "ce mois", "learner": "dans son calendrier"}
_TITLES: dict[View, str] = {
    "week": "Pas de séance cette semaine",
    "month": "Pas de séance ce mois",
    "learner": "Pas de séance",
}


def nothing_to_show(
    grid: AttendanceGrid | None,
    view: View,
    go_to: Callable[[str, object], object],
    show_week: Callable[[int, date], object],
) -> EmptyState:
    """No cohort, nobody expected, or no half-day in these days."""
    if grid is None and view == "learner":
        return EmptyState(
            "Personne n’est attendu dans cette cohorte.",
            ("Voir les apprenants", lambda: go_to("learners", None)),
            icon="users",
            heading="Personne à émarger",
        )
    if grid is None:
        return EmptyState(
            "L’émargement se saisit par cohorte et par semaine, une touche par demi-journée.",
            ("Créer une cohorte", lambda: go_to("cohorts", None)),
            icon="calendar-check",
            heading="Aucune cohorte",
        )
    if grid.sessions:
        return EmptyState(
            f"Personne n’est attendu {_DAYS[view]} dans la cohorte {grid.cohort_code}.",
            ("Voir les apprenants", lambda: go_to("learners", None)),
            icon="users",
            heading="Personne à émarger",
        )
    dates = french.date_range(grid.starts_on, grid.ends_on)
    nearest = min(max(grid.first, grid.starts_on), grid.ends_on)
    return EmptyState(
        f"La cohorte {grid.cohort_code} va {dates}. Aucune demi-journée n’est prévue {_DAYS[view]}.",
        ("Aller à la cohorte", partial(show_week, grid.cohort_id, nearest)),
        icon="calendar",
        heading=_TITLES[view],
    )
