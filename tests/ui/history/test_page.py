from __future__ import annotations

from PySide6.QtWidgets import QLabel

from gen_desktop.services import bin as bin_service
from gen_desktop.services.undo import undo_last
from gen_desktop.ui.history.page import HistoryPage
from tests.classroom import make_classroom


def test_a_record_deleted_and_given_back_says_so(ctx, db, qtbot):
    room = make_classroom(db)
    page = HistoryPage(ctx)
    qtbot.addWidget(page)
    page.show()
    page.show_target(("cohort", room.cohort_id, "DWWM 2026-2"))
    qtbot.waitUntil(lambda: "Une cohorte inventée" in texts(page))
    assert page.subtitle() == "DWWM 2026-2"
    ctx.changes.publish(bin_service.delete(db, "cohort", room.cohort_id))
    ctx.changes.publish(undo_last(db))
    qtbot.waitUntil(lambda: "Supprimer la cohorte DWWM 2026-2 (annulé depuis)" in texts(page))
    assert "Code\u00a0: DWWM 2026-2 → –" in texts(page)
    assert [text for text in texts(page) if "_" in text or "None" in text] == []


def texts(page):
    return [label.text() for label in page.gestures.findChildren(QLabel) if not label.isHidden()]
