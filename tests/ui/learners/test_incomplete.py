"""A record that is not right yet is saved all the same, marked, counted at home, and corrected later."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import select

from gen_desktop.models.learner_completeness import kept_as_typed, typed_texts
from gen_desktop.models.registry import Learner
from gen_desktop.queries import history
from gen_desktop.queries.completeness import to_complete
from gen_desktop.queries.dashboard import dashboard
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.home.tasks import tasks
from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom
from tests.ui.conftest import TODAY

WRONG = {
    "birth_date": "12/03/2031",
    "email": "zoe@exemple",
    "phone": "06 12",
    "postal_code": "581",
    "france_travail_id": "1234567",
}


@pytest.fixture
def page(ctx, db, qtbot):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1120, 690)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == len(NAMES))
    return made


def fill(form, **values):
    for name, value in values.items():
        form.line(name).setText(value)


def stored(db, last_name):
    with db.read() as session:
        return session.execute(
            select(Learner.id, Learner.email, Learner.birth_date, Learner.to_correct).where(
                Learner.last_name == last_name
            )
        ).one_or_none()


def save_wrong(page):
    page.new_learner()
    fill(page.form, last_name="Dupré", first_name="Zoé", city="Nevers", **WRONG)
    page.form.save()
    assert page.form is not None
    assert page.form.rows.wrong() == list(WRONG_IN_ORDER)
    page.form.save_incomplete()
    assert page.form is None


WRONG_IN_ORDER = ("birth_date", "phone", "email", "postal_code", "france_travail_id")


def test_what_is_right_is_saved_and_what_is_wrong_is_kept_as_typed(page, db, qtbot):
    save_wrong(page)
    row = stored(db, "Dupré")
    assert (row.email, row.birth_date) == (None, None)
    assert typed_texts(row.to_correct) == WRONG
    undo_last(db)
    assert stored(db, "Dupré") is None


def test_the_list_and_the_panel_mark_it(page, db, qtbot):
    save_wrong(page)
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Dupré")
    at = page.model.position_of(stored(db, "Dupré").id)
    name = next(one for one in page.model.columns if one.key == "name")
    qtbot.waitUntil(lambda: page.model.row_at(at) is not None)
    assert name.mark(page.model.row_at(at)) == ("!", "wrong")
    assert "courriel" in name.tooltip(page.model.row_at(at))
    page.filters.incomplete.click()
    qtbot.waitUntil(lambda: page.model.position_of(stored(db, "Dupré").id) is not None)


def test_home_counts_each_field_and_points_at_the_people(page, db):
    save_wrong(page)
    with db.read() as session:
        rows = tasks(dashboard(session, TODAY))
    titles = {row.title: row for row in rows}
    row = titles["1 fiche à corriger\u00a0: courriel"]
    assert (row.page_id, row.target) == ("learners", (stored(db, "Dupré").id,))
    assert len([title for title in titles if "à corriger" in title]) == len(WRONG)
    assert "15 fiches à compléter\u00a0: diplôme" in titles


def test_it_is_found_again_as_it_was_typed_and_corrected(page, db, qtbot):
    save_wrong(page)
    qtbot.waitUntil(lambda: page.panel.person is not None and page.panel.person.last_name == "Dupré")
    page.edit()
    assert page.form.text("email") == "zoe@exemple"
    assert "adresse électronique" in page.form.rows.error("email")
    assert not page.form.is_touched()
    fill(page.form, email="zoe@exemple.fr", birth_date="12/03/1999", phone="06 39 98 01 23")
    fill(page.form, postal_code="58000", france_travail_id="1234567A")
    page.form.save()
    assert page.form is None
    row = stored(db, "Dupré")
    assert (row.email, row.birth_date, row.to_correct) == ("zoe@exemple.fr", dt.date(1999, 3, 12), None)


def test_a_name_stays_necessary_and_a_social_security_number_is_never_kept(page, db):
    page.new_learner()
    fill(page.form, last_name="Dupré", email="zoe@")
    page.form.save_incomplete()
    assert page.form is not None
    assert page.form.rows.error("first_name")
    fill(page.form, first_name="Zoé", email="", france_travail_id="2 55 08 14 168 025 38")
    page.form.save_incomplete()
    assert "sécurité sociale" in page.form.rows.error("france_travail_id")
    assert stored(db, "Dupré") is None


def test_the_button_is_there_only_while_something_is_wrong_and_has_a_key(page, db, qtbot):
    page.new_learner()
    page.activateWindow()
    bar = page.form._incomplete
    assert not bar.isVisible()
    fill(page.form, last_name="Dupré", first_name="Zoé", email="zoe@")
    page.form.save()
    assert bar.isVisible()
    qtbot.waitUntil(page.form.line("email").hasFocus)
    QTest.keyClick(
        page.form.line("email"),
        Qt.Key.Key_S,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert page.form is None
    assert typed_texts(stored(db, "Dupré").to_correct) == {"email": "zoe@"}


def test_the_history_says_it_in_french(page, db, qtbot):
    save_wrong(page)
    with db.read() as session:
        found = history.told(session, "learner", stored(db, "Dupré").id)
    said = "".join(repr(one) for one in found)
    assert "Courriel\\xa0: zoe@exemple" in said
    assert '"email"' not in said


def test_a_field_to_correct_is_not_counted_as_missing_too(db):
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    with db.write("Un courriel et une naissance à corriger") as session:
        one = session.scalars(select(Learner).order_by(Learner.id)).first()
        one.to_correct = kept_as_typed({"email": "zoe@", "birth_date": "12/03/2031"})
        concerned = one.id
    with db.read() as session:
        found = to_complete(session)
    assert found.to_correct == {"email": (concerned,), "birth_date": (concerned,)}
    for name in ("phone", "birth_date"):
        assert len(found.missing[name]) == len(NAMES) - 1
        assert concerned not in found.missing[name]
    assert concerned in found.missing["postal_code"]
