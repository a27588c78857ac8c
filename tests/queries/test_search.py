from __future__ import annotations

import datetime as dt
import time

import pytest
from sqlalchemy import insert

from gen_desktop.models.ids import new_ids
from gen_desktop.models.names import fold, sort_key
from gen_desktop.models.registry import Company, Learner
from gen_desktop.queries.search import find
from tests.factories import enroll, make_cohort, make_learner


@pytest.fixture
def named(db):
    with db.write("Des noms") as session:
        cohort = make_cohort(session, "DWWM 2026-1")
        people = [("Delorme", "Kévin"), ("Lefèvre", "Zoé"), ("O’Brien", "Chloé"), ("Ben Salah", "Yasmine"),
                  ("Kévinot", "Delphine")]  # fmt: skip
        for number, (last, first) in enumerate(people):
            birth = dt.date(1999, 2, 19) if number == 0 else None
            learner = make_learner(session, number, last_name=last, first_name=first, birth_date=birth)
            session.flush()
            enroll(session, cohort, learner)
        session.add(Company(name="Atelier du Nœud", city="Nevers", sort_key=fold("Atelier du Nœud")))
    return cohort


def found(db, text):
    with db.read() as session:
        return [hit.title for hit in find(session, text)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("delorme", ["Delorme Kévin"]),
        ("DELORME kevin", ["Delorme Kévin"]),
        ("kévin delorme", ["Delorme Kévin"]),
        ("kevin", ["Kévinot Delphine", "Delorme Kévin"]),
        ("kev del", ["Kévinot Delphine", "Delorme Kévin"]),
        ("lefevre", ["Lefèvre Zoé"]),
        ("o'brien", ["O’Brien Chloé"]),
        ("ben-salah", ["Ben Salah Yasmine"]),
        ("delrome", ["Delorme Kévin"]),
        ("lefebvre zoe", ["Lefèvre Zoé"]),
        ("2026-1", ["DWWM 2026-1"]),
        ("web mobile", ["DWWM 2026-1"]),
        ("atelier noeud", ["Atelier du Nœud"]),
        ("100%", []),
        ("xyzzy", []),
        ("  ", []),
        ("%", []),
    ],
)
def test_names_are_found_as_people_remember_them(db, named, text, titles):
    assert found(db, text) == titles


def test_a_hit_tells_people_apart(db, named):
    with db.read() as session:
        hit = find(session, "delorme")[0]
        cohort = find(session, "dwwm")[0]
    assert (hit.kind, hit.detail) == ("learner", "DWWM 2026-1, né(e) le 19/02/1999")
    assert (cohort.kind, cohort.id, cohort.detail) == ("cohort", named.id, "Développeur web et web mobile")


def test_thirty_one_thousand_names_are_searched_in_the_time_of_a_key(db):
    with db.write("Beaucoup") as session:
        names = [(f"Nom{number % 900:03d}", f"Prénom{number % 311:03d}") for number in range(31_000)]
        rows = [
            {"id": row_id, "version": 1, "last_name": last, "first_name": first,
             "sort_key": sort_key(last, first), "search_text": fold(f"{last} {first} 0612457803")}
            for row_id, (last, first) in zip(new_ids(31_000), names, strict=True)
        ]  # fmt: skip
        session.execute(insert(Learner), rows)
    took = {}
    with db.read() as session:
        for text in ("nom123 prenom", "nmo123"):
            durations = []
            for _ in range(4):
                started = time.perf_counter()
                assert find(session, text)
                durations.append(time.perf_counter() - started)
            took[text] = min(durations)
    # The promise is 30 ms on an ordinary machine; twice that leaves room for a busy one.
    assert max(took.values()) < 0.06, took
