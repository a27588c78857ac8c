"""The public version of the evaluation report: nobody is counted alone or found by subtraction."""

from __future__ import annotations

import logging
import random
import re
import shutil
from collections.abc import Iterator, Sequence

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.evaluation import EvaluationData, load_evaluation
from gen_desktop.reports.figures_text import Figures
from gen_desktop.reports.public_evaluation import draw_public_evaluation
from gen_desktop.reports.public_numbers import public_numbers
from gen_desktop.reports.registry import build_public_evaluation
from gen_desktop.store import open_store
from tests.reports.attack import Attack
from tests.reports.built import assert_report_conforms, headings, percentages_alone
from tests.reports.center import AS_OF, fill_center
from tests.reports.pdf_checks import opened, spoken
from tests.reports.random_evaluations import random_evaluation

log = logging.getLogger(__name__)

RULE = SmallNumbers(base=20, count=5)
SECTIONS = [
    "Rapport d’évaluation, version publique",
    "Sommaire",
    "1. Fiche d’identité",
    "2. Du dossier à la sortie",
    "3. Certification",
    "4. Situation à 3 mois",
    "5. Égalité et territoires",
    "6. Comparaison",
    "7. Méthode",
]
STEPS = ("not due", "not answered", "not positive", "not employed", "employed")
OVERALL = ("in training", "not due", "not answered", "not positive", "not employed", "not durably", "durably")


@pytest.fixture(scope="module")
def real(_template_store, tmp_path_factory) -> tuple[EvaluationData, bytes]:
    """What is known inside of an invented centre, and its public version as it is issued."""
    path = tmp_path_factory.mktemp("public") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    cohort_ids = fill_center(db, 120)
    with db.read() as session:
        data, _ = load_evaluation(session, Scope(AS_OF, cohort_ids), 3, "Année 2026")
    built = build_public_evaluation(db, cohort_ids, 3, AS_OF, title_scope="Année 2026")
    db.close()
    return data, built.data


@pytest.fixture(scope="module", params=["real", 0, 3, 14, 30, 60, 150, 250, 400, 800, 2000], ids=str)
def published(request, real) -> tuple[EvaluationData, bytes]:
    """The same for so many people of a random organisation."""
    if request.param == "real":
        return real
    seed = random.randrange(1_000_000)
    log.info("seed %d", seed)
    data = random_evaluation(real[0], request.param, random.Random(seed))
    document, _ = draw_public_evaluation(public_numbers(data), AS_OF, ())
    return data, document.render()


def test_conforms_and_carries_nothing_but_what_it_prints(real):
    assert_report_conforms(real[1])
    assert headings(real[1])[: len(SECTIONS)] == SECTIONS
    assert not opened(real[1]).pdf.attachments


def test_every_percentage_has_its_counts(published):
    assert percentages_alone(published[1]) == []


def test_no_count_of_a_few_people_and_no_rate_over_few_is_printed(published):
    _, pdf = published
    counts = [(n, total) for row in _rows(pdf) for n, total in row.counts if total is not None]
    for n, total in counts:
        assert total == 0 or total >= RULE.base
        assert not RULE.reveals(n)
        assert not RULE.reveals(total - n)
    for row in _rows(pdf):
        for n, _ in row.counts:
            assert not RULE.reveals(n), row


def test_nobody_is_found_by_subtraction(published):
    """Each step of each group that holds a few people could hold five more, or five fewer, or any between."""
    data, pdf = published
    attack = _attack(data, pdf)
    truth = dict(_truth(data))
    settled, bounds = attack.settled(), attack.bounds()
    for unknown, people in truth.items():
        least, most = bounds.get(unknown, (0, RULE.base))
        assert least <= people <= most, f"the attack is wrong about {unknown}"
        if RULE.reveals(people):
            assert unknown not in settled
            assert most - least >= RULE.count, f"{unknown}: {people} of {least} to {most}"


def test_the_attack_finds_what_a_careless_document_gives_away():
    """Totals known, one cell of a line withheld: the reader subtracts."""
    attack = Attack()
    attack.knows(["women", "men"], 40)
    attack.knows(["men"], 37)
    assert "women" in attack.settled()
    assert attack.bounds()["women"] == (3, 3)


