"""Periods of the organisation, the yearly rehearsal, and the purge: whole, or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.db.backup import Reason, Verdict
from gen_desktop.db.scrubbing import is_to_scrub
from gen_desktop.errors import Conflict, Forbidden, InvalidInput, NotFound, StorageProblem
from gen_desktop.models.privacy import Erasure
from gen_desktop.models.retention import RetentionPeriod
from gen_desktop.queries.organization import staff
from gen_desktop.queries.retention import rehearsal
from gen_desktop.queries.seals import verify_chain
from gen_desktop.services import retention
from gen_desktop.services.backups import folder_of, kept
from gen_desktop.services.organization import OrganizationInput, create_organization
from gen_desktop.services.retention import PeriodInput, hold_review, purge, reset_period, set_period
from gen_desktop.services.undo import undo_last
from tests.factories import enroll, make_cohort, make_learner
from tests.protected import KEY, make_center

TODAY = dt.date(2026, 11, 23)
REGION = PeriodInput("REGION", 8, "last_payment", " Convention 2024, article 12 ", "Convention")


def stored(db):
    with db.read() as session:
        return [
            (row.funder, row.years, row.base, row.reason, row.source, row.version)
            for row in session.scalars(select(RetentionPeriod))
        ]


def test_a_period_is_set_changed_and_given_up(db):
    set_period(db, REGION, TODAY)
    assert stored(db) == [("REGION", 8, "last_payment", "Convention 2024, article 12", "Convention", 1)]
    set_period(db, replace(REGION, years=9, source=" "), TODAY, version=1)
    assert stored(db) == [("REGION", 9, "last_payment", "Convention 2024, article 12", None, 2)]
    reset_period(db, "REGION", TODAY)
    assert stored(db) == []
    undo_last(db)
    assert [row[1] for row in stored(db)] == [9]


def test_what_was_changed_meanwhile_is_not_overwritten(db):
    set_period(db, REGION, TODAY)
    set_period(db, replace(REGION, years=9), TODAY, version=1)
    with pytest.raises(Conflict):
        set_period(db, replace(REGION, years=10), TODAY, version=1)
    assert [row[1] for row in stored(db)] == [9]


def test_refused_and_nothing_written(db):
    with pytest.raises(InvalidInput) as refused:
        set_period(db, replace(REGION, years=0, reason=""), TODAY)
    assert [problem.field for problem in refused.value.problems] == ["years", "reason"]
    with pytest.raises(NotFound):
        set_period(db, replace(REGION, funder="MAIRIE"), TODAY)
    with pytest.raises(NotFound):
        reset_period(db, "REGION", TODAY)
    assert stored(db) == []


IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}
NOW = dt.datetime(2026, 11, 23, 14, 2, tzinfo=dt.timezone(dt.timedelta(hours=1)))


@pytest.fixture
def people(db):
    """Two whose time is over, one who stays."""
    with db.write("Organisme inventé") as session:
        old, new = make_cohort(session, "VIEILLE", **IN_2010), make_cohort(session, "NEUVE")
        found = [make_learner(session, number, last_name=f"Zqmarque{number}") for number in range(3)]
        for cohort, learner in zip((old, old, new), found, strict=True):
            enroll(session, cohort, learner, entered_on=cohort.planned_start)
        return [learner.id for learner in found]


def erased(db):
    with db.read() as session:
        rows = session.execute(select(Erasure.learner_id, Erasure.cause, Erasure.leaves_backups_on))
        return {row.learner_id: (row.cause, row.leaves_backups_on) for row in rows}


def test_a_purge_erases_after_a_proved_backup(db, people):
    hold_review(db, TODAY)
    done = purge(db, people[:2], TODAY, now=NOW)
    assert done.change.name == "Effacer 2 personnes"
    assert done.left_to_do == ""
    (backup,) = kept(db)
    assert (backup.reason, backup.verdict) == (Reason.BEFORE_PURGE, Verdict.GOOD)
    assert backup.contents is not None
    assert backup.contents.people == 3
    gone_on = dt.date(2027, 11, 24)  # backups made before something big stay a year
    assert set(erased(db)) == set(people[:2])
    for cause, leaves_on in erased(db).values():
        assert cause == "retention"
        assert abs((leaves_on - gone_on).days) <= 1
    content = b"".join(file.read_bytes() for file in db.path.parent.glob(f"{db.path.name}*"))
    assert b"Zqmarque0" not in content
    assert b"Zqmarque1" not in content
    assert b"Zqmarque2" in content
    with db.read() as session:
        assert rehearsal(session, TODAY).people == ()
        assert verify_chain(session).broken is None


def test_without_a_rehearsal_of_this_month_nobody_leaves(db, people):
    for held_on in (None, TODAY - dt.timedelta(days=32), TODAY + dt.timedelta(days=1)):
        if held_on is not None:
            hold_review(db, held_on)
        with pytest.raises(Conflict, match="la revue"):
            purge(db, people[:2], TODAY, now=NOW)
    assert erased(db) == {}
    assert kept(db) == ()


def test_whoever_is_not_due_keeps_everybody(db, people):
    hold_review(db, TODAY)
    with pytest.raises(Conflict, match="1 personne ne doit pas"):
        purge(db, people, TODAY, now=NOW)
    assert erased(db) == {}


def test_without_a_backup_nobody_leaves(db, people):
    hold_review(db, TODAY)
    folder_of(db).write_text("un fichier à la place du dossier", encoding="utf-8")
    with pytest.raises(StorageProblem):
        purge(db, people[:2], TODAY, now=NOW)
    assert erased(db) == {}


def test_a_rewriting_that_has_to_wait_is_told_and_the_erasure_stays(db, people, monkeypatch):
    def no_room(_db):
        raise StorageProblem("Il n’y a pas assez de place.")

    monkeypatch.setattr(retention, "scrub", no_room)
    hold_review(db, TODAY)
    done = purge(db, people[:2], TODAY, now=NOW)
    assert done.left_to_do == "Il n’y a pas assez de place."
    assert set(erased(db)) == set(people[:2])
    assert is_to_scrub(db.path)


def test_only_the_direction_purges_or_holds_a_review(tmp_path):
    center = make_center(tmp_path, KEY)
    db = center.open()
    create_organization(db, OrganizationInput("Organisme inventé", staff=(("Léa Roux", "secretariat"),)))
    with db.read() as session:
        member_id = staff(session)[0].id
    other = db.acting_as(Author(AuthorKind.PERSON, "Léa Roux", member_id))
    for gesture in (
        lambda: purge(other, [1], TODAY, now=NOW),
        lambda: hold_review(other, TODAY),
        lambda: set_period(other, REGION, TODAY),
    ):
        with pytest.raises(Forbidden, match="rôle Direction"):
            gesture()
    assert kept(db) == ()
    db.close()
