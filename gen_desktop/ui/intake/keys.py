"""The keys of the list of applications, a step each."""

from __future__ import annotations

from gen_desktop.models.application import Step
from gen_desktop.ui import actions
from gen_desktop.ui.intake import words
from gen_desktop.ui.widgets.key_hints import KeyHints

KEYS = {
    "intake_position": Step.POSITION,
    "intake_interview": Step.INTERVIEW,
    "intake_admit": Step.ADMIT,
    "intake_wait": Step.WAIT,
    "intake_refuse": Step.REFUSE,
    "intake_withdraw": Step.WITHDRAW,
}


def key_bar() -> KeyHints:
    """What they do, said at the foot of the page."""
    return KeyHints(
        [
            (actions.keys_text("new"), "nouvelle"),
            *((actions.keys_text(key), words.TITLES[step].lower()) for key, step in KEYS.items()),
            (actions.keys_text("waiting_up"), "monter en attente"),
        ]
    )
