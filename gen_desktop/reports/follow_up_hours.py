"""Sections 5 and 7 of the follow-up report: hours of attendance and alerts, hours planned and held."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gen_desktop import french
from gen_desktop.queries.report_company import CompanyLine
from gen_desktop.queries.report_hours import Hours, PlannedHours
from gen_desktop.reference.lists import code_list
from gen_desktop.reports.blocks import Heading, Note, Paragraph
from gen_desktop.reports.charts import MonthColumns, MonthValue
from gen_desktop.reports.figures_text import Figures, ratio, said, sentence
from gen_desktop.reports.follow_up import FollowUpData
from gen_desktop.reports.pieces import Block
from gen_desktop.reports.table import Cell, Column, Rate, Row, Table
from gen_desktop.reports.written import (
    count,
    hours,
    hours_number,
    percent,
    plural,
    share_text,
    tell,
    time_rate,
)

_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avril", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_ROUNDED = "Heures arrondies au dixième\u202f; le total est arrondi après l’addition."
_HOUR_COLUMNS = (
    Column("Dues"),
    Column("Présentes"),
    Column("Abs. justifiées"),
    Column("Abs. injustifiées"),
    Column("Non relevées"),
    Column("Assiduité"),
    Column("Injustifiées"),
)


def attendance_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 5."""
    heading = Heading(1, "5. Assiduité")
    b1, corrected, unjustified = figures["B1"], figures["B1.corrigee"], figures["B2"]
    if not b1.N and not b1.unknown:
        return [heading, Paragraph("Aucune heure n’était due dans la période.")]
    words = tell(
        "Heures dues et relevées : {}. Assiduité : {}. Assiduité corrigée des absences justifiées : {}. "
        "Absences injustifiées : {}. Heures dues que personne n’a relevées, hors de ces taux : {}.",
        *(hours(b1.N), said(b1), said(corrected), said(unjustified), hours(b1.unknown)),
    )
    blocks: list[Block] = [heading, Paragraph(words)]
    if any(h.due for _, h in data.month_hours):
        blocks.append(_month_chart(data))
    title = "En heures, par cohorte"
    total = _hours_row(_sum("Ensemble", data.cohort_hours))
    columns = [Column("Cohorte", align="left"), *_HOUR_COLUMNS]
    rows = [_hours_row(h) for h in data.cohort_hours]
    blocks.append(Table(columns, rows, total=total, title=title, note=_ROUNDED, dense=True))
    months = [
        _hours_row(Hours(french.month_name(day), h.due, h.present, h.justified, h.unjustified, h.unrecorded))
        for day, h in data.month_hours
    ]
    total = _hours_row(_sum("Ensemble", [h for _, h in data.month_hours]))
    columns = [Column("Mois", align="left"), *_HOUR_COLUMNS]
    title = "En heures, par mois"
    blocks.append(Table(columns, months, total=total, title=title, note=_ROUNDED, dense=True))
    return [*blocks, *_alerts(data), *_absences(data)]


def _month_chart(data: FollowUpData) -> MonthColumns:
    months = [
        MonthValue(
            _SHORT_MONTHS[day.month - 1],
            h.present / h.due if h.due else None,
            *_hours_ratio(h.present, h.due),
            str(day.year),
        )
        for day, h in data.month_hours
    ]
    note = (
        "Taux d’assiduité de chaque mois : heures de présence sur heures dues et relevées, données mois par "
        "mois au tableau plus bas."
    )
    return MonthColumns(months, alt="Taux d’assiduité par mois", top=1.0, note=sentence(note))


def _hours_ratio(minutes: int, total: int) -> Rate:
    """« 94,2 % », « 1 671,8 sur 1 774,5 h »."""
    return Rate(time_rate(minutes, total), tell("{} sur {} h", hours_number(minutes), hours_number(total)))


def _sum(label: str, parts: Sequence[Hours]) -> Hours:
    return Hours(
        label,
        sum(part.due for part in parts),
        sum(part.present for part in parts),
        sum(part.justified for part in parts),
        sum(part.unjustified for part in parts),
        sum(part.unrecorded for part in parts),
    )


def _hours_row(h: Hours) -> list[Cell]:
    return [
        h.label,
        *(hours_number(value) for value in (h.due, h.present, h.justified, h.unjustified, h.unrecorded)),
        time_rate(h.present, h.due),
        time_rate(h.unjustified, h.due),
    ]


def _alerts(data: FollowUpData) -> list[Block]:
    limit = data.identity.parameters.alert_attendance_rate
    title = tell("Alertes : assiduité sous {}, en formation", percent(Decimal(limit)))
    if not data.alerts:
        return [Note(tell("{} : aucune.", title))]
    rows = [
        (
            str(alert.enrollment_id),
            alert.cohort_code,
            hours_number(alert.due),
            hours_number(alert.present),
            hours_number(alert.unjustified),
            time_rate(alert.present, alert.due),
        )
        for alert in data.alerts
    ]
    columns = [
        Column("Identifiant interne", align="left"),
        Column("Cohorte", align="left"),
        Column("Dues (h)"),
        Column("Présentes (h)"),
        Column("Injustifiées (h)"),
        Column("Assiduité"),
    ]
    note = "Aucun nom dans ce rapport : l’identifiant est celui de l’inscription dans l’outil et ses exports."
    return [Table(columns, rows, title=title, note=note, dense=True, of_people=True)]


