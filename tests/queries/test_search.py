from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.models.names import fold
from gen_desktop.models.registry import Company
from gen_desktop.queries.search import find
from gen_desktop.queries.search_index import SearchIndex
from gen_desktop.queries.search_words import fact_says
from gen_desktop.queries.searched import every_entry
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


def test_a_birth_is_said_as_the_sex_asks(db):
    births = {"Roux": ("F", "née"), "Petit": ("M", "né"), "Morel": (None, "né(e)")}
    day = dt.date(1999, 2, 19)
    with db.write("Trois personnes") as session:
        for name, (sex, _born) in births.items():
            make_learner(session, last_name=name, birth_date=day, sex=sex)
    with db.read() as session:
        hits = {name: find(session, name.lower())[0].detail for name in births}
        index = SearchIndex(every_entry(session))
    for name, (_sex, born) in births.items():
        said = f"{born} le 19/02/1999"
        assert hits[name] == said
        (found,) = index.find(f"{name} 19/02/1999", ["learner"])
        assert (found.entry.detail, found.why) == (said, "")
    assert fact_says("birth_f", "19/02/1999") == "née le 19/02/1999"
    assert len(index.find("19/02/1999", ["learner"])) == len(births)
