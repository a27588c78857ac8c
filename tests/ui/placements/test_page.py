from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import select

from gen_desktop.models.calling import Call
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.attached_documents import papers
from gen_desktop.queries.follow_up_form import form_state
from gen_desktop.queries.placements import placements_of
from gen_desktop.services import follow_ups as services
from gen_desktop.services.contacts import ContactInput, note_answers, set_contacts
from gen_desktop.services.follow_ups import AttemptInput, SituationInput
from gen_desktop.services.parameters import set_parameter
from gen_desktop.services.placements import PlacementInput, record_placement
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.placements.page import PlacementsPage
from tests.ui.conftest import TODAY
from tests.ui.placements.conftest import EXIT, call

CTRL = Qt.KeyboardModifier.ControlModifier


def state(db, one):
    with db.read() as session:
        return form_state(session, one, TODAY)


def jobs_of(db, enrollment_id):
    """The spells of a person, the latest begun first."""
    with db.read() as session:
        return placements_of(session, session.get_one(Enrollment, enrollment_id).learner_id)


def press(*keys):
    """Press keys one after another, wherever the focus is."""
    for key in keys:
        widget = QApplication.focusWidget()
        assert widget is not None
        if isinstance(key, str):
            for letter in key:
                QTest.keyClick(widget, letter)
        elif isinstance(key, tuple):
            QTest.keyClick(widget, *key)
        else:
            QTest.keyClick(widget, key)


def settle(page):
    assert page.ctx.jobs.wait_all()
    QApplication.processEvents()


def click(page, text):
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible()]
    found.click()


def shown_name(page):
    return page.form.head.name


# The list


def test_it_opens_on_those_to_call_with_the_first_in_the_form(leavers, open_page, names):
    page = open_page()
    assert names(page) == ["Aubert", "Bakary", "Cordier", "Aubert", "Bakary", "Ben Salah", "Cordier"]
    chips = page.filters.views
    assert [chips[view].text() for view in chips] == [
        "À relancer · 7",
        "En retard · 3",
        "Répondu · 1",
        "Tous",
    ]
    assert shown_name(page) == "Aubert Inès"
    assert page.table.hasFocus()


def test_a_line_reads_as_the_caller_needs_it(leavers, db, open_page):
    services.record_attempt(db, AttemptInput(leavers[1], 6, dt.date(2026, 11, 20)))
    page = open_page()
    cells = [
        [page.model.index(row, at).data() for at in range(6)] for row in (0, 6)
    ]  # whoever was tried is lower
    assert cells[0][:4] == ["Aubert Inès", "TSSR 2026-1", "3 mois", "12/10 · retard"]
    assert cells[1][2:4] == ["6 mois", "12/01/2027"]
    assert [cell.replace("\u00a0", " ") for cell in cells[1][4:]] == ["06 39 98 01 01", "1 appel, 20/11"]


def test_every_number_and_a_refusal_are_in_sight(leavers, db, open_page):
    with db.read() as session:
        person = session.scalar(select(Enrollment.learner_id).where(Enrollment.id == leavers[0]))
    set_contacts(
        db, person, [ContactInput("+33639980199", "mère"), ContactInput("e@exemple.fr", "éducateur")]
    )
    note_answers(db, person, {"follow_up": False}, TODAY, "phone", TODAY)
    page = open_page()
    last = page.model.rowCount() - 1
    assert page.table.select_id(page.model.id_at(last))  # whoever refuses calls comes last
    head = page.form.head
    assert head.refusal.text == "ne souhaite pas être recontacté"
    assert head.others.text().replace("\u00a0", " ") == "06 39 98 01 99 (mère) · e@exemple.fr (éducateur)"
    row, other = page.model.row_at(last), page.model.row_at(0)
    columns = {one.key: one for one in page.model.columns}
    assert columns["name"].mark(row) == ("pas de rappel", "attention")
    assert columns["name"].mark(other) is None
    assert columns["phone"].tooltip(row).splitlines()[0] == "Ne souhaite pas être recontacté"
    assert "(mère)" in columns["phone"].tooltip(row)
    note_answers(db, person, {"follow_up": True}, TODAY, "phone", TODAY)
    page.reload()
    settle(page)
    assert page.model.row_at(0).refuses_calls is False


