"""Convocation: when and where somebody is expected, what to know before (national reference, indicator 9)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.queries.welcomes import FirstHalfDay
from gen_desktop.reports.blocks import Bullets, Definitions, Heading, Paragraph
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import Fact, agreed, course_facts, person_name, place_facts, signed
from gen_desktop.reports.person_paper import Needs, PersonPaper
from gen_desktop.reports.pieces import Block

NEEDS = Needs(once=True, welcome=True)


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why nobody can be convoked yet."""
    path = paper.path
    if path.entered_on is None and path.decision != "admitted":
        yield Obstacle("L’admission n’est pas enregistrée.", "learner", path.learner_id)
    if not paper.welcome.half_days:
        yield Obstacle("Le calendrier n’a pas de première demi-journée.", "cohort", path.cohort_id)
    if not place_facts(path):
        yield Obstacle("Le lieu de la formation n’est pas renseigné.", "cohort", path.cohort_id)
    sender = paper.head.sender
    if sender is not None and not sender.phone:
        sentence = "L’organisme n’a pas de numéro de téléphone : page Organisme."
        yield Obstacle(typographic(sentence), "organization", 0)


def blocks(paper: PersonPaper) -> list[Block]:
    """The letter, in reading order."""
    path = paper.path
    called = agreed(path, "attendu", "attendue")
    said = f"{person_name(path)}, vous êtes {called} {_first_words(paper)} pour la formation ci-dessous."
    note = paper.welcome.note
    return [
        Paragraph(typographic(said)),
        Definitions([*course_facts(path), *_when(paper), *_where(paper), *_whom(paper)]),
        *([Paragraph(typographic(note))] if note else []),
        Heading(2, "À savoir avant de venir"),
        Bullets([typographic(rule) for rule in _rules(paper)]),
        signed(paper),
    ]


def _first_words(paper: PersonPaper) -> str:
    half_days = paper.welcome.half_days
    if not half_days:
        return "à une date à préciser"
    first = half_days[0]
    return f"le {french.long_date(first.held_on)} à {french.clock(first.starts_at)}"


def _when(paper: PersonPaper) -> Iterator[Fact]:
    path = paper.path
    yield "Dates", french.date_range(paper.start, path.planned_exit_on or path.cohort_end)
    days = [_day_words(list(found)) for _, found in groupby(paper.welcome.half_days, lambda one: one.held_on)]
    if days:
        yield "Horaires de la première semaine", "\n".join(days)


def _day_words(half_days: list[FirstHalfDay]) -> str:
    times = [f"{french.clock(one.starts_at)} – {french.clock(one.ends_at)}" for one in half_days]
    return f"{french.long_date(half_days[0].held_on)}, {french.join_names(times)}"


def _where(paper: PersonPaper) -> Iterator[Fact]:
    yield from place_facts(paper.path)
    rooms = dict.fromkeys(one.place for one in paper.welcome.half_days if one.place)
    if rooms:
        yield "Salle", ", ".join(rooms)


def _whom(paper: PersonPaper) -> Iterator[Fact]:
    welcome, sender = paper.welcome, paper.head.sender
    if welcome.trainers:
        yield "Équipe de formation", welcome.trainers
    if welcome.referent:
        yield "Votre interlocuteur", welcome.referent
    if sender is not None and (sender.phone or sender.email):
        reached = (french.phone(sender.phone) if sender.phone else None, sender.email)
        yield "Nous joindre", " · ".join(part for part in reached if part)


def _rules(paper: PersonPaper) -> Iterator[str]:
    sender = paper.head.sender
    reached = f" au {french.phone(sender.phone)}" if sender is not None and sender.phone else ""
    yield "La présence se signe à chaque demi-journée, matin et après-midi."
    yield (
        f"En cas d’absence ou de retard, prévenez-nous le jour même{reached}, puis remettez un justificatif "
        "dans le délai du règlement intérieur."
    )
    yield "Le règlement intérieur et le livret d’accueil vous sont remis avant votre entrée."
    yield "Si vous êtes inscrit à France Travail, déclarez votre entrée en formation à votre actualisation."
    yield "En cas de handicap ou de besoin d’aménagement, parlez-nous-en : nous cherchons une solution."
