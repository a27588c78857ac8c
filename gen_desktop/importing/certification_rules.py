"""What a row of a list of learners says of the certification, whole or block by block."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from gen_desktop.french import NBSP, short_date
from gen_desktop.importing.cohort_book import CohortRef
from gen_desktop.importing.cohort_sheet import Blocks, block_code
from gen_desktop.importing.headers import fold_title
from gen_desktop.importing.typed_table import TypedRow, TypedTable
from gen_desktop.importing.values import code_cleaner
from gen_desktop.models.assessment import outcome_of_blocks
from gen_desktop.reference.lists import code_list, label

_SURELY_BLOCKS = ("bloc", "ccp")
_MOST_BLOCKS = 30
_result = code_cleaner("block_result")


def block_places(table: TypedTable, cohorts: Iterable[CohortRef]) -> dict[int, str]:
    """Place → block of the columns that hold the results of blocks: « Bloc BC01 », « CCP 2 ».

    A title such as « Test 1 » is one only when a course has a block of that code.
    """
    codes = {code.upper().replace(" ", "") for cohort in cohorts for _, code in cohort.blocks}
    found = {}
    for place, title in table.unknown_places.items():
        said = block_code(title)
        if said is not None and (said in codes or fold_title(title).startswith(_SURELY_BLOCKS)):
            found[place] = said
    return found


def blocks_of_titles(said: Mapping[str, str]) -> Blocks:
    """Code and title of the blocks to make, from what titles say of a block (« BC01 », « 2 ») and the titles.

    A number is a place: « CCP 2 » alone makes the block before it too.
    """
    numbered = {int(one): title for one, title in said.items() if one.isdigit()}
    last = max(numbered, default=0)
    found = {
        f"BC{place:02d}": numbered.get(place, f"CCP {place}")
        for place in range(1, last + 1)
        if last <= _MOST_BLOCKS
    }
    for one, title in said.items():
        if not one.isdigit():
            found.setdefault(one, title)
    return tuple(found.items())


class CertificationRules:
    """Reads the rows of one list. ``places``: see ``block_places``."""

    def __init__(self, table: TypedTable, places: Mapping[int, str]) -> None:
        self._table = table
        self._places = places

    def read_blocks(self, row: TypedRow, cohort: CohortRef, entered_on: dt.date | None) -> dict[str, str]:
        """Code of the block → result, for the cells that say one."""
        results = {}
        for place, said in self._places.items():
            cell = row.cells[place]
            if cell is None:
                continue
            try:
                result = _result(cell)
            except ValueError as error:
                self._table.note_at(row, place, str(error))
                continue
            if result is None:
                continue
            block = cohort.block(said)
            if block is None:
                codes = ", ".join(code for _, code in cohort.blocks) or "aucun bloc connu"
                self._table.note_at(row, place, f"la formation de {cohort.code} n’a pas ce bloc ({codes}).")
            elif entered_on is None and "entered_on" not in row.unreadable:
                text = "il y a un résultat, mais cette personne n’est pas entrée en formation."
                self._table.note_at(row, place, text)
            else:
                results[block[1]] = result
        return results

    def derive(
        self,
        row: TypedRow,
        cohort: CohortRef,
        entered_on: dt.date | None,
        known: Mapping[str, Any],
        blocks: Mapping[str, str],
    ) -> dict[str, Any]:
        """The columns of the certification that the row sets.

        ``known``: the certification in the store, or {}; ``blocks``: every result, known or of the row.
        """
        if entered_on is None:
            self._refuse_results(row)
            return {}
        outcome, presented, jury_on = row.get("outcome"), row.get("is_presented"), row.get("jury_on")
        by_blocks = outcome_of_blocks([blocks.get(code) for _, code in cohort.blocks])
        if outcome is not None and by_blocks is not None and outcome != by_blocks:
            text = f"le résultat ne va pas avec celui des blocs ({_told(by_blocks)})."
            self._table.note(row, "outcome", text)
        outcome = outcome or by_blocks
        settled = outcome or known.get("outcome")
        if settled is not None:
            expected = code_list("certification_outcome")[settled]["presented"] == "yes"
            if presented is not None and presented != expected:
                text = f"«{NBSP}présenté{NBSP}» ne va pas avec le résultat ({_told(settled)})."
                self._table.note(row, "is_presented", text)
            presented = expected
        if jury_on is not None and jury_on < entered_on:
            self._table.note(row, "jury_on", f"le jury est avant l’entrée ({short_date(entered_on)}).")
        said = {"jury_on": jury_on, "is_presented": presented, "outcome": outcome}
        return {name: value for name, value in said.items() if value is not None}

    def _refuse_results(self, row: TypedRow) -> None:
        if "entered_on" in row.unreadable:
            return
        for name in ("outcome", "is_presented"):
            if row.get(name):
                text = "il y a un résultat, mais cette personne n’est pas entrée en formation."
                self._table.note(row, name, text)
                return


def _told(outcome: str) -> str:
    return label("certification_outcome", outcome).lower()
