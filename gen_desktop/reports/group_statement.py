"""Relevé mensuel of a group: one line a person, totals, for the payer or the organisation's own files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.assiduity import ASSIDUITY_FORMULA, PRESENCE_FORMULA
from gen_desktop.models.document import PaperFacts
from gen_desktop.models.learner import full_name
from gen_desktop.models.names import capitals
from gen_desktop.queries.letterheads import Letterhead, letterheads
from gen_desktop.queries.month_papers import MonthFacts, month_facts
from gen_desktop.queries.presence_proofs import Unproved, unproved_half_days
from gen_desktop.queries.statement import (
    CohortStatement,
    CompanySheet,
    EnrollmentStatement,
    Period,
    cohort_statement,
)
from gen_desktop.reference.lists import label
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import signed_by
from gen_desktop.reports.person_paper import (
    Days,
    count_to_come,
    count_unrecorded,
    to_come_words,
    without_doubles,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.presence_statement import TITLES, figures
from gen_desktop.reports.table import Column, Table

KIND = "group_statement"


@dataclass(frozen=True, slots=True)
class GroupPaper:
    """The content of the statement of a cohort. Half-days are counted, not kept."""

    head: Letterhead
    told: CohortStatement
    start: dt.date
    end: dt.date
    as_of: dt.date
    unrecorded: int
    to_come: int
    month: MonthFacts
    unproved: Unproved
    """Told to whoever issues it, and not on the paper."""

    @property
    def fingerprint(self) -> str:
        """Of what is told; logos are pictures, they tell nothing."""
        head = replace(self.head, sender_logo=None, payer_logo=None)
        return fingerprint(replace(self, head=head, unproved=Unproved()))

    def in_company(self, one: EnrollmentStatement) -> int:
        """Minutes of a person by the sheets of the companies whose period ends in the month."""
        return sum(part.done or 0 for part in self._ended(one))

    @property
    def missing_company_sheets(self) -> int:
        """How many of these sheets say no hours yet."""
        return sum(part.done is None for one in self.told.people for part in self._ended(one))

    def _ended(self, one: EnrollmentStatement) -> Iterator[CompanySheet]:
        return (part for part in one.company if self.start <= part.ends_on <= self.end)

    @property
    def facts(self) -> PaperFacts:
        """What the register keeps of it."""
        return PaperFacts(
            kind=KIND,
            title=label("document_kind", KIND),
            scope=f"{self.told.cohort_code}, {french.month_name(self.start)}",
            as_of=self.as_of,
            fingerprint=self.fingerprint,
            cohort_id=self.told.cohort_id,
            cohort_code=self.told.cohort_code,
            period_start=self.start,
            period_end=self.end,
            course_title=self.told.course_title,
        )


def load_group_paper(session: Session, cohort_id: int, days: Days, as_of: dt.date) -> GroupPaper:
    """The statement of a cohort over these days. Raises NotFound."""
    start, end = days
    told = cohort_statement(session, cohort_id, Period(start, end), as_of)
    unproved = unproved_half_days(session, [one.enrollment_id for one in told.people], start, end)
    people = tuple(replace(without_doubles(one), half_days=(), weeks=()) for one in told.people)
    return GroupPaper(
        head=letterheads(session, (cohort_id,), as_of)[cohort_id],
        told=replace(told, people=people),
        start=start,
        end=end,
        as_of=as_of,
        unrecorded=sum(count_unrecorded(one.half_days, as_of) for one in told.people),
        to_come=sum(count_to_come(one.half_days, as_of) for one in told.people),
        month=month_facts(session, (cohort_id,), start).get(cohort_id, MonthFacts()),
        unproved=sum(unproved.values(), Unproved()),
    )


def problems(paper: GroupPaper) -> Iterator[Obstacle]:
    """Why the statement cannot be issued."""
    told, count = paper.told, paper.unrecorded
    if not told.people:
        sentence = f"Personne n’est en formation dans cette cohorte en {french.month_name(paper.start)}."
        yield Obstacle(sentence, "cohort", told.cohort_id)
    if count:
        verb = french.form(count, "n’est pas enregistrée", "ne sont pas enregistrées")
        sentence = f"{french.plural(count, 'demi-journée')} du groupe {verb}."
        yield Obstacle(sentence, "attendance", told.cohort_id)
    if paper.to_come:
        yield Obstacle(f"{to_come_words(paper.to_come)} dans le mois.", "attendance", told.cohort_id)


def blocks(paper: GroupPaper) -> list[Block]:
    """The paper, in reading order."""
    told = paper.told
    columns = [Column("Stagiaire", align="left"), Column("Entrée", align="left")]
    columns += [Column("Sortie", align="left"), *(Column(title) for title in TITLES)]
    columns += [Column("Présence"), Column("Assiduité hors abs. justifiées")]
    company = sum(paper.in_company(one) for one in told.people)
    total = (
        *("Total", "", "", *figures(told.hours, told.remote.beside, company)),
        *(told.hours.presence.words, told.hours.assiduity.words),
    )
    formulas = (
        f"En heures. Présence : {PRESENCE_FORMULA}. Assiduité : {ASSIDUITY_FORMULA}. Travail à distance : "
        "temps estimé de ce qui est fait et vérifié, une seule fois avec les demi-journées à distance."
    )
    sender = paper.head.sender
    place = (sender and sender.city) or ""
    lines = [_line(paper, one) for one in told.people]
    return [
        Table(columns, lines, total=total if lines else None, dense=True),
        signed_by(sender, place, paper.as_of, beside=typographic(formulas)),
    ]


def _line(paper: GroupPaper, one: EnrollmentStatement) -> tuple[str | None, ...]:
    return (
        full_name(capitals(one.last_name), one.first_name),
        french.short_date(one.entered_on),
        french.short_date(one.exit_on) if one.exit_on else "en cours",
        *figures(one.hours, one.remote.beside, paper.in_company(one)),
        one.hours.presence.words,
        one.hours.assiduity.words,
    )
