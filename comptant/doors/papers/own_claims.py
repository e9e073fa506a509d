"""The file of a claim as its insurer reads it: the debt, its indemnity, what shows it, what was
told and recovered. What lies between factor and client, and papers that name other invoices, are
not in it: the factor sends them (claims.claim_file)."""

from datetime import date

from comptant.doors import claim_told, words
from comptant.doors.papers.parts import Paper, Row, begun, factor, pairs, set_paper, table
from comptant.doors.words import money, say
from comptant.operations.acts.act import Refused
from comptant.store.access import See

FACTS = ("buyer_name", "policy_number", "contract_number", "opened_on", "claim_state",
         "waiting_until_on", "debt_cents", "accepted_cents", "received_cents",
         "recovered_since_cents")  # fmt: skip
AMOUNTS = ("debt_cents", "insurable_cents", "covered_cents", "item_share_cents")


def own_claim_file(see: See, claim_id: int, on: date) -> Paper:
    """The file of a claim under the reading insurer's policies; Refused: claim_file_unknown."""
    rows = see("read_own_claim_file", id=claim_id, on=on)
    if not rows:
        raise Refused("claim_file_unknown", claim_id=claim_id)
    (found,) = rows
    items = see("read_own_claim_items", id=claim_id)
    evidence = see("read_own_claim_evidence", id=claim_id)
    title = say(f"Claim {found['claim_number']}: {found['buyer_name']}",
                f"Sinistre {found['claim_number']} : {found['buyer_name']}")  # fmt: skip
    told = claim_told.lines_of(figures(found, items), found["currency"])
    parts = [
        pairs("", [(words.column(name), _value(name, found)) for name in FACTS
                   if found[name] is not None]),
        pairs(say("From the debt to the indemnity", "De la créance à l'indemnité"),
              [(row["text"], row["value"]) for row in told]),
        _invoices(items, found["currency"]),
        _evidence(evidence),
        _recoveries(see, found),
    ]  # fmt: skip
    name = say(f"claim-{found['id']}", f"sinistre-{found['id']}")
    return set_paper(factor(see), "own-claim", name, title, found["claim_number"], parts, on)


def figures(found: Row, items: list[Row]) -> Row:
    """The figures of the indemnity, as they were accepted once they are."""
    from comptant.operations.claiming.claim_figures import as_decided, indemnity_of

    left = found["owed_then_cents"] - found["accepted_cents"]
    claim = {**found, "other_borne_cents": left, "factor_borne_cents": 0, "client_borne_cents": 0}
    kept = as_decided(claim, items) if found["is_accepted"] else items
    used = {"first_loss_cents": found["first_loss_before_cents"],
            "indemnity_cents": found["indemnity_before_cents"],
            "loss_deductible_cents": found["deductible_before_cents"],
            "loss_beside_cents": found["loss_beside_cents"]}  # fmt: skip
    return {"debt_cents": found["debt_cents"], **indemnity_of(claim, kept, used)}


def _value(name: str, found: Row) -> str:
    if name == "claim_state":
        return words.word(name, found[name])
    return words.value_of(name, found[name], found["currency"])


def _invoices(items: list[Row], currency: str) -> Row:
    rows = [(row["invoice_number"], words.day(row["issued_on"]), words.day(row["due_on"]),
             *(money(row[name], currency) for name in AMOUNTS)) for row in items]  # fmt: skip
    heads = [say("Invoice", "Facture"), say("Dated", "Date"), say("Due", "Échéance"),
             *(begun(words.column(name)) for name in AMOUNTS)]  # fmt: skip
    return table(say("Invoices", "Factures"), heads, rows, "auto auto auto 1 1 1 1", 3)


def _evidence(evidence: list[Row]) -> Row:
    rows = [(words.word("evidence", row["evidence_kind"]), row["invoice_number"],
             words.day(row["shown_on"]), row["told"] or "") for row in evidence]  # fmt: skip
    heads = (say("What", "Pièce"), say("Invoice", "Facture"), say("On", "Le"),
             say("Said by", "Source"))  # fmt: skip
    return table(say("What shows the debt", "Ce qui établit la créance"), heads, rows,
                 "auto auto auto 1", 4)  # fmt: skip


def _recoveries(see: See, found: Row) -> Row | None:
    names = ("recovery_cents", "recovery_cost_cents", "insurer_recovery_cents",
             "insurer_cost_cents")  # fmt: skip
    rows = [(words.day(row["recovered_on"]), row["reference"],
             *(money(row[name], found["currency"]) for name in names))
            for row in see("read_own_recoveries")
            if (row["policy_id"], row["claim_number"]) == (found["policy_id"],
                                                           found["claim_number"])]  # fmt: skip
    heads = [say("On", "Le"), say("Reference", "Référence"),
             *(begun(words.column(name)) for name in names)]  # fmt: skip
    title = say("Recoveries", "Récupérations")
    return table(title, heads, rows, "auto 1 auto auto auto auto", 2) if rows else None
