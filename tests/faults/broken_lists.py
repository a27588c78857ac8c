"""Breaks lists and cells at random, each in a way that its number decides."""

from __future__ import annotations

import datetime as dt
import random
import re
import zipfile
from typing import Any

from tests.nasty.packages import unzipped, zipped

_WORDS = (
    *("oui", "non", "?", "NSP", "F", "M.", "Mme", "Abandon", "Admis", "#N/A", "#REF!", "1 an", "DUPRÉ Zoé"),
    *("31/02/2026", "1er mars 1998", "01.03.98", "1/3/1998", "980301", "mars 1998", "29 février 2023"),
    *("0639980123", "+33 6 39 98 01 23", "00262692000000", "3,36E+10", "58120", "2A004", "01000 Bourg"),
    *("zoe@exemple.fr", "@", "12,5 h", "3h30", "12 %", "1 234,50 €", "BC01 Maquetter", "lun-ven 9h-12h30"),
    *("00/00/0000", "né le", "-", "'01", "=1+1"),
)
_SIGNS = (
    *(
        "\u00a0",
        "\u202f",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "\u0301",
        "\0",
        "\r\n",
        "\t",
        "'",
        '"',
        ";",
        "/",
        "-",
    ),
    *("²", "٣", "①", "½", "Ⅷ", "İ", "ß", "ﬁ", "🎓", "\ud800", "\u202e", "9" * 30, "é" * 50, "(", "{}", "%s"),
    *("\\", ","),
)
_BYTES = (b"\0", b"\xff", b"\x7f", b'"', b"<", b">", b"&", b"'", b"\r", b"\n", b";", b"\xef\xbb\xbf", b"\x80")
_NUMBERS = (b"0", b"-1", b"65536", b"1048576", b"16384", b"4294967295", b"99999999999999999999", b"1e999")
_NUMBER = re.compile(rb"[0-9]+")


def broken(data: bytes, rng: random.Random) -> bytes:
    """The file with one to six things wrong; half of the archives are broken inside, and closed again."""
    if data.startswith(b"PK") and rng.random() < 0.5:
        try:
            parts = unzipped(data)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return _hurt(data, rng)
        if parts:
            name = rng.choice(list(parts))
            return zipped(parts | {name: _hurt(parts[name], rng)})
    return _hurt(data, rng)


def any_cell(rng: random.Random) -> Any:
    """A cell of any kind, most often a text that means something, spoilt."""
    kind = rng.random()
    if kind < 0.7:
        return _text(rng)
    if kind < 0.8:
        return rng.choice(
            (0, 1, -1, 2, 37034, 639980123, 33639980123, 10**12, rng.randrange(-(10**6), 10**15))
        )
    if kind < 0.9:
        return rng.choice((0.5, -0.0, 1e300, 12.5, float("inf"), float("nan"), rng.uniform(-1e6, 1e6)))
    day = dt.datetime(1, 1, 1) + dt.timedelta(days=rng.randrange(3_650_000), minutes=rng.randrange(1440))
    lengths = dt.timedelta(minutes=rng.randrange(-5000, 5000))
    return rng.choice((True, False, day, day.date(), day.time(), lengths, dt.timedelta.max))


def _text(rng: random.Random) -> str:
    text = rng.choice(_WORDS)
    for _ in range(rng.choice((0, 0, 1, 1, 2, 4))):
        at = rng.randrange(len(text) + 1)
        what = rng.random()
        if what < 0.5:
            text = text[:at] + rng.choice(_SIGNS) + text[at:]
        elif what < 0.75:
            text = text[:at] + text[at + 1 :]
        else:
            text += rng.choice((" ", "/", "\n", "")) + rng.choice(_WORDS)
    return text


def _hurt(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 7)):
        at = rng.randrange(len(changed) + 1)
        what = rng.randrange(6)
        if what == 0 and at < len(changed):
            changed[at] ^= 1 << rng.randrange(8)
        elif what == 1:
            changed[at:at] = rng.choice(_BYTES) * rng.choice((1, 1, 2, 50))
        elif what == 2:
            del changed[at : at + rng.choice((1, 2, 16, 500))]
        elif what == 3:
            other = rng.randrange(len(changed) + 1)
            changed[at:at] = changed[other : other + rng.choice((4, 32, 1000))]
        elif what == 4:
            found = _NUMBER.search(changed, at)
            if found:
                changed[found.start() : found.end()] = rng.choice(_NUMBERS)
        elif rng.random() < 0.2:
            del changed[at:]
    return bytes(changed)