def test_the_attack_narrows_what_it_cannot_settle():
    attack = Attack()
    attack.knows(["a", "b"], 6)
    attack.knows(["b", "c"], 2)
    assert attack.settled() == set()
    assert attack.bounds() == {"a": (4, 6), "b": (0, 2), "c": (0, 2)}


class _Row:
    """A printed line: its section, its table or the part of it, its label and its cells."""

    def __init__(self, section: str, part: str, text: str) -> None:
        self.section, self.part = section, part
        self.label, *self.cells = text.split(" | ")
        self.counts = [pair for pair in map(_pair, self.cells) if pair is not None]

    def __repr__(self) -> str:
        return f"{self.section} / {self.part} / {self.label} {self.cells}"

    def pair(self, index: int) -> tuple[int, int] | None:
        found = _pair(self.cells[index])
        return None if found is None or found[1] is None else (found[0], found[1])


def _pair(cell: str) -> tuple[int, int | None] | None:
    digits = r"(\d[\d\u202f]*)"
    rate = re.search(rf"{digits}[ \u00a0]sur[ \u00a0]{digits}$", cell)
    if rate:
        return _int(rate[1]), _int(rate[2])
    alone = re.fullmatch(digits, cell)
    return (_int(alone[1]), None) if alone else None


def _int(text: str) -> int:
    return int(text.replace("\u202f", ""))


_SECTIONS_OF_PEOPLE = ("2.", "3.", "4.", "5.", "6.")


def _is_head(text: str) -> bool:
    return text.startswith(("Groupe |", "Cohorte |"))


def _rows(pdf: bytes) -> Iterator[_Row]:
    """The lines of tables with people in them, by section and by title of table or group."""
    section = part = ""
    for tag, text in spoken(pdf):
        if tag == "H1":
            section, part = text, ""
        elif tag == "Caption" or (tag == "TR" and text.endswith(" | ")):
            part = text.removesuffix(" | ")
        elif tag == "TR" and section[:2] in _SECTIONS_OF_PEOPLE and not _is_head(text):
            yield _Row(section, part, text)


def _groups(data: EvaluationData) -> Iterator[tuple[str, str, Sequence[int]]]:
    """Every group of every cut that holds somebody, with its counts; the cohorts are one more cut."""
    for cut, groups in data.equality:
        for group in groups:
            if group.counts[0]:
                yield cut, group.label, group.counts[:7]
    for cohort in data.by_cohort:
        abandoned, certified, answered, positive, _, employed = cohort.rates
        counts = (abandoned.N, abandoned.n, certified.n, answered.N, answered.n, positive.n, employed.n)
        if counts[0]:
            yield "Par cohorte", cohort.code, counts


def _truth(data: EvaluationData) -> Iterator[tuple[tuple[str, ...], int]]:
    for cut, label, counts in _groups(data):
        entered, abandoned, certified, due, answered, positive, employed = counts
        yield (cut, label, "abandoned"), abandoned
        yield (cut, label, "stayed"), entered - abandoned
        yield (cut, label, "certified"), certified
        yield (cut, label, "not certified"), entered - certified
        chain = (entered, due, answered, positive, employed)
        for step, wide, narrow in zip(STEPS, chain, (*chain[1:], 0), strict=True):
            yield (cut, label, step), wide - narrow
    flow, figures = data.flow, Figures(data.figures)
    chain = (
        *(flow.entered, flow.left, flow.due, flow.answered),
        *(figures[f"{key}.3"].n for key in ("D3a", "D4", "D5")),
    )
    for step, wide, narrow in zip(OVERALL, chain, (*chain[1:], 0), strict=True):
        yield ("all", step), wide - narrow
    yield ("all", "way", "Parcours terminés"), flow.completed
    yield ("all", "way", "Abandons"), flow.abandoned
    yield ("all", "way", "Sorties neutres"), flow.neutral
    yield ("all", "not admitted"), flow.applied - flow.admitted
    yield ("all", "not entered"), flow.admitted - flow.entered


def _attack(data: EvaluationData, pdf: bytes) -> Attack:
    attack = Attack()
    labels: dict[str, list[str]] = {}
    for cut, label, _ in _groups(data):
        labels.setdefault(cut, []).append(label)
    _relate(attack, labels)
    for row in _rows(pdf):
        if row.part in labels:
            _read_group(attack, row, labels[row.part])
        else:
            _read_overall(attack, row)
    return attack


