from __future__ import annotations

from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from gen_desktop.changes import Change
from gen_desktop.errors import Conflict, StorageProblem
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.main_window import MainWindow
from gen_desktop.ui.pages import PAGES, Page, PageAction, PageSpec
from gen_desktop.ui.shell_hooks import ShellHooks
from gen_desktop.ui.widgets.search_box import SearchHit


class Shelf(Page):
    """A page that remembers what it was asked."""

    title = "Étagère"
    kinds = frozenset({"book"})

    def __init__(self, ctx):
        super().__init__(ctx)
        self.refreshed: list[Change | None] = []
        self.opened: list[tuple[str, int]] = []
        self.pressed = 0
        self.field = QLineEdit(self)
        QVBoxLayout(self).addWidget(self.field)

    def subtitle(self):
        return f"{len(self.refreshed)} lectures"

    def header_actions(self):
        return [PageAction("Ajouter", self.press, primary=True, shortcut="new")]

    def press(self):
        self.pressed += 1

    @staticmethod
    def badge_count(ctx):
        return 3

    def refresh(self, change):
        self.refreshed.append(change)

    def open_record(self, kind, record_id):
        self.opened.append((kind, record_id))


class Desk(Page):
    title = "Bureau"
    targets: ClassVar[list[object]] = []
    typed = making = ""

    def under_way(self):
        return self.making

    def drafts(self):
        return {"desk": Draft(self.typed, {})} if self.typed else {}

    def show_target(self, target):
        self.targets.append(target)


class Undoing:
    """A one-gesture history, in memory."""

    def __init__(self):
        self.name: str | None = None
        self.undone: str | None = None
        self.refusal: Exception | None = None
        self.trouble: Exception | None = None

    def last(self):
        if self.trouble is not None:
            raise self.trouble
        return self.name

    def undo(self, _job):
        if self.refusal is not None:
            raise self.refusal
        self.name, self.undone = None, self.name
        return Change(frozenset({"book"}), name="Annulation")

    def redo(self, _job):
        if self.refusal is not None:
            raise self.refusal
        self.name, self.undone = self.undone, None
        return Change(frozenset({"book"}), name="Rétablissement")


@pytest.fixture
def history():
    return Undoing()


@pytest.fixture
def window(qtbot, ctx, history):
    specs = [
        PageSpec("shelf", "Étagère", "home", Shelf, Shelf.badge_count, frozenset({"book"})),
        PageSpec("desk", "Bureau", "briefcase", Desk),
    ]
    hooks = ShellHooks(
        search=lambda text: [SearchHit("book", 7, f"Trouvé {text}", "rayon 2")],
        kind_titles={"book": "Livres"},
        identity=lambda: ("Numérique en Morvan", "Centre de Château-Chinon"),
        last_undoable=history.last,
        undo=history.undo,
        last_redoable=lambda: history.undone,
        redo=history.redo,
    )
    made = MainWindow(ctx, hooks, specs)
    qtbot.addWidget(made)
    made.show_page("shelf")
    made.show()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and "3" in _page_name(made))
    return made


def _page_name(window):
    return window.side_bar._buttons["shelf"].accessibleName()


def test_pages_are_built_on_their_first_visit(window):
    assert set(window._pages) == {"shelf"}
    desk = window.show_page("desk")
    assert window.current_page() is desk
    assert window.show_page("desk") is desk


def test_the_bars_say_where_we_are_and_what_waits(window):
    assert _page_name(window) == "Étagère, 3 en attente"
    assert window.side_bar._organization.full_text() == "Numérique en Morvan"
    assert [button.text() for button in window.top_bar.buttons()] == ["Ajouter"]
    window.top_bar.buttons()[0].click()
    assert window.current_page().pressed == 1
    window.show_page("desk")
    assert window.top_bar.buttons() == []


def test_control_and_a_digit_go_to_a_page(window):
    go = [action for action in window.actions() if action.shortcut().toString() == "Ctrl+2"]
    go[0].trigger()
    assert window.current_page_id() == "desk"


def test_a_hidden_page_reloads_when_shown_again_and_only_for_its_kinds(window, ctx, qtbot):
    shelf = window.current_page()
    assert shelf.refreshed == [None]
    change = Change(frozenset({"book"}))
    ctx.changes.publish(change)
    assert shelf.refreshed == [None, change]
    window.show_page("desk")
    ctx.changes.publish(change)
    ctx.changes.publish(Change(frozenset({"pen"})))
    assert len(shelf.refreshed) == 2
    window.show_page("shelf")
    assert shelf.refreshed[2:] == [None]
    window.show_page("desk")
    ctx.changes.publish(Change(frozenset({"pen"})))
    window.show_page("shelf")
    assert len(shelf.refreshed) == 3


