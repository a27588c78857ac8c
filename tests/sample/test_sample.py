"""The sample shows every state, is written as people write, and is always the same for a day and a seed."""

from __future__ import annotations

import csv
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from gen_desktop.dates import add_months
from gen_desktop.models.calendar import parse_pattern
from gen_desktop.paths import resource_path
from gen_desktop.reference.lists import code_list
from gen_desktop.sample import shipped_sample_files, write_large_list, write_sample_workbooks
from gen_desktop.sample.attendance_sheets import draw_marks
from gen_desktop.sample.follow_ups import CallLine, call_lines
from gen_desktop.sample.stories import PATHS, REFERENCE_DAY, SampleCohort, tell_cohorts

CODED = {
    "education_level": ("Niveau de diplôme", "Diplôme", "Niveau"),
    "situation_before": ("Situation avant l’entrée", "Situation avant", "Situation à l’entrée"),
    "prescriber": ("Prescripteur", "Orienté par"),
    "rural_zoning": ("ZRR/FRR", "FRR", "Zonage rural"),
    "application_decision": ("Décision",),
    "exit_type": ("Type de sortie",),
    "exit_reason": ("Motif de sortie",),
    "certification_outcome": ("Résultat", "Résultat de l’examen"),
    "block_result": ("Bloc BC01", "Bloc BC02", "Bloc BC03", "CCP 1", "CCP 2", "CCP 3"),
    "sex": ("Sexe", "Civilité"),
    "tri_state": (
        "QPV",
        "Quartier prioritaire",
        "RQTH",
        "RSA",
        "BRSA",
        "Jamais venu",
        "Présenté",
        "Métier visé",
    ),
    "contract_type": ("Contrat",),
    "attempt_outcome": ("Résultat 1", "Résultat 2", "Résultat 3"),
    "contact_mode": ("Mode de contact",),
    "outcome_situation": ("Situation",),
    "working_time": ("Temps de travail",),
    "proof_kind": ("Preuve",),
}
LIST_OF = {title: name for name, titles in CODED.items() for title in titles}
NAMES_OF_PEOPLE = {"Apprenant", "Nom", "Nom d’usage"}


def rows_of(path: Path) -> list[dict[str, object]]:
    """The table of a learner or call list, by title."""
    if path.suffix == ".csv":
        with path.open(encoding="cp1252", newline="") as file:
            return [dict(row) for row in csv.DictReader(file, delimiter=";")]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    top = next(index for index, row in enumerate(rows) if NAMES_OF_PEOPLE & set(row))
    return [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :]]


def content(path: Path) -> dict[str, bytes]:
    """What a file holds, whatever the compression: that differs from one system to the next."""
    if path.suffix == ".csv":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def cohorts() -> list[SampleCohort]:
    return tell_cohorts(REFERENCE_DAY, random.Random(258))


@pytest.fixture(scope="module")
def calls(cohorts: list[SampleCohort]) -> dict[int, list[CallLine]]:
    rng = random.Random(1)
    at_three = call_lines(cohorts, 3, REFERENCE_DAY, rng)
    return {3: at_three, 6: call_lines(cohorts, 6, REFERENCE_DAY, rng, at_three)}


def test_the_shipped_files_are_what_the_script_makes(tmp_path: Path) -> None:
    made = write_sample_workbooks(tmp_path, today=REFERENCE_DAY)
    shipped = shipped_sample_files()
    assert [(one.path.name, one.kind, one.cohort_code) for one in made] == [
        (one.path.name, one.kind, one.cohort_code) for one in shipped
    ]
    for new, kept in zip(made, shipped, strict=True):
        assert content(new.path) == content(kept.path), new.path.name


def test_another_seed_makes_other_people(tmp_path: Path) -> None:
    one, *_ = write_sample_workbooks(tmp_path / "a", today=REFERENCE_DAY, seed=1)
    other, *_ = write_sample_workbooks(tmp_path / "b", today=REFERENCE_DAY, seed=2)
    assert {row["Apprenant"] for row in rows_of(one.path)} != {
        row["Apprenant"] for row in rows_of(other.path)
    }


def test_about_ninety_people_in_four_cohorts(cohorts: list[SampleCohort]) -> None:
    assert [cohort.code for cohort in cohorts] == [
        "TSSR 2026-1",
        "CDA 2025-3",
        "DWWM 2026-2",
        "Passerelle 2026-1",
    ]
    people = {id(one.person) for cohort in cohorts for one in cohort.enrollments}
    assert len(people) == 90
    assert sum(len(cohort.enrollments) for cohort in cohorts) == 91
    surnames = [one.person.last_name for cohort in cohorts for one in cohort.enrollments]
    assert len(set(surnames)) == 90


