"""Types results and skills in a cohort of 30 people × 40 skills, beside the attendance grid in the same run.

    python benchmarks/type_results.py

Prints how long each view takes from the order to the painted grid, how long a key takes from its event to the
end of the paint that shows it, and both again for the attendance grid: the ratio is worth more than the
seconds, which are the machine's.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from benchmarks.type_a_week import KEY_LIMIT_MS, OPEN_LIMIT_MS, make_page, press_all, said, settle
from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.models.registry import CertificationBlock, Cohort, Skill
from gen_desktop.services.skill_levels import set_levels
from gen_desktop.settings import Settings
from gen_desktop.store import create_store
from gen_desktop.ui import locale, theme
from gen_desktop.ui.assessments.page import AssessmentsPage
from gen_desktop.ui.change_bus import ChangeBus
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.job_runner import JobRunner
from tests.classroom import FRIDAY, MONDAY, Classroom, make_classroom

PEOPLE, BLOCKS, SKILLS = 30, 4, 10
KEYS = 60


def main() -> None:
    """Fill a cohort, open each view, type in each."""
    app = QApplication(sys.argv[:1])
    locale.install(app)
    theme.apply(app, "light")
    with tempfile.TemporaryDirectory() as folder:
        db = create_store(Path(folder) / "centre.gendb", PROGRAM)
        room = fill(db)
        attendance = make_page(db, Path(folder))
        attendance.show_cohort(room.cohort_id)
        week = opened(lambda: attendance.show_view("week"), lambda: attendance.show_view("month"), attendance)
        weekly = typed(attendance, ["p", "a"] * (KEYS // 2))
        print(f"attendance, week: {week:.0f} ms to open; {said(weekly)}")
        attendance.close()
        page = results_page(db, Path(folder))
        for view, other, keys in (("blocks", "skills", ["a", "n"]), ("skills", "blocks", ["3", "1"])):
            shown = opened(lambda v=view: page.show_view(v), lambda o=other: page.show_view(o), page)
            page.view.go_to(0, 0)
            taken = typed(page, keys * (KEYS // 2))
            print(
                f"assessments, {view}: {shown:.0f} ms to open (at most {OPEN_LIMIT_MS}), {shown / week:.1f} "
                f"× the week; {said(taken)}; key {middle(taken) / middle(weekly):.1f} × that of the week"
            )
        print(f"a key: at most {KEY_LIMIT_MS} ms")
        page.close()
        db.close()


def fill(db: Database) -> Classroom:
    """Thirty people, half of whose 40 skills were assessed at each moment."""
    people = [(f"Nom{number:02d}", "Camille") for number in range(PEOPLE)]
    room = make_classroom(db, people=people, start=MONDAY, end=FRIDAY, entered_on=MONDAY)
    with db.write("Des compétences inventées") as session:
        course_id = session.get_one(Cohort, room.cohort_id).course_id
        blocks = [
            CertificationBlock(course_id=course_id, code=f"BC{n:02d}", title=f"Bloc {n}", position=n)
            for n in range(1, BLOCKS + 1)
        ]
        session.add_all(blocks)
        session.flush()
        skills = [
            Skill(block_id=block.id, title=f"Compétence {n} du bloc {block.code}", position=n)
            for block in blocks
            for n in range(1, SKILLS + 1)
        ]
        session.add_all(skills)
        session.flush()
        ids = [skill.id for skill in skills]
    for stage in ("entry", "during", "end"):
        levels = {(one, skill): "started" for one in room.enrollments for skill in ids[::2]}
        set_levels(db, levels, stage, MONDAY)
    return room


def results_page(db: Database, folder: Path) -> AssessmentsPage:
    """The page alone, as large as in the window."""
    page = AssessmentsPage(
        AppContext(
            db=db,
            author=PROGRAM,
            settings=Settings(),
            jobs=JobRunner(),
            changes=ChangeBus(),
            theme=theme.current(),
            today=lambda: FRIDAY,
            state=QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat),
        )
    )
    page.resize(1140, 660)
    page.show()
    settle(page)
    return page


def opened(order: Callable[[], object], away: Callable[[], object], page: AssessmentsPage) -> float:
    """Milliseconds from the order to the painted grid, the middle of seven."""
    times = []
    for _ in range(7):
        away()
        settle(page)
        begin = time.perf_counter()
        order()
        page.repaint()
        times.append(time.perf_counter() - begin)
        settle(page)
    return statistics.median(times) * 1000


def typed(page: AssessmentsPage, keys: list[str]) -> list[tuple[float, float]]:
    """Seconds of each key, by the clock and of the processor."""
    page.view.setFocus()
    settle(page)
    taken = list(press_all(page, keys))
    settle(page)
    return taken


def middle(taken: list[tuple[float, float]]) -> float:
    """The seconds of the key in the middle."""
    return statistics.median(clock for clock, _ in taken)


if __name__ == "__main__":
    main()
