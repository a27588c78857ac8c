from __future__ import annotations

import pytest

from gen_desktop.jobs import Cancelled, Job
from gen_desktop.reports.registry import build_follow_up
from tests.reports.center import AS_OF
from tests.reports.conftest import FIRST, LAST


def test_the_scope_names_the_cohorts_unless_all_are_in(center):
    some = build_follow_up(center.db, FIRST, LAST, center.cohort_ids[2:], AS_OF)
    assert center.follow_up.scope_text == "3e trimestre 2026"
    assert some.scope_text == "3e trimestre 2026, DWWM 2026-1, DWWM 2026-2"


def test_the_mention_is_the_one_printed(center, db):
    blocking = any(check.level == "blocking" for check in center.follow_up.checks)
    assert center.follow_up.mention == ("Provisoire" if blocking else "")
    assert build_follow_up(db, FIRST, LAST, None, AS_OF).mention == "Provisoire"


def test_a_report_is_given_up_while_it_is_read(center):
    steps: list[str] = []

    def cancelled() -> bool:
        return len(steps) >= 5

    job = Job(lambda _done, _total, text: steps.append(text), cancelled)
    with pytest.raises(Cancelled):
        build_follow_up(center.db, FIRST, LAST, None, AS_OF, job)
    assert set(steps) == {"Lecture des données"}