def _absences(data: FollowUpData) -> list[Block]:
    limit = data.identity.parameters.alert_unjustified_half_days
    title = tell("Alertes : {} injustifiées de suite, ou plus", plural(limit, "demi-journée"))
    if not data.absences:
        return [Note(tell("{} : aucune.", title))]
    rows = [
        (str(a.enrollment_id), a.cohort_code, count(a.half_days), french.short_date(a.since))
        for a in data.absences
    ]
    columns = [
        Column("Identifiant interne", align="left"),
        Column("Cohorte", align="left"),
        Column("Demi-journées"),
        Column("Depuis le", align="right"),
    ]
    return [Table(columns, rows, title=title, dense=True, of_people=True)]


def company_blocks(data: FollowUpData, figures: Figures) -> list[Block]:
    """Section 7."""
    blocks: list[Block] = [Heading(1, "7. Parcours et immersion")]
    if data.planned_hours:
        blocks.append(_planned_table(data.planned_hours))
    if data.delivery:
        blocks.append(delivery_table(data.delivery))
    if data.company:
        return [*blocks, _company_table(data.company)]
    words = "Aucune période en entreprise n’est enregistrée dans la période."
    return [*blocks, Paragraph(words) if len(blocks) == 1 else Note(words)]


def _company_table(lines: Sequence[CompanyLine]) -> Table:
    def row(label: str, parts: Sequence[CompanyLine]) -> list[Cell]:
        def total(name: str) -> int:
            return sum(getattr(part, name) for part in parts)

        periods = total("periods")
        cells: list[Cell] = [label, count(total("people")), count(periods)]
        for minutes, known in (("planned", "planned_known"), ("done", "done_known")):
            cells += [
                hours_number(total(minutes)) if total(known) else None,
                share_text(total(known), periods),
            ]
        return [*cells, ratio(total("sheets"), periods), ratio(total("hired"), total("at_known"))]

    columns = [
        Column("Cohorte", align="left"),
        Column("Personnes"),
        Column("Périodes"),
        Column("Heures", group="Prévues"),
        Column("Connues pour", group="Prévues"),
        Column("Heures", group="Faites"),
        Column("Connues pour", group="Faites"),
        Column("Feuilles reçues", stacked=True),
        Column("Embauches par l’entreprise", stacked=True),
    ]
    note = (
        "Périodes commencées à la date d’arrêt. Embauches : personnes qui ont eu ensuite un emploi dans "
        f"l’entreprise d’accueil, parmi celles dont l’entreprise est une fiche de l’outil. {_ROUNDED}"
    )
    return Table(
        columns,
        [row(line.cohort_code, [line]) for line in lines],
        total=row("Ensemble", lines),
        title="Périodes en entreprise",
        note=sentence(note),
        dense=True,
    )


def _planned_table(lines: Sequence[PlannedHours]) -> Table:
    def row(label: str, parts: Sequence[PlannedHours]) -> list[Cell]:
        entered = sum(part.entered for part in parts)
        known = [sum(part.center_known for part in parts), sum(part.company_known for part in parts)]
        minutes = [sum(part.center for part in parts), sum(part.company for part in parts)]
        cells: list[Cell] = [label, count(entered)]
        for people, planned in zip(known, minutes, strict=True):
            cells += [hours_number(planned) if people else None, ratio(people, entered)]
        return cells

    columns = [
        Column("Cohorte", align="left"),
        Column("Entrés"),
        Column("Heures prévues", group="En centre"),
        Column("Connues pour", group="En centre"),
        Column("Heures prévues", group="En entreprise"),
        Column("Connues pour", group="En entreprise"),
    ]
    rows = [row(line.cohort_code, [line]) for line in lines]
    total = row("Ensemble", lines)
    note = "Somme des heures prévues aux parcours des entrés, à défaut celles de la formation. " + _ROUNDED
    return Table(columns, rows, total=total, title="Heures prévues", note=note, dense=True)


def delivery_table(lines: Sequence[tuple[str | None, int]]) -> Table:
    """Hours of classes by the way they are held; ``lines``: mode and minutes."""
    minutes, modes = dict(lines), code_list("delivery_mode")
    total = sum(minutes.values())
    rows = [
        Row((mode.label, hours_number(minutes[mode.code]), _hours_ratio(minutes[mode.code], total)))
        for mode in modes
        if mode.code in minutes
    ]
    unknown = sum(value for code, value in lines if code is None or code not in modes)
    rows.append(Row(("Non renseigné", hours_number(unknown), _hours_ratio(unknown, total)), "unknown"))
    columns = [Column("Modalité", align="left"), Column("Heures", width=80), Column("Part", width=130)]
    return Table(
        columns,
        rows,
        total=("Ensemble", hours_number(total), _hours_ratio(total, total)),
        title="Séances de la période par modalité, en heures",
        note=_ROUNDED,
    )
