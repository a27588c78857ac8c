"""The form of a site: where it is, its public holidays, its zoning."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from gen_desktop import french
from gen_desktop.changes import Change
from gen_desktop.french import NARROW, NBSP
from gen_desktop.models.calendar import ZONES
from gen_desktop.models.places import region_of
from gen_desktop.queries.sites import HolidayClash, SiteRecord, holiday_clashes
from gen_desktop.reference.lists import choices
from gen_desktop.services.organization import SiteInput, add_site, update_site
from gen_desktop.ui.commune_pair import CommunePair
from gen_desktop.ui.context import AppContext
from gen_desktop.ui.side_form import SideForm
from gen_desktop.ui.widgets.code_combo import CodeCombo

YES, NO = "yes", "no"
QPV = {YES: True, NO: False, None: None}
NATIONAL = "national"
NAMED = 4
KEPT = "Les demi-journées déjà au calendrier restent"


class SiteForm(SideForm):
    """A site to make, or one that cohorts are held at. Other holidays: what to look at is said at once."""

    def __init__(self, ctx: AppContext, record: SiteRecord | None = None) -> None:
        title = "Nouveau site" if record is None else "Site"
        super().__init__(ctx, title, "" if record is None else record.name)
        self._record = record
        self.name, self.address = QLineEdit(), QLineEdit()
        self.commune = CommunePair(ctx.jobs, self)
        self.zone = CodeCombo(list(ZONES.items()), optional=False)
        self.zone.chosen.connect(lambda _zone: self._show_clashes())
        self.qpv = CodeCombo([(YES, "Oui"), (NO, "Non")])
        self.zoning = CodeCombo([(code.code, code.label) for code in choices("rural_zoning")])
        self._add_rows()
        self._load()
        self.start()

    def write(self) -> Change:
        if self._record is None:
            return add_site(self.ctx.db, self._values())
        return update_site(self.ctx.db, self._record.id, self._values(), version=self._record.version)

    def take_focus(self) -> None:
        self.name.setFocus()

    def _add_rows(self) -> None:
        add = self.rows.add
        add("site_name", "Nom", self.name, required=True)
        add("address", "Adresse", self.address)
        add("postal_code", "Code postal", self.commune.postal_code)
        add("city", "Commune", self.commune.city)
        add("holiday_zone", "Jours fériés", self.zone)
        add("in_qpv", "Dans un quartier prioritaire (QPV)", self.qpv)
        add("rural_zoning", "Zone rurale", self.zoning)

    def _load(self) -> None:
        record = self._record
        self.zone.set_code(NATIONAL)
        if record is None:
            return
        self.name.setText(record.name)
        self.address.setText(record.address or "")
        self.commune.postal_code.setText(record.postal_code or "")
        self.commune.city.setText(record.city or "")
        self.commune.set_insee_code(record.insee_code)
        self.zone.set_code(record.holiday_zone)
        self.qpv.set_code({True: YES, False: NO}.get(record.in_qpv))  # type: ignore[arg-type]
        self.zoning.set_code(record.rural_zoning)

    def _values(self) -> SiteInput:
        record = self._record
        insee_code, zoning = self.commune.insee_code(), self.zoning.code()
        is_so_classed = record is not None and record.rural_zoning == zoning
        return SiteInput(
            name=self.name.text(),
            address=_text(self.address),
            postal_code=_text(self.commune.postal_code),
            city=_text(self.commune.city),
            insee_code=insee_code,
            region_code=region_of(insee_code) or (record.region_code if record is not None else None),
            holiday_zone=self.zone.code() or NATIONAL,
            in_qpv=QPV[self.qpv.code()],
            rural_zoning=zoning,
            zoning_vintage=record.zoning_vintage if record is not None and is_so_classed else None,
        )

    def _show_clashes(self) -> None:
        record, zone = self._record, self.zone.code() or NATIONAL
        if record is None or zone == record.holiday_zone:
            self.say("")
            return
        with self.ctx.db.read() as session:
            found = holiday_clashes(session, record.id, zone)
        self.say(KEPT)
        self.notice.set("attention", KEPT, clash_words(found))


def clash_words(clashes: Sequence[HolidayClash]) -> str:
    """« 2 demi-journées tombent un jour férié de cette zone : DWWM 2026-1, vendredi 3 avril (…). »."""
    if not clashes:
        return "Aucune ne tombe un jour férié de cette zone."
    count = sum(one.half_days for one in clashes)
    verb = french.form(count, "tombe", "tombent")
    named = f"{NARROW}; ".join(
        f"{one.cohort_code}, {french.long_date(one.day)} ({one.holiday})" for one in clashes[:NAMED]
    )
    more = "…" if len(clashes) > NAMED else "."
    return (
        f"{french.plural(count, 'demi-journée')} {verb} un jour férié de cette zone{NBSP}: {named}{more} "
        "Retirez ou déplacez ces demi-journées au calendrier de la cohorte."
    )


def _text(field: QLineEdit) -> str | None:
    return field.text().strip() or None
