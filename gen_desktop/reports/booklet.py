"""Livret de suivi: one person's path, attendance, positioning, skills at three moments, blocks and jury.

The notes of interviews are not in it: it is the person's, and is shown to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.assiduity import (
    ASSIDUITY_FORMULA,
    ASSIDUITY_NAME,
    PRESENCE_FORMULA,
    PRESENCE_NAME,
)
from gen_desktop.queries.booklets import Booklet, SkillLine
from gen_desktop.reference.lists import code_list, label
from gen_desktop.reports.blocks import Definitions, Heading, Note, Paragraph
from gen_desktop.reports.end_attestation import result_words
from gen_desktop.reports.form_blocks import Signer
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import (
    Fact,
    birth_words,
    by_place,
    course_facts,
    decimal_hours,
    mode_words,
    person_name,
    place_facts,
    signed,
)
from gen_desktop.reports.person_paper import Needs, PersonPaper, entry_obstacles
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Row, Table

NEEDS = Needs(assessed=True, once=True, booklet=True)
_STAGE_WIDTH = 82.0


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no booklet can be issued: only the entry is needed, the rest is told as far as it is known."""
    yield from entry_obstacles(paper)


def blocks(paper: PersonPaper) -> list[Block]:
    """The booklet, in reading order."""
    return [
        Heading(2, "La personne et son parcours"),
        Definitions(_identity(paper)),
        Heading(2, "Assiduité"),
        Definitions(_attendance(paper)),
        Note(typographic(f"{PRESENCE_NAME} : {PRESENCE_FORMULA}. {ASSIDUITY_NAME} : {ASSIDUITY_FORMULA}.")),
        Heading(2, "Positionnement à l’entrée"),
        *_positioning(paper.booklet),
        Heading(2, "Progression dans les compétences"),
        *_skills(paper.booklet),
        Heading(2, "Blocs et jury"),
        *_results(paper),
        Heading(2, "Entretiens"),
        Definitions(_interviews(paper.booklet)),
        signed(paper, Signer("Signature de la personne formée", [person_name(paper.path)])),
    ]


def _identity(paper: PersonPaper) -> list[Fact]:
    path = paper.path
    born = birth_words(path)
    exit_words = "en cours de formation"
    if path.exit_on is not None:
        exit_words = f"{french.short_date(path.exit_on)} ({label('exit_type', path.exit_type).lower()})"
    planned = decimal_hours(path.center_minutes) if path.center_minutes is not None else "non renseignée"
    if path.company_minutes:
        planned += f" en centre et {decimal_hours(path.company_minutes)} en entreprise"
    return [
        ("Personne formée", person_name(path) + (f", {born}" if born else "")),
        *course_facts(path),
        ("Entrée", french.short_date(path.entered_on)),
        ("Sortie", exit_words),
        ("Durée prévue", planned),
        ("Modalité", mode_words(path)),
        *place_facts(path),
    ]


def _attendance(paper: PersonPaper) -> list[Fact]:
    hours, detail = paper.hours, by_place(paper)
    followed = decimal_hours(paper.proved)
    return [
        ("Période", french.date_range(paper.start, paper.end)),
        ("Durée suivie", f"{followed}, {detail}" if detail else followed),
        (PRESENCE_NAME, hours.presence.words),
        (ASSIDUITY_NAME, hours.assiduity.words),
        ("Absences justifiées", decimal_hours(hours.justified)),
        ("Absences non justifiées", decimal_hours(hours.unjustified)),
        *([("Demi-journées non saisies", french.number(paper.unrecorded))] if paper.unrecorded else []),
    ]


def _positioning(booklet: Booklet) -> list[Block]:
    if booklet.positioned_on is None and not any(level for _, level in booklet.positioning):
        return [Paragraph("Aucun positionnement n’est enregistré.")]
    method = booklet.positioning_method
    how = f", {label('positioning_method', method).lower()}" if method else ""
    day = french.short_date(booklet.positioned_on) if booklet.positioned_on else "date non renseignée"
    told: list[Block] = [Paragraph(typographic(f"Positionnement : {day}{how}."))]
    if booklet.positioning:
        rows = [
            (name, label("positioning_level", level) if level else "Non évalué")
            for name, level in booklet.positioning
        ]
        told.append(Table([Column("Prérequis", align="left"), Column("Niveau", align="left")], rows))
    return told


def _skills(booklet: Booklet) -> list[Block]:
    if not booklet.skills:
        return [Paragraph("Les compétences de la formation ne sont pas décrites.")]
    stages = list(code_list("skill_stage"))
    columns = [
        Column("Compétence", align="left"),
        *(Column(stage.label, _STAGE_WIDTH, align="left") for stage in stages),
    ]
    rows: list[Row] = []
    for block, lines in groupby(
        booklet.skills, key=lambda one: f"{one.block_code} {one.block_title}".strip()
    ):
        rows.append(Row([block], "group"))
        rows += [Row((one.title, *(_level(one, stage.code) for stage in stages))) for one in lines]
    counts = tuple(_acquired(booklet, stage.code) for stage in stages)
    told: list[Block] = [Table(columns, rows, total=("Acquises, sur les compétences évaluées", *counts))]
    if booklet.assessed_on:
        days = french.join_names([french.short_date(day) for day in booklet.assessed_on])
        told.append(Note(typographic(f"Évaluations : {days}. Un tiret : non évaluée à ce moment.")))
    return told


def _level(line: SkillLine, stage: str) -> str:
    level = line.level_at(stage)
    return french.UNKNOWN if level is None else label("skill_level", level)


def _acquired(booklet: Booklet, stage: str) -> str:
    told = [level for line in booklet.skills if (level := line.level_at(stage)) is not None]
    return f"{told.count('acquired')} sur {len(told)}" if told else french.UNKNOWN


def _results(paper: PersonPaper) -> list[Block]:
    assessed = paper.assessed
    told: list[Block] = []
    if assessed.blocks:
        rows = [(f"{one.code} {one.title}".strip(), result_words(one, paper)) for one in assessed.blocks]
        told.append(
            Table([Column("Bloc de compétences", align="left"), Column("Résultat", align="left")], rows)
        )
    return [*told, Definitions(_jury(paper))]


def _jury(paper: PersonPaper) -> list[Fact]:
    assessed, booklet = paper.assessed, paper.booklet
    presented = {True: "oui", False: "non", None: "non renseigné"}[booklet.is_presented]
    outcome = label("certification_outcome", assessed.outcome) if assessed.outcome else "non renseigné"
    handed = booklet.certificate_handed_on
    return [
        ("Jury", french.short_date(assessed.jury_on) if assessed.jury_on else "non renseigné"),
        ("Présentation au jury", presented),
        ("Résultat de la certification", outcome),
        *([("Numéro du titre", booklet.certificate_number)] if booklet.certificate_number else []),
        *([("Titre remis le", french.short_date(handed))] if handed else []),
    ]


def _interviews(booklet: Booklet) -> list[Fact]:
    entry = "non renseigné"
    if booklet.interviewed_on is not None:
        by = f", par {booklet.interviewer}" if booklet.interviewer else ""
        entry = f"{french.short_date(booklet.interviewed_on)}{by}"
    left = booklet.exit_interviewed_on
    return [
        ("Entretien d’admission", entry),
        *([("Entretien de sortie", french.short_date(left))] if left else []),
    ]
