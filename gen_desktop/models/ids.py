"""Identifiers made by the program: they never change and two centres that never met do not collide.

63 bits: milliseconds since 2020 in the high bits, random low bits, strictly increasing within a process
(the TSID idea), so that rows inserted together stay together on disk.
"""

from __future__ import annotations

import secrets
import threading
import time
from itertools import accumulate

LARGEST = 2**63 - 1
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


def number_in(text: str) -> int | None:
    """The identifier that somebody typed; None for other words, and for numbers that no record can have."""
    if not text.isdecimal() or len(text) > len(str(LARGEST)):
        return None
    number = int(text)
    return number if number <= LARGEST else None


def new_ids(count: int) -> list[int]:
    """``count`` new identifiers, increasing. One look at the clock and one draw for all of them."""
    global _last
    if count <= 0:
        return []
    first = new_id()
    with _lock:
        steps = secrets.token_bytes(count - 1)
        ids = list(accumulate(steps, lambda last, step: last + 1 + step, initial=first))
        shift = max(0, _last - first)  # another thread may have taken some in between
        ids[1:] = [one + shift for one in ids[1:]]
        _last = max(_last, ids[-1])
    return ids
