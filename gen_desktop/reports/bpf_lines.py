"""The lines of the learner frames of the Cerfa 10443, in its order, as paper and command print them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from gen_desktop.models.bpf import OTHER_SPECIALITIES, UNKNOWN, Count, Frames
from gen_desktop.reference.lists import code_list

UNKNOWN_LINE = "Non renseigné, à compléter"
_LEVEL_UNKNOWN = "niveau non renseigné, à compléter"
_OBJECTIVES = {
    "a": "Certification au RNCP",
    "b": "Certification au répertoire spécifique",
    "c": "CQP hors répertoires",
    "d": "Autres formations professionnelles",
    "e": "Bilans de compétences",
    "f": "Actions de VAE",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a frame. ``letter``: as on the form, '' for none; ``is_total``: the sum of others."""

    letter: str
    label: str
    count: Count
    is_total: bool = False

    @property
    def is_unknown(self) -> bool:
        """Whether it is to be completed before keying in."""
        return self.label in (UNKNOWN_LINE, f"dont a, {_LEVEL_UNKNOWN}")


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the form with its lines."""

    code: str
    title: str
    lines: tuple[Line, ...]


def frames_of_form(found: Frames) -> tuple[Frame, ...]:
    """F-1 to F-4, then G."""
    status = {code["cerfa_line"]: code.label for code in code_list("bpf_status")}
    specialities = {code: f"Spécialité {code}" for code in found.specialities}
    specialities[OTHER_SPECIALITIES] = "Autres spécialités"
    levels = [
        Line("a", f"dont a, niveau {line}" if line != UNKNOWN else f"dont a, {_LEVEL_UNKNOWN}", count)
        for line, count in found.levels.items()
    ]
    registered, *others = _lines(found.objective, _OBJECTIVES)
    entrusted = Line("(2)", "Actions confiées à un autre organisme (2)", found.entrusted)
    received = Line("(5)", "Confiés par un autre organisme (5)", found.received)
    main = [
        replace(line, letter="") if line.letter == OTHER_SPECIALITIES else line
        for line in _lines(found.specialities, specialities)
    ]
    return (
        Frame("F-1", "Type de stagiaires", (*_lines(found.status, status), _total("(1)", found.total))),
        Frame("F-2", "Dont activité confiée à un autre organisme", (entrusted,)),
        Frame(
            "F-3",
            "Objectif général des prestations",
            (registered, *levels, *others, _total("(3)", found.total)),
        ),
        Frame("F-4", "Spécialités de formation", (*main, _total("(4)", found.total))),
        Frame("G", "Stagiaires confiés par un autre organisme", (received,)),
    )


def _lines(counts: Mapping[str, Count], labels: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(line, UNKNOWN_LINE if line == UNKNOWN else labels[line], count) for line, count in counts.items()
    )


def _total(mark: str, count: Count) -> Line:
    return Line(mark, f"Total {mark}", count, is_total=True)
