"""Makes the sample files: ``python tools/make_sample.py [FOLDER] [--today D] [--seed N] [--learners N]``."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gen_desktop.sample import write_large_list, write_sample_workbooks  # noqa: E402
from gen_desktop.sample.stories import REFERENCE_DAY  # noqa: E402
from gen_desktop.sample.workbooks import SHIPPED_SEED, write_order  # noqa: E402


def main() -> None:
    """Without arguments, remake what is shipped in ``resources/sample``."""
    parser = argparse.ArgumentParser(description="Fabrique les fichiers d’exemple (personnes inventées).")
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("resources/sample"), help="dossier de sortie"
    )
    parser.add_argument("--today", type=date.fromisoformat, default=REFERENCE_DAY, help="jour de référence")
    parser.add_argument("--seed", type=int, default=SHIPPED_SEED, help="graine du tirage")
    parser.add_argument("--learners", type=int, help="une seule grande liste de N apprenants")
    chosen = parser.parse_args()
    if chosen.learners:
        files = write_large_list(chosen.folder, chosen.learners, chosen.seed, chosen.today)
    else:
        files = write_sample_workbooks(chosen.folder, today=chosen.today, seed=chosen.seed)
    write_order(chosen.folder, files)
    for file in files:
        print(f"{file.kind:12} {file.cohort_code or '-':18} {file.path}")


if __name__ == "__main__":
    main()