def test_filters_narrow_the_list_together(leavers, open_page, names, qtbot):
    page = open_page()
    page.filters.views["late"].click()
    settle(page)
    assert names(page) == ["Aubert", "Bakary", "Cordier"]
    page.filters.views["all"].click()
    page.filters.horizons.menu().actions()[1].trigger()
    settle(page)
    assert names(page) == ["Aubert", "Bakary", "Ben Salah", "Cordier"]
    press((Qt.Key.Key_F, CTRL), "0102")
    qtbot.waitUntil(lambda: names(page) == ["Ben Salah"])
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 4)


def test_the_views_show_the_columns_that_matter(leavers, open_page):
    page = open_page()

    def hidden():
        return [page.model.columns[at].key for at in range(7) if page.table.isColumnHidden(at)]

    assert hidden() == ["situation"]
    page.filters.views["all"].click()
    settle(page)
    assert hidden() == ["phone"]
    page.filters.views["answered"].click()
    settle(page)
    assert hidden() == ["phone", "attempts"]
    assert page.model.index(0, 6).data() == "CDI"


def test_a_header_sorts(page, names):
    page.table.horizontalHeader().sectionClicked.emit(0)
    page.table.horizontalHeader().sectionClicked.emit(0)
    settle(page)
    assert names(page) == ["Cordier", "Ben Salah", "Bakary", "Aubert"]


def test_the_home_page_points_at_a_horizon(page, names):
    assert names(page) == ["Aubert", "Bakary", "Ben Salah", "Cordier"]
    assert page.filters.horizons.text() == "À 6 mois ▾"


def test_a_recorded_situation_opens_where_it_lives(page, db, leavers):
    change = services.record_situation(db, SituationInput(leavers[3], 6, TODAY, situation="RECH"))
    page.open_record("follow_up", change.created_id)
    settle(page)
    assert shown_name(page) == "Cordier Théo"
    assert page.form.situation.code() == "searching"
    page.open_record("follow_up", 12)
    settle(page)
    assert shown_name(page) == "Cordier Théo"


def test_a_situation_at_the_exit_is_in_no_list_but_opens(page, db, leavers):
    change = services.record_situation(db, SituationInput(leavers[0], 0, EXIT, situation="RECH"))
    page.open_record("follow_up", change.created_id)
    settle(page)
    assert shown_name(page) == "Aubert Inès"
    assert page.form.state.call.horizon == 0


def test_the_badge_counts_the_calls_that_wait(page, ctx):
    assert PlacementsPage.badge_count(ctx) == 7


def test_rates_say_n_and_N_and_open_the_people(leavers, open_page, db):
    page = open_page()
    settle(page)
    page.filters.horizons.menu().actions()[1].trigger()
    settle(page)
    (text,) = page.counters.lines()
    assert (
        text.replace("\u00a0", " ").replace("\u202f", " ")
        == "À 3 mois | 4 | 1 | 0 | 3 | 100,0 % (1 sur 1) | 25,0 % | 100,0 %"
    )
    asked = []
    page.go_requested.connect(lambda page_id, target: asked.append((page_id, target)))
    page.counters.figures[3, "known"].click()
    settle(page)
    with db.read() as session:
        learner_id = session.scalar(select(Enrollment.learner_id).where(Enrollment.id == leavers[2]))
    assert asked == [("learners", (learner_id,))]


def test_nobody_due_is_no_rate(page):
    settle(page)
    assert page.counters.lines() == ["À 6 mois | 0 | 0 | 0 | 0 | – | – | –"]
    assert not page.counters.figures[6, "due"].isEnabled()


def test_every_horizon_somebody_has_reached_has_its_line_even_the_exit(leavers, open_page, db):
    set_parameter(db, "follow_up_horizons", "0|3|6")
    page = open_page()
    settle(page)
    assert [line.split(" | ")[:3] for line in page.counters.lines()] == [
        ["À la sortie", "4", "0"],
        ["À 3 mois", "4", "1"],
    ]
    offered = [one.text() for one in page.filters.horizons.menu().actions()]
    assert offered == ["Toutes les échéances", "À la sortie", "À 3 mois", "À 6 mois"]


def test_every_control_has_a_name(page, nameless):
    page.form.situation.answers.findChildren(QPushButton)[0].click()
    assert nameless(page) == []


# Empty


def test_a_file_without_leavers_says_what_the_page_is_for(open_page):
    page = open_page()
    asked = []
    page.go_requested.connect(lambda page_id, _target: asked.append(page_id))
    click(page, "Voir les apprenants")
    assert asked == ["learners"]
    assert page.form.state is None


def test_filters_that_leave_nobody_can_be_taken_off(page, names):
    page.filters.horizons.menu().actions()[-1].trigger()
    settle(page)
    assert names(page) == []
    assert page.form.state is None
    click(page, "Tout afficher")
    settle(page)
    assert len(names(page)) == 7


