"""Reads the register of certifications as France compétences publishes it: an archive of CSV, or the XML.

The columns and the elements are those of the daily exports on data.gouv.fr (« Répertoire national des
certifications professionnelles »). Skills are in the XML alone. The files are told apart by what they hold.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from gen_desktop.importing.grid import DAMAGED, TOO_BIG, refuse
from gen_desktop.models.rncp_sheet import BlockFacts, SheetFacts, bare_code, block_code

LARGEST = 3_000_000_000
"""Bytes unpacked: the XML of both registers is ten times smaller."""
NO_SHEET = (
    "ne contient aucune fiche\u00a0: téléchargez l’export des fiches RNCP et RS sur data.gouv.fr "
    "(archive .zip de fichiers CSV, ou fichier XML)."
)
_BEGINNING = 4000
_NAMED = re.compile(r"export[-_]fiches", re.IGNORECASE)
_DAY_IN_NAME = re.compile(r"(20\d{2})[-_](\d{2})[-_](\d{2})")
_LEVEL = re.compile(r"[1-8]")
_BREAK = re.compile(r"<\s*(?:br|/li|/p|/div|/tr)[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BULLET = re.compile(r"^(?:[-–—•●▪◦*·➢→o]\s+|[-–•●▪*])+\s*")
_PARTS = ("standard", "blocs", "rome", "nsf", "formacode", "certificateurs")


@dataclass(frozen=True, slots=True)
class RncpFile:
    """The sheets in force, and those asked for. ``published_on``: the day in the names of the files."""

    file_name: str
    published_on: dt.date | None
    sheets: tuple[SheetFacts, ...]

    @property
    def tells_skills(self) -> bool:
        """False for the archive of CSV."""
        return any(block.skills for sheet in self.sheets for block in sheet.blocks)


def is_rncp_file(path: Path) -> bool:
    """Whether a file looks like an export of the register, before it is read."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return any(_NAMED.search(member.filename) for member in archive.infolist())
        with path.open("rb") as stream:
            beginning = stream.read(_BEGINNING)
    except (OSError, zipfile.BadZipFile):
        return False
    return b"<FICHE" in beginning


def read_rncp_file(path: Path, wanted: Collection[str] = ()) -> RncpFile:
    """The sheets of an export; those no longer in force only when their code is ``wanted``.

    Raises InvalidInput that names the file when it is damaged, too large, or holds no sheet.
    """
    keep = {bare_code(code) for code in wanted}
    try:
        if zipfile.is_zipfile(path):
            found = list(_of_archive(path, keep))
        else:
            with path.open("rb") as stream:
                found = list(_of_xml(stream, keep))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        SyntaxError,
    ):
        raise refuse(path.name, DAMAGED) from None  # an XML that is broken is a SyntaxError
    except (csv.Error, UnicodeDecodeError):
        raise refuse(path.name, DAMAGED) from None
    if not found:
        raise refuse(path.name, NO_SHEET)
    return RncpFile(path.name, _published_on(path), tuple(sorted(found, key=lambda sheet: sheet.code)))


def skills_of(text: str) -> tuple[str, ...]:
    """The skills of a block, from the text of the register: one a line or an item, without bullets."""
    lines = html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\u00a0", " ").splitlines()
    bare = (" ".join(_BULLET.sub("", line.strip()).split()) for line in lines)
    return tuple(dict.fromkeys(line for line in bare if any(char.isalpha() for char in line)))


def _of_archive(path: Path, keep: Collection[str]) -> Iterator[SheetFacts]:
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        if sum(member.file_size for member in members) > LARGEST:
            raise refuse(path.name, TOO_BIG)
        tables = {part: member for member in members if (part := _part_of(member.filename))}
        if "standard" in tables:
            yield from _of_tables(archive, tables, keep)
            return
        for member in members:
            if member.filename.lower().endswith(".xml"):
                with archive.open(member) as stream:
                    yield from _of_xml(stream, keep)


def _part_of(name: str) -> str:
    """Which table of the export a file is; '' for none that is read."""
    bare = Path(name).name.lower()
    if not bare.endswith(".csv"):
        return ""
    return next((part for part in _PARTS if f"_{part}" in bare), "")


def _of_tables(
    archive: zipfile.ZipFile, tables: Mapping[str, zipfile.ZipInfo], keep: Collection[str]
) -> Iterator[SheetFacts]:
    sheets: dict[str, SheetFacts] = {}
    with _rows(archive, tables["standard"]) as rows:
        for row in rows:
            sheet = SheetFacts(
                code=bare_code(row.get("Numero_Fiche")),
                title=_line(row.get("Intitule")),
                level=_level(
                    row.get("Nomenclature_Europe_Niveau") or row.get("Nomenclature_Europe_Intitule")
                ),
                valid_until=_day(row.get("Date_Fin_Enregistrement")),
                is_active=(row.get("Actif") or "").strip().upper() == "ACTIVE",
            )
            if _is_kept(sheet, keep):
                sheets[sheet.code] = sheet
    blocks: dict[str, list[BlockFacts]] = {}
    for code, row in _about(archive, tables, "blocs", sheets):
        block = block_code(bare_code(row.get("Bloc_Competences_Code")), code)
        blocks.setdefault(code, []).append(BlockFacts(block, _line(row.get("Bloc_Competences_Libelle"))))
    several = {
        part: _codes_by_sheet(archive, tables, part, column, sheets)
        for part, column in (("rome", "Codes_Rome_Code"), ("nsf", "Nsf_Code"), ("formacode", "Formacode"))
    }
    certifiers = _codes_by_sheet(archive, tables, "certificateurs", "Nom_Certificateur", sheets)
    for code, sheet in sheets.items():
        yield replace(
            sheet,
            certifier=", ".join(certifiers.get(code, ())) or None,
            rome_codes=several["rome"].get(code, ()),
            nsf_code=_nsf(several["nsf"].get(code, ())),
            formacodes=_formacodes(several["formacode"].get(code, ())),
            blocks=_in_order(blocks.get(code, [])),
        )


