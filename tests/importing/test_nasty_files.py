"""Files that nobody here has seen: each gives the right people, its repairs named, or its one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.position import log_position
from tests.nasty.cases import TODAY, Case
from tests.nasty.corpus import all_cases
from tests.nasty.outcome import differences, plain, read_case

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_nasty_file(case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    case.make(path)
    assert differences(case, read_case(path)) == []


@pytest.mark.parametrize("case", [case for case in CASES if case.says], ids=lambda case: case.name)
def test_nothing_is_written_of_what_is_refused(db, case: Case, tmp_path: Path) -> None:
    path = tmp_path / case.name
    case.make(path)
    with db.read() as session:
        before = log_position(session)
    with pytest.raises(InvalidInput) as refusal:
        plan_learners(db, path, today=TODAY)
    assert plain(str(refusal.value)).startswith(f"« {case.name} » {case.says}")
    assert len(refusal.value.problems) == 1
    with db.read() as session:
        assert log_position(session) == before


def test_every_file_has_its_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