def test_when_everybody_was_called(page, db, leavers, names):
    for at in range(4):
        for horizon in (3, 6):
            services.record_situation(db, SituationInput(leavers[at], horizon, TODAY, situation="RECH"))
    page.filters.clear()
    settle(page)
    assert names(page) == []
    click(page, "Voir toutes les échéances")
    settle(page)
    assert len(names(page)) == 8


# The call


def test_a_whole_call_by_keyboard(page, db, leavers, names):
    """Enter, « En emploi », CDD of 8 months, the employer, and on to the next."""
    press(Qt.Key.Key_Return)
    assert page.form.result.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Tab)
    assert page.form.situation.isAncestorOf(QApplication.focusWidget())
    press(Qt.Key.Key_Space)
    press("cdd", Qt.Key.Key_Tab, "8", Qt.Key.Key_Tab, "150726", Qt.Key.Key_Tab, Qt.Key.Key_Tab, "t")
    assert page.form.counted.text() == "emploi durable"
    press(Qt.Key.Key_Tab, "Datacampus", Qt.Key.Key_Tab, "Nevers", (Qt.Key.Key_Return, CTRL))
    told = state(db, call(leavers, 0))
    assert told.known.situation == "EMP_CDD6"
    spell = told.own_spell
    assert (spell.contract_type, spell.contract_months, spell.starts_on) == ("CDD", 8, dt.date(2026, 7, 15))
    assert (spell.working_time, spell.employer, spell.employer_city) == ("full", "Datacampus", "Nevers")
    assert [attempt.outcome for attempt in told.attempts] == ["reached"]
    settle(page)
    assert names(page) == ["Bakary", "Ben Salah", "Cordier"]
    assert shown_name(page) == "Bakary Moussa"
    assert page.form.result.isAncestorOf(QApplication.focusWidget())


def test_tab_goes_down_the_form_in_its_order(page):
    press(Qt.Key.Key_Return)
    page.form.situation.set_code("job")
    page.form.situation.answered.emit("job")
    page.form.take_focus()
    fields = page.form.spells["job"].fields | page.form.common.fields
    names = {field: name for name, field in fields.items()}
    seen = []
    press(Qt.Key.Key_Tab)
    for _ in range(20):
        press(Qt.Key.Key_Tab)
        seen.append(names.get(QApplication.focusWidget(), "save"))
        if QApplication.focusWidget() is page.form.save_button:
            break
    hidden = {"contract_months", "next_on", "next_at", "number"}  # nothing calls for them here
    wanted = [name for name in names.values() if name not in hidden]
    assert seen == [*wanted, "save"]


def test_one_key_for_no_answer(page, db, leavers, names):
    press(Qt.Key.Key_F8)
    assert shown_name(page) == "Bakary Moussa"
    settle(page)
    assert names(page) == ["Bakary", "Ben Salah", "Cordier", "Aubert"]  # not twice the same day
    (attempt,) = state(db, call(leavers, 0)).attempts
    assert (attempt.outcome, attempt.contact_mode, attempt.made_on) == ("no_answer", "phone", TODAY)
    press(Qt.Key.Key_F8, Qt.Key.Key_F8, Qt.Key.Key_F8)
    assert shown_name(page) == "Aubert Inès"  # after the last, the first


def test_no_answer_keeps_what_was_typed_before_the_line_went_dead(page, leavers, db):
    page.form.situation.answers.findChildren(QPushButton)[0].click()
    page.form.spells["job"].line("employer").setText("Datacampus")
    press(Qt.Key.Key_F8)
    settle(page)
    assert len(state(db, call(leavers, 0)).attempts) == 1
    assert page.unfinished() == ["Appel de Aubert Inès, 6 mois"]
    page.table.select_id(call(leavers, 0).id)
    assert page.form.spells["job"].line("employer").text() == "Datacampus"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("wrong_number", "wrong_number"), ("message_left", "message_left"), ("no_answer", "no_answer")],
)
def test_an_attempt_that_reached_nobody(page, db, leavers, answer, outcome):
    page.form.result.set_code(answer)
    page.form.result.answered.emit(answer)
    assert not page.form.situation.isVisible()
    assert page.form.counted.text() == "sans réponse à ce jour"
    page.form.common.combo("contact_mode").set_code("sms")
    page.form.common.fields["comment"].setPlainText("rappeler le soir")
    page.form.save()
    (attempt,) = state(db, call(leavers, 0)).attempts
    assert (attempt.outcome, attempt.contact_mode, attempt.note) == (outcome, "sms", "rappeler le soir")
    assert state(db, call(leavers, 0)).known is None


