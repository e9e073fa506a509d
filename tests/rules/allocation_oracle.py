"""A naive twin of the allocation: one payment after the other, every choice tried.

Written from DOMAIN §5.8 and the words of the rules, with plain dictionaries and no shared code.
"""

from collections import Counter
from fractions import Fraction
from itertools import combinations, product

Row = dict[str, object]
Account = tuple[int, int]


def allocate(
    payments: list[Row], candidates: list[Row], open_invoices: list[Row], terms: list[Row]
) -> tuple[list[tuple], list[tuple]]:
    """Rows of the allocations and of the outcomes, sorted."""
    taken: Counter[Account] = Counter()
    told = {each["contract_id"]: each for each in terms}
    allocations, outcomes = [], []
    for payment in sorted(payments, key=lambda p: (not firm(p, candidates), p["payment_number"])):
        number, cash = payment["payment_number"], payment["amount_cents"]
        quotes, excluded = counting(payment, candidates)
        for line in quotes:
            line["open"] = line["open_cents"] - taken[line["contract_id"], line["invoice_id"]]
        by, paid, reason = numbers(cash, quotes, told) if quotes else (None, [], excluded)
        is_firm = firm(payment, candidates)
        if by is None and not is_firm:
            lines = payable(payment, open_invoices, taken)
            by, paid, other = amounts(cash, lines, told)
            reason = None if by else reason or other
        for line, cents, difference, short in paid:
            taken[line["contract_id"], line["invoice_id"]] += cents + difference
            ids = line["contract_id"], line["buyer_id"], line["invoice_id"]
            allocations.append((number, *ids, cents, difference, short, by))
        known = [line for line, *_ in paid] or (strongest(quotes) if is_firm else [])
        contract, buyer = owner(payment, known, reason)
        spent = sum(cents for _, cents, _, _ in paid)
        state = by or ("ON_ACCOUNT" if buyer else "CONTRACT_ONLY" if contract else "UNKNOWN")
        outcomes.append((number, contract, buyer, spent, cash - spent, state, reason))
    return sorted(allocations), sorted(outcomes, key=lambda row: row[0])


def strength(payment: Row, line: Row) -> int:
    key = line["number_key"]
    if len(key) < 3 and key != "".join(filter(str.isalnum, payment["remittance_text"])).upper():
        return 0
    if line["payer_is_buyer"] or line["buyer_id"] == payment.get("buyer_id"):
        return 3
    if line["contract_id"] == payment.get("contract_id"):
        return 2
    return 0 if (key.isdigit() and len(key) <= 8) or key.isalpha() else 1


def counting(payment: Row, candidates: list[Row]) -> tuple[list[Row], str | None]:
    """The quotes that count, oldest due first, and why none does."""
    mine = [dict(c) for c in candidates if c["payment_number"] == payment["payment_number"]]
    account = payment.get("contract_id") or None
    left, why = [], []
    for line in mine:
        if line["currency"] != payment["currency"]:
            why.append("OTHER_CURRENCY")
        elif account and line["contract_id"] != account:
            why.append("OTHER_CONTRACT")
        elif len(line["number_key"]) < 3 and not told(payment, line):
            why.append("WEAK_NUMBER")
        else:
            left.append(line | {"strength": strength(payment, line)})
    sure = [
        line
        for line in left
        if not any(
            other["number_key"] == line["number_key"] and other["strength"] > line["strength"]
            for other in left
        )
    ]
    outer = [line for line in sure if not any(inside(line, other) for other in sure)]
    return oldest(outer), min(why) if why and not left else None


def told(payment: Row, line: Row) -> bool:
    payer = payment.get("buyer_id") or None
    account = payment.get("contract_id")
    mine = line["buyer_id"] == payer if payer else line["contract_id"] == account
    return line["payer_is_buyer"] or mine


def inside(line: Row, other: Row) -> bool:
    words = set(range(line["token_number"], line["token_number"] + line["token_count"]))
    more = set(range(other["token_number"], other["token_number"] + other["token_count"]))
    return words < more and line["strength"] <= other["strength"]


def oldest(lines: list[Row]) -> list[Row]:
    return sorted(
        lines, key=lambda x: (x["due_on"], x["issued_on"], x["contract_id"], x["invoice_id"])
    )


def strongest(lines: list[Row]) -> list[Row]:
    return [x for x in lines if x["strength"] == max(y["strength"] for y in lines)]


def firm(payment: Row, candidates: list[Row]) -> bool:
    return any(line["strength"] for line in counting(payment, candidates)[0])


