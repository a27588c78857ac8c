"""What had to be collected in time: the questionnaires of the ESF+ at the entry and at the exit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.queries.populations import Populations
from gen_desktop.reference.horizons import AT_EXIT


@dataclass(frozen=True, slots=True)
class EsfCollection:
    """Participants of the cohorts that the European Union pays for, and what was collected of them.

    ``left``: those whose exit is known and whose delay after it is over, or whose exit was collected.
    """

    entered: int = 0
    entry_in_time: int = 0
    entry_late: int = 0
    left: int = 0
    exit_in_time: int = 0
    exit_late: int = 0

    @property
    def entry_missing(self) -> int:
        """Participants without an answer at the entry."""
        return self.entered - self.entry_in_time - self.entry_late

    @property
    def exit_missing(self) -> int:
        """Leavers of whom the exit is not documented though its delay is over."""
        return self.left - self.exit_in_time - self.exit_late


def esf_collection(session: Session, populations: Populations) -> EsfCollection | None:
    """The delays kept and not kept; None when nothing of the scope is co-financed.

    In time: at the entry, that day at the latest; at the exit, within the days that the parameter gives. The
    situation told at the exit documents it as well as the questionnaire does.
    """
    p, as_of = populations, populations.scope.as_of
    told = (
        select(func.min(FollowUp.recorded_on))
        .where(FollowUp.enrollment_id == Enrollment.id, FollowUp.horizon == AT_EXIT)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    exit_collected = func.coalesce(SensitiveFacts.esf_exit_collected_on, told)
    entry_collected = SensitiveFacts.esf_collected_on
    rows = session.execute(
        p.select_from(Enrollment.entered_on, Enrollment.exit_on, entry_collected, exit_collected, p.left())
        .join(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(p.entered(), FundingProgram.is_eu_cofunded.is_(True))
    ).all()
    if not rows:
        return None
    days = p.parameters.esf_exit_days
    counts = [0] * 6
    for entered_on, exit_on, at_entry, at_exit, has_left in rows:
        counts[0] += 1
        if at_entry is not None and at_entry <= as_of:
            counts[1 if at_entry <= entered_on else 2] += 1
        if not has_left:
            continue
        limit = exit_on + dt.timedelta(days=days)
        is_collected = at_exit is not None and at_exit <= as_of
        counts[3] += is_collected or limit < as_of
        if is_collected:
            counts[4 if at_exit <= limit else 5] += 1
    return EsfCollection(*counts)
