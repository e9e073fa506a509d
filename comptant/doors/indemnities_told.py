"""What insurers are to pay of claims by their policies, beside what they pay; a difference is told
with its cause, as a question to the insurer."""

from datetime import date
from typing import TYPE_CHECKING, Any

from comptant.doors import claim_told, words
from comptant.doors.words import money, percent, say

if TYPE_CHECKING:
    from comptant.store.access import See

Row = dict[str, Any]
COLUMNS = ("claim_number", "contract_number", "buyer_name", "insurer_name", "claim_state",
           "indemnity_on", "lacking", "claim_indemnity_cents", "accepted_cents", "received_cents",
           "indemnity_gap_cents", "gap_cause", "gap_question")  # fmt: skip
OF_CLAIM = ("id", "contract_id", "claim_number", "contract_number", "buyer_name", "policy_number",
            "insurer_name", "claim_state", "indemnity_on", "currency", "debt_cents",
            "accepted_cents", "received_cents")  # fmt: skip
WANTED = ("DELIVERY", "NOTICE", "REMINDER")  # what an insurer asks for; what lacks is told


def compared(see: "See", contract_id: int | None, on: date) -> list[Row]:
    """A row per claim under a policy that was not dropped, of a contract or of all: what lacks in
    its file, what is expected, accepted, received, and the question where they differ."""
    found = see("read_claim_files", contract_id=contract_id, id=None, on=on)
    limits = see("read_policy_limits")
    return [one(see, row, limits, on) for row in found
            if row["policy_id"] and not row["is_dropped"]]  # fmt: skip


def one(see: "See", found: Row, limits: list[Row], on: date) -> Row:
    """The row of one claim."""
    from comptant.operations.claiming.claim_figures import as_decided, beside_which
    from comptant.operations.claiming.indemnity_gaps import gap_of

    items = claim_told.items(see, found)
    if found["is_accepted"]:
        items = as_decided(found, items)
    used = see("read_claims_used", **beside_which(found))[0]
    of_buyer = [row for row in limits if (row["policy_id"], row["buyer_id"])
                == (found["policy_id"], found["buyer_id"])]  # fmt: skip
    gap = gap_of(found, items, used, of_buyer)
    lacks = lacking(see("read_claim_evidence", contract_id=found["contract_id"], id=found["id"]))
    told = {name: found[name] for name in OF_CLAIM}
    return {**told, "is_file_ready": not lacks,
            "lacking": ", ".join(words.word("evidence", kind) for kind in lacks) or None,
            **{name: gap[name] for name in ("claim_indemnity_cents", "indemnity_gap_cents",
                                            "gap_cause")},
            "gap_question": question(gap, found["currency"])}  # fmt: skip


def lacking(evidence: list[Row]) -> list[str]:
    """What an insurer asks for and nothing of which is kept."""
    kinds = {row["evidence_kind"] for row in evidence}
    return [kind for kind in WANTED if kind not in kinds]


def beside(row: Row) -> list[Row]:
    """One claim's row as lines of words and values."""
    names = ("claim_indemnity_cents", "accepted_cents", "received_cents", "indemnity_gap_cents")
    lines = [{"text": words.column(name).capitalize(),
              "value": money(row[name], row["currency"])} for name in names]  # fmt: skip
    if row["gap_question"]:
        lines.append({"text": say("To ask", "À demander"), "value": row["gap_question"]})
    if row["lacking"]:
        lines.append({"text": say("Lacking in the file", "Manque au dossier"),
                      "value": row["lacking"]})  # fmt: skip
    return lines


def question(gap: Row, currency: str) -> str | None:
    """What to ask of the insurer; None where nothing differs."""
    if gap["gap_cause"] is None:
        return None
    off = money(gap["indemnity_gap_cents"], currency)
    return {**_of_facts(gap["gap_facts"], currency, off), **_plain(off)}[gap["gap_cause"]]


def _plain(off: str) -> dict[str, str]:
    return {
        "UNPAID": say(f"Accepted, and {off} has not come: when is it paid?",
                      f"Accepté, et {off} n'est pas venu : quand sera-ce réglé ?"),
        "MORE": say("It accepted more than its policy says: on what ground?",
                    "Il a accepté plus que ne dit sa police : à quel titre ?"),
        "DISPUTE_OVER": say(f"{off} was withheld for a dispute that is over: when is it accepted?",
                            f"{off} était retenu pour un litige qui est levé : quand est-ce "
                            "accepté ?"),
        "UNEXPLAINED": say(f"{off} is lacking and no figure of the policy explains it: ask for the "
                           "calculation of the loss, line by line.",
                           f"Il manque {off} et aucun chiffre de la police ne l'explique : "
                           "demandez le décompte du sinistre, ligne par ligne."),
    }  # fmt: skip


def _of_facts(facts: Row, currency: str, off: str) -> dict[str, str]:
    number, limit = facts.get("invoice_number"), facts.get("decision_number")
    vat, ppm = percent(facts.get("vat_ppm", 0)), percent(facts.get("insured_ppm", 0))
    cents = money(facts.get("amount_cents") or 0, currency)
    deducted = money(facts.get("loss_deductible_cents", 0), currency)
    first = money(facts.get("first_loss_cents", 0), currency)
    said = facts.get("reference")
    return {
        "REFUSED": say(f"Refused ({said}): which clause takes {off} out of the cover?",
                       f"Refusé ({said}) : quelle clause exclut {off} de la garantie ?"),
        "INVOICE_OUT": say(f"Invoice {number} seems left out ({off}): why is it not covered?",
                           f"La facture {number} semble écartée ({off}) : pourquoi n'est-elle pas "
                           "garantie ?"),
        "NET_BASE": say(f"It seems reckoned before VAT ({vat}), the policy insures amounts with "
                        "VAT: is that so?",
                        f"Le calcul semble fait hors taxes ({vat}), la police garantit le TTC : "
                        "est-ce le cas ?"),
        "OTHER_LIMIT": say(f"It seems limited to decision {limit} of {cents}: was it in force on "
                           "the day of delivery?",
                           f"Le calcul semble limité à la décision {limit} de {cents} : était-elle "
                           "en vigueur au jour de la livraison ?"),
        "DEDUCTIBLE_TWICE": say(f"The deductible of {deducted} seems taken twice: is that so?",
                                f"La franchise de {deducted} semble déduite deux fois : est-ce le "
                                "cas ?"),
        "FIRST_LOSS_AGAIN": say(f"The first loss of {first} seems counted anew: what of earlier "
                                "claims was counted?",
                                f"La franchise annuelle de {first} semble recomptée : qu'a-t-on "
                                "retenu des sinistres antérieurs ?"),
        "OTHER_SHARE": say(f"It seems paid at {ppm}: which clause sets that share?",
                           f"L'indemnité semble calculée à {ppm} : quelle clause fixe cette "
                           "quotité ?"),
    }  # fmt: skip
