"""How every PDF looks: page, colors, type sizes, spacing. Lengths are in points (1/72 inch)."""

from __future__ import annotations

from dataclasses import dataclass, replace

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN = 18 * MM

TEXT = "#1B2330"
SECONDARY = "#5A6575"
LINE = "#E1E5EB"
LINE_STRONG = "#A3AEBD"
SURFACE = "#F5F6F8"
TRACK = "#EAEDF2"
WHITE = "#FFFFFF"
ACCENT, ACCENT_TINT = "#2B4ACB", "#E9EDFC"
GOOD, GOOD_TINT = "#1B6E45", "#E2F3EA"
ATTENTION, ATTENTION_TINT = "#8A5200", "#FFF0D6"
WRONG, WRONG_TINT = "#AD231B", "#FBE5E3"

OUTCOME_COLORS = ("#2B4ACB", "#6E86E6", "#B4C1F4", "#D5D9E0", WHITE)
"""Lasting job, short job, training, looking for work, unknown: the same order on screen and on paper."""

REGULAR = "SourceSans3-Regular"
SEMIBOLD = "SourceSans3-SemiBold"
BOLD = "SourceSans3-Bold"
ITALIC = "SourceSans3-Italic"
FONTS = (REGULAR, SEMIBOLD, BOLD, ITALIC)
WIDE, WIDE_BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
EMOJI = "NotoEmoji-Regular"
FALLBACK_FONTS = {
    REGULAR: (WIDE, EMOJI),
    ITALIC: (WIDE, EMOJI),
    SEMIBOLD: (WIDE_BOLD, EMOJI),
    BOLD: (WIDE_BOLD, EMOJI),
}
"""Font → those that draw the letters it lacks, in this order: other scripts, then pictures."""


@dataclass(frozen=True, slots=True)
class TextStyle:
    """One way of writing: font name, size, distance between baselines, color as ``#RRGGBB``."""

    font: str
    size: float
    leading: float
    color: str = TEXT

    @property
    def baseline(self) -> float:
        """From the top of a line to its baseline, so that capitals sit in the middle of the line."""
        return (self.leading + CAP_HEIGHT * self.size) / 2

    def colored(self, color: str) -> TextStyle:
        return replace(self, color=color)


CAP_HEIGHT = 0.66
"""Height of capitals and digits in Source Sans 3, as a share of the size."""

BODY = TextStyle(REGULAR, 10, 14.5)
BODY_STRONG = TextStyle(SEMIBOLD, 10, 14.5)
BODY_SECONDARY = BODY.colored(SECONDARY)
NOTE = TextStyle(REGULAR, 8.5, 11.5, SECONDARY)
SMALL = TextStyle(REGULAR, 8.5, 11.5)
SMALL_STRONG = TextStyle(SEMIBOLD, 8.5, 11.5)
TINY = TextStyle(REGULAR, 8, 10)
TINY_SECONDARY = TINY.colored(SECONDARY)
TITLE = TextStyle(SEMIBOLD, 24, 29)
SUBTITLE = TextStyle(REGULAR, 12, 16.5, SECONDARY)
FIGURE = TextStyle(SEMIBOLD, 20, 24)
HEADINGS = (TextStyle(SEMIBOLD, 15, 19), TextStyle(SEMIBOLD, 12, 15.5), TextStyle(SEMIBOLD, 10.5, 14))


def contrast(first: str, second: str) -> float:
    """WCAG 2 contrast ratio of two ``#RRGGBB`` colors, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def label_color(background: str) -> str:
    """White or the text color, whichever reads better on the background."""
    return max((WHITE, TEXT), key=lambda color: contrast(color, background))


def rgb(color: str) -> tuple[float, float, float]:
    """The three parts of ``#RRGGBB``, each from 0 to 1."""
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
