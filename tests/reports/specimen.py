"""An invented document that shows every block once, for tests and for looking at."""

from __future__ import annotations

from datetime import UTC, datetime

from gen_desktop.reports.blocks import Bullets, Callout, Contents, Definitions, Heading, Note, Paragraph
from gen_desktop.reports.cards import FlowBox, FlowChart, KeyFigure, KeyFigures
from gen_desktop.reports.charts import (
    MonthColumns,
    MonthValue,
    OutcomeBar,
    OutcomeBars,
    Segment,
    TargetBar,
    TargetBars,
)
from gen_desktop.reports.finish import DocumentInfo
from gen_desktop.reports.flow import LANDSCAPE, NORMAL, Document, PageBreak
from gen_desktop.reports.table import Column, Rate, Row, Table

INFO = DocumentInfo(
    title="Rapport de suivi, 3e trimestre 2026",
    subject="Suivi du programme GEN, du 01/07/2026 au 30/09/2026",
    organization="Numérique en Morvan · NDA 27 58 00123 58",
    program="Label GEN 2021-0457",
    as_of="Données arrêtées au 30/09/2026",
    fingerprint="3f9a 12bc 77d0",
    version="0.1.0",
    created=datetime(2026, 10, 2, 8, 30, tzinfo=UTC),
    seal="sceau 4f2a 91c0 77de (1\u202f234 gestes au 02/10/2026)",
    mention="Provisoire",
)

LONG_TEXT = (
    "L’accompagnement vers l’emploi a commencé dès la sixième semaine\u00a0: chaque apprenant a rencontré "
    "son référent au moins deux fois, et 12\u202f345\u00a0€ ont payé les déplacements en zone rurale. "
    "Les personnes injoignables l’ont été après trois essais à des heures différentes\u202f; elles restent "
    "comptées à part, sous «\u00a0inconnu\u00a0», et jamais parmi les sorties négatives. "
)

NAMES = ("en formation", "sorti vers l’emploi", "abandon", "certifié", "en stage", "en attente", "terminé")
OUTCOMES = ("emploi durable", "emploi court", "formation", "en recherche", "sans réponse")


def document(*, strict: bool = True) -> Document:
    made = Document(INFO, strict=strict)
    made.cover(
        "Rapport de suivi",
        "3e trimestre 2026 · 4 cohortes · 87 apprenants",
        [
            ("Période", "du 1er juillet au 30 septembre 2026"),
            ("Organisme", "Numérique en Morvan, SIRET 812 345 678 00017"),
            ("Programme", "Grande école du numérique, label 2021-0457 jusqu’au 31/12/2026"),
            ("Cohortes", "DWWM 2026-1, TSSR 2026-1, CDA 2025-3, DWWM 2026-2"),
        ],
    )
    made.add(*_summary())
    made.add(PageBreak(), Heading(1, "Sommaire"), Contents())
    made.add(*_text(), *_tables(), *_charts())
    made.add(PageBreak(LANDSCAPE), Heading(1, "7. Détail par cohorte"), wide_table(), PageBreak(NORMAL))
    made.add(Heading(1, "8. Liste longue"), long_table(180))
    return made


def _summary() -> list[KeyFigures | Heading | TargetBars]:
    return [
        KeyFigures(
            [
                KeyFigure("Entrés en formation", "87", "sur 96 places", "trimestre précédent\u00a0: 82"),
                KeyFigure(
                    "Assiduité",
                    "94,1\u202f%",
                    "12\u202f480 h sur 13\u202f262 h",
                    "objectif 90\u202f%, atteint",
                    0.941,
                    0.9,
                ),
                KeyFigure(
                    "Certifiés",
                    "83,3\u202f%",
                    "25 sur 30",
                    "objectif 85\u202f%, écart −1,7 point",
                    0.833,
                    0.85,
                ),
                KeyFigure("Injoignables à 6 mois", "12,1\u202f%", "7 sur 58", "après trois essais"),
            ]
        ),
        Heading(2, "Publics accueillis"),
        TargetBars(
            [
                TargetBar("Femmes", 0.345, "34,5\u202f%", "30 sur 87", 0.30, "30\u202f%"),
                TargetBar(
                    "Quartiers prioritaires (QPV)", 0.189, "18,9\u202f%", "16 sur 85", 0.20, "20\u202f%"
                ),
                TargetBar("ZRR", 0.225, "22,5\u202f%", "19 sur 85", 0.20, "20\u202f%"),
                TargetBar("Niveau bac et infra", 0.712, "71,2\u202f%", "62 sur 87", 0.65, "65\u202f%"),
                TargetBar("Moins de 26 ans", 0.46, "46,0\u202f%", "40 sur 87", 0.40, "40\u202f%"),
                TargetBar("Bénéficiaires du RSA", None, "–", "0 sur 0"),
            ],
            alt="Part de chaque public parmi les entrées, avec l’objectif du label",
            note="Trait vertical\u00a0: objectif du label. Base\u00a0: 87 entrées, au 30/09/2026.",
        ),
    ]


