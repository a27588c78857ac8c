"""The rights of each role: every table is there, and refusals say who may."""

from __future__ import annotations

import pytest

from gen_desktop.models.registry import Base, ChangeSet, RecordChange
from gen_desktop.reference.lists import code_list, read_rows
from gen_desktop.reference.rights import (
    NO_ROLE,
    SENSITIVE,
    may_change,
    may_see,
    reserved_to,
    rights,
    why_not,
    why_not_restore,
)

LOG = {ChangeSet.__tablename__, RecordChange.__tablename__}
ROLES = [code.code for code in code_list("staff_role")]


def test_every_table_and_every_role_is_in_the_file() -> None:
    lasting = {table.name for table in Base.metadata.sorted_tables if not table.info.get("is_transient")}
    assert set(rights()) == lasting - LOG
    rows = read_rows("rights")
    assert len(rows) == len(rights())
    for row in rows:
        assert list(row) == ["table", "what", *ROLES]
        assert row["what"].startswith(("le ", "la ", "l’", "les "))
        assert set(rights()[row["table"]].of) == set(ROLES)


def test_only_sensitive_facts_are_hidden_from_anyone() -> None:
    hidden = {(table, role) for table in rights() for role in ROLES if not may_see(role, table)}
    assert hidden == {(SENSITIVE, "training")}


def test_direction_may_everything_and_a_person_without_role_nothing() -> None:
    assert all(may_change("direction", table) for table in rights())
    assert not any(may_change(None, table) or may_change("inconnu", table) for table in rights())
    assert [table for table in rights() if not may_see(None, table)] == [SENSITIVE]
    assert [table for table in rights() if not may_see("inconnu", table)] == [SENSITIVE]


@pytest.mark.parametrize(
    ("role", "table", "expected"),
    [
        ("secretariat", "learner", True),
        ("secretariat", "sensitive_facts", True),
        ("secretariat", "staff_member", False),
        ("secretariat", "target", True),  # a programme comes with its targets
        ("secretariat", "program_parameter", False),
        ("secretariat", "retention_period", False),
        ("secretariat", "erasure", False),
        ("training", "attendance", True),
        ("training", "enrollment", True),
        ("training", "learner", False),
        ("training", "follow_up", False),
        ("training", "sensitive_facts", False),
        ("placement", "follow_up", True),
        ("placement", "learner", True),
        ("placement", "attendance", False),
        ("placement", "sensitive_facts", False),
    ],
)
def test_who_changes_what(role: str, table: str, expected: bool) -> None:
    assert may_change(role, table) is expected


def test_whoever_changes_people_sees_all_of_them() -> None:
    """An import of learners compares with all that is known, and its preview tells it."""
    assert all(may_see(role, SENSITIVE) for role in ROLES if may_change(role, "learner"))


def test_a_refusal_says_what_and_who_may() -> None:
    assert why_not("direction", ["program_parameter", "learner"]) == ""
    parameters = "Ce geste change les paramètres de calcul\u00a0: il faut le rôle Direction."
    assert why_not("secretariat", ["learner", "program_parameter"]) == parameters
    follow_up = (
        "Ce geste change le suivi d’insertion\u00a0: il faut le rôle Direction, Secrétariat ou Insertion."
    )
    assert why_not("training", ["follow_up"]) == follow_up
    assert why_not(None, ["attendance"]) == why_not("inconnu", ["attendance"]) == NO_ROLE
    assert why_not(None, []) == ""
    assert reserved_to(SENSITIVE) == "Réservé à la direction, au secrétariat et à l’insertion"


def test_an_unknown_table_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        may_change("direction", "rien")


def test_who_puts_a_backup_in_the_place_of_a_sound_file() -> None:
    assert {role for role in ROLES if not why_not_restore(role)} == {"direction", "secretariat"}
    assert "il faut le rôle Direction ou Secrétariat." in why_not_restore("training")
    assert why_not_restore(None) == why_not_restore("inconnu") == NO_ROLE
