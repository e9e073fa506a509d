"""Parties in proceedings for readers: their days, who bears what, what insurers are to be told."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import cover_told, lookup, reasons_told

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
CASES = ("act_by_on", "next_insolvency_step", "contract_number", "failed_part", "party_name",
         "proceeding", "insolvent_on", "published_on", "notice_number", "debt_cents",
         "declare_claim_by_on", "claim_declared_on", "claim_admitted_cents",
         "administrator_answer", "impaired_cents")  # fmt: skip
EXPOSURE = ("contract_number", "client_name", "invoice_count", "debt_cents",
            "insurer_bears_cents", "factor_bears_cents", "client_bears_cents")  # fmt: skip
INSURERS = ("declare_by_on", "next_cover_step", "contract_number", "invoice_number",
            "policy_number", "insurer_name", "open_cents", "cover_due_cents")  # fmt: skip
NOTICES = ("published_on", "notice_number", "party_name", "siren", "notice_kind", "of_number",
           "notice_effect", "nature", "judged_on", "court", "counts", "notice_doubt",
           "reason")  # fmt: skip
STEPS = ("step_on", "contract_number", "failed_part", "party_name", "insolvency_step",
         "amount_cents", "impaired_cents", "reference")  # fmt: skip


def cases(see: "See", on: date, contract_id: int | None) -> list[Row]:
    """Each party in proceedings in its part of a contract, with its last days and what is to be
    done; the most urgent first."""
    from comptant.operations.claiming.insolvency_days import days_of

    return days_of(see("read_insolvencies", contract_id=contract_id, on=on), on)


def exposure(see: "See", on: date, buyer_id: int) -> list[Row]:
    """What a failed buyer owes on each contract, and what of it the insurers, the factor and the
    client bear."""
    from comptant.operations.claiming.insolvency_days import borne_of

    invoices = see("read_failed_invoices", buyer_id=buyer_id, on=on)
    return borne_of(invoices, cover_told.of_buyer(see, on, buyer_id))


def insurers(see: "See", on: date, buyer_id: int) -> list[Row]:
    """What insurers are to be told of a failed buyer's invoices, and by when."""
    from comptant.operations.insurance.covering import to_do

    return to_do(cover_told.of_buyer(see, on, buyer_id))


def held(see: "See", contract_id: int, on: date) -> dict[str, str]:
    """Why invoices of a contract are not financed, by their numbers, in the reader's words."""
    found = lookup.contract(see, str(contract_id), on)
    rows = see("read_invoices", contract_id=found["id"], numbers=None, everything=False)
    shared, buyers = reasons_told.reason_facts(see, found)
    return {
        row["invoice_number"]: row["sentence"] for row in reasons_told.told(rows, shared, buyers)
    }
