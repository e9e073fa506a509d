"""What may be drawn now, why not more, what would free it, and the shares of spanning ceilings."""

from typing import Any

import click

from comptant.doors import lookup, tables, waterfall, words
from comptant.doors.cli.guaranteeing import GUARANTEE_COLUMNS
from comptant.doors.cli.language import Subject, option
from comptant.doors.cli.shell import Shell, verb
from comptant.doors.words import Both, say

TOP = Subject("available", both=Both("", ""))


def declare(root: Subject) -> None:
    """Add these commands to the program."""
    for command in TOP.commands.values():
        root.add_command(command)


@verb(
    TOP, "availability",
    ("What may be drawn now, from what was assigned. With --explain: every euro in between, its "
     "rule, its clause or law, its buyer or invoice, and the act that would free it.",
     "Ce qui peut être tiré maintenant, à partir de ce qui est cédé. Avec --explain : chaque euro "
     "entre les deux, sa règle, sa clause ou sa loi, son acheteur ou sa facture, et ce qui le "
     "libérerait."),
    "comptant availability C-1 --explain",
)  # fmt: skip
@click.argument("contract")
@option("--explain", "explains", is_flag=True, help=("Account for every euro.",
                                                     "Rendre compte de chaque euro."))  # fmt: skip
def availability(sh: Shell, contract: str, explains: bool) -> None:
    """Show the availability."""
    from comptant.doors.explaining import named
    from comptant.operations.drawing.availability import explain, shares
    from comptant.operations.risk.exceptions import excused, held_all_the_same

    with sh.reading() as (see, _, on):
        found = lookup.contract(see, contract, on)
        last = see("read_last_day", contract_id=found["id"])[0]["last_on"]
    with sh.writing(is_look=True) as (conn, asked):
        seen, parts = explain(conn, asked.by, found["id"], asked.on, asked.at)
        given = shares(conn, asked.by, found["id"], asked.on)
    with sh.reading() as (see, _, on):
        rows = named(see, found, parts.to_dicts())
        excepted = see("read_excused", contract_id=found["id"], on=on)
        guarantees = see("read_guarantees", contract_id=found["id"], numbers=None)
    data = {
        "contract": found["number"], "currency": found["currency"], "on": on,
        "outstanding_cents": seen.totals["outstanding_cents"],
        "available_cents": seen.available_cents, "drawable_cents": seen.drawable_cents,
        "pending_cents": seen.pending_cents, "parts": rows,
        "by_exception": excused(excepted),
        "held_all_the_same": held_all_the_same(excepted), "guaranteed": guarantees, "shares": given,
        "done_since_on": last if last and last > asked.on else None,
    }  # fmt: skip
    if sh.is_json:
        sh.say(data)
        return
    _draw(data)
    _tell_shares(given)
    if explains:
        _explain(data)
    if data["done_since_on"]:
        last_day = words.day(data["done_since_on"])
        tables.complain(say(
            f"Things were done up to {last_day}: what was assigned, paid and drawn is that of "
            "now, judged by the terms of the day asked for. As it was that day: comptant balances "
            "and comptant open-items.",
            f"Il s'est passé des choses jusqu'au {last_day} : le cédé, le payé et le tiré sont "
            "ceux de maintenant, jugés aux conditions du jour demandé. Tel que ce jour-là : "
            "comptant balances et comptant open-items."))  # fmt: skip


def _draw(data: dict[str, Any]) -> None:
    console = tables.console()
    for text, style in waterfall.draw(data["parts"], data["outstanding_cents"], data["currency"]):
        console.print(text, style=style, markup=False, soft_wrap=True)
    drawable = words.money(data["drawable_cents"], data["currency"])
    tables.line()
    tables.line(say(f"May be drawn: {drawable}", f"À tirer : {drawable}"))
    if data["pending_cents"]:
        pending = words.money(data["pending_cents"], data["currency"])
        tables.dim(say(f"Asked for and not released yet: {pending}",
                       f"Demandé et pas encore libéré : {pending}"))  # fmt: skip


def _tell_shares(given: list[dict[str, Any]]) -> None:
    """What the contract may use of ceilings that others share."""
    for row in given:
        scope, share = words.word("scope", row["scope"]), words.money(
            row["share_cents"], row["currency"])  # fmt: skip
        name = f" {row['party_name']}" if row["party_name"] else ""
        tables.dim(say(f"Share of a ceiling ({scope}{name}): {share}",
                       f"Part d'un plafond ({scope}{name}) : {share}"))  # fmt: skip
        if row["is_stale"]:
            tables.dim(say("  the ceiling fell since: no more than what is in use counts",
                           "  le plafond a baissé depuis : seul l'utilisé compte"))  # fmt: skip


def _explain(data: dict[str, Any]) -> None:
    from comptant.rules.reasons import REASONS

    rows = [{**row, "frees": row["freed_by"],
             "source": say(row["source"], REASONS[row["reason"]].source_french)}
            for row in data["parts"]]  # fmt: skip
    ceiling = ("binding_scope",) if any(row["binding_scope"] for row in rows) else ()
    tables.show(rows, ("part", "amount_cents", "sentence", *ceiling, "rule", "source",
                       "buyer_name", "invoice_number", "frees"))  # fmt: skip
    total = sum(row["amount_cents"] for row in rows)
    told, whole = (words.money(cents, data["currency"])
                   for cents in (total, data["outstanding_cents"]))  # fmt: skip
    tables.line(say(f"Sum of the parts {told} = assigned {whole}",
                    f"Somme des postes {told} = cédé {whole}"))  # fmt: skip
    excused = data["by_exception"]
    if excused:
        tables.line(say("\nFinanced by exception", "\nFinancé par dérogation"))
        tables.show(excused, ("invoice_number", "buyer_name", "holds",
                                           "excused_cents", "last_on"))  # fmt: skip
    held = data["held_all_the_same"]
    if held:
        tables.line(
            say(
                "\nExcepted, and held all the same: each reason needs its exception",
                "\nDérogées et retenues quand même : chaque motif veut sa dérogation",
            )
        )
        tables.show(held, ("invoice_number", "buyer_name", "holds", "remaining_reasons",
                           "held_cents"))  # fmt: skip
    debts = data["guaranteed"]
    if debts:
        tables.line(say(
            "\nOut of this account since their guarantee date (recourse, term guarantee_delay_days"
            "): the factor bears what is left of them",
            "\nHors de ce compte depuis leur date de garantie (clause de recours, terme "
            "guarantee_delay_days) : le factor supporte ce qu'il en reste",
        ))  # fmt: skip
        tables.show(debts, GUARANTEE_COLUMNS)
