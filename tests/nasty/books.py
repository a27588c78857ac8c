"""Workbooks of Excel as offices keep them: titles anywhere, cells of every kind, what nobody sees."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.nasty.cases import LINES, PEOPLE, TITLES, Case, person, read, refused
from tests.nasty.packages import book, book_of, inline, put, rows_of, workbook_xml, xlsx

_NAMES = ("Nom", "Prénom")


def cases() -> list[Case]:
    """Every workbook of Excel."""
    return [*_titles(), *_sheets(), *_cells(), *_unseen(), *_written_oddly()]


def _titles() -> list[Case]:
    repeated = (TITLES, LINES[0], (), TITLES, *LINES[1:], ("Total : 3",))
    doubled = ("Nom", "Nom", "Prénom")
    return [
        read(
            "title_rows_above.xlsx",
            book_of([("Centre du Morvan",), (), ("Le", "23/11/2026"), TITLES, *LINES]),
        ),
        read("totals_below.xlsx", book_of([TITLES, *LINES, (), ("Total", "", "", 3), ("Moyenne d’âge", 29)])),
        read("titles_again.xlsx", book_of(repeated)),
        read("titles_far_down.xlsx", book(lambda _, sheet: put(sheet, row=45, column=7))),
        read("titles_merged_over_two_rows.xlsx", book(_two_rows)),
        read("titles_merged_over_three_rows.xlsx", book(_three_rows)),
        read(
            "titles_on_several_lines.xlsx",
            book_of([[f" {title.upper()}\n:" for title in TITLES], *LINES]),
        ),
        read("blank_rows_and_columns.xlsx", book(_with_blanks)),
        read(
            "two_columns_of_one_title.xlsx",
            book_of([doubled, ("Dupré", "Autre", "Zoé")]),
            (person(None, "Zoé"),),
            wrong=(),
            remarks=("plusieurs colonnes disent « Nom »",),
        ),
        refused("no_titles.xlsx", book_of(LINES), "n’a pas de ligne de titres"),
        refused("one_person_per_form.xlsx", book_of(zip(TITLES, LINES[0], strict=True)), "est une fiche"),
        refused("forms_side_by_side.xlsx", book_of(zip(TITLES, *LINES, strict=True)), "est une fiche"),
        refused("a_form_of_boxes.xlsx", book(_boxes), "est une fiche"),
        refused("a_crossed_table.xlsx", book_of(_crossed()), "est un tableau croisé"),
        refused("only_numbers.xlsx", book_of([(1, 2, 3), (4, 5, 6)]), "n’est pas un tableau"),
        refused("nothing.xlsx", book_of([]), "ne contient rien."),
        refused("a_chart_alone.xlsx", book(lambda made, sheet: made.add_chartsheet()), "ne contient rien."),
    ]


def _two_rows(_: Any, sheet: Any) -> None:
    sheet.merge_range(0, 0, 0, 2, "État civil")
    sheet.merge_range(0, 3, 0, 5, "Coordonnées")
    put(sheet, row=1)


def _three_rows(_: Any, sheet: Any) -> None:
    for column, title in enumerate(TITLES[:3]):
        sheet.merge_range(0, column, 2, column, title)
    sheet.merge_range(0, 3, 0, 5, "Coordonnées")
    sheet.merge_range(1, 4, 1, 5, "Adresse")
    sheet.merge_range(1, 3, 2, 3, "Téléphone")
    sheet.write(2, 4, "Code postal")
    sheet.write(2, 5, "Ville")
    put(sheet, LINES, row=3)


def _with_blanks(_: Any, sheet: Any) -> None:
    for row, line in enumerate((TITLES, *LINES)):
        for column, cell in enumerate(line):
            sheet.write_string(2 + 3 * row, 1 + 2 * column, cell)


def _boxes(_: Any, sheet: Any) -> None:
    sheet.merge_range(0, 0, 0, 5, "Fiche de candidature")
    for at, (title, cell) in enumerate(zip(TITLES, LINES[0], strict=True)):
        sheet.write(2 + 2 * (at // 2), 3 * (at % 2), f"{title} :")
        sheet.write_string(2 + 2 * (at // 2), 3 * (at % 2) + 1, cell)


def _crossed() -> list[tuple[object, ...]]:
    months = ("janvier", "février", "mars")
    return [
        ("Ville", *months, "Total"),
        ("Autun", 3, 4, 5, 12),
        ("Nevers", 1, 0, 2, 3),
        ("Total", 4, 4, 7, 15),
    ]


def _sheets() -> list[Case]:
    return [
        read("list_on_the_third_sheet.xlsx", book(_third)),
        read("first_sheet_hidden.xlsx", book(_hidden_first)),
        read("notice_then_list.xlsx", book(_notice_first)),
        *(
            read(f"sheet_name_{name}.xlsx", book_of(name=title))
            for name, title in (
                ("signs", 'A & B <été> "œ"'),
                ("spaces", "  Liste  "),
                ("emoji", "🎓 Promo"),
                ("apostrophe", "L’année d'avant"),
            )
        ),
        read(
            "two_lists.xlsx",
            book(lambda made, sheet: (put(sheet), put(made.add_worksheet("Groupe B")))),
            remarks=("la feuille « Groupe B » contient aussi une liste",),
        ),
        refused(
            "every_sheet_hidden.xlsx",
            xlsx(workbook=workbook_xml().replace("<sheet ", '<sheet state="hidden" ')),
            "n’a que des feuilles masquées",
        ),
    ]


def _third(made: Any, sheet: Any) -> None:
    made.add_worksheet("Vide")
    put(made.add_worksheet("Stagiaires"))


def _hidden_first(made: Any, sheet: Any) -> None:
    put(sheet, [("Code", "Valeur"), ("a", "b")])
    shown = made.add_worksheet("Stagiaires")
    put(shown)
    shown.activate()
    shown.set_first_sheet()
    sheet.hide()


def _notice_first(made: Any, sheet: Any) -> None:
    put(sheet, [("Mode d’emploi",), ("Remplissez la feuille suivante.",), ("Ne changez pas les titres.",)])
    put(made.add_worksheet("Stagiaires"))


def _cells() -> list[Case]:
    lost = [(a, b, c, 639980123, 1000, f) for a, b, c, _, _, f in LINES[:1]]
    found = ({**PEOPLE[0], "postal_code": "01000"},)
    day = dt.date(2001, 5, 23)
    return [
        read("epoch_1904.xlsx", book_of([TITLES, _dated(0)], date_1904=True), PEOPLE[:1]),
        read("epoch_1900.xlsx", book_of([TITLES, _dated(0)]), PEOPLE[:1]),
        read(
            "days_as_numbers.xlsx",
            book_of([(*_NAMES, "Né le"), ("Dupré", "Zoé", 37034)]),
            (person("Dupré", "Zoé", day),),
            repairs=(("birth_date", "serial"),),
        ),
        read(
            "zeros_lost.xlsx",
            book_of([TITLES, *lost]),
            found,
            repairs=(("phone", "zero"), ("postal_code", "zero")),
        ),
        read(
            "telephones_as_powers.xlsx",
            book_of([(*_NAMES, "Téléphone"), ("Dupré", "Zoé", 33639980123.0), ("Noël", "Léo", "3,36E+10")]),
            (person("Dupré", "Zoé", None, "+33639980123"), person("Noël", "Léo")),
            repairs=(("phone", "prefix"),),
            wrong=("a été abrégé par le tableur",),
        ),
        read(
            "apostrophes.xlsx",
            book_of([TITLES, *[(*one[:3], f"'{one[3]}", f"'{one[4]}", one[5]) for one in LINES]]),
            repairs=(("phone", "mark"), ("postal_code", "mark")),
        ),
        read("rich_text_and_links.xlsx", book(_rich), (PEOPLE[0] | {"email": "zoe@exemple.fr"},)),
        read(
            "true_and_percent.xlsx",
            book_of([(*_NAMES, "RQTH", "Taux"), ("Dupré", "Zoé", True, 0.5), ("Noël", "Léo", False, 1)]),
            (
                {"last_name": "Dupré", "first_name": "Zoé", "is_rqth": True},
                {"last_name": "Noël", "first_name": "Léo", "is_rqth": False},
            ),
        ),
        read(
            "cells_in_error.xlsx",
            book(_errors),
            (person("Dupré", "Zoé"),),
            wrong=("est une erreur de calcul du tableur",) * 2,
        ),
        read(
            "formulas_never_calculated.xlsx",
            xlsx(
                rows_of([TITLES[:3]]) + f'<row r="2">{inline("A2", "Dupré")}{inline("B2", "Zoé")}'
                '<c r="C2"><f>TODAY()-9000</f></c></row>'
            ),
            (person("Dupré", "Zoé"),),
            wrong=("jamais été calculée",),
        ),
        read("formulas.xlsx", book(_formulas), PEOPLE[:1]),
        read("comments.xlsx", book(lambda _, sheet: (put(sheet), sheet.write_comment("A2", "à rappeler")))),
        read(
            "one_long_cell.xlsx", book_of([(*TITLES, "Détail"), *[(*line, "é" * 32_000) for line in LINES]])
        ),
    ]


def _dated(index: int) -> tuple[object, ...]:
    line = LINES[index]
    return (*line[:2], PEOPLE[index]["birth_date"], *line[3:])


def _rich(made: Any, sheet: Any) -> None:
    put(sheet, [(*TITLES, "Courriel"), ("", *LINES[0][1:])])
    bold = made.add_format({"bold": True})
    sheet.write_rich_string(1, 0, bold, "Du", "pré")
    sheet.write_url(1, 6, "mailto:zoe@exemple.fr", string="zoe@exemple.fr")


def _errors(_: Any, sheet: Any) -> None:
    put(sheet, [TITLES, ("Dupré", "Zoé")])
    sheet.write_formula("C2", "=NA()", None, "#N/A")
    sheet.write_formula("F2", "=A0", None, "#REF!")


def _formulas(_: Any, sheet: Any) -> None:
    put(sheet, [TITLES, ("", *LINES[0][1:])])
    sheet.write_formula("A2", '="Du"&"pré"', None, "Dupré")


def _unseen() -> list[Case]:
    return [
        read("hidden_rows.xlsx", book(_hidden_rows), remarks=("1 ligne masquée",)),
        read(
            "hidden_columns.xlsx",
            book(lambda _, sheet: (put(sheet), sheet.set_column(3, 4, 10, None, {"hidden": 1}))),
        ),
        read("styles_to_the_last_row.xlsx", lambda: xlsx(rows_of() + _styled_rows(1_000_000))),
        read("a_million_rows_declared.xlsx", xlsx(before='<dimension ref="A1:XFD1048576"/>')),
        read(
            "a_mark_in_the_last_corner.xlsx",
            xlsx(rows_of() + '<row r="1048576"><c r="XFD1048576" s="1"/></row>'),
        ),
        refused(
            "a_word_in_the_last_corner.xlsx",
            xlsx(rows_of() + f'<row r="1048576">{inline("XFD1048576", "x")}</row>'),
            "a une feuille démesurée",
        ),
        refused("as_wide_as_can_be.xlsx", lambda: xlsx(_wide()), "a une feuille démesurée"),
        read("sixteen_thousand_columns.xlsx", lambda: book(_many_columns)),
    ]


def _hidden_rows(_: Any, sheet: Any) -> None:
    put(sheet)
    sheet.set_row(2, None, None, {"hidden": True})


def _styled_rows(count: int) -> str:
    return "".join(f'<row r="{number}"><c r="A{number}" s="1"/></row>' for number in range(9, count))


def _wide() -> str:
    return f"<row>{'<c><v>1</v></c>' * 16_384}</row>" * 100


def _many_columns(_: Any, sheet: Any) -> None:
    put(sheet)
    for column in range(len(TITLES), 16_384):
        sheet.write_string(0, column, f"Colonne {column}")


def _written_oddly() -> list[Case]:
    return [
        read("cells_without_their_place.xlsx", xlsx(_without_places())),
        read("text_in_the_sheet.xlsx", xlsx()),
        read("sheet_in_utf16.xlsx", xlsx(head="")),
        read("workbook_named_csv.csv", book_of()),
        read("workbook_without_extension", book_of()),
        refused("links_to_no_sheet.xlsx", xlsx(workbook=workbook_xml().replace("rId1", "rId9")), "est abîmé"),
        *(
            refused(
                f"cell_{reference}.xlsx",
                xlsx(rows_of() + f'<row r="9"><c r="{reference}"><v>1</v></c></row>'),
                "est abîmé",
            )
            for reference in ("ZZZZZ9", "A99999999999", "XFD18446744073709551615", "A-1", "")
        ),
        read("merged_to_the_end_of_the_world.xlsx", xlsx(after=_merged("A9:ZZZZZ99999999"))),
    ]


def _merged(area: str) -> str:
    return f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'


def _without_places() -> str:
    return "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in line) + "</row>"
        for line in (TITLES, *LINES)
    )
