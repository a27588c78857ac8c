"""What is typed and not saved, as it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Draft:
    """What is typed in a form and not saved, readable or not, as JSON can hold it. ``title``: the form's."""

    title: str
    values: Mapping[str, Any]
