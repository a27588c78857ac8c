"""What can be typed. Nothing heavy is imported here: main.py asks first whether this is a command at all."""

from __future__ import annotations

import argparse
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from gen_desktop import APP_NAME, VERSION
from gen_desktop.cli.calls_parser import add_calls
from gen_desktop.cli.french_argparse import FrenchParser
from gen_desktop.cli.papers_parser import add_paper
from gen_desktop.cli.privacy_parser import add_privacy
from gen_desktop.cli.reports_parser import HORIZONS, add_report
from gen_desktop.cli.sheet_parser import add_sheet
from gen_desktop.dates import parse_typed_date

Commands = Any  # argparse keeps the type of add_subparsers() to itself

KINDS = ("learners", "attendance", "follow-ups", "remote-logs")
REPORTS = ("follow-up", "evaluation")
PARTS = ("numerator", "denominator", "unknown")
WITHOUT_DATA = (None, "diagnostic", "sample-run", "self-check")
"""Commands that need no data file; None opens the window."""
DELETED = (
    *("learner", "enrollment", "cohort", "class-session", "course", "program", "company", "site"),
    *("follow-up", "attempt", "placement"),
)
RESPONDENTS = ("learner", "funder", "company", "staff", "other")
ROLES = ("direction", "secretariat", "training", "placement")


