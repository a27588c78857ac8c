"""Certificat de réalisation (R6332-25 and R6332-26 of the labour code; the ministry's model, one page)."""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.queries.certified_paths import CertifiedPath
from gen_desktop.reports import style
from gen_desktop.reports.blocks import Definitions, Note, Paragraph
from gen_desktop.reports.form_blocks import CheckBoxes
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import (
    by_place,
    decimal_hours,
    nature_boxes,
    person_name,
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

NEEDS = Needs(proofs=True)
NO_EMPLOYER = "Sans objet"
TO_WRITE = "................................................................"
EMPLOYED = frozenset({"private_employee", "apprentice"})
UNDERTAKING = (
    "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m’engage à "
    "conserver l’ensemble des pièces justificatives qui ont permis d’établir le présent certificat pendant "
    "une durée de 3 ans à compter de la fin de l’année du dernier paiement. En cas de cofinancement des "
    "fonds européens, la durée de conservation est étendue conformément aux obligations conventionnelles "
    "spécifiques."
)
REMOTE_NOTE = (
    "Heures de présence prouvées, jamais la durée prévue ; pour les activités à distance, temps estimé de "
    "celles qui sont faites et vérifiées."
)


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no certificate can be issued."""
    yield from entry_obstacles(paper)
    path = paper.path
    if path.entered_on is None:
        return
    if paper.end >= path.cohort_end:
        yield from end_obstacles(paper)
    yield from recording_obstacles(paper)
    if not paper.unrecorded and not paper.proved:
        sentence = "Aucune heure de présence n’est enregistrée sur la période."
        yield Obstacle(sentence, "attendance", path.cohort_id)


def blocks(paper: PersonPaper) -> list[Block]:
    """The paper, in reading order."""
    path = paper.path
    hours = decimal_hours(paper.proved)
    detail = by_place(paper)
    return [
        Paragraph(typographic(f"Je soussigné(e) {signatory(paper.head.sender)}, atteste que :")),
        Definitions(
            [
                ("Bénéficiaire", person_name(path)),
                ("Salarié de l’entreprise", _employer(path)),
                ("A suivi l’action", path.course_title),
            ]
        ),
        Paragraph(
            typographic("Nature de l’action concourant au développement des compétences :"),
            style.BODY_STRONG,
        ),
        CheckBoxes(nature_boxes(path)),
        Definitions(
            [
                ("Qui s’est déroulée", french.date_range(paper.start, paper.end) + _still_going(paper)),
                ("Pour une durée de", f"{hours}, {detail}" if detail else hours),
            ]
        ),
        Note(typographic(REMOTE_NOTE)),
        Paragraph(typographic(UNDERTAKING), style.SMALL),
        signed(paper),
    ]


def _employer(path: CertifiedPath) -> str:
    """Dots to fill by hand for an employee or an apprentice whose employer nobody told."""
    return path.employer or (TO_WRITE if path.bpf_status in EMPLOYED else NO_EMPLOYER)


def _still_going(paper: PersonPaper) -> str:
    return "" if paper.is_over else " (action en cours)"
