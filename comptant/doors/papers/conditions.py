"""The special conditions of a contract on a day: its terms by clause, its fees, its TEG."""

from datetime import date

from comptant.doors import fees_told, lookup, term_values, words
from comptant.doors.papers import quotes
from comptant.doors.papers.brokers import brought
from comptant.doors.papers.parts import Paper, Row, begun, pairs, sentences, set_paper
from comptant.doors.words import Both, say
from comptant.rules.terms import TERMS
from comptant.store.access import See

# The clauses in the order of the paper; "price" is the fee grid.
CLAUSES = ("life of the contract", "transfer of receivables", "disclosure", "recourse", "financing",
           "purchase orders", "approved payables", "guarantee fund", "eligibility", "price",
           "cash")  # fmt: skip


def conditions(see: See, contract: str, on: date) -> Paper:
    """The terms in force on a day; Refused: contract_unknown."""
    found = lookup.contract(see, contract, on)
    number = found["number"]
    title = say(f"Special conditions of contract {number}",
                f"Conditions particulières du contrat {number}")  # fmt: skip
    quoted = _quoted(see, found, on)
    parts = [pairs("", _head(found, on)), *_clauses(found), *_fees(see, found, on), *quoted,
             *brought(see, found["id"], on, found["currency"])]  # fmt: skip
    if not quoted:
        parts.append(sentences("TEG", [say(
            "No quote is kept for this client on that day: no TEG is stated here.",
            "Aucun devis n'est conservé pour cet adhérent à cette date : aucun TEG n'est énoncé "
            "ici.")]))  # fmt: skip
    name = say(f"{number}-conditions-{on}", f"{number}-conditions-particulieres-{on}")
    return set_paper(see, "conditions", name, title, number, parts, on,
                     also={"is-quoted": "yes" if quoted else "no"})  # fmt: skip


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
    """The TEG with its hypotheses: of the quote that the contract was opened from, else of the last
    one given to the client until that day."""
    opened = see("read_contract_quote", contract_id=found["id"])
    if opened:
        (row,) = opened
        return [_teg(row["id"], row["quoted_on"], row["offer"], found["currency"])]
    rows = [row for row in see("read_quotes", party_id=found["client_id"])
            if row["quoted_on"] <= on and row["currency"] == found["currency"]]  # fmt: skip
    if not rows:
        return []
    last = max(rows, key=lambda row: row["id"])
    offer = see("read_quote", id=last["id"])[0]["offer"]
    return [_teg(last["id"], last["quoted_on"], offer, found["currency"])]


def _teg(quote_id: int, quoted_on: date, offer: Row, currency: str) -> Row:
    """The part, with the quote that it comes from."""
    part = quotes.teg(offer, currency)
    given = (say("Quote", "Devis"), f"{quote_id} ({words.day(quoted_on)})")
    return {**part, "rows": [list(given), *part["rows"]]}
