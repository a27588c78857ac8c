"""Two public documents side by side: a warning before the second leaves, where they tell of few people."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.models.registry import Enrollment
from gen_desktop.queries.documents import kept_documents
from gen_desktop.reports.public_json import read_open_data
from gen_desktop.reports.public_overlap import RULE as OVERLAP
from gen_desktop.reports.public_overlap import revealed
from gen_desktop.reports.public_pieces import Piece, pieces_of
from gen_desktop.reports.public_reports import build_public_evaluation
from gen_desktop.services.documents import register_report
from gen_desktop.store import open_store
from tests.reports.center import AS_OF, fill_center

RULE = SmallNumbers(base=20, count=5)
DAY, LATER = dt.date(2026, 9, 30), dt.date(2026, 12, 31)
QUARTER = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def issued(cohorts, entered, *, day=DAY, days=None, name="left", words=None) -> Piece:
    counts = {("Parcours", name): entered}
    if words is None:
        words = f"{cohorts} {entered}"
    return Piece(words, day, cohorts and frozenset(cohorts), days, counts)


def told_beside(new, *earlier) -> set[str]:
    return set(revealed([replace(new, words="")], earlier, RULE))


ABC = issued("ABC", 60)


@pytest.mark.parametrize(
    ("new", "warned"),
    [
        (issued("AB", 57), True),  # three people of C
        (issued("AB", 60), False),  # nobody of C
        (issued("AB", 40), False),  # twenty of C
        (issued("BD", 57), False),  # neither is inside the other
        (issued("ABCD", 62), True),
        (issued(None, 62), True),  # all cohorts
        (issued("ABC", 61, day=LATER), True),  # one more, since
        (issued("AB", 57, day=LATER), False),  # fewer cohorts, known later: the difference counts nobody
        (issued("AB", 57, name="entered"), False),  # another number
        (issued("AB", 57, days=QUARTER), True),  # some of them, in a quarter
        (issued("ABCD", 62, days=QUARTER), False),  # more cohorts, fewer days
    ],
)
def test_a_document_of_a_part_of_another(new, warned):
    assert told_beside(new, ABC) == ({ABC.words} if warned else set())


def test_a_period_inside_another():
    quarter = issued("A", 40, days=QUARTER)
    assert told_beside(issued("A", 42, days=YEAR, day=LATER), quarter) == {quarter.words}
    assert told_beside(issued("A", 60, days=YEAR, day=LATER), quarter) == set()


@pytest.mark.parametrize("last", ["whole", "part"])
def test_all_cohorts_but_one_each_apart(last):
    """60 people in all, 30 and 28 in two cohorts: two are in the third, whichever document comes last."""
    documents = {"whole": issued("ABC", 60), "part": issued("A", 30), "other": issued("B", 28)}
    new = documents.pop(last)
    assert told_beside(new, *documents.values()) == {one.words for one in documents.values()}
    del documents["other"]
    assert told_beside(new, *documents.values()) == set()


def test_a_cohort_put_together_with_another_is_not_told_alone():
    """« B et C » are 23 in the report of a year; then the sheet of B says 20."""
    rows = [("A", 40), ("Autres cohortes\u00a0: B et C", 23)]
    year = {
        "kind": "public_evaluation",
        "as_of": "2026-09-30",
        "scope": {"all_cohorts": False, "cohorts": ["A", "B", "C"], "date_from": None, "date_to": None},
        "figures": [{"id": "entered", "n": 63}],
        "tables": [
            {
                "section": "6. Comparaison",
                "title": "Par cohorte",
                "columns": ["Cohorte", "Entrés"],
                "rows": [{"group": "", "label": label, "cells": [{"n": n}]} for label, n in rows],
            }
        ],
    }
    earlier = pieces_of(year, "L’année")
    assert [sorted(piece.cohorts or ()) for piece in earlier] == [["A", "B", "C"], ["A"], ["B", "C"]]
    sheet = Piece("", LATER, frozenset("B"), None, {("entered", "n"): 20})
    assert revealed([replace(sheet, as_of=DAY)], earlier, RULE) == ("L’année",)
    assert revealed([replace(sheet, as_of=DAY, counts={("entered", "n"): 12})], earlier, RULE) == ()


@pytest.fixture(scope="module")
def db(_template_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("overlap") / "centre.gen"
    shutil.copyfile(_template_store, path)
    database = open_store(path, PROGRAM)
    yield database
    database.close()


def test_a_correction_of_one_person_is_told_before_the_second_version_leaves(db):
    ids = fill_center(db, 120)

    def build(day: dt.date):
        return build_public_evaluation(db, ids, 3, day, title_scope="Année 2026")

    first = build(AS_OF)
    assert not any(check.rule == OVERLAP for check in first.checks)
    register_report(db, first)
    assert not any(check.rule == OVERLAP for check in build(AS_OF).checks)
    with db.write("Corriger un parcours") as session:
        one = session.query(Enrollment).filter(Enrollment.exit_type == "term").order_by(Enrollment.id).first()
        one.exit_type = "abandonment"
    (warning,) = [check for check in build(AS_OF + dt.timedelta(1)).checks if check.rule == OVERLAP]
    assert warning.level == "warning"
    assert warning.title.startswith("1 document public déjà diffusé sur 1 ")
    assert "Année 2026, situation à 3 mois" in warning.detail


def test_the_open_data_tells_what_the_tables_tell_and_hides_what_they_hide(db):
    with db.read() as session:
        ((document, pdf),) = kept_documents(session, ("public_evaluation",))
    assert document.scope == "Année 2026, situation à 3 mois"
    told = read_open_data(pdf)
    assert told is not None
    cells = [cell for table in told["tables"] for row in table["rows"] for cell in row["cells"]]
    hidden = [cell for cell in cells if cell["text"] == "n.c."]
    assert hidden
    assert all(cell == {"text": "n.c.", "n": None, "hidden": True} for cell in hidden)
    shares = [cell for cell in cells if cell.get("N")]
    assert len(shares) > 10
    assert all(f"{cell['n']} sur {cell['N']}" in cell["text"].replace("\u00a0", " ") for cell in shares)