def numbers(cash: int, quotes: list[Row], terms: dict) -> tuple[str | None, list, str | None]:
    best = strongest(quotes)
    for lines in (best, quotes):
        keys = sorted({line["number_key"] for line in lines})
        choices = product(*[[x for x in lines if x["number_key"] == key] for key in keys])
        exact = [pick for pick in choices if sum(x["open"] for x in pick) == cash]
        if len(exact) == 1 and min(nets(exact[0]).values()) >= 0:
            return "NUMBER_AND_AMOUNT", full(exact[0]), None
    alone = [x for x in quotes if x["open"] == cash]
    if len(alone) == 1:
        return "NUMBER_AND_AMOUNT", full(alone), None
    expected = sum(x["open"] for x in best)
    if len({x["number_key"] for x in best}) < len(best):
        return None, [], "AMBIGUOUS"
    if best[0]["strength"] == 0:
        return None, [], "WEAK_NUMBER"
    if min(nets(best).values()) < 0:
        return None, [], "CREDIT_TOO_LARGE"
    if expected == 0:
        return None, [], "NOTHING_OWED"
    if cash > expected:
        return "NUMBER_OVERPAID", full(best), None
    spread = pour(cash, best)
    limits = [terms[x["contract_id"]] for x in best]
    shares = [Fraction(expected * t["tolerance_ppm"], 10**6) + Fraction(1, 2) for t in limits]
    lowest = min(*[t["tolerance_cents"] for t in limits], *[int(share) for share in shares])
    if expected - cash <= lowest:
        return "NUMBER_WITHIN_TOLERANCE", [(x, cents, gap, 0) for x, cents, gap in spread], None
    return "NUMBER_PARTIAL", [(x, cents, 0, gap) for x, cents, gap in spread], None


def amounts(cash: int, lines: list[Row], terms: dict) -> tuple[str | None, list, str | None]:
    equal = [x for x in lines if x["open"] == cash]
    if len(equal) == 1:
        return "UNIQUE_AMOUNT", full(equal), None
    contracts = {x["contract_id"] for x in lines}
    groups = [
        group
        for size in range(1, 13)
        for group in combinations(lines, size)
        if sum(x["open"] for x in group) == cash and len({x["contract_id"] for x in group}) == 1
    ]
    if len(groups) == 1:
        return "SUBSET", full(groups[0]), None
    if len(contracts) == 1 and terms[lines[0]["contract_id"]]["has_auto_fifo"]:
        return "FIFO", [(x, cents, 0, 0) for x, cents, _ in pour(cash, lines) if cents], None
    return None, [], "SEVERAL_SOLUTIONS" if groups else "NO_MATCH"


def payable(payment: Row, open_invoices: list[Row], taken: Counter[Account]) -> list[Row]:
    found = []
    for line in open_invoices:
        left = line["open_cents"] - taken[line["contract_id"], line["invoice_id"]]
        if (
            line["payment_number"] == payment["payment_number"]
            and line["currency"] == payment["currency"]
            and line["buyer_id"] == payment.get("buyer_id")
            and payment.get("contract_id") in (None, 0, line["contract_id"])
            and left > 0
        ):
            found.append(line | {"open": left})
    return oldest(found)


def nets(lines: list[Row]) -> Counter[Account]:
    sums: Counter[Account] = Counter()
    for line in lines:
        sums[line["contract_id"], line["buyer_id"]] += line["open"]
    return sums


def full(lines: list[Row]) -> list[tuple[Row, int, int, int]]:
    return [(x, x["open"], 0, 0) for x in lines if x["open"]]


def pour(cash: int, lines: list[Row]) -> list[tuple[Row, int, int]]:
    """(line, cents, still missing): cent by cent would do the same."""
    paid = {id(x): x["open"] if x["open"] < 0 else 0 for x in lines}
    for account in nets(lines):
        own = [x for x in lines if (x["contract_id"], x["buyer_id"]) == account]
        credit = -sum(x["open"] for x in own if x["open"] < 0)
        for x in (x for x in own if x["open"] > 0):
            paid[id(x)] = min(credit, x["open"])
            credit -= paid[id(x)]
    for x in lines:
        more = min(cash, x["open"] - paid[id(x)])
        paid[id(x)] += more
        cash -= more
    return [(x, paid[id(x)], x["open"] - paid[id(x)]) for x in lines if x["open"]]


def owner(payment: Row, lines: list[Row], reason: str | None) -> tuple[int | None, int | None]:
    contract, buyer = payment.get("contract_id") or None, payment.get("buyer_id") or None
    accounts = {(x["contract_id"], x["buyer_id"]) for x in lines}
    if reason == "AMBIGUOUS" and len(accounts) > 1:
        return contract, buyer
    if len({a for a, _ in accounts}) == 1:
        contract = lines[0]["contract_id"]
    if len({b for _, b in accounts}) == 1:
        buyer = lines[0]["buyer_id"]
    return contract, buyer
