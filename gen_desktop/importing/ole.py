"""The container of old Office files, and of protected new ones: a file system in a file."""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_FREE_FROM = 0xFFFFFFFA
"""Sector numbers from here on are no sectors: end of a chain, free, used by the table itself."""
_SMALL = 64
_LISTED_IN_HEADER = 109
_STREAM, _ROOT = 2, 5


class BrokenContainerError(Exception):
    """The container contradicts itself, or is cut."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Container:
    """The streams of a container. Raises BrokenContainerError when they cannot be found."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            power = struct.unpack_from("<H", data, 30)[0]
            directory, _, small_from, small_table = struct.unpack_from("<IIII", data, 48)
        except struct.error:
            raise BrokenContainerError from None
        if not data.startswith(SIGNATURE) or power not in (9, 12):
            raise BrokenContainerError
        self._sector = 1 << power
        self._small_from = small_from
        self._table = self._read_table()
        entries = _entries(self._chain(directory))
        self._entries = {entry.name: entry for entry in entries if entry.kind == _STREAM}
        root = next((entry for entry in entries if entry.kind == _ROOT), None)
        has_small = root is not None and small_table < _FREE_FROM
        self._small = self._chain(root.start) if root is not None and has_small else b""
        self._small_table = _numbers(self._chain(small_table)) if has_small else ()

    @property
    def names(self) -> frozenset[str]:
        """The names of the streams, of whatever folder."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """A stream. Raises KeyError for one that is not there."""
        entry = self._entries[name]
        if entry.size >= self._small_from:
            return self._chain(entry.start)[: entry.size]
        parts = _follow(entry.start, self._small_table)
        return b"".join(self._small[at * _SMALL : (at + 1) * _SMALL] for at in parts)[: entry.size]

    def _read_table(self) -> tuple[int, ...]:
        """Which sector follows each one."""
        listed = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}I", self._data.ljust(512, b"\0"), 76))
        following, seen = struct.unpack_from("<I", self._data, 68)[0], 0
        while following < _FREE_FROM:
            *more, following = _numbers(self._one(following))
            listed += more
            seen += 1
            if seen * self._sector > len(self._data):
                raise BrokenContainerError
        return _numbers(b"".join(self._one(number) for number in listed if number < _FREE_FROM))

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._one, _follow(start, self._table)))

    def _one(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        found = self._data[start : start + self._sector]
        if not found:
            raise BrokenContainerError
        return found.ljust(self._sector, b"\0")


def _follow(start: int, table: tuple[int, ...]) -> list[int]:
    found: list[int] = []
    at = start
    while at < _FREE_FROM:
        if at >= len(table) or len(found) > len(table):  # nowhere, or round and round
            raise BrokenContainerError
        found.append(at)
        at = table[at]
    return found


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content)


def _entries(directory: bytes) -> list[_Entry]:
    found = []
    for at in range(0, len(directory), 128):
        name_bytes, kind = struct.unpack_from("<HB", directory, at + 64)
        start, size = struct.unpack_from("<II", directory, at + 116)
        name = directory[at : at + max(0, min(name_bytes, 64) - 2)].decode("utf-16-le", "replace")
        found.append(_Entry(name, kind, start, size))
    return found
