"""What a close does beside its slices of contracts, each an act of its own: done once for a day,
however often the close is taken up again."""

from dataclasses import replace
from datetime import date

from psycopg import Connection

from comptant.operations.acts.act import Asked
from comptant.operations.books.exchange import ready_to_revalue, revalue
from comptant.operations.closing.narrowing import Stopped
from comptant.operations.insurance.premiums import book_premium, premiums_to_book
from comptant.operations.insurance.stopping import follow_stops, stops_to_follow
from comptant.operations.registry.erasing import erase_due, something_due
from comptant.operations.reminding.following import follow_promises, promises_to_follow
from comptant.operations.risk.ceilings import ceilings_to_fit, fit_ceiling
from comptant.operations.risk.screening import lists_are_known, screen_new
from comptant.operations.risk.warnings import score_weekly


def before_slices(conn: Connection, asked: Asked, day: date, stopped: Stopped) -> None:
    """What the slices build on: ceilings, premiums, lists of names, stops and promises."""

    def step(key: str) -> Asked:
        return replace(asked, key=f"close/{day}/{key}", on=day)

    for ceiling_id in ceilings_to_fit(conn, day):
        stopped.attempt("fit_ceiling", ceiling_id, lambda id_=ceiling_id: fit_ceiling(
            conn, step(f"ceiling/{id_}"), ceiling_id=id_))  # fmt: skip
    for policy_id, until_on in premiums_to_book(conn, day):
        stopped.attempt("book_premium", policy_id, lambda id_=policy_id, on=until_on: book_premium(
            conn, step(f"premium/{id_}/{on}"), policy_id=id_))  # fmt: skip
    if lists_are_known(conn):
        stopped.attempt("screen_new", 0, lambda: screen_new(conn, step("screening")))
    if something_due(conn, day):
        stopped.attempt("erase_due", 0, lambda: erase_due(conn, step("erasure")))
    for contract_id in stops_to_follow(conn, day):
        stopped.attempt("follow_stops", contract_id, lambda id_=contract_id: follow_stops(
            conn, step(f"stops/{id_}"), contract_id=id_), of_contract=True)  # fmt: skip
    for contract_id in promises_to_follow(conn, day):
        stopped.attempt("follow_promises", contract_id, lambda id_=contract_id: follow_promises(
            conn, step(f"promises/{id_}"), contract_id=id_), of_contract=True)  # fmt: skip


def after_slices(conn: Connection, asked: Asked, day: date, stopped: Stopped) -> None:
    """What builds on the slices: accounts in other currencies, once their charges of the day are
    booked, and the scores of companies."""
    for contract_id in ready_to_revalue(conn, day):
        key = f"close/{day}/revaluation/{contract_id}"
        stopped.attempt("revalue", contract_id, lambda id_=contract_id, key=key: revalue(
            conn, replace(asked, key=key, on=day), contract_id=id_), of_contract=True)  # fmt: skip
    stopped.attempt("score_weekly", 0, lambda: score_weekly(
        conn, replace(asked, key=f"close/{day}/warnings", on=day)))  # fmt: skip