def test_a_named_change_is_said_and_taken_back_by_its_name(window, ctx, history, qtbot):
    history.name = "Marquer 12 absences"
    ctx.changes.publish(Change(frozenset({"book"}), name=history.name))
    assert window.toast.text == "Marquer 12 absences"
    assert window.taking_back.undo_action.text() == "Annuler\u00a0: Marquer 12 absences"
    assert window.side_bar._saved.text().startswith("Enregistré à ")
    window.taking_back.undo_action.trigger()
    qtbot.waitUntil(lambda: window.toast.text == "Annulé\u00a0: Marquer 12 absences")
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert not window.taking_back.undo_action.isEnabled()


def test_what_was_undone_is_offered_again_by_its_name(window, ctx, history, qtbot):
    redo_action = window.taking_back.redo_action
    assert not redo_action.isEnabled()
    assert [keys.toString() for keys in redo_action.shortcuts()] == ["Ctrl+Y", "Ctrl+Shift+Z"]
    history.name = "Marquer 12 absences"
    ctx.changes.publish(Change(frozenset({"book"}), name=history.name))
    window.undo()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and redo_action.isEnabled())
    assert redo_action.text() == "Rétablir\u00a0: Marquer 12 absences"
    assert window.toast._button.text() == "Rétablir"
    window.toast._button.click()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and not redo_action.isEnabled())
    assert window.toast.text == "Rétabli\u00a0: Marquer 12 absences"
    assert window.toast._button.text() == "Annuler"
    assert history.name == "Marquer 12 absences"
    assert window.taking_back.undo_action.text() == "Annuler\u00a0: Marquer 12 absences"


def test_a_new_gesture_ends_what_could_be_redone(window, ctx, history, qtbot):
    history.name = "Marquer 12 absences"
    ctx.changes.publish(Change(frozenset({"book"}), name=history.name))
    window.undo()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and window.taking_back.redo_action.isEnabled())
    history.name, history.undone = "Noter un retard", None
    ctx.changes.publish(Change(frozenset({"book"}), name=history.name))
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
    assert not window.taking_back.redo_action.isEnabled()


def test_a_refused_redo_says_why(window, ctx, history, qtbot, answers):
    history.undone = "Marquer 12 absences"
    window.taking_back.ask()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and window.taking_back.redo_action.isEnabled())
    history.refusal = Conflict("La feuille a été signée depuis.")
    answers.click("Fermer")
    window.taking_back.redo_action.trigger()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and window.taking_back.redo_action.isEnabled())
    assert "signée depuis" in answers.shown[0]


def test_a_refused_undo_says_why_and_stays_offered(window, ctx, history, qtbot, answers):
    history.name, history.refusal = "Marquer 12 absences", Conflict("La feuille a été signée depuis.")
    ctx.changes.publish(Change(frozenset({"book"}), name=history.name))
    answers.click("Fermer")
    window.undo()
    qtbot.waitUntil(lambda: ctx.jobs.is_idle and window.taking_back.undo_action.isEnabled())
    assert "signée depuis" in answers.shown[0]


def test_pages_reach_each_other_through_the_window(window):
    window.show_page("desk").open_requested.emit("book", 2**53)
    assert window.current_page_id() == "shelf"
    assert window.current_page().opened == [("book", 2**53)]
    window.current_page().go_requested.emit("desk", [1, 2])
    assert Desk.targets == [[1, 2]]


def test_search_everywhere_opens_what_is_chosen(window, qtbot, type_text):
    window.show_page("desk")
    window.activateWindow()
    window.searching.box.take_focus()
    qtbot.waitUntil(window.searching.box.hasFocus)
    type_text(window.searching.box, "Élise")
    qtbot.waitUntil(window.searching.box.is_open)
    assert window.searching.box.results() == ["Livres", "Trouvé Élise   rayon 2"]
    QTest.keyClick(window.searching.box, Qt.Key.Key_Return)
    assert window.current_page().opened == [("book", 7)]
    assert not window.searching.box.is_open()


def test_the_window_stays_while_a_write_runs(window, ctx, answers, qtbot):
    import threading

    gate = threading.Event()
    ctx.jobs.write("Import", lambda job: gate.wait(5))
    answers.click("Fermer")
    assert not window.close()
    gate.set()
    assert ctx.jobs.wait_all()
    assert window.close()


