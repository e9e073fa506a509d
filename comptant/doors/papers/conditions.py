"""The special conditions of a contract on a day: its terms by clause, its fees, its TEG.

Source: DOMAIN §4.6; decision 0172.
"""

from datetime import date

from comptant.doors import fees_told, lookup, term_values, words
from comptant.doors.papers import quotes
from comptant.doors.papers.brokers import brought
from comptant.doors.papers.parts import Paper, Row, begun, factor, pairs, sentences, set_paper
from comptant.doors.words import Both, say
from comptant.operations.quoting.stated import Basis, reference_in, stated
from comptant.rules.terms import TERMS
from comptant.store.access import See

# The clauses in the order of the paper; "price" is the fee grid.
CLAUSES = ("life of the contract", "transfer of receivables", "disclosure", "recourse", "financing",
           "purchase orders", "approved payables", "guarantee fund", "eligibility", "price",
           "cash")  # fmt: skip


def conditions(see: See, contract: str, on: date) -> Paper:
    """The terms in force on a day; Refused: contract_unknown, rate_missing, teg_unstated."""
    return printed(see, lookup.contract(see, contract, on), on)[0]


def printed(see: See, found: Row, on: date) -> tuple[Paper, bool]:
    """The paper of a contract that was looked up, and whether it states a TEG."""
    number = found["number"]
    title = say(f"Special conditions of contract {number}",
                f"Conditions particulières du contrat {number}")  # fmt: skip
    quoted = _quoted(see, found, on)
    parts = [pairs("", _head(found, on)), *_clauses(found), *_fees(see, found, on), *quoted,
             *brought(see, found["id"], on, found["currency"])]  # fmt: skip
    if not quoted:
        parts.append(sentences("TEG", [say(
            f"No quote in {found['currency']} is kept for this client on that day: no TEG is "
            "stated here, and this paper is not to be signed.",
            f"Aucun devis en {found['currency']} n'est conservé pour cet adhérent à cette date : "
            "aucun TEG n'est énoncé ici, et ce document n'est pas à signer.")]))  # fmt: skip
    name = say(f"{number}-conditions-{on}", f"{number}-conditions-particulieres-{on}")
    paper = set_paper(factor(see), "conditions", name, title, number, parts, on,
                      also={"is-quoted": "yes" if quoted else "no"})  # fmt: skip
    return paper, bool(quoted)


def _head(found: Row, on: date) -> list[tuple[str, str]]:
    return [
        (say("Client", "Adhérent"), found["client_name"]),
        ("SIREN", found["siren"] or ""),
        (say("Contract", "Contrat"), found["number"]),
        (say("Currency", "Devise"), found["currency"]),
        (say("In force on", "En vigueur au"), words.day(on)),
    ]


def _clauses(found: Row) -> list[Row]:
    """A part for each clause that the contract uses: all its terms with their values."""
    terms = found["terms"] or {}
    parts = []
    for clause in CLAUSES:
        rows = [
            (Both(term.english, term.french).said(), _told(name, terms[name], found["currency"]))
            for name, term in TERMS.items() if term.clause == clause and name in terms
        ]  # fmt: skip
        if rows and not _is_unused(clause, terms):
            told = begun(words.word("clause", clause))
            parts.append(pairs(say("Fee grid", "Grille tarifaire") if clause == "price" else told,
                               rows))  # fmt: skip
    return parts


def _fees(see: See, found: Row, on: date) -> list[Row]:
    """The other fees agreed, each with its price, what it is due for, VAT and TEG."""
    rows = [
        (words.word("charge", row["fee_code"]), " · ".join((
            f"{row['fee_price']} {words.word('charge_unit', row['charge_unit'])}",
            words.word("fee_vat", row["vat_class"]),
            *([say("in the TEG", "dans le TEG")] if row["is_in_teg"] else []))))
        for row in fees_told.grid(see, found, on) if row["charge_unit"] != "TERM"
    ]  # fmt: skip
    return [pairs(say("Other fees", "Autres frais"), rows)] if rows else []


def _told(name: str, value: object, currency: str) -> str:
    """A term's value with its unit."""
    told = term_values.term_told(name, value, currency)
    if value is None:
        return told
    if TERMS[name].kind == "days":
        return say(f"{told} days", f"{told} jours") if value != 1 else say("1 day", "1 jour")
    return f"{told}{words.NBSP}h" if name.endswith(("_hours", "_hour")) else told


def _is_unused(clause: str, terms: Row) -> bool:
    """A facility that the contract does not give is left out."""
    uses = {"purchase orders": "order_advance_ppm", "approved payables": "payables_line_cents"}
    return clause in uses and not terms.get(uses[clause])


def _quoted(see: See, found: Row, on: date) -> list[Row]:
    """The TEG of the terms and fees in force, with its hypotheses: among them the ledger, as the
    client described it in the quote that the contract was opened from, else in the last one."""
    basis = _basis(see, found, on)
    if basis is None or not found["terms"]:
        return []
    index = str(found["terms"].get("reference_index", TERMS["reference_index"].default))
    reference = reference_in(see("read_reference", index_name=index, on=on), index, on)
    told = stated(found["terms"], fees_told.in_force(see, found, on),
                  Basis(basis["request"], basis["offer"]["terms"]), reference, on)  # fmt: skip
    part = quotes.teg(told, found["currency"])
    rests = [
        (say("Computed from", "Calculé sur"),
         say(f"the terms and fees in force on {words.day(on)}, told above",
             f"les conditions et frais en vigueur au {words.day(on)}, dits ci-dessus")),
        (say("Sales and delays", "Ventes et délais"),
         say(f"as the client told them, quote {basis['id']} ({words.day(basis['quoted_on'])})",
             f"tels que dits par l'adhérent, devis {basis['id']} "
             f"({words.day(basis['quoted_on'])})")),
    ]  # fmt: skip
    return [{**part, "rows": [*map(list, rests), *part["rows"]]}]


def _basis(see: See, found: Row, on: date) -> Row | None:
    """The quote that says what the client sells and when it is paid; one of what it buys is of no
    use to a contract that is no programme."""
    opened = see("read_contract_quote", contract_id=found["id"])
    known = opened or [
        row for row in see("read_quotes", party_id=found["client_id"])
        if row["quoted_on"] <= on and row["currency"] == found["currency"]
    ]  # fmt: skip
    runs = bool((found["terms"] or {}).get("payables_line_cents"))
    for row in sorted(known, key=lambda one: one["id"], reverse=True):
        quote = see("read_quote", id=row["id"])[0]
        if bool(quote["offer"]["terms"].get("runs_programme")) == runs:
            return quote
    return None