def _text() -> list[Heading | Paragraph | Bullets | Definitions | Callout | Note]:
    return [
        Heading(1, "1. Textes"),
        Paragraph(LONG_TEXT * 2),
        Paragraph(LONG_TEXT),
        Heading(2, "1.1 Une liste de constats"),
        Bullets(
            [
                "Quatre apprenants sans commune\u202f: QPV et ZRR incalculables.",
                LONG_TEXT,
                "Deux sorties sans motif.",
            ]
        ),
        Bullets(["Relancer les entreprises.", "Compléter les communes."], numbered=True),
        Heading(2, "1.2 Définitions"),
        Definitions(
            [
                ("Entrés", "Personnes présentes au moins une demi-journée."),
                (
                    "Taux de réponse à l’enquête d’insertion à 6 mois",
                    "Répondants sur sortants dont l’échéance est passée. " * 3,
                ),
                (
                    "Assiduité",
                    "Heures présentes sur heures dues, absences justifiées comprises dans les heures dues.",
                ),
            ]
        ),
        Heading(3, "Avant de transmettre"),
        Callout(LONG_TEXT, "2 points bloquants", "wrong"),
        Callout(
            "Taux de réponse à 3 mois\u00a0: 71\u202f%, le programme en attend 80\u202f%.", tone="attention"
        ),
        Callout("Toutes les feuilles sont signées.", "Conforme", "good"),
        Callout("Les définitions en vigueur sont celles du label 2021.", "À savoir"),
        Note("Source\u00a0: données de l’organisme, définitions du programme au 30/09/2026."),
    ]


def _tables() -> list[Heading | Table]:
    return [
        Heading(1, "2. Parcours"),
        Table(
            [
                Column("Cohorte", align="left"),
                Column("Entrés"),
                Column("Abandons"),
                Column("Assiduité"),
                Column("Certifiés"),
            ],
            [
                (
                    "DWWM 2026-1",
                    "18",
                    "2",
                    Rate("94,1\u202f%", "2\u202f480 sur 2\u202f636"),
                    Rate("87,5\u202f%", "14 sur 16"),
                ),
                (
                    "TSSR 2026-1",
                    "14",
                    "1",
                    Rate("92,7\u202f%", "1\u202f990 sur 2\u202f147"),
                    Rate("84,6\u202f%", "11 sur 13"),
                ),
                ("CDA 2025-3", "12", "1", Rate("100,0\u202f%", "840 sur 840"), "en cours"),
                ("DWWM 2026-2", "15", None, Rate("–", "0 sur 0"), "en cours"),
            ],
            total=(
                "Ensemble",
                "59",
                "4",
                Rate("94,5\u202f%", "5\u202f310 sur 5\u202f623"),
                Rate("86,2\u202f%", "25 sur 29"),
            ),
            title="Tableau 1. Entrées, abandons, assiduité et certification par cohorte",
            note="Assiduité\u00a0: heures présentes sur heures dues.",
        ),
        Heading(2, "2.1 Publics à l’entrée"),
        Table(
            [
                Column("Public", align="left"),
                Column("Nombre", group="Femmes"),
                Column("Part", group="Femmes"),
                Column("Nombre", group="Hommes"),
                Column("Part", group="Hommes"),
                Column("Écart à l’objectif"),
            ],
            [
                Row(("Niveau à l’entrée",), "group"),
                ("Sans diplôme", "8", "26,7\u202f%", "15", "26,3\u202f%", "+1,2"),
                ("CAP, BEP", "10", "33,3\u202f%", "9", "15,8\u202f%", "−0,4"),
                ("Bac", "12", "40,0\u202f%", "33", "57,9\u202f%", "12"),
                Row(("non renseigné", "0", "–", "0", "–", None), "unknown"),
                Row(("Situation avant l’entrée",), "group"),
                (
                    "Demandeur d’emploi inscrit depuis plus de douze mois, indemnisé ou non",
                    "21",
                    "70,0\u202f%",
                    "40",
                    "70,2\u202f%",
                    "",
                ),
                ("Salarié", "9", "30,0\u202f%", "16", "28,1\u202f%", None),
                Row(("non renseigné", "0", "–", "1", "1,8\u202f%", None), "unknown"),
            ],
            total=("Ensemble", "30", "100,0\u202f%", "57", "100,1\u202f%", None),
            note="Le total peut valoir 99,9 ou 100,1 par l’arrondi.",
        ),
        Heading(2, "2.2 Sans donnée"),
        Table([Column("Mois", align="left"), Column("Heures")], []),
    ]


