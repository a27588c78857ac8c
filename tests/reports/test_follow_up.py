"""The follow-up report: what it says, in which order, and that it says what the indicators count."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from gen_desktop import french
from gen_desktop.errors import InvalidInput
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.registry import Enrollment, FundingProgram, Learner
from gen_desktop.queries.field_completeness import completeness, incomplete
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.reports.figures_text import said
from gen_desktop.reports.follow_up import period_words, previous_scope
from gen_desktop.reports.registry import build_follow_up
from tests.factories import make_cohort, make_learner
from tests.reports.built import assert_golden, assert_report_conforms, headings, percentages_alone
from tests.reports.center import AS_OF, fill_center
from tests.reports.conftest import FIRST, LAST
from tests.reports.pdf_checks import page_texts, reading_order

SECTIONS = [
    "Rapport de suivi",
    "Sommaire",
    "1. Fiche d’identité",
    "2. Cohortes",
    "3. Publics à l’entrée",
    "4. Recrutement",
    "5. Assiduité",
    "6. Abandons",
    "7. Parcours et immersion",
    "8. Certification en cours",
    "9. Devenir des sortants",
    "10. Conformité et complétude",
    "11. Budget",
    "12. Méthode",
    "Populations",
    "Définitions en vigueur",
    "Paramètres en vigueur",
    "Millésimes et sources",
    "Limites connues",
    "Glossaire",
    "Annexe. Points à vérifier",
]


def test_conforms_and_reads_in_order(center):
    assert_report_conforms(center.follow_up.data)
    assert headings(center.follow_up.data) == SECTIONS


def test_says_what_it_said(center):
    assert_golden("follow_up", center.follow_up.data)


def test_figures_are_those_of_the_indicators(center):
    text = "\n".join(reading_order(center.follow_up.data))
    with center.db.read() as session:
        found = {f.id: f for f in figures(session, Scope(AS_OF, None, FIRST, LAST))}
        since = Scope(AS_OF, None, dt.date(2025, 10, 1))
        outcomes = {f.id: f for f in figures(session, since)}
    for key in ("A3.femmes", "A3.bac_ou_infra", "A3.qpv", "B3"):
        assert said(found[key]) in text
    for key in ("C1", "C2", "C4", "A3.neet"):
        figure = found[key]
        counts = french.share_text(figure.n, figure.N)
        assert f"{figure.label} | {french.percent(figure.value)}" in text
        assert counts in text
    for key in ("D4p.3", "D5p.3", "D2.3", "D4p.6"):
        assert said(outcomes[key]) in text


def test_the_first_page_alone_answers_the_four_questions(center):
    first = page_texts(center.follow_up.data)[0]
    for question in (
        "Qui a été accueilli",
        "Qui est resté",
        "Qui a trouvé un emploi",
        "n’a pas pu être joint",
    ):
        assert question in first
    assert "SIRET" in first
    assert "NDA" in first


def test_no_name_of_a_learner(center):
    text = "\n".join(page_texts(center.follow_up.data))
    with center.db.read() as session:
        names = [name for (name,) in session.query(Learner.last_name)]
    assert names
    assert not [name for name in names if name in text]


def test_every_percentage_says_of_how_many(center):
    assert percentages_alone(center.follow_up.data) == []


def test_same_data_same_bytes(center):
    again = build_follow_up(center.db, FIRST, LAST, None, AS_OF)
    assert again.data == center.follow_up.data
    assert again.fingerprint == center.follow_up.fingerprint


def test_other_day_other_fingerprint(center):
    other = build_follow_up(center.db, FIRST, LAST, None, AS_OF - dt.timedelta(days=40))
    assert other.fingerprint != center.follow_up.fingerprint


def test_empty_file(db):
    built = build_follow_up(db, FIRST, LAST, None, AS_OF)
    assert_report_conforms(built.data)
    assert headings(built.data) == SECTIONS
    assert "Personne n’avait à être joint" in "\n".join(reading_order(built.data))
    blocking = [check.title for check in built.checks if check.level == "blocking"]
    assert "Aucune cohorte" in blocking
    assert "PROVISOIRE" in page_texts(built.data)[1]


def test_one_learner_with_a_trap_of_a_name(db):
    with db.write("Une personne") as session:
        code = "DÉV & <CODE> « œ » " + "très long " * 12
        cohort = make_cohort(session, code, planned_start=FIRST, planned_end=LAST)
        learner = make_learner(session)
        session.flush()
        session.add(Enrollment(learner_id=learner.id, cohort_id=cohort.id, entered_on=FIRST))
    built = build_follow_up(db, FIRST, LAST, None, AS_OF)
    assert_report_conforms(built.data)
    assert "& <CODE>" in "\n".join(reading_order(built.data))


def test_three_hundred_learners_in_forty_cohorts(db):
    fill_center(db, 300, 10)
    built = build_follow_up(db, dt.date(2025, 1, 1), LAST, None, AS_OF)
    assert_report_conforms(built.data)
    assert headings(built.data) == SECTIONS


def test_a_cohort_to_come_has_no_filling_yet_and_europe_is_named(db):
    with db.write("Une cohorte à venir") as session:
        program = FundingProgram(code="FSE", name="Programme cofinancé", is_eu_cofunded=True)
        session.add(program)
        session.flush()
        make_cohort(
            session,
            "À venir",
            planned_start=AS_OF + dt.timedelta(days=30),
            planned_end=AS_OF + dt.timedelta(days=90),
            seats=12,
            funding_program_id=program.id,
        )
    built = build_follow_up(db, FIRST, LAST + dt.timedelta(days=60), None, AS_OF)
    rows = [text for text in reading_order(built.data) if text.startswith("À venir | ")]
    assert rows[-1].endswith("– à venir")
    assert "Cofinancé par l’Union européenne" in page_texts(built.data)[0]


def test_checks_name_their_people(center):
    found = {check.title: check for check in center.follow_up.checks}
    (title,) = [title for title in found if "sans zonage rural" in title]
    check = found[title]
    assert (check.level, check.kind) == ("warning", "enrollment")
    assert title.startswith(f"{french.plural(len(check.ids), 'apprenant')} sur ")
    levels = [check.level for check in center.follow_up.checks]
    assert levels == sorted(levels, key=["blocking", "warning", "information", "ok"].index)


def test_counts_of_fields_and_their_people_agree(center):
    with center.db.read() as session:
        everybody = set(session.scalars(select(Enrollment.id)))
        counts = {
            one.key: one
            for one in completeness(session, Populations(Scope(AS_OF), parameters(session, AS_OF)))
        }
        lacking = incomplete(session, Scope(AS_OF))
    assert lacking
    for one in lacking:
        assert one.field == counts[one.field.key]
        assert one.missing is not None
        assert set(one.missing) <= everybody
        assert one.field.filled + len(set(one.missing)) == one.field.total
    assert {key for key, one in counts.items() if one.filled < one.total} == {
        one.field.key for one in lacking
    }


def test_a_period_that_ends_before_it_begins_is_refused(db):
    with pytest.raises(InvalidInput, match="avant son début"):
        build_follow_up(db, LAST, FIRST, None, AS_OF)


def test_can_be_stopped(db):
    with pytest.raises(Cancelled):
        build_follow_up(db, FIRST, LAST, None, AS_OF, Job(is_cancelled=lambda: True))


def test_previous_period_keeps_whole_months():
    quarter = previous_scope(Scope(AS_OF, None, FIRST, LAST))
    assert (quarter.date_from, quarter.date_to) == (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    ten_days = previous_scope(Scope(AS_OF, None, dt.date(2026, 7, 11), dt.date(2026, 7, 20)))
    assert (ten_days.date_from, ten_days.date_to) == (dt.date(2026, 7, 1), dt.date(2026, 7, 10))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30), "3e trimestre 2026"),
        (dt.date(2026, 1, 1), dt.date(2026, 3, 31), "1er trimestre 2026"),
        (dt.date(2026, 1, 1), dt.date(2026, 12, 31), "année 2026"),
        (dt.date(2026, 2, 1), dt.date(2026, 2, 28), "février 2026"),
        (dt.date(2026, 2, 1), dt.date(2026, 4, 30), "du 1er février au 30 avril 2026"),
    ],
)
def test_period_in_words(first, last, words):
    assert period_words(first, last) == words
