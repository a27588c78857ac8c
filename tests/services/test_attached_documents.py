"""Papers attached to people: real files in, kept once, given back, erased, found whole in every copy."""

from __future__ import annotations

import datetime as dt
import os
import random
import unicodedata
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from gen_desktop.changes import PROGRAM
from gen_desktop.db.backup import Reason
from gen_desktop.db.database import Database
from gen_desktop.errors import Conflict, InvalidInput, NotFound
from gen_desktop.exporting.attached_documents import LOST, write_paper
from gen_desktop.exporting.everything import export_everything
from gen_desktop.exporting.personal_data import write_personal_data
from gen_desktop.jobs import Cancelled, Job
from gen_desktop.models.attached_document import StoredContent
from gen_desktop.models.history import ChangeSet
from gen_desktop.models.paper_formats import LARGEST
from gen_desktop.models.privacy import REQUEST, NominativeExport
from gen_desktop.queries.attached_documents import every_paper, papers
from gen_desktop.queries.belongings import what_goes_with
from gen_desktop.queries.bin import entries
from gen_desktop.queries.person_data import person_data
from gen_desktop.queries.seals import verify_chain
from gen_desktop.queries.stored_content import content, content_faults
from gen_desktop.services import bin as bin_service
from gen_desktop.services.attached_documents import Source, attach, change_paper, delete_paper, file_source
from gen_desktop.services.backups import back_up
from gen_desktop.services.learners import LearnerInput, create_learner, delete_learner
from gen_desktop.services.privacy import erase_people
from gen_desktop.services.undo import redo_last, undo_last
from gen_desktop.services.verification import verify_data
from gen_desktop.store import create_store, open_copy
from tests import papers as made

TODAY = dt.date(2026, 11, 26)


@pytest.fixture
def person(db: Database) -> int:
    created = create_learner(db, LearnerInput("Delorme", "Kévin")).created_id
    assert created is not None
    return created


def put(db: Database, person: int, *files: Path, job: Job | None = None):
    return attach(db, person, [file_source(file) for file in files], TODAY, job)


def source(name: str, data: bytes) -> Source:
    return Source(name, lambda: data)


def written(folder: Path, name: str, data: bytes) -> Path:
    file = folder / name
    file.write_bytes(data)
    return file


def titles(db: Database, person: int) -> list[str]:
    with db.read() as session:
        return [one.title for one in papers(session, person)]


def kept(db: Database) -> int:
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(StoredContent)) or 0


def last_gesture(db: Database) -> str:
    with db.read() as session:
        return session.scalar(select(ChangeSet.name).order_by(ChangeSet.position.desc()).limit(1)) or ""


def test_files_come_in_with_the_title_and_kind_their_names_tell(db, person, tmp_path) -> None:
    names = ["CV_Kévin.pdf", unicodedata.normalize("NFD", "diplôme.png"), "x" * 200, "mot.txt"]
    data = [made.pdf(), made.picture(), b"bonjour", b"au revoir"]
    files = [written(tmp_path, name, one) for name, one in zip(names, data, strict=True)]
    done = put(db, person, *files)
    assert done.refused == ()
    with db.read() as session:
        found = papers(session, person)[::-1]
        assert [content(session, one.sha256) for one in found] == data
    assert [(one.kind, one.title) for one in found] == [
        ("cv", "CV Kévin"),
        ("diploma", "diplôme"),
        ("other", "x" * 120),
        ("other", "mot"),
    ]
    assert [one.size for one in found] == [len(one) for one in data]
    assert {one.added_on for one in found} == {TODAY}
    assert last_gesture(db) == "Joindre des pièces à Delorme Kévin"


def test_what_cannot_come_in_is_said_and_the_rest_comes(db, person, tmp_path) -> None:
    good = written(tmp_path, "CV.pdf", made.pdf())
    empty = written(tmp_path, "vide.pdf", b"")
    program = written(tmp_path, "setup.exe", b"MZ\0")
    large = tmp_path / "lourd.pdf"
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    gone = tmp_path / "parti.pdf"
    done = put(db, person, good, empty, program, large, gone, tmp_path)
    assert titles(db, person) == ["CV"]
    said = "\n".join(done.refused)
    for words in ("vide\u00a0» est vide", "programme", "20\u00a0Mo au plus", "plus à sa place", "dossier"):
        assert words in said
    assert len(done.refused) == 5


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(db, person, tmp_path) -> None:
    os.mkfifo(tmp_path / "tuyau.pdf")
    assert "pas un fichier" in put(db, person, tmp_path / "tuyau.pdf").refused[0]


