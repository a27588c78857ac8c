"""What an import leaves unknown waits in the record; a social security number waits nowhere."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.plan import Plan
from gen_desktop.jobs import Job
from gen_desktop.models.history import RecordChange
from gen_desktop.models.learner_completeness import typed_texts
from gen_desktop.models.registry import Learner
from gen_desktop.services.undo import undo_last
from tests.factories import make_cohort

TODAY = dt.date(2026, 11, 23)
NIR = "1 85 11 58 194 003 18"


@pytest.fixture
def planned(db, tmp_path):
    """The plan of a list given as text, some fields left unknown where they are not understood."""
    with db.write("Test") as session:
        make_cohort(session, code="A")

    def plan(text: str, *left_unknown: str) -> Plan:
        path = tmp_path / "liste.csv"
        path.write_text(text, encoding="utf-8")
        choices = Choices(left_unknown=frozenset(left_unknown))
        return plan_learners(db, path, cohort_code="A", today=TODAY, choices=choices)

    return plan


def _left(db) -> dict[str, str]:
    with db.read() as session:
        return typed_texts(session.scalars(select(Learner.to_correct)).one())


def test_what_was_not_understood_is_kept_as_written_until_it_is_corrected(db, planned):
    head = "Nom;Prénom;Date de naissance;Mail\n"
    plan = planned(f"{head}Dupré;Zoé;31/02/1998;i.martinez@exemple\n", "birth_date", "email")
    apply_plan(db, plan, Job())
    assert _left(db) == {"birth_date": "31/02/1998", "email": "i.martinez@exemple"}
    apply_plan(db, planned(f"{head}Dupré;Zoé;;i.martinez@exemple.fr\n"), Job())
    assert _left(db) == {"birth_date": "31/02/1998"}
    undo_last(db)
    assert _left(db) == {"birth_date": "31/02/1998", "email": "i.martinez@exemple"}


def test_what_the_file_knows_is_not_put_in_doubt(db, planned):
    apply_plan(db, planned("Nom;Prénom;Mail\nDupré;Zoé;zoe@exemple.fr\n"), Job())
    plan = planned("Nom;Prénom;Mail\nDupré;Zoé;zoe@\n", "email")
    assert plan.work.is_empty
    assert plan.rows[0].details == ()


@pytest.mark.parametrize("title", ["Remarques", "Adresse", "Identifiant France Travail"])
def test_a_social_security_number_is_refused_and_quoted_nowhere(planned, title):
    plan = planned(f"Nom;Prénom;{title}\nDupré;Zoé;{NIR}\n")
    (note,) = plan.rows[0].notes
    assert "sécurité sociale" in note.text or title.startswith("Identifiant")
    if not title.startswith("Identifiant"):
        assert NIR not in f"{note} {plan.read.repairs}"


def test_a_social_security_number_left_out_is_written_nowhere(db, planned):
    apply_plan(db, planned(f"Nom;Prénom;Remarques\nDupré;Zoé;vu le 3, {NIR}\n", "note"), Job())
    with db.read() as session:
        assert session.scalars(select(Learner.note)).one() is None
        told = [f"{one.before} {one.after}" for one in session.scalars(select(RecordChange))]
    assert not [text for text in told if "194 003" in text]


def test_the_number_of_a_line_contradicts_nothing(planned):
    plan = planned("N°;Nom;Prénom;Mail\n1;Dupré;Zoé;\n2;Dupré;Zoé;zoe@exemple.fr\n")
    assert [str(row.state) for row in plan.rows] == ["new", "joined"]
