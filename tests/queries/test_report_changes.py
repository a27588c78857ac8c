"""The past read from the log is the past that was; two reports compared name who moved, and why."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.registry import Enrollment, FollowUp, Placement, ProgramParameter
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.counted_people import CountedPeople, counted_people
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.report_changes import ReportChanges, Since, changes_since
from gen_desktop.queries.report_reasons import NOTHING_DONE
from gen_desktop.queries.rewound import COUNTED, position_at, rewound
from gen_desktop.reports.change_words import after_words, before_words
from gen_desktop.services import undo
from gen_desktop.services.bin import delete
from tests.queries.broken_rules import AS_OF, LEFT, Centre
from tests.random_gestures import attempt, draw, set_up, snapshot


def now(db: Database) -> int:
    """The position of the last gesture."""
    with db.read() as session:
        return position_at(session, dt.datetime.now(dt.UTC) + dt.timedelta(days=1))


def scope(as_of: dt.date = AS_OF, horizon: int = 3) -> ReportScope:
    return ReportScope("evaluation", as_of, None, horizon=horizon, words="Tout")


def known(db: Database) -> CountedPeople:
    with db.read() as session:
        return counted_people(session, scope())


def compare(db: Database, since: int, before: dt.date = AS_OF) -> ReportChanges:
    """What changed until today: each figure moved by as many people as came into it and left it."""
    with db.read() as session:
        found = changes_since(session, scope(), Since(before, since))
    for one in found.figures:
        assert one.before is not None
        assert one.after is not None
        assert before_words(one) != after_words(one), "what is told as changed is seen to have changed"
        part = (one.group, one.id, Part.NUMERATOR)
        came = sum(part in move.came_into for move in found.people)
        left = sum(part in move.left for move in found.people)
        assert one.after.n == one.before.n + came - left
    assert all(move.reasons for move in found.people)
    return found


def why(found: ReportChanges, figure_id: str) -> dict[tuple[int, bool], tuple[str, ...]]:
    """By person and direction, why they moved in the numerator of a figure."""
    part = ("cohorts", figure_id, Part.NUMERATOR)
    return {
        (one.enrollment_id, side): one.reasons
        for one in found.people
        for side, parts in ((True, one.came_into), (False, one.left))
        if part in parts
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
    """A report of five people that left: who it counted, and the position of the log then."""
    with db.write("Cinq personnes") as session:
        centre = Centre(session)
        people = [centre.person().id for _ in range(3)]
        people.append(centre.person(exit_type=None, exit_on=None, without=("follow_up", "spell", "jury")).id)
        people.append(centre.person(without=("follow_up", "spell")).id)
    return people, known(db), now(db)


def test_nothing_done_changes_nothing(db, sent):
    _people, earlier, position = sent
    assert compare(db, position).is_same
    with db.read() as session, rewound(session, position) as past:
        assert counted_people(past, scope()) == earlier


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
        assert counted_people(past, scope()) == earlier
    found = compare(db, position)
    by = f"({dt.date.today():%d/%m/%Y}, GEN Desktop)"
    assert why(found, "D4.3")[job_lost, False] == (f"Situation\u00a0: CDI → En recherche d’emploi {by}",)
    assert (job_lost, False) not in why(found, "D1.3")
    (reason,) = why(found, "B3")[moved, True]
    assert (reason.startswith("Type de sortie\u00a0: "), reason.endswith(by)) == (True, True)
    assert (still_in, True) in why(found, "B4")
    gone = next(one for one in found.people if one.enrollment_id == deleted)
    assert gone.last_name, "whoever is gone is named by the past"
    assert gone.came_into == ()
    assert "→ –" in gone.reasons[0]
    assert any("Contrat" in reason for reason in why(found, "D4.3")[silent, True])


def test_a_public_learned_of_since_is_told_with_its_fact(db, sent):
    people, _earlier, position = sent
    with db.write("Dire le QPV") as session:
        session.get_one(Enrollment, people[0]).in_qpv = not session.get_one(Enrollment, people[0]).in_qpv
    (move,) = compare(db, position).people
    assert (move.enrollment_id, len(move.reasons)) == (people[0], 1)
    assert "QPV" in move.reasons[0]


def test_what_was_done_and_taken_back_is_no_reason(db, sent):
    people, _earlier, position = sent
    for exit_type in ("abandonment", "neutral"):
        with db.write("Corriger") as session:
            session.get_one(Enrollment, people[0]).exit_type = exit_type
        if exit_type == "abandonment":
            undo.undo_last(db)
    (move,) = compare(db, position).people
    assert len(move.reasons) == 1
    assert "Abandon" not in move.reasons[0]


def test_days_gone_by_are_a_reason_where_nobody_did_anything(db, sent):
    people, _earlier, position = sent
    found = compare(db, position, LEFT - dt.timedelta(days=1))
    (reason,) = why(found, "B4")[people[0], True]
    assert reason in (f"Sortie du {LEFT:%d/%m/%Y}", "Échéance atteinte le 12/09/2026")


def test_a_rule_that_changed_is_told_and_moves_people_for_no_other_reason(db, sent):
    _people, _earlier, position = sent
    with db.write("Changer la règle") as session:
        session.add(ProgramParameter(code="young_age", value="99"))
    found = compare(db, position)
    assert [(one.before, one.after) for one in found.rules] == [("26", "99")]
    assert {reason for move in found.people for reason in move.reasons} <= {NOTHING_DONE}
