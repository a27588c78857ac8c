"""A report that was submitted never changes, whatever happens afterwards."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
import shutil
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from gen_desktop.changes import PROGRAM
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound, StorageProblem
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.document import IssuedDocument
from gen_desktop.models.enrollment import Enrollment
from gen_desktop.models.submitted_report import ReportScope, SubmittedReport
from gen_desktop.queries.counted_people import CountedPeople
from gen_desktop.queries.indicators import Part, people
from gen_desktop.queries.report_scopes import counted_groups
from gen_desktop.queries.seals import verify_chain
from gen_desktop.queries.stored_content import content, content_faults
from gen_desktop.queries.submitted_reports import submitted_report
from gen_desktop.queries.submitted_reports import submitted_reports as submitted_report_lines
from gen_desktop.reports import common, figures_json, flow
from gen_desktop.reports.registry import build_report
from gen_desktop.services import submitted_reports, undo
from gen_desktop.services.submitted_reports import correct_report, submit_report, write_again
from gen_desktop.store import open_store
from tests.factories import enroll, make_cohort, make_learner
from tests.reports.pdf_checks import page_texts
from tests.reports.test_figures_json import VALIDATOR, embedded
from tests.reports.undrawn import undrawn

AS_OF = dt.date(2026, 9, 30)
NOW = dt.datetime(2026, 10, 5, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
FOLLOW_UP = ReportScope("follow_up", AS_OF, None, dt.date(2026, 7, 1), AS_OF)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr(submitted_reports, "_now", lambda: NOW)


@pytest.fixture
def center(db):
    """Three people who entered."""
    return fill(db)


@dataclass(frozen=True)
class Whole:
    """A file, the follow-up report that was submitted from it, as it leaves, and where it was written."""

    db: Database
    document_id: int
    path: Path


@pytest.fixture(scope="module")
def whole(_template_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    shutil.copyfile(_template_store, folder / "centre.gen")
    db = fill(open_store(folder / "centre.gen", PROGRAM))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(submitted_reports, "_now", lambda: NOW)
        how = {"recipient": " DREETS\nBourgogne ", "path": folder / "remis.pdf"}
        made = submit_report(db, "follow_up", build_whole(db), **how)
    yield Whole(db, made.created_id, folder / "remis.pdf")
    db.close()


def fill(db):
    with db.write("Préparer") as session:
        cohort = make_cohort(session, planned_end=dt.date(2026, 12, 18))
        enrolled = [
            enroll(session, cohort, make_learner(session, rank, sex="F"), entered_on=dt.date(2026, 1, 5))
            for rank in range(3)
        ]
        session.flush()
        db.enrollments = [one.id for one in enrolled]
        db.cohort_id = cohort.id
    return db


def build(db, scope=FOLLOW_UP):
    return undrawn(db, scope)


def build_whole(db):
    """The report as it leaves."""
    return lambda stamp: build_report(db, FOLLOW_UP, stamp=stamp)


def submit(db, scope=FOLLOW_UP, **how):
    return submit_report(db, scope.kind, build(db, scope), **how).created_id


def document(db, document_id):
    with db.read() as session:
        return session.get_one(IssuedDocument, document_id), session.scalars(
            select(SubmittedReport).where(SubmittedReport.issued_document_id == document_id)
        ).one()


def kept_bytes(db, digest):
    with db.read() as session:
        return content(session, digest)


def change_something(db):
    with db.write("Abandon") as session:
        one = session.get_one(Enrollment, db.enrollments[0])
        one.exit_type, one.exit_on = "abandonment", dt.date(2026, 9, 1)


def test_all_that_is_needed_to_tell_it_again_is_kept(whole):
    center, path = whole.db, whole.path
    row, report = document(center, whole.document_id)
    assert row.number == report.base_number == "RS-2026-001"
    assert (row.kind, row.as_of, row.issued_at) == ("follow_up", AS_OF, NOW.isoformat())
    assert (report.correction, report.recipient, report.submitted_by) == (
        0,
        "DREETS Bourgogne",
        "GEN Desktop",
    )
    data = path.read_bytes()
    assert kept_bytes(center, row.content_sha256) == data
    assert row.sha256 == row.content_sha256 == hashlib.sha256(data).hexdigest()
    figures = kept_bytes(center, report.data_sha256)
    assert json.loads(figures) == embedded(data)
    VALIDATOR.validate(json.loads(figures))
    assert json.loads(figures)["submission"]["number"] == "RS-2026-001"
    assert json.loads(figures)["seal"]["code"] == report.data_seal
    with center.read() as session:
        assert submitted_report(session, row.id).scope == FOLLOW_UP
        assert verify_chain(session).broken is None
        assert content_faults(session) == ()


def test_the_number_stands_on_the_cover_and_on_each_page(whole):
    pages = [page.replace("\u00a0", " ") for page in page_texts(whole.path.read_bytes())]
    assert "n° RS-2026-001, le 5 octobre 2026 à DREETS" in " ".join(pages[0].split())
    assert all("n° RS-2026-001" in page for page in pages)


def test_a_reprint_is_identical_whatever_changed_since(whole, tmp_path, monkeypatch):
    center, submitted, again = whole.db, whole.document_id, tmp_path / "copie.pdf"
    change_something(center)
    for module in (common, figures_json, submitted_reports):
        monkeypatch.setattr(module, "VERSION", "9.9.9")
    monkeypatch.setattr(submitted_reports, "_now", lambda: NOW + dt.timedelta(days=3653))
    monkeypatch.setattr(flow, "finish", lambda *_: b"another layout")
    write_again(center, submitted, again)
    assert again.read_bytes() == whole.path.read_bytes()
    with center.read() as session:
        scope = submitted_report(session, submitted).scope
    assert build_report(center, scope).data == b"another layout", "nothing is drawn again"


def test_a_correction_is_numbered_and_replaces_the_one_before(center):
    first = submit(center)
    change_something(center)
    ids = [first]
    for reason in ("Abandon oublié", "Date rectifiée"):
        ids.append(correct_report(center, ids[-1], build(center), reason=reason).created_id)
    rows = [document(center, one) for one in ids]
    assert [row.number for row, _ in rows] == ["RS-2026-001", "RS-2026-001-C1", "RS-2026-001-C2"]
    assert [row.replaces_id for row, _ in rows] == [None, *ids[:2]]
    assert [(kept.base_number, kept.correction, kept.reason) for _, kept in rows] == [
        ("RS-2026-001", 0, None),
        ("RS-2026-001", 1, "Abandon oublié"),
        ("RS-2026-001", 2, "Date rectifiée"),
    ]
    with pytest.raises(Conflict, match="RS-2026-001-C1"):
        correct_report(center, first, build(center), reason="Encore")


def test_a_correction_says_what_it_replaces_and_why(center):
    first = submit(center)
    made = correct_report(center, first, build_whole(center), reason="Abandon oublié")
    data = kept_bytes(center, document(center, made.created_id)[0].content_sha256)
    text = " ".join(page_texts(data)[0].replace("\u00a0", " ").split())
    assert "Correctif n° 1 de RS-2026-001" in text
    assert "annule et remplace RS-2026-001 du 05/10/2026 : Abandon oublié" in text
    told = embedded(data)
    VALIDATOR.validate(told)
    assert told["submission"]["replaces"] == "RS-2026-001"


def test_numbers_follow_each_other_by_kind_and_year_and_never_come_back(center, monkeypatch):
    evaluation = ReportScope("evaluation", AS_OF, (center.cohort_id,), horizon=3, words="Cohorte")
    made = [submit(center), submit(center, evaluation), submit(center)]
    monkeypatch.setattr(submitted_reports, "_now", lambda: NOW.replace(year=2027))
    made.append(submit(center))
    numbers = [document(center, one)[0].number for one in made]
    assert numbers == ["RS-2026-001", "RE-2026-001", "RS-2026-002", "RS-2027-001"]
    with center.read() as session:
        assert undo.last_undoable(session).name == "Préparer", "what was submitted is not taken back"


@pytest.mark.parametrize("moment", ["build", "sign", "write"])
def test_what_fails_leaves_neither_file_nor_number(center, tmp_path, moment):
    path, occupied = tmp_path / "remis.pdf", tmp_path / "occupé"
    occupied.write_text("un fichier")
    made = build(center)(submitted_reports.ReportStamp("RS-2026-001", NOW, "RS-2026-001"))

    def fail(*_):
        raise StorageProblem("Plus de place.")

    how = {
        "build": {"build": fail, "path": path},
        "sign": {"build": lambda _stamp: made, "sign": fail, "path": path},
        "write": {"build": lambda _stamp: made, "path": occupied / "remis.pdf"},
    }[moment]
    with pytest.raises(StorageProblem):
        submit_report(center, "follow_up", **how)
    assert list(tmp_path.glob("*.pdf")) == []
    with center.read() as session:
        assert session.scalars(select(StoredContent.sha256)).all() == []
    assert document(center, submit(center))[0].number == "RS-2026-001"


def test_a_file_that_cannot_grow_any_more_keeps_the_number_for_the_next(center, tmp_path):
    path = tmp_path / "remis.pdf"
    drawn = build(center)(submitted_reports.ReportStamp("RS-2026-001", NOW, "RS-2026-001"))
    large = replace(drawn, data=random.Random(1).randbytes(1_000_000))
    with center.write("Un disque plein") as session:
        session.execute(text("PRAGMA max_page_count = 1"))  # no more than it has now
    with pytest.raises(StorageProblem):
        submit_report(center, "follow_up", lambda _stamp: large, path=path)
    assert list(tmp_path.glob("remis*")) == []
    with center.write("De la place") as session:
        session.execute(text("PRAGMA max_page_count = 1000000"))
    assert document(center, submit(center))[0].number == "RS-2026-001"


def test_data_that_change_while_it_is_made_are_not_submitted(center, tmp_path):
    def build_late(stamp):
        made = build(center)(stamp)
        change_something(center)
        return made

    with pytest.raises(Conflict, match="Recommencez"):
        submit_report(center, "follow_up", build_late, path=tmp_path / "a.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_bad_input_is_said_where_it_is(center):
    with pytest.raises(InvalidInput) as said:
        submit(center, recipient="x" * 301)
    assert said.value.problems[0].field == "recipient"
    with pytest.raises(InvalidInput) as said:
        correct_report(center, submit(center), build(center), reason="  ")
    assert said.value.problems[0].field == "reason"
    with pytest.raises(InvalidInput, match="ne nomme personne"):
        submit(center, recipient="Camille NOM00001, chez elle")
    for call in (partial(write_again, center, 7, None), partial(correct_report, center, 7, build(center))):
        with pytest.raises(NotFound, match="rapports remis"):
            call(reason="x") if call.func is correct_report else call()


def test_damaged_bytes_are_not_given_as_the_report(center, tmp_path):
    submitted = submit(center)
    with center.write("Abîmer") as session:
        session.execute(update(StoredContent.__table__).values(content=b"?"))
    with pytest.raises(NotFound, match="abîmé"):
        write_again(center, submitted, tmp_path / "a.pdf")
    with center.read() as session:
        assert content_faults(session)


def test_whoever_is_counted_is_kept_figure_by_figure(center):
    _, report = document(center, submit(center))
    kept = CountedPeople.from_json(kept_bytes(center, report.people_sha256))
    change_something(center)
    with center.read() as session:
        for group in counted_groups(FOLLOW_UP):
            assert kept.members((group.name, "B3", Part.DENOMINATOR)) == (
                frozenset(center.enrollments) if "B3" in group.ids else frozenset()
            )
        now = people(session, "B3", Part.NUMERATOR, counted_groups(FOLLOW_UP)[0].scope)
    assert [one.enrollment_id for one in now] == center.enrollments[:1]
    assert kept.members(("period", "B3", Part.NUMERATOR)) == frozenset()
    assert CountedPeople.from_json(kept.as_json()) == kept


@pytest.mark.parametrize("seed", range(3))
def test_no_number_comes_twice_and_each_chain_has_one_report_in_force(center, monkeypatch, seed):
    """Reports submitted and corrected in any order over two years, some of which fail on the way."""
    rng, now, made = random.Random(seed), NOW, []
    evaluation = ReportScope("evaluation", AS_OF, (center.cohort_id,), horizon=3, words="Cohorte")

    def fail(_stamp):
        raise StorageProblem("Plus de place.")

    for _ in range(25):
        now += dt.timedelta(days=rng.randrange(40))
        monkeypatch.setattr(submitted_reports, "_now", lambda now=now: now)
        scope = rng.choice((FOLLOW_UP, evaluation))
        how = rng.choice((build(center, scope), build(center, scope), fail))
        try:
            if made and rng.random() < 0.5:
                made.append(correct_report(center, rng.choice(made), how, reason="Erreur").created_id)
            else:
                made.append(submit_report(center, scope.kind, how).created_id)
        except (StorageProblem, Conflict):
            continue
    with center.read() as session:
        lines = submitted_report_lines(session)
        assert verify_chain(session).broken is None
    assert {line.id for line in lines} == set(made)
    assert len({line.number for line in lines}) == len(made)
    chains = {}
    for line in sorted(lines, key=lambda line: line.correction):
        chains.setdefault(line.base_number, []).append(line)
    for base, chain in chains.items():
        assert [line.number for line in chain] == [
            base,
            *(f"{base}-C{rank}" for rank in range(1, len(chain))),
        ]
        assert [line.replaced_by for line in chain] == [*(line.number for line in chain[1:]), None]
    for kind, year in {(line.kind, base[3:7]) for base, (line, *_) in chains.items()}:
        of_year = (base for base, (line, *_) in chains.items() if (line.kind, base[3:7]) == (kind, year))
        ranks = sorted(int(base[8:]) for base in of_year)
        assert ranks == list(range(1, len(ranks) + 1)), "what failed took no number"
