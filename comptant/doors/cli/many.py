"""Many contracts at once: money asked for by a list or for all, orders released together. What
would be done is shown first, and done once it is confirmed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from comptant.doors import tables, words
from comptant.doors.cli.failures import FILE, FileFault
from comptant.doors.cli.files_in import fault_row, tell_faults
from comptant.doors.cli.shell import Shell, numbered
from comptant.doors.words import say

SLICE = 1_000  # contracts or orders in one act
YES = ("y", "yes", "o", "oui")
SHOWN = 20  # refusals told; all of them with --json
Row = dict[str, Any]


def draw_many(sh: Shell, ctx: click.Context, file: Path | None, is_sure: bool) -> None:
    """Ask for money on the contracts of a list, or on all, within what each has available."""
    from comptant.operations.drawing import payments

    wanted = _of_list(sh, ctx, file) if file else _of_all(sh)
    if not wanted:
        sh.say({"orders": [], "refused": [], "count": 0, "total_cents": 0, "key": sh.key},
               say("No contract may draw.", "Aucun contrat ne peut tirer."))  # fmt: skip
        return
    _check_sure(sh, is_sure)
    if not is_sure:
        told = _together(sh, _preview(sh, wanted), wanted, is_list=file is not None)
        _tell_draws(told, say("Would be asked for", "Seraient demandés"))
        _confirm(told["count"], say("Ask for this money?", "Demander cet argent ?"))
    answers = []
    with tables.progress(say("Asking", "Demandes")) as bar:
        task = bar.add_task("", total=len(wanted))
        for part, rows in enumerate(_slices(wanted), 1):
            answers.append(numbered(sh, part).run(payments.draw_many, wanted=_frame(rows)))
            bar.advance(task, len(rows))
    told = _together(sh, answers, wanted, is_list=file is not None)
    if sh.is_json:
        sh.say(told)
        return
    _tell_draws(told, say("Asked for", "Demandés"))
    tables.line(say("They wait for their release by another person: comptant release --all",
                    "Ils attendent leur libération par une autre personne : "
                    "comptant release --all"))  # fmt: skip
    tables.dim(say(f"key: {sh.key}", f"clé : {sh.key}"))


def _of_list(sh: Shell, ctx: click.Context, file: Path) -> list[Row]:
    """The contracts and amounts of a list; nothing is asked for where a line of it is wrong."""
    from comptant.doors.minor_units import listed
    from comptant.formats.requests import read_requests

    try:
        data = file.read_bytes()
    except OSError as error:
        raise FileFault(say(f"{file} cannot be read: {error.strerror}.",
                            f"{file} ne se lit pas : {error.strerror}.")) from None  # fmt: skip
    read = read_requests(file.name, data)
    faults = [fault_row(fault) for fault in read.faults]
    with sh.reading() as (see, _, on):
        known = {row["number"]: row for row in see("read_contracts", number=None, on=on)}
    for row in read.rows.rows(named=True):
        number = row["contract_number"]
        if number not in known:
            faults.append({"file": file.name, "place": f"line {row['row_number']}, column 1",
                           "code": "contract_unknown", "detail": number, "refuses_file": True,
                           "warns": False,
                           "message": words.refusal("contract_unknown", {"contract": number})}
            )  # fmt: skip
    if faults:
        if sh.is_json:
            sh.say({"orders": [], "refused": [], "count": 0, "total_cents": 0, "faults": faults})
        else:
            tell_faults(faults)
            tables.complain(say("Nothing was asked for.", "Rien n'a été demandé."))
        ctx.exit(FILE)
    wanted = []
    for row in read.rows.rows(named=True):
        of = known[row["contract_number"]]
        cents = row["wanted_cents"]
        wanted.append({"contract_id": of["id"], "number": of["number"], "wanted_cents":
                       None if cents is None else listed(cents, of["currency"])})  # fmt: skip
    return wanted


def _of_all(sh: Shell) -> list[Row]:
    """Every contract that the user sees, whose client may draw."""
    from comptant.rules.availability import DRAWING

    with sh.reading() as (see, _, on):
        found = see("read_contracts", number=None, on=on)
    return [{"contract_id": row["id"], "number": row["number"], "wanted_cents": None}
            for row in found if row["status"] in DRAWING]  # fmt: skip


def _frame(rows: list[Row]) -> Any:
    from comptant.operations.drawing.payments import DRAWS

    return DRAWS.frame({"contract_id": row["contract_id"], "wanted_cents": row["wanted_cents"]}
                       for row in rows)  # fmt: skip


def _slices(rows: list[Any]) -> Iterator[list[Any]]:
    return (rows[start : start + SLICE] for start in range(0, len(rows), SLICE))


def _preview(sh: Shell, wanted: list[Row]) -> list[Row]:
    """What would be answered: the real thing, rolled back."""
    from comptant.operations.drawing.payments import preview_draws

    with sh.writing() as (conn, asked), tables.progress(say("Looking", "Examen")) as bar:
        task = bar.add_task("", total=len(wanted))
        answers = []
        for rows in _slices(wanted):
            answers.append(preview_draws(conn, asked, _frame(rows)))
            bar.advance(task, len(rows))
    return answers


def _together(sh: Shell, answers: list[Row], wanted: list[Row], *, is_list: bool) -> Row:
    """The answers of all slices as one; of all contracts, those without money are no refusal."""
    numbers = {row["contract_id"]: row["number"] for row in wanted}
    refused = [
        {"contract_number": numbers[row["contract_id"]], **row,
         "sentence": words.refusal(row["refusal"], row)}
        for answer in answers for row in answer["refused"]
        if is_list or row["refusal"] != "nothing_available"
    ]  # fmt: skip
    orders = [{"contract_number": numbers[order["contract_id"]], **order}
              for answer in answers for order in answer["orders"]]  # fmt: skip
    return {"key": sh.key, "orders": orders, "refused": refused, "count": len(orders),
            "sums": _sums(orders)}  # fmt: skip


def _sums(rows: list[Row]) -> list[Row]:
    """Amounts per currency."""
    sums: dict[str, int] = {}
    for row in rows:
        sums[row["currency"]] = sums.get(row["currency"], 0) + row["amount_cents"]
    return [{"currency": currency, "amount_cents": cents} for currency, cents in sums.items()]


def _total(sums: list[Row]) -> str:
    return " + ".join(words.money(row["amount_cents"], row["currency"]) for row in sums) or "0"


def _tell_draws(told: Row, what: str) -> None:
    tables.line(say(f"{what}: orders {told['count']}, {_total(told['sums'])}",
                    f"{what} : ordres {told['count']}, {_total(told['sums'])}"))  # fmt: skip
    largest = sorted(told["orders"], key=lambda row: -row["amount_cents"])[:SHOWN]
    if largest:
        title = "" if len(largest) == told["count"] else say("The largest", "Les plus gros")
        tables.show(largest, ("contract_number", "amount_cents", "holder", "iban"), title)
    _tell_refused(told["refused"], ("contract_number", "sentence"))


def _tell_refused(refused: list[Row], columns: tuple[str, ...]) -> None:
    if refused:
        tables.show(refused[:SHOWN], columns, say("Not granted", "Non accordés"))
        if len(refused) > SHOWN:
            more = len(refused) - SHOWN
            tables.dim(say(f"... and {more} more; --json gives them all.",
                           f"... et {more} autres ; --json les donne tous."))  # fmt: skip


def _check_sure(sh: Shell, is_sure: bool) -> None:
    if sh.is_json and not is_sure:
        raise click.UsageError(say("With --json nothing can be confirmed: add --yes.",
                                   "Avec --json rien ne peut être confirmé : ajoutez --yes.")
        )  # fmt: skip


def _confirm(count: int, question: str) -> None:
    if not count:
        raise click.exceptions.Exit(0)
    answer = click.prompt(question, default="", show_default=False,
                          prompt_suffix=say(" [y/N] ", " [o/N] "))  # fmt: skip
    if answer.strip().lower() not in YES:
        raise click.exceptions.Abort


def release_many(sh: Shell, order_ids: tuple[int, ...], is_sure: bool) -> None:
    """Release the orders named, or all that wait, that other people have prepared."""
    from comptant.operations.acts.act import Refused
    from comptant.operations.drawing.releases import release_many as release

    with sh.reading() as (see, user, _):
        if not user.is_factor:
            raise Refused("not_your_right", operation="release", login=user.login)
        waiting = see("read_approvals", kind="payment_order", subject_id=None)
    by_order = {row["subject_id"]: row for row in waiting}
    rows = [by_order[id_] for id_ in order_ids if id_ in by_order] if order_ids else waiting
    ids = list(order_ids) or [row["subject_id"] for row in waiting]
    if not ids:
        sh.say({"key": sh.key, "released": [], "refused": [], "count": 0, "sums": []},
               say("No order waits.", "Aucun ordre n'attend."))  # fmt: skip
        return
    _check_sure(sh, is_sure)
    if not is_sure:
        own = sum(row["proposed_by"] == user.login for row in rows)
        _tell_waiting(rows, own)
        _confirm(len(rows) - own, say("Release them? The money then leaves.",
                                      "Les libérer ? L'argent part alors."))  # fmt: skip
    answers = []
    with tables.progress(say("Releasing", "Libération")) as bar:
        task = bar.add_task("", total=len(ids))
        for part, some in enumerate(_slices(ids), 1):
            answers.append(numbered(sh, part).run(release, order_ids=some))
            bar.advance(task, len(some))
    _say_released(sh, answers, by_order)


def _tell_waiting(rows: list[Row], own: int) -> None:
    tables.line(say(f"Waiting: orders {len(rows)}, {_total(_sums(rows))}",
                    f"En attente : ordres {len(rows)}, {_total(_sums(rows))}"))  # fmt: skip
    largest = sorted(rows, key=lambda row: -row["amount_cents"])[:SHOWN]
    shown = [{**row, "order_id": row["subject_id"]} for row in largest]
    tables.show(shown, ("order_id", "contract_number", "amount_cents", "proposed_by"),
                "" if len(shown) == len(rows) else say("The largest", "Les plus gros")
    )  # fmt: skip
    if own:
        tables.line(say(f"{own} of them you prepared yourself: another person must release them.",
                        f"{own} ont été préparés par vous : une autre personne doit les libérer.")
        )  # fmt: skip


def _say_released(sh: Shell, answers: list[Row], by_order: dict[int, Row]) -> None:
    released = [row for answer in answers for row in answer["released"]]
    refused = [{**row, "sentence": words.refusal(row["refusal"], row)}
               for answer in answers for row in answer["refused"]]  # fmt: skip
    sums = _sums([by_order[row["order_id"]] for row in released if row["order_id"] in by_order])
    told = {"key": sh.key, "released": released, "refused": refused, "count": len(released),
            "sums": sums}  # fmt: skip
    if sh.is_json:
        sh.say(told)
        return
    tables.line(say(f"Released: orders {len(released)}, {_total(sums)}",
                    f"Libérés : ordres {len(released)}, {_total(sums)}"))  # fmt: skip
    _tell_refused(refused, ("order_id", "sentence"))
    if released:
        tables.line(say("Next: comptant payout", "Ensuite : comptant payout"))
    tables.dim(say(f"key: {sh.key}", f"clé : {sh.key}"))