def test_a_file_that_grows_or_vanishes_while_it_is_read(db, person, tmp_path, monkeypatch) -> None:
    file = written(tmp_path, "CV.pdf", made.pdf())
    there = file.stat()
    with file.open("wb") as stream:
        stream.truncate(LARGEST + 10)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", lambda self, **_k: there)
        assert "20\u00a0Mo au plus" in put(db, person, file).refused[0]
        file.unlink()
        done = put(db, person, file)
    assert "plus à sa place" in done.refused[0]
    assert done.change.kinds == frozenset()
    assert (titles(db, person), kept(db)) == ([], 0)
    assert last_gesture(db) == "Créer Delorme Kévin", "nothing was done: no gesture"


def test_a_disk_error_while_reading_is_said(db, person) -> None:
    def fail(self, *_args):
        raise OSError(5, "Input/output error")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "open", fail)
        assert "ne peut pas être lu" in put(db, person, Path(__file__)).refused[0]


def test_stopping_in_the_middle_attaches_nothing(db, person, tmp_path) -> None:
    files = [written(tmp_path, f"{number}.txt", b"%d" % number) for number in range(4)]
    stop = iter([False, False, True])
    with pytest.raises(Cancelled):
        put(db, person, *files, job=Job(is_cancelled=lambda: next(stop)))
    assert (titles(db, person), kept(db)) == ([], 0)


def test_the_same_content_is_kept_once_and_said_to_be_there(db, person) -> None:
    other = create_learner(db, LearnerInput("Petit", "Léa")).created_id
    attach(db, person, [source("a.txt", b"papier")], TODAY)
    assert "déjà" in attach(db, person, [source("b.txt", b"papier")], TODAY).refused[0]
    assert attach(db, other, [source("c.txt", b"papier")], TODAY).refused == ()
    assert kept(db) == 1


def test_deleting_goes_to_the_bin_and_comes_back_with_its_content(db, person) -> None:
    attach(db, person, [source("Diplôme.txt", b"bac")], TODAY)
    with db.read() as session:
        (paper,) = papers(session, person)
    delete_paper(db, paper.id)
    assert titles(db, person) == []
    with db.read() as session:
        (entry,) = entries(session)
    assert entry.title == "La pièce «\u00a0Diplôme\u00a0» de Delorme Kévin"
    bin_service.restore(db, entry.change_set_id)
    with db.read() as session:
        (back,) = papers(session, person)
        assert replace(back, version=paper.version) == paper
        assert content(session, paper.sha256) == b"bac"


def test_a_person_deleted_takes_her_papers_along_and_back(db, person) -> None:
    attach(db, person, [source("a.txt", b"1"), source("b.txt", b"2")], TODAY)
    with db.read() as session:
        assert what_goes_with(session, "learner", person).words == "2 pièces jointes"
    delete_learner(db, person)
    undo_last(db)
    assert titles(db, person) == ["b", "a"]


def test_a_paper_is_said_otherwise(db, person) -> None:
    attach(db, person, [source("scan.txt", b"1")], TODAY)
    with db.read() as session:
        (paper,) = papers(session, person)
    change_paper(db, paper.id, "identity", "  Carte   d’identité ", version=paper.version)
    with db.read() as session:
        (after,) = papers(session, person)
    assert (after.kind, after.title, after.sha256) == ("identity", "Carte d’identité", paper.sha256)
    with pytest.raises(Conflict):
        change_paper(db, paper.id, "cv", "CV", version=paper.version)
    with pytest.raises(InvalidInput):
        change_paper(db, paper.id, "cv", " ")
    with pytest.raises(NotFound):
        change_paper(db, paper.id, "no such kind", "CV")
    delete_paper(db, paper.id)
    for gesture in (partial(change_paper, db, paper.id, "cv", "CV"), partial(delete_paper, db, paper.id)):
        with pytest.raises(NotFound):
            gesture()


def test_nothing_is_attached_to_nobody(db, person) -> None:
    with pytest.raises(NotFound):
        attach(db, 1, [source("a.txt", b"1")], TODAY)
    erase_people(db, [person], cause=REQUEST, reason="Demande", today=TODAY)
    with pytest.raises(Conflict):
        attach(db, person, [source("a.txt", b"1")], TODAY)


def test_an_erased_person_leaves_no_content_that_nobody_else_names(db, person) -> None:
    other = create_learner(db, LearnerInput("Petit", "Léa")).created_id
    attach(db, person, [source("Delorme CV.txt", b"secret"), source("b.txt", b"commun")], TODAY)
    attach(db, other, [source("c.txt", b"commun"), source("d.txt", b"autre")], TODAY)
    with db.read() as session:
        deleted = papers(session, other)[0]
    delete_paper(db, deleted.id)
    with db.read() as session:
        gone = papers(session, person)[0]
    delete_paper(db, gone.id)
    erase_people(db, [person], cause=REQUEST, reason="Demande", today=TODAY)
    with db.read() as session:
        assert papers(session, person) == ()
        found = {content(session, digest) for digest in session.scalars(select(StoredContent.sha256))}
        assert verify_chain(session).broken is None
    assert found == {b"commun", b"autre"}, "what is in the bin of somebody else may still come back"


