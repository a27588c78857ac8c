"""Everything held about a person is told: by introspection, column by column."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from gen_desktop.changes import Author, AuthorKind
from gen_desktop.db.backup import Reason
from gen_desktop.db.database import Database
from gen_desktop.errors import Forbidden, NotFound
from gen_desktop.exporting.personal_data import write_personal_data
from gen_desktop.queries.person_data import people_called, person_data, person_scope
from gen_desktop.queries.personal_records import owned_tables
from gen_desktop.queries.privacy_records import exports
from gen_desktop.reports.registry import build_personal_data
from gen_desktop.services.backups import back_up
from gen_desktop.services.copies import copies_with, forget_copies
from gen_desktop.services.exports import record_export
from gen_desktop.services.learners import LearnerInput, create_learner, update_learner
from gen_desktop.services.organization import OrganizationInput, create_organization
from tests.marked_person import MARK, make_marked
from tests.protected import KEY, make_center
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import reading_order

NOW = dt.datetime(2026, 11, 26, 9, 30).astimezone()
NOT_IN_WORDS = {"sort_key", "search_text"}
"""Made of the other columns: in the JSON alone."""


def said(pdf: bytes) -> str:
    return " ".join(" ".join(reading_order(pdf)).replace("\u202f", " ").replace("\u00a0", " ").split())


def test_every_column_of_every_table_of_hers_is_told(db: Database, tmp_path: Path) -> None:
    rows = make_marked(db)
    make_marked(db, "Zx9", 2)
    with db.read() as session:
        data = person_data(session, rows["learner"]["id"])
    assert set(data.stored) == {table.name for table in owned_tables()} | {"company"}
    pdf = build_personal_data(db, data, (), NOW.date())
    paper = said(pdf)
    _, machine = write_personal_data(db, data, (), pdf, tmp_path)
    told = json.loads(machine.read_text(encoding="utf-8"))
    for table, row in rows.items():
        (kept,) = told["records"][table]
        assert set(kept) == set(row)
        for column, value in row.items():
            if isinstance(value, str) and MARK in value:
                assert kept[column] == value
                assert column in NOT_IN_WORDS or value in paper, f"{table}.{column}"
            elif isinstance(value, dt.date):
                assert kept[column] == value.isoformat()
                assert f"{value:%d/%m/%Y}" in paper, f"{table}.{column}"
    assert "Zx9" not in paper
    assert "Zx9" not in machine.read_text(encoding="utf-8")


def test_who_when_what_before_and_after(db: Database) -> None:
    made = create_learner(db, LearnerInput("Delorme", "Kévin", phone="0612345678"))
    assert made.created_id is not None
    update_learner(db, made.created_id, LearnerInput("Delorme", "Kévin", phone="0698765432"))
    with db.read() as session:
        data = person_data(session, made.created_id)
    change = data.log[-1]
    assert (change["gesture"], change["before"]["phone"]) == ("Modifier Delorme Kévin", "0612345678")
    paper = said(build_personal_data(db, data, (), NOW.date()))
    assert "06 12 34 56 78 → 06 98 76 54 32" in paper
    assert data.name == "Delorme Kévin"


def test_the_document_conforms_and_the_same_data_give_the_same_bytes(db: Database) -> None:
    create_organization(db, OrganizationInput("Numérique en Morvan", staff=()))
    rows = make_marked(db)
    with db.read() as session:
        data = person_data(session, rows["learner"]["id"])
    pdf = build_personal_data(db, data, (), NOW.date())
    # The address of the authority is to be read and typed: nothing here leads out of the document.
    assert_report_conforms(pdf, tolerate={"LNK-010"})
    assert pdf == build_personal_data(db, data, (), NOW.date())


def test_exports_backups_and_files_put_aside_are_told(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    db = center.open()
    back_up(db, Reason.ASKED, NOW - dt.timedelta(days=1))
    rows = make_marked(db)
    learner_id = rows["learner"]["id"]
    record_export(db, "call_list", "DWWM 2026-1", 12)
    record_export(db, "person", person_scope(learner_id), 1)
    record_export(db, "person", person_scope(7), 1)
    made = back_up(db, Reason.BEFORE_PURGE, NOW).backup
    foreign = made.file.with_name("centre-2026-11-20-080000-demande.gendb")
    foreign.write_bytes(b"\x00" * 8192)
    with db.read() as session:
        data = person_data(session, learner_id)
    copies = copies_with(db, learner_id, NOW)
    assert [(one.name, one.goes_on, one.is_readable) for one in copies] == [
        (made.file.name, dt.date(2027, 11, 27), True),
        (foreign.name, copies[1].goes_on, False),
    ]
    assert [one.kind for one in data.own_exports] == ["person"]
    assert [one.kind for one in data.exports] == ["call_list"]
    paper = said(build_personal_data(db, data, copies, NOW.date()))
    assert "Gardée jusqu’au" in paper
    assert "27/11/2027" in paper
    assert "peut-être" in paper
    db.close()


def test_older_backups_are_forgotten_on_request(tmp_path: Path) -> None:
    center = make_center(tmp_path, None)
    db = center.open()
    made = [back_up(db, Reason.ASKED, NOW - dt.timedelta(days=days)).backup for days in (3, 2, 1, 0)]
    aside = tmp_path / "centre-avant-restauration-2026-11-01-080000.gendb"
    aside.write_bytes(b"x")
    assert forget_copies(db, made[1]) == ()
    assert not aside.exists()
    folder = tmp_path / "centre - sauvegardes"
    assert list(folder.glob("*.gendb")) == [made[1].file]
    db.close()


def test_somebody_deleted_is_told_from_the_log(db: Database) -> None:
    rows = make_marked(db)
    from gen_desktop.services.undo import undo_last

    undo_last(db)
    with db.read() as session:
        data = person_data(session, rows["learner"]["id"])
        with pytest.raises(NotFound):
            person_data(session, 12345)
    assert data.name == f"{MARK} last_name {MARK} first_name"
    assert data.stored["learner"] == []


def test_names_find_people_in_both_orders_and_nobody_erased(db: Database) -> None:
    first = create_learner(db, LearnerInput("Le Goff", "Inès"))
    second = create_learner(db, LearnerInput("LE GOFF", "Ines"))
    with db.read() as session:
        found = people_called(session, "inès le goff")
        assert {one[0] for one in found} == {first.created_id, second.created_id}
        assert people_called(session, "Goff") == ()


def test_whoever_is_not_shown_sensitive_facts_does_not_take_them_out(tmp_path: Path) -> None:
    center = make_center(tmp_path, KEY)
    db = center.open()
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    trainer = db.acting_as(Author(AuthorKind.PERSON, "Karim Roux", 7))
    with trainer.read() as session, pytest.raises(Forbidden, match="handicap"):
        person_data(session, made.created_id or 0)
    with trainer.read() as session:
        assert exports(session) == ()
    db.close()
