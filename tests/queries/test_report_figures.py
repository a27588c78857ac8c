"""Facts that only the reports print: rates by cohort, hours planned and held, what was done, jobs found."""

from __future__ import annotations

import datetime as dt

from gen_desktop.models.calling import Call
from gen_desktop.models.registry import Attendance, ClassSession, Course, Enrollment
from gen_desktop.queries import call_order, outcome_facts, report_facts, report_hours
from gen_desktop.queries.call_order import CallCriteria
from gen_desktop.queries.indicators import enrollment_ids, figures
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.report_abandonments import exit_actions
from gen_desktop.queries.report_cohorts import MOST_EARLIER, Ratio, cohort_rates, earlier_cohorts
from gen_desktop.queries.rules_of_outcomes import RULES as OUTCOME_RULES
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.services.funding_programs import ProgramInput, create_program
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.center import AS_OF, fill_center

IDS = ("B3", "C4", "D1.3", "D3a.3", "D3b.3", "D4.3")


def populations(session, *cohort_ids, as_of=AS_OF):
    scope = Scope(as_of, cohort_ids or None)
    return Populations(scope, parameters(session, as_of))


def test_a_follow_up_is_late_by_the_window_of_the_programme(db):
    """Three cohorts out since 20 May, three months due on 20 August, 45 days after it the usual delay.

    One programme gives 120 days, one asks at six months alone, one says nothing.
    """
    day = dt.date(2026, 11, 23)
    facts = {"entered_on": dt.date(2026, 1, 5), "exit_type": "term", "exit_on": dt.date(2026, 5, 20)}
    patient = create_program(db, ProgramInput("P1", "Patient", follow_up_window_after=120)).created_id
    later = create_program(db, ProgramInput("P2", "Plus tard", follow_up_horizons=(6,))).created_id
    with db.write("Trois personnes inventées") as session:
        for code, program_id in (("A", patient), ("B", later), ("C", None)):
            cohort = make_cohort(session, code)
            cohort.funding_program_id = program_id
            learner = make_learner(session, last_name=code)
            session.flush()
            enroll(session, cohort, learner, **facts)
    with db.read() as session:
        lines = report_facts.follow_up_lines(session, populations(session, as_of=day))
        late = call_order.call_list(session, CallCriteria("late", horizon=3), day).ids
        p = populations(session, as_of=day)
        by_rule = OUTCOME_RULES["follow_up_late"](p, 3).broken
        named = enrollment_ids(session, by_rule, p)
    at_three = lines[0]
    assert (at_three.due, at_three.waiting, at_three.late) == (3, 3, 1)
    assert [Call.of(line).enrollment_id for line in late] == list(named), "the call list and the rule agree"
    assert len(late) == at_three.late


def test_rates_of_cohorts_are_those_of_the_indicators(db):
    ids = fill_center(db, 60)
    with db.read() as session:
        made = cohort_rates(session, AS_OF, ids, IDS)
        expected = [
            tuple(Ratio(f.n, f.N) for f in figures(session, Scope(AS_OF, (cohort_id,)), IDS))
            for cohort_id in ids
        ]
    assert [cohort.rates for cohort in made] == expected
    assert any(rate.n for cohort in made for rate in cohort.rates)


def test_a_cohort_without_anybody_has_rates_without_base(db):
    with db.write("Une cohorte vide") as session:
        cohort_id = make_cohort(session).id
    with db.read() as session:
        (made,) = cohort_rates(session, AS_OF, (cohort_id,), ("B3",))
    assert made.rates == (Ratio(0, 0),)


def test_earlier_cohorts_are_of_the_same_course_and_the_latest_first(db):
    with db.write("Dix promotions") as session:
        last = make_cohort(session, "P 0", planned_start=dt.date(2026, 1, 5))
        make_cohort(session, "Autre", planned_start=dt.date(2020, 1, 6), planned_end=dt.date(2020, 3, 6))
        earlier = [
            make_cohort(
                session,
                f"P {number}",
                planned_start=dt.date(2026 - number, 1, 5),
                planned_end=dt.date(2026 - number, 6, 30),
            )
            for number in range(1, MOST_EARLIER + 2)
        ]
        for cohort in earlier:
            cohort.course_id = last.course_id
        ids, last_id = [cohort.id for cohort in earlier], last.id
    with db.read() as session:
        assert earlier_cohorts(session, (last_id,)) == tuple(ids[:MOST_EARLIER])
        assert earlier_cohorts(session, (ids[-1],)) == ()


