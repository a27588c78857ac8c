"""Conditions made once: putting an expression together costs more than running it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

_Class = TypeVar("_Class")


def conditions_made_once(cls: type[_Class]) -> type[_Class]:
    """A class whose methods that return a ``Condition`` make it once for each object and arguments.

    The catalogue asks for the same few populations hundreds of times. The arguments must be hashable and the
    object must not change.
    """
    for name, method in list(vars(cls).items()):
        if getattr(method, "__annotations__", {}).get("return") == "Condition":
            setattr(cls, name, _remembering(name, method))
    return cls


def _remembering(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def found(self: Any, *arguments: Any, **named: Any) -> Any:
        made = self.__dict__.setdefault("_conditions", {})
        key = (name, arguments, tuple(named.items()))
        if key not in made:
            made[key] = method(self, *arguments, **named)
        return made[key]

    return found
