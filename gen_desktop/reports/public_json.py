"""The tables of a public document for machines: the open data inside its PDF (docs/public-documents.md).

It is made from the tables that are printed and from nothing else: a number withheld on paper is null here,
and said to be hidden. The register keeps the document; later ones are held against it (public_overlap.py).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from gen_desktop.models.disclosure import small_numbers
from gen_desktop.reports.blocks import Heading
from gen_desktop.reports.common import Identity
from gen_desktop.reports.finish import Attachment
from gen_desktop.reports.public_rates import COUNTED, WITHHELD, Count, ToldFigure
from gen_desktop.reports.table import Cell, Number, Rate, Row, Table

FORMAT = "gen-desktop/public/1"
FILE_NAME = "donnees-publiques.json"
_NUMBER = r"(\d[\d\u202f]*)"
_SHARE = re.compile(rf"{_NUMBER}[ \u00a0]sur[ \u00a0]{_NUMBER}")
_COUNT = re.compile(_NUMBER)


@dataclass(frozen=True, slots=True)
class PublicScope:
    """What a public document is about. ``date_from``, ``date_to``: of a period; ``horizon``: in months."""

    kind: str
    title: str
    words: str
    as_of: dt.date
    all_cohorts: bool
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    horizon: int | None = None


def open_data(
    scope: PublicScope, identity: Identity, figures: Iterable[ToldFigure], blocks: Iterable[Any]
) -> Attachment:
    """The file to put inside the PDF. ``figures`` and ``blocks``: as they are printed."""
    rule, organization = small_numbers(identity.parameters), identity.organization
    content = {
        "format": FORMAT,
        "kind": scope.kind,
        "title": scope.title,
        "as_of": scope.as_of.isoformat(),
        "scope": {
            "words": scope.words,
            "date_from": None if scope.date_from is None else scope.date_from.isoformat(),
            "date_to": None if scope.date_to is None else scope.date_to.isoformat(),
            "horizon": scope.horizon,
            "all_cohorts": scope.all_cohorts,
            "cohorts": [cohort.code for cohort in identity.cohorts],
        },
        "organization": None if organization is None else organization.name,
        "rule": {"smallest_base": rule.base, "smallest_count": rule.count},
        "figures": [_figure(*one) for one in figures],
        "tables": list(_tables(blocks)),
    }
    words = f"Données ouvertes du document «\u00a0{scope.title}, {scope.words}\u00a0»"
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    return Attachment(FILE_NAME, words, "application/json", data)


def read_open_data(pdf: bytes) -> Mapping[str, Any] | None:
    """What ``open_data`` put inside of a document; None for a PDF without it."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        if FILE_NAME not in document.attachments:
            return None
        content: Mapping[str, Any] = json.loads(document.attachments[FILE_NAME].get_file().read_bytes())
    return content


def _figure(code: str, n: Count, total: Count) -> dict[str, Any]:
    """As printed: a rate is withheld whole, even if nobody is counted of the few."""
    if n is None or (total is None and code not in COUNTED):
        return {"id": code, "n": None, "hidden": True}
    return {"id": code, "n": n} if total is None else {"id": code, "n": n, "N": total}


def _tables(blocks: Iterable[Any]) -> Iterator[dict[str, Any]]:
    section = ""
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            section = block.text
        elif isinstance(block, Table):
            columns = [" – ".join(word for word in (c.group, c.title) if word) for c in block.columns]
            yield {
                "section": section,
                "title": block.title,
                "columns": columns,
                "rows": list(_rows(block)),
            }


def _rows(table: Table) -> Iterator[dict[str, Any]]:
    group = ""
    for row in (one if isinstance(one, Row) else Row(one) for one in table.rows):
        label, *cells = row.cells
        if row.kind == "group":
            group = _text(label)
        else:
            yield {"group": group, "label": _text(label), "cells": [_cell(cell) for cell in cells]}
    if table.total is not None:
        label, *cells = table.total
        yield {"group": group, "label": _text(label), "cells": [_cell(cell) for cell in cells]}


def _text(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return f"{cell.value} {cell.counts}".strip()
    return (cell.text if isinstance(cell, Number) else cell) or ""


def _cell(cell: Cell) -> dict[str, Any]:
    """The text of a cell, and its counts where it has some."""
    text = _text(cell)
    if text == WITHHELD:
        return {"text": text, "n": None, "hidden": True}
    share = _SHARE.search(text)
    if share is not None:
        return {"text": text, "n": _whole(share[1]), "N": _whole(share[2])}
    count = _COUNT.fullmatch(text)
    return {"text": text} if count is None else {"text": text, "n": _whole(count[1])}


def _whole(text: str) -> int:
    return int(text.replace("\u202f", ""))
