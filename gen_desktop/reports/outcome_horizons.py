"""What became of people at every horizon, side by side: the unknown, and the bounds that they leave."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from gen_desktop.queries.populations import HORIZONS
from gen_desktop.reports.blocks import Paragraph
from gen_desktop.reports.charts import Bound, BoundsBar, BoundsBars
from gen_desktop.reports.figures_text import (
    INDENT,
    Figures,
    counts_of,
    figure_source,
    rate_cell,
    rate_of,
    sentence,
    share,
    target_text,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Table

_ROWS = (
    ("D1", "Situation connue"),
    ("D1d", f"{INDENT}dont par un fait daté"),
    ("D2", "Situation inconnue"),
    ("D2nde", f"{INDENT}dont non interrogés"),
    ("D2inj", f"{INDENT}dont injoignables"),
    ("D2ref", f"{INDENT}dont refus de répondre"),
    ("D3a", "Sorties positives GEN, sur répondants"),
    ("D3b", "Sorties positives GEN, prudent"),
    ("D3c", "Sorties positives GEN, haut"),
    ("D4", "Emploi, sur répondants"),
    ("D4p", "Emploi, prudent"),
    ("D5", "Emploi durable, sur répondants"),
    ("D5p", "Emploi durable, prudent"),
)

Target = Callable[[str], Decimal | None]


def _no_target(_figure_id: str) -> Decimal | None:
    return None


def horizon_blocks(outcomes: Figures, group: str, whose: str, target: Target = _no_target) -> list[Block]:
    """The bounds of the positive exits as a chart, then every outcome.

    ``group``: that of the figures, in the report; ``whose``: who is due, in words.
    """
    known = [k for k in HORIZONS if outcomes[f"D1.{k}"].N]
    if not known:
        return [Paragraph("Aucun sortant n’est encore à échéance de 3 mois.")]
    rows: list[list[Cell]] = [
        [label, *(rate_cell(outcomes[f"{key}.{k}"], group) for k in known)] for key, label in _ROWS
    ]
    columns = [Column("Indicateur", align="left"), *(Column(f"À {k} mois") for k in known)]
    note = f"{whose} Prudent : l’inconnu compte comme non. Haut : il compte comme oui."
    bars = [_bounds(outcomes, k, group, target(f"D3a.{k}")) for k in known]
    return [_chart(bars), Table(columns, rows, note=sentence(note.strip()))]


def _chart(bars: list[BoundsBar]) -> BoundsBars:
    note = (
        "Sorties positives GEN. Foncé : ce qui est sûr (prudent). Clair : ce que les inconnus peuvent y "
        "ajouter (haut). Filet blanc : sur répondants. Trait noir : objectif, s’il y en a un."
    )
    return BoundsBars(bars, alt="Sorties positives GEN entre leurs deux bornes", note=sentence(note))


def _bounds(outcomes: Figures, k: int, group: str, target: Decimal | None) -> BoundsBar:
    low, high = (
        Bound(one.n / one.N, rate_of(one), counts_of(one), figure_source(one, group))
        for one in (outcomes[f"D3b.{k}"], outcomes[f"D3c.{k}"])
    )
    return BoundsBar(
        f"À {k} mois",
        low,
        high,
        share(outcomes[f"D3a.{k}"]),
        None if target is None else float(target) / 100,
        "" if target is None else target_text(target),
    )
