"""Vie privée on a real file: the list, the rehearsal, the purge asked twice, the settings, the documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.privacy import NominativeExport
from gen_desktop.queries.privacy_records import erasures, exports
from gen_desktop.queries.retention import last_review
from gen_desktop.queries.retention_periods import period_rows, program_rows
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.services.backups import kept
from gen_desktop.services.retention import hold_review
from gen_desktop.ui.privacy.page import PrivacyPage
from tests.factories import enroll, make_cohort, make_learner
from tests.ui.conftest import TODAY

IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}


@pytest.fixture
def ids(db):
    """Two due, one undecided for want of a payment, one for want of a programme, one who stays."""
    with db.write("Organisme inventé") as session:
        program = FundingProgram(code="F", name="FSE 2010", funder="FSE", is_eu_cofunded=True)
        session.add(program)
        old = make_cohort(session, "VIEILLE", **IN_2010)
        unpaid = make_cohort(session, "FSE", funding_program_id=program.id, **IN_2010)
        new = make_cohort(session, "NEUVE")
        places = (("Abadie", old, None), ("Benali", old, None), ("Caron", unpaid, None), ("Dumas", old, "FT"))
        found = {"program": program.id, "cohort": old.id}
        for number, (name, cohort, funder) in enumerate((*places, ("Estève", new, None))):
            learner = make_learner(session, number, last_name=name)
            enroll(session, cohort, learner, entered_on=cohort.planned_start, funder=funder)
            found[name] = learner.id
        session.add(
            NominativeExport(
                kind="call_list", scope="Toutes les cohortes", people=4, made_at="2026-11-20T10:12:00+01:00"
            )
        )
        return found


@pytest.fixture
def settle(ctx, qtbot):
    """Wait until nothing is being read or written."""
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def opened(ctx, qtbot, settle):
    def build() -> PrivacyPage:
        made = PrivacyPage(ctx)
        qtbot.addWidget(made)
        made.resize(1120, 690)
        made.show()
        settle()
        return made

    return build


@pytest.fixture
def page(ids, opened):
    return opened()


def read(db, query, *arguments):
    with db.read() as session:
        return query(session, *arguments)


def cells(view):
    model = view.model
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def texts(widget):
    return " ".join(found.text() for found in widget.findChildren(QLabel)).replace("\u00a0", " ")


def actions(page):
    return {action.text: action for action in page.header_actions()}


def test_it_lists_who_should_leave_and_of_whom_it_cannot_be_said(page):
    rows = cells(page.review.list)
    assert [row[0].split()[0] for row in rows] == ["Abadie", "Benali", "Caron", "Dumas"]
    assert [row[2] for row in rows] == ["✕ à effacer"] * 2 + ["? à compléter"] * 2
    assert rows[0][3:] == ["31/12/2016", "Financeur non renseigné"]
    assert rows[2][3:] == ["au moins 31/12/2020", "FSE 2010\u00a0: le dernier versement reçu"]
    assert "2 à effacer, 2 à compléter, 1 à garder" in texts(page.review.notice)


def test_nobody_to_erase_says_so(opened):
    page = opened()
    assert "Rien à effacer" in texts(page.review.list)
    assert not actions(page)["Effacer…"].enabled


def test_a_person_is_opened(page, ids, qtbot):
    with qtbot.waitSignal(page.open_requested) as asked:
        page.review.list.select(1)
        page.review.open_button.click()
    assert asked.args == ["learner", ids["Benali"]]


def test_what_is_missing_is_filled_in_where_it_belongs(page, db, ids, answers, settle, qtbot):
    def fill(dialog):
        dialog.last_payment.setText("02/05/2012")
        dialog.save_button.click()

    answers.fill(fill)
    page.review.list.select(2)
    page.review.fill_button.click()
    settle()
    assert page.chips["programs"].isChecked()
    (program,) = read(db, program_rows)
    assert program.last_payment_on == dt.date(2012, 5, 2)
    assert [row[0].split()[0] for row in cells(page.review.list)] == ["Abadie", "Benali", "Caron", "Dumas"]
    assert "à effacer" in cells(page.review.list)[2][2]
    with qtbot.waitSignal(page.open_requested) as asked:
        page.review.list.select(3)
        page.review.fill_button.click()
    assert asked.args == ["cohort", ids["cohort"]]


def test_a_payment_to_come_is_refused_in_its_form(page, db, answers):
    def fill(dialog):
        dialog.last_payment.setText("24/11/2026")
        dialog.save_button.click()
        assert dialog.form.error("last_payment_on") == "Ce versement est dans l’avenir."

    answers.fill(fill, accept=False)
    page.edit_program(read(db, program_rows)[0])
    assert read(db, program_rows)[0].last_payment_on is None


def test_nobody_is_erased_before_the_rehearsal(page, db, settle):
    erase = actions(page)["Effacer 2 personnes…"]
    assert not erase.enabled
    assert erase.tooltip == "Faites d’abord la revue"
    actions(page)["Faire la revue"].run()
    settle()
    held = read(db, last_review)
    assert (held.held_on, held.due, held.undecided, held.kept) == (TODAY, 2, 2, 1)
    assert actions(page)["Effacer 2 personnes…"].enabled
    assert "Dernière revue le 23/11/2026" in texts(page.review.notice)


def test_a_purge_asks_twice_names_whom_and_erases(page, db, ctx, answers, settle):
    changes, told = [], []
    ctx.changes.changed.connect(changes.append)
    page.told.connect(lambda text, *_: told.append(text))
    hold_review(db, TODAY)
    answers.click("Continuer")
    answers.click("Effacer 2 personnes")
    page.purge()
    settle()
    assert "• Abadie Camille\n• Benali Camille" in answers.shown[0]
    assert answers.shown[1] == "Effacer 2 personnes pour toujours\u202f?"
    assert len(read(db, erasures)) == 2
    assert [one.contents.people for one in kept(db)] == [5]
    assert told == ["2 personnes effacées, après une sauvegarde."]
    assert [change.name for change in changes] == [""]  # nothing that the window would offer to take back
    assert [row[0].split()[0] for row in cells(page.review.list)] == ["Caron", "Dumas"]
    (first, _second) = cells(page.erasures)
    assert first[1:3] == ["Délai écoulé", "Délai écoulé"]


@pytest.mark.parametrize("clicks", [("Ne rien effacer",), ("Continuer", "Ne rien effacer")])
def test_either_no_erases_nobody(page, db, answers, settle, clicks):
    hold_review(db, TODAY)
    for text in clicks:
        answers.click(text)
    page.purge()
    settle()
    assert read(db, erasures) == ()
    assert kept(db) == ()


def test_a_period_is_set_with_its_reason_and_given_up(page, db, answers, settle):
    row = next(row for row in read(db, period_rows, TODAY) if row.funder == "DEFAULT")

    def fill(dialog):
        dialog.years.setText("0")
        dialog.save_button.click()
        assert dialog.form.error("years") == "Donnez un nombre d’années de 1 à 50."
        assert dialog.form.error("reason") == "Ce champ est nécessaire."
        dialog.years.setText("20")
        dialog.reason.setText("Convention 2024")
        dialog.save_button.click()

    answers.fill(fill)
    page.edit_period(row)
    settle()
    assert cells(page.periods)[0][1:4] == [
        "20\u00a0ans après l’année de fin de la formation",
        "l’organisme",
        "Convention 2024",
    ]
    assert [one.split()[0] for one, *_ in cells(page.review.list)] == ["Caron", "Dumas"]
    page.periods.select(0)
    assert page.periods.reset_button.isEnabled()
    page.periods.reset_button.click()
    settle()
    assert cells(page.periods)[0][2] == "le programme"
    assert not page.periods.reset_button.isEnabled()


def test_names_are_copied_once_the_register_of_exports_has_them(page, db, qtbot):
    page.review.list.select(0)
    page.review.list.table.setFocus()
    qtbot.keySequence(page.review.list.table, QKeySequence.StandardKey.Copy)
    last = read(db, exports)[0]
    assert (last.kind, last.scope, last.people) == ("copied_rows", "Qui devrait partir", 1)


def test_the_exports_with_names_are_listed(page):
    (row,) = cells(page.exports)
    assert row[1:4] == ["Liste d’appels", "Toutes les cohortes", "4"]


def test_the_documents_are_written(page, answers, settle, tmp_path):
    (menu,) = [action.menu for action in page.header_actions() if action.menu]
    for action, name in zip(menu, ("registre", "violation"), strict=True):
        answers.path(tmp_path / f"{name}.pdf")
        action.run()
        settle()
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF-1.7")
    answers.path(None)
    menu[0].run()
    settle()


def test_another_page_can_point_at_a_section(page):
    page.show_target("programs")
    assert page.programs.isVisible()
    page.show_target("review")
    assert page.review.isVisible()
    page.show_target("nowhere")
    assert page.review.isVisible()


def test_everything_has_a_name_to_be_read_aloud(page, nameless):
    for section in ("review", "periods", "programs", "erasures", "exports"):
        page.show_section(section)
        assert nameless(page) == []


@pytest.mark.parametrize("role", ["secretariat", "training", "placement", None])
def test_what_the_direction_alone_may_do_is_disabled_in_words(page, db, settle, role):
    hold_review(db, TODAY)
    db.author = replace(db.author, role=role)
    page.on_author()
    settle()
    page.periods.select(0)
    page.programs.select(0)
    why = "il faut le rôle Direction." if role is not None else NO_ROLE
    assert page._data.is_reviewed
    for name in ("Effacer 2 personnes…", "Faire la revue"):
        assert not actions(page)[name].enabled
        assert why in actions(page)[name].tooltip
    for shown in (page.periods.edit_button, page.periods.reset_button):
        assert not shown.isEnabled()
        assert why in shown.toolTip()
    assert page.programs.edit_button.isEnabled() == (role == "secretariat")
    assert actions(page)["Documents"].enabled == (role is not None)
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    page.purge()
    page.hold_review()
    page.edit_period(page.periods.selected)
    assert len(said) == 3
    assert all(why in one for one in said)
    assert read(db, erasures) == ()