def test_everything_held_on_a_person_comes_with_her_papers(db, person, tmp_path) -> None:
    attach(db, person, [source("CV.pdf", made.pdf()), source("mot.txt", b"bonjour")], TODAY)
    with db.read() as session:
        data = person_data(session, person)
        own = papers(session, person)
    write_personal_data(db, data, (), b"%PDF-", tmp_path)
    folder = tmp_path / f"personne-{person}-pieces"
    assert {file.name for file in folder.iterdir()} == {f"{one.id}{one.format.extension}" for one in own}
    section = next(one for one in data.sections if one.title == "Pièce jointe")
    assert {value for record in section.records for _, value in record.values} >= {"CV", "mot"}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_whole_export_has_every_paper_and_names_the_lost_ones(db, person, tmp_path, form) -> None:
    attach(db, person, [source("a.txt", b"un"), source("b.txt", b"deux")], TODAY)
    with db.read() as session:
        lost, good = papers(session, person)
    with db.write("Abîmer") as session:
        table = StoredContent.__table__
        session.execute(update(table).where(table.c.sha256 == lost.sha256).values(content=b"?"))
    files = export_everything(db, tmp_path, form)
    folder = tmp_path / "pieces"
    assert {folder / f"{good.id}.txt", folder / LOST} <= set(files)
    assert (folder / f"{good.id}.txt").read_bytes() == b"un"
    assert str(lost.id) in (folder / LOST).read_text(encoding="utf-8")


def test_a_copy_is_in_the_register_before_it_is_written(db, person, tmp_path) -> None:
    attach(db, person, [source("a.txt", b"un")], TODAY)
    with db.read() as session:
        (paper,) = papers(session, person)
    write_paper(db, paper.id, tmp_path / "copie.txt")
    assert (tmp_path / "copie.txt").read_bytes() == b"un"
    with db.read() as session:
        row = session.execute(select(NominativeExport.kind, NominativeExport.scope)).one()
        told = person_data(session, person)
    assert tuple(row) == ("paper", f"La fiche n°\u00a0{person}")
    assert (len(told.own_exports), len(told.exports)) == (1, 0)


def test_verifying_finds_a_content_damaged_or_missing_and_the_backup_that_has_it(db, person) -> None:
    attach(db, person, [source("a.txt", b"un"), source("b.txt", b"deux")], TODAY)
    backup = back_up(db, Reason.ASKED, dt.datetime.now().astimezone()).backup
    assert verify_data(db, "", Job()).faults == ()
    with db.read() as session:
        first, second = papers(session, person)
    table = StoredContent.__table__
    with db.write("Abîmer") as session:
        session.execute(update(table).where(table.c.sha256 == first.sha256).values(content=b"?"))
        session.execute(delete(table).where(table.c.sha256 == second.sha256))
    found = verify_data(db, "", Job())
    assert [fault.split("\u00a0:")[0] for fault in found.faults] == [
        "1 contenu joint ne se relit plus",
        "1 contenu joint manque au fichier",
    ]
    assert found.way_back is not None
    assert found.way_back.file == backup.file


def test_a_backup_holds_every_content(db, person) -> None:
    data = made.pdf()
    attach(db, person, [source("a.pdf", data)], TODAY)
    backup = back_up(db, Reason.ASKED, dt.datetime.now().astimezone()).backup
    copy = open_copy(backup.file, PROGRAM, read_only=True)
    with copy.read() as session:
        (paper,) = papers(session, person)
        assert content(session, paper.sha256) == data
    copy.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_whatever_is_added_deleted_undone_and_erased_every_paper_finds_its_content(tmp_path, seed) -> None:
    draw = random.Random(seed)
    file = tmp_path / f"{seed}.gendb"
    file.unlink(missing_ok=True)
    db = create_store(file, PROGRAM)
    try:
        _play(db, draw)
    finally:
        db.close()
        file.unlink()


def _play(db: Database, draw: random.Random) -> None:
    people = [create_learner(db, LearnerInput(f"Nom{one}", "Zoé")).created_id for one in range(3)]
    for _ in range(14):
        with db.read() as session:
            known = list(every_paper(session))
        gesture = draw.choice(["add", "add", "add", "delete", "undo", "redo", "erase"])
        try:
            if gesture == "add":
                data = b"%d" % draw.randrange(4)
                attach(db, draw.choice(people), [source("papier.txt", data)], TODAY)
            elif gesture == "delete" and known:
                delete_paper(db, draw.choice(known).id)
            elif gesture == "undo":
                undo_last(db)
            elif gesture == "redo":
                redo_last(db)
            elif gesture == "erase" and draw.random() < 0.3:
                erase_people(db, [draw.choice(people)], cause=REQUEST, reason="Demande", today=TODAY)
        except (Conflict, NotFound):
            pass
        with db.read() as session:
            assert content_faults(session) == ()
            named = {one.sha256 for one in every_paper(session)}
            assert len(named) <= 4
            assert verify_chain(session).broken is None
