"""The exit of the learner's page: reasons, interview, and what the attendance proposes."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.learners import detail
from gen_desktop.services.attendance import MarkInput, record
from gen_desktop.ui import dialogs
from gen_desktop.ui.learners.absence_contacts import AbsenceContactForm
from gen_desktop.ui.learners.attendance_tab import NO_NEWS_GESTURE, no_news_link
from gen_desktop.ui.learners.exit_form import NEW_JOB, NOTE_JOB, ExitForm
from gen_desktop.ui.learners.page import LearnersPage
from gen_desktop.ui.learners.person_forms import FORMS
from tests.classroom import MONDAY, make_classroom
from tests.ui.conftest import TODAY

END = dt.date(2027, 3, 26)


@pytest.fixture
def room(db):
    return make_classroom(db, end=END, entered_on=MONDAY)


@pytest.fixture
def page(ctx, db, room, qtbot):
    """Somebody there on Monday, absent without a word since."""
    marks = [MarkInput(room.enrollments[0], room.sessions[at], "P" if at < 2 else "AI") for at in range(8)]
    record(db, marks)
    made = LearnersPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    settle(made, qtbot)
    with db.read() as session:
        made.select(session.get_one(Enrollment, room.enrollments[0]).learner_id)
    settle(made, qtbot)
    yield made
    ctx.jobs.wait_all()


def settle(page, qtbot):
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    qtbot.wait(10)
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def shown(db, page):
    with db.read() as session:
        (found,) = detail(session, page.panel.person.id, TODAY).enrollments
    return found


def test_no_news_since_many_half_days_leads_to_the_exit_at_the_last_presence(db, page, room, qtbot) -> None:
    page.panel.asked.emit(NO_NEWS_GESTURE, room.enrollments[0])
    assert isinstance(page.form, ExitForm)
    assert (page.form.date("exit_on"), page.form.code("reason")) == (MONDAY, "AB_NOUV")
    page.form.save()
    settle(page, qtbot)
    found = shown(db, page)
    assert (found.exit_type, found.exit_on, found.exit_reason) == ("abandonment", MONDAY, "AB_NOUV")


def test_it_is_proposed_while_the_alert_lasts_and_no_longer(db, page, room, qtbot) -> None:
    enrollment, followed = page.panel.person.current, page.panel._followed
    asked = []
    (link,) = no_news_link(enrollment, followed, lambda *what: asked.append(what))
    qtbot.addWidget(link)
    button = link.findChildren(type(page.panel.exit_button))[0]
    assert button.text() == "Sans nouvelle depuis 6 demi-journées…"
    button.click()
    assert asked == [(NO_NEWS_GESTURE, enrollment.id)]
    record(db, [MarkInput(room.enrollments[0], room.sessions[8], "P")])
    assert list(no_news_link(shown(db, page), followed, lambda *_what: None)) == []


@pytest.fixture
def job_form(monkeypatch):
    """What is asked after a save: the questions put, and which answer is given."""
    asked = []
    monkeypatch.setitem(
        FORMS, NEW_JOB, ("placement", lambda ctx, person, one: AbsenceContactForm(ctx, person, one))
    )
    monkeypatch.setattr(dialogs, "ask", lambda _parent, text, **_words: bool(asked.append(text) or True))
    return asked


def test_leaving_for_a_job_leads_to_the_form_of_the_job_once(db, page, room, qtbot, job_form) -> None:
    for _ in range(2):
        page.panel.asked.emit("exit", room.enrollments[0])
        page.form.date_field("exit_on").set_value(MONDAY)
        page.form.combo("reason").set_code("AB_EMPL")
        page.form.save()
        settle(page, qtbot)
        if page.form is not None:
            page.form.left.emit()
            settle(page, qtbot)
    assert job_form == [NOTE_JOB]


def test_leaving_for_a_job_opens_its_form(db, page, room, qtbot, job_form) -> None:
    page.panel.asked.emit("exit", room.enrollments[0])
    page.form.date_field("exit_on").set_value(MONDAY)
    page.form.combo("reason").set_code("AB_DIST")
    page.form.fields["other_AB_EMPL"].setChecked(True)
    page.form.save()
    settle(page, qtbot)
    assert page._beside.key[0] == NEW_JOB
    assert job_form == [NOTE_JOB]


def test_only_who_gives_up_has_other_reasons(db, page, room, qtbot) -> None:
    page.panel.asked.emit("exit", room.enrollments[0])
    form = page.form
    box = form.fields["other_AB_DIST"]
    box.setChecked(True)
    form.combo("exit_type").set_code("neutral")
    form.combo("exit_type").activated.emit(0)
    assert not box.isVisible()
    form.date_field("exit_on").set_value(MONDAY)
    form.combo("reason").set_code("NE_FM")
    form.save()
    settle(page, qtbot)
    assert (shown(db, page).exit_reason, shown(db, page).other_exit_reasons) == ("NE_FM", ())


def test_the_interview_and_what_came_next_are_kept(db, page, room, qtbot, monkeypatch) -> None:
    monkeypatch.setattr(dialogs, "ask", lambda *_words, **_more: False)
    page.panel.asked.emit("exit", room.enrollments[0])
    form = page.form
    form.date_field("exit_on").set_value(MONDAY)
    form.combo("reason").set_code("AB_EMPL")
    form.date_field("interviewed_on").set_value(TODAY)
    form.notes("interview_note").setPlainText("Contente de son poste")
    form.line("next_step").setText("Embauchée en CDI")
    assert form.job_to_note == room.enrollments[0]
    form.save()
    settle(page, qtbot)
    found = shown(db, page)
    assert (found.exit_interview_done, found.exit_interviewed_on) == (True, TODAY)
    assert (found.exit_interview_note, found.exit_next_step) == ("Contente de son poste", "Embauchée en CDI")


def test_an_interview_that_was_not_held_has_no_day(db, page, room, qtbot) -> None:
    page.panel.asked.emit("exit", room.enrollments[0])
    form = page.form
    form.date_field("exit_on").set_value(MONDAY)
    form.combo("reason").set_code("AB_NOUV")
    form.date_field("interviewed_on").set_value(TODAY)
    form.combo("interview_done").set_code("no")
    form.combo("interview_done").activated.emit(0)
    assert form.fields["interviewed_on"].isHidden()
    form.save()
    settle(page, qtbot)
    assert (shown(db, page).exit_interview_done, shown(db, page).exit_interviewed_on) == (False, None)
