"""The questionnaire of the ESF+ on the page of a person: typed, read again, its days checked."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.models.registry import Learner, SensitiveFacts
from gen_desktop.queries.learners import detail
from gen_desktop.ui.learners.esf_form import EsfForm
from tests.classroom import MONDAY, make_classroom
from tests.ui.conftest import TODAY


@pytest.fixture
def form(ctx, db, qtbot):
    make_classroom(db, entered_on=MONDAY)
    return opened(ctx, db, qtbot)


def opened(ctx, db, qtbot):
    with db.read() as session:
        learner_id = session.scalar(select(Learner.id).where(Learner.last_name == "Aubert"))
        person = detail(session, learner_id, TODAY)
    made = EsfForm(ctx, person, person.current)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_refusal_is_kept_as_an_answer_and_read_again(ctx, db, form, qtbot):
    form.combo("nationality").set_code("third")
    form.combo("is_homeless").set_code("refused")
    form.date_field("esf_collected_on").set_value(MONDAY)
    form.save()
    with db.read() as session:
        kept = session.scalars(select(SensitiveFacts)).one()
        assert (kept.nationality, kept.is_homeless, kept.is_minority) == ("third", "refused", None)
    again = opened(ctx, db, qtbot)
    assert (again.code("nationality"), again.code("is_homeless")) == ("third", "refused")
    assert again.date("esf_collected_on") == MONDAY


def test_a_questionnaire_after_the_entry_is_refused_under_its_field(db, form):
    form.date_field("esf_collected_on").set_value(MONDAY + dt.timedelta(days=1))
    form.save()
    assert "est après l’entrée" in form.rows.error("esf_collected_on")
    with db.read() as session:
        assert session.scalars(select(SensitiveFacts)).first() is None
