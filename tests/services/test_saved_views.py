"""Views kept under a name: whole again when read, shared, replaced, renamed, deleted and given back."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from gen_desktop.errors import AppError, Forbidden, InvalidInput, NotFound
from gen_desktop.models.registry import SavedView
from gen_desktop.queries.bin import entries
from gen_desktop.queries.criteria import LearnerCriteria
from gen_desktop.queries.list_filters import Among, Between, ChoiceFilter, filters
from gen_desktop.queries.saved_views import criteria_text, read_criteria, view, view_names
from gen_desktop.queries.sorting import SORTS
from gen_desktop.services import bin as bin_service
from gen_desktop.services.saved_views import delete_view, rename_view, replace_view, save_view
from gen_desktop.services.undo import undo_last
from tests.team import make_team

CRITERIA = LearnerCriteria(
    cohort_ids=(913738270435342871,),
    states=("in_training", ""),
    incomplete=True,
    narrowings=(Among("sex", ("F", "")), Between("exit_on", dt.date(2026, 1, 1), None, True)),
    sort="birth_date",
    descending=True,
)
COLUMNS = ["name", "phone", "email"]


def names(db, page="learners"):
    with db.read() as session:
        return [one.name for one in view_names(session, page)]


def opened(db, view_id):
    with db.read() as session:
        return view(session, view_id)


def saved(db, name="À rappeler"):
    view_id = save_view(db, "learners", name, CRITERIA, COLUMNS).created_id
    assert view_id is not None
    return view_id


def test_a_view_comes_back_whole(db):
    found = opened(db, saved(db))
    assert (found.name, found.criteria, list(found.columns)) == ("À rappeler", CRITERIA, COLUMNS)


NARROWINGS = st.builds(
    Among,
    st.sampled_from([one.id for one in filters().values() if isinstance(one, ChoiceFilter)]),
    st.lists(st.text(max_size=8), max_size=4).map(tuple),
) | st.builds(
    Between,
    st.sampled_from(["exit_on", "age"]),
    st.none() | st.dates() | st.integers(0, 120),
    st.none() | st.dates() | st.integers(0, 120),
    st.booleans(),
)


@given(
    st.builds(
        LearnerCriteria,
        cohort_ids=st.none() | st.lists(st.integers(1, 2**63 - 1), max_size=3).map(tuple),
        states=st.lists(st.text(max_size=8), max_size=3).map(tuple),
        incomplete=st.booleans(),
        narrowings=st.lists(NARROWINGS, max_size=4).map(tuple),
        sort=st.sampled_from(SORTS),
        descending=st.booleans(),
    )
)
def test_any_criteria_are_read_as_they_were_written(criteria):
    assert read_criteria(criteria_text(criteria)) == criteria


def test_what_names_people_is_not_kept():
    kept = read_criteria(criteria_text(LearnerCriteria(text="Delorme", learner_ids=(1, 2))))
    assert kept == LearnerCriteria()


def test_an_order_of_another_version_is_that_of_names():
    text = json.dumps(json.loads(criteria_text(CRITERIA)) | {"sort": "shoe size"})
    assert read_criteria(text).sort == "name"


def test_names_are_in_french_order_and_one_of_each(db):
    for name in ("Zone rurale", "émargement à voir", "Avec RQTH"):
        saved(db, name)
    assert names(db) == ["Avec RQTH", "émargement à voir", "Zone rurale"]
    assert names(db, "cohorts") == []
    for name in ("  zone  RURALE ", "", "x" * 61):
        with pytest.raises(InvalidInput):
            saved(db, name)
    assert len(names(db)) == 3


def test_it_is_replaced_renamed_and_each_gesture_is_taken_back(db):
    view_id = saved(db)
    replace_view(db, view_id, LearnerCriteria(), ["name"])
    assert (opened(db, view_id).criteria, opened(db, view_id).columns) == (LearnerCriteria(), ("name",))
    undo_last(db)
    assert opened(db, view_id).criteria == CRITERIA
    change = rename_view(db, view_id, "À relancer")
    assert change.name == "Renommer la vue À rappeler en À relancer"
    assert names(db) == ["À relancer"]
    undo_last(db)
    assert names(db) == ["À rappeler"]


def test_a_deleted_view_is_in_the_bin_and_comes_back(db):
    view_id = saved(db)
    delete_view(db, view_id)
    assert names(db) == []
    with pytest.raises(NotFound):
        opened(db, view_id)
    with db.read() as session:
        (entry,) = entries(session)
    assert (entry.kind, entry.title) == ("saved_view", "La vue À rappeler")
    bin_service.restore(db, entry.change_set_id)
    assert opened(db, view_id).criteria == CRITERIA


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cohorts": 3}', '{"cohorts": null, "states": []}'])
def test_a_spoiled_view_says_so(db, text):
    view_id = saved(db)
    with db.write("Abîmer") as session:
        session.get_one(SavedView, view_id).criteria = text
    with pytest.raises(AppError, match="ne peut pas être lue"):
        opened(db, view_id)


def test_everybody_of_the_team_keeps_views_and_nobody_else(tmp_path):
    team = make_team(tmp_path)
    for role in ("direction", "secretariat", "training", "placement"):
        db = team.open_as(role)
        saved(db, f"Vue {role}")
        db.close()
    db = team.open_as(None)
    with pytest.raises(Forbidden):
        saved(db, "Sans rôle")
    assert len(names(db)) == 4
    with db.read() as session:
        assert session.scalar(select(SavedView.id).where(SavedView.name == "Sans rôle")) is None
    db.close()
