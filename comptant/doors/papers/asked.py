"""A paper by its kind, for whoever asks for it by words."""

from datetime import date, timedelta

from comptant.doors.papers.brokers import commissions
from comptant.doors.papers.claims import claim_file
from comptant.doors.papers.conditions import conditions
from comptant.doors.papers.groups import group_statement
from comptant.doors.papers.insurer_message import message
from comptant.doors.papers.own_claims import own_claim_file
from comptant.doors.papers.parts import Paper
from comptant.doors.papers.quotes import quote
from comptant.doors.papers.statements import bill, statement
from comptant.operations.acts.act import Refused
from comptant.store.access import See

KINDS = ("quote", "conditions", "statement", "bill", "commissions", "group", "claim", "insurer",
         "own_claim")  # fmt: skip


def paper(
    see: See, kind: str, contract: str, number: int, first: date | None, last: date | None,
    on: date,
) -> Paper:  # fmt: skip
    """The paper of a kind: of a contract, or of the `number` that it is about; Refused:
    paper_kind_unknown, and what each is refused for."""
    until = last or on
    if kind == "quote":
        return quote(see, number)
    if kind == "conditions":
        return conditions(see, contract, until)
    if kind == "statement":
        return statement(see, contract, first or until - timedelta(days=30), until, on)
    if kind == "bill":
        return bill(see, contract, number, on)
    if kind == "commissions":
        return commissions(see, number)
    if kind == "group":
        return group_statement(see, str(number), first or until - timedelta(days=30), until)
    if kind == "claim":
        return claim_file(see, contract, str(number), on)
    if kind == "insurer":
        return message(see, number, on)
    if kind == "own_claim":
        return own_claim_file(see, number, on)
    raise Refused("paper_kind_unknown", kind=kind, kinds=list(KINDS))
