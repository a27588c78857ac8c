"""The programme reports when they are hard to lay out: long names, many cohorts, nobody, nothing known."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.registry import CertificationBlock, Cohort, Course, FundingProgram, Organization, Site
from gen_desktop.reports import table, table_header
from gen_desktop.reports.canvas import Pen, Rect, TaggedCanvas
from gen_desktop.reports.flow import NORMAL
from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.public_reports import build_public_evaluation, build_public_follow_up
from gen_desktop.reports.registry import build_evaluation, build_follow_up
from gen_desktop.reports.style import TextStyle
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.boxes import TextBox, assert_apart, recorded
from tests.reports.center import AS_OF, fill_center
from tests.reports.conftest import FIRST, LAST
from tests.reports.printed import said

PAGE_NUMBER = re.compile(r"page \d+ sur \d+")
SLACK = 0.01
"""Points: what is left of adding up widths."""
LONG = "Développement d’applications interentreprises et accompagnement des publics éloignés de l’emploi"


def long_names(db: Database) -> tuple[int, ...]:
    """Everything that has a name has a long one; a code of 60 signs has no space in it."""
    ids = fill_center(db, 24)
    with db.write("Noms longs") as session:
        for number, cohort in enumerate(session.query(Cohort), 1):
            cohort.code = f"{number}-" + ("Concepteur développeur d’applications mobiles " * 2)[:58]
        session.query(Cohort).first().code = "TSSR_2026_" + "X" * 50
        for course in session.query(Course):
            course.title = f"{course.title}, {LONG} {LONG}"
        for block in session.query(CertificationBlock):
            block.title = f"{block.title} {LONG} {LONG} {LONG}"
        for named in (*session.query(Organization), *session.query(FundingProgram), *session.query(Site)):
            named.name = f"{named.name} {LONG}"
    return ids


def forty_cohorts(db: Database) -> tuple[int, ...]:
    return fill_center(db, 80, runs=10)


def one_person_of_whom_nothing_is_known(db: Database) -> tuple[int, ...]:
    with db.write("Une personne dont rien n’est su") as session:
        cohort = make_cohort(session, planned_start=FIRST, planned_end=LAST)
        learner = make_learner(session)
        session.flush()
        enroll(session, cohort, learner, entered_on=FIRST)
        return (cohort.id,)


def no_cohort(db: Database) -> tuple[int, ...]:
    return ()


CASES = (long_names, forty_cohorts, one_person_of_whom_nothing_is_known, no_cohort)


class Held(NamedTuple):
    """A text of a table with the edges of its cell, in points from the left of the table."""

    text: str
    left: float
    right: float
    cell_left: float
    cell_right: float


@dataclass(frozen=True)
class Drawn:
    """A report with all that was drawn: its texts and the boxes that hold some of them."""

    kind: str
    data: bytes
    texts: Sequence[TextBox]
    frames: Sequence[tuple[int, Rect]]
    held: Sequence[Held]
    codes: Sequence[str]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.__name__)
def reports(request, _template_store, tmp_path_factory) -> Sequence[Drawn]:
    path = tmp_path_factory.mktemp("layout") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    ids = request.param(db)
    with db.read() as session:
        codes = [code for (code,) in session.query(Cohort.code).filter(Cohort.id.in_(ids))]
    made = []
    for kind, build in (
        ("follow_up", lambda: build_follow_up(db, FIRST, LAST, None, AS_OF)),
        ("evaluation", lambda: build_evaluation(db, ids, 3, AS_OF, title_scope="Année 2026")),
        ("follow_up", lambda: build_public_follow_up(db, FIRST, LAST, None, AS_OF)),
        ("public", lambda: build_public_evaluation(db, ids, 3, AS_OF, title_scope="Année 2026")),
    ):
        with recorded() as texts, frames_drawn() as frames, cells_filled() as held:
            data = build().data
        # Header and footer are drawn once for all pages, before the first.
        on_pages = [one for one in texts if one.page >= 0 and not PAGE_NUMBER.fullmatch(one.text)]
        made.append(Drawn(kind, data, on_pages, frames, held, codes if kind != "follow_up" else []))
    db.close()
    return made


@contextmanager
def frames_drawn() -> Iterator[list[tuple[int, Rect]]]:
    """The outlined boxes drawn meanwhile: cards of key figures, boxes of the flow."""
    found: list[tuple[int, Rect]] = []
    drawn = TaggedCanvas.rect

    def rect(
        canvas: TaggedCanvas, area: Rect, fill: str = "", pen: Pen | None = None, radius: float = 0
    ) -> None:
        if radius:
            found.append((canvas.page, area))
        drawn(canvas, area, fill, pen, radius)

    TaggedCanvas.rect = rect
    try:
        yield found
    finally:
        TaggedCanvas.rect = drawn


@contextmanager
def cells_filled() -> Iterator[list[Held]]:
    """The texts put into cells of tables meanwhile, titles of columns included."""
    found: list[Held] = []
    place_cell, head_runs = table.place_cell, table_header.TableHeader._runs

    def placed(cell, fit, left, width):
        lines = place_cell(cell, fit, left, width)
        for x, text, look in chain.from_iterable(lines):
            found.append(_held(x, text, look, (left, left + width)))
        return lines

    def runs(header, title, left, top):
        made = head_runs(header, title, left, top)
        for x, _, text, look in made:
            found.append(_held(x - left, text, look, (title.left, title.left + title.width)))
        return made

    table.place_cell, table_header.TableHeader._runs = placed, runs
    try:
        yield found
    finally:
        table.place_cell, table_header.TableHeader._runs = place_cell, head_runs


def _held(x: float, text: str, look: TextStyle, cell: tuple[float, float]) -> Held:
    return Held(text, x, x + text_width(text.rstrip(" "), look.font, look.size), *cell)


def test_every_text_of_a_table_stays_in_its_cell(reports):
    for report in reports:
        assert len(report.held) > 100
        for text in report.held:
            assert text.cell_left - SLACK <= text.left, text
            assert text.right <= text.cell_right + SLACK, text


def test_no_text_runs_into_another_or_out_of_the_page(reports):
    for report in reports:
        assert len(report.texts) > 100
        assert report.frames
        assert_apart(report.texts, NORMAL.width, NORMAL.content_bottom, NORMAL.margin)


def test_every_text_of_a_box_stays_in_it(reports):
    for report in reports:
        for page, frame in report.frames:
            for text in report.texts:
                if text.page != page or not _meets(text, frame):
                    continue
                assert frame.left <= text.left, text
                assert text.right <= frame.right, text
                assert frame.top <= text.top, text
                assert text.bottom <= frame.bottom, text


def _meets(text: TextBox, frame: Rect) -> bool:
    beside = text.right < frame.left or text.left > frame.right
    return not beside and frame.top < text.bottom and text.top < frame.bottom


def test_no_page_ends_with_a_title(reports):
    for report in reports:
        titles = {text for tag, text in said(report.data) if tag in ("H1", "H2", "Caption")}
        last = {text.page: text for text in sorted(report.texts, key=lambda one: (one.page, one.bottom))}
        assert not [text for text in last.values() if text.text.strip() in titles]


def test_no_page_is_blank(reports):
    for report in reports:
        pages = {text.page for text in report.texts}
        assert pages == set(range(max(pages) + 1))


def test_no_name_is_lost(reports):
    for report in reports:
        words = " ".join(text for _, text in said(report.data))
        for code in report.codes:
            assert code.replace(" ", "") in words.replace(" ", "").replace("\u00a0", ""), report.kind
