"""What can be typed after « paper ». Nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

PAPERS = {
    "convocation": "convocation",
    "certificate": "completion_certificate",
    "enrollment": "enrollment_attestation",
    "entry": "entry_attestation",
    "attendance": "attendance_attestation",
    "exit": "exit_attestation",
    "end": "end_attestation",
    "end-form": "end_of_course_form",
    "booklet": "learner_booklet",
    "presence": "presence_statement",
    "remote": "remote_statement",
    "group": "group_statement",
}
"""What is typed → code of document_kind."""


def add_paper(commands: Any, day: Callable[[str], date], month: Callable[[str], date]) -> None:
    """The command « paper »."""
    paper = commands.add_parser("paper", help="émet des documents numérotés (certificats, attestations…)")
    paper.add_argument("kind", choices=PAPERS, metavar="DOCUMENT", help=", ".join(PAPERS))
    paper.add_argument("--cohort", required=True, metavar="CODE", help="cohorte")
    paper.add_argument("--learner", metavar="PERSONNE", help="une seule personne\u00a0: numéro ou nom")
    paper.add_argument("--month", type=month, metavar="MOIS", help="mois (2026-10)")
    paper.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    paper.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="SORTIE",
        help="dossier (un PDF par personne) ou fichier .pdf (un seul PDF)",
    )
    paper.add_argument("--json", action="store_true", help="réponse en JSON")
