"""From the contract a person tells to the situation that is counted (« Compte comme emploi durable »)."""

from __future__ import annotations

from gen_desktop.reference.lists import code_list
from gen_desktop.reference.parameters import Parameters


def situation_of(contract_type: str, months: int | None, parameters: Parameters) -> str:
    """The code of outcome_situation for a contract and its length in months (None: not known).

    An unknown length is never taken for a long one: the job counts, its lasting nature does not.
    Raises NotFound for an unknown contract.
    """
    contract = code_list("contract_type")[contract_type]
    if contract["needs_months"] == "no" or months is None:
        return contract["situation_unknown"]
    return contract["situation_long" if parameters.is_long(months) else "situation_short"]
