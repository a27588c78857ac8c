"""The papers about people and groups that can be issued: which there are, and how each is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.errors import NotFound
from gen_desktop.models.document import Stamp
from gen_desktop.models.learner import full_name
from gen_desktop.reference.lists import code_list, label
from gen_desktop.reports import (
    attendance_attestation,
    booklet,
    certificate,
    convocation,
    end_attestation,
    end_of_course_form,
    entry_attestation,
    group_statement,
    presence_statement,
    remote_statement,
)
from gen_desktop.reports.group_statement import GroupPaper, load_group_paper
from gen_desktop.reports.paper import PrintedPaper, Progress, draw_papers
from gen_desktop.reports.paper_obstacles import Obstacle, letterhead_obstacles
from gen_desktop.reports.paper_warnings import group_warnings, person_warnings
from gen_desktop.reports.paper_words import person_name
from gen_desktop.reports.person_paper import Days, Needs, PersonPaper, load_person_papers
from gen_desktop.reports.pieces import Block

AnyPaper = PersonPaper | GroupPaper


@dataclass(frozen=True, slots=True)
class PersonKind:
    """A kind of paper about one person."""

    code: str
    needs: Needs
    problems: Callable[[PersonPaper], Iterator[Obstacle]]
    blocks: Callable[[PersonPaper], list[Block]]
    landscape: bool = False

    @property
    def title(self) -> str:
        return label("document_kind", self.code)

    @property
    def is_monthly(self) -> bool:
        """Over one month, else over the whole path."""
        return code_list("document_kind")[self.code]["over"] == "month"


PERSON_KINDS = (
    PersonKind("convocation", convocation.NEEDS, convocation.problems, convocation.blocks),
    PersonKind("completion_certificate", certificate.NEEDS, certificate.problems, certificate.blocks),
    PersonKind(
        "enrollment_attestation",
        entry_attestation.NEEDS,
        entry_attestation.inscription_problems,
        entry_attestation.inscription_blocks,
    ),
    PersonKind(
        "entry_attestation",
        entry_attestation.NEEDS,
        entry_attestation.entry_problems,
        entry_attestation.entry_blocks,
    ),
    PersonKind(
        "attendance_attestation",
        attendance_attestation.NEEDS,
        attendance_attestation.problems,
        attendance_attestation.blocks,
    ),
    PersonKind(
        "exit_attestation",
        entry_attestation.NEEDS,
        entry_attestation.exit_problems,
        entry_attestation.exit_blocks,
    ),
    PersonKind("end_attestation", end_attestation.NEEDS, end_attestation.problems, end_attestation.blocks),
    PersonKind("learner_booklet", booklet.NEEDS, booklet.problems, booklet.blocks),
    PersonKind(
        "end_of_course_form",
        end_of_course_form.NEEDS,
        end_of_course_form.problems,
        end_of_course_form.blocks,
    ),
    PersonKind(
        "presence_statement",
        presence_statement.NEEDS,
        presence_statement.problems,
        presence_statement.blocks,
        landscape=True,
    ),
    PersonKind(
        "remote_statement",
        remote_statement.NEEDS,
        remote_statement.problems,
        remote_statement.blocks,
        landscape=True,
    ),
)


GROUP_KIND = group_statement.KIND
"""The only kind about a whole cohort: over one month."""


def person_kind(code: str) -> PersonKind:
    """The kind of that code of document_kind. Raises NotFound."""
    for kind in PERSON_KINDS:
        if kind.code == code:
            return kind
    raise NotFound(f"Le document «\u00a0{code}\u00a0» n’existe pas.")


def load_of_people(
    session: Session, code: str, enrollment_ids: Sequence[int], days: Days | None, as_of: dt.date
) -> tuple[PersonPaper, ...]:
    """The papers of that kind about these enrollments, by name; ``days`` None: the whole path of each."""
    needs = person_kind(code).needs
    return load_person_papers(session, code, needs, (enrollment_ids, days), as_of)


def load_of_group(session: Session, cohort_id: int, days: Days, as_of: dt.date) -> GroupPaper:
    """The statement of a cohort over a month. Raises NotFound."""
    return load_group_paper(session, cohort_id, days, as_of)


def obstacles(paper: AnyPaper) -> tuple[Obstacle, ...]:
    """Why it cannot be issued; none: it can."""
    own = group_statement.problems(paper) if isinstance(paper, GroupPaper) else _problems(paper)
    return (*letterhead_obstacles(paper.head), *own)


def warnings(paper: AnyPaper) -> tuple[Obstacle, ...]:
    """What to look at before it is issued; it can be all the same."""
    return tuple(group_warnings(paper) if isinstance(paper, GroupPaper) else person_warnings(paper))


def paper_name(paper: AnyPaper) -> str:
    """Whose it is: a person's name, the code of a cohort."""
    return paper.told.cohort_code if isinstance(paper, GroupPaper) else person_name(paper.path)


def list_name(paper: AnyPaper) -> str:
    """The same as people are listed: « Delorme Zoé »."""
    if isinstance(paper, GroupPaper):
        return paper.told.cohort_code
    return full_name(paper.path.last_name, paper.path.first_name)


def draw(papers: Sequence[tuple[AnyPaper, Stamp | None]], progress: Progress | None = None) -> bytes:
    """One PDF of them all. Without a stamp: a preview, crossed by « PROJET »."""
    return draw_papers([(printed(paper), stamp) for paper, stamp in papers], progress)


def printed(paper: AnyPaper) -> PrintedPaper:
    """A paper as the frame takes it."""
    if isinstance(paper, GroupPaper):
        return PrintedPaper(
            head=paper.head,
            title=label("document_kind", GROUP_KIND).upper(),
            blocks=group_statement.blocks(paper),
            fingerprint=paper.fingerprint,
            as_of=paper.as_of,
            subtitle=f"{paper.told.course_title} ({paper.told.cohort_code}), {_month(paper)}",
            name=paper_name(paper),
            landscape=True,
        )
    kind = person_kind(paper.kind)
    return PrintedPaper(
        head=paper.head,
        title=kind.title.upper(),
        blocks=kind.blocks(paper),
        fingerprint=paper.fingerprint,
        as_of=paper.as_of,
        subtitle=_subtitle(paper, kind),
        name=paper_name(paper),
        landscape=kind.landscape,
    )


def _subtitle(paper: PersonPaper, kind: PersonKind) -> str:
    """Papers that lie down name the course there, for want of height."""
    course = f"{paper.path.course_title} ({paper.path.cohort_code})" if kind.landscape else ""
    return ", ".join(filter(None, (course, _month(paper) if kind.is_monthly else "")))


def _month(paper: AnyPaper) -> str:
    """« octobre 2026 », « octobre 2026, rectificatif n° 1 » once a month already sent was corrected."""
    number = paper.month.correction if paper.month is not None else 0
    month = french.month_name(paper.start)
    return f"{month}, rectificatif n°\u00a0{number}" if number else month


def _problems(paper: PersonPaper) -> Iterator[Obstacle]:
    return person_kind(paper.kind).problems(paper)
