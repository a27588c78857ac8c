"""What changed since an earlier report, in a report: the figures that moved. It names nobody."""

from __future__ import annotations

from gen_desktop import french
from gen_desktop.queries.report_changes import ReportChanges
from gen_desktop.reports.blocks import Heading, Paragraph
from gen_desktop.reports.change_words import after_words, before_words, figure_words
from gen_desktop.reports.figures_text import sentence
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table
from gen_desktop.reports.written import plural, tell

HEADING = "Annexe. Ce qui a changé"


def change_blocks(since: ReportChanges | None) -> list[Block]:
    """Nothing without an earlier report."""
    if since is None:
        return []
    day = french.short_date(since.as_of_before)
    heading = Heading(1, HEADING)
    if not since.figures:
        same = f"Aucun chiffre n’a changé depuis le rapport du même périmètre au {day}."
        return [heading, Paragraph(sentence(same))]
    words = tell(
        "Depuis le rapport du même périmètre dont les données étaient arrêtées au {} : {} autrement. Les "
        "noms et les raisons sont dans une liste à part, nominative.",
        day,
        plural(len(since.people), "personne comptée", "personnes comptées"),
    )
    columns = [Column("Chiffre", align="left"), Column("Avant", width=150), Column("Après", width=150)]
    rows = [(figure_words(one), before_words(one), after_words(one)) for one in since.figures]
    return [heading, Paragraph(words), Table(columns, rows, dense=True)]
