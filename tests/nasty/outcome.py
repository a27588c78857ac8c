"""What the reader made of a file, and how that differs from what is right."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.choices import Choices
from gen_desktop.importing.learner_columns import learner_columns
from gen_desktop.importing.sheets import list_sheets
from gen_desktop.importing.typed_table import read_typed
from gen_desktop.jobs import Job
from tests.nasty.cases import TODAY, Case, Person


@dataclass(slots=True)
class Outcome:
    """``said``: the refusal, without the name of the file; '' for a file that was read."""

    said: str = ""
    people: list[Person] = field(default_factory=list)
    repairs: frozenset[tuple[str, str]] = frozenset()
    remarks: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def read_case(path: Path) -> Outcome:
    """Read a list of learners as the import does, before anything is compared with what is known."""
    columns = learner_columns(TODAY)
    try:
        table = read_typed(path, columns, Choices(), TODAY)
    except InvalidInput as refusal:
        list_sheets(path)  # the window offers another sheet of what it could not read
        return Outcome(said=plain(str(refusal)).removeprefix(f"« {path.name} » "))
    rows = list(table.rows(Job()))
    return Outcome(
        people=[row.values for row in rows],
        repairs=frozenset((one.field, one.kind) for one in table.how_read().repairs),
        remarks=[plain(note.text) for note in (*table.remarks, *table.problems())],
        wrong=[plain(note.text) for row in rows for note in row.notes],
    )


def differences(case: Case, found: Outcome) -> list[str]:
    """What is not right, in words; nothing when all is."""
    if case.says or found.said:
        return [] if case.says and found.said.startswith(case.says) else [f"said {found.said!r}"]
    wrong = [f"{found.people!r} for {list(case.people)!r}"] if found.people != list(case.people) else []
    if found.repairs != case.repairs:
        wrong.append(f"repairs {sorted(found.repairs)} for {sorted(case.repairs)}")
    return wrong + _unlike("remarks", case.remarks, found.remarks) + _unlike("cells", case.wrong, found.wrong)


def plain(text: str) -> str:
    """A sentence with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _unlike(what: str, expected: tuple[str, ...], found: list[str]) -> list[str]:
    is_like = len(expected) == len(found) and all(
        part in text for part, text in zip(expected, found, strict=True)
    )
    return [] if is_like else [f"{what} {found!r} for {expected!r}"]
