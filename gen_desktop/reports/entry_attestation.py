"""Attestations of inscription, of entry and of exit, with what is to be keyed at the funder's portal."""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.reports.blocks import Definitions, Heading, Note, Paragraph
from gen_desktop.reports.common import label_of
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import (
    Fact,
    agreed,
    birth_words,
    course_facts,
    decimal_hours,
    funding_facts,
    mode_words,
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
)
from gen_desktop.reports.pieces import Block

NEEDS = Needs(once=True)
KEYING = "Fiche de saisie (KAIROS, EDOF)"
KEYING_NOTE = (
    "Ces valeurs sont à reporter à la main sur le portail du financeur : le programme ne les y envoie pas."
)


def inscription_problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no attestation of inscription can be issued: only who is admitted is expected."""
    if paper.path.entered_on is None and paper.path.decision != "admitted":
        yield Obstacle("L’admission n’est pas enregistrée.", "learner", paper.path.learner_id)


def entry_problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no attestation of entry can be issued."""
    yield from entry_obstacles(paper)


def exit_problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no attestation of exit can be issued."""
    yield from entry_problems(paper)
    yield from end_obstacles(paper)


def inscription_blocks(paper: PersonPaper) -> list[Block]:
    """« … est inscrite à l’action de formation ci-dessous »."""
    path = paper.path
    enrolled = agreed(path, "inscrit", "inscrite")
    said = f"atteste que {_person(paper)} est {enrolled} à l’action de formation ci-dessous."
    return _blocks(paper, said, [])


def entry_blocks(paper: PersonPaper) -> list[Block]:
    """« … est entrée en formation le … »."""
    path = paper.path
    day = french.long_date(path.entered_on, weekday=False)
    said = f"atteste que {_person(paper)} est {agreed(path, 'entré', 'entrée')} en formation le {day}."
    return _blocks(paper, said, [_entry(paper)])


def exit_blocks(paper: PersonPaper) -> list[Block]:
    """« … est sortie de formation le … ». The reason is for the payer: R6341-35."""
    path = paper.path
    day = french.long_date(path.exit_on, weekday=False)
    said = f"atteste que {_person(paper)} est {agreed(path, 'sorti', 'sortie')} de formation le {day}."
    reason = label_of("exit_reason", path.exit_reason) if path.exit_reason else ""
    words = label_of("exit_type", path.exit_type)
    facts = [
        _entry(paper),
        ("Sortie effective", french.short_date(path.exit_on)),
        ("Motif", f"{words} ({reason.lower()})" if reason else words),
    ]
    return _blocks(paper, said, facts)


def _blocks(paper: PersonPaper, said: str, happened: list[Fact]) -> list[Block]:
    return [
        Paragraph(typographic(f"Je soussigné(e) {signatory(paper.head.sender)}, {said}")),
        Definitions([*course_facts(paper.path), *place_facts(paper.path), *funding_facts(paper.path)]),
        Heading(2, KEYING),
        Definitions([*_keyed(paper), *happened]),
        Note(typographic(KEYING_NOTE)),
        signed(paper),
    ]


def _keyed(paper: PersonPaper) -> list[Fact]:
    """What the portals ask (documents.md §2.4); what is not known is said."""
    path = paper.path
    unknown = "non renseigné"
    planned = french.date_range(
        path.planned_entry_on or path.cohort_start, path.planned_exit_on or path.cohort_end
    )
    center, company = path.center_minutes, path.company_minutes
    total = None if center is None else center + (company or 0)
    return [
        ("Session", path.cohort_code),
        ("N° de session Carif-Oref", path.carif_session_number or unknown),
        ("N° France Travail", path.france_travail_number or unknown),
        ("Identifiant France Travail", path.france_travail_id or unknown),
        ("Date de naissance", french.short_date(path.birth_date) if path.birth_date else unknown),
        ("Dates prévues", planned),
        ("Durée totale prévue", decimal_hours(total) if total is not None else unknown),
        ("Dont en centre", decimal_hours(center) if center is not None else unknown),
        ("Dont en entreprise", decimal_hours(company) if company is not None else unknown),
        ("Durée hebdomadaire", _weekly(paper)),
        ("Modalité", mode_words(path)),
    ]


def _weekly(paper: PersonPaper) -> str:
    minutes = paper.weekly_minutes
    return decimal_hours(minutes) if minutes else "non renseignée"


def _entry(paper: PersonPaper) -> Fact:
    return "Entrée effective", french.short_date(paper.path.entered_on)


def _person(paper: PersonPaper) -> str:
    born = birth_words(paper.path)
    return person_name(paper.path) + (f", {born}," if born else "")
