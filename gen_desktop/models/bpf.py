"""The learner frames (F-1 to F-4, G) of the yearly activity report, Cerfa 10443: what counts, and how.

A participation is one learner in one action in one year; it counts the hours followed. They are rounded half
up once per participation and then only added, so that the totals of the frames are equal: (1) = (3) = (4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gen_desktop.reference.lists import code_list

UNKNOWN = ""
"""The line of what nobody entered: it belongs to the frame, and is to be completed before keying it in."""
MAIN_SPECIALITIES = 5
OTHER_SPECIALITIES = "others"
_RECEIVED, _ENTRUSTED = "received", "entrusted"
_BY_ACTION = {"skills_review": "e", "vae": "f"}
_LEVELS = ("6-8", "5", "4", "3", "2")
_OBJECTIVE_LINES = ("a", "b", "c", "d", "e", "f")


@dataclass(frozen=True, slots=True)
class Participation:
    """One learner in one action over a year. ``minutes`` followed; codes as stored, None: not known."""

    learner_id: int
    minutes: int
    bpf_status: str | None
    subcontracting: str | None
    action_type: str | None
    certification_code: str | None
    objective: str | None
    level: str | None
    nsf_code: str | None

    @property
    def hours(self) -> int:
        """Whole hours, rounded half up."""
        return (self.minutes + 30) // 60


@dataclass(frozen=True, slots=True)
class Count:
    """A line: ``participations`` and ``hours`` are to be keyed in, ``persons`` are distinct people."""

    participations: int = 0
    hours: int = 0
    persons: int = 0


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames, by the letter or code of their lines; the line UNKNOWN is only there when it counts.

    ``minutes``: followed in all, before any rounding, frame G aside.
    """

    status: Mapping[str, Count]
    entrusted: Count
    objective: Mapping[str, Count]
    levels: Mapping[str, Count]
    specialities: Mapping[str, Count]
    received: Count
    total: Count
    minutes: int


def frames(participations: Iterable[Participation]) -> Frames:
    """Counts a year. Whoever followed nothing is not counted."""
    followed = [one for one in participations if one.minutes > 0]
    own = [one for one in followed if one.subcontracting != _RECEIVED]
    certified = [one for one in own if objective_line(one) == "a"]
    return Frames(
        status=_lines(own, status_line, [code["cerfa_line"] for code in code_list("bpf_status")]),
        entrusted=_count(one for one in own if one.subcontracting == _ENTRUSTED),
        objective=_lines(own, objective_line, _OBJECTIVE_LINES),
        levels=_lines(certified, level_line, _LEVELS),
        specialities=_specialities(own),
        received=_count(one for one in followed if one.subcontracting == _RECEIVED),
        total=_count(own),
        minutes=sum(one.minutes for one in own),
    )


def status_line(one: Participation) -> str:
    """The line of F-1: the category of the enrollment, not of the person."""
    return UNKNOWN if one.bpf_status is None else code_list("bpf_status")[one.bpf_status]["cerfa_line"]


def objective_line(one: Participation) -> str:
    """The line of F-3: what the action is, then its certification, then its objective."""
    if one.action_type in _BY_ACTION:
        return _BY_ACTION[one.action_type]
    code = (one.certification_code or "").strip().upper()
    if code.startswith("RNCP"):
        return "a"
    if code.startswith("RS"):
        return "b"
    return UNKNOWN if one.objective is None else code_list("course_objective")[one.objective]["bpf_f3"]


def level_line(one: Participation) -> str:
    """The « dont » line of F-3 a: the level of the certification, told as a number or as a code."""
    text = (one.level or "").strip()
    known = code_list("education_level").find(text)
    level = text if known is None else known["level"]
    return "6-8" if level in ("6", "7", "8") else level if level in _LEVELS else UNKNOWN


def _specialities(own: list[Participation]) -> dict[str, Count]:
    """The five main codes by hours, the others together."""
    by_code = _lines(own, lambda one: one.nsf_code or UNKNOWN, ())
    known = sorted((code for code in by_code if code), key=lambda code: (-by_code[code].hours, code))
    main = frozenset(known[:MAIN_SPECIALITIES])
    found = {code: by_code[code] for code in known[:MAIN_SPECIALITIES]}
    rest = [one for one in own if one.nsf_code and one.nsf_code not in main]
    if rest:
        found[OTHER_SPECIALITIES] = _count(rest)
    return found | ({UNKNOWN: by_code[UNKNOWN]} if UNKNOWN in by_code else {})


def _lines(
    found: list[Participation], line_of: Callable[[Participation], str], always: Iterable[str]
) -> dict[str, Count]:
    by_line: dict[str, list[Participation]] = {line: [] for line in always}
    for one in found:
        by_line.setdefault(line_of(one), []).append(one)
    return {line: _count(of_line) for line, of_line in by_line.items()}


def _count(found: Iterable[Participation]) -> Count:
    listed = list(found)
    return Count(len(listed), sum(one.hours for one in listed), len({one.learner_id for one in listed}))
