"""The small record beside each backup: what was proved of it, and a digest of itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gen_desktop.db.key_file import replace_whole
from gen_desktop.db.proof import Contents

RECORD_SUFFIX = ".json"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found when the backup was opened again. ``keys_sha256``, ``key_id``: '' without a key."""

    made_at: str  # ISO 8601, with its offset
    reason: str
    size: int
    sha256: str
    keys_sha256: str
    key_id: str
    contents: Contents


def record_path(file: Path) -> Path:
    """The record of a backup."""
    return file.with_name(file.name + RECORD_SUFFIX)


def write_record(file: Path, proof: Proof) -> None:
    """Keep the proof beside the backup. Raises StorageProblem."""
    values = {"format": "gen-desktop-backup", "version": VERSION, **asdict(proof)}
    replace_whole(record_path(file), encoded(values))


def read_record(file: Path) -> Proof | None:
    """The proof of a backup; None when there is none, or when a single sign of it was altered."""
    try:
        return proof_in(decoded(record_path(file).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def proof_in(values: dict[str, Any]) -> Proof:
    """The proof among these values. Raises ValueError, KeyError or TypeError when there is none."""
    dt.datetime.fromisoformat(values["made_at"])
    kept = {name: values[name] for name in Proof.__dataclass_fields__}
    return Proof(**kept | {"contents": Contents(**values["contents"])})


def encoded(values: dict[str, Any]) -> bytes:
    """As JSON, with a digest of itself."""
    plain = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(plain.encode()).hexdigest()
    return json.dumps(values | {"digest": digest}, ensure_ascii=False, sort_keys=True, indent=1).encode()


def decoded(content: bytes) -> dict[str, Any]:
    """What ``encoded`` was given. Raises ValueError when a single sign of it was altered."""
    try:
        values: dict[str, Any] = json.loads(content)
    except RecursionError as error:
        raise ValueError("nested without end") from error
    values = {name: value for name, value in values.items() if name != "digest"}
    if encoded(values) != content:
        raise ValueError("altered")
    return values


def sha256_of(file: Path) -> str:
    """The digest of a file's bytes, '' when it is not there. Raises OSError when it cannot be read."""
    if not file.exists():
        return ""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
