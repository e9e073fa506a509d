"""The work of the day, stage by stage, through the readers and operations of every other day."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from comptant.doors.bench.market.lists import ListFile, write_lists
from comptant.doors.bench.market.load import CASH_CENTS, Market
from comptant.doors.bench.market.statements import StatementFile, write_statements
from comptant.doors.bench.market.transfers import paid_and_disputed
from comptant.formats import bankfile
from comptant.formats.many import read_many
from comptant.formats.reading import InvoicesRead
from comptant.operations import bank, close, disputes, payments, payout
from comptant.operations.act import Refused
from comptant.operations.remit import LINES_MAX, remit
from comptant.operations.sent_files import SentFile, bundles

DISPUTE = "LIT-PRX"


@dataclass
class Day:
    """The day under way: its files, and what each stage leaves for the next."""

    market: Market
    folder: Path
    lists: list[ListFile] = field(default_factory=list)
    statements: list[StatementFile] = field(default_factory=list)
    disputes: list[tuple[int, int]] = field(default_factory=list)
    approvals: list[int] = field(default_factory=list)
    drawn_cents: int = 0

    def prepare(self) -> None:
        """Write the files of the day; this is not measured."""
        world = self.market.world
        self.lists = list(write_lists(world, self.folder / "lists"))
        self.statements = list(
            write_statements(world, self.folder / "bank", self.market.ibans, CASH_CENTS)
        )
        for part in world.slices():
            _, disputed = paid_and_disputed(world, part)
            first = self.market.first_invoice + part.invoices_before
            self.disputes += [
                (self.market.first_contract + client, first + index)
                for client, index in disputed.iter_rows()
            ]

    def invoices(self) -> tuple[int, dict[str, Any]]:
        """Every client's list: read, judged, approved, kept, booked, billed."""
        done = {"files": len(self.lists), "accepted": 0, "refused": 0, "accepted_cents": 0}
        contents = ((sent.path.name, sent.path.read_bytes()) for sent in self.lists)
        for sent, read in zip(self.lists, read_many(contents), strict=True):
            for answer in self._remit(sent, read):
                for name in ("accepted", "refused", "accepted_cents"):
                    done[name] += answer[name]
        return sum(sent.lines for sent in self.lists), done

    def _remit(self, sent: ListFile, read: InvoicesRead) -> Iterator[dict[str, Any]]:
        box, content = self.market.box, sent.path.read_bytes()
        file = SentFile(sent.path.name, hashlib.sha256(content).digest(), content)
        for bundle in bundles([(file, read)], LINES_MAX, []):
            yield remit(
                box.conn, box.asked("anna"), contract_id=self.market.first_contract + sent.client,
                sent=bundle.rows, file_name=file.name, digest=bundle.digest, received_at=box.now,
                files=bundle.files,
            )  # fmt: skip

    def payments(self) -> tuple[int, dict[str, Any]]:
        """Every statement: read, kept, booked, matched, allocated, and all that follows."""
        box = self.market.box
        done = Counter[str]()
        matched = Counter[str]()
        for told in self.statements:
            content = told.path.read_bytes()
            read = bankfile.read(told.path.name, content)
            answer = bank.bank(
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
        """Each dispute as a person notes it: one act each."""
        box = self.market.box
        for contract_id, invoice_id in self.disputes:
            disputes.open_dispute(
                box.conn, box.asked("anna"), contract_id=contract_id, invoice_id=invoice_id,
                code=DISPUTE, amount_cents=None, is_rest_confirmed=False, source="BUYER",
                evidence="",
            )  # fmt: skip
        return len(self.disputes), {}

    def draw(self) -> tuple[int, dict[str, Any]]:
        """Every client asks for all that is available."""
        box, nothing = self.market.box, 0
        first = self.market.first_contract
        for contract_id in range(first, first + self.market.world.clients.height):
            try:
                order = payments.draw(box.conn, box.asked("anna"), contract_id=contract_id,
                                      amount_cents=None, payee_account_id=None)  # fmt: skip
            except Refused as refused:
                if refused.code != "nothing_available":
                    raise
                nothing += 1
            else:
                self.approvals.append(order["approval_id"])
                self.drawn_cents += order["amount_cents"]
        return self.market.world.clients.height, {
            "drawn_cents": self.drawn_cents,
            "nothing": nothing,
        }

    def release(self) -> tuple[int, dict[str, Any]]:
        """The treasurer releases each order."""
        for approval_id in self.approvals:
            self.market.box.approve({"approval_id": approval_id}, "tania")
        return len(self.approvals), {}

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
        return int(report["contracts"]), {name: report[name] for name in ("judged", "numbered")}
