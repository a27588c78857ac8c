"""Attestation d'assiduité of a month (R6323-10-4): hours, absences, and a rate with its formula."""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.assiduity import (
    ASSIDUITY_FORMULA,
    ASSIDUITY_NAME,
    PRESENCE_FORMULA,
    PRESENCE_NAME,
    REMOTE_FORMULA,
)
from gen_desktop.reports.blocks import Definitions, Heading, Note, Paragraph
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import (
    Fact,
    course_facts,
    decimal_hours,
    funding_facts,
    person_name,
    signatory,
    signed,
)
from gen_desktop.reports.person_paper import (
    Needs,
    PersonPaper,
    entry_obstacles,
    planned_obstacles,
    recording_obstacles,
)
from gen_desktop.reports.pieces import Block

NEEDS = Needs(month=True, proofs=True)


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no attestation can be issued for the month."""
    yield from entry_obstacles(paper)
    yield from planned_obstacles(paper)
    yield from recording_obstacles(paper)


def blocks(paper: PersonPaper) -> list[Block]:
    """The paper, in reading order."""
    path = paper.path
    month = french.month_name(paper.start)
    said = f"Je soussigné(e) {signatory(paper.head.sender)}, atteste de l’assiduité de {person_name(path)} "
    said += f"à l’action de formation ci-dessous, en {month}."
    return [
        Paragraph(typographic(said)),
        Definitions([*course_facts(path), ("Session", path.cohort_code), *funding_facts(path)]),
        Heading(2, "Heures du mois"),
        Definitions([*_hours(paper), *_rates(paper)]),
        Note(typographic("Une absence justifiée n’est pas une présence : elle est comptée à part.")),
        signed(paper),
    ]


def _hours(paper: PersonPaper) -> list[Fact]:
    hours, remote = paper.hours, paper.told.remote
    rows = [
        ("Heures prévues", hours.planned),
        ("Heures de présence", hours.present),
        ("Absences justifiées", hours.justified),
        ("Absences non justifiées", hours.unjustified),
        *([("Retards et départs anticipés", hours.late)] if hours.late else []),
        *([("Travail à distance prévu", remote.planned)] if remote.planned else []),
        *([("Travail à distance fait", remote.verified)] if remote.planned else []),
        *([("Dont déjà compté en heures de présence", remote.doubled)] if remote.doubled else []),
        *((f"Chez {one.host}", one.done) for one in paper.company if one.done is not None),
    ]
    return [(name, decimal_hours(minutes)) for name, minutes in rows]


def _rates(paper: PersonPaper) -> list[Fact]:
    """Each rate with its formula: no text defines those of a course in a room."""
    hours = paper.hours
    rates = [
        (PRESENCE_NAME, f"{hours.presence.words} ({PRESENCE_FORMULA})"),
        (ASSIDUITY_NAME, f"{hours.assiduity.words} ({ASSIDUITY_FORMULA})"),
    ]
    if paper.told.remote.planned:
        words = f"{paper.told.remote.assiduity.words} ({REMOTE_FORMULA}, art. R6341-13)"
        rates.append(("Assiduité à distance", words))
    return [(name, typographic(words)) for name, words in rates]