def test_somebody_reached_may_ask_to_be_called_again(page, db, leavers):
    page.form.situation.set_code("call_back")
    page.form.save()
    told = state(db, call(leavers, 0))
    assert [attempt.outcome for attempt in told.attempts] == ["reached"]
    assert told.known is None


def test_a_refusal_is_a_situation(page, db, leavers):
    page.form.result.set_code("refused")
    page.form.save()
    assert state(db, call(leavers, 0)).known.situation == "REF"


def test_unreachable_only_after_the_attempts_of_the_parameters(page, db, leavers, ctx):
    button = page.form.result.answers._buttons["unreachable"]
    assert not button.isEnabled()
    page.form.result.set_code("no_answer")
    page.form.result.answered.emit("no_answer")
    assert page.form.too_soon.text() == (
        "Une personne est déclarée injoignable après 3 tentatives\u00a0: il y en a 0."
    )
    for day in (18, 19, 20):
        ctx.changes.publish(services.record_attempt(db, AttemptInput(leavers[0], 6, dt.date(2026, 11, day))))
    settle(page)
    assert button.isEnabled()
    button.click()
    assert page.form.counted.text() == "sans réponse"
    page.form.save()
    told = state(db, call(leavers, 0))
    assert told.known.situation == "INJ"
    assert len(told.attempts) == 3


def test_the_job_of_before_is_one_key_and_is_confirmed(page, db, leavers):
    page.table.select_id(call(leavers, 2).id)
    assert page.form.same_button.isVisible()
    assert page.form.same_button.accessibleName() == "Toujours en CDI chez Datacampus\u202f?"
    press(Qt.Key.Key_F9)
    assert page.form.counted.text() == "emploi durable"
    press((Qt.Key.Key_Return, CTRL))
    told = state(db, call(leavers, 2))
    assert told.known.situation == "EMP_CDI"
    assert (told.own_spell.employer, told.own_spell.employer_city) == ("Datacampus", "Nevers")
    assert told.own_spell.title == "Administratrice"
    (kept,) = jobs_of(db, leavers[2])
    assert kept.confirmed_on == TODAY, "one job that goes on, not two"
    undo_last(db)
    assert jobs_of(db, leavers[2])[0].confirmed_on is None


def test_what_is_corrected_in_the_job_of_before_is_another_job(page, db, leavers):
    page.table.select_id(call(leavers, 2).id)
    page.form.same_job()
    page.form.spells["job"].line("title").setText("Cheffe de projet")
    page.form.save()
    told = [(one.title, one.confirmed_on) for one in jobs_of(db, leavers[2])]
    assert told == [("Cheffe de projet", None), ("Administratrice", None)]


def test_a_confirmation_waits_and_is_corrected_like_anything_typed(page, db, leavers):
    page.table.select_id(call(leavers, 2).id)
    page.form.same_job()
    page.table.select_id(call(leavers, 0).id)
    page.table.select_id(call(leavers, 2).id)
    page.form.save()
    page.filters.show_view("all")
    settle(page)
    page.table.select_id(call(leavers, 2).id)
    assert page.form.spells["job"].line("employer").text() == "Datacampus"
    page.form.common.combo("proof").set_code("contract")
    page.form.save()
    told = state(db, call(leavers, 2))
    assert (told.known.situation, told.known.proof) == ("EMP_CDI", "contract")
    assert len(jobs_of(db, leavers[2])) == 1


def test_what_a_dated_fact_tells_is_proposed_with_its_source(page, db, leavers):
    job = PlacementInput(
        "job", dt.date(2026, 11, 20), dt.date(2026, 7, 1), contract_type="CDI", employer="Mairie d’Autun",
        proof="contract",
    )  # fmt: skip
    record_placement(db, leavers[0], job)
    page.filters.show_view("all", 6)
    settle(page)
    page.table.select_id(call(leavers, 1).id)
    page.table.select_id(call(leavers, 0).id)
    assert page.form.known.isVisible()
    assert not page.form.clear_button.isVisible(), "nobody answered: nothing to take away"
    assert [one.text() for one in page.form.known.findChildren(QLabel)] == [
        "CDI chez Mairie d’Autun depuis le 01/07/2026",
        "Connu par un fait daté, su le 20/11/2026, preuve\u00a0: contrat de travail. "
        "Compté sans appel\u00a0; confirmez-le, ou répondez autrement.",
    ]
    press(Qt.Key.Key_F9, (Qt.Key.Key_Return, CTRL))
    assert state(db, call(leavers, 0)).known.situation == "EMP_CDI"
    assert [one.confirmed_on for one in jobs_of(db, leavers[0])] == [TODAY]


