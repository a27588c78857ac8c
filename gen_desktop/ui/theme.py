"""The look: Fusion, our own palettes and one short style sheet. The only home of colors."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from gen_desktop.paths import resource_path

Mode = Literal["light", "dark", "system"]
Tone = Literal["neutral", "accent", "good", "attention", "wrong"]

BODY_PX = 13
SMALL_PX = 11
TITLE_PX = 17
FIGURE_PX = 24
CONTROL_RADIUS = 7
CARD_RADIUS = 10
LIST_ROW = 31
GRID_ROW = 27

_NO_FONT_OF_ITS_OWN = ("", "DejaVu Sans")

# Outcomes keep the same colors in both themes: the charts on paper use them too.
_OUTCOMES = {
    "outcome_lasting": "#2B4ACB",
    "outcome_short": "#6E86E6",
    "outcome_training": "#B4C1F4",
    "outcome_looking": "#D5D9E0",
    "outcome_unknown": "#FFFFFF",
    "paper": "#FFFFFF",
    "on_outcome_dark": "#FFFFFF",
    "on_outcome_light": "#1B2330",
}
_LIGHT = _OUTCOMES | {
    "window": "#F5F6F8",
    "side": "#FBFBFC",
    "surface": "#FFFFFF",
    "line": "#E1E5EB",
    "text": "#1B2330",
    "secondary": "#5A6575",
    "accent": "#2B4ACB",
    "accent_tint": "#E9EDFC",
    "accent_edge": "#BECAF5",
    "accent_hover": "#223CA8",
    "on_accent": "#FFFFFF",
    "neutral_tint": "#EDEFF3",
    "good": "#1B6E45",
    "good_tint": "#E2F3EA",
    "attention": "#8A5200",
    "attention_tint": "#FFF0D6",
    "attention_fill": "#C77A0A",
    "wrong": "#AD231B",
    "wrong_tint": "#FBE5E3",
    "hover": "#F0F2F6",
    "scroll": "#C6CCD6",
    "track": "#ECEEF2",
    "desk": "#E8EBF0",
    "outcome_edge": "#AEB6C2",
}
_DARK = _OUTCOMES | {
    "window": "#16191F",
    "side": "#1A1E25",
    "surface": "#1E232B",
    "line": "#313843",
    "text": "#E8ECF2",
    "secondary": "#A3AEBD",
    "accent": "#8FA4FF",
    "accent_tint": "#28325A",
    "accent_edge": "#46548F",
    "accent_hover": "#A9B9FF",
    "on_accent": "#10173A",
    "neutral_tint": "#2C333E",
    "good": "#7FD3A6",
    "good_tint": "#1C3A2B",
    "attention": "#F2BD6B",
    "attention_tint": "#43331A",
    "attention_fill": "#D79A3E",
    "wrong": "#FF9C93",
    "wrong_tint": "#4A2522",
    "hover": "#272D37",
    "scroll": "#4A5362",
    "track": "#2C333E",
    "desk": "#12151A",
    "outcome_edge": "#8A95A5",
}


class Theme:
    """The colors in force, by name. One object for the life of the program: it changes in place."""

    def __init__(self) -> None:
        self.name = "light"
        self.mode: Mode = "system"
        self._tokens: Mapping[str, str] = _LIGHT

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette is in force."""
        return self.name == "dark"

    @property
    def tokens(self) -> Mapping[str, str]:
        """Every color name with its ``#RRGGBB``."""
        return self._tokens

    def hex(self, token: str) -> str:
        """The ``#RRGGBB`` of a token; KeyError for an unknown name."""
        return self._tokens[token]

    def color(self, token: str) -> QColor:
        """The color of a token; KeyError for an unknown name."""
        return QColor(self._tokens[token])

    def tone(self, tone: Tone) -> tuple[QColor, QColor]:
        """Text color and tint of a badge or notice of that tone."""
        if tone == "neutral":
            return self.color("secondary"), self.color("neutral_tint")
        return self.color(tone), self.color(f"{tone}_tint")

    def use(self, name: Literal["light", "dark"]) -> None:
        """Switch the tokens; ``apply`` also restyles what is on screen."""
        self.name = name
        self._tokens = _DARK if name == "dark" else _LIGHT


