"""What a plan says, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.plan import STATE_WORDS, Level, Note, Plan, PlanRow, RowState
from gen_desktop.importing.reading import IgnoredRow
from gen_desktop.ui.theme import Tone

STATE_BADGES: dict[RowState, tuple[str, Tone]] = {
    RowState.NEW: ("+ Nouvelle", "good"),
    RowState.UPDATE: ("→ Modifiée", "accent"),
    RowState.SAME: ("= Inchangée", "neutral"),
    RowState.ERROR: ("! En erreur", "wrong"),
}
"""A sign and a word: the color only repeats them."""
_WITHOUT_DETAILS = {
    RowState.NEW: "Tout est nouveau",
    RowState.UPDATE: "",
    RowState.SAME: "Rien ne change",
    RowState.ERROR: "",
}
WHOLE_LIST = "Toute la liste"
_DONE = {"sera créée": "est créée", "seront créées": "sont créées", "sera créé": "est créé"}


@dataclass(frozen=True)
class NoteLine:
    """A note with its place, to be listed. ``position``: its row in the plan, None for the whole list."""

    note: Note
    position: int | None
    person: str


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


def refusal(plan: Plan) -> str:
    """Why the plan cannot be written, '' when it can."""
    count = sum(note.level == Level.ERROR for note in plan.all_notes)
    if count:
        return f"{french.plural(count, 'erreur')} à corriger{NBSP}: rien ne peut être importé."
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
    return [sentence for sentence in (head, left, *map(_done, plan.creations)) if sentence]


def _done(sentence: str) -> str:
    for planned, made in _DONE.items():
        sentence = sentence.replace(planned, made)
    return sentence
