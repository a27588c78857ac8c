"""A zip that claims to be a workbook: nothing of it is unpacked before its sizes are known to be bearable."""

from __future__ import annotations

import io
import zipfile
import zlib

from gen_desktop.importing.grid import DAMAGED, MAX_UNPACKED_BYTES, PROTECTED, TOO_BIG, refuse

_MAX_MEMBERS = 5_000
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the two that spreadsheets use
_SAVE_AS = "enregistrez la liste au format .xlsx, .ods ou .csv."
_NOT_A_WORKBOOK = f"n’est pas un tableau\u00a0: {_SAVE_AS}"
_ARCHIVE = "est une archive\u00a0: ouvrez-la, puis choisissez la liste qu’elle contient."
_OTHER_ARCHIVES = (
    ("xl/workbook.bin", f"est un classeur au format .xlsb\u00a0: {_SAVE_AS}"),
    ("word/", f"est un document de traitement de texte, pas un tableau\u00a0: {_SAVE_AS}"),
    ("ppt/", f"est un diaporama, pas un tableau\u00a0: {_SAVE_AS}"),
    ("Index/Document.iwa", "est un classeur Numbers\u00a0: exportez-le au format Excel, puis recommencez."),
    ("Index.zip", "est un classeur Numbers\u00a0: exportez-le au format Excel, puis recommencez."),
)


def open_archive(data: bytes, file_name: str) -> zipfile.ZipFile:
    """The archive, once its sizes and check sums are known to be true. Raises InvalidInput."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
        if len(members) > _MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise refuse(file_name, TOO_BIG)
        if any(member.flag_bits & 1 for member in members):
            raise refuse(file_name, PROTECTED)
        if any(member.compress_type not in _COMPRESSIONS for member in members):
            raise refuse(file_name, DAMAGED)
        damaged = archive.testzip()  # a member larger than it declares fails its check sum
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        raise refuse(file_name, DAMAGED) from None
    if damaged is not None:
        raise refuse(file_name, DAMAGED)
    return archive


def what_else(names: frozenset[str]) -> str:
    """What an archive is that is no workbook, and what to do, as the end of a sentence."""
    if "mimetype" in names or not names:  # a text or a drawing of the OpenDocument format
        return _NOT_A_WORKBOOK
    for start, sentence in _OTHER_ARCHIVES:
        if any(name.startswith(start) for name in names):
            return sentence
    return _ARCHIVE
