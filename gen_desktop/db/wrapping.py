"""The key of a file, closed with a secret a person knows: Argon2id, XChaCha20-Poly1305. Knows no file."""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from gen_desktop.db.driver import FileKey

SALT_BYTES, NONCE_BYTES = 16, 24


@dataclass(frozen=True, slots=True)
class Cost:
    """What one trial costs: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        # A damaged number must not ask for all the memory of the computer.
        if not (8 <= self.memory <= 1 << 20 and 1 <= self.passes <= 32 and 1 <= self.lanes <= 32):
            raise ValueError("not a cost of Argon2id")


COST = Cost(memory=64 * 1024, passes=3, lanes=4)  # RFC 9106, second choice; 0.12 s and 64 MiB a trial


@dataclass(frozen=True, slots=True)
class Wrap:
    """A closed key. ``owner`` is sealed with it: a wrap cannot be given another person's name."""

    owner: str
    cost: Cost
    salt: bytes
    nonce: bytes
    sealed: bytes

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "argon2id": [self.cost.memory, self.cost.passes, self.cost.lanes],
            **{name: base64.b64encode(getattr(self, name)).decode() for name in ("salt", "nonce", "sealed")},
        }

    @classmethod
    def from_json(cls, owner: str, values: dict[str, Any]) -> Wrap:
        """Raises ValueError, KeyError or TypeError for anything else."""
        salt, nonce, sealed = (
            base64.b64decode(values[name], validate=True) for name in ("salt", "nonce", "sealed")
        )
        if len(salt) != SALT_BYTES or len(nonce) != NONCE_BYTES:
            raise ValueError("not a wrap")
        return cls(owner, Cost(*values["argon2id"]), salt, nonce, sealed)


def wrap(key: FileKey, secret: str, owner: str) -> Wrap:
    """Close the key. Costs what one trial costs."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = encrypt(key.raw, owner.encode(), nonce, _derived(secret, salt, COST))
    return Wrap(owner, COST, salt, nonce, sealed)


def unwrap(closed: Wrap, secret: str) -> FileKey | None:
    """The key, None for a wrong secret."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        derived = _derived(secret, closed.salt, closed.cost)
        return FileKey(decrypt(closed.sealed, closed.owner.encode(), closed.nonce, derived))
    except CryptoError:
        return None


def _derived(secret: str, salt: bytes, cost: Cost) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        # « é » is one sign on one keyboard and two on another.
        unicodedata.normalize("NFC", secret).encode(),
        salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=32,
        type=Type.ID,
    )
