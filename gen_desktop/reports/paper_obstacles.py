"""What stands against a numbered paper: a sentence for each thing that is missing, and where to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.names import fold
from gen_desktop.queries.letterheads import Letterhead, Payer, Sender

_GEN_NAME = "grande ecole du numerique"
_GEN_LETTERS = re.compile(r"\bGEN\b")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a paper cannot be issued, or what to look at before it is (paper_warnings.py), as a sentence.

    ``kind`` and ``record_id``: the record to open to mend it. Kinds: organization, cohort, course, learner,
    attendance and sheets (record_id: the cohort).
    """

    sentence: str
    kind: str
    record_id: int


def letterhead_obstacles(head: Letterhead) -> Iterator[Obstacle]:
    """What no paper of this cohort can do without, and what it may not bear."""
    if head.sender is None:
        yield Obstacle("L’organisme n’est pas renseigné : page Organisme.", "organization", 0)
    else:
        yield from _sender_obstacles(head.sender)
    if head.starts_on >= head.gen_forbidden_from:
        if head.payer is not None and is_gen(head.payer):
            way = f"Choisissez un autre programme que « {head.payer.name} » sur la fiche de la cohorte."
            yield _gen_obstacle(head, way)
        if names_gen(head.course_title):
            yield _gen_obstacle(head, f"Changez l’intitulé de la formation, « {head.course_title} ».")


def _gen_obstacle(head: Letterhead, way: str) -> Obstacle:
    sentence = (
        f"La cohorte {head.cohort_code} commence le {french.short_date(head.starts_on)} : depuis le "
        f"{french.short_date(head.gen_forbidden_from)}, un document ne peut plus porter le nom ni le "
        f"logo de la Grande École du Numérique. {way}"
    )
    return Obstacle(typographic(sentence), "cohort", head.cohort_id)


def is_gen(payer: Payer) -> bool:
    """Whether a programme is a label of the Grande École du Numérique, by its kind or by its name."""
    return (payer.kind or "").startswith("GEN_") or names_gen(payer.name)


def names_gen(text: str) -> bool:
    """Whether a text names the Grande École du Numérique, in full or by its letters."""
    return _GEN_NAME in fold(text) or _GEN_LETTERS.search(text) is not None


def _sender_obstacles(sender: Sender) -> Iterator[Obstacle]:
    needed = (
        (sender.address and sender.postal_code and sender.city, "d’adresse complète"),
        (sender.siret, "de SIRET"),
        (sender.nda, "de numéro de déclaration d’activité"),
        (sender.representative, "de représentant"),
        (sender.representative_quality, "de qualité pour son représentant (directrice, gérant…)"),
    )
    for value, words in needed:
        if not value:
            sentence = f"L’organisme n’a pas {words} : page Organisme."
            yield Obstacle(typographic(sentence), "organization", 0)
