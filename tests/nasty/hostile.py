"""What is no file to be read, or is made to harm whoever reads it."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.nasty.cases import LINES, TITLES, Case, read, refused
from tests.nasty.old_books import xls
from tests.nasty.packages import book_of, ods, ods_rows, rows_of, unzipped, workbook_xml, xlsx, zipped


def cases() -> list[Case]:
    """Every hostile file."""
    return [*_no_files(), *_cut(), *_bombs(), *_crafted()]


def _no_files() -> list[Case]:
    found = [
        Case("folder.xlsx", Path.mkdir, "est un dossier, pas un fichier."),
        Case("nowhere.xlsx", lambda path: None, "n’existe pas à cet endroit."),
        Case("two_gigabytes_of_nothing.csv", _sparse, "est trop volumineux pour une liste"),
        refused("zeros_named_xlsx.xlsx", bytes(100_000), "est vide."),
    ]
    if sys.platform != "win32":
        found.append(Case("pipe.csv", os.mkfifo, "n’est pas un fichier ordinaire"))
    return found


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)


def _cut() -> list[Case]:
    whole = {"xlsx": book_of(), "xls": xls(), "ods": ods(ods_rows())}
    return [
        refused(f"cut_at_{share}.{kind}", data[: len(data) * share // 100], "est abîmé")
        for kind, data in whole.items()
        for share in (10, 50, 90)
    ]


def _bombs() -> list[Case]:
    big = "é" * 1000
    notes = ({"last_name": "Dupré", "note": big},) * 10_000
    too_big, too_many = "est trop volumineux", "contient trop de cellules"
    return [
        refused("bomb.xlsx", lambda: _inflated("xl/media/image1.png", 2**28), too_big),
        refused("bomb_that_lies.xlsx", lambda: _lying(_inflated("xl/media/image1.png", 2**26)), "est abîmé"),
        read("spaces_by_the_million.xlsx", lambda: xlsx(rows_of() + " " * (63 * 2**20))),
        refused("bomb_of_spaces.xlsx", lambda: xlsx(rows_of() + " " * 2**26), too_big),
        refused("strings_for_ever.xlsx", lambda: xlsx(xl__sharedStrings_xml="<si/>" * 20_000_000), too_big),
        refused("parts_for_ever.xlsx", lambda: zipped({f"xl/{n}.xml": "" for n in range(6_000)}), too_big),
        refused("a_million_and_more_cells.csv", lambda: b"a;b;c;d;e\n" * 220_000, too_many),
        refused("lines_for_ever.csv", lambda: b"Nom;Ville\n" * 2_600_000, too_big),
        refused("empty_lines_for_ever.csv", lambda: b"Nom;Ville\n" + b"\n" * 20_000_000, too_many),
        refused("separators_for_ever.csv", lambda: b"Nom;Ville\n" + b";" * 20_000_000, too_many),
        read("accents.csv", lambda: ("Nom;Note\n" + f"Dupré;{big}\n" * 10_000).encode("cp1252"), notes),
        read("empty_cells_for_ever.xlsx", lambda: xlsx(rows_of() + f"<row>{'<c/>' * 2_000_000}</row>")),
        refused("cells_for_ever.xlsx", lambda: xlsx(f"<row>{'<c></c>' * 2_000_000}</row>"), "a une feuille"),
    ]


def _crafted() -> list[Case]:
    parts = unzipped(xlsx())
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    utf16 = _with(xlsx(far), lambda xml: xml.decode().encode("utf-16"))
    strings, styles = '<sst uniqueCount="4294967295"/>', '<x><cellXfs count="4294967295"/></x>'
    merged = '<mergeCells><mergeCell ref="x"/></mergeCells>'
    entity = workbook_xml('<!DOCTYPE x [<!ENTITY a "b">]>', "&a;")
    wider = [(*line, *("x",) * 12) for line in (TITLES, *LINES)]
    return [
        refused("wide_letters.xlsx", utf16, "est abîmé"),
        refused("far_cell_in_quotes.xlsx", xlsx(far.replace(' r="X', ' s=">" r="X')), "a une feuille"),
        refused("far_cell_on_new_lines.xlsx", xlsx(far.replace(" r=", "\nr\n=\n")), "a une feuille"),
        refused("row_far_away.xlsx", xlsx('<row r="999999"><c><v>1</v></c></row>' * 2), "a une feuille"),
        refused("no_workbook.xlsx", _without(parts, "xl/workbook.xml"), "est une archive"),
        refused("no_links.xlsx", _without(parts, "xl/_rels/workbook.xml.rels"), "est abîmé"),
        refused("no_sheet.xlsx", _without(parts, "xl/worksheets/sheet1.xml"), "est abîmé"),
        refused("workbook_of_entities.xlsx", xlsx(workbook=entity), "est abîmé"),
        refused("links_outside.xlsx", _linked("../../../../etc/passwd"), "est abîmé"),
        refused("nested.xlsx", lambda: xlsx("<row>" * 500_000), "a une feuille"),
        refused("locked_parts.xlsx", _flagged(xlsx()), "est protégé par un mot de passe"),
        refused("pressed_otherwise.xlsx", zipped(parts, compression=zipfile.ZIP_LZMA), "est abîmé"),
        refused(
            "strings_that_lie.xlsx",
            xlsx(xl__sharedStrings_xml=strings),
            "est abîmé",
        ),
        refused("styles_that_lie.xlsx", xlsx(xl__styles_xml=styles), "est abîmé"),
        refused("no_such_string.xlsx", xlsx('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'), "est abîmé"),
        refused("merged_oddly.xlsx", xlsx(after=merged), "est abîmé"),
        read("dimension_that_lies.xlsx", xlsx(before='<dimension ref="A1:ZZZZZZ4294967295"/>')),
        read("stored.xlsx", zipped(parts, compression=zipfile.ZIP_STORED)),
        read("something_after_the_end.xlsx", xlsx() + bytes(100)),
        read("twelve_columns_without_title.xlsx", xlsx(rows_of(wider))),
    ]


def _without(parts: dict[str, bytes], name: str) -> bytes:
    return zipped({one: content for one, content in parts.items() if one != name})


def _inflated(name: str, size: int) -> bytes:
    """A workbook with a part of that many zeros."""
    buffer = io.BytesIO(xlsx())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        for _ in range(size // 2**20):
            part.write(bytes(2**20))
    return buffer.getvalue()


def _lying(data: bytes) -> bytes:
    """The last part says that it is small."""
    entry = data.rindex(b"PK\x01\x02")
    return data[: entry + 24] + (100).to_bytes(4, "little") + data[entry + 28 :]


def _flagged(data: bytes) -> bytes:
    """Each part says that it is enciphered."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        count = len(archive.infolist())
    changed, at = bytearray(data), 0
    for _ in range(count):
        at = data.index(b"PK\x01\x02", at) + 8
        changed[at] |= 1
    return bytes(changed)


def _linked(target: str) -> bytes:
    parts = unzipped(xlsx())
    name = "xl/_rels/workbook.xml.rels"
    return zipped(parts | {name: parts[name].replace(b"worksheets/sheet1.xml", target.encode())})


def _with(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    parts = unzipped(data)
    name = "xl/worksheets/sheet1.xml"
    return zipped(parts | {name: change(parts[name])})
