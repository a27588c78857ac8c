"""Bilan de fin de formation: the form that France Travail asks with the invoice, in the order of its lines.

Nothing is inferred: what is not known stays blank, to be completed by hand (programme.md §2.2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.french import NBSP, typographic
from gen_desktop.queries.end_of_course import ToldJob
from gen_desktop.reference.lists import code_list, label
from gen_desktop.reports.blocks import Definitions, Heading, Note
from gen_desktop.reports.form_blocks import Signer, WritingLines
from gen_desktop.reports.paper_obstacles import Obstacle
from gen_desktop.reports.paper_words import course_facts, decimal_hours, person_name, signed
from gen_desktop.reports.person_paper import Needs, PersonPaper, entry_obstacles
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Table

NEEDS = Needs(once=True, ending=True)
BLANK = ""
DOTS = "…" * 16
"""A blank outside a table, to write upon."""
TICK = "X"
ANSWER = (
    Column("Question", align="left"),
    Column("Oui", width=44, align="left"),
    Column("Non", width=44, align="left"),
    Column("Date", width=84, align="left"),
)
BY_HAND = "Ce qui n’est pas connu de l’organisme est laissé en blanc, à compléter à la main."


def problems(paper: PersonPaper) -> Iterator[Obstacle]:
    """Why there is no form: the person did not enter. Everything else may stay blank."""
    yield from entry_obstacles(paper)


def blocks(paper: PersonPaper) -> list[Block]:
    """The form, in the order of its lines."""
    learner = Signer("Signature du stagiaire", [person_name(paper.path)])
    return [
        Definitions(_who(paper)),
        _planned_and_actual(paper),
        Definitions(_aim(paper)),
        Heading(2, "Pendant la formation"),
        _during(paper),
        Heading(2, "Après la formation"),
        _after(paper),
        Note(typographic(BY_HAND)),
        Heading(2, "Avis du stagiaire"),
        WritingLines(2),
        Heading(2, "Avis de l’organisme de formation"),
        WritingLines(2),
        signed(paper, learner),
    ]


def _who(paper: PersonPaper) -> list[tuple[str, str]]:
    path, sender = paper.path, paper.head.sender
    return [
        ("Organisme de formation", sender.name if sender else DOTS),
        ("Référent de l’organisme", paper.ending.referent or DOTS),
        *course_facts(path),
        ("Nom", path.last_name),
        ("Prénom", path.first_name),
        ("Identifiant France Travail", path.france_travail_id or DOTS),
    ]


def _planned_and_actual(paper: PersonPaper) -> Table:
    path = paper.path
    center, company = path.center_minutes, path.company_minutes
    planned = None if center is None else center + (company or 0)
    # Hours are known once everything that was held is recorded.
    is_known = paper.is_over and not paper.unrecorded and not paper.to_come
    rows: list[list[Cell]] = [
        ["Date de début", _day(path.planned_entry_on or path.cohort_start), _day(path.entered_on)],
        ["Date de fin", _day(path.planned_exit_on or path.cohort_end), _day(path.exit_on)],
        [
            "Nombre d’heures",
            BLANK if planned is None else decimal_hours(planned),
            decimal_hours(paper.proved) if is_known else BLANK,
        ],
    ]
    columns = [
        Column("Ce qui est demandé", align="left"),
        Column("Prévu", align="left"),
        Column("Réel", align="left"),
    ]
    return Table(columns, rows)


def _aim(paper: PersonPaper) -> list[tuple[str, str]]:
    path, ending = paper.path, paper.ending
    rome = f"code ROME {french.join_names(ending.rome_codes)}" if ending.rome_codes else ""
    occupation = ", ".join(filter(None, (path.certification_title, rome)))
    return [
        ("Métier visé", occupation or DOTS),
        ("Niveau de qualification en fin de formation", _level(ending.level)),
        ("Formation certifiante", "oui" if path.certification_code else DOTS),
    ]


def _level(told: str | None) -> str:
    """« Niveau 5 (Bac+2) »: a course holds the number of the national framework."""
    if not told:
        return DOTS
    number = f"Niveau {told}"
    known = code_list("education_level").find(number)
    return typographic(number if known is None else f"{number} ({known.label})")


def _during(paper: PersonPaper) -> Table:
    path = paper.path
    completed = None if path.exit_type is None else path.exit_type == "term"
    rows: list[list[Cell]] = [["Formation suivie jusqu’au terme", *_yes_no(completed), BLANK]]
    early = ["Sortie anticipée"] if completed is not False else [f"Sortie anticipée{NBSP}: {_reason(paper)}"]
    rows.append([*early, *_yes_no(None if completed is None else not completed), BLANK])
    rows.append(["Dernier jour de présence", BLANK, BLANK, _day(path.exit_on)])
    return Table(list(ANSWER), rows)


def _reason(paper: PersonPaper) -> str:
    code = paper.path.exit_reason
    return label("exit_reason", code) if code else "motif non renseigné"


def _after(paper: PersonPaper) -> Table:
    ending = paper.ending
    expected = ending.expected
    rows: list[list[Cell]] = [
        *_job("Emploi trouvé pendant la formation", ending.during),
        *_job("Emploi trouvé à l’issue de la formation", ending.after),
        [
            "Emploi prévu à une date à venir",
            *_yes_no(True if expected else None),
            _day(expected.starts_on) if expected else BLANK,
        ],
    ]
    return Table(list(ANSWER), rows)


def _job(question: str, job: ToldJob | None) -> list[list[Cell]]:
    """Whether there is one, whether it is durable in the words of the form, since when."""
    known = job is not None
    return [
        [question, *_yes_no(True if known else None), _day(job.starts_on) if job else BLANK],
        [
            f"    en contrat durable (CDD de plus de 6{NBSP}mois ou CDI)",
            *_yes_no(job.is_durable if job else None),
            BLANK,
        ],
    ]


def _yes_no(answer: bool | None) -> list[Cell]:
    return [TICK if answer is True else BLANK, TICK if answer is False else BLANK]


def _day(day: dt.date | None) -> str:
    return french.short_date(day) if day is not None else BLANK
