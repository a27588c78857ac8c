"""What somebody computes from the public versions of evaluations of the same people, at several horizons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gen_desktop.reports.evaluation import EvaluationData
from gen_desktop.reports.figures_text import Figures
from tests.reports.attack import Attack
from tests.reports.public_rows import PrintedRow, printed_rows, together

Versions = Sequence[tuple[EvaluationData, bytes]]
"""Everything known inside, and what was printed of it, for each horizon."""

STEPS = ("not due", "not answered", "not positive", "not employed", "employed")
OVERALL = ("in training", "not due", "not answered", "not positive", "not employed", "not durably", "durably")
WAYS = ("Parcours terminés", "Abandons", "Sorties neutres")


def rows_of(pdf: bytes) -> list[PrintedRow]:
    """The lines of its tables with people in them."""
    return list(printed_rows(pdf, ("2.", "3.", "4.", "5.", "6."), ("Groupe", "Cohorte", "Étape")))


def attack_on(versions: Versions) -> Attack:
    """All that is printed, and all that everybody knows of it."""
    attack = Attack()
    labels: dict[str, list[str]] = {}
    for cut, label, _ in _groups(versions[0][0]):
        labels.setdefault(cut, []).append(label)
    _relate_paths(attack, labels)
    for data, pdf in versions:
        _relate_outcomes(attack, labels, data.horizon)
        for row in rows_of(pdf):
            if row.part in labels:
                _read_group(attack, row, labels[row.part], data.horizon)
            else:
                _read_overall(attack, row, data.horizon)
    for cut, names in {"all": [""], **labels}.items():
        for name in names if len(versions) > 1 else ():
            attack.same(("due", 3, cut, name), [("due", 6, cut, name), (cut, name, "between")])
    return attack


def truth_of(versions: Versions) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """How many people really stand in each place that is to be hidden."""
    for data, _ in versions:
        k = data.horizon
        for cut, label, counts in _groups(data):
            chain = (counts[0], *counts[3:])
            for step, wide, narrow in zip(STEPS, chain, (*chain[1:], 0), strict=True):
                yield (k, cut, label, step), wide - narrow
        flow, figures = data.flow, Figures(data.figures)
        inner = (figures[f"{key}.{k}"].n for key in ("D3a", "D4", "D5"))
        chain = (flow.entered, flow.left, flow.due, flow.answered, *inner)
        for step, wide, narrow in zip(OVERALL, chain, (*chain[1:], 0), strict=True):
            yield (k, "all", "", step), wide - narrow
    data = versions[0][0]
    for cut, label, (entered, abandoned, certified, *_) in _groups(data):
        yield (cut, label, "abandoned"), abandoned
        yield (cut, label, "stayed"), entered - abandoned
        yield (cut, label, "certified"), certified
        yield (cut, label, "not certified"), entered - certified
    counts = (data.flow.completed, data.flow.abandoned, data.flow.neutral)
    for way, people in zip(WAYS, counts, strict=True):
        yield ("all", "way", way), people
    yield ("all", "not admitted"), data.flow.applied - data.flow.admitted
    yield ("all", "not entered"), data.flow.admitted - data.flow.entered
    if len(versions) > 1:
        sooner, later = (dict(_dues(data)) for data, _ in versions)
        for (cut, label), due in sooner.items():
            yield (cut, label, "between"), due - later[cut, label]


def _dues(data: EvaluationData) -> Iterator[tuple[tuple[str, str], int]]:
    yield ("all", ""), data.flow.due
    for cut, label, counts in _groups(data):
        yield (cut, label), counts[3]


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


def _relate_paths(attack: Attack, labels: dict[str, list[str]]) -> None:
    """What everybody knows: groups make the whole, leavers left some way."""
    for cut, names in labels.items():
        attack.same(("all", "way", "Abandons"), [(cut, name, "abandoned") for name in names])
        attack.same(("all", "certified"), [(cut, name, "certified") for name in names])
        for name in names:
            own = ("entered", cut, name)
            attack.same(own, [(cut, name, "abandoned"), (cut, name, "stayed")])
            attack.same(own, [(cut, name, "certified"), (cut, name, "not certified")])
        attack.same(("all", "entered"), [("entered", cut, name) for name in names])
    attack.same(("all", "entered"), [("all", "way", "in training"), *(("all", "way", way) for way in WAYS)])
    attack.same(("all", "admitted"), [("all", "entered"), ("all", "not entered")])
    attack.same(("all", "applied"), [("all", "admitted"), ("all", "not admitted")])


def _relate_outcomes(attack: Attack, labels: dict[str, list[str]], k: int) -> None:
    """What everybody knows: steps follow one another, at each horizon."""
    inner = {"not employed": ["not employed"], "employed": ["not durably", "durably"]}
    attack.same(("all", "entered"), [(k, "all", "", step) for step in OVERALL])
    attack.same(("all", "way", "in training"), [(k, "all", "", "in training")])
    attack.same(("due", k, "all", ""), [(k, "all", "", step) for step in OVERALL[2:]])
    for cut, names in labels.items():
        for step in STEPS[1:]:
            total = (k, "sum", step)
            attack.same(total, [(k, "all", "", one) for one in inner.get(step, [step])])
            attack.same(total, [(k, cut, name, step) for name in names])
        for name in names:
            attack.same(("entered", cut, name), [(k, cut, name, step) for step in STEPS])
            attack.same(("due", k, cut, name), [(k, cut, name, step) for step in STEPS[1:]])


_COLUMNS = {3: (1, 2), 4: (2, 3), 5: (1, 3), 6: (2, 4)}
"""For each column of a group: from which of STEPS on people are in its denominator, and its numerator."""


def _read_group(attack: Attack, row: PrintedRow, names: Sequence[str], k: int) -> None:
    inside = together(row.label, names)
    entered = row.number(0)
    assert entered is not None
    attack.knows([("entered", row.part, name) for name in inside], entered)
    for index, fact in ((1, "abandoned"), (2, "certified")):
        found = row.pair(index)
        if found is not None:
            attack.knows([(row.part, name, fact) for name in inside], found[0])
    for index, (wide, narrow) in _COLUMNS.items():
        found = row.pair(index)
        for start, people in zip((narrow, wide), found or (), strict=False):
            attack.knows([(k, row.part, name, step) for name in inside for step in STEPS[start:]], people)


_RATES = {
    "Situation connue": (3, 2),
    "Sorties positives GEN, sur répondants": (4, 3),
    "Sorties positives GEN, prudent": (4, 2),
    "Emploi, sur répondants": (5, 3),
    "Emploi, prudent": (5, 2),
    "Emploi durable, sur répondants": (6, 3),
    "Emploi durable, prudent": (6, 2),
}
"""From which of OVERALL on people are in the numerator, and in the denominator of each rate."""


def _read_overall(attack: Attack, row: PrintedRow, k: int) -> None:
    steps = {"Candidatures": "applied", "Admis": "admitted", "Entrés": "entered"}
    people = row.number(0)
    if row.part == "Recrutement" and row.label in steps and people is not None:
        attack.knows([("all", steps[row.label])], people)
    elif row.part == "Parcours" and row.label != "Entrés" and people is not None:
        told = together(row.label, ("Encore en formation", *WAYS))
        attack.knows([("all", "way", one if one in WAYS else "in training") for one in told], people)
    elif row.label == "Certifiés parmi les entrés" and row.pair(0):
        attack.knows([("all", "certified")], row.counts[0][0])
    elif row.section.startswith("4.") and row.label in _RATES:
        for start, count in zip(_RATES[row.label], row.pair(0) or (), strict=False):
            attack.knows([(k, "all", "", step) for step in OVERALL[start:]], count)
