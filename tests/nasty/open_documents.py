"""Spreadsheets in the OpenDocument format."""

from __future__ import annotations

from tests.nasty.cases import LINES, PEOPLE, TITLES, Case, person, read, refused
from tests.nasty.packages import ods, ods_cell, ods_row, ods_rows

_EMPTY_WIDE = '<table:table-cell table:number-columns-repeated="16384"/>'
_ENCRYPTED = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"


def cases() -> list[Case]:
    """Every OpenDocument spreadsheet."""
    day = '<table:table-cell office:value-type="date" office:date-value="2001-05-23"/>'
    dated = ods_row(ods_cell("Dupré") + ods_cell("Zoé") + day)
    head = ods_rows([TITLES[:3]])
    to_the_end = ods_row(_EMPTY_WIDE, 'table:number-rows-repeated="1048500"')
    twice = ods_row("".join(map(ods_cell, LINES[0])), 'table:number-rows-repeated="2"')
    return [
        read("open.ods", ods(ods_rows())),
        read("open_dates.ods", ods(head + dated), (person("Dupré", "Zoé", PEOPLE[0]["birth_date"]),)),
        read("open_empty_to_the_end.ods", ods(ods_rows() + to_the_end)),
        read("open_row_repeated.ods", ods(ods_rows([TITLES]) + twice), (PEOPLE[0], PEOPLE[0])),
        read(
            "open_formula_alone.ods",
            ods(
                head
                + ods_row(
                    ods_cell("Dupré") + ods_cell("Zoé") + '<table:table-cell table:formula="of:=TODAY()"/>'
                )
            ),
            (person("Dupré", "Zoé"),),
            wrong=("jamais été calculée",),
        ),
        read(
            "open_hidden_row.ods",
            ods(
                ods_rows([TITLES, LINES[0]])
                + ods_row("".join(map(ods_cell, LINES[1])), 'table:visibility="filter"')
            ),
            PEOPLE[:2],
            remarks=("1 ligne masquée",),
        ),
        read("open_named_csv.csv", ods(ods_rows())),
        refused("open_form.ods", ods(ods_rows(zip(TITLES, LINES[0], strict=True))), "est une fiche"),
        refused(
            "open_cell_for_ever.ods",
            ods(
                ods_row(
                    ods_cell("x", 'table:number-columns-repeated="16384"'),
                    'table:number-rows-repeated="1048576"',
                )
            ),
            "est trop volumineux",
        ),
        refused(
            "open_beyond_the_end.ods",
            ods(ods_row("", 'table:number-rows-repeated="99999999999999"') + ods_rows()),
            "est trop volumineux",
        ),
        refused(
            "open_repeated_less_than_never.ods",
            ods(ods_row(ods_cell("x"), 'table:number-rows-repeated="-5"')),
            "est abîmé",
        ),
        refused("open_protected.ods", ods("", _ENCRYPTED), "est protégé par un mot de passe"),
        refused("open_cut_inside.ods", ods(ods_rows() + "<table:table-row>"), "est abîmé"),
        refused("open_laughs.ods", ods(ods_rows(), head=LAUGHS, extra="&a11;"), "est abîmé"),
        refused("open_nested.ods", ods("<table:table-row>" * 100_000), "est abîmé"),
    ]


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
"""A few letters that a careless reader makes a hundred billion of."""
