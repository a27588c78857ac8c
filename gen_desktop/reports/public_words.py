"""How the numbers of a public document are written: with what they are counted over, or « n.c. »."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.models.disclosure import SmallNumbers
from gen_desktop.reports.figures_text import ratio
from gen_desktop.reports.public_rates import WITHHELD, Count, PublicRate
from gen_desktop.reports.table import Rate


def number(n: Count) -> str:
    """A count, or that it is not told."""
    return WITHHELD if n is None else french.number(n)


def rate(n: Count, total: Count) -> Rate:
    """The rate with its counts; withheld whole when either is."""
    return Rate(WITHHELD, "") if n is None or total is None else ratio(n, total)


def rate_of(one: PublicRate) -> Rate:
    """As ``rate``, of a rate of the catalogue."""
    return rate(one.n, one.N)


def public_note(rule: SmallNumbers) -> str:
    """That anybody may read the document, and what it withholds."""
    return (
        f"Ce document peut être diffusé. « {WITHHELD} » : non communiqué. Aucun taux n’y est donné sur moins "
        f"de {french.plural(rule.base, 'personne')}, ni aucun nombre de 1 à {rule.count - 1} personnes ; ce "
        "qui permettrait de les retrouver par soustraction est retenu aussi."
    )
