from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.models.calling import Call
from gen_desktop.models.registry import Cohort, Enrollment
from gen_desktop.models.situation import Path, Situation, situation_at
from gen_desktop.queries import call_counter, call_order, companies, follow_ups
from gen_desktop.queries.call_order import CallCounts, CallCriteria
from gen_desktop.queries.filter_choices import filter_choices
from gen_desktop.queries.follow_up_form import form_state
from gen_desktop.queries.follow_up_settings import horizons_in_use
from gen_desktop.queries.indicators import figures
from gen_desktop.queries.scope import Scope, parameters
from gen_desktop.services import follow_ups as services
from gen_desktop.services.follow_ups import AttemptInput, SituationInput
from gen_desktop.services.funding_programs import ProgramInput, create_program
from gen_desktop.services.parameters import set_parameter
from gen_desktop.services.placements import PlacementInput, record_placement
from tests.factories import enroll, make_cohort, make_learner

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def person(db):
    """``person("Aubert", dt.date(2026, 5, 28))`` makes a leaver and gives the id of the enrollment.

    This organisation does not ask at the exit.
    """
    set_parameter(db, "follow_up_horizons", "3|6|12|24")
    cohorts = {}

    def make(name, exit_on, *, code="TSSR 2026-1", exit_type="term", phone="+33610101010", **facts):
        with db.write("Une personne inventée") as session:
            if code not in cohorts:
                cohorts[code] = make_cohort(session, code, planned_start=dt.date(2023, 1, 2)).id
            learner = make_learner(session, last_name=name, first_name="Inès", phone=phone)
            session.flush()
            cohort = type("Known", (), {"id": cohorts[code]})
            values = {"entered_on": dt.date(2023, 1, 2)} | facts
            return enroll(session, cohort, learner, exit_type=exit_type, exit_on=exit_on, **values).id

    return make


def listed(db, as_of=TODAY, **criteria):
    with db.read() as session:
        found = call_order.call_list_ids(session, CallCriteria(**criteria), as_of)
    return [Call.of(call_id) for call_id in found]


def counted(db, as_of=TODAY, **criteria):
    with db.read() as session:
        return call_order.counts(session, CallCriteria(**criteria), as_of)


def row(db, call, as_of=TODAY):
    with db.read() as session:
        return follow_ups.rows(session, [call.id], as_of)[call.id]


def test_a_call_is_its_number():
    call = Call(2**62 + 12345, 24)
    assert Call.of(call.id) == call


@pytest.mark.parametrize(
    ("as_of", "views"),
    [
        (dt.date(2026, 11, 12), set()),
        (dt.date(2026, 11, 13), {"to_call", "all"}),
        (dt.date(2027, 1, 12), {"to_call", "all"}),
        (dt.date(2027, 1, 13), {"to_call", "late", "all"}),
    ],
)
def test_the_window_opens_15_days_before_and_closes_45_days_after(db, person, as_of, views):
    call = Call(person("Aubert", dt.date(2026, 5, 28)), 6)
    for view in call_order.VIEWS:
        found = listed(db, as_of, view=view, horizon=6)
        assert found == ([call] if view in views else [])


def test_the_list_agrees_with_the_window_on_every_exit_day(db, person):
    """Ends of months are where « k months later » goes wrong."""
    days = [dt.date(2026, 5, 1) + dt.timedelta(days=n) for n in range(70)]
    calls = {Call(person(f"Nom{day:%m%d}", day), 6): day for day in days}
    for as_of in (dt.date(2026, 11, 15), dt.date(2026, 12, 31), dt.date(2027, 2, 28)):
        found = set(listed(db, as_of, horizon=6))
        with db.read() as session:
            in_force = follow_ups.parameters(session, as_of)
        wanted = {
            call for call, day in calls.items() if follow_ups.window(day, 6, in_force).opens_on <= as_of
        }
        assert found == wanted
        late = set(listed(db, as_of, horizon=6, view="late"))
        assert late == {
            call for call, day in calls.items() if follow_ups.window(day, 6, in_force).closes_on < as_of
        }


def test_one_person_may_be_due_at_several_horizons(db, person):
    enrollment = person("Aubert", dt.date(2025, 11, 28))
    assert listed(db) == [Call(enrollment, horizon) for horizon in (3, 6, 12)]
    assert counted(db) == CallCounts(to_call=3, late=2, answered=0, all=3)
    assert counted(db, horizon=12) == CallCounts(to_call=1, late=0, answered=0, all=1)
    with db.read() as session:
        assert call_order.count_to_call(session, TODAY) == 3


def test_who_is_not_called(db, person):
    person("En formation", None, exit_type=None)
    person("Jamais venue", dt.date(2026, 5, 28), entered_on=None)
    person("Décédée", dt.date(2026, 5, 28), exit_type="neutral", exit_reason="NE_DEC")
    gone = person("Partie", dt.date(2026, 5, 28))
    services.record_situation(db, SituationInput(gone, 3, TODAY, situation="DECES"))
    assert counted(db) == CallCounts(0, 0, 0, 0)