def _charts() -> list[Heading | OutcomeBars | MonthColumns | FlowChart]:
    shares = (
        (0.41, "41\u202f%"),
        (0.10, "10\u202f%"),
        (0.11, "11\u202f%"),
        (0.26, "26\u202f%"),
        (0.12, "12\u202f%"),
    )
    segments = [Segment(name, share, text) for name, (share, text) in zip(OUTCOMES, shares, strict=True)]
    months = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.")
    values = (0.93, 0.95, 0.91, 0.88, 0.94, 0.96, 0.92, None, 0.95)
    return [
        Heading(1, "3. Insertion à 6 mois"),
        OutcomeBars(
            [OutcomeBar(segments)], alt="Situation à 6 mois des 58 sortants", note="Base\u00a0: 58 sortants."
        ),
        OutcomeBars(
            [
                OutcomeBar(segments, "DWWM 2026-1", "16 personnes"),
                OutcomeBar(segments, "TSSR 2026-1", "13 personnes"),
            ],
            alt="Situation à 6 mois par cohorte",
        ),
        Heading(1, "4. Assiduité par mois"),
        MonthColumns(
            [
                MonthValue(name, value, "–" if value is None else f"{value * 100:.0f}\u202f%")
                for name, value in zip(months, values, strict=True)
            ],
            alt="Taux d’assiduité par mois de 2026",
            top=1.0,
            target=0.9,
            target_text="90\u202f%",
        ),
        Heading(1, "5. Du dossier à la réponse"),
        FlowChart(
            [
                [FlowBox("Candidatures", "142")],
                [FlowBox("Admis", "104", "73\u202f% des candidatures"), FlowBox("Refusés", "38")],
                [FlowBox("Entrés", "87", "84\u202f% des admis"), FlowBox("Désistements", "17")],
                [
                    FlowBox("Terminés", "79", "91\u202f% des entrés"),
                    FlowBox("Abandons", "8", "9\u202f% des entrés"),
                ],
                [FlowBox("À échéance de 6 mois", "58"), FlowBox("Pas encore", "29")],
                [FlowBox("Répondants", "51", "88\u202f%"), FlowBox("Injoignables", "7", "12\u202f%")],
            ],
            alt="Du dépôt de candidature à la réponse à l’enquête",
        ),
    ]


def wide_table() -> Table:
    columns = [Column("Cohorte", align="left"), Column("Site", align="left")]
    titles = (
        "Places",
        "Candidatures",
        "Admis",
        "Entrés",
        "En cours",
        "Terminés",
        "Abandons",
        "Taux de remplissage",
    )
    columns += [Column(title) for title in titles]
    rows = [
        (
            f"DWWM 2026-{n}",
            "Château-Chinon",
            "16",
            "42",
            "18",
            "15",
            "0",
            "13",
            "2",
            Rate("93,8\u202f%", "15 sur 16"),
        )
        for n in range(1, 9)
    ]
    return Table(
        columns,
        rows,
        total=(
            "Ensemble",
            "",
            "128",
            "336",
            "144",
            "120",
            "0",
            "104",
            "16",
            Rate("93,8\u202f%", "120 sur 128"),
        ),
    )


def long_table(count: int) -> Table:
    columns = [
        Column("Dossier", align="left"),
        Column("Cohorte", align="left"),
        Column("Situation", align="left"),
        Column("Heures dues"),
        Column("Heures faites"),
        Column("Assiduité"),
        Column("Absences"),
        Column("Dernier contact", align="right"),
    ]
    rows = [
        (
            f"A{n:05d}",
            "DWWM 2026-1",
            NAMES[n % 7],
            "420,0",
            f"{400 + n % 20},5",
            f"{90 + n % 10},{n % 10}\u202f%",
            f"{n % 7}",
            "12/09/2026",
        )
        for n in range(count)
    ]
    return Table(columns, rows, dense=True)
