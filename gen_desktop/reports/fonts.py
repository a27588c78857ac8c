"""The embedded fonts: loaded once, measured, and asked which characters they can draw.

A name may be in any script: what a font lacks is drawn by another (style.FALLBACK_FONTS), and only what none
of them has becomes an empty square. Other fonts are read and embedded only when they are needed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

from gen_desktop.paths import resource_path
from gen_desktop.reports.style import EMOJI, FALLBACK_FONTS, FONTS, REGULAR, WIDE, WIDE_BOLD

FALLBACK = "\u25a1"
"""Drawn in the place of a character the fonts lack: a visible empty square."""

_SUBSET = 256
_SPACE = 32
_FIRST_CODE_AFTER_ASCII = 127
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_WITH_FORMS = 0xFB4F
"""Code of the last letter before the forms of Arabic letters."""
_UNSEEN = {"\u200d", *map(chr, range(0xFE00, 0xFE10))}
"""Joiners of pictures and choices of their look: they draw nothing."""


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """A TrueType font that keeps U+00A0; ReportLab's own writes it as an ordinary space, lost when copied."""

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:  # noqa: N802
        """The text as runs of (subset number, codes); characters without a glyph get code 0."""
        state = self._assignState(doc, asciiReadable=True)
        assignments = state.assignments
        chars = [ord(char) for char in text]
        codes = [assignments.get(char) for char in chars]
        if None in codes:
            # A letter may come twice, and takes its code at the first time.
            codes = [
                assignments[char] if char in assignments else self._new_code(state, char) for char in chars
            ]
        if max(codes, default=0) < _SUBSET:
            return [(0, bytes(codes))] if codes else []
        runs: list[tuple[int, bytearray]] = []
        for code in codes:
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

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """The font's objects. What letters beyond U+FFFF stand for, which ReportLab gets wrong, is mended."""
        subsets = {
            self.getSubsetInternalName(number, doc)[1:]: list(subset)
            for number, subset in enumerate(self.state[doc].subsets)
        }
        super().addObjects(doc)
        for internal, subset in subsets.items():
            font_name = doc.idToObject["BasicFonts"].dict[internal].BaseFont
            doc.idToObject[f"toUnicodeCMap:{font_name}"].content = _meanings(font_name, subset)


def _meanings(font_name: str, subset: list[int]) -> str:
    """The map from codes to the letters they stand for: Arabic forms stand for their letter."""
    lines = str(makeToUnicodeCMap(font_name, [])).split("\n")
    start = next(at for at, line in enumerate(lines) if line.endswith("beginbfchar"))
    lines[start] = f"{len(subset)} beginbfchar"
    lines[start - 2] = f"<00> <{len(subset) - 1:02X}>"
    pairs = [f"<{code:02X}> <{_letters(char)}>" for code, char in enumerate(subset)]
    return "\n".join((*lines[: start + 1], *pairs, *lines[start + 1 :]))


def _letters(char: int) -> str:
    return (
        unicodedata.normalize("NFKC", chr(char)).encode("utf-16-be").hex().upper()
        if char > _WITH_FORMS
        else f"{char:04X}"
    )


@cache
def font(name: str) -> EmbeddedFont:
    """The font of that name, read from the shipped file at its first use and registered with ReportLab."""
    loaded = EmbeddedFont(name, str(resource_path("fonts", f"{name}.ttf")))
    pdfmetrics.registerFont(loaded)
    return loaded


@cache
def known_characters() -> frozenset[str]:
    """The characters every face of our own family can draw."""
    faces = [{chr(code) for code in font(name).face.charToGlyph} for name in FONTS]
    return frozenset(set.intersection(*faces))


@cache
def _other_characters() -> frozenset[str]:
    """The characters that other fonts draw, whatever the weight, and those that draw nothing."""
    wide = set(font(WIDE).face.charToGlyph) & set(font(WIDE_BOLD).face.charToGlyph)
    return frozenset(map(chr, wide | set(font(EMOJI).face.charToGlyph))) | _UNSEEN


def missing_glyphs(text: str | Iterable[str]) -> list[str]:
    """The characters that no embedded font can draw, in code order; empty when all is well."""
    known = known_characters()
    missing = {char for part in text for char in part if char not in known}
    return sorted(missing - _other_characters()) if missing else []


class Piece(NamedTuple):
    """A part of a line that one font draws, from left to right."""

    font: str
    text: str


@lru_cache(maxsize=8192)
def pieces(text: str, name: str) -> tuple[Piece, ...]:
    """A line as it is drawn, part by part: each in the first font that has its letters, Arabic joined, lines
    from right to left turned. A character that no font has is an empty square."""
    if known_characters().issuperset(text):
        return (Piece(name, text),)
    shown = _turned(text) if _reads_backwards(text) else text
    drawn = [(_font_of(char, name), char) for char in shown if char not in _UNSEEN]
    parts = groupby(
        ((face, char) if face else (name, FALLBACK) for face, char in drawn), key=lambda part: part[0]
    )
    return tuple(Piece(face, "".join(char for _, char in part)) for face, part in parts)


def _reads_backwards(text: str) -> bool:
    """Whether some of the text is read from right to left."""
    return any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text)


def _turned(text: str) -> str:
    """The letters from left to right as the eye meets them, each in the form that its neighbours ask for."""
    from arabic_reshaper import reshape  # rarely needed
    from bidi import get_display

    return str(get_display(reshape(text), base_dir="L"))


def _font_of(char: str, name: str) -> str:
    """The font that draws a character, '' if none does."""
    return next(
        (face for face in (name, *FALLBACK_FONTS[name]) if ord(char) in font(face).face.charToGlyph), ""
    )


@lru_cache(maxsize=8192)
def text_width(text: str, name: str, size: float) -> float:
    """The width in points of one line of text; remembered, since cells repeat themselves."""
    if known_characters().issuperset(text):
        return float(font(name).stringWidth(text, size))
    return float(sum(font(piece.font).stringWidth(piece.text, size) for piece in pieces(text, name)))


def load_all() -> str:
    """Load every face; gives the name of the one a page starts with."""
    for name in FONTS:
        font(name)
    return REGULAR
