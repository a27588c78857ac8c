"""The bin is what the change log says: deletions in force, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.errors import NotFound
from gen_desktop.models.history import RECORDER
from gen_desktop.models.registry import Enrollment, RecordChange
from gen_desktop.queries import bin as queries
from gen_desktop.services import attendance, cohorts, enrollments, follow_ups
from gen_desktop.services import bin as bin_service
from gen_desktop.services.attendance import MarkInput
from gen_desktop.services.undo import undo_last
from tests.classroom import MONDAY, make_classroom


@pytest.fixture
def room(db):
    return make_classroom(db)


def learner_of(db, enrollment_id):
    with db.read() as session:
        return session.get_one(Enrollment, enrollment_id).learner_id


def binned(db, text=""):
    with db.read() as session:
        return queries.entries(session, text)


def test_a_deletion_says_what_when_by_whom_and_what_went_with_it(db, room):
    attendance.record(db, [MarkInput(room.enrollments[5], one, "P") for one in room.sessions[:4]])
    person = learner_of(db, room.enrollments[5])
    as_her = db.acting_as(Author(AuthorKind.PERSON, "C. Lambert"))
    bin_service.delete(as_her, "learner", person)
    (entry,) = binned(db)
    assert (entry.title, entry.kind, entry.record_ids) == ("Delorme Kévin", "learner", (person,))
    assert entry.author == "C. Lambert"
    assert entry.words == "1 inscription, 4 demi-journées d’émargement"
    assert abs(entry.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=1)


def test_the_latest_is_first_and_a_search_looks_everywhere(db, room):
    bin_service.delete(db, "learner", learner_of(db, room.enrollments[0]))
    bin_service.delete(db, "cohort", room.cohort_id)
    assert [entry.title for entry in binned(db)] == ["La cohorte DWWM 2026-2", "Aubert Inès"]
    assert [entry.title for entry in binned(db, "ines aubert")] == ["Aubert Inès"]
    assert [entry.title for entry in binned(db, "cohorte 14 inscriptions")] == ["La cohorte DWWM 2026-2"]
    assert binned(db, "Delorme") == ()


def test_what_is_given_back_is_there_no_longer(db, room):
    bin_service.delete(db, "learner", learner_of(db, room.enrollments[0]))
    bin_service.delete(db, "learner", learner_of(db, room.enrollments[1]))
    first = binned(db)[-1]
    change = bin_service.restore(db, first.change_set_id)
    assert change.name == "Annuler\u00a0: Supprimer Aubert Inès"
    assert [entry.title for entry in binned(db)] == ["Bakary Moussa"]
    with pytest.raises(NotFound, match="corbeille"):
        bin_service.restore(db, first.change_set_id)
    undo_last(db)
    assert binned(db) == ()


def test_an_update_that_deletes_on_its_way_is_no_deletion(db, room):
    left = room.enrollments[0]
    enrollments.record_entry(db, left, MONDAY)
    enrollments.record_exit(db, left, enrollments.ExitInput("term", MONDAY))
    told = follow_ups.SituationInput(left, 6, dt.date(2027, 6, 1), contract_type="CDI", employer="Mairie")
    follow_ups.record_situation(db, told)
    follow_ups.record_situation(db, follow_ups.SituationInput(left, 6, dt.date(2027, 6, 2), situation="RECH"))
    attendance.record(db, [MarkInput(room.enrollments[1], room.sessions[0], "P")])
    attendance.clear(db, [(room.enrollments[1], room.sessions[0])])
    shorter = cohorts.CohortInput("DWWM 2026-2", "Développement web", MONDAY, MONDAY)
    cohorts.update_cohort(db, room.cohort_id, shorter, today=MONDAY)
    with db.read() as session:
        assert session.scalar(select(RecordChange.id).where(RecordChange.after.is_(None)).limit(1))
    assert binned(db) == ()


def test_the_marks_of_an_erasure_are_no_deletion(db, room):
    """Neither before nor after, sealed so: that values left the log, not that a record went."""
    with db.write("Effacer une personne") as session:
        for kind in ("learner", "enrollment"):
            session.info[RECORDER].note(kind, "1", None, None)
    with db.read() as session:
        assert session.scalar(select(RecordChange.id).where(RecordChange.before.is_(None),
                                                            RecordChange.after.is_(None)))  # fmt: skip
    assert binned(db) == ()


def test_what_was_erased_is_not_offered(db, room):
    person = learner_of(db, room.enrollments[0])
    bin_service.delete(db, "learner", person)
    (entry,) = binned(db)
    for blank in (None, '{"last_name": ""}'):
        with db.write("Effacer") as session:
            of_person = update(RecordChange).where(RecordChange.record_key == str(person))
            session.execute(of_person.values(before=blank))
        assert binned(db) == ()
        with pytest.raises(NotFound):
            bin_service.restore(db, entry.change_set_id)
