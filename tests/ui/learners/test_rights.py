"""The page of learners in front of people who may not do or see everything."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Enrollment, SensitiveFacts
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among
from gen_desktop.reference.rights import NO_ROLE
from gen_desktop.services.enrollments import set_facts
from gen_desktop.ui.learners.page import LearnersPage
from tests.classroom import NAMES, make_classroom
from tests.team import Team, make_team

RESERVED = "Réservé à la direction, au secrétariat et à l’insertion"


@pytest.fixture
def team(tmp_path) -> Team:
    made = make_team(tmp_path)
    db = made.open()
    make_classroom(db, end=dt.date(2027, 3, 26), entered_on=dt.date(2026, 11, 16), decision="admitted")
    with db.write("Dire la situation") as session:
        for one in session.scalars(select(Enrollment.id)).all():
            set_facts(session, one, EntryFacts(), Sensitive(is_rqth=True, is_brsa=False))
    db.close()
    return made


@pytest.fixture
def opened(team, ctx, qtbot):
    """``opened(role)``: the page as the person of that role sees it, somebody selected."""
    held: list[Database] = []

    def show(role: str | None) -> LearnersPage:
        held.append(team.open())
        page = LearnersPage(replace(ctx, db=held[0]))
        become(page, team, role)
        qtbot.addWidget(page)
        page.resize(1120, 690)
        page.show()
        qtbot.waitUntil(lambda: page.model.rowCount() == len(NAMES))
        page.table.selectRow(0)
        qtbot.waitUntil(lambda: page.panel.person is not None)
        return page

    yield show
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    for one in held:
        one.close()


def become(page: LearnersPage, team: Team, role: str | None) -> None:
    page.ctx.db.author = replace(team.author(role), role=role)
    page.on_author()


def texts(page: LearnersPage) -> list[str]:
    return [one.text() for one in page.panel.profile.findChildren(QLabel)]


def test_a_trainer_reads_who_may_see_and_who_may_change(opened):
    page = opened("training")
    assert RESERVED in texts(page)
    assert not [text for text in texts(page) if text in ("RQTH", "Ni RQTH, ni RSA")]
    why = (
        "Ce geste change les fiches des apprenants\u00a0: "
        "il faut le rôle Direction, Secrétariat ou Insertion."
    )
    assert (page.panel.edit_button.isEnabled(), page.panel.edit_button.toolTip()) == (False, why)
    assert page.panel.certification_button.isEnabled()
    assert [(action.enabled, action.tooltip) for action in page.header_actions()[2:]] == [(False, why)] * 2
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    page.edit()
    page.new_learner()
    assert page.form is None
    assert said == [why] * 2


def test_a_counsellor_reads_them_and_changes_the_rest(opened, team):
    page = opened("placement")
    assert "RQTH" in texts(page)
    page.edit()
    assert page.form.code("is_rqth") == "yes"
    assert not page.form.combo("is_rqth").isEnabled()
    assert "il faut le rôle Direction ou Secrétariat" in page.form.combo("is_rqth").toolTip()
    page.form.line("city").setText("Luzy")
    page.form.save()
    assert page.form is None
    assert page.panel.person.city == "Luzy"
    with page.ctx.db.read() as session:
        assert set(session.scalars(select(SensitiveFacts.is_rqth))) == {True}


def test_a_secretary_changes_them(opened):
    page = opened("secretariat")
    page.edit()
    page.form.combo("is_rqth").set_code("no")
    page.form.save()
    assert page.panel.person.current.sensitive.is_rqth is False


def test_without_a_role_one_reads(opened):
    page = opened(None)
    assert RESERVED in texts(page)
    for button in (page.panel.edit_button, page.panel.exit_button, page.panel.certification_button):
        assert (button.isEnabled(), button.toolTip()) == (False, NO_ROLE)
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    page._on_asked("entry", page.panel.person.current.id)
    assert said == [NO_ROLE]
    assert page.form is None


def test_what_the_next_person_may_not_see_leaves_the_screen(opened, team, qtbot):
    page = opened("secretariat")
    page.edit()
    page.form.line("city").setText("Luzy")
    become(page, team, "training")
    assert page.form is None
    qtbot.waitUntil(lambda: RESERVED in texts(page) and "RQTH" not in texts(page))
    assert page.unfinished() == ["Aubert Inès"]  # what was typed waits for who typed it
    become(page, team, "secretariat")
    page.edit()
    assert page.form.line("city").text() == "Luzy"
    assert page.form.code("is_rqth") == "yes"


def test_a_form_without_the_facts_leaves_them_alone(opened, team):
    """Only the services stop whoever gets to the form anyhow; what is hidden is not blanked."""
    from gen_desktop.ui.learners.learner_form import LearnerForm

    page = opened("training")
    form = LearnerForm(page.ctx, page.panel.person, parent=page)
    assert "is_rqth" not in form.fields
    assert f"RQTH, RSA\u00a0: {RESERVED.lower()}." in [one.text() for one in form.findChildren(QLabel)]
    _facts, sensitive = form._facts(EntryFacts(), None)
    assert sensitive is None


@pytest.mark.parametrize(
    ("role", "export", "erase", "delete"),
    [
        ("direction", "", "", ""),
        ("secretariat", "", "il faut le rôle Direction.", ""),
        ("placement", "", "il faut le rôle Direction.", ""),
        ("training", RESERVED.lower(), "il faut le rôle Direction.", "Direction, Secrétariat ou Insertion"),
        (None, NO_ROLE, NO_ROLE, NO_ROLE),
    ],
)
def test_what_the_law_gives_a_person_is_offered_to_whom_may(opened, role, export, erase, delete):
    panel = opened(role).panel
    for action, why in (
        (panel.export_action, export),
        (panel.erase_action, erase),
        (panel.delete_action, delete),
    ):
        assert action.isEnabled() == (not why)
        assert why in action.toolTip()


@pytest.mark.parametrize("role", ["training", "placement", None])
def test_a_deletion_that_takes_more_along_is_refused_before_the_question(opened, answers, role):
    page = opened(role)
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    if role is not None:
        answers.click("Fermer")
    page._on_asked("delete_enrollment", page.panel.person.current.id)
    found = said if role is None else answers.shown
    assert len(found) == 1
    assert (NO_ROLE if role is None else "il faut le rôle Direction ou Secrétariat") in found[0]


def test_an_export_refused_asks_for_no_folder(opened):
    page = opened("training")
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    page._on_asked("privacy_export", None)
    assert len(said) == 1
    assert RESERVED.lower() in said[0]


def test_sensitive_columns_and_filters_are_for_who_may_see_them(opened, team, qtbot):
    page = opened("secretariat")
    assert {"rqth", "brsa"} <= set(dict(page.table.offered_columns()))
    page.table.show_columns(["name", "rqth"])
    assert page.model.index(0, [one.key for one in page.model.columns].index("rqth")).data() == "Oui"
    page.filters.show_criteria(LearnerCriteria(narrowings=(Among("rqth", ("yes",)),)))
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert list(page.filters.chips) == ["rqth"]
    said = []
    page.told.connect(lambda text, *_rest: said.append(text))
    become(page, team, "training")
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    assert page.filters.chips == {}
    assert said == ["Filtres retirés\u00a0: le filtre «\u00a0RQTH\u00a0», qui ne vous est pas montré."]
    assert page.table.shown_columns() == ["name"]
    assert not {"rqth", "brsa"} & set(dict(page.table.offered_columns()))
    assert page.model.rowCount() == len(NAMES)
