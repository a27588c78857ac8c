"""The writer's own words: kept for the scope of a report, printed, frozen with it, and never a name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from gen_desktop.errors import InvalidInput
from gen_desktop.models.privacy import REQUEST
from gen_desktop.models.report_text import LONGEST_BODY
from gen_desktop.models.submitted_report import ReportScope
from gen_desktop.queries.report_texts import written_texts
from gen_desktop.reports.registry import build_report
from gen_desktop.services import undo
from gen_desktop.services.learners import LearnerInput, create_learner
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.report_texts import write_texts
from tests.reports.built import assert_report_conforms
from tests.reports.pdf_checks import spoken
from tests.reports.test_figures_json import VALIDATOR, embedded

AS_OF = dt.date(2026, 9, 30)
SCOPE = ReportScope("follow_up", AS_OF, None, dt.date(2026, 7, 1), AS_OF)
HIGHLIGHTS, DIFFICULTIES = "Une salle de plus.\n\nDeux entreprises nouvelles.", "Peu de femmes."


def texts(db, scope=SCOPE):
    with db.read() as session:
        return {text.section: text.body for text in written_texts(session, scope)}


def test_texts_are_those_of_a_scope_whatever_its_day(db):
    write_texts(db, SCOPE, {"highlights": f"  {HIGHLIGHTS}\n", "difficulties": DIFFICULTIES})
    assert texts(db) == {"highlights": HIGHLIGHTS, "difficulties": DIFFICULTIES}
    assert texts(db, replace(SCOPE, as_of=dt.date(2026, 8, 1))) == texts(db)
    for other in (replace(SCOPE, cohort_ids=(1,)), replace(SCOPE, date_from=dt.date(2026, 1, 1))):
        assert texts(db, other) == {}
    write_texts(db, SCOPE, {"highlights": " "})
    assert texts(db) == {"difficulties": DIFFICULTIES}, "what is not given stays"
    undo.undo_last(db)
    assert texts(db) == {"highlights": HIGHLIGHTS, "difficulties": DIFFICULTIES}


def test_the_texts_of_a_year_stay_when_a_cohort_joins_it(db):
    year = ReportScope("evaluation", AS_OF, (1,), horizon=6, words="Année 2026")
    write_texts(db, year, {"lessons": "À retenir."})
    assert texts(db, replace(year, cohort_ids=(1, 2))) == {"lessons": "À retenir."}
    assert texts(db, replace(year, horizon=3)) == {}


def test_texts_are_printed_before_the_method_and_inside_for_machines(db):
    before = build_report(db, SCOPE)
    assert "Commentaire de l’organisme" not in [text for _, text in spoken(before.data)]
    write_texts(db, SCOPE, {"highlights": HIGHLIGHTS, "difficulties": DIFFICULTIES})
    built = build_report(db, SCOPE)
    said = spoken(built.data)
    at = said.index(("H1", "Commentaire de l’organisme"))
    assert said[at + 1 : at + 6] == [
        ("H2", "Faits marquants de la période"),
        ("P", "Une salle de plus."),
        ("P", "Deux entreprises nouvelles."),
        ("H2", "Difficultés et actions engagées"),
        ("P", DIFFICULTIES),
    ]
    assert said[at + 6][0] == "H1"
    assert "Méthode" in said[at + 6][1]
    content = embedded(built.data)
    VALIDATOR.validate(content)
    assert [text["body"] for text in content["texts"]] == [HIGHLIGHTS, DIFFICULTIES]
    assert built.fingerprint != before.fingerprint
    assert_report_conforms(built.data)


def test_what_cannot_be_kept_is_said_at_its_section(db):
    create_learner(db, LearnerInput("Delorme", "Kévin"))
    for section, body in (("highlights", "x" * (LONGEST_BODY + 1)), ("difficulties", "KEVIN delorme part.")):
        with pytest.raises(InvalidInput) as refused:
            write_texts(db, SCOPE, {"highlights": "Bien.", section: body})
        assert [problem.field for problem in refused.value.problems] == [section]
    assert texts(db) == {}


def test_a_text_that_came_to_name_somebody_erased_goes(db):
    write_texts(db, SCOPE, {"highlights": "Merci à Kévin Delorme, formateur.", "difficulties": DIFFICULTIES})
    made = create_learner(db, LearnerInput("Delorme", "Kévin"))
    erase_people(db, [made.created_id], cause=REQUEST, reason="Demande écrite", today=AS_OF)
    assert texts(db) == {"highlights": "Personne effacée", "difficulties": DIFFICULTIES}
