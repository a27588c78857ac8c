"""Bytes become letters: the encoding is found from the content, and what is not sure is said."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import islice

from gen_desktop.french import NBSP

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like UTF-16
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What French offices meet besides UTF-8: Windows, Unix, Excel for Mac, MS-DOS; the first wins a tie.
_LEGACY_ENCODINGS = ("cp1252", "iso8859-15", "mac_roman", "cp850")
_SMALL_LETTERS = frozenset("éèêëàâùûüôöîïçœæÿ")
_OTHER_FRENCH_SIGNS = frozenset("ÉÈÊËÀÂÙÛÔÎÏÇŒÆ«»’‘“”…–—°€\u00a0")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_SECOND_SIGNS = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_ENCODED_TWICE = re.compile(f"[ÃÂ][{_SECOND_SIGNS}]|â€[{_SECOND_SIGNS}]|Å[“’]")
# A letter with an accent, or an apostrophe, in UTF-8: no French text of another encoding holds it.
_UNICODE_LETTER = re.compile(rb"\xc3[\x80-\xbf]|\xc5\x93|\xe2\x80\x99")
_AS_WINDOWS = "as-windows"
_LOOKED_AT = 100_000
_LOOKED_AT_SIGNS = 5_000
_TO_CHECK = f"les lettres accentuées sont lues comme celles {{}}{NBSP}: vérifiez-les."
_SAID_OF = {"mac_roman": _TO_CHECK.format("d’un ancien Mac"), "cp850": _TO_CHECK.format("de MS-DOS")}
_MIXED = f"les lettres accentuées sont écrites de deux façons dans ce fichier{NBSP}: vérifiez-les."
_MENDED = f"les lettres accentuées étaient abîmées («{NBSP}Ã©{NBSP}» pour «{NBSP}é{NBSP}»){NBSP}: rétablies."


def decode(data: bytes) -> tuple[str, str] | None:
    """The text and what people should know of how it was read; None when these bytes are no text."""
    found = _decode(data)
    if found is None:
        return None
    text, remark = found
    # Files put one after the other keep the mark of each.
    text = text.replace("\n\ufeff", "\n").replace("\r\ufeff", "\r")
    if _ENCODED_TWICE.search(text):
        mended = "".join(map(_decoded_once_more, text.splitlines(keepends=True)))
        return (mended, _MENDED) if mended != text else (text, remark)
    return text, remark


def _decode(data: bytes) -> tuple[str, str] | None:
    bare = data.rstrip(b"\0")  # a power cut leaves zeros at the end
    encoding = _unicode_of(bare)
    text = _decode_as(bare + bytes(-len(bare) % 4), encoding)  # zeros may belong to the last sign
    if text is not None:
        return text, ""
    if encoding != "utf-8" or b"\0" in bare:
        return None
    if _UNICODE_LETTER.search(bare):
        return bare.decode("utf-8", _AS_WINDOWS), _MIXED
    return _decode_legacy(bare)


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What is no UTF-8, as Windows writes it."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_AS_WINDOWS, _as_windows)


def _unicode_of(data: bytes) -> str:
    """The Unicode encoding that these bytes are in, if they are in any."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:2000]
    if sample[1::2].count(0) * 3 > len(sample):  # UTF-16 without its mark: one byte in two is 0
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) * 3 > len(sample) else "utf-8"


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding).rstrip("\0\x1a")
    except UnicodeDecodeError:
        return None
    start = text[:_LOOKED_AT]
    return text if len(_CONTROLS.findall(start)) * 200 <= len(start) else None


def _decode_legacy(data: bytes) -> tuple[str, str] | None:
    candidates = [
        (text, _SAID_OF.get(encoding, ""))
        for encoding in _LEGACY_ENCODINGS
        if (text := _decode_as(data, encoding)) is not None
    ]
    return max(candidates, key=lambda one: _frenchness(one[0]), default=None)


def _decoded_once_more(line: str) -> str:
    """A line of UTF-8 that was once read as Windows' letters, and kept so."""
    try:
        return line.encode("cp1252").decode() if _ENCODED_TWICE.search(line) else line
    except UnicodeError:
        return line


def _frenchness(text: str) -> int:
    """How much a text looks like French. Statistics for any language fail here: on a few lines of names in an
    MS-DOS encoding, charset-normalizer reads « Pr‚nom ».

    Small accented letters weigh most: in a wrong encoding they become capitals or drawing signs.
    """
    signs = Counter(match[0] for match in islice(_NOT_ASCII.finditer(text), _LOOKED_AT_SIGNS))
    return sum(
        times * (3 if char in _SMALL_LETTERS else 1 if char in _OTHER_FRENCH_SIGNS else -2)
        for char, times in signs.items()
    )
