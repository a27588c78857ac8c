"""How fast 300 certificates are drawn, against a bare ReportLab canvas drawing the same pages.

    python benchmarks/certificates.py

Both draw the same texts in the same fonts and places, the same lines and boxes, in turn in the same run; the
bare canvas is told where, our layer works it out. Measured before the conformance pass, which only ours has.
Names are the longest, with accents, ``&``, ``<``, Arabic, pictures. Prints the ratio; exits 1 under the
limit.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from gen_desktop.changes import PROGRAM
from gen_desktop.models.learner import Learner
from gen_desktop.queries.certified_paths import people_of_cohort
from gen_desktop.reports import person_kinds
from gen_desktop.reports.canvas import Pen, Rect, Run, TaggedCanvas
from gen_desktop.reports.fonts import font, load_all, pieces
from gen_desktop.reports.paper import StampedPaper, draw_pages, draw_papers
from gen_desktop.reports.style import PAGE_HEIGHT, PAGE_WIDTH, rgb
from gen_desktop.store import create_store
from tests.reports.center import AS_OF, fill_center
from tests.reports.letterheads import STAMP
from tests.reports.nasty_names import NASTY

PAPERS, LEARNERS, RUNS = 300, 480, 7
LIMIT = 0.7
"""Of the speed of the bare canvas."""

Operation = tuple[Any, ...]
Page = list[Operation]


def main() -> int:
    """Median of a few runs of each, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        loaded = load(Path(folder) / "centre.gen")
    papers = [(person_kinds.printed(paper), STAMP) for paper in loaded]
    pages = recorded(papers)
    ours, bare = [], []
    for _ in range(RUNS + 1):  # the first one warms up
        bare.append(timed(lambda: draw_bare(pages)))
        ours.append(timed(lambda: draw_pages(papers)))
    ratio = statistics.median(bare[1:]) / statistics.median(ours[1:])
    print(
        f"{len(papers)} certificates, {len(pages)} pages, {sum(map(len, pages)) // len(pages)} marks a page"
    )
    print(f"bare canvas: {len(pages) / statistics.median(bare[1:]):.0f} pages/s")
    print(f"our layer:   {len(pages) / statistics.median(ours[1:]):.0f} pages/s, before the conformance pass")
    print(
        f"finished:    {len(pages) / timed(lambda: draw_papers(papers)):.0f} pages/s, tagged and archivable"
    )
    print(f"ratio {ratio:.2f} (limit {LIMIT})")
    return int(ratio < LIMIT)


def load(path: Path) -> Sequence[Any]:
    """The certificates of an invented centre whose people have the nastiest names."""
    db = create_store(path, PROGRAM)
    cohorts = fill_center(db, LEARNERS)
    with db.write("Des noms difficiles") as session:
        for number, learner in enumerate(session.scalars(select(Learner))):
            learner.last_name, learner.first_name = NASTY[number % len(NASTY)]
    with db.read() as session:
        people = [one for cohort in cohorts for one in people_of_cohort(session, cohort)]
        papers = person_kinds.load_of_people(session, "completion_certificate", people, None, AS_OF)
    db.close()
    return papers[:PAPERS]


def recorded(papers: Sequence[StampedPaper]) -> list[Page]:
    """What our layer draws on each page, forms included, as the operations of a bare canvas."""
    pages: list[Page] = []
    forms: dict[str, Page] = {}
    current: list[Page] = []
    true = TaggedCanvas

    class Recording(true):  # type: ignore[misc, valid-type]
        def start_page(self, width: float, height: float) -> None:
            super().start_page(width, height)
            pages.append([])
            current[:] = [pages[-1]]

        def form(self, name: str, width: float, height: float) -> Any:
            current[:] = [forms.setdefault(name, [])]
            return super().form(name, width, height)

        def stamp(self, name: str, pagination: str) -> None:
            super().stamp(name, pagination)
            current[0].extend(forms[name])

        def runs(self, runs: Sequence[Run]) -> None:
            super().runs(runs)
            for x, y, text, look in runs:
                left = x
                for piece in pieces(text, look.font) if text else ():
                    current[0].append(
                        ("text", piece.font, look.size, rgb(look.color), left, PAGE_HEIGHT - y, piece.text)
                    )
                    left += font(piece.font).stringWidth(piece.text, look.size)

        def line(self, start: tuple[float, float], end: tuple[float, float], pen: Pen) -> None:
            super().line(start, end, pen)
            ends = (start[0], PAGE_HEIGHT - start[1], end[0], PAGE_HEIGHT - end[1])
            current[0].append(("line", rgb(pen.color), pen.width, *ends))

        def rect(self, area: Rect, fill: str = "", pen: Pen | None = None, radius: float = 0.0) -> None:
            super().rect(area, fill, pen, radius)
            place = (area.left, PAGE_HEIGHT - area.bottom, area.width, area.height)
            current[0].append(("rect", fill and rgb(fill), pen and (rgb(pen.color), pen.width), *place))

    import gen_desktop.reports.paper as paper_module

    paper_module.TaggedCanvas = Recording  # type: ignore[misc]
    try:
        draw_pages(papers)
    finally:
        paper_module.TaggedCanvas = true  # type: ignore[misc]
    return pages


def draw_bare(pages: Sequence[Page]) -> bytes:
    """The same pages by ReportLab's own calls."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, (PAGE_WIDTH, PAGE_HEIGHT), initialFontName=load_all(), pageCompression=1)
    for page in pages:
        for kind, *rest in page:
            if kind == "text":
                font, size, color, x, y, text = rest
                canvas.setFillColorRGB(*color)
                canvas.setFont(font, size)
                canvas.drawString(x, y, text)
            elif kind == "line":
                color, width, *ends = rest
                canvas.setStrokeColorRGB(*color)
                canvas.setLineWidth(width)
                canvas.line(*ends)
            else:
                fill, pen, *place = rest
                if fill:
                    canvas.setFillColorRGB(*fill)
                if pen:
                    canvas.setStrokeColorRGB(*pen[0])
                    canvas.setLineWidth(pen[1])
                canvas.rect(*place, stroke=int(bool(pen)), fill=int(bool(fill)))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall clock."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
