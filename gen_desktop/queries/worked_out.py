"""Facts worked out once per leaver, in tables of their own that a query joins when it speaks about them.

A figure asks about the same fact dozens of times, and SQLite works out every mention again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, select

from gen_desktop.models.enrollment import Enrollment


class WorkedOut:
    """Tables of a scope, each with a column ``enrollment_id`` and one row for some enrollments."""

    def __init__(self) -> None:
        self._tables: dict[Hashable, CTE] = {}

    def table(self, key: Hashable, statement: Callable[[], Select[Any]]) -> CTE:
        """The table of that key; put together when it is first asked for."""
        if key not in self._tables:
            self._tables[key] = statement().cte().prefix_with("MATERIALIZED")
        return self._tables[key]

    def join(self, statement: Select[Any], *asked: ColumnElement[Any]) -> Select[Any]:
        """The same rows of enrollments, with the tables that what is asked speaks about."""
        mentioned = set(select(*asked).columns_clause_froms)
        for table in self._tables.values():
            if table in mentioned:
                statement = statement.outerjoin(table, table.c.enrollment_id == Enrollment.id)
        return statement
