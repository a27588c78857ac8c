"""Official lists: imported from their files, dated, deleted, and what they fill in."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.zoning import OfficialPlaces
from gen_desktop.services import undo
from gen_desktop.services.zoning_lists import ZoningListInput, add_zoning_list
from gen_desktop.ui.references.fill_dialog import FillDialog
from gen_desktop.ui.references.list_dialog import ListDialog
from gen_desktop.ui.references.page import ReferencesPage
from tests.factories import enroll, make_cohort, make_learner

FRR = (
    "Code_insee;Commune;Classement FRR et FRR+ au 10 juillet 2025\r\n"
    "58149;Luzy;FRR+\r\n58194;Nevers;Non classée\r\n"
)
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def page(ctx, qtbot):
    made = ReferencesPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    qtbot.waitUntil(lambda: made.bundled.count() > 0)
    return made


@pytest.fixture
def frr(tmp_path):
    path = tmp_path / "frr.csv"
    path.write_text(FRR, encoding="utf-8-sig")
    return path


def rows(page):
    return [
        [page.model.index(row, column).data() for column in range(4)] for row in range(page.model.rowCount())
    ]


def bring(page, qtbot, begin=dt.date(2025, 1, 1)):
    places = OfficialPlaces({"58149": "FRR+", "58194": "FRR_NC"})
    values = ZoningListInput("FRR", "FRR 2025", begin)
    page.ctx.changes.publish(add_zoning_list(page.ctx.db, values, places, TODAY))
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    page.table.select_id(page.model.id_at(0))


def enter(page, day, insee_code):
    with page.ctx.db.write("Inscrire") as session:
        learner = make_learner(session, 1, insee_code=insee_code)
        enroll(session, make_cohort(session), learner, entered_on=day)


def test_an_empty_page_says_what_to_bring(page):
    assert page.model.rowCount() == 0
    assert not any(action.primary for action in page.header_actions())
    assert [action.text for action in page.header_actions() if action.enabled] == [
        "Retour",
        "Importer une liste…",
    ]


def test_a_file_is_shown_then_kept(page, qtbot, answers, frr):
    answers.path(frr)

    def look(dialog):
        assert isinstance(dialog, ListDialog)
        assert "2 communes" in dialog.said.text()
        assert "FRR plus\u00a0: 1" in dialog.said.text()
        dialog.source.setText("DGCL")

    answers.fill(look)
    page.choose()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert rows(page) == [
        [
            "FRR, liste du 10/07/2025",
            "France ruralités revitalisation (FRR)",
            "depuis le 01/01/2025",
            "2 communes",
        ]
    ]
    assert page.table.selected_id() is not None


def test_a_file_refused_changes_nothing(page, qtbot, answers, tmp_path):
    other = tmp_path / "autre.csv"
    other.write_text("Nom;Prénom\r\nRousset;Élodie\r\n", encoding="utf-8")
    answers.click("Fermer")
    page.take_file(other)
    qtbot.waitUntil(lambda: bool(answers.shown))
    assert "n’est pas une liste officielle reconnue" in answers.shown[0]
    assert page.may_take_files()


def test_giving_up_keeps_nothing(page, qtbot, answers, frr):
    answers.fill(lambda _dialog: None, accept=False)
    page.take_file(frr)
    qtbot.waitUntil(lambda: answers.dialogs == [ListDialog])
    assert page.model.rowCount() == 0


def test_dates_in_the_wrong_order_are_said_under_their_field(page, qtbot):
    dialog = ListDialog(_file(), page.ctx.today, page)
    dialog.valid_to.setText("01/01/2020")
    dialog.take_button.click()
    assert dialog.rows.error("valid_to") == "La fin de validité est avant le début."
    assert dialog.result() == 0


def test_the_dates_of_a_list_are_corrected(page, qtbot, answers):
    bring(page, qtbot)
    answers.fill(lambda dialog: dialog.valid_to.setText("31/12/2026"))
    page.edit()
    qtbot.waitUntil(lambda: rows(page)[0][2] == "du 01/01/2025 au 31/12/2026")


def test_a_list_is_deleted_after_the_question(page, qtbot, answers):
    bring(page, qtbot)
    answers.click("Supprimer")
    page.delete()
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    undo.undo_last(page.ctx.db)
    page.reload()
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)


def test_entries_without_zoning_are_filled_in_once_seen(page, qtbot, answers):
    enter(page, dt.date(2026, 1, 5), "58149")
    bring(page, qtbot)

    def look(dialog):
        assert isinstance(dialog, FillDialog)
        model = dialog.table.model()
        assert [model.index(0, column).data() for column in (2, 3, 4)] == ["Luzy", "05/01/2026", "FRR plus"]
        assert dialog.go.text().replace("\u00a0", " ") == "Compléter 1 entrée"

    answers.fill(look)
    page.fill()

    def zoning():
        with page.ctx.db.read() as session:
            return session.execute(select(Enrollment.rural_zoning, Enrollment.zoning_vintage)).one()

    qtbot.waitUntil(lambda: tuple(zoning()) == ("FRR+", "FRR 2025"))


def test_nothing_to_fill_in_says_why(page, qtbot, answers):
    enter(page, dt.date(2020, 1, 5), "58149")
    bring(page, qtbot)

    def look(dialog):
        assert not dialog.go.isEnabled()
        assert dialog.go.text() == "Compléter"

    answers.fill(look, accept=False)
    page.fill()
    qtbot.waitUntil(lambda: answers.dialogs == [FillDialog])


def _file():
    from gen_desktop.importing.zoning_lists import ZoningFile

    places = OfficialPlaces({"58149": "FRR+"})
    begin = dt.date(2025, 1, 1)
    return ZoningFile("frr.csv", "FRR", "FRR", begin, None, places, {"FRR+": 1}, ("99999",), (3, 4))
