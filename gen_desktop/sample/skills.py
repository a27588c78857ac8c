"""The skills of the invented courses, block by block."""

from __future__ import annotations

SKILLS: dict[str, dict[str, tuple[str, ...]]] = {
    "DWWM": {
        "BC01": (
            "Installer et configurer son environnement de travail",
            "Maquetter des interfaces utilisateur",
            "Réaliser des interfaces utilisateur statiques",
            "Développer la partie dynamique des interfaces",
        ),
        "BC02": (
            "Mettre en place une base de données relationnelle",
            "Développer des composants d’accès aux données SQL et NoSQL",
            "Développer des composants métier côté serveur",
            "Documenter le déploiement d’une application",
        ),
    },
    "TSSR": {
        "BC01": (
            "Assurer le support utilisateur en centre de services",
            "Exploiter des serveurs Windows et un annuaire",
            "Exploiter des serveurs Linux",
            "Exploiter un réseau IP",
        ),
        "BC02": (
            "Maintenir des accès à Internet et des interconnexions",
            "Sauvegarder et restaurer les données",
            "Déployer et mettre à jour les postes",
            "Maintenir des serveurs dans une infrastructure virtualisée",
        ),
    },
    "CDA": {
        "BC01": (
            "Installer et configurer son environnement de travail",
            "Développer des interfaces utilisateur",
            "Développer des composants métier",
            "Contribuer à la gestion d’un projet informatique",
        ),
        "BC02": (
            "Analyser les besoins et maquetter une application",
            "Définir l’architecture logicielle d’une application",
            "Mettre en place une base de données relationnelle",
            "Développer des composants d’accès aux données",
        ),
        "BC03": (
            "Préparer et exécuter les plans de tests",
            "Préparer et documenter le déploiement",
            "Contribuer à la mise en production",
        ),
    },
}
"""Course code → block code → skills in order. A course without blocks has none."""