def test_the_place_of_the_window_is_remembered(qtbot, window, ctx):
    window.resize(900, 640)
    window.close()
    again = MainWindow(ctx, window._hooks, list(window._specs.values()))
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (900, 640)


def test_everything_that_takes_the_focus_has_a_name(window, nameless):
    window.show_page("desk")
    assert nameless(window.side_bar) + nameless(window.top_bar) == []


def test_a_quiet_page_says_itself_what_was_saved(window, ctx):
    window.current_page().quiet = True
    ctx.changes.publish(Change(frozenset({"book"}), name="Marquer une présence"))
    assert not window.toast.isVisible()
    assert window.taking_back.undo_action.isEnabled()


def test_a_page_may_keep_what_is_being_typed(window, monkeypatch):
    shelf = window.current_page()
    monkeypatch.setattr(shelf, "can_leave", lambda: False)
    window.go_to("desk", "lost")
    assert window.current_page() is shelf
    assert window.side_bar._buttons["shelf"].isChecked()
    assert "lost" not in Desk.targets
    assert not window.close()
    monkeypatch.undo()
    window.show_page("desk")
    assert window.windowTitle() == "Bureau – GEN Desktop"


def test_a_store_in_trouble_is_said_at_the_foot_of_the_bar(window, ctx, history, qtbot):
    history.trouble = StorageProblem("Le fichier n’est plus accessible.")
    ctx.changes.publish(Change(frozenset({"book"})))
    qtbot.waitUntil(lambda: window.side_bar._state.full_text() == "Le fichier n’est plus accessible.")


def test_it_fits_a_small_window(window):
    window.resize(1180, 680)
    assert window.minimumSizeHint().width() <= 1180
    assert window.minimumSizeHint().height() <= 680


def test_the_product_lists_its_eight_pages():
    assert [spec.title for spec in PAGES] == [
        "Accueil", "Apprenants", "Cohortes", "Candidatures", "Émargement", "Évaluations",
        "Insertion", "Rapports",
    ]  # fmt: skip


def test_closing_asks_about_what_is_typed_on_any_page(window, answers):
    desk = window.show_page("desk")
    desk.typed = "Fiche de Zoé Dupré"
    window.show_page("shelf")

    answers.click("Revenir à la saisie")
    window.close()
    assert window.isVisible()
    assert window.current_page() is desk
    assert "Fiche de Zoé Dupré" in answers.shown[0]

    answers.click("Quitter sans enregistrer")
    window.close()
    assert not window.isVisible()


def test_closing_asks_about_what_is_being_made_on_any_page(window, answers):
    desk = window.show_page("desk")
    desk.making = "3 rapports sur 12 sont enregistrés"
    window.show_page("shelf")

    answers.click("Continuer")
    window.close()
    assert window.isVisible()
    assert "3 rapports sur 12 sont enregistrés" in answers.shown[0]

    answers.click("Arrêter et quitter")
    window.close()
    assert not window.isVisible()


class Drawer(Desk):
    title = "Tiroir"


def test_one_goes_back_the_way_one_came(ctx, qtbot, window):
    specs = [
        PageSpec("shelf", "Étagère", "home", Shelf),
        PageSpec("desk", "Bureau", "briefcase", Desk),
        PageSpec("drawer", "Tiroir", "home", Drawer, in_side_bar=False),
        PageSpec("box", "Boîte", "home", Drawer, in_side_bar=False),
    ]
    made = MainWindow(ctx, window._hooks, specs)
    qtbot.addWidget(made)
    for page_id in ("desk", "drawer", "box"):
        made.show_page(page_id)
    went = []
    for _ in range(3):
        made.current_page().back_requested.emit()
        went.append(made.current_page_id())
    assert went == ["drawer", "desk", "desk"]
    made.show_page("drawer")
    made.show_page("shelf")
    made.show_page("drawer")
    made.current_page().back_requested.emit()
    assert made.current_page_id() == "shelf"
    assert ctx.jobs.wait_all()


def test_the_menu_opens_the_bin_and_the_lists(ctx, qtbot, window):
    made = MainWindow(ctx, window._hooks)
    qtbot.addWidget(made)
    made.show()
    for text, page_id in (("Corbeille…", "bin"), ("Entreprises, programmes, formations, sites…", "lists")):
        next(one for one in made.side_bar.menu.actions() if one.text() == text).trigger()
        assert made.current_page_id() == page_id
    made.open_record("company", 1)
    assert made.current_page_id() == "lists"
    qtbot.waitUntil(lambda: ctx.jobs.is_idle)