def make_parser() -> argparse.ArgumentParser:
    """The whole command line. Without a command the window opens."""
    parser = FrenchParser(
        prog="gen-desktop",
        description=f"{APP_NAME} {VERSION}. Sans commande, la fenêtre s’ouvre.",
        epilog="Fin\u00a0: 0 fait, 1 saisie refusée, 2 commande mal écrite, 3 fichier de données en panne.",
    )
    parser.add_argument("--version", action="version", version=VERSION, help="affiche la version")
    parser.add_argument("--data", type=Path, metavar="FICHIER", help="fichier de données")
    parser.add_argument(
        "--data-dir", type=Path, metavar="DOSSIER", help="dossier des préférences et du journal"
    )
    _add_opening(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMANDE", parser_class=FrenchParser)
    _add_making(commands)
    _add_users(commands)
    _add_backups(commands)
    _add_moving(commands)
    _add_reading(commands)
    _add_bin(commands)
    add_report(commands, day, year)
    add_sheet(commands)
    add_calls(commands, day)
    add_paper(commands, day, month)
    add_privacy(commands, day)
    return parser


def _add_opening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", metavar="NOM", help="personne dont on donne le mot de passe")
    parser.add_argument(
        "--password-fd",
        type=int,
        metavar="N",
        help="descripteur où lire le mot de passe (sinon\u00a0: question posée)",
    )
    parser.add_argument(
        "--new-password-fd", type=int, metavar="N", help="descripteur où lire un nouveau mot de passe"
    )
    parser.add_argument(
        "--take-over", action="store_true", help="reprend un fichier resté réservé par un autre poste arrêté"
    )


def _add_making(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="crée un fichier avec un organisme inventé")
    demo.add_argument("--learners", type=count, metavar="N", help="nombre d’apprenants (liste en nombre)")
    demo.add_argument("--seed", type=int, default=258, metavar="S", help="graine du tirage")
    demo.add_argument("--today", type=day, metavar="D", help="jour de référence de l’exemple")

    bring = commands.add_parser("import", help="importe une liste (voir docs/import.md)")
    bring.add_argument("kind", choices=KINDS, metavar="GENRE", help=", ".join(KINDS))
    bring.add_argument("list", type=Path, metavar="LISTE", help="fichier Excel, ODS ou CSV")
    bring.add_argument("--cohort", metavar="CODE", help="cohorte des personnes de la liste")
    bring.add_argument("--dry-run", action="store_true", help="vérifie et montre, sans rien écrire")
    bring.add_argument("--json", action="store_true", help="réponse en JSON")

    sample = commands.add_parser("sample-run", help="importe l’exemple livré et écrit les deux rapports")
    sample.add_argument("--out", type=Path, default=Path("out"), metavar="DOSSIER", help="dossier de sortie")


def _add_users(commands: Commands) -> None:
    new = commands.add_parser("new", help="crée un fichier protégé par un mot de passe")
    new.add_argument("--organization", required=True, metavar="NOM", help="nom de l’organisme")
    new.add_argument(
        "--person", required=True, metavar="NOM", help="première personne qui l’ouvrira (direction)"
    )
    users = commands.add_parser("users", help="qui peut ouvrir le fichier")
    gestures = users.add_subparsers(dest="gesture", metavar="GESTE", required=True, parser_class=FrenchParser)
    listed = gestures.add_parser("list", help="liste les personnes")
    listed.add_argument("--json", action="store_true", help="réponse en JSON")
    add = gestures.add_parser("add", help="donne un mot de passe à une personne de plus")
    add.add_argument("--role", choices=ROLES, required=True, help="son rôle")
    remove = gestures.add_parser("remove", help="retire l’accès d’une personne")
    password = gestures.add_parser("password", help="change le mot de passe d’une personne")
    role = gestures.add_parser("role", help="change le rôle d’une personne")
    for gesture in (add, remove, password, role):
        gesture.add_argument("person", metavar="NOM", help="la personne")
    role.add_argument("role", choices=ROLES, metavar="RÔLE", help=", ".join(ROLES))
    gestures.add_parser("recovery", help="imprime un nouveau code de secours")


def _add_backups(commands: Commands) -> None:
    backup = commands.add_parser("backup", help="fait une sauvegarde, rouverte et vérifiée")
    backup.add_argument("folder", type=Path, nargs="?", metavar="DOSSIER", help="un autre dossier")
    listed = commands.add_parser("backups", help="liste les sauvegardes")
    listed.add_argument("folder", type=Path, nargs="?", metavar="DOSSIER", help="un autre dossier")
    listed.add_argument("--check", action="store_true", help="relit et revérifie chacune")
    listed.add_argument("--json", action="store_true", help="réponse en JSON")
    restore = commands.add_parser("restore", help="remet une sauvegarde à la place du fichier")
    restore.add_argument("backup", type=Path, metavar="SAUVEGARDE", help="fichier, ou son nom seul")
    restore.add_argument("--yes", action="store_true", help="même si elle contient beaucoup moins")


def _add_moving(commands: Commands) -> None:
    move = commands.add_parser("move", help="emporte le fichier sur un autre ordinateur")
    gestures = move.add_subparsers(dest="gesture", metavar="GESTE", required=True, parser_class=FrenchParser)
    pack = gestures.add_parser("pack", help="ici\u00a0: prépare le fichier de déménagement")
    pack.add_argument("out", type=Path, metavar="SORTIE", help="fichier à écrire, sur une clé par exemple")
    pack.add_argument("--yes", action="store_true", help="même sans mot de passe sur le fichier")
    there = gestures.add_parser("open", help="là-bas\u00a0: le vérifie et le range (sans --data)")
    there.add_argument("parcel", type=Path, metavar="COLIS", help="fichier de déménagement")
    there.add_argument("target", type=Path, metavar="DESTINATION", help="fichier ou dossier où le ranger")
    there.set_defaults(without_data=True)


def _add_reading(commands: Commands) -> None:
    cohorts = commands.add_parser("cohorts", help="liste les cohortes")
    cohorts.add_argument("--json", action="store_true", help="réponse en JSON")
    figures = commands.add_parser("figures", help="tous les indicateurs")
    figures.add_argument("--bpf", type=year, metavar="A", help="cadres F et G du BPF de cette année")
    _add_scope(figures)
    _add_printed(figures)
    people = commands.add_parser("people", help="les personnes derrière un indicateur")
    people.add_argument("indicator", metavar="INDICATEUR", help="A1, B3, D3a.3…")
    people.add_argument(
        "part",
        nargs="?",
        choices=PARTS,
        default="numerator",
        metavar="PARTIE",
        help="numerator, denominator ou unknown",
    )
    _add_scope(people)
    _add_definitions(commands)
    _add_statement(commands)
    _add_audit(commands)
    _add_satisfaction(commands)
    sheets = commands.add_parser(
        "signed-sheets", help="feuilles signées d’une cohorte, demi-journée par demi-journée"
    )
    sheets.add_argument("--cohort", metavar="CODE", required=True, help="cohorte")
    sheets.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    sheets.add_argument("--json", action="store_true", help="réponse en JSON")
    diary = commands.add_parser("calendar", help="calendrier d’une cohorte pour un agenda (.ics)")
    diary.add_argument("--cohort", required=True, metavar="CODE", help="cohorte")
    diary.add_argument("--out", type=Path, required=True, metavar="FICHIER", help="fichier .ics à écrire")
    export = commands.add_parser("export", help="exporte tout dans un format ouvert")
    export.add_argument("folder", type=Path, metavar="DOSSIER", help="dossier à remplir")
    export.add_argument("--format", choices=("xlsx", "csv"), default="xlsx", help="xlsx ou csv")
    check = commands.add_parser("check", help="vérifie le fichier et la chaîne des sceaux")
    check.add_argument("--seal", metavar="CODE", help="sceau imprimé à retrouver (12 signes ou plus)")
    diagnostic = commands.add_parser("diagnostic", help="état du programme et du fichier, sans aucun nom")
    diagnostic.add_argument("--out", type=Path, metavar="FICHIER", help="fichier à écrire")
    commands.add_parser("self-check", help="vérifie que le programme est entier")


def _add_printed(figures: argparse.ArgumentParser) -> None:
    """The numbers of a report, asked as the report itself is."""
    printed = figures.add_argument_group(
        "Nombres d’un rapport",
        "Tout ce qu’il imprime, en JSON (docs/report-json.md).",
    )
    printed.add_argument(
        "--report",
        choices=REPORTS,
        metavar="RAPPORT",
        help="follow-up (avec --from et --to), evaluation (avec --horizon, et --cohort ou --year)",
    )
    printed.add_argument("--year", type=year, metavar="A", help="année de fin des cohortes")
    printed.add_argument("--horizon", type=int, choices=HORIZONS, help="3, 6, 12 ou 24 mois")
    printed.add_argument(
        "--since", type=day, metavar="D", help="avec ce qui a changé depuis le rapport de ce jour"
    )


def _add_definitions(commands: Commands) -> None:
    compared = commands.add_parser(
        "definitions", help="les mêmes sortants selon chaque définition, côte à côte"
    )
    whose = compared.add_mutually_exclusive_group()
    whose.add_argument("--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)")
    whose.add_argument(
        "--year", type=year, metavar="A", help="cohortes qui y finissent, personnes certifiées cette année"
    )
    compared.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    compared.add_argument("--json", action="store_true", help="réponse en JSON")
    promotion = commands.add_parser(
        "promotion", help="tableau de promotion pour France compétences (personnes et agrégats)"
    )
    promotion.add_argument("--year", type=year, required=True, metavar="A", help="année de certification")
    promotion.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    promotion.add_argument("--out", type=Path, required=True, metavar="F.xlsx", help="classeur à écrire")
    esf = commands.add_parser("esf", help="état des participants FSE+, une colonne par item")
    esf.add_argument("--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)")
    esf.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    esf.add_argument("--out", type=Path, required=True, metavar="F", help="fichier .csv ou .pdf à écrire")


def _add_statement(commands: Commands) -> None:
    statement = commands.add_parser("statement", help="relevé d’heures d’une personne ou d’une cohorte")
    whose = statement.add_mutually_exclusive_group(required=True)
    whose.add_argument("--learner", metavar="PERSONNE", help="numéro de la fiche, ou nom et prénom")
    whose.add_argument("--cohort", metavar="CODE", help="cohorte")
    statement.add_argument("--month", type=month, metavar="M", help="mois (2026-10), sinon tous")
    statement.add_argument("--pay", type=euros, metavar="EUROS", help="rémunération du mois (700,00)")
    statement.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    statement.add_argument("--json", action="store_true", help="réponse en JSON")


def _add_audit(commands: Commands) -> None:
    audit = commands.add_parser("audit", help="ce qu’un contrôle rejetterait dans l’émargement")
    audit.add_argument("--cohort", metavar="CODE", help="une seule cohorte")
    audit.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    audit.add_argument("--json", action="store_true", help="réponse en JSON")


def _add_satisfaction(commands: Commands) -> None:
    told = commands.add_parser("satisfaction", help="questionnaires de satisfaction, en chiffres")
    told.add_argument("--cohort", metavar="CODE", help="une seule cohorte")
    told.add_argument("--horizon", type=int, metavar="N", help="mois après la sortie (0\u00a0: à la fin)")
    told.add_argument("--respondent", default="learner", choices=RESPONDENTS, help=", ".join(RESPONDENTS))
    told.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    told.add_argument("--json", action="store_true", help="réponse en JSON")


def _add_bin(commands: Commands) -> None:
    delete = commands.add_parser("delete", help="supprime une fiche et ce qui en dépend")
    delete.add_argument("kind", choices=DELETED, metavar="GENRE", help=", ".join(DELETED))
    delete.add_argument("--yes", action="store_true", help="supprime\u00a0; sinon dit ce qui partirait")
    thrown = commands.add_parser("bin", help="ce qui a été supprimé et peut être remis")
    thrown.add_argument("--json", action="store_true", help="réponse en JSON")
    gestures = thrown.add_subparsers(dest="gesture", metavar="GESTE", parser_class=FrenchParser)
    restore = gestures.add_parser("restore", help="remet une suppression")
    restore.add_argument("id", metavar="NUMÉRO", help="numéro donné par la liste")
    history = commands.add_parser("history", help="tout ce qui a été fait à une fiche")
    kinds = (*DELETED, "organization")
    history.add_argument("kind", choices=kinds, metavar="GENRE", help=", ".join(kinds))
    history.add_argument("--json", action="store_true", help="réponse en JSON")
    for parser in (delete, history):
        parser.add_argument("record", metavar="NUMÉRO", help="numéro de la fiche, ou son code")


def _add_scope(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cohort", action="append", default=[], metavar="CODE", help="cohorte (répétable)")
    parser.add_argument("--from", dest="date_from", type=day, metavar="D", help="début de la période")
    parser.add_argument("--to", dest="date_to", type=day, metavar="D", help="fin de la période")
    parser.add_argument("--as-of", type=day, metavar="D", help="jour d’arrêté des données")
    parser.add_argument("--json", action="store_true", help="réponse en JSON")


def count(text: str) -> int:
    """A number of people, for argparse. No list of a million is asked for in earnest."""
    if not text.isdecimal() or len(text) > 6 or int(text) == 0:
        raise argparse.ArgumentTypeError(
            f"«\u00a0{text}\u00a0» n’est pas un nombre de personnes (exemple\u00a0: 500)"
        )
    return int(text)


def month(text: str) -> date:
    """The first day of a month as people type it (2026-10, 10/2026), for argparse."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4})", text.strip())
    if found:
        year, number = int(found[1] or found[4]), int(found[2] or found[3])
        if 1 <= number <= 12 and year > 0:
            return date(year, number, 1)
    raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» n’est pas un mois (exemple\u00a0: 2026-10)")


def year(text: str) -> int:
    """A calendar year, for argparse."""
    if re.fullmatch(r"(19|20)\d{2}", text) is None:
        raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» n’est pas une année (exemple\u00a0: 2025)")
    return int(text)


def euros(text: str) -> Decimal:
    """An amount as people type it (700,00), for argparse."""
    plain = re.sub(r"[\s€]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", plain):
        raise argparse.ArgumentTypeError(f"«\u00a0{text}\u00a0» n’est pas un montant (exemple\u00a0: 700,00)")
    return Decimal(plain)


def day(text: str) -> date:
    """A date as people type it, for argparse."""
    try:
        return parse_typed_date(text, date.today())
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
