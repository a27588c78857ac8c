"""The part of a report that its writer wrote, in her own words."""

from __future__ import annotations

from collections.abc import Sequence

from gen_desktop.queries.report_texts import WrittenText
from gen_desktop.reports.blocks import Heading, Paragraph
from gen_desktop.reports.pieces import Block

TITLE = "Commentaire de l’organisme"


def text_blocks(texts: Sequence[WrittenText]) -> list[Block]:
    """Nothing at all where nothing was written."""
    if not texts:
        return []
    blocks: list[Block] = [Heading(1, TITLE)]
    for text in texts:
        blocks.append(Heading(2, text.label))
        blocks += [Paragraph(part.strip()) for part in text.body.split("\n\n") if part.strip()]
    return blocks
