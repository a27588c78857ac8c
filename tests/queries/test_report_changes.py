"""The past read from the log is the past that was; two reports compared name who moved, and why."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.registry import Enrollment, FollowUp, Placement
from gen_desktop.queries.memberships import Membership, Population, membership
from gen_desktop.queries.report_changes import Changes, compared
from gen_desktop.queries.rewound import COUNTED, position_at, rewound
from gen_desktop.queries.scope import Scope
from gen_desktop.services.bin import delete
from tests.queries.broken_rules import AS_OF, LEFT, Centre
from tests.random_gestures import attempt, draw, set_up, snapshot

HORIZONS = (3, 6)


def now(db: Database) -> int:
    """The position of the last gesture."""
    with db.read() as session:
        return position_at(session, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))


def known(db: Database, as_of: dt.date = AS_OF) -> Membership:
    with db.read() as session:
        return membership(session, Scope(as_of), HORIZONS)


def compare(db: Database, earlier: Membership, since: int) -> Changes:
    """What changed until today, each person counted once on the right side."""
    with db.read() as session:
        found = compared(session, earlier, membership(session, Scope(AS_OF), HORIZONS), since)
    for one in found.counts:
        assert one.after == one.before + one.came - one.left
        moved = [move.came for move in found.movements if move.population == one.population]
        assert (moved.count(True), moved.count(False)) == (one.came, one.left)
    assert all(move.reasons for move in found.movements)
    return found


def reasons(found: Changes, key: str, horizon: int | None = None) -> dict[tuple[int, bool], tuple[str, ...]]:
    """By person and direction, why they moved."""
    return {
        (one.enrollment_id, one.came): one.reasons
        for one in found.movements
        if one.population == Population(key, horizon)
    }


@pytest.mark.parametrize("seed", range(3))
def test_whatever_was_done_is_taken_back_in_memory(db, seed):
    """Random gestures: at each position, the tables read back are those that were there then."""
    rng = random.Random(seed)
    set_up(db, rng)
    states = {now(db): snapshot(db)}
    for _ in range(20):
        attempt(db, rng, draw(rng))
        states.setdefault(now(db), snapshot(db))
    assert len(states) > 6
    for position, state in states.items():
        with db.read() as session, rewound(session, position) as past:
            for model in COUNTED:
                rows = past.execute(select(model.__table__)).mappings()
                found = {row["id"]: {k: v for k, v in row.items() if k != "version"} for row in rows}
                assert found == {key[0]: row for key, row in state[model.__tablename__].items()}


@pytest.fixture
def sent(db):
    """A report of five people that left: its populations, and the position of the log then."""
    with db.write("Cinq personnes") as session:
        centre = Centre(session)
        people = [centre.person().id for _ in range(3)]
        people.append(centre.person(exit_type=None, exit_on=None, without=("follow_up", "spell", "jury")).id)
        people.append(centre.person(without=("follow_up", "spell")).id)
    return people, known(db), now(db)


def test_nothing_done_changes_nothing(db, sent):
    _people, earlier, position = sent
    assert compare(db, earlier, position).movements == ()
    with db.read() as session, rewound(session, position) as past:
        assert membership(past, Scope(AS_OF), HORIZONS) == earlier


def test_a_correction_an_exit_an_answer_and_a_deletion_are_told_with_who_did_them(db, sent):
    (deleted, job_lost, moved, still_in, silent), earlier, position = sent
    with db.write("Corriger") as session:
        told = session.scalars(select(FollowUp).where(FollowUp.enrollment_id == job_lost)).one()
        told.situation = "RECH"
        session.get_one(Enrollment, moved).exit_type = "abandonment"
        leaving = session.get_one(Enrollment, still_in)
        leaving.exit_type, leaving.exit_on = "term", LEFT
        spell = {"kind": "job", "contract_type": "CDI", "starts_on": LEFT, "recorded_on": AS_OF}
        session.add(Placement(enrollment_id=silent, **spell))
    delete(db, "enrollment", deleted)
    with db.read() as session, rewound(session, position) as past:
        assert membership(past, Scope(AS_OF), HORIZONS) == earlier
    found = compare(db, earlier, position)
    today = dt.date.today().strftime("%d/%m/%Y")
    by = f"({today}, GEN Desktop)"
    assert reasons(found, "employed", 3)[job_lost, False] == (
        f"Situation\u00a0: CDI → En recherche d’emploi {by}",
    )
    assert (job_lost, False) not in reasons(found, "answered", 3)
    (why,) = reasons(found, "abandoned")[moved, True]
    assert (why.startswith("Type de sortie\u00a0: "), why.endswith(by)) == (True, True)
    assert len(reasons(found, "in_training")[still_in, False]) == 2
    assert set(reasons(found, "entered")) == {(deleted, False)}
    assert "→ –" in reasons(found, "entered")[deleted, False][0]
    assert (silent, True) in reasons(found, "employed", 3)
    assert any("Contrat" in why for why in reasons(found, "employed", 3)[silent, True])


def test_days_gone_by_are_a_reason_where_nobody_did_anything(db, sent):
    people, _earlier, position = sent
    before = known(db, LEFT - dt.timedelta(days=1))
    found = compare(db, before, position)
    assert reasons(found, "completed")[people[0], True] == (f"Sortie du {LEFT:%d/%m/%Y}",)
    assert reasons(found, "due", 3)[people[0], True] == ("Échéance atteinte le 12/09/2026",)
    assert reasons(found, "certified")[people[0], True] == (f"Jury du {LEFT:%d/%m/%Y}",)


def test_another_period_says_so(db, sent):
    _people, _earlier, position = sent
    with db.read() as session:
        narrow = membership(session, Scope(AS_OF, None, AS_OF, AS_OF), HORIZONS)
    found = compare(db, narrow, position)
    assert reasons(found, "entered")
    assert {why for one in reasons(found, "entered").values() for why in one} == {
        "Autre périmètre, autre période ou autre règle de calcul"
    }
