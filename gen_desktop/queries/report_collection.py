"""What had to be collected in time: the questionnaires of the ESF+ at the entry and at the exit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop.models.cohort import Cohort
from gen_desktop.models.enrollment import Enrollment, SensitiveFacts
from gen_desktop.models.follow_up import FollowUp
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.rights import refuse_to_name
from gen_desktop.reference.horizons import AT_EXIT


@dataclass(frozen=True, slots=True)
class EsfCollection:
    """Participants of the cohorts that the European Union pays for, and what was collected of them.

    ``left``: those whose exit is known and whose delay after it is over, or whose exit was collected.
    """

    entered: int = 0
    entry_in_time: int = 0
    entry_late: int = 0
    entry_missing: int = 0
    left: int = 0
    exit_in_time: int = 0
    exit_late: int = 0
    exit_missing: int = 0


def esf_collection(session: Session, populations: Populations) -> EsfCollection | None:
    """The delays kept and not kept; None when nothing of the scope is co-financed.

    In time: at the entry, that day at the latest; at the exit, within the days that the parameter gives. The
    situation told at the exit documents it as well as the questionnaire does.
    """
    counted = [name for _, names in _collected(session, populations) for name in names]
    return EsfCollection(**Counter(counted)) if counted else None


def collected_as(session: Session, populations: Populations, name: str) -> Iterator[int]:
    """The enrollments that a count of the collection is about, by its name.

    Raises Forbidden for whoever is not shown what was asked for the ESF+.
    """
    refuse_to_name(session, SensitiveFacts.esf_collected_on.is_not(None))
    return (one for one, names in _collected(session, populations) if name in names)


def _collected(session: Session, p: Populations) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Each participant with the counts that she is in."""
    told = (
        select(func.min(FollowUp.recorded_on))
        .where(FollowUp.enrollment_id == Enrollment.id, FollowUp.horizon == AT_EXIT)
        .correlate(Enrollment)
        .scalar_subquery()
    )
    exit_collected = func.coalesce(SensitiveFacts.esf_exit_collected_on, told)
    entry_collected = SensitiveFacts.esf_collected_on
    columns = (Enrollment.id, Enrollment.entered_on, Enrollment.exit_on, entry_collected, exit_collected)
    rows = session.execute(
        p.select_from(*columns, p.left())
        .join(FundingProgram, FundingProgram.id == Cohort.funding_program_id)
        .where(p.entered(), FundingProgram.is_eu_cofunded.is_(True))
    )
    as_of, days = p.scope.as_of, dt.timedelta(days=p.parameters.esf_exit_days)
    for enrollment_id, entered_on, exit_on, at_entry, at_exit, has_left in rows:
        names = ["entered", f"entry_{_in_time(at_entry, entered_on, as_of)}"]
        if has_left:
            state = _in_time(at_exit, exit_on + days, as_of)
            if state != "missing" or exit_on + days < as_of:
                names += ["left", f"exit_{state}"]
        yield enrollment_id, tuple(names)


def _in_time(collected_on: dt.date | None, limit: dt.date, as_of: dt.date) -> str:
    if collected_on is None or collected_on > as_of:
        return "missing"
    return "in_time" if collected_on <= limit else "late"
