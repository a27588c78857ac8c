"""Makes the list of communes again: ``python tools/make_communes.py [PACKAGE.tgz]`` (asks npm without it).

From the npm package ``@etalab/decoupage-administratif`` (INSEE's official geographic code, postal codes of
La Poste, populations; Licence Ouverte 2.0). One line per present commune and per district of Paris, Lyon and
Marseille, with its former codes and names. The registry is the one npm is set up with.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.paths import resource_path  # noqa: E402

PACKAGE = "@etalab/decoupage-administratif@6.0.0"
COLUMNS = ("code", "name", "postal_codes", "population", "parent", "former")
PRESENT = {"commune-actuelle", "arrondissement-municipal"}


def main() -> None:
    """Write ``resources/reference/communes.csv``."""
    parser = argparse.ArgumentParser(description="Refait la liste des communes.")
    parser.add_argument("package", nargs="?", type=Path, help="paquet déjà téléchargé (.tgz)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = _read(chosen.package or _ask_npm(Path(folder)))
    target = resource_path("reference", "communes.csv")
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        rows = list(_rows(records))
        writer.writerows(rows)
    print(f"{len(rows)} communes, {target.stat().st_size} octets\u00a0: {target}")


def _ask_npm(folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm est introuvable\u00a0: donnez le paquet téléchargé.")
    subprocess.run(
        [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return next(folder.glob("*.tgz"))


def _read(package: Path) -> list[dict[str, Any]]:
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/data/communes.json")
        assert member is not None, package
        found: list[dict[str, Any]] = json.load(member)
        return found


def _rows(records: list[dict[str, Any]]) -> Iterator[tuple[object, ...]]:
    former = _former(records)
    for record in sorted(records, key=lambda one: str(one["code"])):
        if record["type"] in PRESENT:
            yield (
                record["code"],
                _name(record),
                "|".join(record.get("codesPostaux", ())),
                record.get("population", ""),
                record.get("commune", ""),
                "|".join(f"{code}:{name}" for code, name in sorted(former[record["code"]].items())),
            )


def _former(records: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Present code → its former codes, each with the name that is known, or ''."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    placed: set[str] = set()
    for record in records:
        head = record.get("chefLieu")
        if record["type"] in {"commune-deleguee", "commune-associee"} and record["code"] != head:
            found[str(head)][record["code"]] = _name(record)
            placed.add(record["code"])
    for record in records:
        for code in record.get("anciensCodes", ()):
            if code not in placed:  # two went back and forth: where they are now counts
                found[record["code"]][code] = ""
    return found


def _name(record: dict[str, Any]) -> str:
    return " ".join(unicodedata.normalize("NFC", str(record["nom"])).split())


if __name__ == "__main__":
    main()
