"""The learner frames of the yearly activity report: figures --bpf YEAR."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.french import NBSP
from gen_desktop.models.bpf import Count, Frames
from gen_desktop.queries.bpf import bpf_frames
from gen_desktop.reports.bpf_lines import frames_of_form


def bpf(arguments: argparse.Namespace) -> None:
    """The frames F-1 to F-4 and G of a year, to be keyed in: no official form."""
    first, last = year_of(arguments.bpf)
    with opened(arguments) as db, db.read() as session:
        found = bpf_frames(session, first, last)
    if arguments.json:
        print_json({"year": arguments.bpf, **frames_json(found)})
        return
    print(f"Bilan pédagogique et financier {arguments.bpf}, état préparatoire (Cerfa 10443)")
    print_table(
        ("Cadre", "Ligne", "Stagiaires", "Heures", "Personnes"),
        [
            (frame.code, line.label, *_numbers(line.count))
            for frame in frames_of_form(found)
            for line in frame.lines
        ],
    )
    print(f"Heures suivies avant arrondi{NBSP}: {french.duration(found.minutes)}")


def year_of(year: int) -> tuple[dt.date, dt.date]:
    """The first and the last day of a calendar year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def frames_json(found: Frames) -> dict[str, Any]:
    """The frames by their code and the letter of their lines."""
    return {
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


def _numbers(count: Count) -> tuple[str, ...]:
    return tuple(map(french.number, (count.participations, count.hours, count.persons)))
