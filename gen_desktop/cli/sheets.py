"""The command that writes the attendance sheet of a week."""

from __future__ import annotations

import argparse
import datetime as dt

from gen_desktop.cli.common import opened
from gen_desktop.db.database import Database
from gen_desktop.errors import InvalidInput, Problem
from gen_desktop.exporting.draft_paper import write_draft_paper
from gen_desktop.queries.scope import cohort_ids
from gen_desktop.reports.sheet import SheetPaper, draw_sheets, load_sheet, sheet_obstacles
from gen_desktop.services.documents import issue_together


def sheet(arguments: argparse.Namespace) -> None:
    """Write the sheet of a week and enter it in the register; with ``--draft``, a preview of it."""
    with opened(arguments, writes=True) as db:
        paper = _loaded(db, arguments)
        if arguments.draft:
            people = len(paper.week.learners)
            write_draft_paper(db, draw_sheets([(paper, None)]), paper.facts.scope, people, arguments.out)
        else:
            obstacles = [Problem("", one.sentence) for one in sheet_obstacles(paper)]
            if obstacles:
                raise InvalidInput(*obstacles)
            issue_together(db, [paper], draw_sheets, arguments.out)
    print(arguments.out)


def _loaded(db: Database, arguments: argparse.Namespace) -> SheetPaper:
    with db.read() as session:
        (cohort_id,) = cohort_ids(session, (arguments.cohort,)) or ()
        return load_sheet(session, cohort_id, arguments.week, dt.date.today(), filled=arguments.filled)
