"""The work of the day, stage by stage, through the readers and operations of every other day."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl

from comptant.doors.bench.market.lists import ListFile, write_lists
from comptant.doors.bench.market.load import CASH_CENTS
from comptant.doors.bench.market.loaded import Market
from comptant.doors.bench.market.statements import StatementFile, write_statements
from comptant.doors.bench.market.transfers import paid_and_disputed
from comptant.formats import bankfile
from comptant.formats.many import read_many
from comptant.formats.reading import InvoicesRead
from comptant.operations.assigning.remit import remit_many
from comptant.operations.assigning.sent_files import TOGETHER_LINES, SentFile
from comptant.operations.banking import bank
from comptant.operations.closing import close
from comptant.operations.drawing import payments, releases
from comptant.operations.paying import payout
from comptant.operations.risk import disputes

DISPUTE = "LIT-PRX"
MANY = 1_000  # disputes, contracts or orders in one act, as the commands cut their lists


@dataclass
class Day:
    """The day under way: its files, and what each stage leaves for the next."""

    market: Market
    folder: Path
    lists: list[ListFile] = field(default_factory=list)
    statements: list[StatementFile] = field(default_factory=list)
    disputes: list[tuple[int, int]] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    drawn_cents: int = 0
    released_cents: int = 0

    def prepare(self) -> None:
        """Write the files of the day; this is not measured."""
        world = self.market.world
        self.lists = list(write_lists(world, self.folder / "lists"))
        self.statements = list(
            write_statements(world, self.folder / "bank", self.market.ibans, CASH_CENTS)
        )
        for part in world.day_slices():
            _, disputed = paid_and_disputed(world, part)
            first = self.market.first_invoice + part.invoices_before
            self.disputes += [
                (self.market.first_contract + client, first + index)
                for client, index in disputed.iter_rows()
            ]

    def invoices(self) -> tuple[int, dict[str, Any]]:
        """Every client's list: read, judged, approved, kept, booked, billed; the lists of many
        clients in one act."""
        done = Counter[str]()
        contents = ((sent.path.name, sent.path.read_bytes()) for sent in self.lists)
        waiting: list[tuple[ListFile, InvoicesRead]] = []
        lines = 0
        for sent, read in zip(self.lists, read_many(contents), strict=True):
            if waiting and lines + read.rows.height > TOGETHER_LINES:
                self._remit(waiting, done)
                waiting, lines = [], 0
            waiting.append((sent, read))
            lines += read.rows.height
        self._remit(waiting, done)
        return sum(sent.lines for sent in self.lists), {"files": len(self.lists), **done}

    def _remit(self, waiting: list[tuple[ListFile, InvoicesRead]], done: Counter[str]) -> None:
        """One act for the lists of some clients."""
        box, first = self.market.box, self.market.first_contract
        clients = pl.Series("contract_id", [first + sent.client for sent, _ in waiting])
        heights = pl.Series([read.rows.height for _, read in waiting])
        places = pl.select(pl.int_range(len(waiting)).repeat_by(heights).explode()).to_series()
        sent = pl.concat([read.rows for _, read in waiting])
        contents = [(file.path.name, file.path.read_bytes()) for file, _ in waiting]
        answer = remit_many(
            box.conn, box.asked("anna"), sent=sent.with_columns(clients.gather(places)),
            file_name=f"{len(waiting)} lists", received_at=box.now,
            files=[SentFile(name, hashlib.sha256(data).digest(), data) for name, data in contents],
        )  # fmt: skip
        for one in answer["remittances"]:
            for name in ("accepted", "refused", "accepted_cents"):
                done[name] += one[name]

    def payments(self) -> tuple[int, dict[str, Any]]:
        """Every statement: read, kept, booked, matched, allocated, and all that follows."""
        box = self.market.box
        done = Counter[str]()
        matched = Counter[str]()
        for told in self.statements:
            content = told.path.read_bytes()
            read = bankfile.read(told.path.name, content)
            answer = bank.take_in(
                box.conn, box.asked("tania"), statements=read.statements,
                movements=read.movements, source=told.source, file_name=told.path.name,
                content=content,
            )  # fmt: skip
            for name in ("received", "received_cents", "allocated_cents"):
                done[name] += answer[name]
            matched.update(answer["matched"])
        told_in_all = {"files": len(self.statements), **done, "matched": dict(matched)}
        return sum(told.payments for told in self.statements), told_in_all

    def dispute(self) -> tuple[int, dict[str, Any]]:
        """The disputes of the day as buyers send them: a list, noted in one act a slice."""
        box = self.market.box
        told = pl.DataFrame(self.disputes, {"contract_id": pl.Int64, "invoice_id": pl.Int64},
                            orient="row")  # fmt: skip
        asked = told.with_columns(
            row_number=pl.int_range(1, pl.len() + 1, dtype=pl.Int64), dispute_code=pl.lit(DISPUTE),
            disputed_cents=pl.lit(None, pl.Int64),
            dispute_rest_confirmed=pl.lit(False), source=pl.lit("BUYER"), evidence=pl.lit(""),
        )  # fmt: skip
        for part in asked.select(disputes.TO_OPEN.names).iter_slices(MANY):
            answer = disputes.open_disputes(box.conn, box.asked("anna"), wanted=part)
            if answer["refused"]:
                raise AssertionError(f"disputes were refused: {answer['refused'][:3]}")
        return len(self.disputes), {}

    def draw(self) -> tuple[int, dict[str, Any]]:
        """Every client at work asks for all that is available."""
        first, count = self.market.first_contract, self.market.world.at_work
        wanted = pl.select(contract_id=pl.int_range(first, first + count)).with_columns(
            wanted_cents=pl.lit(None, pl.Int64), payee_account_id=pl.lit(None, pl.Int64)
        )
        refused = Counter[str]()
        for part in wanted.iter_slices(MANY):
            answer = payments.draw_many(
                self.market.box.conn, self.market.box.asked("anna"), wanted=part
            )
            self.orders += [order["order_id"] for order in answer["orders"]]
            self.drawn_cents += answer["total_cents"]
            refused.update(row["refusal"] for row in answer["refused"])
        if set(refused) - {"nothing_available"}:
            raise AssertionError(f"draws were refused: {dict(refused)}")
        return count, {"drawn_cents": self.drawn_cents, "refused": dict(refused)}

    def release(self) -> tuple[int, dict[str, Any]]:
        """The treasurer releases the orders."""
        refused = Counter[str]()
        for start in range(0, len(self.orders), MANY):
            answer = releases.release_many(
                self.market.box.conn, self.market.box.asked("tania"),
                order_ids=self.orders[start : start + MANY],
            )  # fmt: skip
            self.released_cents += answer["total_cents"]
            refused.update(row["refusal"] for row in answer["refused"])
        # Whoever works meanwhile may have been charged a fee between the draw and its release.
        if set(refused) - {"availability_fell"}:
            raise AssertionError(f"releases were refused: {dict(refused)}")
        return len(self.orders), {"released_cents": self.released_cents, "refused": dict(refused)}

    def payout(self) -> tuple[int, dict[str, Any]]:
        """One payment file of all released orders."""
        box = self.market.box
        sent = payout.payout(box.conn, box.asked("tania"), own_account_id=box.own_account_id,
                             execute_on=None)  # fmt: skip
        return int(sent["count"]), {"paid_cents": sent["total_cents"]}

    def close(self) -> tuple[int, dict[str, Any]]:
        """The close of the day: what time changes, proofs, journal numbers."""
        box = self.market.box
        report = close.close(box.conn, box.asked("aron"), box.on, lambda done, of: None)
        return self.market.world.clients.height, {"numbered": report["numbered"]}
