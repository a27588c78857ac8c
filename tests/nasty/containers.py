"""The container of old Office files, and of the protected new ones: a file system in a file."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(streams: Mapping[str, bytes]) -> bytes:
    """A container of these streams; small ones are filled up, so that all stand in ordinary sectors."""
    contents = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sectors: list[bytes] = []
    table: list[int] = []
    starts = {}
    for name, content in contents.items():
        starts[name] = len(sectors)
        _append(sectors, table, content)
    directory_start = len(sectors)
    _append(sectors, table, _directory(contents, starts))
    table_start = len(sectors)
    count = -(-(len(table) + 1) // (_SECTOR // 4 - 1))
    table += [_TABLE] * count
    table += [_FREE] * (count * _SECTOR // 4 - len(table))
    sectors.append(struct.pack(f"<{len(table)}I", *table))
    return _header(directory_start, range(table_start, table_start + count)) + b"".join(sectors)


def _append(sectors: list[bytes], table: list[int], content: bytes) -> None:
    first, count = len(sectors), -(-len(content) // _SECTOR)
    for at in range(count):
        sectors.append(content[at * _SECTOR : (at + 1) * _SECTOR].ljust(_SECTOR, b"\0"))
        table.append(first + at + 1 if at + 1 < count else _END)


def _directory(contents: Mapping[str, bytes], starts: Mapping[str, int]) -> bytes:
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, content) in enumerate(contents.items(), 1):
        right = number + 1 if number < len(contents) else _FREE
        entries.append(_entry(name, 2, starts[name], len(content), right=right))
    return b"".join(entries)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, right: int = _FREE) -> bytes:
    letters = name.encode("utf-16-le")
    return (
        letters.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(letters) + 2, kind, 1, _FREE, right, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )


def _header(directory: int, tables: range) -> bytes:
    head = _SIGNATURE + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, len(tables), directory, 0, 4096, _END, 0, _END, 0)
    return head + struct.pack("<109I", *tables, *[_FREE] * (109 - len(tables)))
