"""The cohorts that a list of learners is about: those of the file, and those that will be made with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gen_desktop import french
from gen_desktop.french import NBSP
from gen_desktop.importing.cohort_sheet import Blocks, CohortDescriptions, DescribedCohort, cohort_values
from gen_desktop.importing.plan import Level, Note, inner
from gen_desktop.models.cohort import Cohort
from gen_desktop.models.cohort_plan import Calendar
from gen_desktop.models.course import CertificationBlock, Course
from gen_desktop.models.funding_program import FundingProgram
from gen_desktop.models.names import fold
from gen_desktop.models.organization import Site
from gen_desktop.services.cohorts import CohortInput, cohort_problems, holiday_zone, insert_cohort
from gen_desktop.services.courses import course_id_for
from gen_desktop.services.funding_programs import ProgramInput, TargetInput, insert_program, program_problems

_TOLD_ONE_BY_ONE = 5
_COURSE_FACTS = (
    *("certification_code", "certification_title", "certification_valid_until", "level", "rome_codes"),
    *("rome_version", "objective", "delivery_mode", "planned_center_minutes", "planned_company_minutes"),
    "is_free",
)
_TARGETS = {"women_target": "A3.femmes", "bac_target": "A3.bac_ou_infra"}


@dataclass(frozen=True, slots=True)
class CohortRef:
    """A cohort as rows need it; ``id`` None: made with the import. ``blocks``: id and code, in order."""

    code: str
    id: int | None
    start: dt.date
    end: dt.date
    blocks: tuple[tuple[int | None, str], ...] = ()

    def block(self, said: str) -> tuple[int | None, str] | None:
        """The block of a title: « BC02 » by its code, « 2 » (CCP 2) by its place."""
        if said.isdigit():
            place = int(said) - 1
            return self.blocks[place] if 0 <= place < len(self.blocks) else None
        return next((block for block in self.blocks if block[1].upper().replace(" ", "") == said), None)


@dataclass(frozen=True, slots=True)
class NewCohort:
    """A cohort to make, with its course and programme when they are not known either."""

    values: CohortInput
    course: Mapping[str, Any]
    program: ProgramInput | None


class CohortBook:
    """Finds the cohort of a row; ``new`` are those to make, ``notes`` what forbids it."""

    def __init__(
        self, session: Session, described: CohortDescriptions, titled_blocks: Mapping[str, Blocks]
    ) -> None:
        self._session = session
        self._titled_blocks = titled_blocks
        self._load()
        self.new: list[NewCohort] = []
        self.notes: list[Note] = []
        self.course_blocks: dict[int, Blocks] = {}
        """Blocks to add to courses that have none."""
        self._incomplete: set[str] = set()
        for key, one in described.by_code.items():
            known = self.by_code.get(key)
            if known is None:
                self._add(key, one)
            else:
                self._compare(known, one)
        for key, blocks in titled_blocks.items():
            if key in self._course_ids:
                self._give_blocks(self._course_ids[key], blocks)
        for key, course_id in self._course_ids.items():
            if course_id in self.course_blocks:
                given = tuple((None, code) for code, _ in self.course_blocks[course_id])
                self.by_code[key] = replace(self.by_code[key], blocks=given)

    def find(self, code: str) -> CohortRef | None:
        """The cohort of that code, accents, capitals and spaces aside."""
        return self.by_code.get(fold(code))

    def is_incomplete(self, code: str) -> bool:
        """Whether the cohort is described, but not enough to be made: that is already said."""
        return fold(code) in self._incomplete

    def creations(self) -> tuple[str, ...]:
        """What will be made, one sentence each."""
        if len(self.new) > _TOLD_ONE_BY_ONE:
            codes = french.join_names([one.values.code for one in self.new[:3]] + ["d’autres"])
            cohorts = [f"{french.number(len(self.new))} cohortes seront créées{NBSP}: {codes}."]
        else:
            cohorts = [self._creation(one.values) for one in self.new]
        return (*cohorts, *self._block_creations())

    def _block_creations(self) -> Iterator[str]:
        """The blocks that only titles of the list name, course by course."""
        given = {course.title: self.course_blocks.get(course.id, ()) for course in self._courses}
        for title, blocks in (*given.items(), *self._new_courses.items()):
            if blocks:
                count = french.plural(len(blocks), "bloc")
                named = french.join_names(
                    [code if code == said else f"{code} ({said})" for code, said in blocks]
                )
                yield f"La formation {title} reçoit {count}, d’après les titres de la liste{NBSP}: {named}."

    def _give_blocks(self, course_id: int, blocks: Blocks) -> None:
        """Blocks for a course that has none; those that another cohort gave it stay."""
        if blocks and not self._blocks.get(course_id):
            given = dict(self.course_blocks.get(course_id, ()))
            self.course_blocks[course_id] = tuple({**dict(blocks), **given}.items())

    def _load(self) -> None:
        session = self._session
        self._courses = list(session.execute(select(Course.id, Course.code, Course.title)))
        blocks: dict[int, list[tuple[int | None, str]]] = {}
        for row in session.execute(
            select(CertificationBlock.course_id, CertificationBlock.id, CertificationBlock.code).order_by(
                CertificationBlock.course_id, CertificationBlock.position, CertificationBlock.id
            )
        ):
            blocks.setdefault(row.course_id, []).append((row.id, row.code))
        self._blocks = blocks
        self._course_ids: dict[str, int] = {}
        self._new_courses: dict[str, Blocks] = {}
        cohorts = session.execute(
            select(
                Cohort.id,
                Cohort.code,
                Cohort.course_id,
                func.coalesce(Cohort.actual_start, Cohort.planned_start).label("start"),
                func.coalesce(Cohort.actual_end, Cohort.planned_end).label("end"),
            )
        )
        self.by_code: dict[str, CohortRef] = {}
        for one in cohorts:
            key = fold(one.code)
            self._course_ids[key] = one.course_id
            self.by_code[key] = CohortRef(
                one.code, one.id, one.start, one.end, tuple(blocks.get(one.course_id, ()))
            )

    def _compare(self, known: CohortRef, described: DescribedCohort) -> None:
        """A known cohort is not changed by a list: say so when the list gives other dates."""
        start = described.facts.get("actual_start") or described.facts.get("planned_start") or known.start
        end = described.facts.get("actual_end") or described.facts.get("planned_end") or known.end
        if (start, end) != (known.start, known.end):
            ours, theirs = french.date_range(known.start, known.end), french.date_range(start, end)
            text = (
                f"la cohorte {known.code} est déjà enregistrée {ours}{NBSP}; "
                f"les dates de la liste ({theirs}) ne sont pas reprises."
            )
            self.notes.append(Note(Level.WARNING, text))

    def _add(self, key: str, described: DescribedCohort) -> None:
        where = f"{described.where}{NBSP}: " if described.where else ""
        if missing := described.missing():
            self._incomplete.add(key)
            text = (
                f"{where}la cohorte {described.code} n’existe pas encore et il manque "
                f"{french.join_names(missing)} pour la créer."
            )
            self.notes.append(Note(Level.ERROR, text, field="cohort"))
            return
        new = self._new(key, described)
        problems = cohort_problems(self._session, new.values)
        if new.program is not None:
            problems += program_problems(self._session, new.program)
        if problems:
            self._incomplete.add(key)
        for problem in problems:
            text = f"{where}cohorte {described.code}, {inner(problem.sentence)}"
            self.notes.append(Note(Level.ERROR, text, field=problem.field))
        values = new.values
        blocks = self._blocks_of_course(values.course_code, values.course_title)
        self._note_blocks(key, new, is_known_course=blocks is not None)
        self.new.append(new)
        self.by_code[key] = CohortRef(
            values.code,
            None,
            values.actual_start or values.planned_start,
            values.actual_end or values.planned_end,
            tuple([(None, code) for code, _ in values.blocks] if blocks is None else blocks),
        )

    def _note_blocks(self, key: str, new: NewCohort, *, is_known_course: bool) -> None:
        """The blocks that come with a new cohort, for a course of the file or for a new one."""
        values = new.values
        for course in self._courses:
            if _is_course(values.course_code, values.course_title, course.code, course.title):
                self._course_ids[key] = course.id
                self._give_blocks(course.id, values.blocks)
                return
        if not is_known_course and values.blocks == self._titled_blocks.get(key):
            self._new_courses[values.course_title] = values.blocks

    def _new(self, key: str, described: DescribedCohort) -> NewCohort:
        facts = cohort_values(described)
        program = self._program(facts)
        blocks = described.blocks or self._titled_blocks.get(key, ())
        own = {name: facts[name] for name in CohortInput.__dataclass_fields__ if name in facts}
        own |= {"code": described.code, "pattern": facts.get("pattern", ()), "blocks": blocks}
        course = {name: facts[name] for name in _COURSE_FACTS if name in facts}
        if "course_family" in facts:
            course["family"] = facts["course_family"]
        return NewCohort(CohortInput(**own), course, program)

    def _program(self, facts: Mapping[str, Any]) -> ProgramInput | None:
        """The programme to make, None when there is none or it is known."""
        code = facts.get("program_code")
        if not code or self._session.scalar(select(FundingProgram.id).where(FundingProgram.code == code)):
            return None
        targets = tuple(
            TargetInput(indicator, facts[name]) for name, indicator in _TARGETS.items() if name in facts
        )
        return ProgramInput(
            code=code,
            name=facts.get("program_name") or code,
            kind=facts.get("program_kind"),
            funder=facts.get("funder"),
            agreement_number=facts.get("agreement_number"),
            label_ends_on=facts.get("label_ends_on"),
            targets=targets or None,
        )

    def _blocks_of_course(self, code: str | None, title: str) -> list[tuple[int | None, str]] | None:
        """Those of a course that is known, or made with an earlier cohort of the list; None for a new one."""
        for course in self._courses:
            if _is_course(code, title, course.code, course.title):
                return self._blocks.get(course.id, [])
        for new in self.new:
            if _is_course(code, title, new.values.course_code, new.values.course_title):
                return [(None, block) for block, _ in new.values.blocks]
        return None

    def _creation(self, values: CohortInput) -> str:
        site_id = self._session.scalar(select(Site.id).where(Site.name == (values.site_name or "")))
        calendar = Calendar(
            values.pattern,
            values.actual_start or values.planned_start,
            values.actual_end or values.planned_end,
            holiday_zone(self._session, site_id),
        )
        count = len(calendar.half_days()) if values.pattern else 0
        planned = french.plural(count, "demi-journée") if count else "sans demi-journées (rythme non indiqué)"
        dates = french.date_range(calendar.start, calendar.end)
        return f"La cohorte {values.code} sera créée{NBSP}: {values.course_title}, {dates}, {planned}."


def _is_course(code: str | None, title: str, other_code: str | None, other_title: str) -> bool:
    """As ``course_id_for`` recognises them."""
    return code == other_code if code else fold(title) == fold(other_title)


def make_cohorts(session: Session, new: Iterable[NewCohort]) -> dict[str, int]:
    """Make the cohorts, with their courses and programmes; the id of each by its code."""
    programs: set[str] = set()
    ids = {}
    for one in new:
        values = one.values
        course_id_for(session, values.course_code, values.course_title, values.blocks, **one.course)
        if one.program is not None and one.program.code not in programs:
            programs.add(one.program.code)
            insert_program(session, one.program)
        ids[values.code] = insert_cohort(session, values)
    return ids


def add_course_blocks(session: Session, course_blocks: Mapping[int, Blocks]) -> None:
    """Give blocks to courses that have none."""
    for course_id, blocks in course_blocks.items():
        for position, (code, title) in enumerate(blocks, start=1):
            session.add(CertificationBlock(course_id=course_id, code=code, title=title, position=position))
    session.flush()
