"""What is done to the people chosen, or to everybody listed: changed, enrolled, exported, printed, copied."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.errors import AppError
from gen_desktop.exporting.seen_list import SeenList, clipboard_text, read_seen, write_seen_list
from gen_desktop.exporting.seen_pdf import write_seen_pdf
from gen_desktop.jobs import Job
from gen_desktop.queries.filter_choices import Choices, criteria_in_words
from gen_desktop.queries.organization import current_organization
from gen_desktop.queries.selection_sum import SelectionSum, selection_sum
from gen_desktop.reports.registry import build_people_list
from gen_desktop.services.bulk import EditPlan, apply_edit
from gen_desktop.services.bulk_enrollment import EnrollPlan, enroll_all
from gen_desktop.ui import actions, dialogs
from gen_desktop.ui.learners.bulk.bar import SEVERAL
from gen_desktop.ui.learners.bulk.edit_dialog import EditDialog
from gen_desktop.ui.learners.bulk.enroll_dialog import EnrollDialog
from gen_desktop.ui.learners.people_list import Listing, PeopleList
from gen_desktop.ui.leaving import may_copy
from gen_desktop.ui.pages import Page, PageAction

FILE_KINDS = "Classeur Excel (*.xlsx);;Fichier CSV (*.csv)"
EXPORT_TABLE = "nominative_export"
MANY_PAGES = 2000
"""More people than that fill some fifty pages: it is asked first."""


class ManyPeople(QObject):
    """The gestures of the selection bar and of the menu « Exporter »."""

    def __init__(self, page: Page, people: PeopleList) -> None:
        super().__init__(page)
        self._page, self._people, self._ctx = page, people, page.ctx
        self._choices: Choices = {}
        self._action = PageAction(
            "Exporter",
            menu=(
                PageAction("Classeur Excel ou CSV…\tCtrl E", self.export, icon="download"),
                PageAction("Liste à imprimer (PDF)…\tCtrl P", self.print, icon="printer"),
            ),
        )
        bar = people.bar
        for signal, gesture in (
            (bar.edit_asked, self.edit),
            (bar.enroll_asked, self.enroll),
            (bar.compare_asked, self.compare),
            (bar.print_asked, self.print),
            (bar.export_asked, self.export),
            (bar.copy_asked, self.copy),
        ):
            signal.connect(gesture)
        people.loaded.connect(self._on_loaded)
        actions.make(page, "export", self.export)
        actions.make(page, "print", self.print)
        self.show_rights()

    def action(self) -> PageAction:
        """The button of the top bar."""
        return self._action

    def show_rights(self) -> None:
        """Offer what whoever works here may do."""
        ctx = self._ctx
        self._people.bar.show_rights(ctx.why_not("enrollment"), ctx.why_not("enrollment"))

    def show_sum(self, show: Callable[[int], None], done: Callable[[SelectionSum], None]) -> None:
        """Say how many are chosen at once, and their numbers when they are read."""
        ids, today, cohort_ids = self._people.table.selected_ids(), self._ctx.today(), self._people.cohort_ids
        show(len(ids))

        def read(_job: Job) -> SelectionSum:
            with self._ctx.db.read() as session:
                return selection_sum(session, ids, today, cohort_ids)

        self._ctx.jobs.read_latest("learners.sum", read, done)

    def edit(self) -> None:
        """Change one or more facts of all those chosen, after showing what becomes of each."""
        if self._page.is_refused("enrollment"):
            return
        dialog = EditDialog(self._ctx, self._people.table.selected_ids(), self._people.cohort_ids, self._page)
        if dialogs.run(dialog) and dialog.plan is not None:
            self._apply("Modifier les fiches", partial(self._edit, dialog.plan))

    def enroll(self) -> None:
        """Put all those chosen in a cohort, after showing who can be."""
        if self._page.is_refused("enrollment"):
            return
        dialog = EnrollDialog(self._ctx, self._people.table.selected_ids(), self._people.cohorts, self._page)
        if dialogs.run(dialog) and dialog.plan is not None:
            work = partial(self._enroll, dialog.plan, dialog.decision(), dialog.applied_on())
            self._apply("Inscrire", work)

    def compare(self) -> None:
        """Look at the two people chosen side by side: they may be one."""
        chosen = self._people.table.selected_ids()
        if len(chosen) == SEVERAL:
            self._page.go_requested.emit("duplicates", tuple(chosen))

    def export(self) -> None:
        """Write the list as it is seen to a workbook or a CSV file."""
        path = self._ask_path("Exporter la liste", FILE_KINDS, ".xlsx")
        if path is None:
            return
        seen = self._seen()
        self._ctx.jobs.read(
            partial(_export, self._page, seen, path),
            partial(self._on_written, path),
            name="Export de la liste",
            progress_over=self._page,
        )

    def print(self) -> None:
        """Write the list as it is seen to a PDF, to be printed."""
        seen = self._seen()
        pages = f"{french.plural(len(seen.ids), 'personne')}{french.NBSP}: des dizaines de pages."
        if len(seen.ids) > MANY_PAGES and not dialogs.ask(
            self._page,
            pages,
            "Des filtres, ou quelques personnes choisies, le feraient plus court.",
            yes="Continuer",
        ):
            return
        path = self._ask_path("Liste à imprimer", dialogs.PDF, ".pdf")
        if path is not None:
            self._ctx.jobs.read(
                partial(_print, self._page, seen, path),
                partial(self._on_written, path),
                name="Liste à imprimer",
                progress_over=self._page,
            )

    def copy(self) -> None:
        """Put the rows chosen on the clipboard, for a spreadsheet."""
        ids = self._people.table.selected_ids()
        if not ids or not may_copy(self._page, self._ctx, "Apprenants", len(ids)):
            return
        seen = self._seen()

        def read(job: Job) -> str:
            columns, rows = read_seen(self._ctx.db, seen, job)
            return clipboard_text(columns, rows, seen.as_of)

        self._ctx.jobs.read(
            read, partial(self._on_copied, len(ids)), name="Copie de la liste", progress_over=self._page
        )

    def _on_loaded(self, listing: Listing) -> None:
        self._choices = listing.choices

    def _seen(self) -> SeenList:
        people = self._people
        ids = people.chosen_ids()
        filters = criteria_in_words(people.criteria, self._choices)
        if len(ids) < len(people.model.ids):
            filters.append(("Choix", french.plural(len(ids), "personne choisie", "personnes choisies")))
        return SeenList(
            ids=ids,
            columns=people.table.shown_columns(),
            filters=filters,
            cohort_ids=people.cohort_ids,
            as_of=self._ctx.today(),
            author=self._ctx.db.author.name,
        )

    def _ask_path(self, title: str, kinds: str, suffix: str) -> Path | None:
        if self._page.is_refused(EXPORT_TABLE):
            return None
        name = f"apprenants-{self._ctx.today():%Y-%m-%d}{suffix}"
        path = dialogs.save_file(self._page, title, kinds, Path.home() / name)
        return path.with_suffix(suffix) if path is not None and not path.suffix else path

    def _on_written(self, path: Path, people: int) -> None:
        self._ctx.changes.publish(Change(frozenset({EXPORT_TABLE})))
        said = f"{french.plural(people, 'personne')}{french.NBSP}: {path.name} est enregistré"
        self._page.tell(said, "Ouvrir", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))))

    def _on_copied(self, people: int, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._page.tell(
            f"{french.plural(people, 'ligne copiée', 'lignes copiées')}\u00a0: collez-les dans un tableur"
        )

    def _apply(self, name: str, work: Callable[[Job], tuple[Change, int]]) -> None:
        self._ctx.jobs.write(name, work, self._on_done, on_error=self._on_refused, parent=self._page)

    def _edit(self, plan: EditPlan, job: Job) -> tuple[Change, int]:
        return apply_edit(self._ctx.db, plan, job)

    def _enroll(self, plan: EnrollPlan, decision: str, applied_on: object, job: Job) -> tuple[Change, int]:
        return enroll_all(self._ctx.db, plan, decision, applied_on, job)  # type: ignore[arg-type]

    def _on_done(self, done: tuple[Change, int]) -> None:
        change, left = done
        self._ctx.changes.publish(change)
        if left:
            told = french.plural(left, "fiche a changé", "fiches ont changé")
            dialogs.inform(
                self._page,
                f"{told} entre-temps{french.NBSP}: ces personnes ont été laissées telles quelles.",
                "Le reste est enregistré.",
            )

    def _on_refused(self, error: Exception) -> None:
        dialogs.show_error(self._page, error)
        if isinstance(error, AppError):
            self._page.reload()


def _export(page: Page, seen: SeenList, path: Path, job: Job) -> int:
    return write_seen_list(page.ctx.db, seen, path, job)


def _print(page: Page, seen: SeenList, path: Path, job: Job) -> int:
    from gen_desktop.exporting.seen_list import as_texts
    from gen_desktop.reports.people_list import PeopleListData
    from gen_desktop.ui.learners.columns import NUMBERS

    db = page.ctx.db
    columns, rows = read_seen(db, seen, job)
    with db.read() as session:
        organization = current_organization(session)
    data = PeopleListData(
        organization=organization,
        columns=[(column.file_title, column.key in NUMBERS) for column in columns],
        rows=list(as_texts(columns, rows, seen.as_of)),
        filters=[*seen.filters],
        as_of=seen.as_of,
        author=seen.author,
    )
    write_seen_pdf(db, build_people_list(data, job), path, seen.scope, len(rows))
    return len(rows)
