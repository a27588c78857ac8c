"""Erasing people: nothing of theirs is left, figures do not move, the chain holds."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text, update

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.db.backup import Reason, make_backup
from gen_desktop.db.database import Database
from gen_desktop.db.scrubbing import is_to_scrub, mark_path
from gen_desktop.errors import Conflict, InvalidInput, NotFound, StorageProblem
from gen_desktop.models.calling import Call
from gen_desktop.models.history import ChangeSet, RecordChange
from gen_desktop.models.privacy import (
    ERASED_GESTURE,
    REQUEST,
    RETENTION,
    STAYS,
    WAS_KNOWN,
    Erasure,
    as_words,
)
from gen_desktop.models.registry import Base, Company, CompanyPeriod, Enrollment, Learner, Placement
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.drafts import KeptDraft, own_drafts
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.learner_list import ids
from gen_desktop.queries.personal_records import belongings, log_conditions, owned_tables
from gen_desktop.queries.scope import Scope
from gen_desktop.queries.seals import verify_chain
from gen_desktop.reports.evaluation import load_evaluation
from gen_desktop.reports.follow_up import load_follow_up
from gen_desktop.services import undo
from gen_desktop.services.companies import delete_company
from gen_desktop.services.drafts import keep_drafts
from gen_desktop.services.enrollments import EnrollmentInput, enroll
from gen_desktop.services.learners import LearnerInput, create_learner, update_learner
from gen_desktop.services.privacy import erase_people, scrub
from tests.factories import make_cohort
from tests.marked_person import MARK, everything_in, make_marked, own_values
from tests.protected import KEY, make_center
from tests.random_gestures import attempt, draw, set_up
from tests.reports.center import fill_center

TODAY = dt.date(2026, 11, 26)
NOW = dt.datetime(2026, 11, 26, 9, 30).astimezone()
REASON = "À sa demande, lettre du 20 novembre"


def erase(db: Database, *ids: int, **values: Any) -> None:
    erase_people(db, ids, **({"cause": REQUEST, "reason": REASON, "today": TODAY} | values))


def test_every_column_below_the_learner_is_decided_upon() -> None:
    for table, owner in owned_tables().items():
        if table.name not in STAYS:
            continue  # whole rows go
        decided = STAYS[table.name] | WAS_KNOWN.get(table.name, frozenset())
        assert decided <= {column.name for column in table.columns}
        for column in table.columns:
            is_kept = column.primary_key or column is owner or column.name in decided | {"version"}
            assert is_kept or column.nullable or table.name == "learner", f"{table.name}.{column.name}"


def test_every_table_that_points_to_a_person_belongs_to_one() -> None:
    owned = set(owned_tables())
    pointing = {
        table.name
        for table in Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table in owned and table not in owned
    }
    assert pointing == {"erasure", "issued_document"}, "the register of papers stays, without her name"


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "protected"])
def test_no_value_of_hers_is_left_in_the_file(tmp_path: Path, key: Any) -> None:
    db = make_center(tmp_path, key).open()
    rows = make_marked(db)
    values = own_values(rows)
    assert len(values) > 35
    _work_on(db, rows)
    before = everything_in(db, tmp_path)
    if key is not None:
        assert all(value.encode() in before for value in values - {"Zq7 sort_key", "Zq7 search_text"})
    erase(db, rows["learner"]["id"])
    backup = make_backup(db.path, tmp_path / "s", key=key, reason=Reason.ASKED, now=NOW)
    assert key is not None or MARK.encode() not in backup.file.read_bytes()
    scrub(db)
    assert not db.path.with_name(f"{db.path.name}-wal").stat().st_size
    after = everything_in(db, tmp_path)
    assert [value for value in values if value.encode() in after] == []
    assert MARK.encode() not in after
    assert MARK.lower().encode() not in after
    with db.read() as session:
        assert verify_chain(session).broken is None
    db.close()


def _work_on(db: Database, rows: dict[str, dict[str, Any]]) -> None:
    """Gestures that leave her values in the log alone: a changed name, a deletion, something taken back."""
    learner_id = rows["learner"]["id"]
    update_learner(db, learner_id, LearnerInput(f"{MARK} last_name", f"{MARK} first_name", note=f"{MARK} 2"))
    undo.undo_last(db)
    with db.write(f"Supprimer l’insertion de {MARK} last_name") as session:
        session.delete(session.get_one(Placement, rows["placement"]["id"]))


def test_words_of_reports_that_name_her_go(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    with db.write("Émettre le document « Attestation, Kévin Delorme »") as session:
        session.execute(
            Base.metadata.tables["issued_document"].insert(),
            [
                {
                    "id": 5,
                    "kind": "attestation",
                    "title": "Attestation",
                    "scope": "KEVIN DELORME, DWWM",
                    "as_of": TODAY,
                    "issued_at": "2026-11-26T10:00:00+01:00",
                    "sha256": "",
                    "data_fingerprint": "",
                }
            ],
        )
        session.info["recorder"].note("issued_document", "5", None, {"scope": "KEVIN DELORME, DWWM"})
    assert made.created_id is not None
    erase(db, made.created_id)
    scrub(db)
    found = everything_in(db, db.path.parent).lower()
    assert b"delorme" not in found
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_row_stays_nameless_and_no_search_finds_it(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin", phone="0612345678", sex="M"))
    other = create_learner(db, LearnerInput("Delorme", "Inès"))
    assert made.created_id is not None
    erase(db, made.created_id)
    with db.read() as session:
        learner = session.get_one(Learner, made.created_id)
        assert (learner.last_name, learner.first_name, learner.phone) == ("Personne effacée", "", "(effacé)")
        assert (learner.erased_on, learner.sex) == (TODAY, "M")
        found = ids(session, LearnerCriteria(text="delorme"), TODAY)
        assert list(found) == [other.created_id]
        assert list(ids(session, LearnerCriteria(text="effacée"), TODAY)) == []
        assert len(ids(session, LearnerCriteria(), TODAY)) == 2
        erasure = session.scalars(select(Erasure)).one()
        assert (erasure.reason, erasure.cause, erasure.leaves_backups_on) == (REASON, REQUEST, None)


def test_names_of_gestures_go_and_those_of_others_stay(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    create_learner(db, LearnerInput("Delorme", "Inès"))
    assert made.created_id is not None
    update_learner(db, made.created_id, LearnerInput("Delorme-Petit", "Kévin"))
    erase(db, made.created_id)
    with db.read() as session:
        names = list(session.scalars(select(ChangeSet.name).order_by(ChangeSet.position)))
    assert names == [ERASED_GESTURE, "Créer Delorme Inès", ERASED_GESTURE, "Effacer 1 personne"]


def test_a_shared_employer_stays_and_her_own_goes(db: Database) -> None:
    first, second = make_marked(db), make_marked(db, "Autre", 2)
    with db.write("Changer d’employeur") as session:
        session.execute(
            update(Placement)
            .where(Placement.id == first["placement"]["id"])
            .values(company_id=second["company"]["id"])
        )
        session.info["recorder"].note(
            "placement",
            str(first["placement"]["id"]),
            {"company_id": first["company"]["id"]},
            {"company_id": second["company"]["id"]},
        )
    erase(db, first["learner"]["id"])
    with db.read() as session:
        assert list(session.scalars(select(Company.name))) == ["Autre name"]
        assert verify_chain(session).broken is None


@pytest.mark.parametrize(
    ("table", "column"), [(CompanyPeriod, "company_id"), (Enrollment, "employer_company_id")]
)
def test_an_employer_that_somebody_else_named_otherwise_stays(db: Database, table: Any, column: str) -> None:
    first, second = make_marked(db), make_marked(db, "Autre", 2)
    with db.write("Un employeur commun") as session:
        other = session.get_one(table, second[table.__tablename__]["id"])
        setattr(other, column, first["company"]["id"])
    erase(db, first["learner"]["id"])
    with db.read() as session:
        assert len(list(session.scalars(select(Company.name)))) == 2
        assert verify_chain(session).broken is None


def test_an_employer_deleted_before_is_named_by_no_gesture(db: Database) -> None:
    rows = make_marked(db)
    with db.write("Nommer l’entreprise Pixelibrou, Quimper") as session:
        session.get_one(Company, rows["company"]["id"]).name = "Pixelibrou"
    delete_company(db, rows["company"]["id"])
    erase(db, rows["learner"]["id"])
    scrub(db)
    assert b"pixelibrou" not in everything_in(db, db.path.parent).lower()
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_a_period_in_a_company_not_known_yet_is_erased_too(db: Database) -> None:
    hers = make_marked(db)
    with db.write("Une entreprise à trouver") as session:
        session.execute(update(CompanyPeriod).values(host="", company_id=None))
    erase(db, hers["learner"]["id"])
    with db.read() as session:
        assert session.scalars(select(CompanyPeriod.host)).all() == [""]


def test_a_list_called_by_her_name_goes_though_it_told_of_others(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    db.author = Author(AuthorKind.IMPORT, "Claire Lambert")
    create_learner(db, LearnerInput("Absil", "Nadia"))
    with db.write("Importer 1 apprenant (de Kevin_DELORME.csv)") as session:
        session.add(Company(name="Le Fil", sort_key="le fil"))
    db.author = Author(AuthorKind.PERSON, "Claire Lambert")
    undo.undo_last(db)
    undo.redo_last(db)
    erase(db, made.created_id or 0)
    scrub(db)
    found = everything_in(db, db.path.parent).lower()
    assert b"delorme" not in found
    assert b"absil nadia" in found
    with db.read() as session:
        assert verify_chain(session).broken is None


def test_somebody_deleted_before_can_be_erased(db: Database) -> None:
    rows = make_marked(db)
    undo.undo_last(db)
    with db.read() as session:
        assert session.get(Learner, rows["learner"]["id"]) is None
    erase(db, rows["learner"]["id"])
    scrub(db)
    assert MARK.encode() not in everything_in(db, db.path.parent)
    with db.read() as session:
        assert session.get_one(Learner, rows["learner"]["id"]).erased_on == TODAY
        assert verify_chain(session).broken is None
    with pytest.raises(Conflict, match="effacées"):
        undo.redo_last(db)


@pytest.mark.parametrize("seed", range(3))
def test_no_figure_of_any_period_moves(db: Database, seed: int) -> None:
    cohorts = fill_center(db, learners=40, seed=seed)
    chance = random.Random(seed)
    with db.read() as session:
        people = list(session.scalars(select(Learner.id)))
    before = _all_figures(db, cohorts)
    for share in (0.1, 0.5):
        left = [one for one in people if chance.random() < share]
        erase(db, *left, cause=RETENTION, reason="Durée de conservation écoulée")
        people = [one for one in people if one not in left]
        assert _all_figures(db, cohorts) == before
    scrub(db)
    with db.read() as session:
        assert verify_chain(session).broken is None


def _all_figures(db: Database, cohorts: tuple[int, ...]) -> list[Any]:
    """Every indicator over several periods, and all that both reports count; names and seals apart."""
    found: list[Any] = []
    with db.read() as session:
        for as_of in (dt.date(2025, 12, 31), dt.date(2026, 6, 30), dt.date(2026, 9, 30)):
            for chosen in (None, cohorts[:2]):
                found.append(figures(session, Scope(as_of, chosen)))
                found.append(
                    figures(session, Scope(as_of, chosen, dt.date(2026, 1, 1), dt.date(2026, 9, 30)))
                )
            period = Scope(as_of, None, dt.date(as_of.year, 1, 1), dt.date(as_of.year, 12, 31))
            data, _ = load_follow_up(session, period)
            found += [getattr(data, name) for name in data.__dataclass_fields__ if name not in _WITH_NAMES]
            # Words that were written of one person alone go; how many there were stays.
            found.append(replace(data.recruitment, reasons=()))
            found.append(sorted((decision, n) for _, decision, n in data.recruitment.reasons))
            evaluation, _ = load_evaluation(session, Scope(as_of, cohorts), 3, "")
            found += [
                getattr(evaluation, name)
                for name in evaluation.__dataclass_fields__
                if name not in _WITH_NAMES
            ]
    return found


_WITH_NAMES = {"identity", "alerts", "absences", "recruitment"}


def test_birthday_gives_the_same_ages_and_is_not_hers(db: Database) -> None:
    rows = make_marked(db)
    entered = dt.date(2026, 1, 5)
    erase(db, rows["learner"]["id"])
    with db.read() as session:
        born = session.get_one(Learner, rows["learner"]["id"]).birth_date
        kept = session.get_one(Enrollment, rows["enrollment"]["id"])
    assert born is not None
    assert kept.entered_on == entered
    assert born != rows["learner"]["birth_date"]
    assert (born.month, born.day) == (entered.month, entered.day)


def test_what_cannot_be_erased_is_refused_and_nothing_moves(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    assert made.created_id is not None
    with pytest.raises(InvalidInput, match="raison"):
        erase(db, made.created_id, reason="  ")
    with pytest.raises(InvalidInput, match="sans le nom"):
        erase(db, made.created_id, reason="Demande de M. DELORME")
    with pytest.raises(NotFound, match="pas dans le fichier"):
        erase(db, made.created_id, 12345)
    with pytest.raises(NotFound, match="au moins une"):
        erase(db)
    assert not is_to_scrub(db.path)
    with db.read() as session:
        assert session.get_one(Learner, made.created_id).last_name == "Delorme"
        assert session.scalar(select(Erasure.id)) is None
    erase(db, made.created_id)
    with pytest.raises(Conflict, match="déjà effacée"):
        erase(db, made.created_id)


def test_erasing_is_not_taken_back_nor_anything_that_touched_her(db: Database) -> None:
    first = create_learner(db, LearnerInput("Aubert", "Inès"))
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    assert made.created_id is not None
    erase(db, made.created_id)
    with db.read() as session:
        erasing = session.scalar(select(ChangeSet.id).order_by(ChangeSet.position.desc()).limit(1))
        touched = session.scalar(select(ChangeSet.id).where(ChangeSet.name == ERASED_GESTURE))
        found = undo.last_undoable(session)
    assert found is not None
    assert found.name == ERASED_GESTURE
    assert erasing is not None
    with pytest.raises(Conflict, match="ne s’annule pas"):
        undo.undo_gesture(db, erasing)
    assert touched is not None
    with pytest.raises(Conflict, match="effacées"):
        undo.undo_gesture(db, touched)
    with db.read() as session:
        assert session.get(Learner, first.created_id) is not None


@pytest.mark.parametrize("what", ["values", "name", "mark"])
def test_any_other_blank_is_found(db: Database, what: str) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    other = create_learner(db, LearnerInput("Aubert", "Inès"))
    assert made.created_id is not None
    erase(db, made.created_id)
    with db.write("Falsifier") as session:
        if what == "name":
            session.execute(
                update(ChangeSet).where(ChangeSet.name == "Créer Aubert Inès").values(name=ERASED_GESTURE)
            )
        else:
            # Pretends that the mark was about another person.
            row = RecordChange.record_key == str(other.created_id if what == "values" else made.created_id)
            values = (
                {"before": None, "after": None} if what == "values" else {"record_key": str(other.created_id)}
            )
            session.execute(update(RecordChange.__table__).where(row).values(values))
    with db.read() as session:
        assert verify_chain(session).broken is not None


def test_blanks_after_the_erasure_are_found(db: Database) -> None:
    rows = make_marked(db)
    erase(db, rows["learner"]["id"])
    with db.write("Changer encore") as session:
        session.get_one(Enrollment, rows["enrollment"]["id"]).aes_on = TODAY
    with db.read() as session:
        assert verify_chain(session).broken is None
        last = session.scalar(select(ChangeSet.id).order_by(ChangeSet.position.desc()).limit(1))
    with db.write("Falsifier") as session:
        blank = update(RecordChange.__table__).where(RecordChange.change_set_id == last)
        session.execute(blank.values(before=None, after=None))
    with db.read() as session:
        assert verify_chain(session).broken is not None


def test_without_room_the_erasure_stays_and_the_rewriting_waits(db: Database, monkeypatch: Any) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    assert made.created_id is not None
    erase(db, made.created_id)
    assert is_to_scrub(db.path)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1000})())
        with pytest.raises(StorageProblem, match="pas assez de place"):
            scrub(db)
    assert is_to_scrub(db.path)
    scrub(db)
    assert not is_to_scrub(db.path)


def test_somebody_reading_does_not_lose_the_file(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    assert made.created_id is not None
    erase(db, made.created_id)
    with db.read() as session:
        session.execute(text("SELECT count(*) FROM learner")).one()
        with pytest.raises(StorageProblem):
            scrub(db)
    assert is_to_scrub(db.path)


def test_what_is_being_typed_about_her_goes_and_the_rest_stays(db: Database) -> None:
    rows = make_marked(db)
    enrollment = rows["enrollment"]["id"]
    typed = [
        KeptDraft("learners", f"edit:{rows['learner']['id']}:", "Modifier", {"note": "à voir"}),
        KeptDraft("placements", str(Call(enrollment, 6).id), "Appel", {"comment": "rappeler"}),
        KeptDraft(
            "learners", "create::", "Nouveau", {"last": f"{MARK} last_name", "first": f"{MARK} first_name"}
        ),
        KeptDraft("cohorts", "new", "Nouvelle cohorte", {"code": "DWWM"}),
    ]
    keep_drafts(db, db.author, typed, dt.datetime(2026, 11, 26, 9).astimezone())
    erase(db, rows["learner"]["id"])
    with db.read() as session:
        assert [draft.page for draft in own_drafts(session)] == ["cohorts"]


def test_what_was_left_to_rewrite_is_done_at_the_next_opening(tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    db = center.open()
    rows = make_marked(db)
    erase(db, rows["learner"]["id"])
    db.close()
    assert is_to_scrub(center.path)
    center.open().close()
    assert not is_to_scrub(center.path)
    assert MARK.encode() not in center.path.read_bytes()


def test_a_mark_that_cannot_be_taken_away_keeps_nobody_out(tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    mark_path(center.path).mkdir()  # stands for one that another program holds
    center.open().close()
    assert is_to_scrub(center.path)


def test_nobody_erased_is_changed_or_enrolled_again(db: Database) -> None:
    rows = make_marked(db)
    erase(db, rows["learner"]["id"])
    with db.write("Une cohorte") as session:
        cohort = make_cohort(session, "NEUVE")
    with pytest.raises(Conflict, match="effacée"):
        update_learner(db, rows["learner"]["id"], LearnerInput("Delorme", "Kévin"))
    with pytest.raises(Conflict, match="effacée"):
        enroll(db, EnrollmentInput(rows["learner"]["id"], cohort.id))


@pytest.mark.parametrize("seed", range(3))
def test_after_any_gestures_the_log_is_silent_about_her(db: Database, seed: int) -> None:
    rng = random.Random(seed)
    set_up(db, rng)
    for _ in range(40):
        attempt(db, rng, draw(rng))
    with db.read() as session:
        person = session.execute(select(Learner.id, Learner.last_name)).first()
    assert person is not None
    erase(db, person.id)
    with db.read() as session:
        assert verify_chain(session).broken is None
        own = belongings(session, [person.id])
        for condition in log_conditions(own):
            kept = session.execute(
                select(RecordChange.before, RecordChange.after, ChangeSet.name)
                .join(ChangeSet, ChangeSet.id == RecordChange.change_set_id)
                .where(condition)
            ).all()
            assert [(before, after) for before, after, _ in kept if before or after] == []
            assert [name for *_, name in kept if as_words(person.last_name) in as_words(name)] == []