# Like QApplication.palette(), the look is one per process: paint code asks for it at each paint.
_theme = Theme()


class Announcer(QObject):
    """``applied`` comes after each ``apply`` that changed something, for what no style sheet can reach."""

    applied = Signal()


announcer = Announcer()


def current() -> Theme:
    """The theme in force (also ``AppContext.theme``)."""
    return _theme


def apply(app: QApplication, mode: Mode = "system") -> Theme:
    """Dress the whole program, at start or while windows are open. Returns the theme in force.

    Nothing is done again when it is dressed so already: restyling every widget takes its time.
    """
    dark = mode == "dark" or (mode == "system" and app.styleHints().colorScheme() == Qt.ColorScheme.Dark)
    _theme.use("dark" if dark else "light")
    _theme.mode = mode
    body, sheet = _body_font(app.font()), style_sheet(_theme)
    if app.styleSheet() == sheet and app.font() == body:
        return _theme
    app.setStyle("Fusion")
    app.setFont(body)
    app.setPalette(_palette(_theme))
    app.setStyleSheet(sheet)
    announcer.applied.emit()
    return _theme


def choose_font() -> None:
    """Take our own font where the system brings none made for screens of this width.

    A Linux without a desktop has DejaVu, a fifth wider than the fonts of other systems, or nothing at all.
    Apart from ``apply``, because looking for fonts takes longer than painting the first, empty frame.
    """
    family = QFontInfo(QApplication.font()).family()
    if not sys.platform.startswith("linux") or family not in _NO_FONT_OF_ITS_OWN:
        return
    for style in ("Regular", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(resource_path("fonts", f"SourceSans3-{style}.ttf")))
    QApplication.setFont(_body_font(QFont("Source Sans 3")))


def follow_system(app: QApplication) -> None:
    """Dress again each time the system goes light or dark, as long as the theme was left to the system."""

    def follow(_scheme: Qt.ColorScheme) -> None:
        if _theme.mode == "system":
            apply(app, "system")

    app.styleHints().colorSchemeChanged.connect(follow)


def font(pixels: int = BODY_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The program's font at a size; the digits all have one width where the font can."""
    made = QFont(QApplication.font())
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


def style_sheet(theme: Theme) -> str:
    """resources/styles/app.qss with its ``@token`` names replaced; KeyError for one that does not exist."""
    text = resource_path("styles", "app.qss").read_text(encoding="utf-8")
    sizes = {
        "body_px": f"{BODY_PX}px",
        "small_px": f"{SMALL_PX}px",
        "title_px": f"{TITLE_PX}px",
        "figure_px": f"{FIGURE_PX}px",
        "control_radius": f"{CONTROL_RADIUS}px",
        "card_radius": f"{CARD_RADIUS}px",
    }
    known = {**theme.tokens, **sizes}
    return re.sub(r"@([a-z_]+)", lambda match: known[match[1]], text)


def contrast(first: QColor, second: QColor) -> float:
    """The WCAG 2 contrast ratio of two opaque colors, 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def _body_font(system: QFont) -> QFont:
    body = QFont(system)
    body.setPixelSize(BODY_PX)
    body.setFeature(QFont.Tag.fromString("tnum"), 1)
    return body


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "hover",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "wrong",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Accent: "accent",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.PlaceholderText: "secondary",
        QPalette.ColorRole.ToolTipBase: "surface",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Mid: "line",
        QPalette.ColorRole.Midlight: "line",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Dark: "scroll",
        QPalette.ColorRole.Shadow: "scroll",
    }
    for role, token in roles.items():
        palette.setColor(role, theme.color(token))
    disabled = theme.color("secondary")
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, disabled)
    return palette