def test_abandonments_are_called_like_the_others(db, person):
    left = person("Partie", dt.date(2026, 5, 28), exit_type="abandonment", exit_reason="AB_EMPL")
    assert Call(left, 6) in listed(db)


def test_what_is_known_or_refused_is_called_no_more(db, person):
    told, refused, silent = (person(name, dt.date(2026, 5, 28)) for name in ("Aubert", "Bakary", "Cordier"))
    services.record_situation(db, SituationInput(told, 6, TODAY, situation="RECH"))
    services.record_attempt(db, AttemptInput(refused, 6, TODAY, outcome="refused"))
    assert listed(db, horizon=6) == [Call(silent, 6)]
    assert listed(db, horizon=6, view="answered") == [Call(told, 6)]
    assert counted(db, horizon=6) == CallCounts(to_call=1, late=0, answered=1, all=3)


def test_the_list_is_narrowed_by_cohort_and_by_what_is_typed(db, person):
    first = person("Lefèvre", dt.date(2026, 5, 28))
    person("Marchand", dt.date(2026, 5, 28), code="CDA 2025-3")
    with db.read() as session:
        choices = {code: cohort_id for cohort_id, code in follow_ups.cohort_choices(session)}
    assert listed(db, horizon=6, cohort_ids=(choices["TSSR 2026-1"],)) == [Call(first, 6)]
    assert listed(db, horizon=6, text="lefev") == [Call(first, 6)]
    assert counted(db, horizon=6, text="lefev").to_call == 1


def test_the_first_to_be_late_comes_first_then_names(db, person):
    later = person("Aubert", dt.date(2026, 5, 29))
    second = person("Petit", dt.date(2026, 5, 28))
    first = person("Nguyen", dt.date(2026, 5, 28))
    ids = [call.enrollment_id for call in listed(db, horizon=6)]
    assert ids == [first, second, later]
    by_name = [call.enrollment_id for call in listed(db, horizon=6, sort="name", descending=True)]
    assert by_name == [second, first, later]


def test_a_line_says_before_when_and_what_was_tried(db, person):
    enrollment = person("Aubert", dt.date(2026, 5, 28), phone=None)
    services.record_attempt(db, AttemptInput(enrollment, 6, dt.date(2026, 11, 18), contact_mode="email"))
    services.record_attempt(db, AttemptInput(enrollment, 6, dt.date(2026, 11, 20)))
    services.record_attempt(db, AttemptInput(enrollment, 3, dt.date(2026, 8, 28)))
    line = row(db, Call(enrollment, 6))
    assert (line.due_on, line.before, line.is_late) == (
        dt.date(2026, 11, 28),
        dt.date(2027, 1, 12),
        False,
    )
    assert [attempt.contact_mode for attempt in line.attempts] == ["phone", "email"]
    assert (line.phone, line.situation) == (None, None)
    assert row(db, Call(enrollment, 3), dt.date(2026, 10, 12)).is_late is False
    assert row(db, Call(enrollment, 3), dt.date(2026, 10, 13)).is_late is True


def test_the_form_knows_what_was_told_before(db, person):
    enrollment = person("Aubert", dt.date(2026, 5, 28))
    job = {"contract_type": "CDI", "employer": "Datacampus", "starts_on": dt.date(2026, 7, 15)}
    services.record_situation(db, SituationInput(enrollment, 3, dt.date(2026, 8, 28), **job))
    with db.read() as session:
        state = form_state(session, Call(enrollment, 6), TODAY)
        told = form_state(session, Call(enrollment, 3), TODAY)
    assert (state.known, state.attempts, state.exit_on) == (None, (), dt.date(2026, 5, 28))
    (spell,) = state.spells
    assert (spell.horizon, spell.kind, spell.contract_type, spell.employer) == (3, "job", "CDI", "Datacampus")
    assert told.known is not None
    assert (told.known.situation, len(told.attempts)) == ("EMP_CDI", 1)


def test_nobody_is_called_who_came_back(db, person):
    back = person("Aubert", None, exit_type=None)
    with db.read() as session, pytest.raises(NotFound):
        form_state(session, Call(back, 6), TODAY)


