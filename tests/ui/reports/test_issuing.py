from __future__ import annotations

import datetime as dt
import errno
import hashlib
import io
import os

import pypdfium2
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel
from python_calamine import CalamineWorkbook
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import func, select

from gen_desktop import french
from gen_desktop.errors import AppError
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.registry import IssuedDocument, NominativeExport
from gen_desktop.queries.learner_annex import annex_rows
from gen_desktop.reports.page_text import find_words, read_text
from gen_desktop.reports.pixels import draw_page, page_sizes
from gen_desktop.ui.reports import printing
from gen_desktop.ui.reports.page_images import to_image
from gen_desktop.ui.reports.scopes import counted

NAME = "Rapport de suivi, Numérique en Morvan, 3e trimestre 2026, au 2026-09-30.pdf"


@pytest.fixture
def told(page):
    """What the page says at the bottom of the window: (text, action, what the action does)."""
    said = []
    page.told.connect(lambda text, action, run: said.append((text, action, run)))
    return said


def registered(db):
    with db.read() as session:
        return session.scalar(select(func.count(IssuedDocument.id)))


def press_save(page, qtbot):
    page.header_actions()[-1].run()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)


def test_saving_writes_the_bytes_in_view_and_registers_them(
    own_file, page, qtbot, answers, tmp_path, told, monkeypatch
):
    path = tmp_path / "envoi" / "suivi.pdf"
    answers.path(path)
    press_save(page, qtbot)
    assert path.read_bytes() == page.shown.report.data
    with page.ctx.db.read() as session:
        document = session.scalars(select(IssuedDocument)).one()
        assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url))
    ((text, action, run),) = told
    assert (text, action) == ("Rapport enregistré\u00a0: suivi.pdf", "Ouvrir le dossier")
    run()
    assert opened == [QUrl.fromLocalFile(str(path.parent))]


def test_saving_does_not_make_the_report_again_but_says_it_left(own_file, page, qtbot, answers, tmp_path):
    report = page.shown.report
    answers.path(tmp_path / "suivi.pdf")
    press_save(page, qtbot)
    assert page.shown.report is report
    qtbot.waitUntil(lambda: len(page.shown.issued) == 1)
    left = dt.date.today().strftime("%d/%m/%Y")
    line = f"Enregistré le {left}, données au 30/09/2026\u00a0: les mêmes chiffres"
    qtbot.waitUntil(
        lambda: line in [one.text() for one in page.checks.findChildren(QLabel) if one.isVisible()]
    )


def test_giving_up_leaves_nothing(page, qtbot, answers, tmp_path, told):
    before = set(tmp_path.iterdir())
    answers.path(None)
    press_save(page, qtbot)
    assert registered(page.ctx.db) == 0
    assert set(tmp_path.iterdir()) == before
    assert told == []


@pytest.mark.parametrize(
    ("code", "said"), [(errno.EROFS, "le dossier est protégé"), (errno.ENOSPC, "plus de place sur ce disque")]
)
def test_a_disk_that_refuses_is_said_in_a_sentence(page, qtbot, answers, tmp_path, monkeypatch, code, said):
    def refuse(_handle):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    folder = tmp_path / "clef"
    answers.path(folder / "suivi.pdf")
    answers.click("Fermer")
    press_save(page, qtbot)
    assert said in answers.shown[0]
    assert "suivi.pdf" in answers.shown[0]
    assert "Rien n’a été enregistré." in answers.shown[0]
    assert list(folder.iterdir()) == []
    assert registered(page.ctx.db) == 0


def test_the_extension_comes_by_itself_and_replaces_nothing_unasked(own_file, page, qtbot, answers, tmp_path):
    (tmp_path / "suivi.pdf").write_bytes(b"ancien")
    answers.path(tmp_path / "suivi")
    answers.click("Annuler")
    press_save(page, qtbot)
    assert (tmp_path / "suivi.pdf").read_bytes() == b"ancien"
    answers.path(tmp_path / "suivi")
    answers.click("Remplacer")
    press_save(page, qtbot)
    assert (tmp_path / "suivi.pdf").read_bytes() == page.shown.report.data


def test_the_name_says_what_it_is_and_the_folder_is_kept(
    own_file, page, qtbot, answers, tmp_path, monkeypatch
):
    suggested = []
    pick = answers.pick_path

    def spy(parent, kind, title, kinds, start):
        suggested.append(start)
        return pick(parent, kind, title, kinds, start)

    monkeypatch.setattr("gen_desktop.ui.dialogs.pick_path", spy)
    for name in ("un.pdf", "deux.pdf"):
        answers.path(tmp_path / name)
        press_save(page, qtbot)
    assert [path.name for path in suggested] == [NAME] * 2
    assert suggested[1].parent == tmp_path


def pages_of(path):
    with pypdfium2.PdfDocument(path) as document:
        return len(document), [document.get_page_size(index) for index in range(len(document))]


def print_to(path, resolution=60):
    def choose(dialog):
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        dialog.printer().setResolution(resolution)

    return choose


