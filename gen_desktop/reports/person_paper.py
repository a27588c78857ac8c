"""The papers about people: what each is drawn from, loaded for many at once, and why one cannot be issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import typographic
from gen_desktop.models.document import PaperFacts
from gen_desktop.queries.certified_paths import (
    Assessed,
    CertifiedPath,
    Issuer,
    assessed,
    certified_paths,
    issuer,
)
from gen_desktop.queries.month_papers import MonthFacts, month_facts
from gen_desktop.queries.presence import HalfDay, Hours, half_days_of, hours_of
from gen_desktop.queries.remote_statements import RemoteWork, remote_work_of
from gen_desktop.reference.lists import label
from gen_desktop.reports.common import fingerprint

Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a paper cannot be issued, as a sentence; ``kind`` and ``record_id``: the record to open to mend it.

    Kinds: organization, cohort, course, learner, attendance (record_id: the cohort).
    """

    sentence: str
    kind: str
    record_id: int


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """The content of a paper about one person, from ``start`` to ``end``, both included."""

    kind: str
    issuer: Issuer | None
    path: CertifiedPath
    start: dt.date
    end: dt.date
    as_of: dt.date
    hours: Hours
    half_days: tuple[HalfDay, ...] = ()
    remote: RemoteWork = field(default_factory=RemoteWork)
    assessed: Assessed = field(default_factory=Assessed)
    month: MonthFacts | None = None

    @property
    def facts(self) -> PaperFacts:
        """What the register keeps of it."""
        return PaperFacts(
            kind=self.kind,
            title=label("document_kind", self.kind),
            scope=typographic(f"{self.path.cohort_code}, {self.period_words}"),
            as_of=self.as_of,
            fingerprint=fingerprint(self),
            cohort_id=self.path.cohort_id,
            cohort_code=self.path.cohort_code,
            enrollment_id=self.path.enrollment_id,
            period_start=self.start,
            period_end=self.end,
            course_title=self.path.course_title,
        )

    @property
    def period_words(self) -> str:
        """« octobre 2026 », « du 5 janvier au 12 mars 2026 »."""
        if self.month is not None:
            return french.month_name(self.start)
        return french.date_range(self.start, self.end)

    @property
    def place(self) -> str:
        """Where it is signed: the town of the organisation, else of the site; '' when neither is known."""
        return (self.issuer and self.issuer.city) or self.path.site_city or ""

    @property
    def is_over(self) -> bool:
        """Whether the person left, or the course ended."""
        return self.path.exit_on is not None or self.path.cohort_end < self.as_of


@dataclass(frozen=True, slots=True)
class Needs:
    """What a kind of paper is drawn from, beside the path and the hours."""

    half_days: bool = False
    remote: bool = False
    assessed: bool = False
    month: bool = False


Loader = Callable[[Session, str, Sequence[int], Period | None, dt.date], tuple[PersonPaper, ...]]


def load_person_papers(
    session: Session,
    kind: str,
    needs: Needs,
    enrollment_ids: Sequence[int],
    period: Period | None,
    as_of: dt.date,
) -> tuple[PersonPaper, ...]:
    """The papers of that kind about these people, by name.

    ``period`` None: each person's whole path until ``as_of``. People with other dates are read apart, so that
    a whole cohort costs a handful of reads.
    """
    who = issuer(session)
    papers: dict[int, PersonPaper] = {}
    paths = certified_paths(session, enrollment_ids)
    for (start, end), group in _by_period(paths, period, as_of).items():
        ids = tuple(path.enrollment_id for path in group)
        hours = hours_of(session, ids, start, end)
        half_days = half_days_of(session, ids, start, end) if needs.half_days else {}
        remote = remote_work_of(session, ids, start, end) if needs.remote else {}
        results = assessed(session, ids) if needs.assessed else {}
        months = month_facts(session, {path.cohort_id for path in group}, start) if needs.month else {}
        for path in group:
            key = path.enrollment_id
            papers[key] = PersonPaper(
                kind=kind,
                issuer=who,
                path=path,
                start=start,
                end=end,
                as_of=as_of,
                hours=hours[key],
                half_days=half_days.get(key, ()),
                remote=remote.get(key, RemoteWork()),
                assessed=results.get(key, Assessed()),
                month=months.get(path.cohort_id, MonthFacts()) if needs.month else None,
            )
    return tuple(papers[path.enrollment_id] for path in paths)


def _by_period(
    paths: Sequence[CertifiedPath], period: Period | None, as_of: dt.date
) -> dict[Period, list[CertifiedPath]]:
    groups: dict[Period, list[CertifiedPath]] = {}
    for path in paths:
        groups.setdefault(period or whole_path(path, as_of), []).append(path)
    return groups


def whole_path(path: CertifiedPath, as_of: dt.date) -> Period:
    """From the entry (the one planned, else the first day of the cohort) to the exit.

    Of somebody still in training, to the eve of ``as_of``: that day may not be recorded yet.
    """
    start = path.entered_on or path.planned_entry_on or path.cohort_start
    if path.exit_on is not None:
        return start, path.exit_on
    return start, max(start, min(path.cohort_end, as_of - dt.timedelta(days=1)))


def issuer_obstacles(who: Issuer | None) -> Iterator[Obstacle]:
    """What is missing of the organisation: no paper can do without."""
    if who is None:
        yield Obstacle("L’organisme n’est pas renseigné.", "organization", 0)
        return
    missing = [
        words
        for words, value in (
            ("son SIRET", who.siret),
            ("son numéro de déclaration d’activité", who.nda),
            ("son représentant", who.representative),
            ("la qualité de son représentant", who.representative_quality),
        )
        if not value
    ]
    if missing:
        sentence = f"De l’organisme, il manque {french.join_names(missing)}."
        yield Obstacle(sentence, "organization", 0)


def signing_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """What keeps any paper about a person from being signed."""
    yield from issuer_obstacles(paper.issuer)
    if paper.issuer is not None and not paper.place:
        yield Obstacle("La ville de l’organisme n’est pas renseignée.", "organization", 0)


def entry_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """Nothing can be certified of somebody who did not enter."""
    if paper.path.entered_on is None:
        yield Obstacle("L’entrée en formation n’est pas enregistrée.", "learner", paper.path.learner_id)


def recording_obstacles(paper: PersonPaper) -> Iterator[Obstacle]:
    """Half-days that nobody recorded and sheets of companies that did not come back: hours are not known."""
    count = paper.hours.unknown_half_days
    if count:
        verb = french.form(count, "n’est pas enregistrée", "ne sont pas enregistrées")
        sentence = f"{french.plural(count, 'demi-journée')} de la période {verb}."
        yield Obstacle(sentence, "attendance", paper.path.cohort_id)
    for period in paper.hours.company:
        if period.done is None:
            dates = french.date_range(period.starts_on, period.ends_on)
            sentence = f"La fiche de présence de l’entreprise {period.host} ({dates}) n’est pas revenue."
            yield Obstacle(sentence, "learner", paper.path.learner_id)
