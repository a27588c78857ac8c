"""Names that break papers: the longest, with accents and signs, of other scripts."""

from __future__ import annotations

from hypothesis import strategies as st

NASTY = (
    ("Wolfeschlegelsteinhausenbergerdorff", "Jean-Christophe-Maximilien"),
    ("de La Rochefoucauld d’Estissac de Montmorency-Luxembourg", "Marie-Élisabeth Anne-Sophie Hélène"),
    ("W" * 80, "M" * 60),
    ("O’Brien & Fils <script>", "Çelik “Zoé”"),
    ("Nguyễn Thị", "Phượng Ánh"),
    ("محمد عبد الله", "فاطمة الزهراء"),
    ("Őszi", "Żółć"),
    ("Петрова", "Анастасия"),
    ("Παπαδόπουλος", "Ελένη"),
    ("כהן", "שרה"),
    ("Léa 🎓", "👩🏽‍💻 Inès"),
)

_LATIN = st.sampled_from("abcdefghijklmnopqrstuvwxyzàâéèêëîïôöùûüçœæABCXYZ '’-&<>\"")
_ARABIC = st.characters(min_codepoint=0x621, max_codepoint=0x64A, categories=("Lo",))
names = st.one_of(
    st.sampled_from([last for last, _ in NASTY]),
    st.text(_LATIN, min_size=1, max_size=60),
    st.text(_ARABIC, min_size=1, max_size=30),
).filter(str.strip)
