"""How a figure that moved is told: on the page of changes, in the annex of a report, on the command line."""

from __future__ import annotations

from decimal import Decimal

from gen_desktop import french
from gen_desktop.queries.report_changes import DEFINITIONS, Counts, FigureChange
from gen_desktop.reports.written import Written, joined, points


def figure_words(one: FigureChange) -> str:
    """« Taux d’abandon »; the definitions of others are said to be."""
    return f"{one.label} (définition)" if one.group == DEFINITIONS else one.label


def before_words(one: FigureChange) -> str:
    """What it was: « 34,5 % (10 sur 29) », with the unknown where they alone changed."""
    return counts_words(one.before, one.unit, with_unknown=_only_unknown(one))


def after_words(one: FigureChange) -> str:
    """What it is now."""
    return counts_words(one.after, one.unit, with_unknown=_only_unknown(one))


def _only_unknown(one: FigureChange) -> bool:
    was, now = one.before, one.after
    return was is not None and now is not None and (was.n, was.N) == (now.n, now.N)


def counts_words(counts: Counts | None, unit: str, *, with_unknown: bool = True) -> str:
    """« 34,5 % (10 sur 29, 1 inconnu) »; a dash for what was not there."""
    if counts is None:
        return french.UNKNOWN
    if unit == "points":
        if counts.value is None:
            return french.UNKNOWN
        return joined((points(Decimal(str(counts.value))), "points"))
    value: dict[str, int | Decimal | str] = {"n": counts.n, "N": counts.N}
    if unit == "minutes":
        told = f"{french.hours(counts.n)} sur {french.hours(counts.N)}"
        value["unit"] = unit
    else:
        told = french.share_text(counts.n, counts.N)
    if with_unknown and unit == "persons":
        told += f", {french.plural(counts.unknown, 'inconnu')}"
        value["unknown"] = counts.unknown
    return Written(f"{french.percent(counts.value)} ({told})", value)
