"""The embedded fonts: loaded once, measured, and asked which characters they can draw."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from gen_desktop.paths import resource_path
from gen_desktop.reports.style import FONTS, REGULAR

FALLBACK = "\u25a1"
"""Drawn in the place of a character the fonts lack: a visible empty square."""

_SUBSET = 256
_SPACE = 32
_FIRST_CODE_AFTER_ASCII = 127


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType font that keeps U+00A0; ReportLab's own writes it as an ordinary space, lost when copied."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """The text as runs of (subset number, codes); characters without a glyph get code 0."""
        state = self._assignState(doc, asciiReadable=True)
        assignments = state.assignments
        runs: list[tuple[int, bytearray]] = []
        for char in map(ord, text):
            code = assignments.get(char)
            if code is None:
                code = self._new_code(state, char)
            subset, low = divmod(code, _SUBSET)
            if not runs or runs[-1][0] != subset:
                runs.append((subset, bytearray()))
            runs[-1][1].append(low)
        return [(subset, bytes(codes)) for subset, codes in runs]

    def _new_code(self, state: Any, char: int) -> int:
        """The next free code. In each subset code 0 draws nothing known and code 32 is the space."""
        if char not in self.face.charToGlyph:
            return 0
        code: int = state.nextCode
        if code == _SPACE:
            code = _FIRST_CODE_AFTER_ASCII
        subset, low = divmod(code, _SUBSET)
        if subset == 0 and code < _SPACE:
            state.subsets[0][code] = char
        else:
            if low == 0:
                state.subsets.append([0])
                code += 1
            elif low == _SPACE:
                state.subsets[subset].append(_SPACE)
                code += 1
            target = state.subsets[subset]
            if subset == 0 and code == _FIRST_CODE_AFTER_ASCII:
                del target[_FIRST_CODE_AFTER_ASCII:]
            target.append(char)
        state.assignments[char] = code
        state.nextCode = code + 1
        return code


@cache
def font(name: str) -> EmbeddedFont:
    """The font of that name, read from the shipped file at its first use and registered with ReportLab."""
    loaded = EmbeddedFont(name, str(resource_path("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def known_characters() -> frozenset[str]:
    """The characters every embedded face can draw."""
    faces = [{chr(code) for code in font(name).face.charToGlyph} for name in FONTS]
    return frozenset(set.intersection(*faces))


def missing_glyphs(text: str | Iterable[str]) -> list[str]:
    """The characters that no embedded font can draw, in code order; empty when all is well."""
    known = known_characters()
    return sorted({char for part in text for char in part if char not in known})


def text_width(text: str, name: str, size: float) -> float:
    """The width in points of one line of text."""
    return float(font(name).stringWidth(text, size))


def load_all() -> str:
    """Load every face; gives the name of the one a page starts with."""
    for name in FONTS:
        font(name)
    return REGULAR
