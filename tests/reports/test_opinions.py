"""Questionnaires to print, and the register of complaints handed to an auditor."""

from __future__ import annotations

import datetime as dt

import pypdfium2
import pytest

from gen_desktop.errors import NotFound
from gen_desktop.models.complaint import ComplaintFacts
from gen_desktop.models.satisfaction import Answers
from gen_desktop.queries.complaints import nameless_complaints
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.registry import build_complaint_register, build_evaluation, build_questionnaires
from gen_desktop.services.complaints import record_complaint
from gen_desktop.services.satisfaction import Questionnaire, record_answer
from tests.classroom import FRIDAY, MONDAY, NAMES, make_classroom

DAY = dt.date(2026, 11, 23)


@pytest.fixture
def room(db):
    return make_classroom(db)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_one_page_a_person_with_every_question_and_the_scale(db, room) -> None:
    told = pages(build_questionnaires(db, room.cohort_id, 3, ["Aubert Inès", ""], DAY))
    assert len(told) == 2
    assert "Aubert Inès" in told[0]
    assert "Aubert" not in told[1]
    assert "ne le signez pas" in told[1]
    assert "sur 2" not in told[1]
    for page in told:
        for item in code_list("satisfaction_item"):
            assert item.label in page
        assert "3 mois après" in page
        assert "Pas du tout satisfait" in page
        assert "Développement web et web mobile" in page


def test_a_name_as_long_as_can_be_keeps_to_its_page(db, room) -> None:
    name = "Montmorency-Laval-de-la-Rochefoucauld-Liancourt " * 4
    assert len(pages(build_questionnaires(db, room.cohort_id, 0, [name] * 3, DAY))) == 3


def test_a_cohort_that_is_gone_has_no_questionnaire(db) -> None:
    with pytest.raises(NotFound):
        build_questionnaires(db, 1, 0, [""], DAY)


def test_the_register_names_nobody(db, room) -> None:
    facts = ComplaintFacts(
        DAY,
        "learner",
        "Mme Aubert n’a pas reçu ses supports",
        enrollment_id=room.enrollments[0],
        answer="Envoyés à Inès AUBERT",
        measure="Vérifier les envois, aubertine comprise",
        handled_by="C. Lambert",
        description="Aubert Inès, appelée deux fois",
    )
    record_complaint(db, facts, DAY)
    with db.read() as session:
        (row,) = nameless_complaints(session, DAY)
    assert row.subject == "Mme [nom] n’a pas reçu ses supports"
    assert row.answer == "Envoyés à [nom] [nom]"
    assert row.measure == "Vérifier les envois, aubertine comprise"
    (page,) = pages(build_complaint_register(db, DAY).data)
    assert "2026-01" in page
    assert "Inès" not in page
    assert "appelée" not in page


def test_a_register_without_a_line_says_so(db) -> None:
    (page,) = pages(build_complaint_register(db, DAY).data)
    assert "Aucune réclamation" in page


def test_the_same_data_give_the_same_bytes(db, room) -> None:
    first = build_questionnaires(db, room.cohort_id, 0, ["", ""], DAY)
    assert first == build_questionnaires(db, room.cohort_id, 0, ["", ""], DAY)
    assert build_complaint_register(db, DAY).data == build_complaint_register(db, DAY).data


def test_the_evaluation_tells_the_means_with_their_numbers_and_the_complaints(db) -> None:
    left = {"entered_on": MONDAY, "exit_on": FRIDAY, "exit_type": "term"}
    room = make_classroom(db, people=NAMES[:4], **left)
    for place, mark in ((0, 5), (1, 2)):
        which = Questionnaire(room.cohort_id, 0, room.enrollments[place])
        record_answer(db, which, Answers(DAY, {"welcome": mark}), DAY)
    record_complaint(db, ComplaintFacts(DAY, "learner", "Bruit", cohort_id=room.cohort_id), DAY)
    told = " ".join(pages(build_evaluation(db, (room.cohort_id,), 3, DAY).data))
    assert "2 sur 4 (50,0\u202f%)" in told
    assert "3,5 (2\u00a0notes)" in told.replace("2 notes", "2\u00a0notes")
    assert "1 réclamation reçue, dont 1 encore ouverte" in told.replace("\u00a0", " ")
