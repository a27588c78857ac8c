"""What does not keep a paper from leaving, and that an inspection would ask for: the proofs of its hours."""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.models.assiduity import RemoteHours
from gen_desktop.queries.presence_proofs import Unproved
from gen_desktop.reports.group_statement import GroupPaper
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.person_paper import PersonPaper


def person_warnings(paper: PersonPaper) -> Iterator[Obstacle]:
    """Presences of the period that no sound sheet proves (L6362-6: what is not proved is not done), and time
    that was told twice.
    """
    yield from _unproved(paper.unproved, paper.path.cohort_id)
    yield from _doubled(paper.told.remote, paper.path.cohort_id)


def group_warnings(paper: GroupPaper) -> Iterator[Obstacle]:
    """The same of everybody, and the sheets of companies whose hours are not in the totals."""
    yield from _unproved(paper.unproved, paper.told.cohort_id)
    yield from _doubled(paper.told.remote, paper.told.cohort_id)
    missing = paper.missing_company_sheets
    if missing:
        verb = french.form(missing, "manque", "manquent")
        sheets = french.plural(missing, "fiche de présence d’entreprise", "fiches de présence d’entreprise")
        sentence = f"{sheets} {verb}{french.NBSP}: ces heures ne sont pas dans le relevé."
        yield Obstacle(sentence, "cohort", paper.told.cohort_id)


def _doubled(remote: RemoteHours, cohort_id: int) -> Iterator[Obstacle]:
    if remote.doubled:
        time = french.duration(remote.doubled)
        sentence = (
            f"Travail à distance vérifié et noté aussi en demi-journées{french.NBSP}: {time}, "
            "compté une seule fois."
        )
        yield Obstacle(sentence, "attendance", cohort_id)


def _unproved(unproved: Unproved, cohort_id: int) -> Iterator[Obstacle]:
    if unproved.without_sheet:
        half_days = french.plural(unproved.without_sheet, "demi-journée")
        sentence = f"{half_days} de présence sans feuille signée classée."
        yield Obstacle(sentence, "sheets", cohort_id)
    if unproved.with_defects:
        half_days = french.plural(unproved.with_defects, "demi-journée")
        sentence = f"{half_days} dont la feuille a un défaut (signature qui manque, en trop ou douteuse)."
        yield Obstacle(sentence, "sheets", cohort_id)
