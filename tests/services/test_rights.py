"""Roles held where every write passes: services, undo, imports, a role that is withdrawn meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from gen_desktop.changes import COMMAND_LINE, PROGRAM, Author, AuthorKind
from gen_desktop.cli.passwords import author_of
from gen_desktop.db.database import Database
from gen_desktop.db.key_file import Holder, keys_path
from gen_desktop.db.keys import add_person as add_holder
from gen_desktop.db.keys import holders, unlock_as
from gen_desktop.errors import Conflict, Forbidden, InvalidInput
from gen_desktop.importing.applying import apply_plan
from gen_desktop.importing.planning import plan_import
from gen_desktop.jobs import Job
from gen_desktop.models.history import ChangeSet, Recorder, record_bulk
from gen_desktop.models.organization import StaffMember
from gen_desktop.models.registry import Base
from gen_desktop.queries.rights import may_see_sensitive, role_of
from gen_desktop.reference.rights import NO_ROLE, NOTHING_WRITTEN, may_change, rights
from gen_desktop.services import access
from gen_desktop.services.funding_programs import ProgramInput, create_program
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.organization import SiteInput, add_site, add_staff_member, retire_staff_member
from gen_desktop.services.undo import redo_last, undo_last
from gen_desktop.store import open_store
from tests.factories import make_cohort
from tests.team import NAMES, PASSWORDS, Team, make_team

ROLES = list(NAMES)
KEVIN = LearnerInput("Delorme", "Kévin")
OTHER = "girafe bleue sous nappe avec trois citrons"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return make_team(tmp_path)


@pytest.fixture
def opened(team: Team):
    """``opened(role)``: the file, open as the person of that role."""
    db = team.open()
    yield lambda role: db.acting_as(team.author(role))
    db.close()


def length(db: Database) -> int:
    with db.read() as session:
        return session.query(ChangeSet).count()


def role_now(db: Database) -> str | None:
    with db.read() as session:
        return role_of(session)


@pytest.mark.parametrize("role", ROLES)
def test_every_table_is_held_to_the_role(opened, role: str | None) -> None:
    db = opened(role)
    for name in rights():
        table, before = Base.metadata.tables[name], length(db)
        row = dict.fromkeys(table.columns.keys(), 1)
        if may_change(role, name):
            with db.write("Un geste") as session:
                record_bulk(session, table, after=[row])
            assert length(db) == before + 1
        else:
            with pytest.raises(Forbidden, match=NOTHING_WRITTEN), db.write("Un geste") as session:
                record_bulk(session, table, after=[row])
            assert length(db) == before


def test_what_changes_nothing_asks_no_right(opened) -> None:
    with opened(None).write("Rien") as session:
        recorder: Recorder = session.info["recorder"]
        recorder.note("learner", "1", {"note": "a"}, {"note": "a"})


def test_a_refused_gesture_leaves_everything_as_it_was(opened) -> None:
    db, before = opened("training"), length(opened("training"))
    with pytest.raises(Forbidden, match="il faut le rôle Direction, Secrétariat ou Insertion"):
        create_learner(db, KEVIN)
    with pytest.raises(Forbidden) as told:
        create_learner(opened(None), KEVIN)
    assert str(told.value) == f"{NO_ROLE} {NOTHING_WRITTEN}"
    assert length(db) == before
    assert create_learner(opened("placement"), KEVIN).created_id


def test_undo_and_redo_are_held_to_the_role_too(opened) -> None:
    create_learner(opened("secretariat"), KEVIN)
    with pytest.raises(Forbidden):
        undo_last(opened("training"))
    undo_last(opened("secretariat"))
    with pytest.raises(Forbidden):
        redo_last(opened("training"))
    redo_last(opened("placement"))


def test_an_import_is_refused_before_and_after_it_is_read(opened, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;RQTH\nDelorme;Kévin;oui\n", encoding="utf-8")
    today = dt.date(2026, 11, 23)
    for role in ("training", None):
        with pytest.raises(Forbidden):
            plan_import(opened(role), "learners", path, today=today)
    with pytest.raises(Forbidden):
        plan_import(opened("placement"), "attendance", path, today=today)
    with pytest.raises(Forbidden):
        plan_import(opened("training"), "follow-ups", path, today=today)
    with opened("training").write("Créer une cohorte") as session:
        make_cohort(session, "DWWM 2026-1")
    plan = plan_import(opened("secretariat"), "learners", path, cohort_code="DWWM 2026-1", today=today)
    with pytest.raises(Forbidden):
        apply_plan(opened("training"), plan, Job())
    with pytest.raises(Forbidden, match="la situation sociale et le handicap"):
        apply_plan(opened("placement"), plan, Job())
    assert "sensitive_facts" in apply_plan(opened("secretariat"), plan, Job()).kinds


def test_a_role_withdrawn_counts_at_once(team: Team, opened) -> None:
    secretary, chief = opened("secretariat"), opened("direction")
    create_learner(secretary, KEVIN)
    access.change_role(chief, NAMES["secretariat"], "training")
    with pytest.raises(Forbidden):
        create_learner(secretary, LearnerInput("Petit", "Ana"))
    assert role_now(secretary) == "training"
    # What an author says of their own role is not believed.
    lying = chief.acting_as(replace(team.author("secretariat"), role="direction"))
    assert role_now(lying) == "training"
    undo_last(chief)
    assert role_now(secretary) == "secretariat"


def test_who_works_here_no_longer_sees_and_changes_nothing_more(team: Team, opened) -> None:
    retire_staff_member(opened("direction"), team.ids["secretariat"])
    db = opened("secretariat")
    assert role_now(db) is None
    with pytest.raises(Forbidden):
        create_learner(db, KEVIN)
    with db.read() as session:
        assert not may_see_sensitive(session)


def test_nobody_is_identified_in_a_plain_file(db: Database) -> None:
    for author in (PROGRAM, COMMAND_LINE, Author(AuthorKind.PERSON, "Quelqu’un", 7)):
        assert role_now(db.acting_as(author)) == "direction"


def test_an_unknown_author_sees_and_changes_nothing(team: Team, opened) -> None:
    for author in (COMMAND_LINE, Author(AuthorKind.PERSON, "Quelqu’un"), Author(AuthorKind.PERSON, "X", 7)):
        db = opened("direction").acting_as(author)
        assert role_now(db) is None
        with db.read() as session:
            assert not may_see_sensitive(session)
        with pytest.raises(Forbidden):
            create_learner(db, KEVIN)


@pytest.mark.parametrize("role", ["secretariat", "training", "placement", None])
def test_only_the_direction_manages_people(team: Team, opened, role: str | None) -> None:
    db, before = opened(role), keys_path(team.path).read_bytes()
    for gesture in (
        lambda: access.add_person(db, "Zoé Roy", "direction", OTHER),
        lambda: access.remove_person(db, NAMES["placement"]),
        lambda: access.change_password(db, NAMES["direction"], OTHER),
        lambda: access.change_role(db, NAMES[role], "direction"),
        lambda: access.renew_recovery(db),
        lambda: add_staff_member(db, "Zoé Roy", "direction"),
    ):
        with pytest.raises(Forbidden):
            gesture()
    assert keys_path(team.path).read_bytes() == before
    access.change_password(db, NAMES[role], OTHER)  # one's own
    assert unlock_as(team.path, OTHER).holder == Holder(NAMES[role], team.ids[role])


def test_the_last_of_the_direction_stays(team: Team, opened) -> None:
    chief = opened("direction")
    for gesture in (
        lambda: access.remove_person(chief, NAMES["direction"]),
        lambda: access.change_role(chief, NAMES["direction"], "training"),
        lambda: retire_staff_member(chief, team.ids["direction"]),
    ):
        with pytest.raises(Conflict, match="dernière personne de la direction"):
            gesture()
    access.change_role(chief, NAMES["placement"], "direction")
    access.change_role(chief, NAMES["direction"], "training")
    assert role_now(chief) == "training"
    access.remove_person(opened("placement"), NAMES["direction"])
    assert NAMES["direction"] not in [holder.name for holder in holders(team.path)]


def test_a_direction_without_a_password_opens_nothing(team: Team, opened) -> None:
    add_staff_member(opened("direction"), "Zoé Roy", "direction")
    with pytest.raises(Conflict):
        access.remove_person(opened("direction"), NAMES["direction"])


def test_a_role_can_be_given_to_whoever_has_a_password_and_is_of_the_staff(team: Team, opened) -> None:
    chief = opened("direction")
    change = access.change_role(chief, "luc  renaud", "training")
    assert change.name == "Donner le rôle Formation à Luc Renaud"
    assert role_now(opened(None)) == "training"
    add_holder(team.path, team.key, Holder("Ancien"), OTHER)
    with pytest.raises(Conflict, match="n’est pas dans l’équipe"):
        access.change_role(chief, "Ancien", "training")


def test_who_has_no_role_yet_takes_the_one_given_with_a_password(team: Team, opened) -> None:
    chief = opened("direction")
    member = add_staff_member(chief, "Zoé Roy", None).created_id
    assert access.add_person(chief, "zoé roy", "placement", OTHER).created_id == member
    with pytest.raises(InvalidInput, match="n’existe pas"):
        access.add_person(chief, "Yann Le Goff", "roi", OTHER + "!")


def set_roles(team: Team, roles: dict[str | None, str | None]) -> None:
    db = team.open()
    with db.write("Comme avant les rôles") as session:
        for who, role in roles.items():
            session.get_one(StaffMember, team.ids[who]).role = role
    db.close()


def test_the_first_person_of_an_older_file_stands_for_its_direction(team: Team) -> None:
    set_roles(team, {"direction": None})
    first = team.open_as("direction")
    assert role_now(first) == "direction"
    assert role_now(first.acting_as(team.author("secretariat"))) == "secretariat"
    assert role_now(first.acting_as(team.author(None))) is None
    # A second one takes nothing away from the first.
    access.change_role(first, NAMES["placement"], "direction")
    assert role_now(first) == "direction"
    access.change_role(first, NAMES["direction"], "training")
    assert role_now(first) == "training"
    first.close()


def test_adding_the_first_direction_of_an_older_file_keeps_who_stood_for_it(team: Team) -> None:
    set_roles(team, {"direction": "training"})
    first = team.open_as("direction")
    access.add_person(first, "Zoé Roy", "direction", OTHER)
    assert role_now(first) == "direction"
    keys_path(team.path).unlink()
    assert role_now(first) == "direction"
    first.close()


def test_without_keys_nobody_stands_for_the_direction(team: Team) -> None:
    set_roles(team, {"direction": None})
    first = team.open_as("direction")
    keys_path(team.path).write_text("abîmé", encoding="utf-8")
    assert role_now(first) is None
    first.close()


def test_the_recovery_code_is_the_directions(team: Team) -> None:
    found = unlock_as(team.path, team.code)
    db = open_store(team.path, author_of(found), found.key)
    assert role_now(db) == "direction"
    access.change_password(db, NAMES["direction"], OTHER)
    db.close()


def test_each_role_does_its_work(opened) -> None:
    add_site(opened("secretariat"), SiteInput("Luzy"))
    create_program(opened("secretariat"), ProgramInput("L26", "Label 2026"))
    with pytest.raises(Forbidden, match="les sites"):
        add_site(opened("training"), SiteInput("Autun"))


def test_a_password_of_the_team_opens_as_its_person(team: Team) -> None:
    for role, password in PASSWORDS.items():
        assert unlock_as(team.path, password).holder == Holder(NAMES[role], team.ids[role])
