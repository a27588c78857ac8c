"""The work waiting today, in words: what, where, and the one thing to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.reference import field_words
from gen_desktop.ui.home.assessment_tasks import assessment_tasks
from gen_desktop.ui.home.attendance_tasks import attendance_tasks
from gen_desktop.ui.home.task import Task

if TYPE_CHECKING:
    from gen_desktop.queries.dashboard import Dashboard
    from gen_desktop.queries.missing_half_days import CohortWaiting
    from gen_desktop.queries.retention import Rehearsal

LISTED_COHORTS = 6
UNDECIDED = "open"
"""What the page of applications is pointed at: those without a decision."""

_TOLD = {"phone": "téléphone ou courriel"}
"""Either will do."""


def tasks(board: Dashboard, review: Rehearsal | None = None) -> list[Task]:
    """What is most pressing first. ``review``: the rehearsal of retention that should be held."""
    return [
        *_missing(board),
        *_exits(board),
        *_complaints(board),
        *_interviews(board),
        *_to_correct(board),
        *_calls(board),
        *attendance_tasks(board),
        *assessment_tasks(board),
        *_free_places(board),
        *_unanswered(board),
        *_doubles(board),
        *_to_complete(board),
        *_inform(board),
        *_review(review),
    ]


def _review(found: Rehearsal | None) -> list[Task]:
    if found is None:
        return []
    due, undecided = french.number(len(found.due)), french.number(len(found.undecided))
    detail = f"Délai de conservation{french.NBSP}: {due} à effacer, {undecided} à compléter"
    return [Task("accent", "Revue annuelle des données personnelles", detail, "Voir", "privacy", "review")]


def _doubles(board: Dashboard) -> list[Task]:
    if not board.doubtful_pairs:
        return []
    title = french.plural(
        board.doubtful_pairs, "doublon possible à examiner", "doublons possibles à examiner"
    )
    return [Task("accent", title, "Une personne, peut-être deux fiches", "Examiner", "duplicates", None)]


def _missing(board: Dashboard) -> list[Task]:
    """A line per cohort; past a handful, the others are summed in one that opens the first of them."""
    listed, others = board.waiting[:LISTED_COHORTS], board.waiting[LISTED_COHORTS:]
    found = [
        _to_record(one.half_days, f"{one.cohort_code}, {french.date_range(one.first, one.last)}", one)
        for one in listed
    ]
    if others:
        where = (
            f"{french.plural(len(others), 'autre cohorte', 'autres cohortes')}, dont {others[0].cohort_code}"
        )
        found.append(_to_record(sum(one.half_days for one in others), where, others[0]))
    return found


def _to_record(half_days: int, where: str, cohort: CohortWaiting) -> Task:
    title = french.plural(half_days, "demi-journée non saisie", "demi-journées non saisies")
    return Task("wrong", title, where, "Saisir", "attendance", (cohort.cohort_id, cohort.first))


def _exits(board: Dashboard) -> list[Task]:
    ids = board.exits_without_reason
    if not ids:
        return []
    title = french.plural(len(ids), "sortie anticipée sans motif", "sorties anticipées sans motif")
    return [Task("wrong", title, "Le motif manque dans les rapports", "Compléter", "learners", ids)]


def _interviews(board: Dashboard) -> list[Task]:
    ids = board.exits_without_interview
    if not ids:
        return []
    title = french.plural(
        len(ids), "sortie anticipée sans entretien noté", "sorties anticipées sans entretien noté"
    )
    return [
        Task("attention", title, "Mené ou non\u00a0: dites-le dans la sortie", "Compléter", "learners", ids)
    ]


def _complaints(board: Dashboard) -> list[Task]:
    if not board.late_complaints:
        return []
    title = french.plural(board.late_complaints, "réclamation en retard", "réclamations en retard")
    detail = "Accusé de réception, réponse ou mesure"
    return [Task("wrong", title, detail, "Voir", "complaints", "late")]


def _to_correct(board: Dashboard) -> list[Task]:
    """A line per field: what was typed there is kept, and is not right yet."""
    return [
        Task(
            "wrong",
            f"{french.plural(len(ids), 'fiche')} à corriger{french.NBSP}: {_field(name)}",
            "Ce qui est saisi ne convient pas encore",
            "Corriger",
            "learners",
            ids,
        )
        for name, ids in board.to_complete.to_correct.items()
    ]


def _to_complete(board: Dashboard) -> list[Task]:
    """A line per fact that the reports ask and that somebody has not told yet."""
    return [
        Task(
            "accent",
            f"{french.plural(len(ids), 'fiche')} à compléter{french.NBSP}: {_field(name)}",
            "Les rapports le demandent",
            "Compléter",
            "learners",
            ids,
        )
        for name, ids in board.to_complete.missing.items()
    ]


def _field(name: str) -> str:
    """The name of a field within a sentence; initials stay capitals."""
    told = _TOLD.get(name) or field_words.name(name, "learner")
    return told if told[:2].isupper() else f"{told[0].lower()}{told[1:]}"


def _calls(board: Dashboard) -> list[Task]:
    return [
        Task(
            "attention",
            f"{french.plural(len(calls.enrollment_ids), 'personne')} à appeler à {calls.horizon} mois",
            "Échéance ouverte ou passée, situation inconnue",
            "Appeler",
            "placements",
            calls.horizon,
        )
        for calls in board.calls
    ]


def _inform(board: Dashboard) -> list[Task]:
    """GDPR, article 13: whoever comes in is told what becomes of her data."""
    ids = board.not_informed
    if not ids:
        return []
    words = "personne à informer sur ses données", "personnes à informer sur leurs données"
    title = french.plural(len(ids), *words)
    return [Task("accent", title, "L’information (RGPD) n’est pas notée", "Voir", "learners", ids)]


def _free_places(board: Dashboard) -> list[Task]:
    return [
        Task(
            "attention",
            f"Place libre{french.NBSP}: proposer à {place.first}",
            f"{place.cohort_code}, {french.plural(place.free, 'place libre', 'places libres')}, "
            f"{french.plural(place.waiting, 'personne')} en liste d’attente",
            "Voir",
            "intake",
            (place.cohort_id, "waiting"),
        )
        for place in board.free_places[:LISTED_COHORTS]
    ]


def _unanswered(board: Dashboard) -> list[Task]:
    return [
        Task(
            "attention",
            f"{french.plural(one.count, 'candidature')} sans réponse depuis plus de {one.days} jours",
            f"{one.cohort_code}, la plus ancienne du {french.short_date(one.oldest)}",
            "Répondre",
            "intake",
            (one.cohort_id, UNDECIDED),
        )
        for one in board.unanswered[:LISTED_COHORTS]
    ]
