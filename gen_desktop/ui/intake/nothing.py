"""What the page of applications says when there is nothing to list."""

from __future__ import annotations

from collections.abc import Callable

from gen_desktop.ui.widgets.empty_state import EmptyState


def no_cohort(create: Callable[[], object]) -> EmptyState:
    """There is no cohort to apply for."""
    return EmptyState(
        "Une candidature se reçoit pour une cohorte\u00a0: ses dates, ses places, sa formation.",
        ("Créer une cohorte", create),
        icon="graduation-cap",
        heading="Aucune cohorte",
    )


def no_match(clear: Callable[[], object]) -> EmptyState:
    """The filters leave nobody."""
    sentence = "Aucune candidature ne répond à ces filtres."
    return EmptyState(sentence, ("Toutes les candidatures", clear), icon="filter")


def no_application(start: Callable[[], object], bring: Callable[[], object]) -> EmptyState:
    """Nobody applied for this cohort yet."""
    return EmptyState(
        "Un nom, un prénom, Entrée\u00a0: la candidature est enregistrée, la suivante peut être saisie.",
        ("Nouvelle candidature", start),
        ("Importer une liste", bring),
        icon="user-plus",
        heading="Aucune candidature",
    )
