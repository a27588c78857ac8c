"""Thousands of invented learners in one list, to see the program at its full size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from gen_desktop.dates import week_start
from gen_desktop.reference.lists import code_list, label
from gen_desktop.sample import center
from gen_desktop.sample.learner_lists import block_results, describe_cohort, text_of, yes_no
from gen_desktop.sample.people import Inventor, Person
from gen_desktop.sample.sheets import Cell, Row, new_book
from gen_desktop.sample.stories import FULL_WEEK, PATHS, SampleCohort, SampleEnrollment

LEARNERS_PER_COHORT = 62
_ENDED = {
    "full": 46,
    "partial": 10,
    "failed": 5,
    "absent": 3,
    "job": 5,
    "gone": 4,
    "family": 4,
    "unsuited": 3,
}
_BEFORE = {"no_show": 3, "refused": 9, "withdrawn": 4, "waiting": 3, "neutral": 1}
_RUNNING = {"here": 64, "job": 3, "gone": 3, "family": 2}
_PLANNED = {"admitted": 50, "pending": 30, "waiting": 8, "refused": 8, "withdrawn": 4}
_YEARS = 9


def write_large_workbook(path: Path, learners: int, today: date, rng: random.Random) -> None:
    """One workbook: a sheet « Apprenants » with the code of the cohort on each line, a sheet « Cohortes »."""
    inventor = Inventor(rng)
    cohorts = large_cohorts(-(-learners // LEARNERS_PER_COHORT), today)
    with new_book(path, large=True) as book:
        rows = _rows(cohorts, learners, inventor, today)
        book.table(book.sheet("Apprenants"), 0, rows)
        # Every cohort has every title, empty where its course has no such block.
        titles = list(dict.fromkeys(title for cohort in cohorts for title in describe_cohort(cohort)))
        described = (describe_cohort(cohort) for cohort in cohorts)
        book.table(
            book.sheet("Cohortes"), 0, ({title: one.get(title) for title in titles} for one in described)
        )


def large_cohorts(count: int, today: date) -> list[SampleCohort]:
    """Cohorts that start one after the other over nine years, the last ones in the months after today."""
    return [_cohort(number, count, today) for number in range(count)]


def _cohort(number: int, count: int, today: date) -> SampleCohort:
    course = (center.DWWM, center.TSSR, center.CDA)[number % 3]
    first = today - timedelta(days=round(365.25 * _YEARS))
    last = today + timedelta(days=90)
    start = week_start(first + (last - first) * number / max(1, count - 1))
    return SampleCohort(
        code=f"{course.code} {start.year}-{number + 1}",
        course=course,
        site=center.ORGANIZATION.sites[number % 2],
        program=center.SKILLS_PACT if number % 4 else center.REGION,
        start=start,
        end=start + timedelta(weeks=(30, 28, 48)[number % 3], days=-3),
        pattern=FULL_WEEK,
        seats=LEARNERS_PER_COHORT,
        minimum=10,
        trainers="",
        half_days=[],
    )


def _rows(cohorts: list[SampleCohort], learners: int, inventor: Inventor, today: date) -> Iterator[Row]:
    seen: set[tuple[str, str, date]] = set()
    for number in range(learners):
        cohort = cohorts[number // LEARNERS_PER_COHORT]
        person = _new_person(inventor, cohort.start, seen)
        yield _row(cohort, _enroll(inventor, cohort, person, today))


def _new_person(inventor: Inventor, day: date, seen: set[tuple[str, str, date]]) -> Person:
    """Someone who is not in the list yet: names come again, never with the same birth date."""
    while True:
        person = inventor.person(day, unique=False)
        identity = (person.last_name, person.first_name, person.birth_date)
        if identity not in seen:
            seen.add(identity)
            return person


def _enroll(inventor: Inventor, cohort: SampleCohort, person: Person, today: date) -> SampleEnrollment:
    weights = _PLANNED if cohort.start > today else (_ENDED if cohort.end < today else _RUNNING) | _BEFORE
    path = PATHS[inventor.random.choices(list(weights), weights=list(weights.values()))[0]]
    applied_on = min(cohort.start, today) - timedelta(days=inventor.random.randint(40, 100))
    enrollment = SampleEnrollment(
        person=person,
        facts=inventor.facts(person, cohort.start),
        path=path,
        applied_on=applied_on,
        decided_on=None if path.decision == "pending" else applied_on + timedelta(days=20),
    )
    if path.enters:
        enrollment.entered_on = cohort.start
    if path.exit_type == "term":
        enrollment.exit_on = cohort.end
    elif path.exit_type is not None:
        done = min(cohort.end, today) - cohort.start
        enrollment.exit_on = cohort.start + timedelta(days=round(done.days * path.exit_at))
    return enrollment


def _row(cohort: SampleCohort, one: SampleEnrollment) -> Row:
    person, facts = one.person, one.facts
    results = block_results(one, 3)
    row: dict[str, Cell] = {
        "Cohorte": cohort.code,
        "Nom": person.last_name,
        "Prénom": person.first_name,
        "Date de naissance": person.birth_date,
        "Sexe": person.sex,
        "Téléphone": person.phone,
        "Courriel": person.email,
        "Adresse": person.address,
        "Code postal": person.postal_code,
        "Ville": person.city,
        "Niveau de diplôme": text_of("education_level", facts.diploma),
        "Situation avant l’entrée": text_of("situation_before", facts.situation),
        "Mois de chômage": facts.unemployment_months,
        "QPV": yes_no(facts.in_qpv),
        "ZRR/FRR": _zoning(cohort, facts.zoning),
        "RQTH": yes_no(facts.is_rqth),
        "RSA": yes_no(facts.is_brsa),
        "Reconversion": yes_no(facts.is_career_change),
        "Prescripteur": text_of("prescriber", facts.prescriber),
        "Date de candidature": one.applied_on,
        "Décision": label("application_decision", one.path.decision),
        "Date d’admission": one.decided_on,
        "Jamais venu": "Oui" if one.path.is_no_show else "",
        "Date d’entrée": one.entered_on,
        "Date de sortie": one.exit_on,
        "Type de sortie": text_of("exit_type", one.path.exit_type),
        "Motif de sortie": text_of("exit_reason", one.path.exit_reason),
        "Présenté à l’examen": yes_no(one.is_presented),
        "Résultat": text_of("certification_outcome", one.path.outcome),
    }
    for index in range(3):
        has_block = index < len(cohort.course.blocks)
        row[f"Bloc BC{index + 1:02d}"] = results[index] if has_block else ""
    return row


def _zoning(cohort: SampleCohort, code: str | None) -> str:
    """The zoning in force at the entry: ZRR before July 2024, FRR since, FRR+ since 2025."""
    if code is None:
        return ""
    if not code_list("rural_zoning")[code].valid_on(cohort.start):
        code = {"FRR_NC": "NC"}.get(code, "C") if cohort.start < date(2024, 7, 1) else "FRR"
    return label("rural_zoning", code)
