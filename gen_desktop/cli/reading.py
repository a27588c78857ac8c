"""Commands that only read: cohorts, figures, people, export, check."""

from __future__ import annotations

import argparse
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import data_file, opened, print_json, print_table, scope_of
from gen_desktop.cli.passwords import key_of
from gen_desktop.errors import FileDamaged, StorageProblem
from gen_desktop.queries import indicators
from gen_desktop.queries.indicators import Figure, Part, Person, Unit
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export


def cohorts(arguments: argparse.Namespace) -> None:
    """The cohorts with their dates, places and number of people."""
    from gen_desktop.queries.cohorts import summaries

    with opened(arguments) as db, db.read() as session:
        rows = summaries(session)
    if arguments.json:
        print_json(
            [
                {
                    "code": row.code,
                    "course": row.course_title,
                    "start": row.start,
                    "end": row.end,
                    "seats": row.seats,
                    "enrollments": row.enrollments,
                    "entered": row.entered,
                }
                for row in rows
            ]
        )
        return
    print_table(
        ("Code", "Formation", "Début", "Fin", "Places", "Inscrits", "Entrés"),
        [
            (
                row.code,
                row.course_title,
                french.short_date(row.start),
                french.short_date(row.end),
                french.number(row.seats),
                str(row.enrollments),
                str(row.entered),
            )
            for row in rows
        ],
    )


def figures(arguments: argparse.Namespace) -> None:
    """Every indicator over the scope; with --bpf or --report, the numbers of that document instead."""
    if arguments.bpf is not None:
        from gen_desktop.cli.bpf import bpf

        bpf(arguments)
        return
    if arguments.report is not None:
        from gen_desktop.cli.report_numbers import report_figures

        report_figures(arguments)
        return
    with opened(arguments) as db:
        scope = scope_of(db, arguments)
        with db.read() as session:
            found = indicators.figures(session, scope)
    if arguments.json:
        print_json([_figure_json(figure) for figure in found])
        return
    print_table(
        ("Id", "Indicateur", "n", "N", "Inconnu", "Valeur"),
        [
            (
                figure.id,
                figure.label,
                _count(figure, figure.n),
                _count(figure, figure.N),
                _count(figure, figure.unknown),
                _value(figure),
            )
            for figure in found
        ],
    )


def people(arguments: argparse.Namespace) -> None:
    """The persons behind a part of an indicator, once the list is entered in the register of exports."""
    with opened(arguments, writes=True) as db:
        scope = scope_of(db, arguments)
        with db.read() as session:
            found = indicators.people(session, arguments.indicator, Part(arguments.part), scope)
        if found:
            cohorts = french.join_names(arguments.cohort) or "toutes les cohortes"
            people = len({person.learner_id for person in found})
            record_export(db, "figure_people", f"{arguments.indicator}, {cohorts}", people)
    if arguments.json:
        print_json([_person_json(person) for person in found])
        return
    print_table(
        ("Nom", "Prénom", "Naissance", "Cohorte", "État", "Entrée", "Sortie"),
        [
            (
                person.last_name,
                person.first_name,
                french.short_date(person.birth_date),
                person.cohort_code,
                label("enrollment_state", person.state),
                french.short_date(person.entered_on),
                french.short_date(person.exit_on),
            )
            for person in found
        ],
    )
    print(french.plural(len(found), "personne"))


def export(arguments: argparse.Namespace) -> None:
    """Everything, in an open format."""
    from gen_desktop.exporting.everything import export_everything

    with opened(arguments, writes=True) as db:
        files = export_everything(db, arguments.folder, arguments.format)
    for file in files:
        print(file)


def check(arguments: argparse.Namespace) -> None:
    """The file's integrity, its links and the chain of seals; with --seal, whether a printed one is in it.

    Raises StorageProblem at the first fault.
    """
    from gen_desktop.db.integrity import check_file
    from gen_desktop.queries.seals import find_seal, verify_chain

    path = data_file(arguments)
    faults = check_file(path, key_of(arguments, path))
    if faults:
        raise FileDamaged("\n".join(faults))
    with opened(arguments) as db, db.read() as session:
        verdict = verify_chain(session)
        if verdict.broken is not None:
            raise StorageProblem(verdict.broken)
        printed = find_seal(session, arguments.seal) if arguments.seal else ""
    gestures = french.plural(verdict.length, "geste")
    print(f"Fichier sain. {gestures} dans le journal, chaîne des sceaux intacte.")
    if verdict.seal:
        print(f"Sceau\u00a0: {verdict.seal}")
    if printed:
        print(printed)


def _figure_json(figure: Figure) -> dict[str, Any]:
    in_hours = figure.unit is Unit.MINUTES
    counts = {"n": figure.n, "N": figure.N, "unknown": figure.unknown}
    return {
        "id": figure.id,
        "label": figure.label,
        **{name: round(value / 60, 2) if in_hours else value for name, value in counts.items()},
        "value": figure.value,
        "unit": "hours" if in_hours else str(figure.unit),
        "people": {str(part): count for part, count in figure.people.items()},
        **({"horizon": figure.horizon} if figure.horizon else {}),
        **({"target": figure.target} if figure.unit is Unit.POINTS else {}),
    }


def _person_json(person: Person) -> dict[str, Any]:
    answer = {name: getattr(person, name) for name in Person.__dataclass_fields__}
    minutes = answer.pop("minutes")
    return answer if minutes is None else {**answer, "hours": round(minutes / 60, 2)}


def _count(figure: Figure, value: int) -> str:
    return french.hours(value) if figure.unit is Unit.MINUTES else french.number(value)


def _value(figure: Figure) -> str:
    if figure.unit is Unit.POINTS:
        if figure.target is None or figure.value is None:
            return "objectif non paramétré" if figure.target is None else french.UNKNOWN
        points = french.form(float(figure.value), "point")
        return f"{french.number(figure.value, 1, signed=True)} {points}"
    return french.percent(figure.value)


COMMANDS = {"cohorts": cohorts, "figures": figures, "people": people, "export": export, "check": check}