def _relate(attack: Attack, labels: dict[str, list[str]]) -> None:
    """What everybody knows: groups make the whole, steps follow one another, leavers left some way."""
    inner = {"not employed": ["not employed"], "employed": ["not durably", "durably"]}
    for cut, names in labels.items():
        for step in STEPS[1:]:
            whole = ("all", "sum", step)
            attack.same(whole, [("all", one) for one in inner.get(step, [step])])
            attack.same(whole, [(cut, name, step) for name in names])
        attack.same(("all", "way", "Abandons"), [(cut, name, "abandoned") for name in names])
        attack.same(("all", "certified"), [(cut, name, "certified") for name in names])
        for name in names:
            own = ("entered", cut, name)
            attack.same(own, [(cut, name, "abandoned"), (cut, name, "stayed")])
            attack.same(own, [(cut, name, "certified"), (cut, name, "not certified")])
            attack.same(own, [(cut, name, step) for step in STEPS])
        attack.same(("all", "entered"), [("entered", cut, name) for name in names])
    attack.same(("all", "entered"), [("all", step) for step in OVERALL])
    ways = [("all", "way", name) for name in ("Parcours terminés", "Abandons", "Sorties neutres")]
    attack.same(("all", "entered"), [("all", "in training"), *ways])
    attack.same(("all", "admitted"), [("all", "entered"), ("all", "not entered")])
    attack.same(("all", "applied"), [("all", "admitted"), ("all", "not admitted")])


def _read_group(attack: Attack, row: _Row, names: Sequence[str]) -> None:
    """A line of the groups: perhaps several put together, which their label names."""
    inside = [name for name in names if name == row.label]
    if not inside:
        told = re.split(", | et ", row.label.partition("\u00a0: ")[2])
        inside = [name for name in names if name in told or name in row.label.partition("\u00a0: ")[2]]
    assert inside, row

    def people(*steps: str) -> list[tuple[str, str, str]]:
        return [(row.part, name, step) for name in inside for step in steps]

    attack.knows([("entered", row.part, name) for name in inside], _int(row.cells[0]))
    for index, (wide, narrow) in {
        1: ((), ("abandoned",)),
        2: ((), ("certified",)),
        3: (STEPS[1:], STEPS[2:]),
        4: (STEPS[2:], STEPS[3:]),
        5: (STEPS[1:], STEPS[3:]),
        6: (STEPS[2:], STEPS[4:]),
    }.items():
        found = row.pair(index)
        if found is not None:
            attack.knows(people(*narrow), found[0])
            if wide:
                attack.knows(people(*wide), found[1])


_RATES = {
    "Situation connue": (3, 2),
    "Sorties positives GEN, sur répondants": (4, 3),
    "Sorties positives GEN, prudent": (4, 2),
    "Emploi, sur répondants": (5, 3),
    "Emploi, prudent": (5, 2),
    "Emploi durable, sur répondants": (6, 3),
    "Emploi durable, prudent": (6, 2),
}
"""The part of the steps in the numerator and in the denominator of each rate: from that step on."""


def _read_overall(attack: Attack, row: _Row) -> None:
    steps = {"Candidatures": "applied", "Admis": "admitted", "Entrés": "entered"}
    if row.part == "Recrutement" and row.label in steps and _pair(row.cells[0]):
        attack.knows([("all", steps[row.label])], _int(row.cells[0]))
    elif row.part == "Parcours" and row.label != "Entrés" and _pair(row.cells[0]):
        told = re.split(", | et ", row.label)
        ways: list[tuple[str, ...]] = [("all", "way", one[0].upper() + one[1:]) for one in told]
        ways = [("all", "in training") if one[2] == "Encore en formation" else one for one in ways]
        attack.knows(ways, _int(row.cells[0]))
    elif row.label == "Certifiés parmi les entrés" and row.pair(0):
        attack.knows([("all", "certified")], row.counts[0][0])
    elif row.section.startswith("4.") and row.label in _RATES and row.pair(0):
        for start, people in zip(_RATES[row.label], row.counts[0], strict=True):
            attack.knows([("all", step) for step in OVERALL[start:]], people or 0)
