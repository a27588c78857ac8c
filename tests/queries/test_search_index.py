"""The index answers what reading every entry would, whatever was put in and taken out before."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from gen_desktop.models.names import fold
from gen_desktop.queries.search_index import INSIDE_FROM, LIMITS, Entry, SearchIndex
from gen_desktop.queries.search_vocabulary import slips_allowed
from gen_desktop.queries.search_words import fact_words, readings, words_of

WEB = "Développeur web et web mobile"


def person(number: int, last: str, first: str, detail: str = "", also: str = "", **facts: str) -> Entry:
    order = f"{fold(last)}  {fold(first)}"
    return Entry("learner", number, f"{last} {first}", detail, order, also, tuple(facts.items()))


PEOPLE = [
    person(1, "Delorme", "Kévin", "né(e) le 19/02/1999", phone="+33612457803", birth="19/02/1999"),
    person(2, "Lefèvre", "Zoé", email="zoe.lef@exemple.fr", france_travail="1234567A"),
    person(3, "O’Brien", "Chloé", birth_name="Marchand", also="Marchand"),
    person(4, "Ben Salah", "Yasmine", also="bensalah", contact="+33386851234 (mère)"),
    person(5, "Kévinot", "Delphine", relay="Mme Traoré"),
]  # fmt: skip
OTHERS = [
    Entry("cohort", 10, "DWWM 2026-1", WEB, " 1", WEB),
    Entry("company", 11, "Atelier du Nœud", "Nevers", "atelier du noeud", facts=(("city", "Nevers"),)),
    Entry("attached_document", 12, "CV 2026", "Delorme Kévin, CV", " 1", "CV", about="Delorme Kévin"),
    Entry("attached_document", 13, "Bail", "Lefèvre Zoé, Autre", " 2", "Autre", about="Lefèvre Zoé"),
    Entry("document", 14, "Rapport de suivi", "Année 2026, émis le 12/03/2026", " 1", "Année 2026"),
]  # fmt: skip


def titles(text: str, *, kinds: tuple[str, ...] = tuple(LIMITS), recent: tuple[tuple[str, int], ...] = ()):
    return [one.entry.title for one in SearchIndex([*PEOPLE, *OTHERS]).find(text, kinds, recent)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("d", "Delorme Kévin"),
        ("DELORME kevin", "Delorme Kévin"),
        ("kévin delorme", "Delorme Kévin"),
        ("kevin", "Kévinot Delphine"),
        ("lefevre, zoe", "Lefèvre Zoé"),
        ("o'brien", "O’Brien Chloé"),
        ("marchand", "O’Brien Chloé"),
        ("ben-salah", "Ben Salah Yasmine"),
        ("bensalah", "Ben Salah Yasmine"),
        ("delrome", "Delorme Kévin"),
        ("delro", "Delorme Kévin"),
        ("lefebvre zoe", "Lefèvre Zoé"),
        ("06 12 45 78 03", "Delorme Kévin"),
        ("06.12", "Delorme Kévin"),
        ("+33 6 12 45", "Delorme Kévin"),
        ("612457803", "Delorme Kévin"),
        ("delorme 06 12", "Delorme Kévin"),
        ("03 86 85 12 34", "Ben Salah Yasmine"),
        ("zoe.lef@", "Lefèvre Zoé"),
        ("1234567a", "Lefèvre Zoé"),
        ("19/02/1999", "Delorme Kévin"),
        ("19/2/99", "Delorme Kévin"),
        ("19-02-1999", "Delorme Kévin"),
        ("19 02 1999", "Delorme Kévin"),
        ("1999-02-19", "Delorme Kévin"),
        ("19/0", "Delorme Kévin"),
        ("traore", "Kévinot Delphine"),
        ("2026-1", "DWWM 2026-1"),
        ("web mobile", "DWWM 2026-1"),
        ("elopp", "DWWM 2026-1"),
        ("atelier noeud", "Atelier du Nœud"),
        ("nevers", "Atelier du Nœud"),
        ("cv delorme", "CV 2026"),
        ("delorme cv", "CV 2026"),
        ("suivi annee", "Rapport de suivi"),
    ],
)  # fmt: skip
def test_what_one_remembers_is_enough(text: str, first: str) -> None:
    assert titles(text)[:1] == [first]


@pytest.mark.parametrize("text", ["", "  ", "%", "100%", "xyzzy", "06 99 99", "cv lefevre"])
def test_nothing_is_made_up(text: str) -> None:
    assert titles(text) == []


def test_a_paper_is_never_found_by_its_person_alone() -> None:
    assert titles("zoe") == ["Lefèvre Zoé"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("delorme", ""),
        ("delrome", ""),
        ("06 12", "tél.\u00a006\u00a012\u00a045\u00a078\u00a003"),
        ("19/02", ""),
        ("marchand", "nom de naissance Marchand"),
        ("0386", "03\u00a086\u00a085\u00a012\u00a034 (mère)"),
        ("zoe.l", "zoe.lef@exemple.fr"),
        ("bensalah", ""),
    ],
)
def test_a_hit_says_why_when_its_name_and_detail_do_not(text: str, why: str) -> None:
    assert SearchIndex(PEOPLE).find(text, LIMITS)[0].why == why


def test_recent_ones_come_first_in_their_kind() -> None:
    assert titles("kev") == ["Kévinot Delphine", "Delorme Kévin"]
    assert titles("kev", recent=(("learner", 1), ("cohort", 5))) == ["Delorme Kévin", "Kévinot Delphine"]


def test_only_the_kinds_that_may_be_shown_are_answered() -> None:
    assert titles("delorme", kinds=("cohort", "company")) == []


def test_recent_entries_are_given_back_by_key_and_the_lost_ones_left_out() -> None:
    index = SearchIndex([*PEOPLE, *OTHERS])
    found = index.get([("cohort", 10), ("learner", 99), ("learner", 2), ("elsewhere", 1)])
    assert [entry.title for entry in found] == ["DWWM 2026-1", "Lefèvre Zoé"]


LETTERS = st.text("abe", min_size=1, max_size=9)
PHONES = st.text("0123", min_size=2, max_size=10).map(lambda digits: f"0{digits}")
ENTRIES = st.lists(
    st.builds(
        lambda number, last, first, phone: person(number, last, first, phone=phone),
        st.integers(0, 12), LETTERS, st.one_of(LETTERS, st.just("éa-bb")), PHONES,
    ),
    max_size=25,
)  # fmt: skip
TYPED = st.one_of(
    st.lists(st.one_of(LETTERS, PHONES), min_size=1, max_size=3).map(" ".join), st.text(max_size=8)
)


def spoken(entry: Entry) -> tuple[set[str], set[str]]:
    """The words of the names of an entry, and those of its facts."""
    names = {*words_of(entry.title), *words_of(entry.also)}
    return names, {word for fact in entry.facts for word in fact_words(*fact)}


def read_all(entries: dict[int, Entry], text: str) -> list[int]:
    """The answer of somebody who reads every entry, slowly."""
    read = readings(text)

    def begins(word, held):
        return any(one.startswith(word) for one in held)

    def inside(word, held):
        return any(word in one for one in held) if len(word) >= INSIDE_FROM else begins(word, held)

    def near(word, held, slips):
        allowed = min(slips, slips_allowed(word))
        heads = {one[:size] for one in held for size in range(1, len(one) + 1)}
        heads = {head for head in heads if abs(len(head) - len(word)) <= allowed}
        return begins(word, held) or (allowed and any(OSA.distance(word, head) <= allowed for head in heads))

    def met(words, named):
        return [
            one
            for one, entry in entries.items()
            if all(named(word, spoken(entry)[0]) or begins(word, spoken(entry)[1]) for word in words)
        ]

    def by_name(words):
        return [
            one for one, entry in entries.items() if all(begins(word, spoken(entry)[0]) for word in words)
        ]

    def by_slip(slips, words):
        return met(words, lambda word, held: near(word, held, slips))

    def ranked(found):
        return sorted(
            found, key=lambda one: (not entries[one].order.startswith(read[0][0]), entries[one].order)
        )

    for slips in (0, 1, 2) if read else ():
        answer: list[int] = []
        ways = [by_name, lambda words: met(words, begins), lambda words: met(words, inside)]
        if slips:
            ways = [partial(by_slip, slips)]
            if not any(slips_allowed(word) for word in read[0]):
                continue
        for way in ways:
            for words in read[:1] if slips else reversed(read):
                answer += ranked(one for one in way(words) if one not in answer)[
                    : LIMITS["learner"] - len(answer)
                ]
        if answer:
            return answer
    return []


@settings(max_examples=400, deadline=None)
@given(ENTRIES, ENTRIES, st.sets(st.integers(0, 12)), TYPED)
def test_the_index_answers_what_reading_every_entry_would(before, after, gone, text) -> None:
    index = SearchIndex(dict_of(before).values())
    entries = {one: entry for one, entry in dict_of(before).items() if one not in gone} | dict_of(after)
    index.update(dict_of(after).values(), [("learner", one) for one in gone])
    answered = [one.entry.id for one in index.find(text, ["learner"])]
    assert [entries[one].order for one in answered] == [entries[one].order for one in read_all(entries, text)]


def dict_of(entries: list[Entry]) -> dict[int, Entry]:
    return {entry.id: entry for entry in entries}
