"""Courses keep their blocks, and blocks their results."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.models.assessment import BlockResult
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.services.courses import CourseInput, create_course, update_course
from tests.factories import enroll, make_cohort, make_learner

DWWM = CourseInput("Développeur web", "DWWM", blocks=(("BC01", "Front-end"), ("BC02", "Back-end")))


def _blocks(db):
    with db.read() as session:
        return session.execute(
            select(CertificationBlock.code, CertificationBlock.title).order_by(CertificationBlock.position)
        ).all()


def test_a_course_without_code_is_given_one(db):
    create_course(db, CourseInput("Technicien supérieur systèmes et réseaux"))
    create_course(db, CourseInput("Technicien supérieur systèmes et réseaux"))
    with db.read() as session:
        assert list(session.scalars(select(Course.code).order_by(Course.id))) == ["TSSR", "TSSR2"]


def test_problems_are_said_together(db):
    create_course(db, DWWM)
    with pytest.raises(InvalidInput) as refused:
        create_course(db, replace(DWWM, title="", planned_center_minutes=-1, blocks=(("A", ""), ("A", ""))))
    assert {problem.field for problem in refused.value.problems} == {
        *("course_title", "course_code", "planned_center_minutes", "blocks")
    }


def test_blocks_are_known_by_their_code(db):
    course_id = create_course(db, DWWM).created_id
    with db.read() as session:
        kept = session.scalar(select(CertificationBlock.id).where(CertificationBlock.code == "BC02"))
    update_course(db, course_id, replace(DWWM, blocks=(("BC02", "Serveur"), ("BC03", "Sécurité"))))
    assert [tuple(block) for block in _blocks(db)] == [("BC02", "Serveur"), ("BC03", "Sécurité")]
    with db.read() as session:
        assert session.scalar(select(CertificationBlock.id).where(CertificationBlock.code == "BC02")) == kept


def test_a_block_with_results_stays(db):
    course_id = create_course(db, DWWM).created_id
    with db.write("Un résultat") as session:
        person = enroll(session, make_cohort(session), make_learner(session))
        session.flush()
        block = session.scalars(select(CertificationBlock).where(CertificationBlock.code == "BC01")).one()
        session.add(BlockResult(enrollment_id=person.id, block_id=block.id, result="acquired"))
    with pytest.raises(Conflict, match="BC01"):
        update_course(db, course_id, replace(DWWM, blocks=(("BC02", "Back-end"),)))
    assert len(_blocks(db)) == 2


def test_a_stale_edit_is_refused(db):
    course_id = create_course(db, DWWM).created_id
    update_course(db, course_id, replace(DWWM, title="Développeur web et mobile"), version=1)
    with pytest.raises(Conflict):
        update_course(db, course_id, DWWM, version=1)
