"""Text files as they come: every encoding, separator and quotation, and what was cut or mixed on the way."""

from __future__ import annotations

import codecs
import unicodedata

from tests.nasty.cases import LINES, PEOPLE, TITLES, Case, person, read, refused


def table(delimiter: str = ";", ending: str = "\r\n", lines: tuple[tuple[str, ...], ...] = LINES) -> str:
    """The list as text."""
    return "".join(delimiter.join(line) + ending for line in (TITLES, *lines))


def cases() -> list[Case]:
    """Every text file."""
    return [*_encodings(), *_separators(), *_quotations(), *_broken()]


def _encodings() -> list[Case]:
    text = table()
    plain = [
        read(f"encoding_{name}.csv", bom + text.encode(encoding))
        for name, bom, encoding in (
            ("utf8", b"", "utf-8"),
            ("utf8_bom", codecs.BOM_UTF8, "utf-8"),
            ("utf16le_bom", codecs.BOM_UTF16_LE, "utf-16-le"),
            ("utf16be_bom", codecs.BOM_UTF16_BE, "utf-16-be"),
            ("utf16le", b"", "utf-16-le"),
            ("utf16be", b"", "utf-16-be"),
            ("utf32_bom", codecs.BOM_UTF32_LE, "utf-32-le"),
            ("cp1252", b"", "cp1252"),
        )
    ]
    dos = text.replace("œ", "oe").replace("’", "'")
    of_dos = (*PEOPLE[:2], {**PEOPLE[2], "last_name": "D'Auboeuf"})
    mixed = text.encode().replace("François".encode(), "François".encode("cp1252"))
    twice = text.encode().decode("cp1252", "ignore")
    return [
        *plain,
        read("encoding_mac.csv", text.encode("mac_roman"), remarks=("d’un ancien Mac",)),
        read("encoding_cp850.csv", dos.encode("cp850"), of_dos, remarks=("de MS-DOS",)),
        read(
            "encoding_latin9.csv",
            text.replace("’", "'").encode("iso8859-15"),
            (*PEOPLE[:2], {**PEOPLE[2], "last_name": "D'Aubœuf"}),
        ),
        read("encoding_mixed.csv", mixed, remarks=("de deux façons",)),
        read("encoding_twice.csv", twice.encode(), remarks=("abîmées",)),
        read(
            "letters_taken_apart.csv",
            unicodedata.normalize("NFD", text).encode(),
            repairs=(("last_name", "signs"), ("first_name", "signs"), ("city", "signs")),
        ),
        read(
            "signs_nobody_sees.csv",
            text.replace("Dupré", "Du\u00adpré\u200b").replace("Auxerre", "\ufeffAuxerre\u200e").encode(),
            repairs=(("last_name", "signs"), ("city", "signs")),
        ),
        read(
            "a_mark_at_each_joined_file.csv",
            codecs.BOM_UTF8
            + table(lines=LINES[:2]).encode()
            + codecs.BOM_UTF8
            + table(lines=LINES[2:]).encode(),
        ),
    ]


def _separators() -> list[Case]:
    commas = "Nom,Prénom,Né le\n" + "".join(f"{a},{b},{c}\n" for a, b, c, *_ in LINES)
    three = tuple({name: one[name] for name in ("last_name", "first_name", "birth_date")} for one in PEOPLE)
    return [
        *(
            read(f"separator_{name}.csv", table(sign).encode())
            for name, sign in (("comma", ","), ("tab", "\t"), ("bar", "|"))
        ),
        *(
            read(f"lines_{name}.csv", table(ending=ending).encode())
            for name, ending in (("lf", "\n"), ("cr", "\r"), ("blank_between", "\r\n\r\n"))
        ),
        read("separator_said.csv", f"sep=|\r\n{table('|')}".encode("cp1252")),
        read("separator_and_decimal_commas.csv", _with_decimals().encode()),
        read("separator_at_the_end.csv", table(";", ";;;\r\n").encode()),
        read("tab_named_xls.xls", table("\t").encode("cp1252")),
        read("text_named_xlsx.xlsx", table().encode()),
        read("few_columns.csv", commas.encode(), three),
        refused("one_column.csv", b"Nom\r\nDupont\r\nDurand\r\n", "n’est pas un tableau : aucune colonne"),
    ]


def _with_decimals() -> str:
    head = ";".join((*TITLES, "Taux"))
    return head + "\r\n" + "".join(";".join((*line, "12,5")) + "\r\n" for line in LINES)


def _quotations() -> list[Case]:
    quoted = "".join(";".join(f'"{cell}"' for cell in line) + "\r\n" for line in (TITLES, *LINES))
    single = person("Dupré", "Zoé", PEOPLE[0]["birth_date"])
    return [
        read("all_quoted.csv", quoted.encode()),
        read(
            "lines_in_a_cell.csv",
            'Nom;Prénom;Commentaire\r\nDupré;Zoé;"à rappeler\r\n""lundi"""\r\n'.encode(),
            ({"last_name": "Dupré", "first_name": "Zoé", "note": 'à rappeler\n"lundi"'},),
        ),
        read("text_by_formula.csv", 'Nom;Prénom;Né le\nDupré;Zoé;="23/05/2001"\n'.encode(), (single,)),
        read(
            "formula_of_an_attacker.csv",
            "Nom;Prénom;Commentaire\r\nDupré;Zoé;=cmd|' /C calc'!A0\r\n".encode(),
            ({"last_name": "Dupré", "first_name": "Zoé", "note": "=cmd|' /C calc'!A0"},),
        ),
        read(
            "nickname_in_quotes.csv",
            'Nom;Prénom;Ville\r\nDupré;Zoé "Zo";Autun\r\n'.encode(),
            ({"last_name": "Dupré", "first_name": 'Zoé "Zo"', "city": "Autun"},),
        ),
        refused(
            "quote_never_closed.csv",
            table().replace("Zoé", '"Zoé').encode(),
            "ne se lit pas comme un tableau",
        ),
        refused("quote_closed_too_early.csv", b'Nom;Note\nA;"b"c\nD;e\n', "ne se lit pas comme un tableau"),
    ]


def _broken() -> list[Case]:
    with_nul = table().replace("Auxerre", "Aux\0erre")
    return [
        read("nul_in_a_cell.csv", with_nul.encode(), repairs=(("city", "signs"),)),
        read("end_of_file_sign.csv", table().encode("cp1252") + b"\x1a"),
        read("nul_at_the_end.csv", table().encode() + bytes(4096)),
        read("no_last_line_end.csv", table().rstrip().encode()),
        refused("empty.csv", b"", "est vide."),
        refused("only_a_mark.csv", codecs.BOM_UTF8, "est vide."),
        refused("only_blanks.csv", "\r\n \t\u00a0\r\n".encode(), "ne contient rien."),
        refused("only_zeros.csv", bytes(5000), "est vide."),
        refused("only_separators.csv", b";;;\r\n;;;\r\n", "ne contient rien."),
        refused("only_titles.csv", (";".join(TITLES) + "\r\n").encode(), "ne contient aucune ligne"),
        refused("prose.txt", b"Bonjour,\n\nVoici la liste.\nCordialement\n", "n’est pas un tableau"),
        refused("noise.csv", bytes(range(256)) * 64, "n’est pas un tableau"),
        refused(
            "cell_of_ten_megabytes.csv", lambda: table().replace("Zoé", "é" * 10**7).encode(), "ne se lit pas"
        ),
    ]
