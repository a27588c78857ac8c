"""Where an application stands, as SQL: models/application.stage_of said over the rows of enrollment."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, case, func, or_

from gen_desktop.models.enrollment import Enrollment


def stage_sql(as_of: dt.date) -> ColumnElement[str]:
    """The stage of an application at a date, as a code of application_stage. Needs no join."""
    decided = and_(
        Enrollment.decision != "pending",
        or_(Enrollment.decided_on.is_(None), Enrollment.decided_on <= as_of),
    )
    return case(
        (Enrollment.entered_on <= as_of, "entered"),
        (Enrollment.is_no_show.is_(True), "no_show"),
        (decided, Enrollment.decision),
        (Enrollment.interviewed_on <= as_of, "interviewed"),
        (Enrollment.positioned_on <= as_of, "positioned"),
        else_="received",
    )


def takes_place(as_of: dt.date) -> ColumnElement[bool]:
    """Whether somebody takes one of the places that day: admitted or entered, and not gone early."""
    early = and_(Enrollment.exit_type.in_(("abandonment", "neutral")), Enrollment.exit_on <= as_of)
    return and_(stage_sql(as_of).in_(("admitted", "entered")), func.coalesce(early, False).is_(False))