def test_a_training_that_goes_on_is_one_key_too(page, db, leavers):
    course = PlacementInput("training", dt.date(2026, 11, 20), dt.date(2026, 9, 1), title="CDA")
    record_placement(db, leavers[0], course)
    page.filters.show_view("all", 6)
    settle(page)
    page.table.select_id(call(leavers, 1).id)
    page.table.select_id(call(leavers, 0).id)
    assert page.form.same_button.accessibleName() == "Toujours en formation CDA\u202f?"
    page.form.same_job()
    page.form.save()
    assert state(db, call(leavers, 0)).known.situation == "FORM_Q"
    assert [one.confirmed_on for one in jobs_of(db, leavers[0])] == [TODAY]


def test_a_proof_is_attached_during_the_call(page, db, leavers, answers, tmp_path):
    contract = tmp_path / "Contrat de travail.pdf"
    contract.write_bytes(b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    press("j")
    combo = page.form.common.combo("attached_document_id")
    assert not combo.isVisible(), "a paper proves a job, and none is told yet"
    press("e")
    assert combo.isVisible()
    answers.path(contract)
    combo.setCurrentIndex(combo.count() - 1)
    combo.activated.emit(combo.count() - 1)
    settle(page)
    settle(page)
    assert combo.currentText() == "Contrat de travail"
    assert page.form.situation.code() == "job", "what was typed stays"
    page.form.save()
    (job,) = jobs_of(db, leavers[0])
    assert job.proof_title == "Contrat de travail"
    undo_last(db)
    undo_last(db)
    with db.read() as session:
        learner_id = session.get_one(Enrollment, leavers[0]).learner_id
        assert papers(session, learner_id) == ()


def test_a_file_that_is_no_paper_is_refused_in_the_call(page, answers, tmp_path):
    program = tmp_path / "contrat.exe"
    program.write_bytes(b"MZ")
    press("e")
    answers.path(program)
    answers.click("Fermer")
    page.form.common.combo("attached_document_id").chosen.emit("attach")
    settle(page)
    assert page.form.common.paper_id() is None


def test_a_job_noted_on_the_page_of_the_person_may_go_on(page, db, leavers):
    job = PlacementInput(
        "job", dt.date(2026, 7, 2), dt.date(2026, 7, 1), contract_type="CDI", employer="Mairie d’Autun"
    )
    record_placement(db, leavers[0], job)
    page.table.select_id(call(leavers, 1).id)
    page.table.select_id(call(leavers, 0).id)
    assert page.form.same_button.accessibleName() == "Toujours en CDI chez Mairie d’Autun\u202f?"
    page.form.same_job()
    page.form.save()
    assert state(db, call(leavers, 0)).known.situation == "EMP_CDI"
    assert [one.confirmed_on for one in jobs_of(db, leavers[0])] == [TODAY]


def test_a_contract_that_has_ended_is_not_told_again(page, db, leavers):
    ended = SituationInput(
        leavers[3], 3, dt.date(2026, 8, 28), contract_type="CDD",
        starts_on=dt.date(2026, 7, 1), ends_on=dt.date(2026, 9, 30),
    )  # fmt: skip
    services.record_situation(db, ended)
    page.table.select_id(call(leavers, 3).id)
    page.form.same_job()
    assert page.form.spells["job"].contract() == "CDD"
    assert page.form.spells["job"].day("ends_on").value() is None
    assert page.form.counted.text() == "emploi, durée à préciser"


@pytest.mark.parametrize(
    ("answer", "fields", "situation", "kind"),
    [
        ("training", {"title": "CDA", "employer": "Simplon"}, "FORM_Q", "training"),
        ("creation", {"title": "Dépannage", "siren": "999000003"}, "CREA", "creation"),
        ("searching", {}, "RECH", None),
    ],
)
def test_the_fields_follow_the_situation(page, db, leavers, answer, fields, situation, kind):
    page.form.situation.set_code(answer)
    page.form.situation.answered.emit(answer)
    assert [one for one, rows in page.form.spells.items() if rows.isVisible()] == ([kind] if kind else [])
    for name, text in fields.items():
        page.form.spells[kind].line(name).setText(text)
    page.form.save()
    told = state(db, call(leavers, 0))
    assert told.known.situation == situation
    assert (told.own_spell.kind if told.own_spell else None) == kind
    assert all(getattr(told.own_spell, name) == text for name, text in fields.items())


def test_another_situation_is_chosen_in_a_list(page, db, leavers):
    page.form.situation.set_code("other")
    page.form.situation.answered.emit("other")
    page.form.save()
    assert page.form.other.error("other") == "Choisissez la situation."
    page.form.other.combo("other").set_code("SC")
    page.form.save()
    assert state(db, call(leavers, 0)).known.situation == "SC"


# What is wrong


def test_a_call_without_a_situation_asks_for_it(page, db, leavers):
    press((Qt.Key.Key_Return, CTRL))
    assert page.form.situation.error() == "Choisissez la situation, ou «\u00a0À rappeler\u00a0»."
    assert page.form.situation.isAncestorOf(QApplication.focusWidget())
    assert state(db, call(leavers, 0)).attempts == ()
    press(Qt.Key.Key_Space)
    assert page.form.situation.error() == ""


def test_each_error_is_under_its_field(page, db, leavers):
    page.form.situation.set_code("job")
    page.form.situation.answered.emit("job")
    job = page.form.spells["job"]
    job.combo("contract_type").set_code("CDD")
    job.changed.emit()
    job.line("contract_months").setText("beaucoup")
    job.line("salary").setText("rien")
    page.form.save()
    assert "n’est pas un nombre" in job.error("contract_months")
    assert "n’est pas un nombre" in job.error("salary")
    assert job.line("contract_months").hasFocus()
    job.line("contract_months").setText("8")
    job.line("salary").setText("24 800 €")
    job.line("rome_code").setText("informatique")
    job.day("starts_on").set_value(dt.date(2026, 9, 1))
    job.day("ends_on").set_value(dt.date(2026, 8, 1))
    page.form.save()
    assert "avant le début" in job.error("ends_on")
    assert "code ROME" in job.error("rome_code")
    assert state(db, call(leavers, 0)).known is None


def test_too_early_is_said_under_the_day(page, db, leavers):
    page.form.situation.set_code("searching")
    page.form.common.day("recorded_on").set_value(dt.date(2026, 11, 1))
    page.form.save()
    assert "trop tôt" in page.form.common.error("recorded_on")
    page.form.result.set_code("no_answer")
    page.form.common.day("recorded_on").set_value(dt.date(2026, 5, 1))
    page.form.save()
    assert "avant la sortie" in page.form.common.error("recorded_on")


def test_somebody_taken_away_meanwhile_is_said(page, db, leavers, answers, ctx):
    services.record_situation(db, SituationInput(leavers[0], 6, TODAY, situation="RECH"))
    page.reload()
    settle(page)
    page.open_record("follow_up", services.record_situation(
        db, SituationInput(leavers[0], 6, TODAY, situation="INACT")).created_id)  # fmt: skip
    settle(page)
    services.clear_situation(db, leavers[0], 6)  # another window
    answers.click("Fermer")
    page.form.clear_button.click()
    assert "Aucune situation n’est enregistrée" in answers.shown[0]


# What is typed, what is recorded


def test_what_is_typed_waits_for_its_person(page, leavers):
    page.form.situation.answers.findChildren(QPushButton)[0].click()
    page.form.spells["job"].day("starts_on").setText("en juillet")
    page.table.select_id(call(leavers, 1).id)
    assert page.form.situation.code() is None
    assert page.form.spells["job"].day("starts_on").text() == ""
    page.form.common.fields["comment"].setPlainText("occupé")
    assert sorted(page.unfinished()) == ["Appel de Aubert Inès, 6 mois", "Appel de Bakary Moussa, 6 mois"]
    page.table.select_id(call(leavers, 0).id)
    assert page.form.situation.code() == "job"
    assert page.form.spells["job"].isVisible()
    assert page.form.spells["job"].day("starts_on").text() == "en juillet"


def test_reloading_takes_nothing_away(page, leavers, db, ctx):
    page.form.situation.answers.findChildren(QPushButton)[3].click()
    ctx.changes.publish(services.record_attempt(db, AttemptInput(leavers[0], 6, dt.date(2026, 11, 20))))
    settle(page)
    assert page.form.situation.code() == "searching"
    assert "20/11" in page.form.head.attempts.text()


def test_what_is_saved_is_typed_no_more(page, leavers):
    page.form.situation.answers.findChildren(QPushButton)[3].click()
    assert page.unfinished() != []
    page.form.save()
    assert page.unfinished() == []


def test_what_is_recorded_can_be_corrected_and_taken_away(page, db, leavers, ctx):
    page.filters.show_view("answered", 3)
    settle(page)
    assert shown_name(page) == "Ben Salah Yasmine"
    assert page.form.situation.code() == "job"
    assert page.form.spells["job"].line("employer_city").text() == "Nevers"
    assert not page.form.is_touched()
    page.form.spells["job"].line("employer").setText("Mairie d’Autun")
    page.form.save()
    told = state(db, call(leavers, 2, 3))
    assert told.own_spell.employer == "Mairie d’Autun"
    assert len(told.attempts) == 1  # a correction is no other call
    settle(page)
    page.form.clear_button.click()
    assert state(db, call(leavers, 2, 3)).known is None


def test_a_job_known_without_its_contract_stays_what_it_is(page, db, leavers):
    services.record_situation(
        db, SituationInput(leavers[0], 6, TODAY, situation="EMP_CDD6", is_target_occupation=True)
    )
    page.filters.show_view("answered", 6)
    settle(page)
    page.form.common.fields["comment"].setPlainText("confirmé")
    page.form.save()
    known = state(db, call(leavers, 0)).known
    assert (known.situation, known.is_target_occupation, known.comment) == ("EMP_CDD6", True, "confirmé")


def test_a_gesture_is_taken_back_by_its_name(page, db, leavers, ctx, names):
    told = []
    ctx.changes.changed.connect(lambda change: told.append(change.name))
    page.form.situation.set_code("searching")
    page.form.save()
    assert told == ["Insertion à 6 mois\u00a0: Aubert Inès, En recherche d’emploi"]
    settle(page)
    assert names(page) == ["Bakary", "Ben Salah", "Cordier"]
    ctx.changes.publish(undo_last(db))
    settle(page)
    assert names(page) == ["Aubert", "Bakary", "Ben Salah", "Cordier"]


def test_a_known_employer_brings_its_town(page):
    page.form.situation.answers.findChildren(QPushButton)[0].click()
    field = page.form.spells["job"].line("employer")
    field.setFocus()
    press("datac")
    assert field.offered() == ["Datacampus, Nevers"]
    press(Qt.Key.Key_Down, Qt.Key.Key_Tab)
    assert field.text() == "Datacampus"
    assert page.form.spells["job"].line("employer_city").text() == "Nevers"


def test_escape_goes_back_to_the_list(page):
    press(Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_the_person_behind_the_call_is_one_click_away(page, db, leavers):
    asked = []
    page.open_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    page.form.head.person_asked.emit()
    with db.read() as session:
        learner_id = session.scalar(select(Enrollment.learner_id).where(Enrollment.id == leavers[0]))
    assert asked == [("learner", learner_id)]


# Out


def test_the_list_shown_is_written(page, answers, tmp_path, qtbot):
    answers.path(tmp_path / "liste.xlsx")
    with qtbot.waitSignal(page.told) as heard:
        page.header_actions()[-1].run()
    assert heard.args[0] == "Liste d’appels enregistrée\u00a0: 4 lignes dans liste.xlsx"
    assert (tmp_path / "liste.xlsx").stat().st_size > 0
    answers.path(tmp_path / "sans extension")
    with qtbot.waitSignal(page.told):
        page.export()
    assert (tmp_path / "sans extension.xlsx").exists()
    answers.path(None)
    page.export()


def test_sheets_are_printed_of_the_lines_selected_or_of_all(page, answers, tmp_path, qtbot, db):
    answers.path(tmp_path / "fiches.pdf")
    with qtbot.waitSignal(page.told) as heard:
        page.header_actions()[2].menu[0].run()
    assert heard.args[0] == "4 fiches d’appel\u00a0: fiches.pdf est enregistré"
    assert (tmp_path / "fiches.pdf").read_bytes().startswith(b"%PDF")
    page.table.select_id(page.model.ids[0])
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    answers.path(tmp_path / "deux.pdf")
    with qtbot.waitSignal(page.told) as heard:
        page.header_actions()[2].menu[0].run()
    assert heard.args[0].startswith("2 fiches d’appel")
    with db.read() as session:
        found = session.execute(select(NominativeExport.kind, NominativeExport.people)).all()
    assert [tuple(row) for row in found] == [("call_sheets", 4), ("call_sheets", 2)]


def test_a_list_that_cannot_be_written_is_said(page, answers, tmp_path):
    answers.path(tmp_path / "nulle part" / "liste.csv")
    answers.click("Fermer")
    page.export()
    settle(page)
    assert "ne peut pas être écrite" in answers.shown[0]


def test_an_attempt_noted_by_mistake_is_deleted_and_the_call_told(page, leavers, db, qtbot, answers):
    noted = AttemptInput(leavers[0], 6, dt.date(2026, 11, 20), outcome="no_answer")
    page.ctx.changes.publish(services.record_attempt(db, noted))
    assert page.ctx.jobs.wait_all()
    menu = page.form.head.menu
    assert [one.text() for one in menu.actions()] == [
        "Historique de l’inscription",
        "Supprimer le contact du 20/11/2026…",
        "Copier le message…",
    ]
    with qtbot.waitSignal(page.go_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == ["history", ("enrollment", leavers[0], "Aubert Inès en TSSR 2026-1")]
    answers.click("Supprimer")
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: page.form.state is not None and page.form.state.attempts == ())


def test_the_history_of_a_situation_is_in_the_menu(page, leavers, qtbot):
    page.show_target(3)
    page.filters.show_view("all", 3)
    assert page.ctx.jobs.wait_all()
    page.table.select_id(next(one for one in page.model.ids if Call.of(one) == Call(leavers[2], 3)))
    with qtbot.waitSignal(page.go_requested) as asked:
        page.form.head.menu.actions()[0].trigger()
    assert asked.args[1][::2] == ("follow_up", "Ben Salah Yasmine, 3 mois")


# Reaching the person


def test_a_wrong_number_is_struck_and_the_next_one_dialled(leavers, db, open_page):
    with db.read() as session:
        person = session.scalar(select(Enrollment.learner_id).where(Enrollment.id == leavers[0]))
    set_contacts(db, person, [ContactInput("+33639980199", "mère")])
    page = open_page()
    page.show_target(6)
    settle(page)
    assert page.form.common.fields["number"].isVisible()
    press("f", (Qt.Key.Key_Return, CTRL))
    settle(page)
    (attempt,) = state(db, call(leavers, 0)).attempts
    assert (attempt.outcome, attempt.number) == ("wrong_number", "+33639980100")
    assert page.table.select_id(call(leavers, 0).id)
    assert page.form.head.phone.text().replace("\u00a0", " ") == "06 39 98 01 99 (mère)"
    assert "faux numéro" in page.form.head.others.text()


def test_a_relay_is_dialled_last_and_said_so(leavers, db, open_page):
    with db.read() as session:
        person = session.get_one(Enrollment, leavers[0]).learner_id
    set_contacts(db, person, [ContactInput("+33639980199", "mère", is_relay=True)])
    page = open_page()
    page.show_target(6)
    settle(page)
    head, columns = page.form.head, {one.key: one for one in page.model.columns}
    assert "(mère, relais)" in head.others.text()
    assert columns["phone"].tone(page.model.row_at(0)) == ""
    wrong = AttemptInput(leavers[0], 6, dt.date(2026, 11, 20), "phone", "wrong_number", number="+33639980100")
    services.record_attempt(db, wrong)
    page.reload()
    settle(page)
    page.table.select_id(call(leavers, 0).id)
    assert head.phone.text().replace("\u00a0", " ") == "06 39 98 01 99 (mère, relais)"
    row = page.model.row_at(page.model.position_of(call(leavers, 0).id))
    assert columns["phone"].tone(row) == "secondary"
    assert "relais" in columns["phone"].tooltip(row)


def test_a_promise_to_call_back_is_kept_and_said(page, db, leavers):
    press("l")
    assert QApplication.focusWidget() is page.form.common.fields["next_on"]
    press("301126", Qt.Key.Key_Tab, "17h30", (Qt.Key.Key_Return, CTRL))
    settle(page)
    (attempt,) = state(db, call(leavers, 0)).attempts
    assert (attempt.outcome, attempt.next_on, attempt.next_at) == (
        *("reached", dt.date(2026, 11, 30)),
        dt.time(17, 30),
    )
    assert page.table.select_id(call(leavers, 0).id)
    said = page.form.head.advice.text().replace("\u00a0", " ").replace("\u202f", " ")
    assert said == "Rappel demandé le 30/11 à 17 h 30."


def test_the_answer_says_how_others_will_count_it(page):
    press("e")
    assert "sortie positive" in page.form.definitions.text()
    assert "métier à préciser" in page.form.definitions.text()
    page.form.spells["job"].combo("is_target_occupation").set_code("yes")
    page.form.spells["job"].changed.emit()
    assert page.form.definitions.text().endswith("métier visé")
