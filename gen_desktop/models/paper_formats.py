"""Which files may be attached to a person: told by their content, never by their name alone.

What can act by itself is refused: programs, scripts, pages, documents with macros.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from gen_desktop.french import NBSP
from gen_desktop.models.names import fold
from gen_desktop.reference.lists import code_list

LARGEST = 20 * 1024 * 1024
"""Bytes of one paper."""
LONGEST_TITLE = 120
OTHER = "other"
"""The kind of a paper that is of no other (attached_kind)."""


@dataclass(frozen=True, slots=True)
class Format:
    """``name`` for people, ``extension`` with its dot; ``is_picture``: shown without another program."""

    name: str
    media_type: str
    extension: str
    is_picture: bool = False


PDF = Format("PDF", "application/pdf", ".pdf")
TEXT = Format("Texte", "text/plain", ".txt")
RTF = Format("Texte mis en forme", "application/rtf", ".rtf")
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_PICTURES = (
    (b"\x89PNG\r\n\x1a\n", Format("Image PNG", "image/png", ".png", is_picture=True)),
    (b"\xff\xd8\xff", Format("Photo JPEG", "image/jpeg", ".jpg", is_picture=True)),
    (b"GIF87a", Format("Image GIF", "image/gif", ".gif", is_picture=True)),
    (b"GIF89a", Format("Image GIF", "image/gif", ".gif", is_picture=True)),
    (b"II*\x00", Format("Image TIFF", "image/tiff", ".tif")),
    (b"MM\x00*", Format("Image TIFF", "image/tiff", ".tif")),
)
_WEBP = Format("Image WebP", "image/webp", ".webp")
_HEIC = Format("Photo HEIC", "image/heic", ".heic")
_ZIPPED = {
    "word/document.xml": Format("Word", f"{_OPEN_XML}wordprocessingml.document", ".docx"),
    "xl/workbook.xml": Format("Excel", f"{_OPEN_XML}spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": Format("PowerPoint", f"{_OPEN_XML}presentationml.presentation", ".pptx"),
}
_OPEN_DOCUMENTS = {
    "text": Format("LibreOffice Writer", f"{_OPEN_DOCUMENT}text", ".odt"),
    "spreadsheet": Format("LibreOffice Calc", f"{_OPEN_DOCUMENT}spreadsheet", ".ods"),
    "presentation": Format("LibreOffice Impress", f"{_OPEN_DOCUMENT}presentation", ".odp"),
}
_OLD_WORD = Format("Word 97-2003", "application/msword", ".doc")
_EVERY = (
    *(PDF, TEXT, RTF, _WEBP, _HEIC, _OLD_WORD),
    *(one for _, one in _PICTURES),
    *(*_ZIPPED.values(), *_OPEN_DOCUMENTS.values()),
)
FORMATS = {one.media_type: one for one in _EVERY}
"""Media type → the format."""
ACCEPTED = "PDF, image, texte, ou document LibreOffice ou Office sans macro"
EXTENSIONS = tuple(dict.fromkeys([*(one.extension for one in _EVERY), ".jpeg", ".tiff"]))
"""What a dialog offers to choose; what the files are is told by their content."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe"),
    b"L\x00\x00\x00\x01\x14\x02\x00",  # a Windows shortcut
)
_PROGRAM_NAMES = frozenset(
    {".exe", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".hta", ".msi"}
    | {".msix", ".jar", ".lnk", ".reg", ".sh", ".py", ".app", ".apk", ".command", ".desktop", ".url", ".chm"}
    | {".cpl", ".dll", ".iso", ".img"}
)
_TEXT_NAMES = frozenset({"", ".txt", ".md", ".text"})
_MACROS = re.compile(
    r"(^|/)(vbaProject\.bin|vbaData\.xml|macrosheets/|activeX/)|^(Basic|Scripts)/", re.IGNORECASE
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WITH_MACROS = "contient des macros, qui sont des programmes. Enregistrez-le sans macro, ou en PDF."


class Refused(Exception):
    """Why a file may not be attached: the end of a sentence that begins with its name."""


def format_of(name: str, data: bytes) -> Format:
    """What a file is. Raises Refused."""
    if not data:
        raise Refused("est vide.")
    if len(data) > LARGEST:
        raise Refused(too_large(len(data)))
    extension = _extension(name)
    if data.startswith(_PROGRAMS) or extension in _PROGRAM_NAMES:
        raise Refused("est un programme ou un raccourci. Seuls des documents se joignent à une fiche.")
    found = _by_signature(data) or (_as_text(data) if extension in _TEXT_NAMES else None)
    if found is None:
        raise Refused(f"n’est pas d’un format accepté ({ACCEPTED}).")
    return found


def too_large(size: int) -> str:
    """The refusal of a file of so many bytes."""
    return (
        f"pèse {size_words(size)}, et une pièce {size_words(LARGEST)} au plus. Réduisez-le (photo moins "
        "grande, numérisation en 150 points par pouce) ou joignez-le en plusieurs fois."
    )


def size_words(size: int) -> str:
    """« 240 Ko », « 1,4 Mo »; at least one kilobyte."""
    kilobytes = max(1, round(size / 1024))
    if kilobytes < 1024:
        return f"{kilobytes}{NBSP}Ko"
    megabytes = f"{size / 1024 / 1024:.1f}".removesuffix(".0").replace(".", ",")
    return f"{megabytes}{NBSP}Mo"


def title_of(name: str) -> str:
    """A title from a file name: no folder, no extension, no unseen sign; « Sans titre » for nothing.

    Names written by macOS come apart (NFD) and are put together.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.removesuffix(_extension_as_written(last))
    seen = "".join(char if unicodedata.category(char)[0] not in "CZ" else " " for char in stem)
    words = " ".join(seen.replace("_", " ").split()).strip(" .")
    return words[:LONGEST_TITLE].strip() or "Sans titre"


def kind_of(title: str) -> str:
    """The kind that a title tells (a code of attached_kind): that of the longest word known in it."""
    words = f" {fold(title)} "
    found = [
        (len(said), one.code)
        for one in code_list("attached_kind")
        for said in map(fold, (one.label, *one.aliases))
        if f" {said} " in words
    ]
    return max(found)[1] if found else OTHER


def _extension_as_written(name: str) -> str:
    found = re.search(r"(?<=[^.])\.[A-Za-z0-9]{1,8}$", name)
    return found.group() if found else ""


def _extension(name: str) -> str:
    return _extension_as_written(re.split(r"[/\\]", name)[-1].rstrip(" .")).lower()


def _by_signature(data: bytes) -> Format | None:
    for signature, found in _PICTURES:
        if data.startswith(signature):
            return found
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _WEBP
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return _HEIC
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"{\\rtf"):
        return _rich_text(data)
    if data.startswith(b"PK"):
        return _zipped(data)
    return _old_office(data) if data.startswith(_OLE) else None


def _rich_text(data: bytes) -> Format:
    if b"\\objdata" in data:
        raise Refused("contient un objet incorporé, qui peut être un programme. Enregistrez-le en PDF.")
    return RTF


def _zipped(data: bytes) -> Format | None:
    """An office document; only the list of its parts is read, and one short line."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            found = next((known for part, known in _ZIPPED.items() if part in names), None)
            if found is None and "mimetype" in names:
                with archive.open("mimetype") as stream:
                    said = stream.read(100).decode("ascii", "replace").strip()
                found = _OPEN_DOCUMENTS.get(said.removeprefix(_OPEN_DOCUMENT))
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise Refused(f"est abîmé{NBSP}: il ne s’ouvre pas.") from error
    if found is not None and any(_MACROS.search(name) for name in names):
        raise Refused(_WITH_MACROS)
    return found


def _old_office(data: bytes) -> Format | None:
    """A document of Word; its parts are named in UTF-16. Macros of old workbooks and slides hide too well."""
    if _named("EncryptedPackage") in data:
        raise Refused("est protégé par un mot de passe. Enregistrez-le sans mot de passe, ou en PDF.")
    if _named("WordDocument") not in data:
        return None
    if _named("_VBA_PROJECT") in data:
        raise Refused(_WITH_MACROS)
    return _OLD_WORD


def _named(part: str) -> bytes:
    return part.encode("utf-16-le")


def _as_text(data: bytes) -> Format | None:
    """Plain text in the encodings of people's computers."""
    text: str
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    return None if "\ufffd" in text or _CONTROLS.search(text) else TEXT
