"""What lists do not tell of what was learned: skills at three moments, juries, certificates handed over."""

from __future__ import annotations

import datetime as dt

from gen_desktop.db.database import Database
from gen_desktop.queries.assessment_grid import AssessmentGrid, assessment_grid
from gen_desktop.queries.cohorts import CohortSummary, summaries
from gen_desktop.queries.skills import skills_of_course
from gen_desktop.sample.skills import SKILLS
from gen_desktop.services.jury_facts import set_handed_over, set_jury_day, set_received
from gen_desktop.services.jury_sessions import JuryInput, update_jury
from gen_desktop.services.skill_levels import set_levels
from gen_desktop.services.skills import SkillInput, set_skills

_JURY_AFTER = dt.timedelta(days=6)
_RECORD_AFTER = dt.timedelta(days=10)
_RECEIVED_AFTER = dt.timedelta(days=35)
_HANDED_AFTER = dt.timedelta(days=14)
_LEVELS = ("none", "started", "guided", "acquired")
_KEPT = 7
"""One certificate in as many waits for its owner."""


def tell_what_was_learned(db: Database, today: dt.date) -> None:
    """Of every cohort whose course has blocks."""
    with db.read() as session:
        cohorts = summaries(session)
    for course_code in SKILLS:
        own = [one for one in cohorts if one.code.startswith(course_code)]
        for place, cohort in enumerate(own):
            if place == 0:
                _describe(db, cohort, course_code)
            with db.read() as session:
                grid = assessment_grid(session, cohort.id)
            _assess(db, grid, cohort, today)
            _hold_juries(db, grid, cohort, today)


def _describe(db: Database, cohort: CohortSummary, course_code: str) -> None:
    with db.read() as session:
        grid = assessment_grid(session, cohort.id)
        blocks = skills_of_course(session, grid.course_id)
    told = SKILLS[course_code]
    wanted = {
        block.id: [SkillInput(title) for title in told[block.code]] for block in blocks if block.code in told
    }
    set_skills(db, grid.course_id, wanted)


def _assess(db: Database, grid: AssessmentGrid, cohort: CohortSummary, today: dt.date) -> None:
    """At the entry, half-way and at the end, as far as the course went and whoever was still there."""
    length = cohort.end - cohort.start
    moments = (
        ("entry", cohort.start + dt.timedelta(days=4), 0),
        ("during", cohort.start + length / 2, 1),
        ("end", cohort.end - dt.timedelta(days=3), 2),
    )
    for stage, day, gained in moments:
        levels = {
            (learner.enrollment_id, skill.id): _level(at, number, gained)
            for at, learner in enumerate(grid.learners)
            for number, skill in enumerate(skill for block in grid.blocks for skill in block.skills)
            if learner.exit_on is None or learner.exit_on >= day
        }
        if levels and day <= today:
            set_levels(db, levels, stage, day)


def _level(learner: int, skill: int, gained: int) -> str:
    """The same at each run; nobody goes backwards."""
    ease = (learner * 5 + skill * 3) % 7
    return _LEVELS[min(ease // 4 + gained + (ease == 6 and gained > 0), 3)]


def _hold_juries(db: Database, grid: AssessmentGrid, cohort: CohortSummary, today: dt.date) -> None:
    """One session after the end, of those whose result the lists tell; certificates of the full."""
    day = cohort.end + _JURY_AFTER
    heard = [one for one, facts in sorted(grid.juries.items()) if facts.outcome is not None]
    if not heard or day > today:
        return
    set_jury_day(db, heard, day)
    _receive_record(db, grid, today)
    full = [one for one in heard if grid.juries[one].outcome == "full"]
    handed = [one for at, one in enumerate(full, start=1) if at % _KEPT]
    received_on = day + _RECEIVED_AFTER
    if full and received_on <= today:
        set_received(db, full, received_on)
    if handed and received_on + _HANDED_AFTER <= today:
        set_handed_over(db, handed, received_on + _HANDED_AFTER)


def _receive_record(db: Database, grid: AssessmentGrid, today: dt.date) -> None:
    with db.read() as session:
        (held,) = assessment_grid(session, grid.cohort_id).sessions
    received = held.held_on + _RECORD_AFTER
    if received <= today:
        record = f"PV-{grid.cohort_code.replace(' ', '-')}"
        update_jury(db, held.id, JuryInput(held.held_on, "Nevers", record, received))
