from __future__ import annotations

from pathlib import Path

import pytest

from gen_desktop.changes import COMMAND_LINE
from gen_desktop.models.satisfaction import Answers
from gen_desktop.services.satisfaction import Questionnaire, record_answer
from gen_desktop.store import create_store
from tests.classroom import FRIDAY, MONDAY, NAMES, make_classroom
from tests.commands import Center

CODE = "DWWM 2026-2"
AS_OF = ("--as-of", "2026-11-30")


@pytest.fixture
def center(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Center:
    """Four people left; two answered, one with a comment."""
    found = Center(tmp_path, capsys)
    db = create_store(found.file, COMMAND_LINE)
    left = {"entered_on": MONDAY, "exit_on": FRIDAY, "exit_type": "term"}
    room = make_classroom(db, code=CODE, people=NAMES[:4], **left)
    make_classroom(db, code="AUTRE", people=NAMES[4:6], **left)
    for place, mark in ((0, 5), (1, 2)):
        which = Questionnaire(room.cohort_id, 0, room.enrollments[place])
        record_answer(db, which, Answers(FRIDAY, {"welcome": mark}, "Secret"), FRIDAY)
    db.close()
    return found


def test_the_rate_and_the_means_of_a_cohort(center: Center) -> None:
    (hot,) = center.ask("satisfaction", "--cohort", CODE, "--horizon", "0", *AS_OF)
    assert (hot["answered"], hot["expected"], hot["response_rate"]) == (2, 4, 0.5)
    assert hot["items"]["welcome"] == {
        "mean": 3.5,
        "n": 2,
        "counts": {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1},
    }
    printed = center.run("satisfaction", "--cohort", CODE, *AS_OF)
    assert "2 réponses sur 4 (50,0\u202f%), moyenne 3,5 sur 2 notes" in printed
    assert "Aubert" not in printed
    assert "Secret" not in printed


def test_every_cohort_at_every_horizon(center: Center) -> None:
    told = center.ask("satisfaction", *AS_OF)
    assert [one["horizon"] for one in told] == [0, 3, 6]
    assert [(one["answered"], one["expected"]) for one in told] == [(2, 6), (0, 0), (0, 0)]
    assert told[1]["response_rate"] is None
