"""What a public document would tell beside those already issued: a few people, by subtraction.

One document withholds what its own numbers would tell. Two of them, of a year and of one of its cohorts, of
two days, before and after a correction, may tell more: whoever has both subtracts. What left cannot be called
back, so this warns before the next one leaves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from gen_desktop.reports.public_pieces import Piece, pieces_of

RULE = "public_overlap"
_NAMED = 3


def overlap_checks(session: Session, content: Mapping[str, Any], in_force: Parameters) -> tuple[Check, ...]:
    """The warning, if a new document (its open data) and earlier ones tell of a few people together."""
    new = pieces_of(content, "")
    looked_at, earlier = 0, list[Piece]()
    for document, pdf in kept_documents(session, PUBLIC):
        told = read_open_data(pdf)
        if told is not None:
            looked_at += 1
            words = f"{document.title}, {document.scope} ({short_date(document.issued_at.date())})"
            earlier += pieces_of(told, words)
    found = revealed(new, earlier, small_numbers(in_force))
    rules = {rule.code: rule for rule in rules_in_force(content["kind"], new[0].as_of)}
    if not found or RULE not in rules:
        return ()
    rule, n = rules[RULE], len(found)
    names = [f"«{NBSP}{words}{NBSP}»" for words in found[:_NAMED]]
    detail = typographic(f"{rule.advice(in_force)}{NBSP}: {join_names(names)}")
    title = rule.sentence(n, looked_at, in_force)
    return (Check(rule.severity, title, detail, rule.door, (), rule.code, n, looked_at),)


def revealed(new: Sequence[Piece], earlier: Sequence[Piece], rule: SmallNumbers) -> tuple[str, ...]:
    """The words of the earlier documents that tell of a few people beside the new one, by subtraction.

    Two by two, then each wide piece less the narrow ones of separate cohorts that are all inside of it.
    """
    found = {
        old.words
        for old in earlier
        for piece in new
        if _tells(piece, (old,), rule) or _tells(old, (piece,), rule)
    }
    for wide in (*new, *earlier):
        inside = _apart([one for one in (*new, *earlier) if one.words != wide.words and one.is_within(wide)])
        together = (wide, *inside)
        if len(inside) > 1 and any(one in new for one in together) and _tells(wide, inside, rule):
            found.update(one.words for one in together)
    return tuple(dict.fromkeys(old.words for old in earlier if old.words in found))


def _tells(wide: Piece, parts: Sequence[Piece], rule: SmallNumbers) -> bool:
    """Whether a number of the wide one, less the same number of all parts, is a few people."""
    if not all(part.is_within(wide) for part in parts):
        return False
    for key, n in wide.counts.items():
        told = [part.counts[key] for part in parts if key in part.counts]
        if len(told) == len(parts) and rule.reveals(n - sum(told)):
            return True
    return False


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces of which no two share a cohort: those of the new document (without words), then the widest."""
    taken: list[Piece] = []
    for one in sorted(pieces, key=lambda one: (one.words != "", -len(one.cohorts or ()))):
        if one.cohorts and all(one.cohorts.isdisjoint(other.cohorts or ()) for other in taken):
            taken.append(one)
    return taken
