"""Backups made by the window itself: on the hour, before an import, at close; and what it says of them."""

from __future__ import annotations

import datetime as dt

import pytest

from gen_desktop.changes import Change
from gen_desktop.db.backup import Reason
from gen_desktop.services.backups import back_up, folder_of, kept
from gen_desktop.ui import safekeeper as module
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.pages import Page, PageSpec
from gen_desktop.ui.safekeeper import MISSED_KEY, NONE_GOOD, Safekeeper, keep_second_place, said_at
from gen_desktop.ui.shell_hooks import ShellHooks
from tests.factories import make_learner

NOW = dt.datetime(2026, 11, 23, 14, 2, 0).astimezone()
HOUR = dt.timedelta(hours=1)


class Desk(Page):
    title = "Bureau"


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def window(qtbot, ctx):
    hooks = ShellHooks(
        search=lambda text: [],
        kind_titles={},
        identity=lambda: ("Numérique en Morvan", ""),
        last_undoable=lambda: None,
        undo=lambda _job: Change(frozenset()),
        last_redoable=lambda: None,
        redo=lambda _job: Change(frozenset()),
    )
    made = MainWindow(ctx, hooks, [PageSpec("desk", "Bureau", "home", Desk)])
    qtbot.addWidget(made)
    made.show_page("desk")
    made.show()
    yield made
    made.leave()


@pytest.fixture
def settle(qtbot, ctx):
    return lambda: qtbot.waitUntil(lambda: ctx.jobs.is_idle)


@pytest.fixture
def keeper(window, clock, settle):
    made = Safekeeper(window, now=clock)
    settle()
    return made


def foot(window):
    return window.side_bar._backup.full_text(), window.side_bar._backup.property("role")


def work(db, number):
    with db.write(f"Créer {number}") as session:
        make_learner(session, number)


def test_only_a_proved_backup_is_told(window, keeper, db, settle):
    assert foot(window) == (NONE_GOOD, "attention")
    work(db, 1)
    keeper.back_up_when_due()
    settle()
    assert foot(window) == ("Sauvegarde vérifiée à 14:02", "small")
    made = kept(db)[0]
    made.file.write_bytes(made.file.read_bytes()[:-512])
    keeper.look()
    settle()
    assert foot(window) == (NONE_GOOD, "attention")


def test_the_day_is_said_when_it_is_not_today():
    assert said_at(NOW, NOW + HOUR) == "Sauvegarde vérifiée à 14:02"
    assert said_at(NOW, NOW + 24 * HOUR) == "Sauvegarde vérifiée le 23/11/2026 à 14:02"


def test_every_hour_of_work_is_kept(keeper, db, clock, settle):
    work(db, 1)
    keeper.back_up_when_due()
    settle()
    clock.now += HOUR
    keeper.back_up_when_due()
    settle()
    assert len(kept(db)) == 1  # nothing new
    work(db, 2)
    keeper.back_up_when_due()
    settle()
    assert [one.reason for one in kept(db)] == [Reason.AUTOMATIC, Reason.AUTOMATIC]


def test_it_begins_by_itself(window, db, clock, qtbot, monkeypatch):
    monkeypatch.setattr(module, "FIRST_MS", 1)
    work(db, 1)
    Safekeeper(window, now=clock)
    qtbot.waitUntil(lambda: foot(window)[0].startswith("Sauvegarde vérifiée"))
    assert len(kept(db)) == 1


def test_a_failure_is_said_at_the_foot(window, keeper, db, settle):
    folder_of(db).write_text("à la place du dossier", encoding="utf-8")
    keeper.back_up_when_due()
    settle()
    assert foot(window) == ("Sauvegarde impossible", "attention")
    assert "sauvegarde" in window.side_bar._backup.toolTip()


def test_closing_makes_a_last_backup_then_closes(window, keeper, db, ctx, qtbot):
    work(db, 1)
    window.close()
    assert window.isVisible()
    assert not window.isEnabled()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [one.reason for one in kept(db)] == [Reason.CLOSING]
    assert ctx.state.value(MISSED_KEY) is None


def test_closing_with_nothing_new_makes_none(window, keeper, db, qtbot):
    back_up(db, Reason.ASKED, NOW)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert [one.reason for one in kept(db)] == [Reason.ASKED]


def test_a_closing_backup_that_failed_is_said_at_the_next_start(
    window, keeper, db, ctx, clock, qtbot, settle, answers
):
    work(db, 1)
    folder_of(db).write_text("à la place du dossier", encoding="utf-8")
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())
    folder_of(db).unlink()
    answers.click("Fermer")
    Safekeeper(window, now=clock)
    settle()
    assert "n’a pas été faite" in answers.shown[0]
    assert "ne peut pas être utilisé" in answers.shown[0]
    assert len(kept(db)) == 1  # tried again at once
    Safekeeper(window, now=clock)
    settle()
    assert len(answers.shown) == 1


def test_a_long_backup_does_not_hold_the_window(window, keeper, db, ctx, qtbot, monkeypatch, settle, answers):
    import threading

    from gen_desktop.services import backups

    may_go = threading.Event()
    whole = backups.back_up_before_closing

    def slow(*arguments):
        assert may_go.wait(20)
        return whole(*arguments)

    monkeypatch.setattr(backups, "back_up_before_closing", slow)
    monkeypatch.setattr(keeper._patience, "start", lambda: None)
    work(db, 1)
    window.close()
    qtbot.waitUntil(lambda: window.toast.text == "Sauvegarde avant de fermer…")
    assert window.isVisible()
    keeper._patience.timeout.emit()
    assert not window.isVisible()
    may_go.set()
    settle()
    # It ended well after all: the next start has nothing to say.
    assert ctx.state.value(MISSED_KEY) is not None
    Safekeeper(window)
    settle()
    assert answers.shown == []
    assert ctx.state.value(MISSED_KEY) is None


def test_a_second_place_that_is_away_is_recalled_once(window, keeper, db, ctx, tmp_path, settle):
    keep_second_place(ctx, tmp_path / "CLE USB")
    keeper.look()
    settle()
    assert "branchez-le" in window.toast.text
    window.toast.say("autre chose")
    keeper.look()
    settle()
    assert window.toast.text == "autre chose"
