"""Who should leave, on a real file: every state, what is missing, whom it leaves out, and the year's task."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.retention import EU, NO_ENTRY, Fact, RetentionPeriod
from gen_desktop.queries.retention import awaited_review, last_review, rehearsal
from gen_desktop.queries.retention_periods import funder_label, period_rows, program_rows
from gen_desktop.services.retention import hold_review
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}
PAID = dt.date(2011, 5, 2)
IN_2021 = {"planned_start": dt.date(2021, 1, 4), "planned_end": dt.date(2021, 6, 30)}
ENTERED = {"entered_on": dt.date(2010, 1, 4)}


@pytest.fixture
def center(db):
    """Seven people: one for each way to stand."""
    with db.write("Organisme inventé") as session:
        paid = FundingProgram(
            code="R",
            name="Région",
            funder="REGION",
            is_eu_cofunded=False,
            last_payment_on=PAID,
        )
        unpaid = FundingProgram(code="E", name="FSE 2010", funder="FSE")
        session.add_all((paid, unpaid))
        old = make_cohort(session, "VIEILLE", funding_program_id=paid.id, **IN_2010)
        doubtful = make_cohort(session, "DOUTEUSE", funding_program_id=unpaid.id, **IN_2010)
        recent = make_cohort(session, "RÉCENTE", **IN_2021)
        bare = make_cohort(session, "SANS PROGRAMME", **IN_2010)
        people = {
            name: make_learner(session, number, last_name=name)
            for number, name in enumerate(
                ("Partante", "Doute", "Récente", "Refusée", "Seule", "Sans programme", "Effacée")
            )
        }
        enroll(session, old, people["Partante"], **ENTERED)
        enroll(session, doubtful, people["Doute"], **ENTERED)
        enroll(session, old, people["Récente"], **ENTERED)
        enroll(session, recent, people["Récente"], entered_on=dt.date(2021, 1, 4))
        enroll(session, recent, people["Refusée"], decision="refused")
        enroll(session, bare, people["Sans programme"], funder="FT", **ENTERED)
        enroll(session, old, people["Effacée"], **ENTERED)
        people["Effacée"].erased_on = dt.date(2026, 1, 1)
        return {name: learner.id for name, learner in people.items()} | {
            "unpaid": unpaid.id,
            "bare": bare.id,
        }


def look(db, as_of=TODAY):
    with db.read() as session:
        return rehearsal(session, as_of)


def test_each_person_stands_where_she_should(db, center):
    found = look(db)
    assert [one.last_name for one in found.due] == ["Partante", "Refusée"]
    assert [one.last_name for one in found.undecided] == ["Doute", "Sans programme"]
    assert found.kept == 2  # Récente and Seule; who was erased is not counted
    gone, refused = found.due
    assert (gone.cohorts, gone.until, gone.funder) == (("VIEILLE",), dt.date(2017, 12, 31), "REGION")
    assert (refused.until, refused.funder) == (dt.date(2024, 12, 31), NO_ENTRY)


def test_what_is_missing_leads_to_the_record_that_has_the_field(db, center):
    doubt, bare = look(db).undecided
    assert [(one.fact, one.kind, one.record_id) for one in doubt.missing] == [
        (Fact.EU_COFUNDING, "funding_program", center["unpaid"]),
        (Fact.LAST_PAYMENT, "funding_program", center["unpaid"]),
    ]
    assert [(one.fact, one.kind, one.record_id) for one in bare.missing] == [
        (Fact.PROGRAM, "cohort", center["bare"])
    ]
    assert doubt.missing[1].words == "FSE 2010\u00a0: le dernier versement reçu"


def test_somebody_without_enrollment_leaves_after_the_last_change(db, center):
    year = dt.datetime.now(dt.UTC).year
    assert "Seule" not in [one.last_name for one in look(db, dt.date(year + 3, 12, 31)).people]
    (alone,) = [one for one in look(db, dt.date(year + 4, 1, 1)).due if one.last_name == "Seule"]
    assert alone.cohorts == ()


def test_the_organisation_s_period_replaces_the_one_shipped(db, center):
    with db.write("Régler") as session:
        session.add(RetentionPeriod(funder="REGION", years=30, base="course_end", reason="Convention"))
    assert [one.last_name for one in look(db).due] == ["Refusée"]
    with db.read() as session:
        rows = {row.funder: row for row in period_rows(session, TODAY)}
    assert rows["REGION"].is_own
    assert rows["REGION"].words == "30\u00a0ans après l’année de fin de la formation"
    assert rows["REGION"].shipped.years == 6
    assert not rows[EU].is_own


def test_the_shortest_period_never_hides_anybody(db, center):
    """The rows left out before the rule is asked are those that stay."""
    for years in (1, 5, 16):
        with db.write("Régler") as session:
            session.query(RetentionPeriod).delete()
            session.add(RetentionPeriod(funder="REGION", years=years, base="course_end", reason="Essai"))
        found = look(db)
        assert len(found.people) + found.kept == 6
        assert ("Partante" in [one.last_name for one in found.due]) == (2010 + years < 2026)


def test_programs_say_what_the_periods_count_from(db, center):
    with db.read() as session:
        first, second = program_rows(session)
    assert (first.name, first.last_payment_on, first.cohorts) == ("FSE 2010", None, 1)
    assert (second.name, second.is_eu_cofunded) == ("Région", False)


def test_labels():
    assert funder_label("FT") == "France Travail"
    assert funder_label(NO_ENTRY) == "Candidatures sans entrée en formation"
    assert funder_label("ANCIEN CODE") == "Financeur non renseigné"


def test_a_review_waits_once_a_year_and_only_if_it_is_about_somebody(db, center):
    with db.read() as session:
        assert awaited_review(session, TODAY) == rehearsal(session, TODAY)
        assert awaited_review(session, dt.date(2012, 1, 1)) is None  # nobody's time is over then
        assert last_review(session) is None
    hold_review(db, TODAY)
    with db.read() as session:
        held = last_review(session)
        assert held is not None
        assert (held.held_on, held.due, held.kept, held.undecided) == (TODAY, 2, 2, 2)
        assert awaited_review(session, dt.date(2027, 11, 22)) is None
        assert awaited_review(session, dt.date(2027, 11, 23)) is not None
