"""Pairs noted once, in whatever order they are told."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from gen_desktop.db.database import Database
from gen_desktop.models.doubtful_pair import DIFFERENT, DoubtfulPair
from gen_desktop.services.doubtful_pairs import note_pairs
from gen_desktop.services.learners import LearnerInput, create_learner

TODAY = dt.date(2026, 11, 26)


def test_a_pair_is_noted_once_and_one_that_is_settled_stays_so(db: Database) -> None:
    names = ("Aubert", "Aubret", "Obert")
    one, two, three = (
        create_learner(db, LearnerInput(last_name=name, first_name="Inès")).created_id or 0 for name in names
    )
    with db.write("Chercher") as session:
        assert note_pairs(session, [(two, one, ["name"]), (one, two, ["name"]), (one, one, [])], TODAY) == 1
    with db.write("Trancher") as session:
        pair = session.scalars(select(DoubtfulPair)).one()
        assert (pair.first_id, pair.second_id, pair.state) == (min(one, two), max(one, two), "open")
        pair.state = DIFFERENT
    with db.write("Chercher") as session:
        assert note_pairs(session, [(one, two, ["phone"]), (three, one, ["name", "phone"])], TODAY) == 1
    with db.read() as session:
        states = session.execute(select(DoubtfulPair.reasons, DoubtfulPair.state)).all()
    assert sorted(tuple(row) for row in states) == [("name", DIFFERENT), ("name|phone", "open")]
