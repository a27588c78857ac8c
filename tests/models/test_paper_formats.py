"""Which files may be attached, and what their names tell."""

from __future__ import annotations

import contextlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gen_desktop.french import NBSP
from gen_desktop.models.paper_formats import (
    FORMATS,
    LARGEST,
    LONGEST_TITLE,
    Refused,
    format_of,
    kind_of,
    size_words,
    title_of,
)
from gen_desktop.reference.lists import code_list
from tests import papers


@pytest.mark.parametrize(
    ("name", "data", "extension"),
    [
        ("cv.pdf", papers.pdf(), ".pdf"),
        ("facture.exe.pdf", b"\n\n" + papers.pdf(), ".pdf"),
        ("photo", papers.picture("PNG"), ".png"),
        ("photo.pdf", papers.picture("JPEG"), ".jpg"),
        ("a.gif", papers.picture("GIF"), ".gif"),
        ("a.tif", papers.picture("TIFF"), ".tif"),
        ("a.webp", papers.picture("WEBP"), ".webp"),
        ("IMG_0042.HEIC", b"\0\0\0\x18ftypheic" + bytes(40), ".heic"),
        ("lettre.docx", papers.word(), ".docx"),
        ("lettre.odt", papers.writer(), ".odt"),
        ("lettre.doc", papers.old_word(), ".doc"),
        ("lettre.rtf", b"{\\rtf1 Bonjour}", ".rtf"),
        ("mot.txt", "Élève assidu\r\n".encode(), ".txt"),
        ("mot.TXT", "Élève assidu".encode("cp1252"), ".txt"),
        ("mot", "Élève".encode("utf-16"), ".txt"),
    ],
)
def test_what_a_file_is_comes_from_its_content(name: str, data: bytes, extension: str) -> None:
    found = format_of(name, data)
    assert found.extension == extension
    assert FORMATS[found.media_type] == found


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("vide.pdf", b"", "est vide"),
        ("outil.exe", b"MZ\x90\0", "programme"),
        ("cv.pdf", b"MZ\x90\0", "programme"),
        ("cv.pdf.exe", b"bonjour", "programme"),
        ("cv.pdf.js ", b"alert(1)", "programme"),
        ("script", b"#!/bin/sh\n", "programme"),
        ("lettre.docm", papers.word("word/vbaProject.bin"), "macros"),
        ("lettre.docx", papers.word("word/vbaProject.bin"), "macros"),
        ("lettre.docx", papers.word("word/activeX/activeX1.xml"), "macros"),
        ("lettre.odt", papers.writer("Basic/Standard/Module1.xml"), "macros"),
        ("lettre.doc", papers.old_word("_VBA_PROJECT"), "macros"),
        ("lettre.docx", papers.old_word()[:512] + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        ("lettre.rtf", b"{\\rtf1{\\object\\objdata 0105}}", "objet incorporé"),
        ("lettre.docx", papers.word()[:60], "abîmé"),
        ("page.html", b"<html></html>", "format accepté"),
        ("dessin.svg", b"<svg/>", "format accepté"),
        ("notes.txt", b"a\0b", "format accepté"),
        ("archive.zip", papers.archive({"cv.pdf": b"x"}), "format accepté"),
        ("vieux.xls", papers.old_word().replace("WordDocument".encode("utf-16-le"), b"W"), "format accepté"),
    ],
)
def test_what_could_act_by_itself_or_is_not_known_is_refused(name: str, data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        format_of(name, data)


def test_the_largest_paper_and_one_byte_more() -> None:
    largest = papers.pdf().ljust(LARGEST, b"\n")
    assert format_of("a.pdf", largest).extension == ".pdf"
    with pytest.raises(Refused, match=f"20{NBSP}Mo au plus"):
        format_of("a.pdf", largest + b"\n")


@given(
    st.binary(max_size=300), st.text(max_size=20), st.sampled_from([b"", b"PK\x03\x04", b"RIFF", b"%PDF-"])
)
def test_no_bytes_are_more_than_refused(data: bytes, name: str, start: bytes) -> None:
    with contextlib.suppress(Refused):
        assert format_of(name, start + data) in FORMATS.values()


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("CV_Zoé  Dupré.pdf", "CV Zoé Dupré"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\diplôme.PDF", "diplôme"),
        (unicodedata.normalize("NFD", "diplôme été.pdf"), "diplôme été"),
        ("sans extension", "sans extension"),
        ("v1.2 finale.docx", "v1.2 finale"),
        (".pdf", "pdf"),
        ("", "Sans titre"),
        ("\u202egpj.exe", "gpj"),
        ("a\nb\x00c.txt", "a b c"),
        ("x" * 400 + ".pdf", "x" * LONGEST_TITLE),
    ],
)
def test_a_title_is_proposed_from_any_name(name: str, title: str) -> None:
    assert title_of(name) == title


@given(st.text(max_size=400))
def test_a_title_is_always_one_short_readable_line(name: str) -> None:
    title = title_of(name)
    assert 0 < len(title) <= LONGEST_TITLE
    assert title == title.strip()
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in title)
    assert not set(title) & set("/\\")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("CV Zoé Dupré", "cv"),
        ("Mon curriculum vitae 2026", "cv"),
        ("Diplome du bac", "diploma"),
        ("Contrat de travail signé", "employment"),
        ("Contrat de formation", "agreement"),
        ("Arrêt du 12 mars", "absence"),
        ("IMG 0042", "other"),
        ("", "other"),
    ],
)
def test_the_kind_is_that_of_the_longest_word_known(title: str, kind: str) -> None:
    assert kind_of(title) == kind
    assert kind in code_list("attached_kind")


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 Ko"), (245_000, "239 Ko"), (LARGEST, "20 Mo"), (1_500_000, "1,4 Mo")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words.replace(" ", NBSP)
