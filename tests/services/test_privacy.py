"""Erasing people: nothing of theirs is left, figures do not move, the chain holds."""

from __future__ import annotations

import datetime as dt

from gen_desktop.db.database import Database
from gen_desktop.models.learner import Learner
from gen_desktop.models.privacy import REQUEST
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.privacy import erase_people, scrub

TODAY = dt.date(2026, 11, 26)


def test_erased_person_is_nameless(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin", phone="0612345678"))
    assert made.created_id is not None
    erase_people(db, [made.created_id], cause=REQUEST, reason="À sa demande", today=TODAY)
    scrub(db)
    with db.read() as session:
        learner = session.get_one(Learner, made.created_id)
        assert learner.last_name == "Personne effacée"
        assert learner.erased_on == TODAY
        assert verify_chain(session).broken is None
