"""What changed since an earlier report, in a report: how many came and left, population by population."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.queries.report_changes import PopulationChange
from gen_desktop.reports.blocks import Heading, Paragraph
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import count

HEADING = "Annexe. Ce qui a changé"


@dataclass(frozen=True, slots=True)
class SinceEarlier:
    """A report compared with an earlier one, whose data were of ``as_of``. It names nobody."""

    as_of: dt.date
    counts: Sequence[PopulationChange]


def change_blocks(since: SinceEarlier | None) -> list[Block]:
    """Nothing without an earlier report."""
    if since is None:
        return []
    words = sentence(
        f"Depuis le rapport du même périmètre dont les données étaient arrêtées au "
        f"{french.short_date(since.as_of)} : personnes qui entrent dans chaque population ou en sortent. "
        "Le nombre d’après est celui d’avant, plus les entrées, moins les sorties. Les noms et les raisons "
        "sont dans une liste à part, nominative."
    )
    columns = [
        Column("Population", align="left"),
        *(Column(title, width=70) for title in ("Avant", "Entrent", "Sortent", "Après")),
    ]
    rows = [
        (one.population.label, *map(count, (one.before, one.came, one.left, one.after)))
        for one in since.counts
    ]
    return [Heading(1, HEADING), Paragraph(words), Table(columns, rows, dense=True)]