def test_what_was_done_when_people_left_early(db):
    with db.write("Trois abandons") as session:
        cohort = make_cohort(session)
        for number, (interview, solutions) in enumerate(((True, "tutorat"), (False, None), (None, "  "))):
            enroll(
                session,
                cohort,
                make_learner(session, number),
                entered_on=dt.date(2026, 1, 5),
                exit_type="abandonment",
                exit_on=dt.date(2026, 2, 2),
                exit_interview_done=interview,
                exit_solutions=solutions,
            )
    with db.read() as session:
        made = exit_actions(session, populations(session))
    assert (made.abandoned, made.interviewed, made.not_interviewed, made.unknown) == (3, 1, 1, 1)
    assert made.solutions == 1


def test_each_list_about_jobs_adds_up_to_the_people_employed(db):
    fill_center(db, 60)
    with db.read() as session:
        jobs = outcome_facts.job_facts(session, populations(session), 3)
    assert jobs.employed
    for lines in (jobs.contracts, jobs.working_times, jobs.lengths):
        assert sum(count for _, count in lines) == jobs.employed
    assert dict(jobs.lengths)["Sans terme"]


def test_hours_planned_fall_back_on_the_course(db):
    with db.write("Deux parcours") as session:
        cohort = make_cohort(session)
        entered = {"entered_on": dt.date(2026, 1, 5)}
        enroll(session, cohort, make_learner(session), planned_center_minutes=600, **entered)
        enroll(session, cohort, make_learner(session, 2), **entered)
    with db.read() as session:
        (before,) = report_hours.planned_hours(session, populations(session))
    assert (before.entered, before.center_known, before.center, before.company_known) == (2, 1, 600, 0)
    with db.write("Durée de la formation") as session:
        session.query(Course).one().planned_center_minutes = 420
    with db.read() as session:
        (after,) = report_hours.planned_hours(session, populations(session))
    assert (after.center_known, after.center) == (2, 1020)


def test_hours_of_the_months_are_those_of_each_month_and_add_up(db):
    fill_center(db, 40)
    first, last = dt.date(2026, 1, 10), dt.date(2026, 9, 20)
    with db.read() as session:
        months = report_hours.hours_by_month(session, Scope(AS_OF, None, first, last))
        whole = figures(session, Scope(AS_OF, None, first, last), ("B1", "B2"))
        march = Scope(AS_OF, None, dt.date(2026, 3, 1), dt.date(2026, 3, 31))
        (b1,) = figures(session, march, ("B1",))
    assert [day.month for day, _ in months] == list(range(1, 10))
    of_march = months[2][1]
    assert (of_march.present, of_march.due, of_march.unrecorded) == (b1.n, b1.N, b1.unknown)
    for figure, name in zip(whole, ("present", "unjustified"), strict=True):
        assert figure.n == sum(getattr(hours, name) for _, hours in months)
        assert (figure.N, figure.unknown) == (
            sum(hours.due for _, hours in months),
            sum(hours.unrecorded for _, hours in months),
        )


def test_hours_held_by_mode_count_each_half_day_once(db):
    fill_center(db, 12)
    with db.write("Une séance à distance") as session:
        first = session.query(ClassSession).order_by(ClassSession.held_on).first()
        first.delivery_mode = "remote"
    with db.read() as session:
        lines = dict(report_hours.hours_by_delivery(session, populations(session)))
        held = session.query(ClassSession).filter(ClassSession.held_on <= AS_OF)
        total = sum(half_day.minutes for half_day in held)
    assert lines["remote"] == 210
    assert sum(lines.values()) == total


def test_absences_in_a_row_are_those_of_the_cohorts_asked_for(db):
    ids = fill_center(db, 40)
    with db.write("Trois absences de suite") as session:
        enrollment = (
            session.query(Enrollment)
            .filter_by(cohort_id=ids[-1], exit_type=None)
            .filter(Enrollment.entered_on.is_not(None))
            .first()
        )
        marks = session.query(Attendance).filter_by(enrollment_id=enrollment.id).all()
        for mark in marks[-4:]:
            mark.status, mark.minutes_present = "AI", 0
        enrollment_id = enrollment.id
    with db.read() as session:
        found = report_hours.absences_in_a_row(session, populations(session, ids[-1]))
        elsewhere = report_hours.absences_in_a_row(session, populations(session, ids[0]))
    assert enrollment_id in [streak.enrollment_id for streak in found]
    assert elsewhere == ()


def test_a_condition_is_made_once_for_each_scope(db):
    with db.read() as session:
        p, other = populations(session), populations(session)
    assert p.due(3) is p.due(3)
    assert p.due(3) is not p.due(6)
    assert p.left() is not other.left()
    assert p.due(3) is other.due(3)  # situations are put together once for a scope
    with db.read() as session:
        elsewhere = (populations(session, 1), populations(session, as_of=AS_OF + dt.timedelta(days=1)))
    assert all(p.due(3) is not another.due(3) for another in elsewhere)
