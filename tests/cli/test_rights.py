"""Roles hold the command line too: what a trainer types is refused in words, and nothing tells her more."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from gen_desktop.app import main
from gen_desktop.cli import passwords
from gen_desktop.cli.parser import WITHOUT_DATA, make_parser
from gen_desktop.db.backup import Reason, make_backup
from gen_desktop.db.database import Database
from gen_desktop.db.keys import holders, unlock_as
from gen_desktop.db.safekeeping import default_folder
from gen_desktop.models.enrollment import EntryFacts, Sensitive
from gen_desktop.models.registry import Enrollment, Learner
from gen_desktop.services.bin import delete
from gen_desktop.services.enrollments import set_facts
from tests.factories import enroll, make_cohort, make_learner
from tests.team import NAMES, PASSWORDS, Team, make_team

OTHER = "girafe bleue sous nappe avec trois citrons"
FACTS = Sensitive(True, dt.date(2031, 4, 17), True)
TELLING = ("2031-04-17", "17/04/2031", "rqth", "is_brsa", "receives_")
READS = {
    *("cohorts", "figures", "people", "export", "check", "report", "backup", "backups", "privacy"),
    *("bin", "history", "audit", "calendar", "signed-sheets", "statement", "satisfaction", "definitions"),
}
WRITES = {"demo", "import", "new", "users", "restore", "delete", "move", "paper", "sheet"}
WRITES |= {"promotion", "esf", "calls"}  # they enter the register of exports


@pytest.fixture
def team(tmp_path: Path, monkeypatch) -> Team:
    """A file in which the sensitive facts of two people are told, one of them deleted since."""
    monkeypatch.setattr(passwords, "_has_terminal", lambda: False)
    made = make_team(tmp_path)
    db = made.open()
    with db.write("Accueillir") as session:
        cohort = make_cohort(session, "DWWM 2026-1")
        for number, told in enumerate((FACTS, Sensitive(), FACTS)):
            person: Enrollment = enroll(
                session, cohort, make_learner(session, number), entered_on=dt.date(2026, 1, 5)
            )
            session.flush()
            set_facts(session, person.id, EntryFacts(), told)
    delete(db, "learner", ids_of(db)["Nom00002"][0])
    db.close()
    return made


def ids_of(db: Database) -> dict[str, tuple[int, int]]:
    """The learner and the enrollment of each name."""
    with db.read() as session:
        rows = session.execute(select(Learner.last_name, Learner.id, Enrollment.id).join(Enrollment)).all()
    return {row[0]: (row[1], row[2]) for row in rows}


@pytest.fixture
def known(team: Team) -> tuple[int, int]:
    """The learner and the enrollment whose facts are told."""
    db = team.open()
    found = ids_of(db)["Nom00000"]
    db.close()
    return found


NAMING = {"people", "export", "privacy"}
"""Commands whose answers name people."""


@pytest.fixture
def ask(team: Team, capsys, monkeypatch):
    """``ask(role, *words)``: the command as the person of that role; its status and what it said."""

    def run(role: str | None, *words: object) -> tuple[int, str, str]:
        monkeypatch.setenv(passwords.PASSWORD, PASSWORDS[role])
        status = main(["--data", str(team.path), *map(str, words)])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_every_command_is_known_to_read_or_to_write() -> None:
    """One that is added must be walked below, or be known to write."""
    choices = next(
        action.choices for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction)
    )
    assert set(choices) == READS | WRITES | set(WITHOUT_DATA) - {None}


@pytest.mark.parametrize("role", ["training", None])
def test_no_command_tells_a_trainer_what_she_is_not_shown(
    ask, team: Team, known: tuple[int, int], role: str | None, tmp_path: Path
) -> None:
    learner, enrollment = known
    said, thrown = [], thrown_away(ask)
    for words in (
        ("cohorts",),
        ("cohorts", "--json"),
        ("people", "A3.femmes", "denominator", "--json"),
        ("export", tmp_path / "csv", "--format", "csv"),
        ("check",),
        ("backups", "--json"),
        ("audit", "--json"),
        ("signed-sheets", "--cohort", "DWWM 2026-1", "--json"),
        ("statement", "--cohort", "DWWM 2026-1", "--json"),
        ("satisfaction", "--cohort", "DWWM 2026-1", "--json"),
        ("definitions", "--json"),
        ("calendar", "--cohort", "DWWM 2026-1", "--out", tmp_path / "csv.ics"),
        ("users", "list"),
        ("privacy", "retention", "--as-of", "2050-01-01", "--json"),
        ("bin",),
        ("bin", "--json"),
        ("history", "learner", learner),
        ("history", "learner", learner, "--json"),
        ("history", "enrollment", enrollment, "--json"),
        ("history", "learner", thrown, "--json"),
    ):
        status, out, err = ask(role, *words)
        if role is None and words[0] in NAMING:
            # Who may not write in the register of exports takes no names out.
            assert (status, out) == (1, ""), words
            continue
        assert (status, err) == (0, ""), words
        said.append(out)
    folder = tmp_path / "csv"
    assert folder.exists() == (role is not None)
    said += [file.read_text("utf-8-sig") for file in folder.glob("*")]
    assert not [sign for sign in TELLING for text in said if sign in text]
    assert "sensitive_facts" not in "".join(said)


def thrown_away(ask) -> int:
    """Whoever is in the bin."""
    (entry,) = json.loads(ask("direction", "bin", "--json")[1])
    return int(entry["records"][0])


def test_the_same_commands_tell_it_to_the_secretary(ask, known: tuple[int, int], tmp_path: Path) -> None:
    learner, enrollment = known
    for words in (("learner", learner), ("enrollment", enrollment), ("learner", thrown_away(ask))):
        status, out, _ = ask("secretariat", "history", *words)
        assert status == 0
        assert "17/04/2031" in out
    assert ask("secretariat", "export", tmp_path / "csv", "--format", "csv")[0] == 0
    assert "2031-04-17" in (tmp_path / "csv" / "sensitive_facts.csv").read_text("utf-8-sig")
    status, out, _ = ask("secretariat", "people", "A3.rqth", "--as-of", "2026-03-01")
    assert (status, "Nom00000" in out) == (0, True)


@pytest.mark.parametrize("part", ["numerator", "unknown"])
@pytest.mark.parametrize("indicator", ["A3.rqth", "A3.brsa", "A3.rqth.connus", "A4.brsa"])
def test_how_many_is_told_and_who_is_not(ask, indicator: str, part: str) -> None:
    status, out, err = ask("training", "people", indicator, part, "--as-of", "2026-03-01")
    is_empty = indicator.endswith("connus") and part == "unknown"
    assert (status, "Nom0000" in out) == (0 if is_empty else 1, False)
    assert is_empty or "réservé à la direction, au secrétariat et à l’insertion" in err
    status, out, _ = ask("training", "figures", "--as-of", "2026-03-01")
    assert status == 0
    assert "RQTH" in out


def test_what_a_role_may_not_change_is_refused_in_words(ask, team: Team, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv(passwords.NEW_PASSWORD, OTHER)
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Prénom;RQTH\nNom00000;Camille;non\n", encoding="utf-8")
    bring = ("import", "learners", path, "--cohort", "DWWM 2026-1", "--dry-run")
    status, out, err = ask("training", *bring)
    assert (status, out) == (1, "")
    assert "les fiches des apprenants" in err
    assert "Rien n’a été enregistré." in err
    assert "RQTH" in ask("secretariat", *bring, "--json")[1]
    for words in (
        ("users", "add", "Zoé Roy", "--role", "direction"),
        ("users", "remove", NAMES["placement"]),
        ("users", "password", NAMES["direction"]),
        ("users", "role", NAMES["training"], "direction"),
        ("users", "recovery"),
    ):
        status, out, err = ask("training", *words)
        assert (status, out) == (1, ""), words
        assert "il faut le rôle Direction. Rien n’a été enregistré." in err
    assert len(holders(team.path)) == len(NAMES)


@pytest.mark.parametrize("role", ["training", "placement", None])
def test_what_takes_along_more_than_a_role_may_change_is_not_even_asked(
    ask, known: tuple[int, int], role: str | None
) -> None:
    for kind, record in zip(("learner", "enrollment"), known, strict=True):
        for yes in ((), ("--yes",)):
            status, out, err = ask(role, "delete", kind, record, *yes)
            assert (status, out) == (1, "")
            assert ("il faut le rôle" in err) == (role is not None)
            assert "--yes" not in err
    (entry,) = json.loads(ask(role, "bin", "--json")[1])
    status, out, err = ask(role, "bin", "restore", entry["id"])
    assert (status, out) == (1, "")
    assert "Rien n’a été enregistré." in err
    assert ask("secretariat", "bin", "restore", entry["id"])[0] == 0
    assert ask("secretariat", "delete", "enrollment", known[1], "--yes")[0] == 0


@pytest.mark.parametrize("role", ["secretariat", "training", "placement", None])
def test_only_the_direction_erases(ask, known: tuple[int, int], role: str | None) -> None:
    for words in (
        ("erase", known[0], "--reason", "À sa demande"),
        ("erase", known[0], "--reason", "À sa demande", "--yes"),
        ("purge", "--as-of", "2026-01-01"),
        ("purge", "--as-of", "2026-01-01", "--yes"),
    ):
        status, out, err = ask(role, "privacy", *words)
        assert (status, out) == (1, ""), words
        assert "Rien n’a été enregistré." in err
        assert "--yes" not in err


@pytest.mark.parametrize("role", ["direction", "secretariat", "placement", "training", None])
def test_everything_about_a_person_is_for_those_who_see_it_all(
    ask, known: tuple[int, int], role: str | None, tmp_path: Path
) -> None:
    status, _, err = ask(role, "privacy", "export", known[0], "--out", tmp_path)
    may = role in ("direction", "secretariat", "placement")
    assert (status == 0) == may
    assert may or "réservé à la direction, au secrétariat et à l’insertion" in err
    written = [file for file in tmp_path.iterdir() if file.name.startswith("personne-")]
    assert len(written) == (2 if may else 0)


@pytest.mark.parametrize("role", ["training", "placement", None])
def test_a_sound_file_is_replaced_by_the_direction_and_the_secretary(
    ask, team: Team, role: str | None
) -> None:
    assert ask(role, "backup")[0] == 0
    (made,) = default_folder(team.path).glob("*.gendb")
    before = team.path.read_bytes()
    status, out, err = ask(role, "restore", made.name)
    assert (status, out) == (1, "")
    assert "Rien n’a été changé." in err
    assert team.path.read_bytes() == before
    assert ask("secretariat", "restore", made.name)[0] == 0


def test_a_damaged_file_is_rescued_by_whoever_is_there(ask, team: Team) -> None:
    assert ask("training", "backup")[0] == 0
    (made,) = default_folder(team.path).glob("*.gendb")
    content = bytearray(team.path.read_bytes())
    # The last page: the team and its roles can still be read.
    content[-100] ^= 0xFF
    team.path.write_bytes(content)
    assert ask("training", "check")[0] == 3
    assert ask("training", "restore", made.name)[0] == 0
    assert ask("training", "check")[0] == 0


def test_a_plain_backup_does_not_take_the_place_of_a_protected_file(
    ask, team: Team, store_file: Path, tmp_path: Path
) -> None:
    now = dt.datetime(2026, 11, 26, 9).astimezone()
    made = make_backup(store_file, tmp_path / "s", key=None, reason=Reason.ASKED, now=now)
    before = team.path.read_bytes()
    status, _, err = ask("training", "restore", made.file, "--yes")
    assert status == 3
    assert "protégé" in err
    assert team.path.read_bytes() == before


def test_a_role_is_changed_by_the_direction(ask) -> None:
    status, out, err = ask("direction", "users", "role", NAMES["training"], "placement")
    assert (status, out, err) == (0, "Paul Simon\u00a0: Insertion.\n", "")
    assert ask("training", "people", "A3.rqth", "--as-of", "2026-03-01")[0] == 0
    status, _, err = ask("direction", "users", "role", NAMES["direction"], "training")
    assert status == 1
    assert "dernière personne de la direction" in err


def test_one_changes_ones_own_password(ask, team: Team, monkeypatch) -> None:
    monkeypatch.setenv(passwords.NEW_PASSWORD, OTHER)
    assert ask("training", "users", "password", NAMES["training"])[0] == 0
    assert unlock_as(team.path, OTHER).holder.name == NAMES["training"]


def test_the_recovery_code_is_the_directions(ask, team: Team, monkeypatch, capsys) -> None:
    monkeypatch.setenv(passwords.PASSWORD, team.code)
    monkeypatch.setenv(passwords.NEW_PASSWORD, OTHER)
    assert main(["--data", str(team.path), "users", "add", "Zoé Roy", "--role", "direction"]) == 0
    capsys.readouterr()
