"""Mon organisme, on a real file: what the first screen left out is given, refused, saved, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.queries.organization import current_organization, organization_record
from gen_desktop.services.organization import (
    OrganizationInput,
    SiteInput,
    add_site,
    add_staff_member,
    create_organization,
    rename,
)
from gen_desktop.services.undo import last_undoable, redo_last, undo_last
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.organization.page import OrganizationPage
from gen_desktop.ui.pages import HIDDEN_PAGES, Page, PageSpec
from gen_desktop.ui.shell_hooks import ShellHooks

BARE = OrganizationInput(
    name="Numérique en Morvan",
    representative="Hélène Vauclair",
    sites=(SiteInput("Autun"), SiteInput("Centre", city="Luzy", holiday_zone="alsace_moselle")),
)
SIRET = "999 000 003 00015"


@pytest.fixture
def settle(ctx, qtbot):
    """Wait until nothing is being read or written."""
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def opened(ctx, qtbot, settle):
    def build() -> OrganizationPage:
        made = OrganizationPage(ctx)
        qtbot.addWidget(made)
        made.resize(1120, 690)
        made.show()
        settle()
        qtbot.waitUntil(lambda: made.form.isEnabled())
        return made

    return build


@pytest.fixture
def page(db, opened):
    create_organization(db, BARE)
    return opened()


def record(db):
    with db.read() as session:
        return organization_record(session)


def save_button(page):
    return page.header_actions()[-1]


def fields(page):
    return page.form.fields


def test_it_shows_what_is_stored_and_its_sites(page):
    assert fields(page)["name"].text() == "Numérique en Morvan"
    assert fields(page)["representative"].text() == "Hélène Vauclair"
    assert fields(page)["siret"].text() == ""
    assert page.site_texts == [
        "Autun · jours fériés\u00a0: France",
        "Centre · Luzy · jours fériés\u00a0: Alsace-Moselle",
    ]
    assert not page.unfinished()
    assert not save_button(page).enabled


def test_every_field_is_saved_in_one_gesture_and_taken_back(page, db, ctx, settle):
    before = record(db)
    changes = []
    ctx.changes.changed.connect(changes.append)
    typed = {
        "siret": SIRET,
        "nda": "27 58 00999 58",
        "qualiopi_number": "24QUA00123",
        "qualiopi_valid_until": "30/06/2027",
        "address": "3 place Saint-Romain",
        "postal_code": "58120",
        "city": "Château-Chinon",
        "phone": "03 86 99 00 00",
        "email": "Contact@Exemple.fr",
        "privacy_contact": "Zoé Perrin, donnees@exemple.fr",
    }
    for name, text in typed.items():
        fields(page)[name].setText(text)
    fields(page)["legal_status"].set_code("association")
    assert page.unfinished() == ["Mon organisme"]
    assert save_button(page).enabled
    page.save()
    settle()
    after = record(db)
    assert (after.siret, after.nda, after.legal_status) == ("99900000300015", "27580099958", "association")
    assert (after.qualiopi_number, after.qualiopi_valid_until.isoformat()) == ("24QUA00123", "2027-06-30")
    assert (after.address, after.postal_code, after.city) == (
        "3 place Saint-Romain",
        "58120",
        "Château-Chinon",
    )
    assert (after.phone, after.email) == ("+33386990000", "contact@exemple.fr")
    assert after.privacy_contact == "Zoé Perrin, donnees@exemple.fr"
    assert (after.name, after.representative) == (before.name, before.representative)
    assert [change.name for change in changes] == ["Modifier l’organisme"]
    assert not page.unfinished()
    assert fields(page)["siret"].text() == "999\u00a0000\u00a0003\u00a000015"
    ctx.changes.publish(undo_last(db))
    settle()
    assert record(db).siret is None
    assert fields(page)["siret"].text() == ""
    assert fields(page)["legal_status"].code() is None
    assert not page.unfinished()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("name", " ", "nécessaire"),
        ("siret", "999 000 003 00016", "clé de contrôle"),
        ("siret", "999", "14"),
        ("nda", "2758", "11"),
        ("qualiopi_valid_until", "31/02/2027", "31"),
        ("postal_code", "581", "581"),
        ("phone", "zéro", "téléphone"),
        ("email", "contact@", "adresse électronique"),
    ],
)
def test_what_is_wrong_is_said_under_its_field_and_nothing_is_written(page, db, settle, name, text, words):
    before = record(db)
    fields(page)[name].setText(text)
    page.save()
    settle()
    assert words in page.form.error(name)
    assert record(db) == before
    assert page.unfinished() == ["Mon organisme"]


def test_a_wrong_siret_is_said_as_soon_as_it_is_left(page, qtbot):
    page.activateWindow()
    fields(page)["siret"].setFocus()
    qtbot.waitUntil(fields(page)["siret"].hasFocus)
    QTest.keyClicks(fields(page)["siret"], "999")
    QTest.keyClick(fields(page)["siret"], Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: "14" in page.form.error("siret"))
    assert fields(page)["nda"].hasFocus()


def test_what_is_typed_stays_when_the_rest_changes(page, db, ctx, settle):
    fields(page)["siret"].setText(SIRET)
    ctx.changes.publish(rename(db, "Numérique en Bourgogne"))
    settle()
    assert fields(page)["name"].text() == "Numérique en Bourgogne"
    assert fields(page)["siret"].text() == SIRET
    page.save()
    settle()
    assert (record(db).name, record(db).siret) == ("Numérique en Bourgogne", "99900000300015")


def test_a_change_nobody_announced_is_said_then_shown(page, db, answers, settle):
    rename(db, "Numérique en Bourgogne")
    fields(page)["siret"].setText(SIRET)
    answers.fill(lambda dialog: None)
    page.save()
    settle()
    assert "entre-temps" in answers.shown[-1]
    assert record(db).siret is None
    assert fields(page)["name"].text() == "Numérique en Bourgogne"
    page.save()
    settle()
    assert (record(db).name, record(db).siret) == ("Numérique en Bourgogne", "99900000300015")


def test_the_team_is_listed_with_its_roles(page, db, ctx, settle):
    ctx.changes.publish(add_staff_member(db, "Claire Lambert", "direction"))
    ctx.changes.publish(add_staff_member(db, "Paul Simon"))
    settle()
    assert page.staff_texts[-2:] == ["Claire Lambert · Direction", "Paul Simon · sans rôle"]


def test_whoever_may_not_change_it_reads_it(page, db, ctx, settle):
    db.author = Author(AuthorKind.PERSON, "Paul Simon", role="training")
    page.on_author()
    settle()
    assert not page.form.isEnabled()
    assert (save_button(page).enabled, save_button(page).tooltip) == (
        False,
        "Ce geste change l’organisme\u00a0: il faut le rôle Direction ou Secrétariat.",
    )


def test_saving_nothing_writes_nothing(page, db, settle):
    page.save()
    settle()
    with db.read() as session:
        assert last_undoable(session).name != "Modifier l’organisme"


def test_a_file_without_an_organization_gets_it_here(db, opened, settle):
    page = opened()
    assert page.site_texts == ["Aucun site n’est enregistré."]
    assert page.staff_texts == ["Personne n’est encore enregistré."]
    fields(page)["name"].setText("Numérique en Morvan")
    fields(page)["siret"].setText(SIRET)
    page.save()
    settle()
    with db.read() as session:
        assert current_organization(session).siret == "99900000300015"
    assert not page.unfinished()


def test_a_new_site_is_shown(page, db, ctx, settle):
    ctx.changes.publish(add_site(db, SiteInput("Nevers")))
    settle()
    assert page.site_texts[-1].startswith("Nevers")


def test_everything_that_takes_the_focus_has_a_name(page, nameless):
    assert nameless(page) == []


class Desk(Page):
    title = "Rapports"


@pytest.fixture
def window(db, ctx, qtbot, settle):
    """The real shell, on a page from which one comes to the organisation."""
    create_organization(db, BARE)

    def identity():
        with db.read() as session:
            found = current_organization(session)
        return found.name, found.sites[0]

    def last():
        with db.read() as session:
            found = last_undoable(session)
        return found.name if found else None

    hooks = ShellHooks(
        search=lambda text: [],
        kind_titles={},
        identity=identity,
        last_undoable=last,
        undo=lambda job: undo_last(db, job),
        last_redoable=lambda: None,
        redo=lambda job: redo_last(db, job),
    )
    specs = [PageSpec("reports", "Rapports", "file-text", Desk)]
    made = MainWindow(
        ctx, hooks, [*specs, *(one for one in HIDDEN_PAGES if one.id in ("organization", "history"))]
    )
    qtbot.addWidget(made)
    made.show_page("reports")
    made.show()
    settle()
    yield made
    settle()


def opened_from_the_menu(window, qtbot):
    action = next(one for one in window.side_bar.menu.actions() if one.text() == "Mon organisme…")
    action.trigger()
    page = window.current_page()
    assert isinstance(page, OrganizationPage)
    qtbot.waitUntil(lambda: page.form.isEnabled())
    return page


def test_the_menu_leads_there_and_the_bar_takes_the_new_name(window, qtbot, settle):
    page = opened_from_the_menu(window, qtbot)
    fields(page)["name"].setText("Morvan Digital")
    save_button(page).run()
    qtbot.waitUntil(lambda: window.side_bar._organization.full_text() == "Morvan Digital")
    settle()
    window.undo()
    qtbot.waitUntil(lambda: window.side_bar._organization.full_text() == BARE.name)
    page.back_requested.emit()
    assert window.current_page_id() == "reports"


def test_whoever_comes_for_what_is_missing_finds_the_cursor_there(window, qtbot):
    window.current_page().go_requested.emit("organization", None)
    page = window.current_page()
    qtbot.waitUntil(lambda: page.window().focusWidget() is fields(page)["siret"])


def test_the_window_asks_before_losing_what_is_typed(window, qtbot, answers):
    page = opened_from_the_menu(window, qtbot)
    fields(page)["city"].setText("Luzy")
    window.show_page("reports")
    answers.click("Revenir à la saisie")
    window.close()
    assert window.isVisible()
    assert window.current_page() is page
    assert fields(page)["city"].text() == "Luzy"
    answers.click("Quitter sans enregistrer")
    window.close()


def test_the_history_of_the_organisation_is_one_click_away_and_so_is_the_way_back(window, qtbot):
    page = opened_from_the_menu(window, qtbot)
    qtbot.waitUntil(lambda: any(one.text == "Historique" and one.enabled for one in page.header_actions()))
    next(one for one in page.header_actions() if one.text == "Historique").run()
    assert window.current_page_id() == "history"
    window.current_page().back_requested.emit()
    assert window.current_page() is page
