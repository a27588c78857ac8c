"""The attendance sheet of a week: what it is, why it cannot leave, and its pages in one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop import VERSION, french
from gen_desktop.errors import NotFound
from gen_desktop.french import typographic
from gen_desktop.models.attendance import long_slot_label
from gen_desktop.models.document import PaperFacts, Stamp
from gen_desktop.queries.letterheads import Letterhead, letterheads
from gen_desktop.queries.week_sheets import WeekSheet, week_sheet
from gen_desktop.reference.lists import label
from gen_desktop.reports.canvas import TaggedCanvas
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.finish import DocumentInfo, finish
from gen_desktop.reports.flow import rendering
from gen_desktop.reports.paper import Progress
from gen_desktop.reports.paper_obstacles import Obstacle, letterhead_obstacles
from gen_desktop.reports.sheet_corrections import draw_corrections, lay_corrections
from gen_desktop.reports.sheet_head import SheetIdentity
from gen_desktop.reports.sheet_letterhead import prepare_logos
from gen_desktop.reports.sheet_page import draw_page
from gen_desktop.reports.sheet_plan import sheet_pages
from gen_desktop.reports.structure import Bookmark, Element, Structure
from gen_desktop.reports.style import PAGE_WIDTH

BLANK, RECORDED = "attendance_sheet", "recorded_sheet"
"""The kinds: what was recorded never cancels the sheet that people signed."""


@dataclass(frozen=True, slots=True)
class SheetPaper:
    """A sheet to issue. ``filled``: with what was recorded, instead of blank to be signed."""

    head: Letterhead
    week: WeekSheet
    filled: bool
    as_of: dt.date

    @property
    def facts(self) -> PaperFacts:
        """What the register keeps of it."""
        monday, kind = self.week.monday, RECORDED if self.filled else BLANK
        return PaperFacts(
            kind=kind,
            title=label("document_kind", kind),
            scope=f"{self.week.cohort_code}, {french.week_title(monday, self.days).lower()}",
            as_of=self.as_of,
            fingerprint=self.fingerprint,
            cohort_id=self.week.cohort_id,
            cohort_code=self.week.cohort_code,
            enrollment_id=self.week.enrollment_id,
            period_start=monday,
            period_end=monday + dt.timedelta(days=6),
            course_title=self.week.course_title,
        )

    @property
    def fingerprint(self) -> str:
        """Of the week as it is printed."""
        return fingerprint(_Printed(self.week, self.filled))

    @property
    def days(self) -> int:
        """From Monday to the last day signed for."""
        return (self.week.half_days[-1].held_on - self.week.monday).days + 1 if self.week.half_days else 5


@dataclass(frozen=True, slots=True)
class _Printed:
    week: WeekSheet
    filled: bool


def load_sheet(
    session: Session,
    cohort_id: int,
    monday: dt.date,
    today: dt.date,
    *,
    filled: bool = False,
    enrollment_id: int | None = None,
) -> SheetPaper:
    """The sheet of a week of a cohort, of everybody or of one person. Raises NotFound."""
    head = letterheads(session, (cohort_id,), today).get(cohort_id)
    if head is None:
        raise NotFound("Cette cohorte n’existe plus.")
    return SheetPaper(head, week_sheet(session, cohort_id, monday, enrollment_id), filled, today)


def sheet_obstacles(paper: SheetPaper) -> Iterator[Obstacle]:
    """Why a sheet cannot be issued: courts want times, module and trainer on it (CAA Nantes, 2021)."""
    yield from letterhead_obstacles(paper.head)
    week = paper.week
    when = french.week_title(week.monday, paper.days).lower()
    if not week.half_days:
        sentence = f"Aucune demi-journée à signer dans la {when} : calendrier de la cohorte."
        yield Obstacle(typographic(sentence), "cohort", week.cohort_id)
    elif not week.learners:
        sentence = f"Personne n’est inscrit dans la {when}."
        yield Obstacle(typographic(sentence), "cohort", week.cohort_id)
    elif paper.filled and week.half_days[-1].held_on > paper.as_of:
        sentence = f"La {when} n’est pas finie : elle s’imprime à signer, pas remplie."
        yield Obstacle(typographic(sentence), "cohort", week.cohort_id)
    if week.half_days and not week.place and not all(one.place for one in week.half_days):
        sentence = "Le lieu n’est pas connu : donnez un site à la cohorte ou une salle aux demi-journées."
        yield Obstacle(typographic(sentence), "cohort", week.cohort_id)
    for half_day in week.half_days:
        missing = [
            words
            for words, value in (("le module", half_day.module), ("le formateur", half_day.trainer))
            if not (value or "").strip()
        ]
        if missing:
            slot = long_slot_label(half_day.held_on, half_day.half_day)
            what = french.join_names(missing)
            sentence = f"{slot[0].upper()}{slot[1:]} : il manque {what} (calendrier de la cohorte)."
            yield Obstacle(typographic(sentence), "cohort", week.cohort_id)


def draw_sheets(sheets: Sequence[tuple[SheetPaper, Stamp | None]], progress: Progress | None = None) -> bytes:
    """The finished file, sheet after sheet. ``progress`` hears (sheet, sheets); what it raises stops."""
    with rendering:
        canvas, structure = TaggedCanvas(), Structure()
        prepare_logos(canvas, (paper.head for paper, _ in sheets))
        for at, (paper, stamp) in enumerate(sheets):
            if progress is not None:
                progress(at + 1, len(sheets))
            _draw(canvas, structure, paper, stamp)
        return finish(canvas.close(), structure, _info(sheets))


def _draw(canvas: TaggedCanvas, structure: Structure, paper: SheetPaper, stamp: Stamp | None) -> None:
    facts = paper.facts
    structure.bookmarks.append(Bookmark(1, facts.scope, canvas.page + 1, PAGE_WIDTH))
    pages = sheet_pages(paper.week)
    section, listed = structure.root.new("Sect"), Element("Sect")
    corrections = lay_corrections(paper.week.corrections if paper.filled else (), listed)
    identity = SheetIdentity(
        head=paper.head,
        week=paper.week,
        filled=paper.filled,
        stamp=stamp,
        as_of=paper.as_of,
        fingerprint=facts.fingerprint,
        pages=len(pages) + len(corrections),
    )
    for number, page in enumerate(pages, start=1):
        draw_page(canvas, section, identity, page, number)
    if corrections:
        draw_corrections(canvas, section, identity, corrections)
        structure.root.children.append(listed)


def _info(sheets: Sequence[tuple[SheetPaper, Stamp | None]]) -> DocumentInfo:
    paper, stamp = sheets[0]
    facts = paper.facts
    known = facts.scope if len(sheets) == 1 else f"{len(sheets)} semaines"
    midnight = dt.datetime.combine(paper.as_of, dt.time(), tzinfo=dt.UTC)
    return DocumentInfo(
        title=f"{facts.title}, {known}",
        subject=f"{facts.title}, {known}",
        organization=paper.head.sender.name if paper.head.sender else "Organisme à renseigner",
        program=paper.head.payer.name if paper.head.payer else "",
        as_of="",
        fingerprint=facts.fingerprint,
        version=VERSION,
        created=stamp.issued_at if stamp is not None else midnight,
    )
