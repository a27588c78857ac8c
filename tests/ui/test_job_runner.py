from __future__ import annotations

import threading
import time
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gen_desktop.errors import Conflict, InvalidInput, Problem, StorageProblem
from gen_desktop.jobs import Cancelled
from gen_desktop.ui.progress_dialog import ProgressDialog


@pytest.fixture
def gate():
    """Holds a job until it is set."""
    made = threading.Event()
    yield made
    made.set()


def _on_gui_thread() -> bool:
    return QThread.currentThread() is QApplication.instance().thread()


def test_work_runs_elsewhere_and_answers_here(jobs):
    answers = []
    jobs.read(lambda job: _on_gui_thread(), lambda result: answers.append((result, _on_gui_thread())))
    assert not jobs.is_idle
    assert jobs.wait_all()
    assert answers == [(False, True)]
    assert jobs.is_idle


def test_writes_follow_each_other_in_order(jobs):
    running, order, together = [], [], []

    def work(number, job):
        running.append(number)
        together.append(len(running))
        order.append(number)
        running.remove(number)

    for number in range(20):
        jobs.write(f"Écrire {number}", lambda job, n=number: work(n, job))
    assert jobs.is_writing
    assert jobs.wait_all()
    assert order == list(range(20))
    assert set(together) == {1}
    assert not jobs.is_writing


def test_progress_is_told_at_most_twenty_times_a_second(jobs):
    steps = []
    jobs.progressed.connect(lambda task: steps.append(task.last_step))

    def work(job):
        for done in range(1, 20_001):
            job.step(done, 20_000, "Lecture")

    started = time.monotonic()
    jobs.read(work)
    assert jobs.wait_all()
    lasted = time.monotonic() - started
    assert steps[-1] == (20_000, 20_000, "Lecture")
    assert len(steps) <= lasted * 20 + 2


def test_a_cancelled_write_stops_at_its_next_step(jobs, gate):
    done, cancelled = [], []

    def work(job):
        gate.wait(5)
        job.step(1, 2, "")
        done.append(True)

    task = jobs.write("Import", work, done.append, on_cancelled=lambda: cancelled.append(True))
    task.cancel()
    gate.set()
    assert jobs.wait_all()
    assert (done, cancelled) == ([], [True])


def test_a_write_cancelled_too_late_still_gives_its_result(jobs, gate):
    results = []
    task = jobs.write("Import", lambda job: gate.wait(5), results.append)
    while jobs._writer.activeThreadCount() == 0:
        QThread.yieldCurrentThread()
    task.cancel()
    gate.set()
    assert jobs.wait_all()
    # Cancelled before its first line or finished: never in between.
    assert results in ([True], [])


def test_a_job_waiting_when_cancelled_never_starts(jobs, gate):
    ran = []
    jobs.write("Premier", lambda job: gate.wait(5))
    second = jobs.write("Second", lambda job: ran.append(True))
    second.cancel()
    gate.set()
    assert jobs.wait_all()
    assert ran == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageProblem("Le disque est plein."), "Le disque est plein. Rien n’a été enregistré."),
        (Conflict("Déjà signée."), "Déjà signée."),
        (InvalidInput(Problem("name", "Le nom manque.")), "Le nom manque."),
    ],
)
def test_a_foreseen_failure_is_said_in_a_sentence(jobs, answers, error, said):
    def work(job):
        raise error

    answers.click("Fermer")
    jobs.write("Écrire", work)
    assert jobs.wait_all()
    assert answers.shown[0].startswith(said)


def test_the_caller_may_answer_a_failure_itself(jobs):
    errors = []

    def work(job):
        raise Conflict("Non.")

    jobs.read(work, on_error=errors.append)
    assert jobs.wait_all()
    assert [str(error) for error in errors] == ["Non."]


def test_a_bug_reaches_the_crash_report(jobs, qtbot):
    with qtbot.captureExceptions() as caught:
        jobs.read(lambda job: 1 / 0)
        assert jobs.wait_all()
    assert [kind for kind, *_ in caught] == [ZeroDivisionError]


