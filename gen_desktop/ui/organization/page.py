"""Mon organisme: what covers, reports and the left bar say of it, changed here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gen_desktop.changes import Change
from gen_desktop.errors import Conflict, InvalidInput
from gen_desktop.jobs import Job
from gen_desktop.models.calendar import ZONES
from gen_desktop.queries import organization as queries
from gen_desktop.queries.organization import OrganizationRecord, SiteRow, StaffName
from gen_desktop.queries.stored_content import content
from gen_desktop.reference.lists import label as code_label
from gen_desktop.services.organization import OrganizationInput, create_organization, update_organization
from gen_desktop.ui import dialogs
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.draft import Draft
from gen_desktop.ui.organization.form import OrganizationForm
from gen_desktop.ui.pages import Page, PageAction
from gen_desktop.ui.widgets.basics import clear, label, scrolled
from gen_desktop.ui.widgets.card import Card

Loaded = tuple[OrganizationRecord | None, bytes | None, tuple[SiteRow, ...], tuple[StaffName, ...]]
WIDTH = 720
GAP = 14


class OrganizationPage(Page):
    """What is typed stays there until it is saved, even when one leaves the page.

    Pointed at (``show_target``), it puts the cursor where something is missing.
    """

    title = "Mon organisme"
    kinds = frozenset({"organization", "site", "staff_member"})

    def __init__(self, ctx: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(ctx, parent)
        self._version: int | None = None
        self._organization_id: int | None = None
        self._is_loaded = False
        self._is_pointed = False
        self._is_writing = False
        self._could_save = False
        self.form = OrganizationForm(ctx)
        self.form.setEnabled(False)
        self.form.edited.connect(self._on_edited)
        self._sites = QVBoxLayout()
        self._sites.setSpacing(4)
        self._staff = QVBoxLayout()
        self._staff.setSpacing(4)
        self._lay_out()

    def header_actions(self) -> Sequence[PageAction]:
        save = PageAction(
            "Enregistrer",
            self.save,
            primary=True,
            shortcut="save",
            enabled=self._can_save,
            tooltip="" if self._can_save else "Rien n’a été modifié",
        )
        history = PageAction("Historique", self._show_history, enabled=self._organization_id is not None)
        saving = self.allowed(save, "organization")
        return (PageAction("Retour", self.back_requested.emit), history, saving)

    def refresh(self, change: Change | None) -> None:
        self.ctx.jobs.read_latest("organization.page", self._load, self._on_loaded)

    def open_record(self, kind: str, record_id: int) -> None:
        """The organisation: there is only one."""
        self.show_target(None)

    def show_target(self, target: object) -> None:
        self._is_pointed = True
        if self._is_loaded:
            self._point()

    def drafts(self) -> Mapping[str, Draft]:
        touched = self.form.touched()
        return {"organization": Draft(self.title, touched)} if touched else {}

    def drop_drafts(self) -> None:
        self.form.drop()

    def take_drafts(self, drafts: Mapping[str, Draft]) -> None:
        for draft in drafts.values():
            self.form.put_back(draft.values)

    def save(self) -> None:
        """Check, write, tell; what cannot be saved is said under its field."""
        if not self._can_save or self.is_refused("organization") or not self.form.check_all():
            return
        self._is_writing = True
        self.header_changed.emit()
        self.ctx.jobs.write(
            "Modifier l’organisme",
            partial(self._write, self.form.typed(), self._version),
            partial(self._on_saved, self.form.values()),
            on_error=self._on_refused,
            parent=self,
        )

    @property
    def site_texts(self) -> list[str]:
        """The lines of the sites, as read."""
        return _texts(self._sites)

    @property
    def staff_texts(self) -> list[str]:
        """The lines of the team, as read."""
        return _texts(self._staff)

    @property
    def _can_save(self) -> bool:
        return self._is_loaded and not self._is_writing and self.form.is_touched()

    def _load(self, _job: Job) -> Loaded:
        with self.ctx.db.read() as session:
            record = queries.organization_record(session)
            logo = None
            if record is not None and record.logo_sha256 is not None:
                logo = content(session, record.logo_sha256)
            return record, logo, queries.sites(session), queries.staff(session)

    def _on_loaded(self, found: Loaded) -> None:
        record, logo, sites, staff = found
        self._is_loaded = True
        self._version = record.version if record is not None else None
        self._organization_id = record.id if record is not None else None
        self.header_changed.emit()
        if record is not None:
            self.form.show_record(record, logo)
        self.form.setEnabled(not self.ctx.why_not("organization"))
        _show(self._sites, [_site_words(site) for site in sites], "Aucun site n’est enregistré.")
        _show(self._staff, [_staff_words(one) for one in staff], "Personne n’est encore enregistré.")
        if self._is_pointed:
            self._point()

    def _write(self, values: OrganizationInput, version: int | None, _job: Job) -> Change:
        if version is None:  # a file that a command began has no organisation yet
            return create_organization(self.ctx.db, values)
        return update_organization(self.ctx.db, values, version=version)

    def _on_saved(self, saved: dict[str, Any], change: Change) -> None:
        self._is_writing = False
        self.form.set_saved(saved)
        self.ctx.changes.publish(change)

    def _on_refused(self, error: Exception) -> None:
        self._is_writing = False
        self.header_changed.emit()
        if isinstance(error, InvalidInput) and not self.form.show_problems(error):
            return
        dialogs.show_error(self, error)
        if isinstance(error, Conflict):
            self.reload()  # what is typed stays, the rest is shown as it is now

    def _on_edited(self) -> None:
        if self._can_save != self._could_save:
            self._could_save = self._can_save
            self.header_changed.emit()

    def _show_history(self) -> None:
        self.go_requested.emit("history", ("organization", self._organization_id, "L’organisme"))

    def _point(self) -> None:
        self._is_pointed = False
        self.form.focus_missing()

    def _lay_out(self) -> None:
        card = Card()
        card.add(self.form)
        places = Card("Sites")
        places.body.addLayout(self._sites)
        team = Card("Équipe")
        team.body.addLayout(self._staff)
        column = QWidget()
        column.setMaximumWidth(WIDTH)
        stacked = QVBoxLayout(column)
        stacked.setContentsMargins(0, 0, 0, 0)
        stacked.setSpacing(GAP)
        stacked.addWidget(card)
        stacked.addWidget(places)
        stacked.addWidget(team)
        stacked.addStretch(1)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(column)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolled(holder))


def _texts(lines: QVBoxLayout) -> list[str]:
    widgets = (lines.itemAt(row).widget() for row in range(lines.count()))
    return [widget.accessibleName() for widget in widgets if widget is not None]


def _show(lines: QVBoxLayout, texts: Sequence[str], nothing: str) -> None:
    """One line for each text, in the place of those shown before."""
    clear(lines)
    for text in texts or [nothing]:
        made = label(text, "" if texts else "secondary", wrap=True)
        made.setAccessibleName(text)
        lines.addWidget(made)


def _staff_words(one: StaffName) -> str:
    """« Claire Lambert · Direction »."""
    return f"{one.name} · {code_label('staff_role', one.role) if one.role else 'sans rôle'}"


def _site_words(site: SiteRow) -> str:
    """« Château-Chinon · Château-Chinon (Ville) · jours fériés : France »."""
    city = f"{site.city} · " if site.city and site.city != site.name else ""
    return f"{site.name} · {city}jours fériés\u00a0: {ZONES.get(site.holiday_zone, site.holiday_zone)}"
