"""C1 to C4 come from what the page of assessments writes."""

from __future__ import annotations

import datetime as dt

from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope
from gen_desktop.services.block_results import set_block_results
from gen_desktop.services.enrollments import ExitInput, record_exit
from gen_desktop.services.jury_facts import set_jury_day, set_presented
from tests.assessed import JURY, make_assessed
from tests.classroom import FRIDAY, NAMES


def rates(db, as_of):
    with db.read() as session:
        found = figures(session, Scope(as_of=as_of), ["C1", "C2", "C3", "C4"])
    return {one.id: (one.n, one.N, one.unknown) for one in found}


def test_certification_rates_of_a_cohort_typed_by_hand(db):
    """Six entered, one left for a job, five reached the end.

    Full, partial, failed, absent, and one of whom nobody said anything: three presented of the four known of
    five who finished (C1 = 3/5, one unknown), one full of three (C2), one partial of three (C3), one full of
    six who entered (C4).
    """
    room = make_assessed(db, NAMES[:6])
    full, partial, failed, absent, silent, gone = room.people
    record_exit(db, gone, ExitInput("abandonment", FRIDAY - dt.timedelta(days=2), "AB_EMPL"))
    for one in (full, partial, failed, absent, silent):
        record_exit(db, one, ExitInput("term", FRIDAY))
    first, second = room.blocks
    set_jury_day(db, [full, partial, failed, absent], JURY)
    typed = {
        **{(full, first): "acquired", (full, second): "exempt"},
        **{(partial, first): "acquired", (partial, second): "not_acquired"},
        **{(failed, first): "not_acquired", (failed, second): "not_acquired"},
    }
    set_block_results(db, typed)
    set_presented(db, [absent], False)
    after = JURY + dt.timedelta(days=1)
    told = rates(db, after)
    assert told["C1"] == (3, 5, 1)
    assert told["C2"][:2] == (1, 3)
    assert told["C3"][:2] == (1, 3)
    assert told["C4"][:2] == (1, 6)
    before = rates(db, JURY - dt.timedelta(days=1))
    assert (before["C1"][0], before["C2"][:2]) == (0, (0, 0))