def test_only_the_latest_answer_comes(jobs, gate):
    answers = []

    def slow(job):
        gate.wait(5)
        return "ancien"

    jobs.read_latest("search", slow, answers.append)
    jobs.read_latest("search", lambda job: "nouveau", answers.append)
    jobs.read_latest("other", lambda job: "ailleurs", answers.append)
    gate.set()
    assert jobs.wait_all()
    assert sorted(answers) == ["ailleurs", "nouveau"]


def test_what_is_asked_at_a_key_never_stands_behind_what_nobody_waits_for(jobs, gate, qtbot):
    answers = []
    for count in range(4):
        jobs.read(lambda job: gate.wait(5), name=f"shell.badge.{count}", is_awaited=False)
    jobs.read(lambda job: "found", answers.append)
    qtbot.waitUntil(lambda: answers == ["found"])
    assert not jobs.is_idle
    gate.set()
    assert jobs.wait_all()


def test_an_answer_for_a_widget_that_is_gone_is_dropped(jobs, gate):
    class Listener(QObject):
        def hear(self, *results):
            raise AssertionError("it was deleted")

    listener = Listener()
    jobs.read(lambda job: gate.wait(5), listener.hear)
    jobs.read(lambda job: gate.wait(5), partial(listener.hear, "plus"))
    shiboken6.delete(listener)
    gate.set()
    assert jobs.wait_all()


def test_waiting_gives_up_after_its_delay(jobs, gate):
    jobs.read(lambda job: gate.wait(5))
    assert not jobs.wait_all(30)
    gate.set()


def test_long_work_shows_a_count_and_can_be_cancelled(jobs, qtbot, gate):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    cancelled = []

    def work(job):
        job.step(3, 10, "Lecture de la liste")
        while not gate.wait(0.005):
            job.step(3, 10, "Lecture de la liste")

    jobs.write("Import", work, on_cancelled=lambda: cancelled.append(True), parent=parent)
    qtbot.waitUntil(lambda: len(parent.findChildren(ProgressDialog)) == 1)
    dialog = parent.findChildren(ProgressDialog)[0]
    assert dialog.isModal()
    assert dialog._count.text() == "3 sur 10"
    dialog.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: cancelled == [True])
    qtbot.waitUntil(lambda: not parent.findChildren(ProgressDialog))


def test_at_the_last_step_it_is_too_late_to_cancel(qtbot):
    dialog = ProgressDialog("Import", lambda: None)
    qtbot.addWidget(dialog)
    dialog.set_step(9, 10, "")
    assert dialog._button.isEnabled()
    dialog.set_step(10, 10, "Enregistrement")
    assert not dialog._button.isEnabled()


def test_closing_the_progress_only_asks(qtbot):
    asked = []
    dialog = ProgressDialog("Import", lambda: asked.append(True))
    qtbot.addWidget(dialog)
    dialog.open()
    assert not dialog.close()
    assert asked == [True]
    dialog.finish()
    assert not dialog.isVisible()


def test_cancelled_is_not_a_failure(jobs):
    def work(job):
        raise Cancelled

    seen = []
    jobs.write("Import", work, seen.append, on_error=seen.append, on_cancelled=lambda: seen.append("annulé"))
    assert jobs.wait_all()
    assert seen == ["annulé"]


def test_a_thread_keeps_its_python_state_from_one_job_to_the_next(jobs, qtbot):
    # Without it a pybind11 library first imported in a job (pikepdf) crashes the next job of that thread.
    own, seen = threading.local(), []

    def mark(_job):
        seen.append((threading.get_ident(), getattr(own, "mark", None)))
        own.mark = "kept"

    for name in ("Un", "Deux"):
        jobs.write(name, mark)
        qtbot.waitUntil(lambda: jobs.is_idle)  # wait_all would end the thread
    (first, before), (second, after) = seen
    assert first == second
    assert (before, after) == (None, "kept")
