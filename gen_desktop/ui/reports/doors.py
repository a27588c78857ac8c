"""From a point to what it is about: a person, a cohort, the organisation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from gen_desktop import french
from gen_desktop.jobs import Job
from gen_desktop.queries import cohorts as cohort_queries
from gen_desktop.queries.named_enrollments import Named, named
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.pages import Page

MOST_NAMED = 12
"""So many people are named in a menu; more are shown in the list of learners."""
TABS = {"follow_up": "placement"}
"""The kind of a point → the tab of the person on which it is put right; else the record as it opens."""


class Doors:
    """Opens what a point is about, where it lives, for a page of reports."""

    def __init__(self, ctx: AppContext, page: Page) -> None:
        self._ctx = ctx
        self._page = page

    def open_under(self, kind: str, ids: Sequence[int], row: QWidget) -> None:
        """As ``open``, under the row of a point."""
        self.open(kind, ids, row.mapToGlobal(QPoint(0, row.height())))

    def open(self, kind: str, ids: Sequence[int], at: QPoint) -> None:
        """One record opens at once; the names of some are offered in a menu at that place of the screen.

        ``kind``: as that of a Check, whose ``ids`` they are.
        """
        if kind == "organization":
            self._page.go_requested.emit(kind, None)
        elif kind == "cohort":
            self._read(partial(self._cohorts, ids), partial(self._offer_cohorts, at))
        else:
            self._read(partial(self._people, ids), partial(self._offer_people, kind, at))

    def _read(self, load: Callable[[Job], object], done: Callable[..., None]) -> None:
        self._ctx.jobs.read_latest("reports.door", load, done)

    def _cohorts(self, ids: Sequence[int], _job: Job) -> list[tuple[str, int]]:
        with self._ctx.db.read() as session:
            codes = {cohort.id: cohort.code for cohort in cohort_queries.summaries(session)}
        return [(codes[one], one) for one in ids if one in codes]

    def _people(self, ids: Sequence[int], _job: Job) -> tuple[Named, ...]:
        with self._ctx.db.read() as session:
            return named(session, ids)

    def _offer_cohorts(self, at: QPoint, cohorts: list[tuple[str, int]]) -> None:
        offers = [
            (code, partial(self._page.open_requested.emit, "cohort", cohort_id))
            for code, cohort_id in cohorts
        ]
        self._offer(at, offers)

    def _offer_people(self, kind: str, at: QPoint, people: tuple[Named, ...]) -> None:
        ids = tuple(dict.fromkeys(one.learner_id for one in people))
        everybody = partial(self._page.go_requested.emit, "learners", ids)
        if len(people) > MOST_NAMED:
            everybody()
            return
        offers = [(f"{one.name}, {one.cohort_code}", partial(self._show_person, kind, one)) for one in people]
        last = (f"Voir les {french.number(len(ids))} personnes dans la liste", everybody)
        self._offer(at, offers, last)

    def _show_person(self, kind: str, person: Named) -> None:
        if kind == "attendance":
            self._page.go_requested.emit("attendance", ("learner", person.enrollment_id))
        elif kind in TABS:
            self._page.go_requested.emit("learners", (TABS[kind], person.learner_id))
        else:
            self._page.open_requested.emit("enrollment", person.enrollment_id)

    def _offer(
        self,
        at: QPoint,
        offers: Sequence[tuple[str, Callable[[], None]]],
        last: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        if len(offers) == 1:
            offers[0][1]()
            return
        menu = QMenu(self._page)
        for text, run in offers:
            menu.addAction(text.replace("&", "&&")).triggered.connect(lambda _checked=False, run=run: run())
        if last is not None and offers:
            menu.addSeparator()
            menu.addAction(last[0]).triggered.connect(lambda _checked=False: last[1]())
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
