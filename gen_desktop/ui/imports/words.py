"""What a plan says, in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.plan import DOUBT, STATE_WORDS, Level, Note, Plan, PlanRow, RowState
from gen_desktop.importing.reading import IgnoredRow
from gen_desktop.importing.repairs import KINDS, ColumnRepair
from gen_desktop.ui.theme import Tone

STATE_BADGES: dict[RowState, tuple[str, Tone]] = {
    RowState.NEW: ("+ Nouvelle", "good"),
    RowState.UPDATE: ("→ Modifiée", "accent"),
    RowState.SAME: ("= Inchangée", "neutral"),
    RowState.JOINED: ("→ Jointe", "neutral"),
    RowState.REFUSED: ("× Refusée", "attention"),
    RowState.ERROR: ("! En erreur", "wrong"),
}
"""A sign and a word: the color only repeats them."""
_WITHOUT_DETAILS = {
    RowState.NEW: "Tout est nouveau",
    RowState.UPDATE: "",
    RowState.SAME: "Rien ne change",
    RowState.JOINED: "",
    RowState.REFUSED: "Pas importée",
    RowState.ERROR: "",
}
WHOLE_LIST = "Toute la liste"
ALL, DOUBTS, REMARKS = "all", "doubts", "remarks"
"""The filters of the rows besides their states."""
_DONE = {"sera créée": "est créée", "seront créées": "sont créées", "sera créé": "est créé"}


@dataclass(frozen=True)
class NoteLine:
    """A note with its place, to be listed. ``position``: its row in the plan, None for the whole list."""

    note: Note
    position: int | None
    person: str


@dataclass(frozen=True)
class Overview:
    """What the preview shows of a whole plan, gathered beside the window: a list may have thousands of rows.

    ``refusal``: why it cannot be written, '' when it can. ``shown``: filter of the rows → their places.
    ``refused``: how many rows are left out. ``by_rows``: whether what is wrong is wrong in rows alone.
    """

    summary: tuple[str, ...]
    refusal: str
    errors: tuple[NoteLine, ...]
    remarks: tuple[NoteLine, ...]
    shown: Mapping[str, Sequence[int]]
    refused: int
    by_rows: bool


def overview(plan: Plan) -> Overview:
    """Gather it."""
    errors, remarks = notes(plan)
    shown: dict[str, list[int]] = {key: [] for key in (ALL, *map(str, RowState), DOUBTS, REMARKS)}
    for at, row in enumerate(plan.rows):
        shown[ALL].append(at)
        shown[row.state].append(at)
        if row.notes and row.state not in (RowState.ERROR, RowState.REFUSED):
            shown[REMARKS].append(at)
        if any(note.field == DOUBT for note in row.notes):
            shown[DOUBTS].append(at)
    return Overview(
        tuple(plan.summary()),
        refusal(plan, len(errors)),
        tuple(errors),
        tuple(remarks),
        shown,
        plan.count(RowState.REFUSED),
        all(line.position is not None for line in errors),
    )


def notes(plan: Plan) -> tuple[list[NoteLine], list[NoteLine]]:
    """What forbids the import, then what only deserves a look, each in the order of the list."""
    found = [NoteLine(note, None, WHOLE_LIST) for note in plan.notes]
    for position, row in enumerate(plan.rows):
        found += [NoteLine(note, position, row.what) for note in row.notes]
    errors = [line for line in found if line.note.level == Level.ERROR]
    return errors, [line for line in found if line.note.level != Level.ERROR]


def note_text(note: Note) -> str:
    """The note as a sentence of its own, without its place."""
    return note.text[:1].upper() + note.text[1:]


def note_place(note: Note) -> str:
    """« Colonne « Date de sortie », « 31/02/2026 » »; '' for a whole row."""
    parts = [f"Colonne «{NBSP}{note.column}{NBSP}»"] if note.column else []
    if note.value and note.value not in note.text:
        parts.append(note.value)
    return f"{NBSP}: ".join(parts)


def row_remark(row: PlanRow) -> str:
    """The notes of a row on one line."""
    return " ".join(
        f"{note.column}{NBSP}: {note.text}" if note.column else note_text(note) for note in row.notes
    )


def refusal(plan: Plan, errors: int) -> str:
    """Why the plan cannot be written, '' when it can."""
    if errors:
        until = french.form(errors, "tant qu’elle reste", "tant qu’elles restent")
        return f"{french.plural(errors, 'erreur')} à corriger{NBSP}: rien n’est importé {until}."
    if plan.work.is_empty and plan.count(RowState.REFUSED):
        return "Aucune des lignes qui restent n’apporte rien\u00a0: il n’y a rien à importer."
    if plan.work.is_empty:
        return "Tout est déjà enregistré\u00a0: il n’y a rien à importer."
    return ""


def changes(row: PlanRow) -> str:
    """What the row brings, on one line."""
    return " · ".join(row.details) or _WITHOUT_DETAILS[row.state]


def ignored_sentence(ignored: Sequence[IgnoredRow]) -> str:
    """« Laissées de côté : lignes 1 à 3 (au-dessus des titres), ligne 18 (total) »"""
    groups = groupby(enumerate(ignored), lambda pair: (pair[1].number - pair[0], pair[1].reason))
    parts = []
    for (_, reason), group in groups:
        numbers = [one.number for _, one in group]
        lines = f"lignes {numbers[0]} à {numbers[-1]}" if len(numbers) > 1 else f"ligne {numbers[0]}"
        parts.append(f"{lines} ({reason})")
    return f"Laissées de côté{NBSP}: {', '.join(parts)}" if parts else ""


def done_sentences(plan: Plan) -> list[str]:
    """What the import wrote: the head, then what was made besides the rows."""
    counted: list[str] = []
    for state in (RowState.NEW, RowState.UPDATE):
        if count := plan.count(state):
            noun = "" if counted else f"{french.form(count, 'ligne')} "
            counted.append(f"{french.number(count)} {noun}{french.form(count, *STATE_WORDS[state])}")
    same = plan.count(RowState.SAME)
    head = f"{' et '.join(counted)}, depuis «{NBSP}{plan.file_name}{NBSP}»." if counted else ""
    left = f"{french.plural(same, 'ligne était déjà à jour', 'lignes étaient déjà à jour')}." if same else ""
    refused = plan.count(RowState.REFUSED)
    kinds = "ligne refusée n’est pas importée", "lignes refusées ne sont pas importées"
    out = f"{french.plural(refused, *kinds)}." if refused else ""
    return [sentence for sentence in (head, left, out, *map(_done, plan.creations)) if sentence]


def refused_sentence(count: int) -> str:
    """« 2 lignes refusées ne seront pas importées »"""
    return french.plural(
        count, "ligne refusée ne sera pas importée", "lignes refusées ne seront pas importées"
    )


def repair_sentence(repair: ColumnRepair) -> str:
    """« Code postal : zéro de tête rendu, 34 cellules »"""
    return f"{repair.title}{NBSP}: {KINDS[repair.kind]}, {french.plural(repair.cells, 'cellule')}"


def repair_examples(repair: ColumnRepair) -> str:
    """« 1000 → 01000, 3000 → 03000 »; what is left unknown has no after."""
    pairs = (f"{before} → {after or 'inconnu'}" for before, after in repair.examples)
    more = ", …" if repair.cells > len(repair.examples) else ""
    return f"{', '.join(pairs)}{more}"


def row_repairs(row: PlanRow, repairs: Sequence[ColumnRepair]) -> str:
    """« Réparé : Code postal (zéro de tête rendu) »; '' when nothing was."""
    titles = {one.field: one.title for one in repairs}
    parts = [f"{titles.get(name, name)} ({KINDS[kind]})" for name, kind in row.repairs]
    return f"Réparé{NBSP}: {', '.join(parts)}" if parts else ""


def _done(sentence: str) -> str:
    for planned, made in _DONE.items():
        sentence = sentence.replace(planned, made)
    return sentence
