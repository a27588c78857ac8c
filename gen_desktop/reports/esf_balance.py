"""The balance of an ESF+ operation: participants counted by item and by sex, the small-number rule applied.

Each section cuts the same participants into parts, so that its lines add up; None is a number withheld.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.french import join_names
from gen_desktop.models.disclosure import SmallNumbers, small_numbers
from gen_desktop.models.esf import REFUSED
from gen_desktop.models.partition import Count, Partition
from gen_desktop.queries.breakdowns import UNKNOWN_LABEL
from gen_desktop.queries.esf_participants import ENTRY_ITEMS, NO, YES, Participant, participants, result_items
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.common import Identity, load_identity
from gen_desktop.reports.public_cohorts import without_people

NOT_SAID = "Non renseigné"
_NOT_DUE = "not_due"
_IN_TRAINING = "in_training"
_NOTHING_DUE = (_NOT_DUE, _IN_TRAINING)
_ASKED = ("EECO12", "EECO13", "EECO14", "EECO15", "EECO16", "EECO17")
"""Answered by yes or no; some may be refused."""


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A line: of all, then by sex. ``code``: of the regulation, '' for what completes the whole.

    ``is_gap``: what is not known, or refused.
    """

    code: str
    label: str
    total: Count
    by_sex: tuple[Count, ...]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class BalanceSection:
    """Lines about one fact. ``due``: of whom it is asked by the date; ``unknown``: of these, not known."""

    title: str
    lines: tuple[BalanceLine, ...]
    due: Count
    unknown: Count


@dataclass(frozen=True, slots=True)
class EsfBalance:
    """Everything the balance prints. ``sexes``: the columns; ``people``: distinct persons.

    ``participants`` counts participations; both are None when they are too few to be told.
    """

    identity: Identity
    title_scope: str
    as_of: dt.date
    rule: SmallNumbers
    exit_days: int
    sexes: tuple[str, ...]
    participants: Count
    people: Count
    by_sex: tuple[Count, ...]
    entry: tuple[BalanceSection, ...]
    exits: tuple[BalanceSection, ...]
    later: tuple[BalanceSection, ...]


def load_esf_balance(session: Session, scope: Scope, title_scope: str) -> EsfBalance:
    """The participations of a scope as known on a day; the erased are counted like the others.

    Raises Forbidden when whoever reads is not shown the answers.
    """
    found = participants(session, scope, with_erased=True)
    in_force = parameters(session, scope.as_of)
    rule = small_numbers(in_force)
    counter = _Counter(found, rule)
    return EsfBalance(
        identity=without_people(load_identity(session, Populations(scope, in_force))),
        title_scope=title_scope,
        as_of=scope.as_of,
        rule=rule,
        exit_days=in_force.esf_exit_days,
        sexes=counter.sexes,
        participants=counter.told(len(found)),
        people=counter.people(len({one.learner_id for one in found})),
        by_sex=tuple(counter.told(count) for count in counter.by_sex),
        entry=tuple(counter.section(one) for one in _entry_cuts()),
        exits=tuple(counter.section(one) for one in _exit_cuts()),
        later=tuple(counter.section(one) for one in _later_cuts()),
    )


@dataclass(frozen=True, slots=True)
class _Cut:
    """A way to cut the participants. ``rows``: code, label, the parts it sums up, whether it is a gap."""

    title: str
    part_of: Callable[[Participant], str]
    rows: Sequence[tuple[str, str, tuple[str, ...], bool]]


class _Counter:
    """Counts cuts of the same participants, by sex; the sexes of a few people are put together."""

    def __init__(self, found: Sequence[Participant], rule: SmallNumbers) -> None:
        self._found, self._rule = found, rule
        labels: dict[str | None, str] = {code.code: code.label for code in code_list("sex")}
        labels[None] = UNKNOWN_LABEL
        keys = list(labels)
        counts = [sum(one.sex == key for one in found) for key in keys]
        columns = [[keys[index] for index in group] for group in rule.merged(counts, rule.count)]
        self._columns = [column for column in columns if any(one.sex in column for one in found)]
        self.sexes = tuple(join_names([labels[key] for key in column]) for column in self._columns)
        self.by_sex = self._of_columns(found)

    def told(self, count: int) -> Count:
        """A count of the whole, unless it is a few people."""
        return None if self._rule.reveals(count) else count

    def people(self, count: int) -> Count:
        """Distinct persons, unless they or those who came twice are a few."""
        return None if self._rule.reveals(len(self._found) - count) else self.told(count)

    def section(self, cut: _Cut) -> BalanceSection:
        """The lines of a cut, as far as they may be told."""
        names = list(dict.fromkeys(part for _, _, parts, _ in cut.rows for part in parts))
        by_part: dict[str, list[Participant]] = {name: [] for name in names}
        for one in self._found:
            by_part[cut.part_of(one)].append(one)
        partition = Partition([self._of_columns(by_part[name]) for name in names], self._rule)
        is_hidden = self._rule.reveals(len(self._found))

        def total(*parts: str) -> Count:
            told = partition.told([index for index, name in enumerate(names) if name in parts])
            return None if is_hidden else told.total

        lines = []
        for code, label, parts, is_gap in cut.rows:
            told = partition.told([names.index(part) for part in parts])
            none = tuple(None for _ in told.columns)
            lines.append(BalanceLine(code, label, total(*parts), none if is_hidden else told.columns, is_gap))
        due = total(*(name for name in names if name not in _NOTHING_DUE))
        return BalanceSection(cut.title, tuple(lines), due, total("unknown"))

    def _of_columns(self, found: Sequence[Participant]) -> tuple[int, ...]:
        return tuple(sum(one.sex in column for one in found) for column in self._columns)


