"""Who may read each paper about groups of people: everybody, or whom the law or an agreement names.

A paper for everybody is under the small-number rule and says so (public_words.py). Any other says for whom it
is, and that it is not to be published; docs/public-documents.md tells why, paper by paper.
"""

from __future__ import annotations

PUBLIC = ("public_follow_up", "public_evaluation", "quality_sheet")
"""Kinds that anybody may read."""
READERS = {
    "bpf_statement": "l’administration (code du travail, article L6352-11)",
    "financial_balance": "les financeurs du programme",
    "promotion_sums": "le certificateur, qui les remet à France compétences",
    "esf_balance": "l’autorité de gestion du FSE+ (règlement (UE) 2021/1057, annexe I)",
    "completeness_state": "l’organisme, pour corriger son fichier",
}
"""For whom the others are, with the source where it is one of law."""


def readers_note(kind: str) -> str:
    """For whom a paper is that is not to be published."""
    return f"Document pour {READERS[kind]} : ne le publiez pas, un petit effectif y désignerait quelqu’un."
