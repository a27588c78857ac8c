"""Code lists against the tables of the domain research, written out by hand."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from gen_desktop.errors import NotFound
from gen_desktop.paths import resource_path
from gen_desktop.reference.lists import choices, code_list, codes_where, label, plain

NOT_LISTS = {"communes", "parameters", "processing_purpose", "report_rule", "retention", "rights", "targets"}
NAMES = sorted({path.stem for path in resource_path("reference").glob("*.csv")} - NOT_LISTS)
YES_NO, TRI = {"yes", "no"}, {"yes", "no", "unknown"}
DOMAINS: dict[str, dict[str, set[str]]] = {
    "education_level": {
        "bac_or_below": TRI,
        "level": {"", "0", *"345678"},
        "isced": {"", *"012345678"},
    },
    "situation_before": {
        "job_seeker": TRI,
        "registered": TRI,
        "neet_eligible": TRI,
        "esf": {"unemployed", "employed", "inactive_education", "inactive", "unknown"},
        "bpf_type": {"private_employee", "apprentice", "job_seeker", "individual", "other", "unknown"},
    },
    "outcome_situation": {
        "gen_positive": TRI | {"by_parameter"},
        "employed": TRI,
        "salaried": TRI,
        "creation": TRI,
        "training": TRI,
        "durable": TRI | {"by_duration", "by_parameter", "none"},
        "iae_class": {"durable", "transition", "positive", "by_duration", "other", "withdrawn", "none"},
        "iae_dynamic": YES_NO,
        "esf": {"employed", "self_employed", "training", "job_searching", "inactive", "none", "unknown"},
        "neutralized": YES_NO,
        "known": YES_NO,
        "removed_from_denominators": YES_NO,
        "display_group": {"lasting", "short", "training", "searching", "other", "unknown"},
    },
    "contract_type": {"kind": {"job", "creation"}, "needs_months": YES_NO},
    "attendance_status": {
        "key": set("PAJRS"),
        "present": YES_NO,
        "justified": YES_NO | {"none"},
        "due": YES_NO,
        "document": YES_NO | {"none"},
    },
    "exit_reason": {"exit_type": {"abandonment", "neutral"}},
    "rural_zoning": {"rural": TRI, "zoning": {"ZRR", "FRR"}},
    "region": {"overseas": YES_NO},
    "application_decision": {"admitted": YES_NO},
    "absence_stage": {"waits": YES_NO},
    "certification_outcome": {"presented": YES_NO},
    "block_result": {"counts_as_acquired": YES_NO},
    "attempt_outcome": {"reached": YES_NO, "counts_as_attempt": YES_NO},
    "proof_kind": {"documented": YES_NO},
    "tri_state": {"value": TRI},
    "document_kind": {
        "numbered": {"year", "week"},
        "over": {"path", "month", "group", "week"},
        "attests": {"past", "none"},
    },
    "occupational_family": {"gen_family": {"development", "networks", "data", "other"}},
}
# Codes written out from the tables of §5 of the domain research.
EXPECTED = {
    "education_level": "N0A N0B N0C N0D N3 N3+ N4 N5 N6 N7 N8 NQ NC",
    "situation_before": "DE DENI SAL_CDI SAL_CDD SAL_INT IND ETU FOR INA CEJ SC NC",
    "outcome_situation": "EMP_CDI EMP_CDD6 EMP_CDDC EMP_INT6 EMP_INTC EMP_FP EMP_AIDE EMP_SIAE ALT_APP"
    " ALT_PRO CREA MAINT FORM_Q FORM_PQ ETUDES SC STAGE RECH INACT SANTE DECES INJ REF NDE",
    "attendance_status": "P R AJ_MAL AJ_AT AJ_FAM AJ_MED AJ_ADM AJ_TRA AJ_ENT AJ_GAR AJ_EXA AI SUSP",
    "exit_type": "term abandonment neutral",
    "exit_reason": "AB_PERS AB_EMPL AB_INAD AB_RELA AB_FINA AB_DIST AB_AUTF AB_IMPO AB_DISC AB_NOUV"
    " NE_FM NE_DEC",
    "region": "01 02 03 04 06 11 24 27 28 32 44 52 53 75 76 84 93 94",
    "application_decision": "pending admitted waiting refused withdrawn",
    "certification_outcome": "full partial failed absent",
    "block_result": "acquired not_acquired not_presented exempt",
    "attempt_outcome": "reached no_answer wrong_number refused message_left",
    "delivery_mode": "on_site mixed remote",
    "sex": "F M X",
    "tri_state": "yes no unknown",
    "rural_zoning": "C PC NC FRR FRR+",
    "france_travail_category": "A B C D E F G",
    "legal_status": "association private public university local_authority cooperative",
}


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@pytest.mark.parametrize("name", NAMES)
def test_every_list_is_sound(name: str) -> None:
    codes = code_list(name).codes
    assert codes
    assert len({code.code for code in codes}) == len(codes)
    assert len({code.label for code in codes}) == len(codes)
    assert [code.position for code in codes] == sorted({code.position for code in codes})
    for code in codes:
        assert code.label == code.label.strip() != ""
        assert code.source
        assert "'" not in code.label
        if code.valid_from and code.valid_to:
            assert code.valid_from <= code.valid_to


@pytest.mark.parametrize("name", NAMES)
def test_no_text_means_two_codes(name: str) -> None:
    meant: dict[str, str] = {}
    for code in code_list(name):
        for text in (code.code, code.label, *code.aliases):
            assert meant.setdefault(plain(text), code.code) == code.code, text


@pytest.mark.parametrize("name", sorted(DOMAINS))
def test_attribute_values_are_in_their_domain(name: str) -> None:
    for code in code_list(name):
        for attribute, domain in DOMAINS[name].items():
            assert code[attribute] in domain, (code.code, attribute)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_lists_hold_the_codes_of_the_research(name: str) -> None:
    assert set(EXPECTED[name].split()) <= {code.code for code in code_list(name)}


def test_bac_or_below() -> None:
    assert codes_where("education_level", bac_or_below="yes") == words("N0A N0B N0C N0D N3 N3+ N4")
    assert codes_where("education_level", bac_or_below="no") == ("N5", "N6", "N7", "N8")
    assert codes_where("education_level", bac_or_below="unknown") == ("NQ", "NC")


def test_education_equivalences() -> None:
    levels = code_list("education_level")
    assert [
        levels[code]["france_travail"] for code in words("N0A N0B N0C N0D N3 N3+ N4 N5 N6 N7 N8")
    ] == list(words("AFS CP4 CFG C3A NV5 C12 NV4 NV3 NV2 NV1 NV1"))
    assert [levels[code]["former_level"] for code in ("N3", "N4", "N5", "N6", "N7")] == [
        "V",
        "IV",
        "III",
        "II",
        "I",
    ]


def test_outcomes_counted_as_positive_by_gen() -> None:
    assert set(codes_where("outcome_situation", gen_positive="yes")) == set(
        words(
            "EMP_CDI EMP_CDD6 EMP_CDDC EMP_INT6 EMP_INTC EMP_FP EMP_AIDE EMP_SIAE EMP_NP ALT_APP ALT_PRO CREA"
            " MAINT FORM_Q FORM_PQ ETUDES"
        )
    )
    assert codes_where("outcome_situation", gen_positive="by_parameter") == ("SC",)


def test_outcomes_counted_as_lasting() -> None:
    assert set(codes_where("outcome_situation", durable="yes")) == set(
        words("EMP_CDI EMP_CDD6 EMP_INT6 EMP_FP CREA")
    )
    assert codes_where("outcome_situation", durable="by_parameter") == ("ALT_APP", "ALT_PRO")
    assert codes_where("outcome_situation", durable="by_duration") == ("MAINT",)


def test_iae_classes() -> None:
    expected = {
        "durable": "EMP_CDI EMP_CDD6 EMP_INT6 EMP_FP CREA",
        "transition": "EMP_CDDC EMP_INTC EMP_AIDE",
        "positive": "EMP_SIAE FORM_Q FORM_PQ ETUDES",
        "by_duration": "ALT_APP ALT_PRO",
        "withdrawn": "SANTE DECES",
    }
    for iae_class, codes in expected.items():
        assert set(codes_where("outcome_situation", iae_class=iae_class)) == set(codes.split())
    dynamic = set(
        " ".join(expected[key] for key in ("durable", "transition", "positive", "by_duration")).split()
    )
    assert set(codes_where("outcome_situation", iae_dynamic="yes")) == dynamic


def test_unknown_situations_are_three_and_nothing_is_said_of_them() -> None:
    assert codes_where("outcome_situation", known="no") == ("INJ", "REF", "NDE")
    assert codes_where("outcome_situation", display_group="unknown") == ("INJ", "REF", "NDE")
    assert codes_where("outcome_situation", gen_positive="unknown") == ("INJ", "REF", "NDE")
    assert codes_where("outcome_situation", removed_from_denominators="yes") == ("DECES",)


def test_attendance_keys_and_short_labels() -> None:
    statuses = code_list("attendance_status")
    assert statuses["AJ_MAL"]["short"] == "mal."
    assert codes_where("attendance_status", present="yes") == ("P", "R")
    assert codes_where("attendance_status", justified="no") == ("AI",)
    assert codes_where("attendance_status", due="no") == ("SUSP",)
    assert all((code["justified"] == "yes") == (code["key"] == "J") for code in statuses)


def test_abandonments_sum_to_what_dares_published() -> None:
    percents = [int(code["dares_percent_2019"] or 0) for code in code_list("exit_reason")]
    assert sum(percents) == 104
    assert codes_where("exit_reason", exit_type="neutral") == ("NE_FM", "NE_DEC")


def test_zoning_of_the_day() -> None:
    def offered(day: date) -> list[str]:
        return [code.code for code in choices("rural_zoning", on=day)]

    assert offered(date(2024, 6, 30)) == ["C", "PC", "NC"]
    assert offered(date(2024, 7, 1)) == ["FRR", "FRR_B", "FRR_P", "FRR_NC"]
    assert offered(date(2025, 1, 1)) == ["FRR", "FRR+", "FRR_B", "FRR_P", "FRR_NC"]
    assert len(choices("rural_zoning")) == 8


def test_a_closed_code_is_still_read() -> None:
    assert label("rural_zoning", "C") == "ZRR, commune classée"
    assert label("situation_before", None) == "Non renseigné"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("education_level", "cap / bep", "N3"),
        ("education_level", "BAC +2", "N5"),
        ("education_level", "3eme", None),
        ("prescriber", "pole emploi", "FT"),
        ("outcome_situation", "CDD < 6 mois", "EMP_CDDC"),
        ("outcome_situation", "CDD > 6 mois", "EMP_CDD6"),
        ("rural_zoning", "FRR", "FRR"),
        ("rural_zoning", "frr +", "FRR+"),
        ("attendance_status", "J mal.", "AJ_MAL"),
        ("sex", "Mme", "F"),
    ],
)
def test_find_reads_what_people_write(name: str, text: str, code: str | None) -> None:
    found = code_list(name).find(text)
    assert (found.code if found else None) == code


def test_unknown_names_are_said() -> None:
    with pytest.raises(NotFound, match="N99"):
        label("education_level", "N99")
    with pytest.raises(NotFound, match="nulle_part"):
        code_list("nulle_part")
    with pytest.raises(NotFound, match="colour"):
        codes_where("sex", colour="blue")


def test_contract_situations_exist() -> None:
    situations = code_list("outcome_situation")
    for contract in code_list("contract_type"):
        for key in ("situation_long", "situation_short", "situation_unknown"):
            assert contract[key] in situations


def test_nothing_but_the_standard_library_is_loaded() -> None:
    script = (
        "import sys; import gen_desktop.reference.contracts, gen_desktop.reference.targets;"
        "print([m for m in ('sqlalchemy', 'pandas', 'PySide6') if m in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=resource_path().parent
    )
    assert run.stdout.strip() == "[]"