def test_what_is_printed_is_what_is_in_view(page, qtbot, answers, tmp_path, told):
    path = tmp_path / "papier.pdf"
    answers.fill(print_to(path))
    page.viewer_bar.print_button.click()
    qtbot.waitUntil(lambda: page.ctx.jobs.is_idle)
    count, sizes = pages_of(path)
    assert count == page.view.page_count
    for printed, drawn in zip(sizes, page_sizes(page.shown.report.data), strict=True):
        assert printed == pytest.approx(drawn, abs=2)
    assert told[0][0] == "Le rapport est parti à l’impression."
    assert ink(path.read_bytes(), 0) == pytest.approx(ink(page.shown.report.data, 0), rel=0.1)


def ink(pdf, index):
    """How dark a page is, roughly."""
    image = to_image(draw_page(pdf, index, 200, 283)).convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(255 - byte for byte in bytes(image.constBits()))


def test_not_printing_after_all(page, answers, told):
    answers.fill(lambda _dialog: None, accept=False)
    page.viewer_bar.print_button.click()
    assert page.ctx.jobs.is_idle
    assert told == []


@pytest.fixture(scope="module")
def leaflet():
    """Three pages, the second on its side, with a black square each."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for size in ((595, 842), (842, 595), (595, 842)):
        canvas.setPageSize(size)
        canvas.rect(100, 100, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def printer(qapp, tmp_path):
    made = printing.new_printer("Essai")
    made.setOutputFileName(str(tmp_path / "essai.pdf"))
    made.setResolution(60)
    return made


def test_some_pages_in_several_bands(printer, leaflet, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "BAND_PIXELS", 20_000)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 9)
    printing.print_pages(printer, leaflet, Job())
    count, sizes = pages_of(tmp_path / "essai.pdf")
    assert (count, sizes) == (2, [(842, 595), (595, 842)])
    printed = (tmp_path / "essai.pdf").read_bytes()
    assert ink(printed, 0) == pytest.approx(ink(leaflet, 1), rel=0.02)
    assert ink(printed, 1) == pytest.approx(ink(leaflet, 2), rel=0.02)


def test_last_page_first_and_copies_that_the_printer_cannot_make(printer, leaflet, tmp_path, monkeypatch):
    monkeypatch.setattr(printer, "supportsMultipleCopies", lambda: False)
    printer.setCopyCount(2)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(1, 2)
    printing.print_pages(printer, leaflet, Job())
    assert pages_of(tmp_path / "essai.pdf")[1] == [(842, 595), (595, 842)] * 2


def test_a_print_given_up_leaves_no_file(printer, leaflet, tmp_path):
    steps = []
    job = Job(lambda _done, _total, text: steps.append(text), lambda: len(steps) == 2)
    with pytest.raises(Cancelled):
        printing.print_pages(printer, leaflet, job)
    assert steps == ["Page 1 sur 3", "Page 2 sur 3"]
    assert list(tmp_path.iterdir()) == []


def test_a_printer_that_refuses_is_said(printer, leaflet, tmp_path):
    printer.setOutputFileName(str(tmp_path / "absent" / "rien.pdf"))
    with pytest.raises(AppError, match="imprimante"):
        printing.print_pages(printer, leaflet, Job())


def test_the_figures_leave_as_a_workbook_without_entering_the_register(page, qtbot, answers, tmp_path, told):
    answers.path(tmp_path / "chiffres")
    (others,) = (action for action in page.header_actions() if action.text == "Autres sorties")
    others.menu[0].run()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][0] == "Chiffres enregistrés\u00a0: chiffres.xlsx"
    book = CalamineWorkbook.from_path(tmp_path / "chiffres.xlsx")
    assert book.get_sheet_by_name("Sommaire").to_python()[0][1] == "Rapport de suivi, 3e trimestre 2026"
    assert registered(page.ctx.db) == 0


def outputs(page):
    (others,) = (action for action in page.header_actions() if action.text == "Autres sorties")
    return {action.text: action for action in others.menu}


@pytest.mark.usefixtures("own_file")
def test_the_nominative_annex_leaves_by_the_register(page, ready, qtbot, answers, tmp_path, told):
    answers.path(tmp_path / "annexe")
    outputs(page)["Annexe nominative (PDF)…"].run()
    qtbot.waitUntil(lambda: bool(told))
    with page.ctx.db.read() as session:
        rows = annex_rows(session, counted(page.ctx.db, page.shown.scope, page.ctx.today()))
        (export,) = session.scalars(select(NominativeExport)).all()
    assert (export.kind, export.people) == ("report_annex", len(rows))
    assert told[0][0] == f"annexe.pdf\u00a0: {french.plural(len(rows), 'personne')}"
    pdf = (tmp_path / "annexe.pdf").read_bytes()
    assert all(find_words(pdf, read_text(pdf, Job()), row.last_name, Job()) for row in rows[:3])
    page.list.buttons["evaluation"].click()
    assert "Annexe nominative (PDF)…" not in outputs(ready(page))
