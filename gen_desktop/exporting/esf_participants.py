"""The state of the participants of the ESF+: one column per item, as a CSV file or as pages."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path

from gen_desktop import french
from gen_desktop.db.database import Database
from gen_desktop.errors import NotFound
from gen_desktop.exporting.everything import csv_text
from gen_desktop.files import write_atomically
from gen_desktop.queries.esf_participants import ENTRY_ITEMS, Participant, participants, result_items
from gen_desktop.queries.organization import OrganizationDetail, current_organization
from gen_desktop.queries.scope import Scope
from gen_desktop.reference.lists import label
from gen_desktop.services.exports import record_export

_FACTS = (
    *("Délai de la sortie à son relevé (jours)", "Sortie non documentée", "Nom", "Prénom"),
    *("Date de naissance", "Sexe", "Cohorte", "Questionnaire d’entrée du", "Entrée", "Sortie"),
    "Sortie relevée le",
)


Draw = Callable[[Sequence[Participant], OrganizationDetail | None, str, dt.date], bytes]
"""Makes the pages: people, organisation, of whom in words, the day from which one looks back."""


def write_esf_participants(db: Database, scope: Scope, words: str, path: Path, draw: Draw) -> int:
    """Write the participants as a CSV file (UTF-8, « ; »), or as pages if the name says PDF; how many.

    ``words``: of whom, without a name. Entered in the register first. Raises NotFound without anybody,
    Forbidden when the answers are not shown to whoever asks, StorageProblem.
    """
    with db.read() as session:
        people = participants(session, scope)
        organization = current_organization(session)
    if not people:
        raise NotFound(
            f"Aucun participant\u00a0: personne n’est entré en formation dans ce périmètre au "
            f"{french.short_date(scope.as_of)}. Rien n’a été écrit."
        )
    is_paper = path.suffix.lower() == ".pdf"
    data = draw(people, organization, words, scope.as_of) if is_paper else _csv(people)
    record_export(db, "esf_participants", words, len({one.learner_id for one in people}))
    write_atomically(path, data)
    return len(people)


def _csv(people: Sequence[Participant]) -> bytes:
    items = (*ENTRY_ITEMS, *result_items())
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*_FACTS, *(f"{code} {words}" for code, words in items)])
    for one in people:
        answers = (one.answers[code] for code, _ in items)
        writer.writerow(
            [*_facts(one), *(label("esf_answer", answer) if answer else "" for answer in answers)]
        )
    return stream.getvalue().encode("utf-8-sig")


def _facts(one: Participant) -> list[str]:
    """The cells under ``_FACTS``; what is not known is blank."""
    days = (one.collected_on, one.entered_on, one.exit_on, one.exit_collected_on)
    collected, entered, left, left_collected = (_day(day) for day in days)
    return [
        "" if one.exit_delay is None else str(one.exit_delay),
        "Oui" if one.is_exit_undocumented else "",
        *(csv_text(one.last_name), csv_text(one.first_name), _day(one.birth_date)),
        *(label("sex", one.sex) if one.sex else "", csv_text(one.cohort_code)),
        *(collected, entered, left, left_collected),
    ]


def _day(day: dt.date | None) -> str:
    return "" if day is None else french.short_date(day)