def test_every_path_is_taken(cohorts: list[SampleCohort]) -> None:
    taken = {id(one.path) for cohort in cohorts for one in cohort.enrollments}
    assert taken == {id(path) for path in PATHS.values()}


def test_facts_are_sometimes_unknown_yes_and_no(cohorts: list[SampleCohort]) -> None:
    facts = [one.facts for cohort in cohorts for one in cohort.enrollments]
    for name in ("in_qpv", "is_rqth", "is_brsa", "is_career_change"):
        assert {getattr(one, name) for one in facts} == {True, False, None}, name
    for name in ("diploma", "situation", "zoning", "prescriber"):
        assert None in {getattr(one, name) for one in facts}, name


def test_people_can_be_told_from_real_ones(cohorts: list[SampleCohort]) -> None:
    people = [one.person for cohort in cohorts for one in cohort.enrollments]
    assert all(re.fullmatch(r"063998\d{4}|", person.phone) for person in people)
    assert all(person.email.endswith("@exemple.fr") or not person.email for person in people)
    assert len({person.phone for person in people if person.phone}) == len(
        {id(person) for person in people if person.phone}
    )


def test_dates_are_in_order(cohorts: list[SampleCohort]) -> None:
    for cohort in cohorts:
        for one in cohort.enrollments:
            dates = [day for day in (one.applied_on, one.decided_on, one.entered_on, one.exit_on) if day]
            assert dates == sorted(dates)
            assert all(day <= REFERENCE_DAY for day in dates)
            if one.entered_on:
                assert cohort.start <= one.entered_on <= cohort.end
            if one.exit_on:
                assert one.exit_on <= cohort.end
            assert 18 <= (cohort.start - one.person.birth_date).days / 365.2425 <= 58.1


def test_outcomes_of_every_kind_are_told(calls: dict[int, list[CallLine]]) -> None:
    situations = {line.situation for lines in calls.values() for line in lines}
    assert {
        "",
        "En emploi",
        "Création d’activité",
        "Formation qualifiante",
        "En recherche d’emploi",
    } <= situations
    assert {"Injoignable", "Refus"} <= situations
    assert len(calls[3]) == 26
    assert len(calls[6]) == 25
    assert any(line.attempts and not line.situation for line in calls[6])
    assert any(not line.attempts for line in calls[6])


def test_follow_ups_hold_together(calls: dict[int, list[CallLine]]) -> None:
    for line in (line for lines in calls.values() for line in lines):
        assert line.due_on <= REFERENCE_DAY
        days = [day for day, _ in line.attempts]
        assert days == sorted(set(days))
        if line.situation == "Injoignable":
            assert len(line.attempts) >= 3
        if line.recorded_on:
            assert (line.due_on - line.recorded_on).days <= 15
            assert line.recorded_on < REFERENCE_DAY
        if line.job and line.enrollment.exit_on:
            assert line.enrollment.exit_on < line.job.starts_on <= line.due_on
            assert line.job.ends_on is None or line.job.ends_on >= line.due_on


def test_a_job_that_was_kept_is_told_the_same(calls: dict[int, list[CallLine]]) -> None:
    before = {id(line.enrollment): line for line in calls[3]}
    kept = [line for line in calls[6] if line.enrollment.told[:2] == ("CDI", "CDI")]
    assert kept
    assert all(line.job == before[id(line.enrollment)].job for line in kept)


def test_marks_stay_between_entry_and_exit(cohorts: list[SampleCohort]) -> None:
    for cohort in cohorts:
        marks = draw_marks(cohort, REFERENCE_DAY, random.Random(3))
        for (index, slot), mark in marks.items():
            one = cohort.enrollments[index]
            assert one.entered_on is not None
            assert one.entered_on <= slot.day <= (one.exit_on or REFERENCE_DAY)
            assert re.fullmatch(r"P|A|S|J( [a-zé]+\.?)?|R \d\d", mark), mark
        present = sum(mark == "P" for mark in marks.values())
        assert not marks or 0.9 < present / sum(mark != "S" for mark in marks.values()) < 1


def test_there_is_work_waiting_and_an_alert(cohorts: list[SampleCohort]) -> None:
    running = next(cohort for cohort in cohorts if cohort.code == "DWWM 2026-2")
    marks = draw_marks(running, REFERENCE_DAY, random.Random(3))
    assert not any(slot.day == date(2026, 11, 20) for _, slot in marks)
    first_three = [slot for slot in running.half_days if slot.day >= date(2026, 11, 16)][:3]
    assert any(
        all(marks.get((index, slot)) == "A" for slot in first_three)
        for index in range(len(running.enrollments))
    )
    assert not any(slot.day == date(2026, 11, 11) for slot in running.half_days)


