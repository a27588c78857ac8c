"""Identifiers made by the program: they never change and two centres that never met do not collide.

63 bits: milliseconds since 2020 in the high bits, random low bits, strictly increasing within a process
(the TSID idea), so that rows inserted together stay together on disk.
"""

from __future__ import annotations

import secrets
import threading
import time

_EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
_RANDOM_BITS = 22
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    """One new identifier, greater than every one made before by this process."""
    global _last
    with _lock:
        milliseconds = time.time_ns() // 1_000_000 - _EPOCH_MS
        candidate = (milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS)
        _last = candidate if candidate > _last else _last + 1 + secrets.randbits(8)
        return _last


def new_ids(count: int) -> list[int]:
    """``count`` new identifiers, increasing."""
    return [new_id() for _ in range(count)]
