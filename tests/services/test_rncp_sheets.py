"""Sheets of the register are kept, brought up to date, deleted, given back; courses take skills."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.registry import BlockResult, CertificationBlock, Skill, SkillLevel
from gen_desktop.models.rncp_sheet import BlockFacts, SheetFacts
from gen_desktop.queries.rncp_sheets import codes_used, kept_sheets, sheet_of
from gen_desktop.services import courses, undo
from gen_desktop.services.courses import CourseInput
from gen_desktop.services.rncp_sheets import delete_sheet, keep_sheets
from tests.classroom import make_classroom

PLAN = BlockFacts("BC01", "Dessiner le plan", ("Lire un plan", "Mettre à l’échelle"))
SHEET = SheetFacts(
    "RNCP90001", "Cartographe", "5", dt.date(2028, 8, 31), "Ministère", ("M1805",), "326", ("31088",), (PLAN,)
)


def told(db, code="RNCP90001"):
    with db.read() as session:
        return sheet_of(session, code)


def test_a_sheet_is_kept_as_it_was_told(db):
    change = keep_sheets(db, [SHEET], "export du 21/11/2026")
    assert change.name == "Importer 1 fiche du répertoire national"
    assert told(db, "rncp 90001") == SHEET
    undo.undo_last(db)
    assert told(db) is None


def test_a_newer_file_brings_it_up_to_date_and_keeps_the_skills_it_does_not_tell(db):
    keep_sheets(db, [SHEET], "xml")
    bare = SheetFacts("RNCP90001", "Cartographe des réseaux", "6", blocks=(BlockFacts("BC01", "Le plan"),))
    keep_sheets(db, [bare], "csv")
    found = told(db)
    assert (found.title, found.level, found.valid_until) == ("Cartographe des réseaux", "6", None)
    assert [(block.title, block.skills) for block in found.blocks] == [("Le plan", PLAN.skills)]
    with db.read() as session:
        (row,) = kept_sheets(session)
    assert (row.blocks, row.source, row.courses) == (1, "csv", 0)


def test_nothing_ticked_is_refused_and_what_is_gone_is_said(db):
    with pytest.raises(InvalidInput, match="Cochez"):
        keep_sheets(db, [], "csv")
    with pytest.raises(NotFound):
        delete_sheet(db, 1)


def test_a_deleted_sheet_goes_with_its_blocks_and_comes_back(db):
    keep_sheets(db, [SHEET], "xml")
    with db.read() as session:
        (row,) = kept_sheets(session)
    delete_sheet(db, row.id)
    assert told(db) is None
    undo.undo_last(db)
    assert told(db) == SHEET


def test_the_skills_of_a_sheet_are_added_to_the_blocks_that_lack_them(db):
    values = CourseInput(
        "Cartographe",
        "CAR",
        certification_code="RNCP 90001",
        blocks=(("BC01", "Plan"),),
        skills={"BC01": ("Lire",)},
    )
    course_id = courses.create_course(db, values).created_id
    more = CourseInput(
        "Cartographe", "CAR", blocks=(("BC01", "Plan"),), skills={"BC01": ("lire", "Dessiner")}
    )
    courses.update_course(db, course_id, more)
    with db.read() as session:
        assert session.scalars(select(Skill.title).order_by(Skill.position)).all() == ["Lire", "Dessiner"]
        assert codes_used(session) == []


def test_a_block_goes_with_its_skills_unless_somebody_was_assessed_on_them(db):
    room = make_classroom(db)
    with db.read() as session:
        course_id = session.scalar(select(courses.Course.id))
    values = CourseInput("Web", "W", blocks=(("BC01", "Plan"),), skills={"BC01": ("Lire",)})
    courses.update_course(db, course_id, values)
    courses.update_course(db, course_id, CourseInput("Web", "W"))
    with db.read() as session:
        assert session.scalars(select(Skill.id)).all() == []
    courses.update_course(db, course_id, values)
    with db.write("Évaluer") as session:
        skill_id = session.scalar(select(Skill.id))
        session.add(
            SkillLevel(
                enrollment_id=room.enrollments[0],
                skill_id=skill_id,
                stage="end",
                level="acquired",
                assessed_on=dt.date(2026, 11, 20),
            )
        )
    with pytest.raises(Conflict, match="compétences évaluées"):
        courses.update_course(db, course_id, CourseInput("Web", "W"))
    with db.read() as session:
        assert session.scalar(select(CertificationBlock.code)) == "BC01"
        assert session.scalar(select(BlockResult.id)) is None
