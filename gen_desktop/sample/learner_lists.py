"""Lists of learners, each cohort with its own titles and habits, and the sheet that describes the cohort."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gen_desktop import french
from gen_desktop.reference.lists import label
from gen_desktop.sample.sheets import Cell, Row, new_book, slashed
from gen_desktop.sample.stories import SampleCohort, SampleEnrollment

DIPLOMAS = {
    "N0A": "Sans diplôme",
    "N0C": "CFG",
    "N0D": "Brevet",
    "N3": "CAP/BEP",
    "N4": "Bac",
    "N6": "Licence",
}
SITUATIONS = {
    "DE": "Demandeur d’emploi",
    "DENI": "En recherche, non inscrit",
    "CEJ": "CEJ",
    "NC": "Non renseigné",
}
ZONINGS = {"FRR": "FRR", "FRR+": "FRR+", "FRR_NC": "Hors FRR"}
_BLOCK_RESULTS = {
    "full": ("Acquis", "Acquis", "Acquis"),
    "partial": ("Acquis", "Non acquis", "Non acquis"),
    "failed": ("Non acquis", "Non acquis", "Non acquis"),
    "absent": ("Non présenté", "Non présenté", "Non présenté"),
}


def write_learner_list(path: Path, cohort: SampleCohort) -> None:
    """The list of a cohort, in the manner of the person who keeps it."""
    manner = {"DWWM": _dwwm_row, "TSSR": _tssr_row, "CDA": _cda_row, "PASSERELLE": _gateway_row}[
        cohort.course.code
    ]
    with new_book(path) as book:
        sheet = book.sheet("Apprenants")
        top = 0
        if cohort.course.code in ("DWWM", "TSSR"):
            period = f"du {slashed(cohort.start)} au {slashed(cohort.end)}"
            book.titles(sheet, ["Numérique en Morvan", f"{cohort.course.title}, {cohort.code}", period])
            top = 4
        book.table(sheet, top, [manner(cohort, one) for one in cohort.enrollments])
        sheet.freeze_panes(top + 1, 0)
        description = book.sheet("Cohorte")
        for row, (title, value) in enumerate(describe_cohort(cohort).items()):
            book.put(description, row, 0, title)
            book.put(description, row, 1, value)
        description.set_column(0, 0, 36)
        description.set_column(1, 1, 60)


def describe_cohort(cohort: SampleCohort) -> dict[str, Cell]:
    """What the « Cohorte » sheet says, title by title."""
    course, program = cohort.course, cohort.program
    described: dict[str, Cell] = {
        "Code": cohort.code,
        "Code formation": course.code,
        "Formation": course.title,
        "Famille de métiers": course.family,
        "Certification": course.certification_code,
        "Intitulé de la certification": course.certification_title,
        "Fin de validité de la certification": course.certification_valid_until,
        "Niveau": course.level,
        "Codes ROME": course.rome_codes,
        "Objectif": course.objective,
        "Modalité": "En présence",
        "Heures en centre": course.center_hours,
        "Heures en entreprise": course.company_hours,
        "Gratuite": "Oui",
    }
    described.update({f"Bloc {code}": title for code, title in course.blocks})
    described |= {
        "Site": cohort.site.name,
        "Programme": program.code,
        "Intitulé du programme": program.name,
        "Type de programme": program.kind,
        "Financeur": program.funder,
        "N° de convention": program.agreement_number,
        "Fin du label": program.label_ends_on,
        "Objectif femmes (%)": program.women_target,
        "Objectif bac ou infra (%)": program.bac_or_below_target,
        "Date de début": cohort.start,
        "Date de fin": cohort.end,
        "Places": cohort.seats,
        "Minimum": cohort.minimum,
        "Rythme": cohort.pattern,
        "Référent": "Claire Lambert",
        "Formateurs": cohort.trainers,
    }
    return described


def block_results(one: SampleEnrollment, count: int) -> list[str]:
    """What the jury said block by block, empty before the jury."""
    return list(_BLOCK_RESULTS.get(one.path.outcome or "", ("", "", ""))[:count])


def text_of(name: str, code: str | None, short: dict[str, str] | None = None) -> str:
    """The text people write for a code: their short word if they have one, else the label."""
    return "" if code is None else (short or {}).get(code) or label(name, code)


def yes_no(value: bool | None, yes: str = "Oui", no: str = "Non") -> str:
    """The text of a fact that may be unknown."""
    return "" if value is None else yes if value else no


def decision_text(one: SampleEnrollment) -> str:
    """What was decided, agreed with the person as secretaries do."""
    text = label("application_decision", one.path.decision)
    return f"{text}e" if one.person.sex == "F" and text.endswith(("é", "is")) else text


def _dwwm_row(cohort: SampleCohort, one: SampleEnrollment) -> Row:
    """Dates as text; phones as numbers, which lost their zero."""
    person, facts = one.person, one.facts
    return {
        "Nom": person.last_name,
        "Prénom": person.first_name,
        "Nom de naissance": person.birth_name,
        "Date de naissance": slashed(person.birth_date),
        "Sexe": "F" if person.sex == "F" else "H",
        "Téléphone": int(person.phone) if person.phone else "",
        "Courriel": person.email,
        "Adresse": person.address,
        "Code postal": int(person.postal_code) if person.postal_code else "",
        "Ville": person.city,
        "Identifiant France Travail": person.france_travail_id,
        "Niveau de diplôme": text_of("education_level", facts.diploma, DIPLOMAS),
        "Situation avant l’entrée": text_of("situation_before", facts.situation, SITUATIONS),
        "Mois de chômage": facts.unemployment_months,
        "QPV": yes_no(facts.in_qpv),
        "ZRR/FRR": text_of("rural_zoning", facts.zoning, ZONINGS),
        "RQTH": yes_no(facts.is_rqth),
        "RSA": yes_no(facts.is_brsa),
        "Reconversion": yes_no(facts.is_career_change),
        "Prescripteur": text_of("prescriber", facts.prescriber),
        "Date de candidature": slashed(one.applied_on),
        "Décision": decision_text(one),
        "Date d’admission": slashed(one.decided_on),
        "Jamais venu": "Oui" if one.path.is_no_show else "",
        "Date d’entrée": slashed(one.entered_on),
        "Date de sortie": slashed(one.exit_on),
        "Type de sortie": text_of("exit_type", one.path.exit_type),
        "Motif de sortie": text_of("exit_reason", one.path.exit_reason),
    }


def _tssr_row(cohort: SampleCohort, one: SampleEnrollment) -> Row:
    """Surname and first name in one column, dates as Excel dates, one column per block."""
    person, facts = one.person, one.facts
    row: dict[str, Cell] = {
        "Apprenant": f"{person.last_name.upper()} {person.first_name}",
        "Civilité": "Mme" if person.sex == "F" else "M.",
        "Né(e) le": person.birth_date,
        "Tél.": french.phone(person.phone) if person.phone else "",
        "Mail": person.email,
        "Adresse": person.address,
        "CP": person.postal_code,
        "Commune": person.city,
        "N° France Travail": person.france_travail_id,
        "Diplôme": text_of("education_level", facts.diploma, DIPLOMAS),
        "Situation avant": text_of("situation_before", facts.situation, SITUATIONS),
        "Mois de chômage": facts.unemployment_months,
        "QPV": yes_no(facts.in_qpv, "O", "N"),
        "FRR": text_of("rural_zoning", facts.zoning, ZONINGS),
        "RQTH": yes_no(facts.is_rqth, "O", "N"),
        "BRSA": yes_no(facts.is_brsa, "O", "N"),
        "Reconversion": yes_no(facts.is_career_change, "O", "N"),
        "Prescripteur": text_of("prescriber", facts.prescriber),
        "Candidature le": one.applied_on,
        "Décision": decision_text(one),
        "Décision le": one.decided_on,
        "Jamais venu": "x" if one.path.is_no_show else "",
        "Entrée": one.entered_on,
        "Sortie": one.exit_on,
        "Type de sortie": text_of("exit_type", one.path.exit_type),
        "Motif de sortie": text_of("exit_reason", one.path.exit_reason),
        "Présenté à l’examen": yes_no(one.is_presented, "O", "N"),
        "Résultat": text_of("certification_outcome", one.path.outcome),
    }
    results = block_results(one, len(cohort.course.blocks))
    row.update(zip((f"Bloc {code}" for code, _ in cohort.course.blocks), results, strict=True))
    return row


def _cda_row(cohort: SampleCohort, one: SampleEnrollment) -> Row:
    """Dates in words or as dates, phones with dots or the country code, blocks numbered."""
    person, facts = one.person, one.facts
    row: dict[str, Cell] = {
        "Nom d’usage": person.last_name,
        "Nom de naissance": person.birth_name,
        "Prénoms": person.first_name,
        "Sexe": "Femme" if person.sex == "F" else "Homme",
        "Date de naissance": _mixed(person.birth_date),
        "Portable": _dotted(person.phone),
        "E-mail": person.email,
        "Adresse postale": person.address,
        "Code postal": person.postal_code,
        "Commune": person.city,
        "Identifiant FT": person.france_travail_id,
        "Niveau": text_of("education_level", facts.diploma),
        "Situation à l’entrée": text_of("situation_before", facts.situation),
        "Durée de chômage (mois)": facts.unemployment_months,
        "Quartier prioritaire": yes_no(facts.in_qpv),
        "Zonage rural": text_of("rural_zoning", facts.zoning),
        "Travailleur handicapé": yes_no(facts.is_rqth),
        "Bénéficiaire du RSA": yes_no(facts.is_brsa),
        "En reconversion": yes_no(facts.is_career_change),
        "Orienté par": text_of("prescriber", facts.prescriber),
        "Date de candidature": one.applied_on,
        "Décision": decision_text(one),
        "Date de décision": one.decided_on,
        "Jamais venu": yes_no(one.path.is_no_show) if one.path.is_no_show else "",
        "Date d’entrée": one.entered_on,
        "Date de sortie": one.exit_on,
        "Type de sortie": text_of("exit_type", one.path.exit_type),
        "Motif de sortie": text_of("exit_reason", one.path.exit_reason),
        "Présenté": yes_no(one.is_presented),
        "Résultat de l’examen": text_of("certification_outcome", one.path.outcome),
    }
    results = block_results(one, len(cohort.course.blocks))
    row.update({f"CCP {number}": result for number, result in enumerate(results, 1)})
    return row


def _gateway_row(cohort: SampleCohort, one: SampleEnrollment) -> Row:
    """Candidates before the first day: the decision is what matters."""
    person, facts = one.person, one.facts
    return {
        "Nom": person.last_name.upper(),
        "Prénom": person.first_name,
        "Civilité": "Madame" if person.sex == "F" else "Monsieur",
        "Date de naissance": person.birth_date,
        "Téléphone": french.phone(person.phone) if person.phone else "",
        "Courriel": person.email,
        "Adresse": person.address,
        "Code postal": person.postal_code,
        "Ville": person.city,
        "Identifiant France Travail": person.france_travail_id,
        "Niveau de diplôme": text_of("education_level", facts.diploma, DIPLOMAS),
        "Situation avant l’entrée": text_of("situation_before", facts.situation, SITUATIONS),
        "Mois de chômage": facts.unemployment_months,
        "QPV": yes_no(facts.in_qpv),
        "ZRR/FRR": text_of("rural_zoning", facts.zoning, ZONINGS),
        "Prescripteur": text_of("prescriber", facts.prescriber),
        "Date de candidature": one.applied_on,
        "Décision": decision_text(one),
        "Date d’admission": one.decided_on,
        "Date d’entrée prévue": cohort.start if one.path.decision == "admitted" else None,
    }


def _mixed(day: date) -> Cell:
    """Half of the dates were typed in words: Excel kept those as text."""
    return french.long_date(day, weekday=False) if day.day % 2 else day


def _dotted(phone: str) -> str:
    """« 06.39.98.12.34 » or « +33639981234 », as each person gave it."""
    if not phone or int(phone) % 3 == 0:
        return f"+33{phone[1:]}" if phone else ""
    return ".".join(phone[index : index + 2] for index in range(0, 10, 2))
