"""privacy retention, purge, register, breach: as typed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from gen_desktop.app import main
from gen_desktop.changes import PROGRAM
from gen_desktop.queries.privacy_records import erasures, exports
from gen_desktop.queries.retention import last_review
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date.today()
DAY = f"{TODAY:%d/%m/%Y}"
IN_2010 = {"planned_start": dt.date(2010, 1, 4), "planned_end": dt.date(2010, 6, 30)}


@pytest.fixture
def file(db, store_file):
    with db.write("Organisme inventé") as session:
        old, new = (
            make_cohort(session, "VIEILLE", **IN_2010),
            make_cohort(session, "NEUVE", planned_start=TODAY, planned_end=TODAY),
        )
        for number, (cohort, funder) in enumerate(((old, None), (old, "FT"), (new, None))):
            learner = make_learner(session, number, last_name=f"Nom{number}")
            enroll(session, cohort, learner, entered_on=cohort.planned_start, funder=funder)
    db.close()
    return store_file


@pytest.fixture
def typed(file, capsys):
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["--data", str(file), "privacy", *words])
        said = capsys.readouterr()
        return status, said.out.replace("\u00a0", " ").replace("\u202f", " "), said.err.replace("\u00a0", " ")

    return run


def read(file, query):
    db = open_store(file, PROGRAM, read_only=True)
    try:
        with db.read() as session:
            return query(session)
    finally:
        db.close()


def test_who_should_leave_is_told_once_it_is_in_the_register_of_exports(typed, file):
    status, out, _ = typed("retention", "--as-of", DAY)
    assert status == 0
    first, second = out.splitlines()[1:3]
    assert "Nom0" in first
    assert "31/12/2016" in first
    assert "à effacer" in first
    assert "VIEILLE : le programme qui la finance" in second
    assert f"Au {DAY} : 1 à effacer, 1 à compléter, 1 à garder." in out
    (export,) = read(file, exports)
    assert (export.kind, export.scope, export.people) == ("retention_list", "Qui devrait partir", 2)


def test_who_should_leave_in_json(typed):
    _, out, _ = typed("retention", "--as-of", DAY, "--json")
    found = json.loads(out)
    assert (found["due"], found["undecided"], found["kept"]) == (1, 1, 1)
    assert found["people"][0]["until"] == "2016-12-31"
    assert found["people"][1]["missing"][0]["fact"] == "program"


def test_a_period_is_set_and_given_up(typed):
    reason = ("--reason", "Convention", "--base", "formation")
    assert typed("retention", "--set", "FT", "8", *reason)[0] == 0
    assert "1 à garder" in typed("retention", "--as-of", DAY)[1]  # FT counts from the course now
    rows = {row["funder"]: row for row in json.loads(typed("retention", "--periods", "--json")[1])}
    assert (rows["FT"]["years"], rows["FT"]["base"], rows["FT"]["is_own"]) == (8, "course_end", True)
    assert "France Travail" in typed("retention", "--periods")[1]
    assert typed("retention", "--reset", "FT")[0] == 0
    assert typed("retention", "--reset", "FT")[0] == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "FT", "huit", "--reason", "Convention"), "« huit » n’est pas un nombre d’années"),
        (("--set", "FT", "8"), "--reason"),
        (("--set", "MAIRIE", "8", "--reason", "Convention"), "MAIRIE"),
        (("--set", "FT", "80", "--reason", "Convention"), "de 1 à 50"),
    ],
)
def test_what_cannot_be_set_is_said(typed, words, sentence):
    status, _, err = typed("retention", *words)
    assert status == 1
    assert sentence in err


def test_a_purge_shows_first_then_erases(typed, file):
    status, out, err = typed("purge", "--as-of", DAY)
    assert status == 1
    assert "Nom0" in out
    assert "--yes" in err
    assert read(file, erasures) == ()
    status, out, _ = typed("purge", "--as-of", DAY, "--yes")
    assert (status, "1 personne effacée" in out) == (0, True)
    assert len(read(file, erasures)) == 1
    assert read(file, last_review).due == 1
    assert "Personne ne doit partir" in typed("purge", "--as-of", DAY, "--yes")[1]


def test_a_purge_on_a_day_to_come_is_refused(typed, file):
    tomorrow = dt.date.today() + dt.timedelta(days=1)
    status, _, err = typed("purge", "--as-of", f"{tomorrow:%d/%m/%Y}", "--yes")
    assert status == 1
    assert "avenir" in err
    assert read(file, erasures) == ()


def test_the_documents(typed, tmp_path):
    for gesture in ("register", "breach"):
        out = tmp_path / f"{gesture}.pdf"
        assert typed(gesture, "--out", str(out))[0] == 0
        assert out.read_bytes().startswith(b"%PDF-1.7")
