"""What a public document would tell beside those already issued: a few people, by subtraction.

One document withholds what its own numbers would tell. Two of them, of a year and of one of its cohorts, of
two days, before and after a correction, may tell more: whoever has both subtracts. What left cannot be called
back, so this warns before the next one leaves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from gen_desktop.french import NBSP, join_names, short_date, typographic
from gen_desktop.models.disclosure import SmallNumbers, small_numbers
from gen_desktop.queries.documents import kept_documents
from gen_desktop.reference.parameters import Parameters
from gen_desktop.reference.report_rules import rules_in_force
from gen_desktop.reports.audience import PUBLIC
from gen_desktop.reports.common import Check
from gen_desktop.reports.public_json import read_open_data

RULE = "public_overlap"
_NAMED = 3

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """A public document as somebody holds it.

    ``counts``: each printed number by its kind of document and its place there; those of the catalogue, which
    several kinds tell, by their code.
    ``cohorts`` None: all of them. ``days``: the bounds of its period, if it has one. ``words``: what it is.
    """

    words: str
    as_of: dt.date
    cohorts: frozenset[str] | None
    days: tuple[dt.date, dt.date] | None
    counts: Mapping[Key, int] = field(default_factory=dict)

    def is_within(self, other: Issued) -> bool:
        """Whether all that it counts is counted by the other one too."""
        cohorts = other.cohorts is None or (self.cohorts is not None and self.cohorts <= other.cohorts)
        return cohorts and self._in_days(other) and self.as_of <= other.as_of

    def _in_days(self, other: Issued) -> bool:
        if other.days is None:
            return True
        if self.days is None:
            return False
        return other.days[0] <= self.days[0] and self.days[1] <= other.days[1]


def overlap_checks(session: Session, content: Mapping[str, Any], in_force: Parameters) -> tuple[Check, ...]:
    """The warning, if a new document (its open data) and earlier ones tell of a few people together."""
    new = issued(content, "")
    earlier = []
    for document, pdf in kept_documents(session, PUBLIC):
        told = read_open_data(pdf)
        if told is not None:
            words = f"{document.title}, {document.scope} ({short_date(document.issued_at.date())})"
            earlier.append(issued(told, words))
    found = revealed(new, earlier, small_numbers(in_force))
    rules = {rule.code: rule for rule in rules_in_force(content["kind"], new.as_of)}
    if not found or RULE not in rules:
        return ()
    rule = rules[RULE]
    names = [f"«{NBSP}{one.words}{NBSP}»" for one in found[:_NAMED]]
    detail = f"{rule.advice(in_force)}{NBSP}: {join_names(names)}"
    title = rule.sentence(len(found), len(earlier), in_force)
    n, of = len(found), len(earlier)
    return (Check(rule.severity, title, typographic(detail), rule.door, (), rule.code, n, of),)


def issued(content: Mapping[str, Any], words: str) -> Issued:
    """A document from the open data inside of it."""
    scope = content["scope"]
    days = [dt.date.fromisoformat(scope[one]) for one in ("date_from", "date_to") if scope[one]]
    return Issued(
        words,
        dt.date.fromisoformat(content["as_of"]),
        None if scope["all_cohorts"] else frozenset(scope["cohorts"]),
        (days[0], days[1]) if days else None,
        dict(_counts(content)),
    )


def revealed(new: Issued, earlier: Sequence[Issued], rule: SmallNumbers) -> tuple[Issued, ...]:
    """The earlier documents that the new one, subtracted from them or they from it, tells of a few people.

    Two by two, then each wide one against the narrow ones of separate cohorts that are all inside of it.
    """
    found = [one for one in earlier if _tells(new, (one,), rule) or _tells(one, (new,), rule)]
    for wide in (new, *earlier):
        inside = _apart([one for one in (new, *earlier) if one is not wide and one.is_within(wide)], new)
        if len(inside) > 1 and new in (wide, *inside) and _tells(wide, inside, rule):
            found += [one for one in (wide, *inside) if one is not new]
    return tuple(one for one in earlier if one in found)


def _tells(wide: Issued, parts: Sequence[Issued], rule: SmallNumbers) -> bool:
    """Whether a number of the wide one, less the same number of all parts, is a few people."""
    if not all(part.is_within(wide) for part in parts):
        return False
    for key, n in wide.counts.items():
        told = [part.counts[key] for part in parts if key in part.counts]
        if len(told) == len(parts) and rule.reveals(n - sum(told)):
            return True
    return False


def _apart(documents: Sequence[Issued], new: Issued) -> list[Issued]:
    """Documents of which no two share a cohort, the new one and the widest first."""
    taken: list[Issued] = []
    for one in sorted(documents, key=lambda one: (one is not new, -len(one.cohorts or ()))):
        if one.cohorts and all(one.cohorts.isdisjoint(other.cohorts or ()) for other in taken):
            taken.append(one)
    return taken


def _counts(content: Mapping[str, Any]) -> Iterator[tuple[Key, int]]:
    """Each printed count under the words that say what it counts; what stands twice is told once."""
    for figure in content["figures"]:
        for name in ("n", "N"):
            if figure.get(name) is not None:
                yield (figure["id"], name), figure[name]
    for table in content["tables"]:
        for row in table["rows"]:
            place = (content["kind"], table["section"], table["title"], row["group"], row["label"])
            for column, cell in zip(table["columns"][1:], row["cells"], strict=True):
                for name in ("n", "N"):
                    if cell.get(name) is not None:
                        yield (*place, column, name), cell[name]
