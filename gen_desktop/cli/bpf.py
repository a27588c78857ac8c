"""The learner frames of the yearly activity report: figures --bpf YEAR."""

from __future__ import annotations

import argparse
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.french import NBSP
from gen_desktop.models.bpf import OTHER_SPECIALITIES, UNKNOWN, Count, Frames
from gen_desktop.queries.bpf import bpf_frames
from gen_desktop.reference.lists import code_list

_OBJECTIVES = {
    "a": "Certification au RNCP",
    "b": "Certification au répertoire spécifique",
    "c": "CQP hors répertoires",
    "d": "Autres formations professionnelles",
    "e": "Bilans de compétences",
    "f": "Actions de VAE",
}


def bpf(arguments: argparse.Namespace) -> None:
    """The frames F-1 to F-4 and G of a year, to be keyed in: no official form."""
    with opened(arguments) as db, db.read() as session:
        found = bpf_frames(session, arguments.bpf)
    if arguments.json:
        print_json(_json(arguments.bpf, found))
        return
    print(f"Bilan pédagogique et financier {arguments.bpf}, état préparatoire (Cerfa 10443)")
    print_table(
        ("Cadre", "Ligne", "Stagiaires", "Heures", "Personnes"),
        [
            *_rows("F-1", found.status, _status_labels()),
            _row("F-1", "Total (1)", found.total),
            _row("F-2", "Actions confiées à un autre organisme (2)", found.entrusted),
            *_rows("F-3", found.objective, _OBJECTIVES),
            *_rows("F-3", found.levels, {line: f"dont a, niveau {line}" for line in found.levels}),
            _row("F-3", "Total (3)", found.total),
            *_rows("F-4", found.specialities, _specialities(found)),
            _row("F-4", "Total (4)", found.total),
            _row("G", "Confiés par un autre organisme (5)", found.received),
        ],
    )
    print(f"Heures suivies avant arrondi{NBSP}: {french.duration(found.minutes)}")


def _json(year: int, found: Frames) -> dict[str, Any]:
    return {
        "year": year,
        "F-1": {**_lines_json(found.status), "total": _count_json(found.total)},
        "F-2": _count_json(found.entrusted),
        "F-3": {
            **_lines_json(found.objective),
            "levels": _lines_json(found.levels),
            "total": _count_json(found.total),
        },
        "F-4": {**_lines_json(found.specialities), "total": _count_json(found.total)},
        "G": _count_json(found.received),
        "raw_minutes": found.minutes,
    }


def _lines_json(lines: Any) -> dict[str, Any]:
    return {line or "unknown": _count_json(count) for line, count in lines.items()}


def _count_json(count: Count) -> dict[str, int]:
    return {"participations": count.participations, "hours": count.hours, "persons": count.persons}


def _status_labels() -> dict[str, str]:
    return {code["cerfa_line"]: code.label for code in code_list("bpf_status")}


def _specialities(found: Frames) -> dict[str, str]:
    labels = {code: f"Spécialité {code}" for code in found.specialities}
    return labels | {OTHER_SPECIALITIES: "Autres spécialités"}


def _rows(frame: str, lines: Any, labels: dict[str, str]) -> list[tuple[str, ...]]:
    return [
        _row(frame, "Non renseigné, à compléter" if line == UNKNOWN else labels[line], count)
        for line, count in lines.items()
    ]


def _row(frame: str, line: str, count: Count) -> tuple[str, ...]:
    return (frame, line, *map(french.number, (count.participations, count.hours, count.persons)))
