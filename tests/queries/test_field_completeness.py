"""Fields and of whom they are not known: counts and people of the same condition."""

from __future__ import annotations

from gen_desktop.queries.field_completeness import completeness, incomplete
from gen_desktop.queries.populations import Populations
from gen_desktop.queries.scope import Scope, parameters
from tests.queries.broken_rules import AS_OF, Centre


def test_a_field_names_those_of_whom_it_is_not_known(db):
    with db.write("Trois personnes") as session:
        centre = Centre(session)
        for _ in range(2):
            centre.person(learner={"phone": "0639980000"})
        lacking = centre.person(
            learner={"email": "zoe@exemple.fr", "sex": None},
            sensitive={"is_rqth": None},
            situation_before="SAL_CDD",  # not a job seeker: no months of unemployment are asked
            unemployment_months=None,
        )
        lacking_id = lacking.id
    with db.read() as session:
        found = {one.field.key: one for one in incomplete(session, Scope(AS_OF))}
        assert {key: one.missing for key, one in found.items()} == {
            "sex": (lacking_id,),
            "rqth": (lacking_id,),
        }
        assert (found["sex"].field.filled, found["sex"].field.total) == (2, 3)
        known = {one.key: one for one in completeness(session, _all(session))}
        assert (known["unemployment"].filled, known["unemployment"].total) == (2, 2)
        assert (known["exit_reason"].filled, known["exit_reason"].total) == (0, 0)
        session.info.clear()
        hidden = {one.field.key: one.missing for one in incomplete(session, Scope(AS_OF))}
    assert hidden == {"sex": (lacking_id,), "rqth": None}


def _all(session):
    return Populations(Scope(AS_OF), parameters(session, AS_OF))
