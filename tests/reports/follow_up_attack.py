"""What somebody computes from the public version of a follow-up report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from gen_desktop.reports.follow_up import FollowUpData
from tests.reports.attack import Attack
from tests.reports.pdf_checks import spoken
from tests.reports.public_rows import PrintedRow, printed_rows, together, whole
from tests.reports.random_follow_ups import FACTS, NOT_ADMITTED, NOT_ENTERED, SEEKERS, STEPS, WAYS, Person

_WAYS = dict(
    zip(("Encore en formation", "Parcours terminés", "Abandons", "Sorties neutres"), WAYS, strict=True)
)
_LOST = {
    "En attente de décision": "undecided",
    "Sur liste d’attente": "waiting",
    "Refusées": "refused",
    "Désistées avant la décision": "given_up",
    "Désistées après l’admission": "withdrawn",
    "Jamais venues": "no_shows",
    "Pas encore entrées": "to_come",
}
_UNLISTED = "Déclarées par la cohorte, sans fiche"
_FACT_LABELS = {
    "Résidents de QPV": "qpv",
    "Résidents de ZRR ou FRR": "zrr_frr",
    "Travailleurs handicapés (RQTH)": "rqth",
    "Bénéficiaires du RSA": "brsa",
    "En reconversion": "reconversion",
}
_RATES = ((2, 1), (3, 2), (3, 1), (4, 2), (4, 1), (5, 2), (5, 1))
"""From which of STEPS on people are in the numerator, and in the denominator of each rate of section 9."""


class Names:
    """What the parts are called on paper: by fact, name and key."""

    def __init__(self, model: FollowUpData) -> None:
        by_age, by_level = model.crosses[:2]
        self.sex = {row.label: row.key for row in by_age.rows}
        self.age = dict(zip(by_age.columns, by_age.column_keys, strict=True))
        self.level = dict(zip(by_level.columns, by_level.column_keys, strict=True))
        self.prescriber = {group.label: group.key for group in dict(model.cuts)["Prescripteur"]}
        self.reason = {group.label: group.key for group in model.abandonments.by_reason}
        self.cohort = {cohort.code: cohort.code for cohort in model.identity.cohorts}

    def of(self, fact: str) -> dict[str, str | None]:
        """The parts of a fact."""
        found: dict[str, str | None] = getattr(self, fact)
        return found


_CUTS = {"Sexe": "sex", "Âge à l’entrée": "age", "Niveau de diplôme": "level", "Prescripteur": "prescriber"}


def truth_of(model: FollowUpData, people: Sequence[Person]) -> Iterator[tuple[tuple[Any, ...], int]]:
    """How many people really stand in each place that is to be hidden."""
    names = Names(model)
    entrants = [one for one in people if one.entered]
    for fact in ("sex", "age", "level", "prescriber"):
        counts = Counter(getattr(one, fact) for one in entrants)
        yield from ((("part", fact, key), counts[key]) for key in names.of(fact).values())
    for fact in ("age", "level"):
        crossed = Counter((one.sex, getattr(one, fact)) for one in entrants)
        for sex in names.sex.values():
            yield from ((("cross", fact, sex, key), crossed[sex, key]) for key in names.of(fact).values())
    for fact in ("sex", "level", "cohort"):
        ways = Counter((getattr(one, fact), one.way) for one in entrants)
        for key in names.of(fact).values():
            yield from ((("way", fact, key, way), ways[key, way]) for way in WAYS)
    total = Counter(one.way for one in entrants)
    yield from ((("way", way), total[way]) for way in WAYS)
    for index, fact in enumerate(FACTS):
        told = Counter(one.facts[index] for one in entrants)
        yield from ((("fact", fact, key), told[key]) for key in ("yes", "no", None))
    seekers = Counter(one.seeker for one in entrants)
    yield from ((("seeker", key), seekers[key]) for key in SEEKERS)
    reasons = Counter(one.reason for one in entrants if one.way == "abandoned")
    yield from ((("reason", key), reasons[key]) for key in names.reason.values())
    lost = Counter(one.lost for one in people if not one.entered)
    yield from ((("lost", name), lost[name]) for name in (*NOT_ADMITTED, *NOT_ENTERED))
    yield ("company",), sum(one.in_company for one in entrants)
    yield ("no company",), sum(not one.in_company for one in entrants)
    yield from _certification_truth(entrants)
    for index, k in enumerate((3, 6)):
        steps = Counter(one.steps[index] for one in entrants)
        yield from ((("step", k, step), steps[step]) for step in STEPS)
    between = sum(one.steps[0] != "not due" and one.steps[1] == "not due" for one in entrants)
    yield ("between",), between


def _certification_truth(entrants: Sequence[Person]) -> Iterator[tuple[tuple[Any, ...], int]]:
    ended = [one for one in entrants if one.way == "completed"]
    presented = [one for one in entrants if one.presented]
    yield ("certified",), sum(one.certified for one in entrants)
    yield ("failed",), sum(not one.certified for one in presented)
    yield ("both",), sum(one.presented for one in ended)
    yield ("absent",), sum(not one.presented for one in ended)
    yield ("strange",), sum(one.way != "completed" for one in presented)


def attack_on(model: FollowUpData, pdf: bytes) -> Attack:
    """All that is printed, and all that everybody knows of it."""
    attack, names = Attack(), Names(model)
    _relate(attack, names)
    columns = [("",)]
    for row in printed_rows(pdf, ("2.", "3.", "4.", "6.", "8.", "9."), ()):
        if not row.counts:
            columns = [tuple(row.cells)]
        elif row.section.startswith("3."):
            _read_publics(attack, row, names, columns[0])
        else:
            _read(attack, row, names)
    _read_texts(attack, pdf)
    return attack


def _relate(attack: Attack, names: Names) -> None:
    """What everybody knows: parts make the whole, steps follow one another."""
    total = ("entered",)
    for fact in ("sex", "age", "level", "prescriber"):
        attack.same(total, [("part", fact, key) for key in names.of(fact).values()])
    for fact in ("age", "level"):
        for sex in names.sex.values():
            attack.same(("part", "sex", sex), [("cross", fact, sex, k) for k in names.of(fact).values()])
        for key in names.of(fact).values():
            attack.same(("part", fact, key), [("cross", fact, sex, key) for sex in names.sex.values()])
    for fact in ("sex", "level", "cohort"):
        for key in names.of(fact).values():
            attack.same(("part", fact, key), [("way", fact, key, way) for way in WAYS])
        for way in WAYS:
            attack.same(("way", way), [("way", fact, key, way) for key in names.of(fact).values()])
    attack.same(total, [("way", way) for way in WAYS])
    for fact in FACTS:
        attack.same(total, [("fact", fact, key) for key in ("yes", "no", None)])
    attack.same(total, [("seeker", key) for key in SEEKERS])
    attack.same(("way", "abandoned"), [("reason", key) for key in names.reason.values()])
    attack.same(("admitted",), [total, *(("lost", name) for name in NOT_ENTERED)])
    attack.same(("applied",), [("admitted",), *(("lost", name) for name in NOT_ADMITTED)])
    attack.same(total, [("company",), ("no company",)])
    attack.same(("presented",), [("certified",), ("failed",)])
    attack.same(("presented",), [("both",), ("strange",)])
    attack.same(("way", "completed"), [("both",), ("absent",)])
    for k in (3, 6):
        attack.same(total, [("step", k, step) for step in STEPS])
        attack.same(("due", k), [("step", k, step) for step in STEPS[1:]])
    attack.same(("due", 3), [("due", 6), ("between",)])
    attack.same(total, [("way", "in training"), ("left",)])
    attack.same(("way", "in training"), [("way", "in_training")])
    attack.same(("left",), [("due", 3), ("left, not due",)])


def _read_publics(attack: Attack, row: PrintedRow, names: Names, columns: Sequence[str]) -> None:
    if row.part == "Publics, inconnus et objectifs":
        _read_public(attack, row)
    elif row.part in _CUTS:
        fact, n = _CUTS[row.part], row.number(0)
        assert n is not None
        parts = [names.of(fact)[name] for name in together(row.label, list(names.of(fact)))]
        attack.knows([("part", fact, key) for key in parts], n)
        attack.knows([("entered",)], row.counts[1][1] or 0)
    else:
        fact = _CUTS[row.part.partition(" × ")[2][0].upper() + row.part.partition(" × ")[2][1:]]
        sexes = [names.sex[name] for name in together(row.label, list(names.sex))]
        for head, cell in zip(columns, row.cells, strict=True):
            keys = [names.of(fact)[name] for name in together(head, list(names.of(fact)))]
            attack.knows([("cross", fact, sex, key) for sex in sexes for key in keys], whole(cell))


def _read_public(attack: Attack, row: PrintedRow) -> None:
    places: dict[str, tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]] = {
        "Femmes": ([("part", "sex", "F")], [("part", "sex", None)]),
        "Moins de 26 ans": ([("part", "age", "26")], [("part", "age", None)]),
        "Bac ou infra": ([("part", "level", key) for key in ("none", "3", "4")], [("part", "level", None)]),
        "Demandeurs d’emploi": (
            [("seeker", key) for key in ("long", "short", "months")],
            [("seeker", None)],
        ),
        "Demandeurs d’emploi de longue durée": (
            [("seeker", "long")],
            [("seeker", "months"), ("seeker", None)],
        ),
        **{label: ([("fact", fact, "yes")], [("fact", fact, None)]) for label, fact in _FACT_LABELS.items()},
    }
    yes, unknown = places[row.label]
    told, missing = row.pair(0), row.number(1)
    if told is not None:
        attack.knows(yes, told[0])
        attack.knows([("entered",)], told[1])
    if missing is not None:
        attack.knows(unknown, missing)


def _read(attack: Attack, row: PrintedRow, names: Names) -> None:
    section, n = row.section[:2], row.number(0)
    if row.part == "Parcours" and n is not None:
        attack.knows([("way", _WAYS[name]) for name in together(row.label, list(_WAYS))], n)
    elif row.part == "Par cohorte":
        inside = together(row.label, list(names.cohort))
        assert n is not None
        attack.knows([("part", "cohort", code) for code in inside], n)
        for index, way in ((1, "completed"), (2, "abandoned")):
            if row.pair(index):
                attack.knows([("way", "cohort", code, way) for code in inside], row.pair(index)[0])  # type: ignore[index]
    elif section == "4." and n is not None:
        _read_recruitment(attack, row, n)
    elif row.part == "Abandons par motif" and n is not None:
        keys = [names.reason[name] for name in together(row.label, list(names.reason))]
        attack.knows([("reason", key) for key in keys], n)
    elif section == "6." and row.pair(1):
        fact = "sex" if "sexe" in row.part else "level"
        keys = [names.of(fact)[name] for name in together(row.label, list(names.of(fact)))]
        attack.knows([("way", fact, key, "abandoned") for key in keys], row.pair(1)[0])  # type: ignore[index]
        attack.knows([("part", fact, key) for key in keys], n or 0)
    elif section == "8.":
        _read_certification(attack, row)
    elif section == "9.":
        _read_outcomes(attack, row)


def _read_recruitment(attack: Attack, row: PrintedRow, n: int) -> None:
    steps = {"Candidatures reçues": "applied", "Admises": "admitted", "Entrées en formation": "entered"}
    label = row.label.strip("\u00a0")
    if label in steps:
        attack.knows([(steps[label],)], n)
        return
    # Who was never listed is told twice; the line that comes before the admitted is of those not admitted.
    lists = [{**_LOST, _UNLISTED: one} for one in ("unlisted_applied", "unlisted_admitted")]
    found = [{names[name] for name in together(label, list(names))} for names in lists]
    sides = [set(NOT_ADMITTED), set(NOT_ENTERED)]
    mine = [inside for inside, side in zip(found, sides, strict=True) if inside <= side]
    if len(mine) == 1:
        attack.knows([("lost", name) for name in mine[0]], n)


def _read_certification(attack: Attack, row: PrintedRow) -> None:
    places = {
        "Taux de présentation": ("both", ("way", "completed")),
        "Taux de réussite totale": ("certified", ("presented",)),
        "Taux de certification des entrants": ("certified", ("entered",)),
    }
    n, total = places[row.label]
    if row.pair(0):
        attack.knows([(n,)], row.pair(0)[0])  # type: ignore[index]
        attack.knows([total], row.pair(0)[1])  # type: ignore[index]


_OUTCOMES = (
    *("Taux de réponse", "Sorties positives GEN (sur répondants)", "Sorties positives GEN (prudent)"),
    *("Taux d’emploi", "Taux d’emploi (prudent)", "Taux d’emploi durable", "Taux d’emploi durable (prudent)"),
)


def _read_outcomes(attack: Attack, row: PrintedRow) -> None:
    starts = _RATES[_OUTCOMES.index(row.label)]
    for k, index in zip((3, 6), range(len(row.cells)), strict=False):
        for start, people in zip(starts, row.pair(index) or (), strict=False):
            attack.knows([("step", k, step) for step in STEPS[start:]], people)


_SAID = {
    "Candidatures": ("applied",),
    "Admis": ("admitted",),
    "En formation dans la période": ("entered",),
    "En cours au dernier jour": ("way", "in_training"),
    "Parcours terminés": ("way", "completed"),
    "Abandons": ("way", "abandoned"),
    "Certifiés parmi les entrés": ("certified",),
    "Entrés passés par une entreprise dans la période": ("company",),
    "Femmes": ("part", "sex", "F"),
    "Moins de 26 ans": ("part", "age", "26"),
    "Résidents de QPV": ("fact", "qpv", "yes"),
    "Résidents de ZRR ou FRR": ("fact", "zrr_frr", "yes"),
}
"""What is said in a card, in a sentence, or in the words of a chart: after its name, a number or a rate."""


def _read_texts(attack: Attack, pdf: bytes) -> None:
    for _, text in (one for one in spoken(pdf) if one[0] != "TR"):
        for said, place in _SAID.items():
            name = re.escape(said)
            number = r"(\d[\d\u202f]*)"
            rate = re.search(rf"{name}\W[^;.]*?{number}[ \u00a0]sur[ \u00a0]{number}", text)
            alone = re.match(rf"{name} {number}(?!,|[ \u00a0]sur)", text)
            if rate and not said.startswith("En formation"):
                attack.knows([place], whole(rate[1]))
            elif alone:
                attack.knows([place], whole(alone[1]))
