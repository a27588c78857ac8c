"""The columns of the two views: what each holds, which keys it takes, and how much is recorded there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from gen_desktop.french import NBSP, UNKNOWN, plural, short_date
from gen_desktop.models.assessment import block_rate
from gen_desktop.queries.assessment_grid import AssessedLearner, AssessmentGrid
from gen_desktop.reference.lists import code_list
from gen_desktop.ui.theme import Tone

View = Literal["blocks", "skills"]
Kind = Literal[
    "block", "jury_on", "is_presented", "outcome", "certificate_number", "certificate_received_on",
    "certificate_handed_on", "skill", "total",
]  # fmt: skip
YES, NO = "yes", "no"
DATES = frozenset({"jury_on", "certificate_received_on", "certificate_handed_on"})
"""Columns in which a date is typed."""
WRITTEN = DATES | {"certificate_number"}
"""Columns in which something is written, then confirmed."""
_TONES: dict[str, tuple[Tone, bool]] = {
    **{"acquired": ("good", True), "full": ("good", True), "guided": ("accent", True)},
    **{"not_acquired": ("wrong", True), "failed": ("wrong", True), "partial": ("attention", True)},
    **{"not_presented": ("attention", True), "absent": ("attention", True), "started": ("attention", True)},
    **{"exempt": ("accent", True), "none": ("neutral", True), NO: ("attention", True)},
}
"""Tone and whether it is tinted, by code; a letter or a word says it too."""
_JURY: tuple[tuple[Kind, str, str, str], ...] = (
    ("jury_on", "Jury", "le", "Date du jury"),
    ("is_presented", "Jury", "présenté", "Présenté au jury"),
    ("outcome", "Jury", "résultat", "Résultat de la certification"),
    ("certificate_number", "Titre", "numéro", "Numéro du titre"),
    ("certificate_received_on", "Titre", "reçu le", "Titre reçu du certificateur le"),
    ("certificate_handed_on", "Titre", "remis le", "Titre remis à la personne le"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One key of a column: the code it records and its words."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """``id``: of the block or skill. ``group``: what stands above several columns. ``spoken``: in full.

    ``choices``: by key, in capitals. ``refusal``: why nothing is typed there.
    """

    kind: Kind
    title: str
    group: str
    spoken: str
    id: int = 0
    choices: Mapping[str, Choice] = field(default_factory=dict)
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one cell looks and is read aloud. ``code``: what is recorded, None when nothing is."""

    text: str
    spoken: str
    code: str | None = None
    tone: Tone | None = None
    is_tinted: bool = False


def columns_of(grid: AssessmentGrid, view: View) -> tuple[Column, ...]:
    """The columns of a view, left to right."""
    return _skill_columns(grid) if view == "skills" else _block_columns(grid)


def _block_columns(grid: AssessmentGrid) -> tuple[Column, ...]:
    blocks = tuple(
        Column("block", block.code, "Blocs", f"{block.code} {block.title}", block.id, keys_of("block_result"))
        for block in grid.blocks
    )
    return blocks + tuple(_jury_column(*told, has_blocks=bool(blocks)) for told in _JURY)


def _jury_column(kind: Kind, group: str, title: str, spoken: str, *, has_blocks: bool) -> Column:
    choices: Mapping[str, Choice] = {}
    refusal = ""
    if kind == "is_presented":
        choices = {"O": Choice(YES, "présenté"), "N": Choice(NO, "non présenté")}
    elif kind == "outcome" and not has_blocks:
        choices = keys_of("certification_outcome")
    elif kind == "outcome":
        refusal = f"Le résultat suit des blocs{NBSP}: saisissez ceux-ci."
    return Column(kind, title, group, spoken, choices=choices, refusal=refusal)


def _skill_columns(grid: AssessmentGrid) -> tuple[Column, ...]:
    found = [
        Column(
            "skill",
            f"{number}.{place}",
            f"{block.code} {block.title}",
            f"{block.code}, compétence {number}.{place}{NBSP}: {skill.title}",
            skill.id,
            keys_of("skill_level"),
        )
        for number, block in enumerate(grid.blocks, start=1)
        for place, skill in enumerate(block.skills, start=1)
    ]
    if not found:
        return ()
    total = "Compétences acquises, sur toutes celles de la formation"
    return (*found, Column("total", "acquises", "", total, refusal="Ce total se calcule."))


