"""Courses and programmes made and changed in their lists: what is typed is what is stored."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.models.registry import (
    CertificationBlock,
    ClassSession,
    Cohort,
    Course,
    FundingProgram,
    Site,
    StoredContent,
    Target,
)
from gen_desktop.services import cohorts, funding_programs, organization
from gen_desktop.services.organization import SiteInput
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.lists.page import ListsPage
from tests.papers import picture


@pytest.fixture
def page(ctx, db, qtbot):
    cohorts.create_cohort(
        db,
        cohorts.CohortInput(
            "DWWM 2026-1", "Développeur web", dt.date(2026, 5, 4), dt.date(2026, 5, 29), program_code="GEN"
        ),
    )
    made = ListsPage(ctx)
    qtbot.addWidget(made)
    made.resize(1122, 687)
    made.show()
    return made


def open_first(page, kind, qtbot):
    page.show_target(kind)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1 and page._rows[page.model.id_at(0)].kind == kind)
    page.table.select_id(page.model.id_at(0))
    page.edit()
    return page._form[1]


def the_one(db, model):
    with db.read() as session:
        found = session.scalars(select(model)).one()
        session.expunge(found)
    return found


def test_a_course_is_changed_with_everything_its_papers_need(page, db, qtbot):
    form = open_first(page, "course", qtbot)
    assert form.title_field.text() == "Développeur web"
    form.title_field.setText("Développeur web et web mobile")
    form.action.set_code("training")
    form.nsf.setText("326")
    form.formacodes.setText("31088, 31054")
    form.rome.setText("m1805")
    form.center.setText("1200")
    form.company.setText("245")
    form.blocks.setPlainText("BC01 Front-end\nBC02 Back-end")
    form.objectives.setPlainText("Concevoir une page\nLa publier")
    form.assessment.setPlainText("Mise en situation")
    form.free.set_code("yes")
    form.level.set_code("5")
    form.save()
    course = the_one(db, Course)
    told = (course.title, course.nsf_code, course.formacodes, course.rome_codes, course.action_type)
    assert told == ("Développeur web et web mobile", "326", "31088|31054", "M1805", "training")
    assert (course.planned_center_minutes, course.planned_company_minutes) == (72_000, 14_700)
    assert (course.operational_objectives, course.is_free) == ("Concevoir une page\nLa publier", True)
    assert course.level == "5"  # as an import would have it
    with db.read() as session:
        assert session.scalars(select(CertificationBlock.code)).all() == ["BC01", "BC02"]
    form = open_first(page, "course", qtbot)
    assert form.touched() == {}
    assert form.formacodes.text() == "31088, 31054"


def test_wrong_codes_are_said_under_their_fields_and_nothing_is_written(page, db, qtbot):
    form = open_first(page, "course", qtbot)
    form.nsf.setText("32")
    form.formacodes.setText("1")
    form.center.setText("beaucoup")
    form.save()
    assert {"nsf_code", "formacodes", "planned_center_minutes"} == set(form.rows.wrong())
    assert the_one(db, Course).nsf_code is None


def test_a_course_is_made_here(page, db, qtbot):
    page.show_target("course")
    page.start_new()
    form = page._form[1]
    form.title_field.setText("Technicien réseau")
    form.save()
    with db.read() as session:
        assert set(session.scalars(select(Course.title))) == {"Développeur web", "Technicien réseau"}


def test_a_programme_takes_its_targets_its_amounts_and_its_logo(page, db, qtbot, answers, tmp_path):
    form = open_first(page, "funding_program", qtbot)
    form.kind.set_code("REGION")
    form.funder.set_code("REGION")
    form.lines["agreement_number"].setText("2026-BFC-12")
    form.amounts["planned_amount"].setText("125 000,50 €")
    form.days["starts_on"].set_value(dt.date(2026, 1, 1))
    line = form.targets.add_line()
    line.indicator.set_code("A3.femmes")
    line.percent.setText("30 %")
    logo = tmp_path / "region.png"
    logo.write_bytes(picture())
    answers.path(logo)
    form.logo.choose()
    form.save()
    program = the_one(db, FundingProgram)
    assert (program.kind, program.agreement_number) == ("REGION", "2026-BFC-12")
    assert program.planned_amount == Decimal("125000.50")
    target = the_one(db, Target)
    assert (target.indicator, target.percent) == ("A3.femmes", Decimal(30))
    with db.read() as session:
        assert session.scalars(select(StoredContent.sha256)).all() == [program.logo_sha256]
    form = open_first(page, "funding_program", qtbot)
    assert form.touched() == {}
    assert form.logo._picture.isVisible()
    form.logo.remove()
    form.save()
    assert the_one(db, FundingProgram).logo_sha256 is None
    undo_last(db)
    assert the_one(db, FundingProgram).logo_sha256 == program.logo_sha256


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"\x89PNG\r\n\x1a\nbroken", b""])
def test_what_is_no_picture_is_said_and_not_taken(page, db, qtbot, answers, tmp_path, data):
    form = open_first(page, "funding_program", qtbot)
    wrong = tmp_path / "logo.png"
    wrong.write_bytes(data)
    answers.path(wrong)
    form.logo.choose()
    assert "image PNG ou JPEG" in form.logo.error.text()
    assert form.logo.value() is None


def test_the_targets_of_a_label_come_with_its_kind(page, qtbot):
    page.show_target("funding_program")
    page.start_new()
    form = page._form[1]
    form.kind.set_code("GEN_2016")
    form.kind.chosen.emit("GEN_2016")
    assert {one.indicator for one in form.targets.targets()} >= {"A3.femmes", "A3.neet"}


def test_two_targets_of_one_indicator_are_refused_beside_them(page, db, qtbot):
    form = open_first(page, "funding_program", qtbot)
    for percent in ("30", "40"):
        line = form.targets.add_line()
        line.indicator.set_code("A3.femmes")
        line.percent.setText(percent)
    form.save()
    assert "deux objectifs" in form.targets.error.text()
    form.targets.add_line().indicator.set_code("A3.qpv")
    form.save()
    assert "pourcentage" in form.targets.error.text()
    with db.read() as session:
        assert session.scalars(select(Target.id)).all() == []


def test_what_is_typed_is_found_again_after_a_crash(page, qtbot):
    form = open_first(page, "funding_program", qtbot)
    form.name.setText("Grande École du Numérique")
    form.targets.add_line().percent.setText("12,5")
    kept = page.drafts()
    page.drop_drafts()
    page.take_drafts(kept)
    page.resume(next(iter(kept)))
    form = page._form[1]
    assert form.name.text() == "Grande École du Numérique"
    assert form.targets.held()[0][1] == "12,5"


def test_each_list_has_the_button_that_adds_to_it(page):
    assert [action.text for action in page.header_actions()] == ["Retour", "Nouvelle entreprise"]
    page.show_target("course")
    assert [action.text for action in page.header_actions()] == ["Retour", "Nouvelle formation"]


def test_a_logo_too_heavy_is_refused_by_the_service_too(db):
    values = funding_programs.ProgramInput("AFC", "AFC", logo=b"0" * (3 * 1024 * 1024))
    with pytest.raises(InvalidInput, match="réduisez-le"):
        funding_programs.create_program(db, values)


def a_site(db, page):
    """A site, where the cohort of the page is held."""
    site_id = organization.add_site(db, SiteInput("Strasbourg")).created_id
    with db.write("Placer la cohorte") as session:
        session.scalars(select(Cohort)).one().site_id = site_id
    return site_id


def test_the_holidays_of_a_site_are_set_and_what_they_touch_is_said_before(page, db, qtbot):
    site_id = a_site(db, page)
    with db.write("Une demi-journée le Vendredi saint") as session:
        cohort = session.scalars(select(Cohort)).one()
        good_friday = ClassSession(
            cohort_id=cohort.id,
            held_on=dt.date(2026, 4, 3),
            half_day="AM",
            starts_at=dt.time(9),
            ends_at=dt.time(12, 30),
            minutes=210,
        )
        session.add(good_friday)
    form = open_first(page, "site", qtbot)
    assert not form.notice.isVisible()
    form.zone.set_code("alsace_moselle")
    form.zone.chosen.emit("alsace_moselle")
    said = " ".join(one.text() for one in form.notice.findChildren(QLabel)).replace("\u00a0", " ")
    assert "1 demi-journée tombe un jour férié" in said
    assert "DWWM 2026-1, vendredi 3 avril" in said
    form.address.setText("1 rue des Orfèvres")
    form.commune.postal_code.setText("67000")
    form.commune.city.setText("Strasbourg")
    form.qpv.set_code("no")
    form.save()
    site = the_one(db, Site)
    assert (site.id, site.holiday_zone, site.address) == (site_id, "alsace_moselle", "1 rue des Orfèvres")
    assert (site.insee_code, site.in_qpv, site.rural_zoning) == ("67482", False, None)
    with db.read() as session:
        assert session.scalar(select(ClassSession.id).where(ClassSession.held_on == dt.date(2026, 4, 3)))
    undo_last(db)
    assert the_one(db, Site).holiday_zone == "national"


def test_a_wrong_postal_code_of_a_site_is_said_under_it(page, db, qtbot):
    a_site(db, page)
    form = open_first(page, "site", qtbot)
    form.commune.postal_code.setText("67")
    form.save()
    assert set(form.rows.wrong()) == {"postal_code"}
    assert the_one(db, Site).postal_code is None


def test_a_site_changed_meanwhile_is_not_overwritten(db, page):
    site_id = a_site(db, page)
    organization.update_site(db, site_id, SiteInput("Strasbourg", city="Strasbourg"), version=1)
    with pytest.raises(Conflict):
        organization.update_site(db, site_id, SiteInput("Metz"), version=1)
    assert the_one(db, Site).name == "Strasbourg"


def test_a_site_is_made_here(page, db, qtbot):
    page.show_target("site")
    page.start_new()
    form = page._form[1]
    form.name.setText("Fort-de-France")
    form.zone.set_code("972")
    form.save()
    assert the_one(db, Site).holiday_zone == "972"
