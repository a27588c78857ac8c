"""The papers about people: what each is drawn from, loaded for many at once, and why one cannot be issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.models.assiduity import AT_DISTANCE, HalfDayLine, Hours
from gen_desktop.models.document import PaperFacts
from gen_desktop.models.path import IN_COMPANY
from gen_desktop.queries.booklets import Booklet, booklets
from gen_desktop.queries.certified_paths import (
    Assessed,
    CertifiedPath,
    assessed,
    certified_paths,
    weekly_minutes,
)
from gen_desktop.queries.end_of_course import EndOfCourse, end_of_course
from gen_desktop.queries.letterheads import Letterhead, letterheads
from gen_desktop.queries.month_papers import MonthFacts, month_facts
from gen_desktop.queries.presence_proofs import Unproved, unproved_half_days
from gen_desktop.queries.remote_statements import RemoteWork, remote_work_of
from gen_desktop.queries.statement import CompanySheet, EnrollmentStatement, Period, enrollment_statements
from gen_desktop.queries.welcomes import Welcome, welcomes
from gen_desktop.reference.lists import label
from gen_desktop.reports.common import fingerprint
from gen_desktop.reports.paper_obstacles import Obstacle

Days = tuple[dt.date, dt.date]
"""The first and the last day, both included."""


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """The content of a paper about one person, from ``start`` to ``end``, both included."""

    kind: str
    head: Letterhead
    path: CertifiedPath
    start: dt.date
    end: dt.date
    as_of: dt.date
    told: EnrollmentStatement
    """Without its half-days when the paper prints none."""
    once: bool = False
    """Of a path there is one such paper: another replaces it, whatever changed meanwhile."""
    unrecorded: int = 0
    """Half-days of which nobody recorded anything, until ``as_of``."""
    to_come: int = 0
    """Half-days after ``as_of``: nothing can be certified of them, whatever was noted already."""
    weekly_minutes: int | None = None
    remote: RemoteWork = field(default_factory=RemoteWork)
    assessed: Assessed = field(default_factory=Assessed)
    month: MonthFacts | None = None
    welcome: Welcome = field(default_factory=Welcome)
    booklet: Booklet = field(default_factory=Booklet)
    ending: EndOfCourse = field(default_factory=EndOfCourse)
    unproved: Unproved = field(default_factory=Unproved)
    """Told to whoever issues it, and not on the paper."""

    @property
    def facts(self) -> PaperFacts:
        """What the register keeps of it."""
        return PaperFacts(
            kind=self.kind,
            title=label("document_kind", self.kind),
            scope=self.path.cohort_code if self.once else f"{self.path.cohort_code}, {self.period_words}",
            as_of=self.as_of,
            fingerprint=self.fingerprint,
            cohort_id=self.path.cohort_id,
            cohort_code=self.path.cohort_code,
            enrollment_id=self.path.enrollment_id,
            period_start=None if self.once else self.start,
            period_end=None if self.once else self.end,
            course_title=self.path.course_title,
        )

    @property
    def fingerprint(self) -> str:
        """Of what is told; logos are pictures, they tell nothing."""
        head = replace(self.head, sender_logo=None, payer_logo=None)
        return fingerprint(replace(self, head=head, unproved=Unproved()))

    @property
    def period_words(self) -> str:
        """« octobre 2026 », « du 5 janvier au 12 mars 2026 »."""
        if self.month is not None:
            return french.month_name(self.start)
        return french.date_range(self.start, self.end)

    @property
    def place(self) -> str:
        """Where it is signed: the town of the organisation, else of the site; '' when neither is known."""
        sender = self.head.sender
        return (sender and sender.city) or self.path.site_city or ""

    @property
    def hours(self) -> Hours:
        """Of the half-days; distance work and periods in company are counted beside."""
        return self.told.hours

    @property
    def company(self) -> tuple[CompanySheet, ...]:
        """The periods in company that end in the period: their sheet says the whole of each."""
        return tuple(one for one in self.told.company if self.start <= one.ends_on <= self.end)

    @property
    def in_company(self) -> int:
        """Minutes in company, by the half-days held there and by the sheets of companies."""
        return self.hours.present_by_mode.get(IN_COMPANY, 0) + sum(one.done or 0 for one in self.company)

    @property
    def at_distance(self) -> int:
        """Minutes at distance or at home, by the half-days and by the work done and verified beside them."""
        by_mode = self.hours.present_by_mode
        return sum(by_mode.get(mode, 0) for mode in AT_DISTANCE) + self.told.remote.beside

    @property
    def in_center(self) -> int:
        return self.hours.present_by_mode.get("on_site", 0)

    @property
    def proved(self) -> int:
        """All the minutes followed, wherever: never the planned ones."""
        return self.in_center + self.at_distance + self.in_company

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to tell of the period."""
        return not (self.hours.planned or self.told.remote.planned or self.told.company)

    @property
    def is_over(self) -> bool:
        """Whether the person left, or the course ended."""
        return self.path.exit_on is not None or self.path.cohort_end < self.as_of


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind of paper is drawn from, beside the path and the hours. ``once``: see PersonPaper.

    ``proofs``: it attests hours, of which the signed sheets are looked at.
    """

    half_days: bool = False
    remote: bool = False
    assessed: bool = False
    month: bool = False
    once: bool = False
    welcome: bool = False
    proofs: bool = False
    booklet: bool = False
    ending: bool = False


def load_person_papers(
    session: Session,
    kind: str,
    needs: Needs,
    people: tuple[Sequence[int], Days | None],
    as_of: dt.date,
) -> tuple[PersonPaper, ...]:
    """The papers of that kind about these enrollments over these days, by name.

    Without days: each person's whole path until ``as_of``. People with other dates are read apart, so that a
    whole cohort costs a handful of reads.
    """
    enrollment_ids, days = people
    paths = certified_paths(session, enrollment_ids)
    heads = letterheads(session, {path.cohort_id for path in paths}, as_of)
    loaded: dict[int, PersonPaper] = {}
    for group in _by_days(paths, days, as_of).items():
        for paper in _load(session, (kind, needs), group, heads, as_of):
            loaded[paper.path.enrollment_id] = paper
    return tuple(loaded[path.enrollment_id] for path in paths)


def _load(
    session: Session,
    of_kind: tuple[str, Needs],
    group: tuple[Days, list[CertifiedPath]],
    heads: Mapping[int, Letterhead],
    as_of: dt.date,
) -> Iterator[PersonPaper]:
    (kind, needs), ((start, end), paths) = of_kind, group
    ids = tuple(path.enrollment_id for path in paths)
    cohort_ids = {path.cohort_id for path in paths}
    weekly = weekly_minutes(session, cohort_ids)
    told = {one.enrollment_id: one for one in enrollment_statements(session, ids, Period(start, end), as_of)}
    remote = remote_work_of(session, ids, start, end) if needs.remote else {}
    results = assessed(session, ids) if needs.assessed else {}
    months = month_facts(session, cohort_ids, start) if needs.month else {}
    told_in_booklet = booklets(session, ids) if needs.booklet else {}
    welcome = welcomes(session, cohort_ids, start) if needs.welcome else {}
    endings = end_of_course(session, ids, as_of) if needs.ending else {}
    unproved = unproved_half_days(session, ids, start, end) if needs.proofs else {}
    for path in paths:
        key = path.enrollment_id
        statement = without_doubles(told[key])
        if not needs.half_days:
            statement = replace(statement, half_days=(), weeks=())
        yield PersonPaper(
            kind=kind,
            once=needs.once or (not needs.month and path.exit_on == end),
            head=heads[path.cohort_id],
            path=path,
            start=start,
            end=end,
            as_of=as_of,
            told=statement,
            unrecorded=count_unrecorded(told[key].half_days, as_of),
            to_come=count_to_come(told[key].half_days, as_of),
            weekly_minutes=weekly.get(path.cohort_id),
            remote=remote.get(key, RemoteWork()),
            assessed=results.get(key, Assessed()),
            month=months.get(path.cohort_id, MonthFacts()) if needs.month else None,
            welcome=welcome.get(path.cohort_id, Welcome()),
            booklet=told_in_booklet.get(key, Booklet()),
            ending=endings.get(key, EndOfCourse()),
            unproved=unproved.get(key, Unproved()),
        )


def count_unrecorded(half_days: Iterable[HalfDayLine], as_of: dt.date) -> int:
    """How many of these nobody recorded, of those that were held."""
    return sum(line.status is None and line.held_on <= as_of for line in half_days)


def count_to_come(half_days: Iterable[HalfDayLine], as_of: dt.date) -> int:
    """How many of these are after that day."""
    return sum(line.held_on > as_of for line in half_days)


def without_doubles(told: EnrollmentStatement) -> EnrollmentStatement:
    """Without the periods in company whose hours are marked half-day by half-day: they count once."""
    marked = {one.held_on for one in told.half_days if one.mode == IN_COMPANY and one.status is not None}
    company = tuple(
        one for one in told.company if not any(one.starts_on <= day <= one.ends_on for day in marked)
    )
    return replace(told, company=company)


def _by_days(
    paths: Sequence[CertifiedPath], days: Days | None, as_of: dt.date
) -> dict[Days, list[CertifiedPath]]:
    groups: dict[Days, list[CertifiedPath]] = {}
    for path in paths:
        groups.setdefault(days or whole_path(path, as_of), []).append(path)
    return groups


def whole_path(path: CertifiedPath, as_of: dt.date) -> Days:
    """From the entry (the one planned, else the first day of the cohort) to the exit.

    Of somebody still in training, to the eve of ``as_of``: that day may not be recorded yet.
    """
    start = path.entered_on or path.planned_entry_on or path.cohort_start
    if path.exit_on is not None:
        return start, path.exit_on
    return start, max(start, min(path.cohort_end, as_of - dt.timedelta(days=1)))


def entry_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """Nothing can be certified of somebody who did not enter."""
    entered_on = paper.path.entered_on
    if entered_on is None:
        yield Obstacle("L’entrée en formation n’est pas enregistrée.", "learner", paper.path.learner_id)
    elif entered_on > paper.as_of:
        sentence = f"L’entrée en formation est à venir ({french.short_date(entered_on)})."
        yield Obstacle(sentence, "learner", paper.path.learner_id)


def end_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """What ends a path cannot be told of somebody whose exit nobody noted."""
    exit_on = paper.path.exit_on
    if paper.path.entered_on is not None and exit_on is None:
        yield Obstacle("La sortie de formation n’est pas enregistrée.", "learner", paper.path.learner_id)
    elif exit_on is not None and exit_on > paper.as_of:
        sentence = f"La sortie de formation est à venir ({french.short_date(exit_on)})."
        yield Obstacle(sentence, "learner", paper.path.learner_id)


def planned_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """A month in which nothing was planned for the person is not told to anybody."""
    if paper.path.entered_on is not None and paper.is_blank:
        sentence = f"Rien n’est prévu pour cette personne en {french.month_name(paper.start)}."
        yield Obstacle(sentence, "learner", paper.path.learner_id)


def to_come_words(count: int) -> str:
    """« Il reste 3 demi-journées à venir »."""
    return f"Il reste {french.plural(count, 'demi-journée')} à venir"


def recording_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """Half-days that nobody recorded and sheets of companies that did not come back: hours are not known."""
    count = paper.unrecorded
    if count:
        verb = french.form(count, "n’est pas enregistrée", "ne sont pas enregistrées")
        sentence = f"{french.plural(count, 'demi-journée')} de la période {verb}."
        yield Obstacle(sentence, "attendance", paper.path.cohort_id)
    if paper.to_come:
        sentence = f"{to_come_words(paper.to_come)} dans la période."
        yield Obstacle(sentence, "attendance", paper.path.cohort_id)
    for period in paper.company:
        if period.done is None:
            dates = french.date_range(period.starts_on, period.ends_on)
            is_back = period.sheet_received_on is not None
            what = "est revenue, et ses heures ne sont pas notées" if is_back else "n’est pas revenue"
            sentence = f"La fiche de présence de l’entreprise {period.host} ({dates}) {what}."
            yield Obstacle(sentence, "learner", paper.path.learner_id)
