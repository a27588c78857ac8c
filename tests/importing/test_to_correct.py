"""A list that gives what was typed wrong corrects the record."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.learners import plan_learners
from gen_desktop.jobs import Job
from gen_desktop.models.learner_completeness import typed_texts
from gen_desktop.models.registry import Learner
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort
from tests.importing.lists import write_workbook

TODAY = dt.date(2026, 11, 23)
BORN = dt.date(1999, 3, 14)
TYPED = {"email": "zoe@", "phone": "06 12"}


@pytest.fixture
def person(db):
    with db.write("Une cohorte") as session:
        make_cohort(session, "DWWM 2026-1")
    made = create_learner(db, LearnerInput("Dupré", "Zoé", birth_date=BORN), to_correct=TYPED)
    return made.created_id


def typed(db, learner_id):
    with db.read() as session:
        return typed_texts(session.get_one(Learner, learner_id).to_correct)


def test_what_the_list_gives_is_right_and_the_rest_still_waits(db, tmp_path, person):
    head = ("Nom", "Prénom", "Date de naissance", "Courriel")
    path = write_workbook(tmp_path / "liste.xlsx", [head, ("Dupré", "Zoé", BORN, "zoe@exemple.fr")])
    apply_plan(db, plan_learners(db, path, cohort_code="DWWM 2026-1", today=TODAY), Job())
    assert typed(db, person) == {"phone": "06 12"}
    undo_last(db)
    assert typed(db, person) == TYPED
