"""Workbooks of Excel before 2007, written record by record in the container that they come in."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

from tests.nasty.cases import LINES, PEOPLE, TITLES, Case, person, read, refused
from tests.nasty.containers import container

_BOF, _EOF, _SHEET, _LABEL, _NUMBER = 0x0809, 0x000A, 0x0085, 0x0204, 0x0203
_ERROR, _ROW, _SIZE = 0x0205, 0x0208, 0x0200
_CODEPAGE, _PASSWORD, _STRINGS, _STRING = 0x42, 0x2F, 0xFC, 0xFD

Cells = Iterable[tuple[int, int, str | float]]


def cases() -> list[Case]:
    """Every old workbook."""
    plain = xls()
    lost = xls([TITLES, ("Dupré", "Zoé", 37034, 639980123, 1000, "Autun")])
    found = person("Dupré", "Zoé", PEOPLE[0]["birth_date"], "+33639980123", "01000", "Autun")
    return [
        read("excel_97.xls", plain),
        read("excel_97_named_xlsx.xlsx", plain),
        read("excel_95.xls", biff5()),
        read(
            "excel_97_zeros_lost.xls",
            lost,
            (found,),
            repairs=(("birth_date", "serial"), ("phone", "zero"), ("postal_code", "zero")),
        ),
        read(
            "excel_97_errors.xls",
            xls(
                [TITLES, ("Dupré", "Zoé")],
                sheet_first=record(_ERROR, struct.pack("<HHHBB", 1, 2, 0, 0x2A, 1)),
            ),
            (person("Dupré", "Zoé"),),
            wrong=("« #N/A » est une erreur de calcul",),
        ),
        read(
            "excel_97_hidden_row.xls",
            xls(sheet_first=record(_ROW, struct.pack("<HHHHHHI", 2, 0, 6, 255, 0, 0, 0x20))),
            remarks=("1 ligne masquée",),
        ),
        read("excel_97_declared_whole.xls", xls(sheet_first=_declared(65536, 256))),
        refused("excel_97_declared_endless.xls", xls(sheet_first=_declared(2**32 - 1, 65535)), "est abîmé"),
        read("excel_97_second_sheet.xls", xls(sheets=("Vide", "Liste"))),
        refused("excel_97_last_corner.xls", xls(more=((65535, 255, "x"),)), "a une feuille démesurée"),
        refused(
            "excel_97_protected.xls",
            xls(globals_first=record(_PASSWORD, struct.pack("<HHH", 0, 1, 2))),
            "est protégé par un mot de passe",
        ),
        refused("excel_97_cut.xls", plain[: len(plain) // 2], "est abîmé"),
        refused("excel_97_without_its_end.xls", plain[:600], "est abîmé"),
        read("excel_97_lies_about_strings.xls", xls(strings_said=2**31 - 1)),
        refused(
            "word_97.doc", container({"WordDocument": bytes(5000)}), "est un document de traitement de texte"
        ),
        refused("powerpoint_97.ppt", container({"PowerPoint Document": bytes(5000)}), "est un diaporama"),
        refused("outlook.msg", container({"__properties_version1.0": bytes(5000)}), "n’est pas un tableau"),
        refused(
            "protected.xlsx",
            container({"EncryptionInfo": bytes(64), "EncryptedPackage": bytes(6000)}),
            "est protégé par un mot de passe",
        ),
        refused("container_alone.xls", bytes.fromhex("d0cf11e0a1b11ae1"), "est abîmé"),
        refused("container_that_turns_round.xls", _turning(plain), "est abîmé"),
    ]


def xls(
    lines: Sequence[Sequence[str | float]] = (TITLES, *LINES),
    *,
    more: Cells = (),
    sheets: Sequence[str] = ("Liste",),
    globals_first: bytes = b"",
    sheet_first: bytes = b"",
    strings_said: int | None = None,
) -> bytes:
    """A workbook of Excel 97 whose last sheet holds these lines."""
    cells = [*_cells(lines), *more]
    strings = list(dict.fromkeys(cell for _, _, cell in cells if isinstance(cell, str)))
    said = len(strings) if strings_said is None else strings_said
    table = struct.pack("<II", said, said) + b"".join(
        struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in strings
    )
    body = b"".join(
        _cell(row, column, value, strings) for row, column, value in sorted(cells, key=lambda c: c[:2])
    )
    bodies = [b""] * (len(sheets) - 1) + [sheet_first + body]
    return container({"Workbook": _stream(0x0600, sheets, bodies, globals_first, record(_STRINGS, table))})


def biff5() -> bytes:
    """The list as a workbook of Excel 95: one byte a letter."""
    body = b"".join(
        record(_LABEL, struct.pack("<HHHH", row, column, 0, len(text)) + text.encode("cp1252"))
        for row, column, text in _cells((TITLES, *LINES))
        if isinstance(text, str)
    )
    return container(
        {"Book": _stream(0x0500, ("Liste",), [body], record(_CODEPAGE, struct.pack("<H", 1252)), b"")}
    )


def record(kind: int, content: bytes) -> bytes:
    """A record of a workbook."""
    return struct.pack("<HH", kind, len(content)) + content


def _stream(version: int, sheets: Sequence[str], bodies: Sequence[bytes], first: bytes, last: bytes) -> bytes:
    begin = record(_BOF, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0)) + first
    names = [_name(version, name) for name in sheets]
    size = len(begin) + sum(4 + 6 + len(name) for name in names) + len(last) + 4
    listed, written = b"", b""
    for name, body in zip(names, bodies, strict=True):
        listed += record(_SHEET, struct.pack("<IBB", size + len(written), 0, 0) + name)
        sheet_begin = record(_BOF, struct.pack("<HHHHII", version, 0x10, 0, 0, 0, 0))
        written += sheet_begin + body + record(_EOF, b"")
    return begin + listed + last + record(_EOF, b"") + written


def _name(version: int, name: str) -> bytes:
    if version == 0x0500:
        return bytes([len(name)]) + name.encode("cp1252")
    return bytes([len(name), 1]) + name.encode("utf-16-le")


def _cells(lines: Sequence[Sequence[str | float]]) -> Cells:
    return [(row, column, cell) for row, line in enumerate(lines) for column, cell in enumerate(line)]


def _cell(row: int, column: int, value: str | float, strings: list[str]) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return record(_STRING, place + struct.pack("<I", strings.index(value)))
    return record(_NUMBER, place + struct.pack("<d", value))


def _declared(rows: int, columns: int) -> bytes:
    return record(_SIZE, struct.pack("<IIHHH", 0, rows, 0, columns, 0))


def _turning(data: bytes) -> bytes:
    """The chain of a stream comes back to its beginning."""
    return data[:512] + data[512:].replace(struct.pack("<II", 2, 3), struct.pack("<II", 2, 0), 1)
