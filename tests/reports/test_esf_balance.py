"""The balance of an ESF+ operation: lines that add up, exact numbers for the authority."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.changes import AUTHOR
from gen_desktop.errors import Forbidden
from gen_desktop.models.registry import FundingProgram, Learner, Organization, SensitiveFacts
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.esf_balance import EsfBalance, load_esf_balance
from gen_desktop.reports.esf_balance_page import NO_EU, NOBODY
from gen_desktop.reports.statements import build_esf_balance
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells
from tests.reports.built import assert_report_conforms
from tests.reports.center import AS_OF
from tests.reports.pdf_checks import reading_order

DAY = dt.date(2026, 6, 30)
WOMEN, MEN = 14, 20


def told(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


@pytest.fixture
def cohort_id(db):
    """34 leavers: 14 at work and 13 searching on leaving, 7 whom nobody asked; half are 55 at the entry."""
    with db.write("Une opération") as session:
        cohort = make_cohort(session, "FSE 2025", planned_start=ENTRY, planned_end=EXIT)
        program = FundingProgram(code="FSE", name="Opération FSE+", is_eu_cofunded=True)
        session.add(program)
        session.flush()
        cohort.funding_program_id = program.id
        for number in range(WOMEN + MEN):
            sex = "F" if number < WOMEN else "M"
            one = leaver(session, cohort, number, sex=sex, unemployment_months=20)
            born = dt.date(1970, 3, 3) if number % 2 == 0 else dt.date(1970, 3, 4)
            session.get_one(Learner, one.learner_id).birth_date = born
            session.add(SensitiveFacts(enrollment_id=one.id, is_rqth=number in (0, 1, 20)))
            if number % 5:
                tells(session, one, 0, "EMP_CDI" if number % 2 else "RECH")
                tells(session, one, 6, "EMP_CDI" if number % 2 else "RECH")
        return cohort.id


def balance_of(db, cohort_id) -> EsfBalance:
    with db.read() as session:
        return load_esf_balance(session, Scope(DAY, (cohort_id,)), "FSE 2025")


def line(balance: EsfBalance, code: str) -> tuple[int, tuple[int, ...]]:
    sections = (*balance.entry, *balance.exits, *balance.later)
    (found,) = [one for section in sections for one in section.lines if one.code == code]
    return found.total, found.by_sex


def test_participants_by_item_and_sex(db, cohort_id):
    found = balance_of(db, cohort_id)
    assert (found.participants, found.people) == (34, 34)
    assert dict(zip(found.sexes, found.by_sex, strict=True)) == {"Femme": WOMEN, "Homme": MEN}
    assert line(found, "EECO02") == line(found, "EECO03") == (34, (14, 20))
    assert line(found, "EECO08") == (17, (7, 10))  # 55 on the eve of the entry; the others the day after
    # 27 of 34 were asked: 0, 5, 10… were not.
    assert line(found, "EECR04")[0] == 14
    assert line(found, "EECR01")[0] == 13
    assert line(found, "EECR05")[0] == 14
    (exits, *_) = found.exits
    assert (exits.due, exits.unknown) == (34, 7)
    assert sum(one.total for one in exits.lines) == 34
    (later, *_) = found.later
    assert (later.due, later.unknown) == (34, 7)


def test_three_disabled_people_are_told_to_the_authority(db, cohort_id):
    found = balance_of(db, cohort_id)
    (handicap,) = [section for section in found.entry if section.title == "Handicap"]
    assert [one.total for one in handicap.lines] == [3, 31, 0, 0]
    lines = told(build_esf_balance(db, (cohort_id,), DAY, "FSE 2025").data)
    assert "Oui | EECO12 | 3 | 2 | 1" in lines
    assert any("Cofinancé par l’Union européenne" in text for text in lines)


def test_the_paper_holds_each_number_and_conforms(center):
    with center.db.read() as session:
        balance = load_esf_balance(session, Scope(AS_OF, center.cohort_ids), "Année 2026")
    built = build_esf_balance(center.db, center.cohort_ids, AS_OF, "Année 2026")
    assert_report_conforms(built.data)
    lines = told(built.data)
    for section in (*balance.entry, *balance.exits, *balance.later):
        for one in section.lines:
            numbers = map(str, (one.total, *one.by_sex))
            assert sum(one.by_sex) == one.total
            assert " | ".join([one.label, one.code or "–", *numbers]) in lines


def test_whoever_is_not_shown_the_answers_is_refused(db, cohort_id):
    with db.read() as session:
        session.info[AUTHOR] = replace(session.info[AUTHOR], role="training")
        with pytest.raises(Forbidden):
            load_esf_balance(session, Scope(DAY, (cohort_id,)), "FSE 2025")


def test_the_erased_are_counted_and_long_names_conform(db, cohort_id):
    with db.write("Effacer, et allonger") as session:
        session.add(Organization(name="Institut interrégional de la transition numérique " * 4))
        (first, *_) = session.query(Learner).order_by(Learner.id).all()
        first.erased_on = DAY
    assert balance_of(db, cohort_id).participants == 34
    assert_report_conforms(build_esf_balance(db, (cohort_id,), DAY, "FSE 2025").data)


def test_nobody_and_nothing(db):
    with db.write("Une cohorte vide") as session:
        cohort_id = make_cohort(session, "C" * 60).id
    built = build_esf_balance(db, (cohort_id,), DAY, "C" * 60)
    assert_report_conforms(built.data)
    lines = told(built.data)
    assert NOBODY in lines
    assert any(NO_EU.split(" :")[0] in text for text in lines)
