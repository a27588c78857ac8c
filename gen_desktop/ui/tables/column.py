"""What a column of a table is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from gen_desktop.ui.theme import Tone

Row = Any
Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Column:
    """``text(row)`` is what is shown, copied and read aloud.

    ``sort`` is the name the query knows, None when the list cannot be sorted by it.
    ``bold_part(row)``: the beginning of the text to draw bold (the surname).
    ``badge(row)``: word and tone to draw as a badge instead of the text, None for plain text.
    ``mark(row)``: word and tone of a badge at the end of the cell, after the text, when there is room.
    ``tone(row)``: color of the text ('' for the ordinary one); the words must say it too.
    ``stretch``: takes the room left over. ``shown``: whether it is there before the person chooses columns.
    """

    key: str
    title: str
    width: int
    text: Callable[[Row], str]
    align: Align = "left"
    sort: str | None = None
    tooltip: Callable[[Row], str] | None = None
    bold_part: Callable[[Row], str] | None = None
    badge: Callable[[Row], tuple[str, Tone] | None] | None = None
    mark: Callable[[Row], tuple[str, Tone] | None] | None = None
    tone: Callable[[Row], Literal["", "secondary", "accent", "good", "attention", "wrong"]] | None = None
    stretch: bool = False
    shown: bool = True
