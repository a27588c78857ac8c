"""Official lists kept, dated and deleted; entries filled in from the list in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.models.enrollment import Enrollment, EntryFacts, without_old_proof
from gen_desktop.models.zoning import Neighborhood, OfficialPlaces
from gen_desktop.queries.zoning import Territory, territory, zoning_lists
from gen_desktop.services import undo
from gen_desktop.services.territory import record_territory
from gen_desktop.services.zoning_facts import (
    NO_COMMUNE,
    NO_DAY,
    NO_LIST,
    NOT_NAMED,
    apply_zonings,
    plan_zonings,
)
from gen_desktop.services.zoning_lists import (
    ZoningListInput,
    add_zoning_list,
    delete_zoning_list,
    update_zoning_list,
)
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)
NEVERS, LUZY, AUTUN = "58194", "58149", "71014"
ZRR = ZoningListInput("ZRR", "ZRR 2021", dt.date(2017, 7, 1), dt.date(2024, 6, 30), "ANCT")
FRR = ZoningListInput("FRR", "FRR, liste du 10/07/2025", dt.date(2024, 7, 1))
QPV = ZoningListInput("QPV", "QPV 2024", dt.date(2024, 1, 1))
BANLAY = Neighborhood("QN05801M", "Banlay", (NEVERS,))


@pytest.fixture
def lists(db):
    add_zoning_list(db, ZRR, OfficialPlaces({NEVERS: "NC", LUZY: "C"}), TODAY)
    add_zoning_list(db, FRR, OfficialPlaces({NEVERS: "FRR_NC", LUZY: "FRR+"}), TODAY)
    add_zoning_list(db, QPV, OfficialPlaces(neighborhoods=(BANLAY,)), TODAY)


def facts(db, learner_id):
    with db.read() as session:
        columns = (Enrollment.rural_zoning, Enrollment.zoning_vintage, Enrollment.zoning_method)
        checked = Enrollment.zoning_checked_on
        return session.execute(select(*columns, checked).where(Enrollment.learner_id == learner_id)).one()


def plan(db):
    with db.read() as session:
        return plan_zonings(session)


def enter(db, number, day, **person):
    """Somebody who enters that day (None: no day is known)."""
    with db.write("Inscrire") as session:
        cohort = make_cohort(session, code=f"C{number}")
        learner = make_learner(session, number, **person)
        enroll(session, cohort, learner, entered_on=day)
        return learner.id


def test_lists_are_kept_with_their_places(db, lists):
    with db.read() as session:
        found = zoning_lists(session)
        assert [(one.kind, one.name, one.places) for one in found] == [
            ("ZRR", "ZRR 2021", 2),
            ("FRR", "FRR, liste du 10/07/2025", 2),
            ("QPV", "QPV 2024", 1),
        ]
        assert found[0].imported_on == TODAY
        assert territory(session, LUZY, dt.date(2024, 6, 30)) == Territory("ZRR 2021", "C", "QPV 2024", ())
        assert territory(session, NEVERS, dt.date(2024, 7, 1)) == Territory(
            "FRR, liste du 10/07/2025", "FRR_NC", "QPV 2024", (BANLAY,)
        )
        assert territory(session, LUZY, dt.date(2010, 1, 1)) == Territory()


def test_two_lists_of_a_kind_do_not_begin_the_same_day(db, lists):
    with pytest.raises(InvalidInput, match="commence aussi le 01/07/2024"):
        add_zoning_list(db, FRR, OfficialPlaces({LUZY: "FRR"}), TODAY)


def test_a_list_without_a_place_is_refused(db):
    with pytest.raises(InvalidInput, match="ne nomme aucun lieu"):
        add_zoning_list(db, FRR, OfficialPlaces(), TODAY)


def test_the_dates_of_a_list_are_corrected(db, lists):
    with db.read() as session:
        found = zoning_lists(session)[0]
    values = ZoningListInput("ZRR", "ZRR", dt.date(2015, 1, 1), dt.date(2024, 6, 30))
    update_zoning_list(db, found.id, values, version=found.version)
    with db.read() as session:
        assert zoning_lists(session)[0].valid_from == dt.date(2015, 1, 1)
    with pytest.raises(Conflict):
        update_zoning_list(db, found.id, values, version=found.version)
    with pytest.raises(NotFound):
        update_zoning_list(db, 1, values, version=1)


def test_a_deleted_list_comes_back_with_its_places(db, lists):
    with db.read() as session:
        found = zoning_lists(session)[0]
    delete_zoning_list(db, found.id)
    with db.read() as session:
        assert territory(session, LUZY, dt.date(2020, 1, 1)).rural_list is None
    undo.undo_last(db)
    with db.read() as session:
        assert territory(session, LUZY, dt.date(2020, 1, 1)).zoning == "C"


def test_entries_take_the_zoning_of_their_day(db, lists):
    before = enter(db, 1, dt.date(2024, 6, 30), insee_code=LUZY)
    after = enter(db, 2, dt.date(2024, 7, 1), insee_code=LUZY)
    told = enter(db, 3, dt.date(2026, 1, 5), postal_code="58000", city="NEVERS", insee_code=None)
    found = plan(db)
    assert [(line.learner_id, line.zoning) for line in found.lines] == [
        (before, "C"),
        (after, "FRR+"),
        (told, "FRR_NC"),
    ]
    _change, left = apply_zonings(db, found, TODAY)
    assert left == 0
    assert tuple(facts(db, after)) == ("FRR+", "FRR, liste du 10/07/2025", "commune", TODAY)
    assert plan(db).lines == ()
    undo.undo_last(db)
    assert tuple(facts(db, after)) == (None, None, None, None)


def test_a_territory_is_written_with_its_proof(db):
    learner_id = enter(db, 1, dt.date(2026, 1, 5), insee_code=LUZY)
    with db.read() as session:
        enrollment_id = session.scalar(select(Enrollment.id))
    told = EntryFacts(
        rural_zoning="FRR+", zoning_vintage="FRR", in_qpv=True, qpv_code="QN05801M", funder="OPCO"
    )
    record_territory(db, enrollment_id, told)
    with db.read() as session:
        found = session.get(Enrollment, enrollment_id)
        assert (found.in_qpv, found.qpv_code, found.funder) == (True, "QN05801M", None)
    assert facts(db, learner_id)[:2] == ("FRR+", "FRR")


def test_a_neighborhood_without_living_there_is_refused(db):
    enter(db, 1, dt.date(2026, 1, 5))
    with db.read() as session:
        enrollment_id = session.scalar(select(Enrollment.id))
    with pytest.raises(InvalidInput, match="n’habite pas un QPV"):
        record_territory(db, enrollment_id, EntryFacts(in_qpv=False, qpv_code="QN05801M"))
    with pytest.raises(NotFound):
        record_territory(db, 1, EntryFacts())


def test_another_class_written_by_hand_loses_the_proof_of_the_one_before():
    before = EntryFacts(rural_zoning="FRR+", zoning_vintage="FRR 2025", zoning_method="commune", in_qpv=False)
    by_hand = replace(before, rural_zoning="FRR_NC")
    assert without_old_proof(before, by_hand) == EntryFacts(rural_zoning="FRR_NC", in_qpv=False)
    assert without_old_proof(before, before) == before
    told = replace(before, rural_zoning="FRR_NC", zoning_method="declared")
    assert without_old_proof(before, told) == told
    assert without_old_proof(before, replace(before, funder="OPCO")).zoning_vintage == "FRR 2025"


def test_what_cannot_be_said_is_counted(db, lists):
    enter(db, 1, dt.date(2026, 1, 5), insee_code=None, city="Genève")
    enter(db, 2, None, insee_code=LUZY)
    enter(db, 3, dt.date(2010, 1, 5), insee_code=LUZY)
    enter(db, 4, dt.date(2026, 1, 5), insee_code=AUTUN)
    found = plan(db)
    assert found.lines == ()
    assert found.left == {NO_COMMUNE: 1, NO_DAY: 1, NO_LIST: 1, NOT_NAMED: 1}
    with pytest.raises(Conflict):
        apply_zonings(db, found, TODAY)


def test_what_somebody_wrote_stays(db, lists):
    known = enter(db, 1, dt.date(2026, 1, 5), insee_code=LUZY)
    with db.write("Dire") as session:
        session.scalars(select(Enrollment).where(Enrollment.learner_id == known)).one().rural_zoning = "FRR"
    assert plan(db).lines == ()


def test_who_changed_since_the_preview_is_left(db, lists):
    enter(db, 1, dt.date(2026, 1, 5), insee_code=LUZY)
    second = enter(db, 2, dt.date(2026, 1, 5), insee_code=LUZY)
    found = plan(db)
    with db.write("Dire") as session:
        session.scalars(select(Enrollment).where(Enrollment.learner_id == second)).one().rural_zoning = "C"
    _change, left = apply_zonings(db, found, TODAY)
    assert left == 1
    assert facts(db, second).rural_zoning == "C"
