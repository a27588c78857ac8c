"""What waits in the attendance: sheets, absences, alerts, people to ask again, hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from gen_desktop import french
from gen_desktop.ui.home.task import Task

if TYPE_CHECKING:
    from gen_desktop.queries.alerts import Alert
    from gen_desktop.queries.dashboard import Dashboard

NAMED = 3
_IN_A_ROW = "plusieurs demi-journées de suite"
_ALERTS = {
    "in_a_row": (f"apprenant absent {_IN_A_ROW}", f"apprenants absents {_IN_A_ROW}"),
    "low_rate": ("apprenant dont l’assiduité est basse", "apprenants dont l’assiduité est basse"),
    "to_call": ("apprenant absent sans motif, à appeler", "apprenants absents sans motif, à appeler"),
}
"""What is said of each rule of queries/alerts.py, the most pressing first."""

_TO_JUSTIFY = ("demi-journée d’absence à justifier", "demi-journées d’absence à justifier")
_UNPROVED = ("demi-journée à prouver", "demi-journées à prouver")
_DIFFERING = (
    "cohorte dont les heures ne sont pas celles de la formation",
    "cohortes dont les heures ne sont pas celles de la formation",
)


def attendance_tasks(board: Dashboard) -> Iterator[Task]:
    """A line per kind of work; those about people open their records on their absences."""
    yield from _alerts(board)
    yield from _ask_again(board)
    yield from _absences(board)
    yield from _sheets(board)
    yield from _hours(board)


def _alerts(board: Dashboard) -> Iterator[Task]:
    for kind, words in _ALERTS.items():
        found = [one for one in board.alerts if one.kind == kind]
        if found:
            title = french.plural(len(found), *words)
            people = tuple(one.learner_id for one in found)
            yield Task("attention", title, _said(found), "Voir", "learners", ("absences", *people))


def _said(found: Sequence[Alert]) -> str:
    """« Delorme Kévin (4 demi-journées injustifiées de suite), Petit Samuel (…)… »."""
    told = ", ".join(f"{one.name} ({one.words})" for one in found[:NAMED])
    return told if len(found) <= NAMED else f"{told}…"


def _ask_again(board: Dashboard) -> Iterator[Task]:
    found = board.ask_again
    if found:
        title = french.plural(len(found), "personne à rappeler", "personnes à rappeler")
        names = _names([f"{one.last_name} {one.first_name}" for one in found])
        target = ("absences", *(one.learner_id for one in found))
        yield Task("attention", f"{title} après une absence", names, "Appeler", "learners", target)


def _absences(board: Dashboard) -> Iterator[Task]:
    if board.absences_waiting:
        title = french.plural(board.absences_waiting, *_TO_JUSTIFY)
        yield Task("attention", title, "Motif ou justificatif attendu", "Voir", "absences", "waiting")


def _sheets(board: Dashboard) -> Iterator[Task]:
    """Sheets that are late and sheets with a defect: the words of the page of signed sheets."""
    late, wrong = (
        sum(one.to_file for one in board.unproved),
        sum(one.with_defects for one in board.unproved),
    )
    if late or wrong:
        days = french.plural(board.sheet_filing_days, "jour")
        said = [f"{late} sans feuille signée, semaine finie depuis plus de {days}"] if late else []
        said += [f"{wrong} à reprendre"] if wrong else []
        where = _names([one.cohort_code for one in board.unproved])
        detail = f"{', '.join(said)}{french.NBSP}: {where}"
        yield Task("attention", french.plural(late + wrong, *_UNPROVED), detail, "Voir", "radar", "sheet")


def _hours(board: Dashboard) -> Iterator[Task]:
    if board.hours_differ:
        title = french.plural(len(board.hours_differ), *_DIFFERING)
        yield Task("accent", title, _names(board.hours_differ), "Voir", "radar", "hours")


def _names(names: Sequence[str]) -> str:
    told = ", ".join(names[:NAMED])
    return told if len(names) <= NAMED else f"{told}…"
