"""The state of the participants: each item as the regulation asks it, blank where nothing is known."""

from __future__ import annotations

import csv
import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop.errors import NotFound
from gen_desktop.exporting.esf_participants import write_esf_participants
from gen_desktop.models.registry import NominativeExport, SensitiveFacts
from gen_desktop.queries.esf_participants import participants
from gen_desktop.queries.scope import Scope
from gen_desktop.reports.esf_participants import draw_participants
from tests.factories import make_cohort
from tests.queries.leavers import ENTRY, EXIT, leaver, tells
from tests.reports.pdf_checks import assert_conforms

AS_OF = dt.date(2026, 6, 30)
WHO = "Toutes les cohortes"


@pytest.fixture
def cohort(db):
    with db.write("Une cohorte") as session:
        return make_cohort(session, planned_start=ENTRY, planned_end=EXIT).id


def answers_of(db, cohort_id, born=None, sensitive=None, **facts):
    from gen_desktop.models.registry import Cohort, Learner

    with db.write("Une participation") as session:
        enrollment = leaver(session, session.get_one(Cohort, cohort_id), 1, **facts)
        session.get_one(Learner, enrollment.learner_id).birth_date = born
        if sensitive:
            session.add(SensitiveFacts(enrollment_id=enrollment.id, **sensitive))
    with db.read() as session:
        (found,) = participants(session, Scope(AS_OF))
    return found.answers


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"situation_before": "DE"}, {"EECO02": "yes", "EECO04": "no", "EECO05": "no"}),
        ({"situation_before": "SAL_CDD"}, {"EECO02": "no", "EECO03": "no", "EECO05": "yes"}),
        ({"situation_before": "ETU"}, {"EECO04": "yes"}),
        ({"situation_before": "NC"}, {"EECO02": None, "EECO03": None, "EECO04": None, "EECO05": None}),
        # Under 25, more than six months; from 25 on, more than twelve.
        ({"unemployment_months": 6, "born": dt.date(2003, 1, 1)}, {"EECO03": "no"}),
        ({"unemployment_months": 7, "born": dt.date(2003, 1, 1)}, {"EECO03": "yes"}),
        ({"unemployment_months": 12, "born": dt.date(2000, 3, 3)}, {"EECO03": "no"}),
        ({"unemployment_months": 12, "born": dt.date(2000, 3, 4)}, {"EECO03": "yes"}),  # 24 years old
        ({"unemployment_months": 13, "born": dt.date(2000, 3, 3)}, {"EECO03": "yes"}),
        ({"unemployment_months": 9}, {"EECO03": None}),
        ({"unemployment_months": 13}, {"EECO03": "yes"}),
        ({"born": dt.date(2007, 3, 4)}, {"EECO06": "yes", "EECO07": "no", "EECO08": "no"}),  # the eve of 18
        ({"born": dt.date(2007, 3, 3)}, {"EECO06": "no", "EECO07": "yes"}),
        ({"born": dt.date(1970, 3, 3)}, {"EECO07": "no", "EECO08": "yes"}),
        ({}, {"EECO01": "yes", "EECO06": None, "EECO09": None, "EECO12": None, "EECO13": None}),
        ({"highest_diploma": "N3"}, {"EECO09": "no", "EECO10": "yes", "EECO11": "no"}),
        ({"highest_diploma": "NC", "last_class": "N0D"}, {"EECO09": "yes"}),
        ({"sensitive": {"is_rqth": False}}, {"EECO12": "no"}),
        ({"sensitive": {"nationality": "stateless"}}, {"EECO13": "yes"}),
        ({"sensitive": {"nationality": "eu"}}, {"EECO13": "no"}),
        ({"sensitive": {"nationality": "refused"}}, {"EECO13": "refused"}),
        ({"sensitive": {"is_homeless": "refused"}}, {"EECO16": "refused", "EECO15": None}),
    ],
)
def test_each_item_of_the_entry(db, cohort, facts, expected):
    found = answers_of(db, cohort, **facts)
    assert {item: found[item] for item in expected} == expected


def read(path):
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_the_delay_of_the_exit_is_the_first_column(db, cohort, tmp_path):
    from gen_desktop.models.registry import Cohort

    with db.write("Trois sorties") as session:
        own = session.get_one(Cohort, cohort)
        tells(session, leaver(session, own, 1), 0, "RECH", recorded_on=EXIT + dt.timedelta(days=9))
        leaver(session, own, 2)
        leaver(session, own, 3, exit_on=None, exit_type=None)
    path = tmp_path / "fse.csv"
    assert write_esf_participants(db, Scope(AS_OF), WHO, path, draw_participants) == 3
    told, undocumented, present = read(path)
    first, second, *_ = told
    assert first == "Délai de la sortie à son relevé (jours)"
    assert [one[first] for one in (told, undocumented, present)] == ["9", "", ""]
    assert [one[second] for one in (told, undocumented, present)] == ["", "Oui", ""]
    items = {title.partition(" ")[0]: title for title in told}
    assert [one[items["EECR01"]] for one in (told, undocumented, present)] == ["Oui", "", ""]
    assert sum(title.startswith("EECO") for title in told) == 17
    with db.read() as session:
        assert session.scalars(select(NominativeExport.kind)).all() == ["esf_participants"]


def test_nobody_is_a_reason_and_not_an_empty_file(db, cohort, tmp_path):
    with pytest.raises(NotFound, match="Rien n’a été écrit"):
        write_esf_participants(db, Scope(AS_OF), WHO, tmp_path / "fse.csv", draw_participants)
    assert not (tmp_path / "fse.csv").exists()


def test_the_pages_conform(db, cohort, tmp_path):
    answers_of(db, cohort, sensitive={"nationality": "refused"})
    path = tmp_path / "fse.pdf"
    write_esf_participants(db, Scope(AS_OF), WHO, path, draw_participants)
    assert_conforms(path.read_bytes(), tolerate={"TAG-002", "TBL-010"})
