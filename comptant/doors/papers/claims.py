"""The file of a claim: one PDF of the debt, its indemnity, what shows it and the ledger, with the
papers that were kept behind it."""

from datetime import date

from comptant.doors import claim_told, lookup, words
from comptant.doors.indemnities_told import lacking
from comptant.doors.mirror import event_words
from comptant.doors.papers.parts import (
    Paper,
    Row,
    begun,
    factor,
    pairs,
    sentences,
    set_paper,
    table,
)
from comptant.doors.words import Both, money, say
from comptant.formats.papers.joining import can_follow, joined
from comptant.store.access import See

FACTS = ("buyer_name", "policy_number", "insurer_name", "opened_on", "claim_state", "indemnity_on",
         "debt_cents", "accepted_cents", "received_cents", "recovered_since_cents",
         "buyer_owes_cents")  # fmt: skip
# What the figures of the indemnity call otherwise.
CALLED = {
    "accepted_cents": Both("Accepted by the insurer", "Accepté par l'assureur"),
    "received_cents": Both("Received of it", "Reçu à ce titre"),
}


def claim_file(see: See, contract: str, claim: str, on: date) -> Paper:
    """The file of a claim as it stands on a day, its papers behind it; Refused: contract_unknown,
    claim_file_unknown."""
    found = claim_told.claim(see, lookup.contract(see, contract, on)["id"], claim, on)
    evidence = see("read_claim_evidence", contract_id=found["contract_id"], id=found["id"])
    title = say(f"Claim {found['claim_number']}: {found['buyer_name']}",
                f"Sinistre {found['claim_number']} : {found['buyer_name']}")  # fmt: skip
    told = claim_told.explained(see, found, on)
    figures = pairs(say("From the debt to the indemnity", "De la créance à l'indemnité"),
                    [(row["text"], row["value"]) for row in told]) if told else None  # fmt: skip
    papers = _papers(see, evidence)
    parts = [
        pairs("", _facts(found)),
        figures,
        _invoices(see, found),
        _evidence(evidence),
        _steps(see, found),
        _ledger(see, found),
        _attached(papers),
        _lacking(evidence),
    ]
    name = say(f"claim-{found['id']}", f"sinistre-{found['id']}")
    made = set_paper(factor(see), "claim", name, title, found["claim_number"], parts, on)
    behind = [paper["content"] for paper in papers if paper["is_behind"]]
    return Paper(made.name, joined(made.content, behind))


def _facts(found: Row) -> list[tuple[str, str]]:
    told = {**found, "claim_state": words.word("claim_state", found["claim_state"])}
    return [(CALLED[name].said() if name in CALLED else words.column(name),
             words.value_of(name, told[name], found["currency"]))
            for name in FACTS if told[name] is not None]  # fmt: skip


def _invoices(see: See, found: Row) -> Row:
    names = ("debt_cents", "covered_cents", "item_share_cents", "buyer_owes_cents")
    rows = [(row["invoice_number"], words.day(row["due_on"]),
             *(money(row[name], found["currency"]) for name in names))
            for row in claim_told.items(see, found)]  # fmt: skip
    heads = [say("Invoice", "Facture"), say("Due", "Échéance"),
             *(begun(words.column(name)) for name in names)]  # fmt: skip
    return table(say("Invoices", "Factures"), heads, rows, "auto auto 1 1 1 1", 2)


def _evidence(evidence: list[Row]) -> Row | None:
    rows = [(words.word("evidence", row["evidence_kind"]), row["invoice_number"] or "",
             words.day(row["shown_on"]) if row["shown_on"] else "", row["told"] or "",
             money(row["amount_cents"], row["currency"]) if row["amount_cents"] else "")
            for row in evidence if row["digest"] is None]  # fmt: skip
    heads = (say("What", "Pièce"), say("Invoice", "Facture"), say("On", "Le"),
             say("Said by", "Source"), say("Amount", "Montant"))  # fmt: skip
    title = say("What shows the debt", "Ce qui établit la créance")
    return table(title, heads, rows, "auto auto auto 1 auto", 4) if rows else None


def _steps(see: See, found: Row) -> Row:
    rows = [(words.day(row["step_on"]), words.word("claim_step", row["claim_step"]),
             row["reference"], money(row["amount_cents"], found["currency"]))
            for row in claim_told.steps(see, found)]  # fmt: skip
    heads = (say("On", "Le"), say("Step", "Étape"), say("Reference", "Référence"),
             say("Amount", "Montant"))  # fmt: skip
    return table(say("Steps of the claim", "Étapes du sinistre"), heads, rows, "auto auto 1 auto",
                 3)  # fmt: skip


def _ledger(see: See, found: Row) -> Row:
    rows = []
    for item in claim_told.items(see, found):
        moved = see("read_movements", contract_id=found["contract_id"], id=item["invoice_id"])
        rows += [(words.day(row["entry_on"]), words.day(row["value_on"]), item["invoice_number"],
                  event_words(row["event"], ""), row["account"],
                  money(row["amount_cents"], row["currency"])) for row in moved]  # fmt: skip
    heads = (say("Date", "Date"), say("Value date", "Valeur"), say("Invoice", "Facture"),
             say("What", "Opération"), say("Account", "Compte"),
             say("Amount", "Montant"))  # fmt: skip
    return table(say("Extract of the ledger", "Extrait du grand livre"), heads, rows,
                 "auto auto auto 1 auto auto", 5)  # fmt: skip


def _papers(see: See, evidence: list[Row]) -> list[Row]:
    """The papers with their bytes; those that are PDFs and open go behind the file."""
    papers = []
    for row in evidence:
        if row["digest"]:
            (kept,) = see("read_document", digest=row["digest"])
            content = bytes(kept["content"])
            papers.append({**row, "content": content, "is_behind": can_follow(content)})
    return papers


def _attached(papers: list[Row]) -> Row | None:
    behind = say("follows", "suit")
    kept = say("kept apart", "conservé à part")
    rows = [(words.word("evidence", row["evidence_kind"]), row["told"],
             behind if row["is_behind"] else kept, row["digest"]) for row in papers]  # fmt: skip
    heads = (say("What", "Pièce"), say("File", "Fichier"), say("Where", "Où"), "SHA-256")
    title = say("Papers", "Pièces")
    return table(title, heads, rows, "auto 1 auto 1", 4) if rows else None


def _lacking(evidence: list[Row]) -> Row | None:
    lacks = lacking(evidence)
    if not lacks:
        return None
    told = ", ".join(words.word("evidence", kind) for kind in lacks)
    return sentences(say("What is lacking", "Ce qui manque"),
                     [say(f"Nothing is kept of: {told}.", f"Rien n'est conservé de : {told}.")]
                     )  # fmt: skip
