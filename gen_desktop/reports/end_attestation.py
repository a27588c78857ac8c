"""Attestation de fin de formation: objectives, nature, length, results of the assessment.

No absence and no reason of one, nothing about disability: it is the person's, and goes to employers.
"""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.queries.certified_paths import BlockLine
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Bullets, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import (
    agreed,
    birth_words,
    by_place,
    course_facts,
    decimal_hours,
    mode_words,
    nature_boxes,
    person_name,
    place_facts,
    signatory,
    signed,
)
from gen_desktop.reports.person_paper import (
    Needs,
    PersonPaper,
    end_obstacles,
    entry_obstacles,
    recording_obstacles,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table

NEEDS = Needs(assessed=True, once=True, proofs=True)
NOT_ASSESSED = "Non évalué"
UNDER_WAY = "En cours d’acquisition"
LEGEND = (
    "Résultats : acquis, en cours d’acquisition, non acquis, non évalué. Un bloc dispensé l’est par une "
    "certification obtenue avant."
)


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no attestation can be issued."""
    yield from entry_obstacles(paper)
    if paper.path.entered_on is None:
        return
    yield from end_obstacles(paper)
    yield from recording_obstacles(paper)
    if not paper.path.objectives:
        sentence = "Les objectifs opérationnels de la formation ne sont pas renseignés."
        yield Obstacle(sentence, "course", paper.path.course_id)


def blocks(paper: PersonPaper) -> list[Block]:
    """The paper, in reading order."""
    path = paper.path
    born = birth_words(path)
    who = person_name(path) + (f", {born}," if born else "")
    said = (
        f"Je soussigné(e) {signatory(paper.head.sender)}, atteste que {who} a suivi la formation ci-dessous."
    )
    objectives = [line.strip(" •-–") for line in (path.objectives or "").splitlines() if line.strip(" •-–")]
    return [
        Paragraph(typographic(said)),
        Definitions([*course_facts(path), *_conduct(paper)]),
        Heading(2, "Objectifs"),
        Bullets([typographic(line) for line in objectives] or ["non renseignés"]),
        Heading(2, "Résultats de l’évaluation des acquis"),
        *_results(paper),
        signed(paper),
    ]


def _conduct(paper: PersonPaper) -> list[tuple[str, str]]:
    path = paper.path
    known = path.center_minutes is not None
    planned = decimal_hours(path.center_minutes) if known else "non renseignée"
    if path.company_minutes:
        planned += f" en centre et {decimal_hours(path.company_minutes)} en entreprise"
    followed, detail = decimal_hours(paper.proved), by_place(paper)
    nature = next(words for words, holds in nature_boxes(path) if holds)
    return [
        ("Nature de l’action", nature),
        ("Dates", french.date_range(paper.start, paper.end)),
        ("Durée prévue", planned),
        ("Durée suivie", f"{followed}, {detail}" if detail else followed),
        ("Modalité", mode_words(path)),
        *place_facts(path),
        *([("Modalités d’évaluation", path.assessment_methods)] if path.assessment_methods else []),
    ]


def _results(paper: PersonPaper) -> list[Block]:
    assessed = paper.assessed
    if not assessed.blocks:
        return [Paragraph("La formation n’est pas découpée en blocs de compétences."), *_outcome(paper)]
    rows = [(f"{one.code} {one.title}".strip(), result_words(one, paper)) for one in assessed.blocks]
    table = Table([Column("Bloc de compétences", align="left"), Column("Résultat", align="left")], rows)
    return [table, Note(typographic(LEGEND)), *_outcome(paper)]


def result_words(block: BlockLine, paper: PersonPaper) -> str:
    """What is printed of a block. Without a result it is under way until the jury, or an early exit."""
    if block.result is None:
        assessed, has_left_early = paper.assessed, paper.path.exit_type not in (None, "term")
        return NOT_ASSESSED if assessed.jury_on or assessed.outcome or has_left_early else UNDER_WAY
    if block.result == "not_presented":
        return NOT_ASSESSED
    return label("block_result", block.result)


def _outcome(paper: PersonPaper) -> list[Block]:
    assessed = paper.assessed
    if assessed.outcome is None:
        return []
    day = f", jury du {french.long_date(assessed.jury_on, weekday=False)}" if assessed.jury_on else ""
    presented = agreed(paper.path, "Présenté", "Présentée")
    if assessed.outcome == "absent":
        words = f"Certification : non présentée{day}."
    else:
        words = f"{presented} à la certification : {label('certification_outcome', assessed.outcome)}{day}."
    return [Paragraph(typographic(words))]
