"""What is named like a list and is something else, or a list under another name."""

from __future__ import annotations

from html import escape

from tests.nasty.cases import LINES, PEOPLE, TITLES, Case, read, refused
from tests.nasty.open_documents import LAUGHS
from tests.nasty.packages import xlsx, zipped

_WEB = "est une page web"
_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_TEXT_DOCUMENT = "application/vnd.oasis.opendocument.text"


def cases() -> list[Case]:
    """Every file of another kind."""
    return [*_web_pages(), *_xml(), *_documents(), *_archives()]


def _web_pages() -> list[Case]:
    page = _page()
    told = ("page web",)
    return [
        read("page.xls", page.encode("utf-8"), remarks=told),
        read("page_cp1252.xls", _page("windows-1252").encode("cp1252"), remarks=told),
        read("page_utf16.xls", page.encode("utf-16"), remarks=told),
        read("page_never_closed.xls", page.replace("</td>", "").replace("</tr>", "").encode(), remarks=told),
        read(
            "page_after_a_menu.html",
            page.replace("<table>", "<table><tr><td>Menu</td></tr></table><table>", 1).encode(),
            remarks=told,
        ),
        read(
            "page_with_scripts.xls",
            page.replace("<body>", "<body><script>var a='<td>x</td>'</script>").encode(),
            remarks=told,
        ),
        read(
            "page_of_spans.xls",
            page.replace("<td>89000</td><td>Auxerre", "<td>89000</td><td colspan=2>Auxerre").encode(),
            remarks=told,
        ),
        refused("page_without_table.html", b"<html><body><p>Bonjour</p></body></html>", _WEB),
        refused(
            "page_of_one_endless_row.xls",
            lambda: f"<table><tr>{'<td>a' * 1_200_000}".encode(),
            "est trop volumineux",
        ),
        refused("page_nested.xls", b"<html>" + b"<table><tr><td>" * 100_000, _WEB),
    ]


def _page(charset: str = "utf-8") -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>\n" for line in (TITLES, *LINES)
    )
    return f'<html><head><meta charset="{charset}"></head><body><table>{rows}</table></body></html>'


def _xml() -> list[Case]:
    return [
        read("spreadsheet_2003.xml", spreadsheet_2003().encode()),
        read("spreadsheet_2003_named_xls.xls", spreadsheet_2003().encode("utf-16")),
        read(
            "spreadsheet_2003_with_gaps.xml",
            spreadsheet_2003()
            .replace(
                '<Row><Cell><Data ss:Type="String">Noël',
                '<Row ss:Index="5"><Cell ss:Index="1"><Data ss:Type="String">Noël',
            )
            .encode(),
        ),
        read(
            "spreadsheet_2003_dates.xml",
            spreadsheet_2003()
            .replace('ss:Type="String">23/05/2001', 'ss:Type="DateTime">2001-05-23T00:00:00.000')
            .encode(),
        ),
        refused(
            "spreadsheet_2003_last_corner.xml",
            spreadsheet_2003()
            .replace("<Row>", '<Row ss:Index="1048576"><Cell ss:Index="16384"/>', 1)
            .encode(),
            "a une feuille démesurée",
        ),
        refused(
            "spreadsheet_2003_laughs.xml",
            (LAUGHS + spreadsheet_2003()).replace("Zoé", "&a11;").encode(),
            "est abîmé",
        ),
        refused(
            "spreadsheet_2003_outside.xml",
            ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + spreadsheet_2003())
            .replace("Zoé", "&a;")
            .encode(),
            "est abîmé",
        ),
        refused("spreadsheet_2003_cut.xml", spreadsheet_2003()[:700].encode(), "est abîmé"),
        refused(
            "drawing.svg",
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            "n’est pas un tableau",
        ),
        refused(
            "flat_open_document.fods", b'<?xml version="1.0"?><office:document/>', "n’est pas un tableau"
        ),
        refused(
            "xlsx_laughs.xlsx",
            xlsx(head=LAUGHS, rows='<row><c t="inlineStr"><is><t>&a11;</t></is></c></row>'),
            "est abîmé",
        ),
    ]


def spreadsheet_2003() -> str:
    """The list as Excel 2003 writes it in XML."""
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(cell)}</Data></Cell>' for cell in line)
        + "</Row>"
        for line in (TITLES, *LINES)
    )
    return (
        f'<Workbook xmlns="{_SPACE}" xmlns:ss="{_SPACE}">'
        f'<Worksheet ss:Name="Liste"><Table>{rows}</Table></Worksheet></Workbook>'
    )


def _documents() -> list[Case]:
    no_table = "n’est pas un tableau"
    return [
        refused("letter.pdf", b"%PDF-1.7\n1 0 obj", "est un document PDF"),
        refused("pdf_named_xlsx.xlsx", b"%PDF-1.4\n", "est un document PDF"),
        refused("photo.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(99), "est une image"),
        refused("photo.csv", b"\xff\xd8\xff\xe0" + bytes(99), "est une image"),
        refused("drawing.csv", b"GIF89a" + bytes(99), "est une image"),
        refused("letter.rtf", rb"{\rtf1\ansi Bonjour}", "est un document de traitement de texte"),
        refused("program.xlsx", b"MZ\x90\0" + bytes(range(256)) * 20, "est un programme"),
        refused("program_of_linux.csv", b"\x7fELF" + bytes(range(256)) * 20, "est un programme"),
        refused("data.csv", b"SQLite format 3\0" + bytes(99), "est une base de données"),
        refused("archive.csv", b"7z\xbc\xaf\x27\x1c" + bytes(99), "est une archive"),
        refused("archive.rar", b"Rar!\x1a\x07\0" + bytes(99), "est une archive"),
        refused("archive.gz", b"\x1f\x8b\x08\0" + bytes(99), "est une archive"),
        refused("people.json", '[{"nom": "Dupré", "prénom": "Zoé"}]'.encode(), no_table),
        refused(
            "card.vcf",
            b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Dupre;Zoe\r\nEND:VCARD\r\n",
            "est une carte de visite",
        ),
        refused(
            "message.eml",
            b"From: a@exemple.fr\r\nTo: b@exemple.fr\r\nSubject: Liste\r\n\r\nBonjour",
            no_table,
        ),
    ]


def _archives() -> list[Case]:
    good = xlsx()
    return [
        refused(
            "letter.docx", zipped({"word/document.xml": "<w/>"}), "est un document de traitement de texte"
        ),
        refused("slides.pptx", zipped({"ppt/presentation.xml": "<p/>"}), "est un diaporama"),
        refused(
            "letter.odt", zipped({"mimetype": _TEXT_DOCUMENT, "content.xml": "<x/>"}), "n’est pas un tableau"
        ),
        refused("numbers.numbers", zipped({"Index/Document.iwa": b"x"}), "est un classeur Numbers"),
        refused("binary.xlsb", zipped({"xl/workbook.bin": b"x"}), "est un classeur au format .xlsb"),
        refused("lists.zip", zipped({"liste.xlsx": good}), "est une archive"),
        read("path_outside.xlsx", xlsx(**{"______evil_txt": b"x"}), PEOPLE),
        refused("zip_of_nothing.xlsx", zipped({}), "n’est pas un tableau"),
    ]