@cache
def keys_of(name: str) -> Mapping[str, Choice]:
    """The keys of a code list, in order."""
    return {one.attributes["key"]: Choice(one.code, one.label.lower()) for one in code_list(name)}


def cell_of(grid: AssessmentGrid, column: Column, learner: AssessedLearner, stage: str) -> Cell:
    """What stands in a cell. ``stage``: of the levels shown."""
    enrollment_id = learner.enrollment_id
    if column.kind == "block":
        return _coded("block_result", grid.results.get((enrollment_id, column.id)))
    levels = grid.levels.get(stage, {})
    if column.kind == "skill":
        return _coded("skill_level", levels.get((enrollment_id, column.id)))
    if column.kind == "total":
        skills = [skill.id for block in grid.blocks for skill in block.skills]
        acquired = sum(levels.get((enrollment_id, skill)) == "acquired" for skill in skills)
        return Cell(f"{acquired}/{len(skills)}", f"{acquired} sur {len(skills)}")
    return _jury_cell(column.kind, getattr(grid.jury_of(enrollment_id), column.kind))


def _coded(name: str, code: str | None) -> Cell:
    if code is None:
        return Cell(UNKNOWN, "non saisi")
    one = code_list(name)[code]
    tone, is_tinted = _TONES[code]
    return Cell(one.attributes["key"], one.label.lower(), code, tone, is_tinted)


def _jury_cell(kind: str, value: object) -> Cell:
    if value is None:
        return Cell(UNKNOWN, "non renseigné")
    if isinstance(value, bool):
        code = YES if value else NO
        tone, is_tinted = _TONES.get(code, (None, False))
        return Cell("Oui" if value else "Non", "oui" if value else "non", code, tone, is_tinted)
    if isinstance(value, dt.date):
        return Cell(short_date(value), short_date(value), value.isoformat())
    text = str(value)
    if kind == "outcome":
        one = code_list("certification_outcome")[text]
        return Cell(one.attributes["short"], one.label.lower(), text, *_TONES[text])
    return Cell(text, text, text)


def sum_of(grid: AssessmentGrid, column: Column, cells: Sequence[Cell]) -> Cell:
    """What the last line says of a column: how many, of how many of whom it is known."""
    codes = [cell.code for cell in cells]
    unknown = codes.count(None)
    silent = f", {unknown} à saisir" if unknown else ""
    if column.kind == "total" or not codes:
        return Cell("", "")
    if column.kind == "block":
        rate = block_rate(codes)
        others = "".join(
            f", {count} {words}"
            for count, words in ((rate.not_presented, "non présentés"), (rate.exempt, "dispensés"))
            if count
        )
        words = f"{rate.acquired} acquis sur {plural(rate.judged, 'présenté')}{others}{silent}"
        return Cell(_of(rate.acquired, rate.judged), words)
    known = len(codes) - unknown
    if column.kind == "skill":
        acquired = codes.count("acquired")
        return Cell(_of(acquired, known), f"{acquired} acquises sur {plural(known, 'évaluée')}{silent}")
    if column.kind == "is_presented":
        yes = codes.count(YES)
        return Cell(_of(yes, known), f"{yes} présentés sur {known} dont on le sait{silent}")
    if column.kind == "outcome":
        presented = [grid.jury_of(one.enrollment_id).is_presented for one in grid.learners].count(True)
        full = codes.count("full")
        return Cell(_of(full, presented), f"{full} totales sur {plural(presented, 'présenté')}{silent}")
    return Cell(str(known) if known else UNKNOWN, f"{plural(known, 'personne')}{silent}")


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else UNKNOWN


def hints(column: Column | None) -> list[tuple[str, str]]:
    """The keys of the column where the cursor is."""
    if column is None or column.refusal:
        return []
    if column.kind in DATES:
        return [("J", "aujourd’hui"), ("date", "puis ↵")]
    if column.kind in WRITTEN:
        return [("texte", "puis ↵")]
    fill = ("Ctrl Espace", "colonne") if column.kind == "skill" else ("Maj lettre", "toute la colonne")
    return [*((key, choice.words) for key, choice in column.choices.items()), fill]