@contextmanager
def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[csv.DictReader[str]]:
    with archive.open(member) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        yield csv.DictReader(text, delimiter=";")


def _about(
    archive: zipfile.ZipFile,
    tables: Mapping[str, zipfile.ZipInfo],
    part: str,
    sheets: Collection[str],
) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a table that are about these sheets."""
    if part not in tables:
        return
    with _rows(archive, tables[part]) as rows:
        for row in rows:
            code = bare_code(row.get("Numero_Fiche"))
            if code in sheets:
                yield code, row


def _codes_by_sheet(
    archive: zipfile.ZipFile,
    tables: Mapping[str, zipfile.ZipInfo],
    part: str,
    column: str,
    sheets: Collection[str],
) -> dict[str, tuple[str, ...]]:
    """Sheet → what that column says of it, each once. Formacodes stand in several numbered columns."""
    found: dict[str, dict[str, None]] = {}
    for code, row in _about(archive, tables, part, sheets):
        for name, value in row.items():
            is_wanted = name == column or (part == "formacode" and name != "Numero_Fiche")
            if is_wanted and isinstance(value, str) and value.strip():
                found.setdefault(code, {})[_line(value)] = None
    return {code: tuple(values) for code, values in found.items()}


def _of_xml(stream: IO[bytes], keep: Collection[str]) -> Iterator[SheetFacts]:
    from lxml import etree  # not before somebody brings an XML

    for _event, element in etree.iterparse(
        stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False
    ):
        if etree.QName(element).localname != "FICHE":
            continue
        sheet = _sheet(element)
        if _is_kept(sheet, keep):
            yield sheet
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _sheet(element: object) -> SheetFacts:
    code = bare_code(_text(element, "NUMERO_FICHE"))
    level = _text(element, "NOMENCLATURE_EUROPE", "NIVEAU") or _text(
        element, "NOMENCLATURE_EUROPE", "INTITULE"
    )
    return SheetFacts(
        code=code,
        title=_line(_text(element, "INTITULE")),
        level=_level(level),
        valid_until=_day(_text(element, "DATE_FIN_ENREGISTREMENT")),
        certifier=", ".join(_texts(element, "CERTIFICATEURS", "CERTIFICATEUR", "NOM_CERTIFICATEUR")) or None,
        rome_codes=_texts(element, "CODES_ROME", "ROME", "CODE"),
        nsf_code=_nsf(_texts(element, "CODES_NSF", "NSF", "CODE")),
        formacodes=_formacodes(_texts(element, "FORMACODES", "FORMACODE", "CODE")),
        blocks=_in_order(
            [
                BlockFacts(
                    block_code(bare_code(_text(block, "CODE")), code),
                    _line(_text(block, "LIBELLE")),
                    skills_of(_text(block, "LISTE_COMPETENCES")),
                )
                for block in _children(element, "BLOCS_COMPETENCES", "BLOC_COMPETENCES")
            ]
        ),
        is_active=_text(element, "ACTIF").strip().lower() in ("oui", "active", "true"),
    )


def _children(element: object, *path: str) -> list[object]:
    """The elements at the end of a path of names, whatever their namespace."""
    found = [element]
    for name in path:
        found = [child for one in found for child in one if _name(child) == name]  # type: ignore[attr-defined]
    return found


def _name(element: object) -> str:
    tag = element.tag  # type: ignore[attr-defined]
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _text(element: object, *path: str) -> str:
    found = _children(element, *path)
    return "".join(found[0].itertext()) if found else ""  # type: ignore[attr-defined]


def _texts(element: object, *path: str) -> tuple[str, ...]:
    texts = (_line("".join(one.itertext())) for one in _children(element, *path))  # type: ignore[attr-defined]
    return tuple(dict.fromkeys(text for text in texts if text))


def _is_kept(sheet: SheetFacts, keep: Collection[str]) -> bool:
    return bool(sheet.code and sheet.title) and (sheet.is_active or sheet.code in keep)


def _in_order(blocks: list[BlockFacts]) -> tuple[BlockFacts, ...]:
    """Each block once, by its code: the exports list them in any order."""
    return tuple(sorted({block.code: block for block in blocks if block.code}.values(), key=lambda b: b.code))


def _line(text: str | None) -> str:
    return " ".join((text or "").replace("\u00a0", " ").split())


def _level(text: str | None) -> str | None:
    """« NIV5 », « Niveau 5 » → 5."""
    found = _LEVEL.search(text or "")
    return found[0] if found else None


def _day(text: str | None) -> dt.date | None:
    bare = (text or "").strip()[:10]
    for shape in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return dt.datetime.strptime(bare, shape).date()
        except ValueError:
            continue
    return None


def _nsf(codes: tuple[str, ...]) -> str | None:
    """The speciality in three digits: the register adds a letter (« 326t »)."""
    return next((code[:3] for code in codes if code[:3].isdigit()), None)


def _formacodes(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if re.fullmatch(r"[0-9]{5}", code))


def _published_on(path: Path) -> dt.date | None:
    """The day in the name of the file, else in those of its members."""
    names = [path.name]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            names += archive.namelist()
    for name in names:
        if found := _DAY_IN_NAME.search(name):
            try:
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                continue
    return None
