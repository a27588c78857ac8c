"""The report of an import tells each line in words."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.importing.learners import plan_learners
from gen_desktop.importing.plan import CONTRADICTION, DOUBT, REPAIR_REFUSED, ROW_LEFT_OUT
from gen_desktop.importing.repairs import LEFT_UNKNOWN
from gen_desktop.importing.reporting import counts_of, lines_of, tell
from gen_desktop.queries.import_reports import NamedLine, ReportedLine
from tests.factories import make_cohort
from tests.importing.lists import write_workbook

TODAY = dt.date(2026, 11, 23)


def told(line, *, name="Zoé Dupré", is_there=True):
    (found,) = tell("learners", [NamedLine(line, name, is_there)], TODAY)
    return found


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_a_new_line_has_its_person():
    found = told(ReportedLine(2, "new", 7))
    assert (found.number, found.state, found.name, found.text, found.learner_id) == (
        *(2, "Nouvelle", "Zoé Dupré", "", 7),
    )


def test_whoever_is_gone_cannot_be_opened():
    assert told(ReportedLine(2, "new", 7), is_there=False).learner_id is None


def test_changes_and_repairs_are_named():
    line = ReportedLine(3, "update", 7, [("phone", "zero")], [], ["city", "postal_code"])
    assert plain(told(line).text) == (
        "change : Ville et Code postal ; réparé : Téléphone (zéro de tête rendu)"
    )


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        (("refused", "phone", CONTRADICTION), "Téléphone : contredit une autre ligne de la même personne"),
        (("notice", "phone", REPAIR_REFUSED), "Téléphone : réparation refusée"),
        (("refused", "", ROW_LEFT_OUT), "en erreur, laissée de côté"),
        (("warning", "birth_date", LEFT_UNKNOWN), "Date de naissance : non compris, laissé inconnu"),
        (("warning", "", DOUBT), "doublon possible"),
        (("refused", "birth_date", ""), "Date de naissance : refusé"),
        (("notice", "", ""), "remarque"),
    ],
)
def test_each_remark_has_its_words(remark, said):
    assert plain(told(ReportedLine(4, "refused", None, [], [remark])).text) == said


def test_a_field_that_is_no_more_keeps_its_code():
    assert plain(told(ReportedLine(5, "update", 7, [], [], ["gone"])).text) == "change : gone"


def test_lines_of_a_plan_hold_nothing_that_anybody_said(db, tmp_path):
    with db.write("Une cohorte") as session:
        make_cohort(session, "DWWM 2026-1")
    lines = [("Nom", "Prénom", "Téléphone"), ("DUPRÉ", "Zoé", 639980123), ("Noël", "Léo", "06 39 98 01 45")]
    path = write_workbook(tmp_path / "liste.xlsx", lines)
    plan = plan_learners(db, path, cohort_code="DWWM 2026-1", today=TODAY)
    counts = counts_of(plan)
    assert (counts.created, counts.changed, counts.refused, counts.repaired) == (2, 0, 0, 1)
    first, second = lines_of(plan)
    assert set(first.repairs) == {("last_name", "case"), ("phone", "zero")}
    assert second.repairs == ()
    assert "Dup" not in repr((first, second))