def test_the_counters_are_the_figures_of_the_reports(db, person):
    """Four leavers: one told at 6 months, one told by a dated job, one refused, one silent; one not due."""
    left_on = dt.date(2026, 5, 20)
    told, dated, refused, _ = (person(name, left_on) for name in ("Aubert", "Bakary", "Cordier", "Diallo"))
    person("Etxe", TODAY)
    services.record_situation(db, SituationInput(told, 0, dt.date(2026, 5, 21), situation="RECH"))
    services.record_situation(db, SituationInput(told, 6, TODAY, contract_type="CDI"))
    services.record_situation(db, SituationInput(refused, 6, TODAY, situation="REF"))
    record_placement(db, dated, PlacementInput("job", TODAY, dt.date(2026, 9, 1), contract_type="CDI"))
    with db.read() as session:
        at_exit, at_six = call_counter.counters(session, (0, 6), Scope(TODAY))
        assert call_counter.counters(session, (), Scope(TODAY)) == ()
        found = figures(session, Scope(TODAY), ["D1.6", "D1d.6", "D3a.6", "D3b.6", "D3c.6"])
        for group in call_counter.GROUPS:
            people = call_counter.counted_people(session, 6, group, Scope(TODAY))
            assert len(people) == getattr(at_six, group), group
    assert at_exit == call_counter.HorizonCount(0, 5, 1, 0, 4, 0, 4)
    assert at_six == call_counter.HorizonCount(6, 4, 2, 1, 2, 2, 4)
    assert [(one.n, one.N) for one in found] == [(2, 4), (1, 4), (2, 2), (2, 4), (4, 4)]


def test_the_reason_of_the_exit_tells_the_situation_at_the_exit_alone(db, person):
    """Left for a job, for another training, for no known reason; the second answered otherwise since."""
    set_parameter(db, "follow_up_horizons", "0|3")
    left = {"exit_type": "abandonment"}
    day = dt.date(2026, 5, 20)
    job, training, silent = (
        person(name, day, exit_reason=reason, **left)
        for name, reason in (("Aubert", "AB_EMPL"), ("Bakary", "AB_AUTF"), ("Cordier", "AB_PERS"))
    )
    assert [call for call in listed(db) if call.horizon == 0] == [Call(silent, 0)]
    assert row(db, Call(job, 0)).situation == "EMP_NP"
    with db.read() as session:
        at_exit, at_three = call_counter.counters(session, (0, 3), Scope(TODAY))
        assert form_state(session, Call(job, 0), TODAY).said_on_leaving == "EMP_NP"
        assert form_state(session, Call(job, 3), TODAY).said_on_leaving is None
        answer = Path(day, day, "AB_AUTF")
        found = situation_at(answer, 0, TODAY, None, (), parameters(session, TODAY))
    assert found == Situation("FORM_Q")
    assert at_exit == call_counter.HorizonCount(0, 3, 2, 2, 1, 2, 3)
    assert (at_three.due, at_three.known) == (3, 0)
    services.record_situation(db, SituationInput(training, 0, TODAY, situation="RECH"))
    with db.read() as session:
        (at_exit,) = call_counter.counters(session, (0,), Scope(TODAY))
    assert at_exit == call_counter.HorizonCount(0, 3, 2, 1, 1, 1, 2), "an answer decides"


def test_only_horizons_that_somebody_is_asked_about_are_offered(db, person):
    set_parameter(db, "follow_up_horizons", "3|6")
    told = person("Aubert", dt.date(2025, 5, 20))
    with db.read() as session:
        assert horizons_in_use(session, TODAY) == (3, 6)
    services.record_situation(db, SituationInput(told, 12, dt.date(2026, 5, 20), situation="RECH"))
    with db.read() as session:
        assert horizons_in_use(session, TODAY) == (3, 6, 12), "what is recorded can be found"
    program = create_program(db, ProgramInput("P1", "Inventé", follow_up_horizons=(0, 6)))
    with db.write("Son financement") as session:
        cohort_id = session.get_one(Enrollment, told).cohort_id
        session.get_one(Cohort, cohort_id).funding_program_id = program.created_id
    with db.read() as session:
        assert horizons_in_use(session, TODAY) == (0, 6, 12), "each by its own programme"
        offered = [name for name in filter_choices(session, TODAY) if name.startswith("follow_up_")]
    assert offered == ["follow_up_0", "follow_up_6", "follow_up_12"]


def test_employers_are_offered_by_name(db, person):
    enrollment = person("Aubert", dt.date(2026, 5, 28))
    for horizon, day, employer in ((3, dt.date(2026, 8, 28), "Télécom Nivernais"), (6, TODAY, "Atelier 21")):
        values = {"contract_type": "CDI", "employer": employer, "employer_city": "Nevers"}
        services.record_situation(db, SituationInput(enrollment, horizon, day, **values))
    with db.read() as session:
        offered = [choice.label for choice in companies.all_choices(session)]
        assert offered == ["Atelier 21, Nevers", "Télécom Nivernais, Nevers"]
        for text in ("télécom nivernais", "TELECOM NIVERNAIS, nevers"):
            assert companies.find_known(session, text) == companies.all_choices(session)[1].id
        assert companies.find_known(session, "Télécom") is None
