"""The statement to key in: the frames of the oracle in the order of the form, and what is not known."""

from __future__ import annotations

import datetime as dt

from gen_desktop.models.bpf import frames
from gen_desktop.models.registry import Organization
from gen_desktop.reports.bpf_lines import frames_of_form
from gen_desktop.reports.statements import build_bpf_statement
from gen_desktop.services import attendance
from gen_desktop.services.attendance import MarkInput
from tests.classroom import MONDAY, change_enrollment, make_classroom
from tests.models.test_bpf import followed
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import reading_order

YEAR = dt.date(MONDAY.year, 1, 1), dt.date(MONDAY.year, 12, 31)
TODAY = dt.date(2026, 11, 23)


def told(data: bytes) -> list[str]:
    return [line.replace("\u202f", " ").replace("\u00a0", " ") for line in reading_order(data)]


def test_what_nobody_entered_is_to_be_completed_first(db):
    room = make_classroom(db)
    for enrollment_id in room.enrollments:
        change_enrollment(db, enrollment_id, entered_on=MONDAY)
    attendance.record(db, [MarkInput(one, room.sessions[0], "P") for one in room.enrollments])
    built = build_bpf_statement(db, *YEAR, TODAY)
    assert_report_conforms(built.data)
    count = len(room.enrollments)
    lines = told(built.data)
    assert f"– | Non renseigné, à compléter | {count} | {4 * count} | {count}" in lines
    assert any(f"F-1 : {count} participations à classer." in line for line in lines)
    assert built.scope_text == f"année {MONDAY.year}"
    assert built.data == build_bpf_statement(db, *YEAR, TODAY).data


def test_an_accounting_year_is_any_two_days(db):
    room = make_classroom(db)
    (one, *_) = room.enrollments
    change_enrollment(db, one, entered_on=MONDAY)
    attendance.record(db, [MarkInput(one, half_day, "P") for half_day in room.sessions[:4]])
    one_day = told(build_bpf_statement(db, MONDAY, MONDAY, TODAY).data)
    day_after = MONDAY + dt.timedelta(days=1)
    two_days = told(build_bpf_statement(db, MONDAY, day_after, TODAY).data)
    assert "(1) | Total (1) | 1 | 7 | 1" in one_day
    assert "(1) | Total (1) | 1 | 14 | 1" in two_days


def test_an_empty_file_says_that_nothing_is_known(db):
    built = build_bpf_statement(db, *YEAR, TODAY)
    assert_report_conforms(built.data)
    lines = told(built.data)
    assert any("Aucune heure de présence n’est relevée dans cet exercice." in line for line in lines)
    assert any(line.endswith("à renseigner") for line in lines)


def test_long_names_are_written_whole(db):
    name = "Institut interrégional " * 8
    with db.write("Un long nom") as session:
        session.add(Organization(name=name.strip(), representative="Wolfeschlegelstein " * 6))
    lines = told(build_bpf_statement(db, *YEAR, TODAY).data)
    assert any(name.strip() in line for line in lines)


def test_the_lines_stand_in_the_order_of_the_form():
    found = frames(
        [
            followed(
                600, 1, certification_code="RNCP37674", level="5", nsf_code="326", bpf_status="job_seeker"
            ),
            followed(600, 2, certification_code="RNCP37674", bpf_status=None),
            followed(60, 3, subcontracting="received"),
        ]
    )
    by_code = {frame.code: frame for frame in frames_of_form(found)}
    assert list(by_code) == ["F-1", "F-2", "F-3", "F-4", "G"]
    assert [line.letter for line in by_code["F-1"].lines] == ["a", "b", "c", "d", "e", "", "(1)"]
    letters = [line.letter for line in by_code["F-3"].lines]
    assert letters == ["a", *["a"] * 6, "b", "c", "d", "e", "f", "(3)"]
    assert [line.letter for line in by_code["F-4"].lines] == ["326", "", "(4)"]
    unknown = [
        (frame.code, line.label) for frame in by_code.values() for line in frame.lines if line.is_unknown
    ]
    assert [code for code, _ in unknown] == ["F-1", "F-3", "F-4"]
    for code in ("F-1", "F-3", "F-4"):
        counted = [line.count for line in by_code[code].lines if line.is_total]
        assert [(one.participations, one.hours) for one in counted] == [(2, 20)]
