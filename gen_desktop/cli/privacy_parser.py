"""What can be typed after ``privacy``. Nothing heavy is imported here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from gen_desktop.cli.french_argparse import FrenchParser

Day = Callable[[str], date]


def add_privacy(commands: Any, day: Day) -> None:
    """The family of commands about people's data. ``day`` reads a date as people type it."""
    privacy = commands.add_parser("privacy", help="durées de conservation, effacements, registre (RGPD)")
    gestures = privacy.add_subparsers(
        dest="gesture", metavar="GESTE", required=True, parser_class=FrenchParser
    )
    add_retention(gestures, day)
    add_person(gestures)


def add_retention(gestures: Any, day: Day) -> None:
    """How long data are kept, who should leave, the purge, the documents."""
    retention = gestures.add_parser("retention", help="qui devrait partir, et les durées en vigueur")
    retention.add_argument("--as-of", type=day, metavar="D", help="jour où l’on regarde (aujourd’hui)")
    retention.add_argument("--json", action="store_true", help="réponse en JSON")
    which = retention.add_mutually_exclusive_group()
    which.add_argument("--periods", action="store_true", help="liste les durées en vigueur")
    which.add_argument("--set", nargs=2, metavar=("FINANCEUR", "ANS"), help="règle une durée")
    which.add_argument("--reset", metavar="FINANCEUR", help="revient à la durée proposée")
    retention.add_argument("--reason", metavar="TEXTE", help="pourquoi cette durée (avec --set)")
    retention.add_argument("--source", metavar="TEXTE", help="texte qui la fonde (avec --set)")
    retention.add_argument(
        "--base", choices=("versement", "formation"), help="comptée depuis la fin de l’année de (avec --set)"
    )
    purge = gestures.add_parser("purge", help="efface les personnes dont le délai est écoulé")
    purge.add_argument("--as-of", type=day, required=True, metavar="D", help="jour où l’on regarde")
    purge.add_argument("--yes", action="store_true", help="efface vraiment (sans retour possible)")
    for name, words in (
        ("register", "écrit le registre des traitements (PDF)"),
        ("breach", "écrit la feuille à remplir après une violation de données (PDF)"),
    ):
        document = gestures.add_parser(name, help=words)
        document.add_argument("--as-of", type=day, metavar="D", help="jour écrit dessus (aujourd’hui)")
        document.add_argument("--out", type=Path, required=True, metavar="F.pdf", help="fichier à écrire")


def add_person(gestures: Any) -> None:
    """One person: everything held, and the erasure."""
    export = gestures.add_parser("export", help="écrit tout ce qui est gardé sur une personne (PDF et JSON)")
    export.add_argument("--out", type=Path, required=True, metavar="DOSSIER", help="dossier à remplir")
    erase = gestures.add_parser("erase", help="efface une personne, sans retour possible")
    erase.add_argument("--reason", required=True, metavar="TEXTE", help="pourquoi (gardé, sans nom)")
    erase.add_argument("--yes", action="store_true", help="efface vraiment")
    erase.add_argument(
        "--backups-too", action="store_true", help="puis remplace les anciennes sauvegardes par une nouvelle"
    )
    for gesture in (export, erase):
        gesture.add_argument("person", metavar="PERSONNE", help="numéro de la fiche, ou nom et prénom")
