"""What the columns of each kind of list may be: for a match by hand, and for a blank workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from gen_desktop import french
from gen_desktop.importing.columns import TargetColumn
from gen_desktop.importing.plan import Kind

# Other ways to say what another column of the blank workbook says already.
_OTHER_WAYS = frozenset(
    {"full_name", "last_first", "first_last", "civility", "mobile", "birth", "whole_address", "postal_city"}
)
# An example that somebody in training cannot have yet, or that contradicts the others.
_NOT_YET = frozenset(
    {"is_no_show", "exit_on", "exit_type", "exit_reason", "is_presented", "outcome", "jury_on"}
)
_LONG_LIST = frozenset({"date", "half_day", "status", "reason", "missed", "present", "document_on"})
_HALF_DAYS = ("matin", "après-midi")
_SCHOOL_DAYS = 5


def list_columns(kind: Kind, today: dt.date) -> tuple[TargetColumn, ...]:
    """Every column that a list of that kind may have, in the order of the documentation."""
    if kind == "learners":
        from gen_desktop.importing.learner_columns import learner_columns

        return learner_columns(today)
    if kind == "attendance":
        from gen_desktop.importing.attendance_columns import attendance_columns

        return attendance_columns(today)
    if kind == "remote-logs":
        from gen_desktop.importing.remote_log_columns import remote_log_columns

        return remote_log_columns(today)
    from gen_desktop.importing.follow_up_columns import follow_up_columns

    return follow_up_columns(today)


def blank_columns(kind: Kind, today: dt.date) -> Iterator[tuple[str, str, str]]:
    """Title, example and help of each column of a blank list; an attendance list is of the week of today."""
    for column in list_columns(kind, today):
        if column.field in _OTHER_WAYS or not (column.example or column.required):
            continue
        if kind == "attendance" and column.field in _LONG_LIST:
            continue
        example = "" if kind == "learners" and column.field in _NOT_YET else column.example
        yield column.title, example, column.help
    if kind == "attendance":
        yield from _half_days(today)


def _half_days(today: dt.date) -> Iterator[tuple[str, str, str]]:
    from gen_desktop.importing.attendance_columns import HALF_DAY_HELP

    monday = today - dt.timedelta(days=today.weekday())
    for number in range(_SCHOOL_DAYS):
        day = french.short_date(monday + dt.timedelta(days=number))
        for half_day in _HALF_DAYS:
            yield f"{day} {half_day}", "P", HALF_DAY_HELP
