"""Relevé d'activités à distance (D6313-3-1, R6313-3): what was to be done, what was done and verified."""

from __future__ import annotations

from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.assiduity import REMOTE_FORMULA
from gen_desktop.queries.remote_statements import ActivityLine, AssistanceLine
from gen_desktop.reference.lists import label
from gen_desktop.reports.blocks import Definitions, Heading, Note
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import person_name, signed, table_hours
from gen_desktop.reports.person_paper import (
    Needs,
    PersonPaper,
    entry_obstacles,
)
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Column, Table

NEEDS = Needs(remote=True, month=True)
METHOD = (
    "Méthode : une activité compte pour son temps estimé, dans le mois où elle est prévue, une fois faite et "
    "vérifiée par l’organisme. Le temps de connexion est donné pour information, il n’est jamais compté."
)
NOTHING = "Aucune activité à distance n’est prévue sur le mois."
NO_HELP = "Aucune assistance n’a été notée sur le mois."


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why no statement can be issued for the month."""
    yield from entry_obstacles(paper)
    if not paper.remote.activities:
        yield Obstacle(NOTHING, "learner", paper.path.learner_id)


def blocks(paper: PersonPaper) -> list[Block]:
    """The paper, in reading order."""
    path, remote = paper.path, paper.told.remote
    rate = typographic(f"{remote.assiduity.words} ({REMOTE_FORMULA}, art. R6341-13)")
    return [
        Definitions([("Bénéficiaire", person_name(path))], term_share=0.16),
        _activities(paper),
        Definitions([("Assiduité", rate)], term_share=0.16),
        Heading(2, "Assistance technique et pédagogique"),
        _assistance(paper),
        signed(paper, beside=typographic(METHOD)),
    ]


def _activities(paper: PersonPaper) -> Block:
    work = paper.remote
    if not work.activities:
        return Note(NOTHING)
    columns = [
        Column("Activité", align="left"),
        Column("Type", align="left"),
        Column("Prévue le", align="left"),
        Column("Durée estimée (h)"),
        Column("Faite le", align="left"),
        Column("Connexion (h)"),
        Column("Résultat", align="left"),
        Column("Vérifiée par", align="left"),
        Column("Vérifiée le", align="left"),
        Column("Comptée (h)"),
    ]
    total = (
        *("Total", "", "", table_hours(work.estimated), ""),
        *(table_hours(work.connected), "", "", "", table_hours(paper.told.remote.verified)),
    )
    return Table(columns, [_activity(one, paper) for one in work.activities], total=total, dense=True)


def _activity(one: ActivityLine, paper: PersonPaper) -> tuple[str | None, ...]:
    is_counted = one.is_verified and one.done_on is not None and one.done_on <= paper.end
    return (
        one.title,
        label("remote_activity_kind", one.kind) if one.kind else None,
        french.short_date(one.planned_on),
        table_hours(one.estimated),
        french.short_date(one.done_on),
        None if one.connected is None else table_hours(one.connected),
        one.result,
        one.verified_by,
        french.short_date(one.verified_on),
        table_hours(one.estimated if is_counted else 0),
    )


def _assistance(paper: PersonPaper) -> Block:
    if not paper.remote.assistance:
        return Note(NO_HELP)
    columns = [Column(title, align="left") for title in ("Le", "Par", "Durée", "Qui a aidé", "Objet")]
    return Table(columns, [_help(one) for one in paper.remote.assistance], dense=True)


def _help(one: AssistanceLine) -> tuple[str | None, ...]:
    channel = label("contact_mode", one.channel) if one.channel else None
    return french.short_date(one.given_on), channel, french.duration(one.minutes), one.helper, one.subject
