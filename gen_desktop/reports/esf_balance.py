"""The balance of an ESF+ operation: participants counted by item and by sex.

Each section cuts the same participants into parts, so that its lines add up. The managing authority is owed
exact numbers (regulation (EU) 2021/1057, annex I): none is withheld, and the paper is not for everybody
(audience.py).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from gen_desktop.models.esf import REFUSED
from gen_desktop.queries.breakdowns import UNKNOWN_LABEL
from gen_desktop.queries.esf_participants import ENTRY_ITEMS, NO, YES, Participant, participants, result_items
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.common import Identity, load_identity

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
    total: int
    by_sex: tuple[int, ...]
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class BalanceSection:
    """Lines about one fact. ``due``: of whom it is asked by the date; ``unknown``: of these, not known."""

    title: str
    lines: tuple[BalanceLine, ...]
    due: int
    unknown: int


@dataclass(frozen=True, slots=True)
class EsfBalance:
    """Everything the balance prints. ``participants`` counts participations, ``people`` distinct persons.

    ``sexes``: the columns.
    """

    identity: Identity
    title_scope: str
    as_of: dt.date
    exit_days: int
    sexes: tuple[str, ...]
    participants: int
    people: int
    by_sex: tuple[int, ...]
    entry: tuple[BalanceSection, ...]
    exits: tuple[BalanceSection, ...]
    later: tuple[BalanceSection, ...]


def load_esf_balance(session: Session, scope: Scope, title_scope: str) -> EsfBalance:
    """The participations of a scope as known on a day; the erased are counted like the others.

    Raises Forbidden when whoever reads is not shown the answers.
    """
    found = participants(session, scope, with_erased=True)
    in_force = parameters(session, scope.as_of)
    counter = _Counter(found)
    return EsfBalance(
        identity=load_identity(session, Populations(scope, in_force)),
        title_scope=title_scope,
        as_of=scope.as_of,
        exit_days=in_force.esf_exit_days,
        sexes=counter.sexes,
        participants=len(found),
        people=len({one.learner_id for one in found}),
        by_sex=counter.of_columns(found),
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
    """Counts cuts of the same participants, by sex; a sex of nobody has no column."""

    def __init__(self, found: Sequence[Participant]) -> None:
        self._found = found
        labels: dict[str | None, str] = {code.code: code.label for code in code_list("sex")}
        labels[None] = UNKNOWN_LABEL
        self._columns = [key for key in labels if any(one.sex == key for one in found)]
        self.sexes = tuple(labels[key] for key in self._columns)

    def section(self, cut: _Cut) -> BalanceSection:
        """The lines of a cut."""
        by_part: dict[str, list[Participant]] = {part: [] for _, _, parts, _ in cut.rows for part in parts}
        for one in self._found:
            by_part[cut.part_of(one)].append(one)
        lines = []
        for code, label, parts, is_gap in cut.rows:
            members = [one for part in parts for one in by_part[part]]
            lines.append(BalanceLine(code, label, len(members), self.of_columns(members), is_gap))
        due = sum(len(members) for part, members in by_part.items() if part not in _NOTHING_DUE)
        return BalanceSection(cut.title, tuple(lines), due, len(by_part["unknown"]))

    def of_columns(self, found: Sequence[Participant]) -> tuple[int, ...]:
        """How many of each sex."""
        return tuple(sum(one.sex == column for one in found) for column in self._columns)


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
