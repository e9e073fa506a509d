"""What a close does beside its slices of contracts, each an act of its own: done once for a day,
however often the close is taken up again."""

from dataclasses import replace
from datetime import date

from psycopg import Connection

from comptant.operations.acts.act import Asked
from comptant.operations.books.exchange import ready_to_revalue, revalue
from comptant.operations.insurance.premiums import book_premium, premiums_to_book
from comptant.operations.insurance.stopping import follow_stops, stops_to_follow
from comptant.operations.registry.erasing import erase_due, something_due
from comptant.operations.reminding.following import follow_promises, promises_to_follow
from comptant.operations.risk.ceilings import ceilings_to_fit, fit_ceiling
from comptant.operations.risk.screening import lists_are_known, screen_new
from comptant.operations.risk.warnings import score_weekly


def before_slices(conn: Connection, asked: Asked, day: date) -> None:
    """What the slices build on: ceilings, premiums, lists of names, stops and promises."""
    for ceiling_id in ceilings_to_fit(conn, day):
        key = f"close/{day}/ceiling/{ceiling_id}"
        fit_ceiling(conn, replace(asked, key=key, on=day), ceiling_id=ceiling_id)
    for policy_id, until_on in premiums_to_book(conn, day):
        key = f"close/{day}/premium/{policy_id}/{until_on}"
        book_premium(conn, replace(asked, key=key, on=day), policy_id=policy_id)
    if lists_are_known(conn):
        screen_new(conn, replace(asked, key=f"close/{day}/screening", on=day))
    if something_due(conn, day):
        erase_due(conn, replace(asked, key=f"close/{day}/erasure", on=day))
    for contract_id in stops_to_follow(conn, day):
        key = f"close/{day}/stops/{contract_id}"
        follow_stops(conn, replace(asked, key=key, on=day), contract_id=contract_id)
    for contract_id in promises_to_follow(conn, day):
        key = f"close/{day}/promises/{contract_id}"
        follow_promises(conn, replace(asked, key=key, on=day), contract_id=contract_id)


def after_slices(conn: Connection, asked: Asked, day: date) -> None:
    """What builds on the slices: accounts in other currencies, once their charges of the day are
    booked, and the scores of companies."""
    for contract_id in ready_to_revalue(conn, day):
        key = f"close/{day}/revaluation/{contract_id}"
        revalue(conn, replace(asked, key=key, on=day), contract_id=contract_id)
    score_weekly(conn, replace(asked, key=f"close/{day}/warnings", on=day))
