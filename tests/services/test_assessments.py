from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import InvalidInput
from gen_desktop.models.registry import BlockResult, Certification, CertificationBlock, Cohort
from gen_desktop.services.assessments import CertificationInput, record_certification
from gen_desktop.services.undo import undo_last
from tests.classroom import FRIDAY, MONDAY, change_enrollment, make_classroom

JURY = FRIDAY + dt.timedelta(days=7)


@pytest.fixture
def kevin(db):
    room = make_classroom(db, people=[("Delorme", "Kévin")])
    change_enrollment(db, room.enrollments[0], entered_on=MONDAY)
    return room.enrollments[0]


@pytest.fixture
def blocks(db, kevin):
    with db.write("Deux blocs") as session:
        course_id = session.scalar(select(Cohort.course_id))
        made = [CertificationBlock(course_id=course_id, code=f"BC{n}", title=f"Bloc {n}") for n in (1, 2)]
        session.add_all(made)
        return [block.id for block in made]


def kept(db):
    with db.read() as session:
        row = session.execute(
            select(Certification.jury_on, Certification.is_presented, Certification.outcome)
        ).first()
        results = session.scalars(select(BlockResult.result).order_by(BlockResult.id)).all()
    return (None if row is None else tuple(row)), list(results)


def test_the_blocks_decide(db, kevin, blocks):
    results = {blocks[0]: "acquired", blocks[1]: "not_acquired"}
    change = record_certification(db, kevin, CertificationInput(JURY, None, "full", results))
    assert change.name == "Certification\u00a0: Delorme Kévin"
    assert kept(db) == ((JURY, True, "partial"), ["acquired", "not_acquired"])
    record_certification(db, kevin, CertificationInput(JURY, None, None, dict.fromkeys(blocks, "acquired")))
    assert kept(db) == ((JURY, True, "full"), ["acquired", "acquired"])


def test_an_absence_is_not_a_presentation(db, kevin, blocks):
    record_certification(
        db, kevin, CertificationInput(JURY, True, None, dict.fromkeys(blocks, "not_presented"))
    )
    assert kept(db)[0] == (JURY, False, "absent")


def test_without_blocks_the_outcome_is_the_one_given(db, kevin):
    record_certification(db, kevin, CertificationInput(JURY, None, "failed"))
    assert kept(db) == ((JURY, True, "failed"), [])


def test_nothing_known_takes_it_away(db, kevin, blocks):
    record_certification(db, kevin, CertificationInput(JURY, True, None, {blocks[0]: "acquired"}))
    record_certification(db, kevin, CertificationInput())
    assert kept(db) == (None, [])
    undo_last(db)
    assert kept(db) == ((JURY, True, None), ["acquired"])


def test_what_cannot_be_is_said_all_at_once(db, kevin, blocks):
    values = CertificationInput(
        MONDAY - dt.timedelta(days=1), None, "perhaps", {blocks[0]: "so", 12: "acquired"}
    )
    with pytest.raises(InvalidInput) as error:
        record_certification(db, kevin, values)
    assert [problem.field for problem in error.value.problems] == ["jury_on", "outcome", "blocks", "blocks"]
    assert kept(db) == (None, [])
    change_enrollment(db, kevin, entered_on=None)
    with pytest.raises(InvalidInput, match="n’est pas entrée"):
        record_certification(db, kevin, CertificationInput(JURY))
