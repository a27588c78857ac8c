"""Numbered papers about people, for one or for a whole cohort: paper."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.cli.common import opened, print_json
from gen_desktop.cli.papers_parser import PAPERS
from gen_desktop.cli.person import found_person
from gen_desktop.dates import month_bounds
from gen_desktop.db.database import Database
from gen_desktop.errors import AppError, InvalidInput, NotFound
from gen_desktop.queries.certified_paths import enrollment_of, people_of_cohort
from gen_desktop.queries.documents import PaperLine, papers_of_cohort
from gen_desktop.queries.scope import cohort_ids
from gen_desktop.reports import person_kinds
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.person_kinds import GROUP_KIND, AnyPaper, paper_name, person_kind
from gen_desktop.services.documents import issue_apart, issue_together


def paper(arguments: argparse.Namespace) -> None:
    """Issue what can be; say of whom something is missing. Raises AppError when nothing can be issued."""
    with opened(arguments, writes=True) as db:
        cohort_id = _cohort(db, arguments.cohort)
        papers = _papers(db, arguments, cohort_id)
        kept = [(paper_name(one), person_kinds.obstacles(one)) for one in papers]
        lines = list(_sentences(kept))
        ready = [one for one, (_name, found) in zip(papers, kept, strict=True) if not found]
        if not ready:
            raise AppError("\n".join(["Aucun document n’a été émis.", *lines]))
        to_check = list(_sentences([(paper_name(one), person_kinds.warnings(one)) for one in ready]))
        change = _issue(db, ready, arguments)
        with db.read() as session:
            issued = [one for one in papers_of_cohort(session, cohort_id) if one.id in change.ids]
    if arguments.json:
        print_json({"issued": [_told(one) for one in issued], "blocked": lines, "to_check": to_check})
        return
    for line in (*lines, *(f"À vérifier\u00a0: {one}" for one in to_check)):
        print(line, file=sys.stderr)
    for one in reversed(issued):
        print(f"{one.number}  {one.person or one.scope}")
    print(f"{french.plural(len(issued), 'document')}\u00a0: {arguments.out}")


def _sentences(kept: Sequence[tuple[str, Sequence[Obstacle]]]) -> Iterator[str]:
    """What stands against papers: what is true of all of them is said once."""
    of_all = set.intersection(*({one.sentence for one in found} for _name, found in kept))
    yield from dict.fromkeys(one.sentence for one in kept[0][1] if one.sentence in of_all and len(kept) > 1)
    for name, found in kept:
        for one in found:
            if len(kept) == 1 or one.sentence not in of_all:
                yield f"{name}\u00a0: {one.sentence}"


def _cohort(db: Database, code: str) -> int:
    with db.read() as session:
        (cohort_id,) = cohort_ids(session, (code,)) or ()
    return cohort_id


def _papers(db: Database, arguments: argparse.Namespace, cohort_id: int) -> Sequence[AnyPaper]:
    code, as_of = PAPERS[arguments.kind], arguments.as_of or dt.date.today()
    if as_of > dt.date.today():
        raise InvalidInput.one("as_of", "Un document ne s’arrête pas à un jour à venir.")
    month = arguments.month
    days = month_bounds(month.year, month.month) if month is not None else None
    if days is None and (code == GROUP_KIND or person_kind(code).is_monthly):
        raise InvalidInput.one("month", "Donnez le mois de ce document\u00a0: --month 2026-10.")
    learner_id = found_person(db, arguments.learner) if arguments.learner is not None else None
    with db.read() as session:
        if code == GROUP_KIND:
            if learner_id is not None:
                raise InvalidInput.one("learner", "Ce document est celui de toute la cohorte.")
            assert days is not None
            return (person_kinds.load_of_group(session, cohort_id, days, as_of),)
        people = people_of_cohort(session, cohort_id)
        if learner_id is not None:
            people = (enrollment_of(session, cohort_id, learner_id),)
        if not people:
            raise NotFound("Personne n’est inscrit dans cette cohorte.")
        return person_kinds.load_of_people(session, code, people, days, as_of)


def _issue(db: Database, papers: Sequence[AnyPaper], arguments: argparse.Namespace) -> Change:
    if arguments.out.suffix.lower() == ".pdf":
        return issue_together(db, papers, person_kinds.draw, arguments.out)
    arguments.out.mkdir(parents=True, exist_ok=True)
    return issue_apart(db, papers, person_kinds.draw, arguments.out)


def _told(one: PaperLine) -> dict[str, object]:
    return {
        "number": one.number,
        "kind": one.kind,
        "person": one.person,
        "scope": one.scope,
        "from": one.period_start,
        "to": one.period_end,
        "replaces": one.replaces,
    }
