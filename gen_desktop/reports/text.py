"""Plain text cut into lines: only at ordinary spaces and between the parts of hyphenated words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from gen_desktop.reports.fonts import text_width
from gen_desktop.reports.style import TextStyle

# str.split() would also cut at U+00A0 and U+202F, which French typography puts where no line may end. A
# hyphen ends a line between two letters only: « DWWM 2026-1 » stays whole.
_CHUNK = re.compile(r"[^ ]*?(?<=[^\W\d])[-\u2010](?=[^\W\d])|[^ ]+ *| +")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def plain(text: str) -> str:
    """The text as it will be drawn: composed accents, no control characters; ``\\n`` still ends a line."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
    return _CONTROL.sub("", text)


class Fitted(NamedTuple):
    """Lines that fit a box, and how they are written."""

    lines: list[str]
    look: TextStyle

    @property
    def height(self) -> float:
        return len(self.lines) * self.look.leading


def break_lines(text: str, style: TextStyle, width: float) -> list[str]:
    """The lines of a text, none wider than ``width`` points.

    A line cut at a space keeps that space at its end, so that the lines joined give the text back to whoever
    copies or listens to it. A single word that is too wide is cut where it must be, rather than lost.
    """
    return list(_broken(text, style, width))


@lru_cache(maxsize=512)
def _broken(text: str, style: TextStyle, width: float) -> tuple[str, ...]:
    """What a batch of papers all say is cut into lines once."""
    lines: list[str] = []
    for paragraph in plain(text).split("\n"):
        if text_width(paragraph, style.font, style.size) <= width:
            lines.append(paragraph)
        else:
            lines.extend(_fill(paragraph, style, width))
    return tuple(lines)


def longest_word(text: str, style: TextStyle) -> float:
    """The width of the widest part that is never cut, as long as it has room."""
    chunks = _CHUNK.findall(plain(text).replace("\n", " "))
    return max((text_width(chunk.rstrip(" "), style.font, style.size) for chunk in chunks), default=0.0)


def _fill(paragraph: str, style: TextStyle, width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for chunk in _CHUNK.findall(paragraph):
        if text_width((line + chunk).rstrip(" "), style.font, style.size) <= width:
            line += chunk
            continue
        if line:
            lines.append(line)
        line = chunk
        while text_width(line.rstrip(" "), style.font, style.size) > width and len(line) > 1:
            head = _head_that_fits(line, style, width)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line] if line else lines


def _head_that_fits(word: str, style: TextStyle, width: float) -> str:
    end = len(word) - 1
    while end > 1 and text_width(word[:end], style.font, style.size) > width:
        end -= 1
    return word[:end]


def shortened(text: str, style: TextStyle, width: float) -> str:
    """One line, ended by an ellipsis when too wide: for decoration that repeats what is said elsewhere."""
    text = plain(text).replace("\n", " ")
    if text_width(text, style.font, style.size) <= width:
        return text
    while text and text_width(f"{text}…", style.font, style.size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def fitted(text: str, style: TextStyle, width: float, lines: int, smallest: float = 5.0) -> Fitted:
    """The text in at most that many lines, written smaller when it must be; cut only below ``smallest``."""
    look = style
    found = break_lines(text, look, width)
    while len(found) > lines and look.size - 0.5 >= smallest:
        size = look.size - 0.5
        look = replace(look, size=size, leading=style.leading * size / style.size)
        found = break_lines(text, look, width)
    if len(found) > lines:
        found = [*found[: lines - 1], shortened("".join(found[lines - 1 :]), look, width)]
    return Fitted(found, look)


def fitted_within(text: str, style: TextStyle, width: float, height: float, smallest: float = 4.5) -> Fitted:
    """The whole text in that room, written smaller when it must be; cut only below ``smallest``."""
    look = style
    while look.size - 0.5 >= smallest and len(break_lines(text, look, width)) * look.leading > height:
        size = look.size - 0.5
        look = replace(look, size=size, leading=style.leading * size / style.size)
    return fitted(text, look, width, max(1, int(height / look.leading)), look.size)
