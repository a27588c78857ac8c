"""The page of applications on a real file: from the name typed to the waiting list, by keys."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.changes import PROGRAM, Author, AuthorKind
from gen_desktop.models.application import Step
from gen_desktop.queries.application_places import waiting_list
from gen_desktop.services.applications import VerdictInput, decide
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.intake.known_list import HINT
from gen_desktop.ui.intake.step_forms import InterviewForm, PositioningForm, VerdictForm
from tests.ui.intake.conftest import APPLIED, DOWN, ENTER, NAMES, TAB, TODAY, get, people

SECONDS_A_KEY = 0.2
KEYS_ALLOWED = 30 / SECONDS_A_KEY


def listed(page):
    return [page.model.row_at(at).last_name for at in range(page.model.rowCount())]


def choose(page, *ids):
    page.table.select_id(ids[0])
    for one in ids[1:]:
        index = page.model.index(page.model.position_of(one), 0)
        flags = page.table.selectionModel().SelectionFlag
        page.table.selectionModel().select(index, flags.Select | flags.Rows)


def form(page, kind):
    shown = page._side.currentWidget()
    assert isinstance(shown, kind)
    return shown


def waiting(db, cohort):
    with db.read() as session:
        return waiting_list(session, cohort, TODAY)


def test_the_cohort_its_places_and_its_candidates_are_read_at_once(page):
    assert listed(page) == ["Aubert", "Bakary", "Cordier", "Da Silva"]
    assert page.subtitle() == "2 places, 2 libres"
    assert page.filters.stages["received"].text() == "Reçue · 4"
    assert not page.filters.stages["no_show"].isVisible()
    assert page.panel._title.full_text() == "Aubert Inès"


def test_an_application_is_typed_in_few_keys(page, db, type_text):
    """Name, Tab, first name, Enter: under thirty seconds at five keys a second, with everything filled in."""
    keys = 1
    page.header_actions()[-1].run()
    typed = ("Lefèvre", "Julie", "120394", "0639980142")
    for text in typed:
        type_text(page.window().focusWidget(), text)
        keys += len(text)
        if text is not typed[-1]:
            QTest.keyClick(page.window().focusWidget(), TAB)
            keys += 1
    QTest.keyClick(page.window().focusWidget(), TAB)
    for key in (DOWN, DOWN, DOWN, ENTER):
        QTest.keyClick(page.window().focusWidget(), key)
    keys += 5
    assert keys < KEYS_ALLOWED / 3, keys
    assert people(db)[-1] == ("Lefèvre", "Julie")
    assert "Lefèvre" in listed(page)
    row = next(one for one in page._found.values() if one.last_name == "Lefèvre")
    assert (row.birth_date, row.phone, row.prescriber) == (dt.date(1994, 3, 12), "+33639980142", "FT")
    assert (row.applied_on, row.stage) == (TODAY, "received")
    assert page.quick.last_name.hasFocus()
    assert page.quick.last_name.text() == page.quick.phone.text() == ""
    assert page.quick.touched() == {}


def test_the_next_one_follows_at_once(page, db, type_text, press):
    page.start_new()
    for last, first in (("Petit", "Samuel"), ("Rousseau", "Amandine")):
        type_text(page.window().focusWidget(), last)
        press(page, TAB)
        type_text(page.window().focusWidget(), first)
        press(page, ENTER)
    assert people(db)[-2:] == [("Petit", "Samuel"), ("Rousseau", "Amandine")]
    press(page, Qt.Key.Key_Escape)
    assert page.table.hasFocus()


def test_somebody_known_is_offered_and_never_taken_by_itself(page, db, qtbot, type_text, press):
    with db.write("Une autre cohorte") as session:
        from tests.factories import make_cohort

        other = make_cohort(session, "TSSR 2027-2", planned_start=dt.date(2027, 2, 1)).id
    page.reload()
    page.filters.show_cohort(other)
    page.start_new()
    type_text(page.window().focusWidget(), "da sylva")
    press(page, TAB)
    type_text(page.window().focusWidget(), "lea")
    qtbot.waitUntil(page.quick.known_list.isVisible)
    assert page.quick.known_list.list.item(0).text() == "Da Silva Léa (CDA 2027-1)"
    assert "depuis le nom ou le prénom" in HINT
    press(page, DOWN, ENTER)
    assert page.quick.last_name.text() == "Da Silva Léa"
    assert page.quick.prescriber.hasFocus()
    press(page, ENTER)
    assert listed(page) == ["Da Silva"]
    assert len(people(db)) == len(NAMES)
    page.start_new()
    assert not page.quick.last_name.isReadOnly()


def test_a_second_record_of_one_name_is_asked_about_once(page, db, press):
    page.start_new()
    page.quick.last_name.setText("aubert")
    page.quick.first_name.setText("Ines")
    page.quick.take_focus()
    press(page, ENTER)
    assert len(people(db)) == len(NAMES)
    assert page.quick.notice.isVisible()
    assert page.quick.known_list.isVisible()
    press(page, ENTER)
    assert people(db)[-1] == ("aubert", "Ines")


def test_what_cannot_be_is_said_under_its_field(page, db, type_text, press):
    page.start_new()
    type_text(page.window().focusWidget(), "Petit")
    press(page, ENTER)
    assert page.quick.rows.error("first_name") == "Donnez le prénom."
    assert page.quick.first_name.hasFocus()
    assert len(people(db)) == len(NAMES)


def test_a_positioning_by_one_key_a_line(page, db, four, press):
    page.table.setFocus()
    press(page, Qt.Key.Key_P)
    positioning = form(page, PositioningForm)
    press(page, Qt.Key.Key_A, Qt.Key.Key_E)
    assert list(positioning.levels.levels().values()) == ["held", "partial"]
    assert positioning.save_button.hasFocus()
    press(page, ENTER)
    assert get(db, four[0]).positioned_on == TODAY
    assert page._found[four[0]].stage == "positioned"
    assert page.panel.offered()[0] is Step.INTERVIEW
    assert page.table.hasFocus()


def test_enter_on_a_level_saves_and_tab_leaves_the_last_one(page, db, four, press):
    page.table.setFocus()
    press(page, Qt.Key.Key_P)
    positioning = form(page, PositioningForm)
    press(page, Qt.Key.Key_A, TAB)
    assert positioning.save_button.hasFocus()
    press(page, Qt.Key.Key_Backtab, ENTER)
    assert get(db, four[0]).positioned_on == TODAY
    assert page._found[four[0]].stage == "positioned"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        (Author(AuthorKind.PERSON, "Claire Lambert", 4, "direction"), "Claire Lambert"),
        (Author(AuthorKind.PERSON, "Utilisateur de ce poste", role="direction"), ""),
        (PROGRAM, ""),
    ],
)
def test_the_interview_is_held_by_whoever_works_here_now(page, db, press, author, name):
    db.author = author  # as when the file is unlocked, after the window was built
    page.table.setFocus()
    press(page, Qt.Key.Key_E)
    assert form(page, InterviewForm).interviewer.text() == name


def test_several_are_refused_together(page, db, four):
    choose(page, *four[:2])
    assert page.panel._title.full_text() == "2 candidatures choisies"
    assert Step.POSITION not in page.panel.offered()
    page.take(Step.REFUSE, page.chosen())
    verdict = form(page, VerdictForm)
    verdict.save()
    assert verdict.rows.error("reason")
    verdict.reason.setText("Dossier incomplet")
    verdict.save()
    assert [get(db, one).decision for one in four] == ["refused", "refused", "pending", "pending"]
    page.filters.stages["refused"].click()
    assert listed(page) == ["Aubert", "Bakary"]
    undo_last(db)


def test_several_without_anything_in_common_are_told_so(page, db, four):
    decide(db, four[:1], VerdictInput("refused", TODAY, "Niveau"), TODAY)
    page.reload()
    choose(page, *four)
    assert page.panel.offered() == ()
    assert "geste en commun" in page.panel._subtitle.text()
    choose(page, *four[1:])
    assert page.panel._subtitle.text() == "Bakary Moussa, Cordier Théo et Da Silva Léa"


def test_reasons_given_before_are_offered(page, db, four, type_text):
    decide(db, four[1:2], VerdictInput("refused", TODAY, "Niveau de français"), TODAY)
    page.take(Step.REFUSE, page.chosen())
    verdict = form(page, VerdictForm)
    type_text(verdict.reason, "fran")
    assert verdict.reason.offered() == ["Niveau de français"]
    verdict.save()
    assert get(db, four[0]).decision_reason == "fran"


def test_more_admissions_than_places_are_said_and_not_refused(page, db, four):
    choose(page, *four[:3])
    page.take(Step.ADMIT, page.chosen())
    verdict = form(page, VerdictForm)
    assert verdict.notice.isVisible()
    verdict.save()
    assert page.ctx.jobs.wait_all()
    assert page.subtitle() == "2 places, 1 de trop"


def test_the_waiting_list_is_ordered_by_keys_and_the_first_takes_the_free_place(page, db, cohort, four):
    decide(db, four[1:], VerdictInput("waiting", TODAY), TODAY)
    page.reload()
    page.table.select_id(four[3])
    page.table.setFocus()
    for _ in range(3):
        QTest.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert waiting(db, cohort) == [four[3], four[1], four[2]]
    assert page._found[four[3]].rank == 1
    page.filters.promote.click()
    assert get(db, four[3]).decision == "admitted"


def test_home_points_at_those_without_a_decision(page, db, cohort, four):
    decide(db, four[:1], VerdictInput("refused", TODAY, "Niveau"), TODAY)
    page.reload()
    page.show_target((cohort, "open"))
    assert listed(page) == ["Bakary", "Cordier", "Da Silva"]
    assert page.ctx.jobs.wait_all()
    assert page.filters.stages["open"].text() == "Sans décision · 3"
    page.filters.text.setText("zzz")
    page.filters._pause.timeout.emit()
    assert listed(page) == []
    page.filters.clear()
    assert len(listed(page)) == 4


def test_a_key_does_nothing_that_is_not_offered(page, db, four, press):
    decide(db, four[:1], VerdictInput("refused", TODAY, "Niveau"), TODAY)
    page.reload()
    page.table.select_id(four[0])
    page.table.setFocus()
    press(page, Qt.Key.Key_A)
    assert page._side.currentWidget() is page.panel
    page.take(Step.REOPEN, page.chosen())
    assert get(db, four[0]).decision == "pending"


def test_what_is_typed_is_kept_and_typed_again(page, four, open_page, answers):
    page.start_new()
    page.quick.last_name.setText("Petit")
    page._close_form()
    page.table.select_id(four[1])
    page.take(Step.POSITION, page.chosen())
    positioning = form(page, PositioningForm)
    first = next(iter(positioning.levels.lines))
    positioning.levels.set_levels({first: "held"})
    kept = page.drafts()
    assert {name.split(":")[1] for name in kept} == {"new", "position"}
    again = open_page()
    again.take_drafts(kept)
    for name in kept:
        again.resume(name)
    assert again.quick.last_name.text() == "Petit"
    assert form(again, PositioningForm).levels.levels() == {first: "held"}
    assert again.chosen()[0].enrollment_id == four[1]
    page.drop_drafts()
    assert page.drafts() == {}


def test_leaving_a_form_asks_first(page, four, answers):
    page.take(Step.REFUSE, page.chosen())
    form(page, VerdictForm).reason.setText("Niveau")
    answers.click("Continuer la saisie")
    page.start_new()
    assert isinstance(page._side.currentWidget(), VerdictForm)
    answers.click("Abandonner")
    page.start_new()
    assert page._side.currentWidget() is page.quick


def test_prerequisites_are_described_in_a_dialog(page, answers):
    def describe(dialog):
        dialog.add()
        dialog.list.item(2).setText("Compter")
        dialog.shift(-1)
        dialog.list.setCurrentRow(0)
        dialog.take_away()
        dialog.accept()

    answers.fill(describe)
    page.edit_prerequisites()
    page.take(Step.POSITION, page.chosen())
    names = [line.accessibleName() for line in form(page, PositioningForm).levels.lines.values()]
    assert names == ["Compter", "Naviguer"]


def test_the_list_goes_out_through_the_register(page, db, answers, ctx, tmp_path):
    path = tmp_path / "candidats.csv"
    answers.path(path)
    page.export()
    assert ctx.jobs.wait_all()
    lines = path.read_text("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[1].startswith("Aubert;Inès;")
    assert APPLIED.strftime("%d/%m/%Y") in lines[1]


def test_without_a_cohort_one_is_created_first(open_page):
    page = open_page()
    asked = []
    page.go_requested.connect(lambda *target: asked.append(target))
    assert not page.header_actions()[-1].enabled
    page._empty.findChild(type(page.quick.save_button)).click()
    assert asked == [("cohorts", "new")]


@pytest.mark.parametrize("step", [None, Step.POSITION, Step.INTERVIEW, Step.REFUSE])
def test_everything_has_a_name(page, nameless, step):
    if step is None:
        page.start_new()
    else:
        page.take(step, page.chosen())
    assert nameless(page) == []
