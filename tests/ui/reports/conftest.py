"""The page of reports on the invented centre: a real file, filled once and copied for each test."""

from __future__ import annotations

import shutil

import pytest

from gen_desktop.changes import PROGRAM
from gen_desktop.store import open_store
from gen_desktop.ui.reports.page import ReportsPage
from tests.reports.center import fill_center


@pytest.fixture(scope="session")
def filled_file(_template_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("reports") / "centre.gen"
    shutil.copyfile(_template_store, path)
    db = open_store(path, PROGRAM)
    fill_center(db, 40)
    db.close()
    return path


@pytest.fixture(scope="session")
def _shared_db(filled_file):
    database = open_store(filled_file, PROGRAM)
    yield database
    database.close()


@pytest.fixture
def own_file(filled_file, tmp_path):
    """Ask for it in a test that writes: the others share one file, whose statements are compiled once."""
    path = tmp_path / "rempli.gen"
    shutil.copyfile(filled_file, path)
    return path


@pytest.fixture
def db(request):
    """The invented centre, in the place of the empty file of the other pages."""
    if "own_file" not in request.fixturenames:
        yield request.getfixturevalue("_shared_db")
        return
    database = open_store(request.getfixturevalue("own_file"), PROGRAM)
    yield database
    database.close()


@pytest.fixture
def ready(qtbot):
    """``ready(page)``: wait until the report is there and drawn."""

    def wait(page: ReportsPage) -> ReportsPage:
        qtbot.waitUntil(lambda: page.shown is not None)
        qtbot.waitUntil(lambda: page.ctx.jobs.is_idle and bool(page.view.images.kept))
        return page

    return wait


@pytest.fixture
def new_page(ctx, qtbot):
    """``new_page(ctx)``: a page shown, its report still being made."""

    def make(context=ctx) -> ReportsPage:
        page = ReportsPage(context)
        qtbot.addWidget(page)
        page.resize(1122, 686)
        page.show()
        qtbot.waitExposed(page)
        return page

    return make


@pytest.fixture
def page(new_page, ready):
    return ready(new_page())
