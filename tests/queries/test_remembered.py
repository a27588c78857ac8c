"""An answer is kept as long as nothing is written, and never longer."""

from __future__ import annotations

from gen_desktop.models.learner import Learner
from gen_desktop.queries.remembered import remembered
from gen_desktop.services.undo import undo_last
from tests.factories import make_learner


class Asked:
    """Counts how often the file was really read."""

    def __init__(self, db) -> None:
        self.db = db
        self.times = 0

    def names(self, of: object = None) -> list[str]:
        with self.db.read() as session:
            return remembered(session, "names", of, lambda: self._read(session))

    def _read(self, session) -> list[str]:
        self.times += 1
        return sorted(learner.last_name for learner in session.query(Learner))


def test_it_is_read_once_for_each_state_of_the_file_and_each_question(db):
    asked = Asked(db)
    assert asked.names() == asked.names() == []
    assert asked.times == 1
    asked.names("other")
    asked.names()
    assert asked.times == 3


def test_what_is_written_or_undone_is_read_again(db):
    asked = Asked(db)
    asked.names()
    with db.write("Une personne inventée") as session:
        make_learner(session)
    assert len(asked.names()) == 1
    undo_last(db)
    assert asked.names() == []


def test_a_session_that_writes_sees_what_it_wrote(db):
    asked = Asked(db)
    asked.names()
    with db.write("Une personne inventée") as session:
        learner = make_learner(session)
        session.flush()
        assert remembered(session, "names", None, lambda: asked._read(session)) == [learner.last_name]
