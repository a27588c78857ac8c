"""Each definition on a hand-made cohort where it differs from its neighbours, its values worked out."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.models.registry import ProgramParameter
from gen_desktop.queries.definition_figures import (
    definition,
    definition_figures,
    definition_people,
    figures_by_cohort,
)
from gen_desktop.queries.definitions import SYSTEMS, definitions, definitions_at
from gen_desktop.queries.indicators import Part
from gen_desktop.queries.scope import Scope
from tests.factories import make_cohort
from tests.queries.leavers import DUE, ENTRY, EXIT, leaver, tells, works

AS_OF = dt.date(2026, 6, 30)
DAY_AFTER = EXIT + dt.timedelta(days=1)


@pytest.fixture
def cohort_db(db):
    with db.write("La cohorte") as session:
        make_cohort(session, planned_start=ENTRY, planned_end=EXIT)
    return db


def fill(db, make) -> None:
    from sqlalchemy import select

    from gen_desktop.models.registry import Cohort

    with db.write("Les sortants") as session:
        make(session, session.scalars(select(Cohort)).first())


def counted(db, as_of=AS_OF, promotion=None, **scope):
    with db.read() as session:
        found = definition_figures(session, Scope(as_of, **scope), promotion=promotion)
    return {figure.definition.id: figure for figure in found}


def said(figure) -> tuple:
    """n, N, unknown, rate, lower bound, upper bound."""
    numbers = (figure.rate, figure.low, figure.high)
    return (figure.n, figure.N, figure.unknown, *(None if one is None else float(one) for one in numbers))


def test_gen_counts_the_unknown_out_then_as_no_then_as_yes(cohort_db):
    """Five leavers at 3 months: a CDI, a training, one searching, one unreachable, one never asked.

    2 positive of 3 known: 66,7 %. Of all 5: 40,0 % if the unknown are no, (2 + 2) / 5 = 80,0 % if yes.
    """

    def make(session, cohort):
        for number, situation in enumerate(["EMP_CDI", "FORM_Q", "RECH", "INJ", None]):
            enrollment = leaver(session, cohort, number)
            if situation:
                tells(session, enrollment, 3, situation)

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert said(found["D3a.3"]) == (2, 3, 2, 66.7, 40.0, 80.0)
    assert said(found["D3b.3"]) == (2, 5, 2, 40.0, 40.0, 80.0)
    assert said(found["D3c.3"]) == (4, 5, 2, 80.0, 40.0, 80.0)


def test_access_is_a_flow_and_the_stock_at_six_months_is_not(cohort_db):
    """Six job seekers and one employee left; each is out of or in the flow for another reason.

    0: a CDD of two months in September, over long before February, and searching in February: in the flow,
       not in the stock. 1: a mission of two weeks: too short. 2: a CDI begun the day of the exit itself, that
       is before it was over: in the stock, not in the flow. 3: an aided contract of unknown length: counts.
    4: a business: counts. 5: never reached: unknown. 6: employed before the entry: not concerned.
    Flow: 0, 3, 4 of six, one unknown: 50,0 %, at most (3 + 1) / 6 = 66,7 %.
    Stock at six months (D8 without the certificate: EECR05): 2, 3, 4 of seven due.
    """

    def make(session, cohort):
        people = [leaver(session, cohort, number) for number in range(6)]
        employee = leaver(session, cohort, 6, situation_before="SAL_CDI")
        works(session, people[0], dt.date(2025, 9, 15), contract_type="CDD", contract_months=2,
              ends_on=dt.date(2025, 11, 14))  # fmt: skip
        tells(session, people[0], 6, "RECH")
        works(session, people[1], dt.date(2025, 10, 1), contract_type="INT", ends_on=dt.date(2025, 10, 14))
        tells(session, people[1], 6, "RECH")
        works(session, people[2], EXIT, contract_type="CDI")
        tells(session, people[2], 6, "EMP_CDI")
        works(session, people[3], DAY_AFTER, contract_type="AIDE")
        tells(session, people[3], 6, "EMP_AIDE")
        works(session, people[4], DUE[6], kind="creation", contract_type="IND")
        tells(session, people[4], 6, "CREA")
        works(session, employee, DAY_AFTER, contract_type="CDI")

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert said(found["D7"]) == (3, 6, 1, 50.0, 50.0, 66.7)
    assert (found["EECR05"].n, found["EECR05"].N) == (3, 7)


@pytest.mark.parametrize(
    ("starts_on", "facts", "counts"),
    [
        (DUE[6], {"contract_type": "CDI"}, True),  # the last day of six months: February has no 31st
        (DUE[6] + dt.timedelta(days=1), {"contract_type": "CDI"}, False),
        (DAY_AFTER, {"contract_type": "CDD", "contract_months": 1}, True),
        (DAY_AFTER, {"contract_type": "CDD", "contract_months": 0}, False),
        (DAY_AFTER, {"contract_type": "CDD", "ends_on": dt.date(2025, 9, 30)}, True),  # a month to the day
        (DAY_AFTER, {"contract_type": "CDD", "ends_on": dt.date(2025, 9, 29)}, False),
        (dt.date(2026, 1, 31), {"contract_type": "CDD", "ends_on": dt.date(2026, 2, 27)}, True),
        (dt.date(2026, 1, 31), {"contract_type": "CDD", "ends_on": dt.date(2026, 2, 26)}, False),
        (DAY_AFTER, {"contract_type": "CDD"}, False),  # of a length that nobody knows
        (DAY_AFTER, {"contract_type": "CDD", "confirmed_on": dt.date(2025, 10, 20)}, True),  # still there
        (DAY_AFTER, {"contract_nature": "FT"}, True),  # aided by its nature
        (DAY_AFTER, {"contract_type": "FP"}, True),
        (DAY_AFTER, {"kind": "training"}, False),
        (DAY_AFTER, {"contract_type": "CDI", "recorded_on": AS_OF + dt.timedelta(days=1)}, False),
        (None, {"contract_type": "CDI"}, False),
    ],
)
def test_what_a_spell_must_be_to_give_access(cohort_db, starts_on, facts, counts):
    fill(cohort_db, lambda session, cohort: works(session, leaver(session, cohort, 1), starts_on, **facts))
    access = counted(cohort_db)["D7"]
    assert (access.n, access.N, access.unknown) == (int(counts), 1, int(not counts))


def test_a_job_told_without_its_days_leaves_the_access_unknown(cohort_db):
    """In a job at six months: begun before the exit or after? Nobody knows: neither yes nor no."""
    fill(cohort_db, lambda session, cohort: tells(session, leaver(session, cohort, 1), 6, "EMP_CDI"))
    assert said(counted(cohort_db)["D7"]) == (0, 1, 1, 0.0, 0.0, 100.0)


def test_france_competences_neutralises_and_asks_only_the_certified(cohort_db):
    """At six months: certified in a CDI aimed at, certified in another job, certified searching, certified in
    a job of unknown occupation, certified in training and certified ill (both neutralised), certified and
    never asked, and one in a CDI without the certificate.

    Global: 3 employed of 4 known and not neutralised: 75,0 %; with the one never asked, 3 to 4 of 5.
    Occupation: 1 of the same 4: 25,0 %; two unknown (occupation, situation): 1 to 3 of 5.
    GEN, prudent, counts everybody: 5 of 8.
    """

    def make(session, cohort):
        told = [("EMP_CDI", True), ("EMP_CDDC", False), ("RECH", None), ("EMP_CDI", None), ("FORM_Q", None),
                ("SANTE", None), (None, None)]  # fmt: skip
        for number, (situation, aimed) in enumerate(told):
            enrollment = leaver(session, cohort, number, certified_on=dt.date(2025, 9, 10))
            if situation:
                tells(session, enrollment, 6, situation, is_target_occupation=aimed)
        tells(session, leaver(session, cohort, 9), 6, "EMP_CDI", is_target_occupation=True)

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert said(found["D8"]) == (3, 4, 1, 75.0, 60.0, 80.0)
    assert said(found["D9.6"]) == (1, 4, 2, 25.0, 20.0, 60.0)
    assert (found["D3b.6"].n, found["D3b.6"].N) == (5, 8)
    assert found["D9.24"].N == 0, "nobody left two years ago: no rate"


def test_a_promotion_is_a_year_of_certification_whatever_the_cohort(cohort_db):
    """Two of one cohort, certified in December and in January; both employed at six months."""

    def make(session, cohort):
        for number, day in enumerate([dt.date(2025, 12, 19), dt.date(2026, 1, 8)]):
            tells(session, leaver(session, cohort, number, certified_on=day), 6, "EMP_CDI")

    fill(cohort_db, make)
    assert counted(cohort_db)["D8"].N == 2
    found = counted(cohort_db, promotion=2026, cohort_ids=())
    assert (found["D8"].N, found["D3a.6"].N) == (1, 0), "the year asks nothing of the cohorts"
    assert [figure.definition.id for figure in _figures(cohort_db, 2026)] == [one.id for one in definitions()]


def _figures(db, promotion):
    with db.read() as session:
        return definition_figures(session, Scope(AS_OF), promotion=promotion)


def test_inserjeunes_has_three_parts_and_a_business_is_none_of_the_first_two(cohort_db):
    """CDI, business, apprenticeship, studies, unknown: 2 salaried, 1 in training, 2 others of 5: 40+20+40."""

    def make(session, cohort):
        for number, situation in enumerate(["EMP_CDI", "CREA", "ALT_APP", "ETUDES", "REF"]):
            tells(session, leaver(session, cohort, number), 6, situation)

    fill(cohort_db, make)
    found = counted(cohort_db)
    parts = [found[f"IJ.{part}.6"] for part in ("emploi", "formation", "autres")]
    assert [(one.n, one.N) for one in parts] == [(2, 5), (1, 5), (2, 5)]
    assert sum(one.rate for one in parts) == 100
    assert said(parts[2]) == (2, 5, 1, 40.0, 20.0, 40.0)


def test_iae_classes_and_the_positive_of_gen_are_not_the_same_words(cohort_db):
    """CDI, CDD of 3 months, aided, insertion structure, training, kept job, searching, unknown: 8 leavers.

    Durable 1; transition 2 (short, aided); positive in the strict sense 2 (structure, training): dynamic 5
    of 8, 62,5 %. GEN counts the kept job too: 6 of the 7 known.
    """

    def make(session, cohort):
        situations = ["EMP_CDI", "EMP_CDDC", "EMP_AIDE", "EMP_SIAE", "FORM_PQ", "MAINT", "RECH", "INJ"]
        for number, situation in enumerate(situations):
            tells(session, leaver(session, cohort, number), 3, situation)

    fill(cohort_db, make)
    found = counted(cohort_db)
    classes = [found[f"D10.{name}.3"].n for name in ("durable", "transition", "positive")]
    assert classes == [1, 2, 2]
    assert said(found["D10.3"]) == (5, 8, 1, 62.5, 62.5, 75.0)
    assert (found["D3a.3"].n, found["D3a.3"].N) == (6, 7)


@pytest.mark.parametrize(("comparison", "durable"), [("≥", 1), (">", 0)])
def test_six_months_to_the_day_are_durable_as_the_setting_says(cohort_db, comparison, durable):
    """« Au moins six mois » (Dares) or « plus de six mois » (France Travail, IAE): a contract of six."""

    def make(session, cohort):
        session.add(ProgramParameter(code="seuil_emploi_durable_comparaison", value=comparison))
        tells(session, leaver(session, cohort, 1), 6, "EMP_CDD6", contract_months=6)

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert (found["D10.durable.6"].n, found["D10.transition.6"].n) == (durable, 1 - durable)
    assert found["D10.6"].n == 1


def test_esf_immediate_results_look_at_four_weeks_and_by_sex(cohort_db):
    """On leaving (31 August; four weeks end on 28 September):

    0 (woman): told that day to be searching. 1 (woman): a job from 28 September: employed in time.
    2 (man): a job from 29 September: too late, and nobody asked: unknown. 3 (man): asked in October: too
    late, unknown. 4 (sex unknown): searching told, but a training began meanwhile: in training only.
    5: certified by the jury of 20 September, exit not documented. 6: certified in November: not on leaving.
    """

    def make(session, cohort):
        sexes = ["F", "F", "M", "M", None, None, None]
        jury = {5: dt.date(2025, 9, 20), 6: dt.date(2025, 11, 20)}
        people = [
            leaver(session, cohort, number, sex=sex, certified_on=jury.get(number))
            for number, sex in enumerate(sexes)
        ]
        tells(session, people[0], 0, "RECH")
        works(session, people[1], dt.date(2025, 9, 28), contract_type="CDI")
        works(session, people[2], dt.date(2025, 9, 29), contract_type="CDI")
        tells(session, people[3], 0, "EMP_CDI", recorded_on=dt.date(2025, 10, 2))
        tells(session, people[4], 0, "RECH")
        works(session, people[4], dt.date(2025, 9, 8), kind="training")

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert [(found[key].n, found[key].N, found[key].unknown) for key in ("EECR01", "EECR02", "EECR04")] == [
        (1, 7, 4), (1, 7, 4), (1, 7, 4)
    ]  # fmt: skip
    assert [found[f"EECR04.{sex}"].n for sex in "FM"] == [1, 0]
    assert [(found[f"EECR01.{sex}"].N, found[f"EECR01.{sex}"].unknown) for sex in "FM"] == [(2, 0), (2, 2)]
    assert (found["EECR03"].n, found["EECR03"].unknown) == (1, 5)
    early = counted(cohort_db, as_of=dt.date(2025, 9, 27))
    assert early["EECR01"].N == 0, "the four weeks are not over"


def test_esf_improved_situation_is_from_a_short_contract_to_a_lasting_one(cohort_db):
    """Employed before: CDD then CDI (better), CDI then CDI (the same), temporary then unknown. 1 of 3."""

    def make(session, cohort):
        for number, (before, situation) in enumerate(
            [("SAL_CDD", "EMP_CDI"), ("SAL_CDI", "EMP_CDI"), ("SAL_INT", None), ("DE", "EMP_CDI")]
        ):
            enrollment = leaver(session, cohort, number, situation_before=before)
            if situation:
                tells(session, enrollment, 6, situation)

    fill(cohort_db, make)
    assert said(counted(cohort_db)["EECR06"]) == (1, 3, 1, 33.3, 33.3, 66.7)


def test_the_dead_are_in_no_denominator(cohort_db):
    def make(session, cohort):
        leaver(session, cohort, 1, exit_type="neutral", exit_reason="NE_DEC")
        tells(session, leaver(session, cohort, 2), 6, "DECES")
        leaver(session, cohort, 3)

    fill(cohort_db, make)
    found = counted(cohort_db)
    assert (found["D3b.6"].N, found["IJ.autres.6"].N, found["D7"].N) == (1, 1, 1)
    assert found["EECR01"].N == 2, "who died months later did leave the course alive"


def test_people_behind_a_figure_are_as_many(cohort_db):
    def make(session, cohort):
        tells(session, leaver(session, cohort, 1, sex="F"), 6, "EMP_CDI")
        leaver(session, cohort, 2, sex="M")

    fill(cohort_db, make)
    found = counted(cohort_db)
    with cohort_db.read() as session:
        for figure in found.values():
            counts = (figure.n, figure.N, figure.unknown)
            for part, count in zip(Part, counts, strict=True):
                assert len(definition_people(session, figure.definition.id, part, Scope(AS_OF))) == count


def test_cohorts_add_up_to_the_whole(cohort_db):
    def make(session, cohort):
        other = make_cohort(session, "CDA 2025-1", planned_start=ENTRY, planned_end=EXIT)
        tells(session, leaver(session, cohort, 1), 6, "EMP_CDI")
        tells(session, leaver(session, other, 2), 6, "RECH")
        leaver(session, other, 3)

    fill(cohort_db, make)
    with cohort_db.read() as session:
        cohorts = figures_by_cohort(session, Scope(AS_OF)).values()
        whole = definition_figures(session, Scope(AS_OF))
    assert len(cohorts) == 2
    for index, figure in enumerate(whole):
        for name in ("n", "N", "unknown"):
            assert getattr(figure, name) == sum(getattr(one[index], name) for one in cohorts)


def test_every_definition_says_what_it_is():
    assert len({one.id for one in definitions()}) == len(definitions())
    assert tuple(dict.fromkeys(one.system for one in definitions())) == SYSTEMS
    assert all(one.label and " / " in one.formula and one.source for one in definitions())
    assert {one.horizon for one in definitions_at(6)} == {None, 6}
    assert definition("d3a.6").id == "D3a.6"
    with pytest.raises(NotFound, match=r"D3a\.3"):
        definition("D3")
