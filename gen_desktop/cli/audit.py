"""What an auditor would reject: audit."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any

from gen_desktop import french
from gen_desktop.cli.common import opened, print_json, print_table
from gen_desktop.queries.audit import audit as found_on
from gen_desktop.queries.audit_rows import Finding
from gen_desktop.queries.scope import cohort_ids
from gen_desktop.services.exports import record_export


def audit(arguments: argparse.Namespace) -> None:
    """Every defect of the proofs of attendance, with what to do; names go through the register first."""
    as_of = arguments.as_of or dt.date.today()
    with opened(arguments, writes=True) as db:
        with db.read() as session:
            ids = cohort_ids(session, (arguments.cohort,)) if arguments.cohort is not None else None
            found = found_on(session, as_of, ids[0] if ids else None)
        people = len({finding.person.learner_id for finding in found if finding.person})
        if people:
            record_export(db, "audit", arguments.cohort or "Toutes les cohortes", people)
    if arguments.json:
        print_json([_json(finding) for finding in found])
        return
    print_table(
        ("Cohorte", "Défaut", "Constat", "Que faire"),
        [(finding.cohort.code, finding.defect, finding.sentence, finding.remedy) for finding in found],
    )
    print(french.plural(len(found), "défaut"))


def _json(finding: Finding) -> dict[str, Any]:
    slot, person = finding.slot, finding.person
    return {
        "rule": finding.rule,
        "defect": finding.defect,
        "cohort": finding.cohort.code,
        "day": slot.held_on if slot else None,
        "half_day": slot.half_day if slot else None,
        "person": person.name if person else None,
        "sentence": finding.sentence,
        "remedy": finding.remedy,
    }