@pytest.mark.parametrize("file", shipped_sample_files(), ids=lambda file: file.path.name)
def test_every_coded_cell_is_understood(file) -> None:
    if file.kind == "attendance":
        return
    rows = rows_of(file.path)
    assert rows
    for row in rows:
        for title, value in row.items():
            name = LIST_OF.get(title)
            if name is None or value == "":
                continue
            assert code_list(name).find(str(value)) is not None, (title, value)


def test_every_mark_is_understood() -> None:
    statuses = code_list("attendance_status")
    for file in shipped_sample_files():
        if file.kind == "attendance":
            rows = CalamineWorkbook.from_path(file.path).get_sheet_by_index(0).to_python()
            for row in rows[6:]:
                for mark in row[2:]:
                    assert mark == "" or statuses.find(re.sub(r"^R \d\d$", "R", str(mark))), (
                        file.path.name,
                        mark,
                    )


def test_cohort_sheets_describe_the_cohort() -> None:
    for file in shipped_sample_files():
        if file.kind == "learners":
            sheet = CalamineWorkbook.from_path(file.path).get_sheet_by_name("Cohorte").to_python()
            described = {str(row[0]): row[1] for row in sheet}
            assert described["Code"] == file.cohort_code
            assert parse_pattern(str(described["Rythme"]))
            assert described["Date de début"] < described["Date de fin"]
            for title, name in (
                ("Famille de métiers", "occupational_family"),
                ("Objectif", "course_objective"),
                ("Modalité", "delivery_mode"),
                ("Type de programme", "funding_program_kind"),
                ("Financeur", "funder"),
            ):
                assert code_list(name).find(str(described[title])) is not None, described[title]


def test_the_readme_names_every_title() -> None:
    readme = resource_path("sample", "README.md").read_text(encoding="utf-8")
    for file in shipped_sample_files():
        assert file.path.name in readme or "emargement-DWWM" in file.path.name
        if file.kind != "attendance":
            for title in rows_of(file.path)[0]:
                shown = re.sub(r"^(CCP |Bloc BC0)\d$", r"\g<1>1", title)
                assert re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", readme), title


def test_french_habits_are_there() -> None:
    by_name = {file.path.name: file.path for file in shipped_sample_files()}
    in_progress = rows_of(by_name["apprenants-DWWM-2026-2.xlsx"])
    assert any(isinstance(row["Téléphone"], float) for row in in_progress)
    assert all(isinstance(row["Date de naissance"], str) for row in in_progress)
    ended = rows_of(by_name["apprenants-CDA-2025-3.xlsx"])
    assert {type(row["Date de naissance"]) for row in ended} == {str, date}
    assert b"\x92" in by_name["suivi-6-mois.csv"].read_bytes()


@pytest.mark.parametrize("today", [date(2026, 1, 2), date(2027, 5, 16), date(2028, 2, 29)])
def test_the_sample_can_be_told_for_another_day(tmp_path: Path, today: date) -> None:
    files = write_sample_workbooks(tmp_path, today=today)
    assert {file.kind for file in files} == {"learners", "attendance", "follow-ups"}
    cohorts = tell_cohorts(today, random.Random(1))
    assert cohorts[2].start < today < cohorts[2].end
    assert cohorts[3].start > today
    assert all(
        add_months(one.exit_on, 6) <= today
        for one in cohorts[0].enrollments
        if one.path.exit_type == "term" and one.exit_on
    )


def test_a_large_list(tmp_path: Path) -> None:
    (file,) = write_large_list(tmp_path, 1_000, 7, REFERENCE_DAY)
    book = CalamineWorkbook.from_path(file.path)
    learners = book.get_sheet_by_name("Apprenants").to_python()
    described = book.get_sheet_by_name("Cohortes").to_python()
    assert len(learners) == 1_001
    assert len(described) == 18
    codes = [row[0] for row in described[1:]]
    assert len(set(codes)) == 17
    assert {row[0] for row in learners[1:]} == set(codes)
    assert len({tuple(row[1:4]) for row in learners[1:]}) == 1_000
    titles = [str(title) for title in learners[0]]
    for row in learners[1:]:
        for title, value in zip(titles, row, strict=True):
            if title in LIST_OF and value != "":
                assert code_list(LIST_OF[title]).find(str(value)) is not None, (title, value)
        entered, left = row[titles.index("Date d’entrée")], row[titles.index("Date de sortie")]
        assert not isinstance(left, (date, datetime)) or entered <= left


def test_a_large_list_is_the_same_for_a_seed(tmp_path: Path) -> None:
    (one,) = write_large_list(tmp_path / "a", 150, 7, REFERENCE_DAY)
    (other,) = write_large_list(tmp_path / "b", 150, 7, REFERENCE_DAY)
    assert content(one.path) == content(other.path)