def _entry_cuts() -> list[_Cut]:
    words = dict(ENTRY_ITEMS)

    def row(code: str, *parts: str) -> tuple[str, str, tuple[str, ...], bool]:
        return code, words[code], parts or (code,), False

    def cut(title: str, codes: Sequence[str], others: str) -> _Cut:
        rows = [row(code) for code in codes]
        if others:
            rows.insert(len(rows) - 1, ("", others, ("others",), False))
        return _Cut(title, _first_yes(codes), [*rows, ("", NOT_SAID, ("unknown",), True)])

    status = _Cut(
        "Situation à l’entrée",
        _status,
        [
            row("EECO02", "EECO03", "shorter", "months_unknown"),
            row("EECO03"),
            ("", "Chômeur dont la durée n’est pas renseignée", ("months_unknown",), True),
            row("EECO04"),
            row("EECO05"),
            ("", NOT_SAID, ("unknown",), True),
        ],
    )
    return [
        status,
        cut("Âge à l’entrée", ("EECO06", "EECO07", "EECO08"), "30 à 54 ans"),
        cut("Niveau d’études", ("EECO09", "EECO10", "EECO11"), ""),
        *(_yes_or_no(code, words[code]) for code in _ASKED),
    ]


def _status(one: Participant) -> str:
    answers = one.answers
    if answers["EECO02"] == YES:
        return {YES: "EECO03", NO: "shorter"}.get(answers["EECO03"] or "", "months_unknown")
    return next((code for code in ("EECO04", "EECO05") if answers[code] == YES), "unknown")


def _first_yes(codes: Sequence[str]) -> Callable[[Participant], str]:
    def part(one: Participant) -> str:
        known = any(one.answers[code] is not None for code in codes)
        return next((code for code in codes if one.answers[code] == YES), "others" if known else "unknown")

    return part


def _yes_or_no(code: str, words: str) -> _Cut:
    def part(one: Participant) -> str:
        return one.answers[code] or "unknown"

    rows = [
        (code, "Oui", (YES,), False),
        ("", "Non", (NO,), False),
        ("", "Ne souhaite pas répondre", (REFUSED,), True),
        ("", NOT_SAID, ("unknown",), True),
    ]
    return _Cut(words, part, rows)


def _exit_cuts() -> list[_Cut]:
    words = dict(result_items())
    at_exit = _Cut(
        "Situation à la sortie",
        _exit_part,
        [
            ("", "Encore en formation", (_IN_TRAINING,), False),
            ("", "Sortis dont le délai court encore, ou décédés", (_NOT_DUE,), False),
            ("EECR01", words["EECR01"], ("EECR01",), False),
            ("EECR02", words["EECR02"], ("EECR02", "both"), False),
            ("EECR04", words["EECR04"], ("EECR04", "both"), False),
            ("", "Autre situation connue", ("others",), False),
            ("", "Sortie non renseignée", ("unknown",), True),
        ],
    )
    return [at_exit, _result("EECR03", "Résultat non renseigné", "Sans sortie, ou délai en cours")]


def _later_cuts() -> list[_Cut]:
    return [
        _result("EECR05", "Situation non relevée", "Pas encore à échéance de six mois"),
        _result("EECR06", "Situation non relevée", "Non concernés, ou pas à échéance"),
    ]


def _exit_part(one: Participant) -> str:
    if one.exit_on is None:
        return _IN_TRAINING
    if one.is_exit_undocumented:
        return "unknown"
    answers = one.answers
    if answers["EECR01"] is None:
        return _NOT_DUE
    at_work, in_training = answers["EECR04"] == YES, answers["EECR02"] == YES
    if at_work and in_training:
        return "both"
    if at_work or in_training:
        return "EECR04" if at_work else "EECR02"
    return "EECR01" if answers["EECR01"] == YES else "others"


def _result(code: str, unknown: str, not_due: str) -> _Cut:
    def part(one: Participant) -> str:
        return "unknown" if code in one.unknown_results else one.answers[code] or _NOT_DUE

    rows = [
        ("", not_due, (_NOT_DUE,), False),
        (code, "Oui", (YES,), False),
        ("", "Non", (NO,), False),
        ("", unknown, ("unknown",), True),
    ]
    return _Cut(dict(result_items())[code], part, rows)
