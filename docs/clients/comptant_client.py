"""A client of the API of Comptant, one module, Python 3.11 and its standard library only.

    from comptant_client import Comptant, Problem

    books = Comptant("https://portal.example.com", key=os.environ["COMPTANT_KEY"])
    for order in books.list_orders(contract_id=7):
        ...
    books.draw(contract_id=7, amount_cents=100_000, key="draw-2026-01-16")

A write is sent under an idempotency key, made if none is given: tried again after a lost answer or
a 429, it is done once. A refusal is a Problem with its stable code. Made from the description of
the API (openapi.json); do not edit.
"""

import base64
import json
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

Answer = dict[str, Any]
TRIES = 4
RETRIED = (429, 502, 503, 504)


class Problem(Exception):
    """What the API refuses: `code` is stable, `title` is for people, `errors` name the fields."""

    def __init__(self, status: int, told: Answer) -> None:
        super().__init__(f"{status} {told.get('code')}: {told.get('title')}")
        self.status = status
        self.code = str(told.get("code") or told.get("error") or "")
        self.title = str(told.get("title") or "")
        self.errors: list[Answer] = told.get("errors") or []
        self.facts: Answer = told.get("facts") or {}


class Transport:
    """Calls with a key, or with tokens got for the id and the key of a client."""

    def __init__(
        self, url: str, *, key: str = "", client_id: str = "", client_secret: str = "",
        language: str = "en", day: date | None = None, timeout: float = 60.0,
    ) -> None:  # fmt: skip
        self.url = url.rstrip("/") + "/api/v1/"
        self.timeout = timeout
        self._client = (client_id, client_secret)
        self._token = key
        self._headers = {"accept-language": language, "accept": "application/json"}
        if day:  # on a trial: the day played
            self._headers["comptant-day"] = day.isoformat()

    def write(self, name: str, key: str | None, given: Answer) -> Answer:
        """An operation, under its idempotency key."""
        body = json.dumps({n: v for n, v in given.items() if v is not None}, default=_plain)
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": "application/json"}
        return self._call("POST", name, body.encode(), headers)

    def look(self, name: str, given: Answer) -> Answer:
        """One object."""
        asked = {n: _text(v) for n, v in given.items() if v is not None}
        return self._call("GET", f"{name}?{urllib.parse.urlencode(asked)}", None, {})

    def rows(self, name: str, given: Answer, size: int) -> Iterator[Answer]:
        """Every row of a list, a page at a time."""
        after = ""
        while True:
            asked = {n: _text(v) for n, v in given.items() if v is not None}
            query = urllib.parse.urlencode({**asked, "after": after, "size": size}, doseq=True)
            page = self._call("GET", f"{name}?{query}", None, {})
            yield from page["rows"]
            after = page["after"]
            if not after:
                return

    def stream(
        self, contract_id: int, body: bytes | Iterable[bytes], kind: str, name: str, key: str | None
    ) -> Answer:
        """A list of invoices; blocks are sent as they come, without being kept, and tried once."""
        query = urllib.parse.urlencode({"contract_id": contract_id, "name": name})
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": kind}
        return self._call("POST", f"bulk/remit?{query}", body, headers)

    def files(
        self, path: str, contract_id: int, files: Mapping[str, bytes], key: str | None = None
    ) -> Answer:
        """Files by their names, as a form."""
        mark = uuid.uuid4().hex
        parts = []
        for name, content in files.items():
            told = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
            parts += [f'--{mark}\r\nContent-Disposition: form-data; name="files"; '
                      f'filename="{told}"\r\n\r\n'.encode(), content, b"\r\n"]  # fmt: skip
        parts.append(f"--{mark}--\r\n".encode())
        query = urllib.parse.urlencode({"contract_id": contract_id})
        headers = {"content-type": f"multipart/form-data; boundary={mark}"}
        if key:
            headers["idempotency-key"] = key
        return self._call("POST", f"{path}?{query}", b"".join(parts), headers)

    def _call(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Answer:
        tries = TRIES if body is None or isinstance(body, bytes) else 1
        for number in range(1, tries + 1):
            if not self._token:
                self._token = self._new_token()
            request = urllib.request.Request(
                self.url + path,
                body,
                method=method,
                headers={**self._headers, **headers, "authorization": f"Bearer {self._token}"},
            )
            try:
                with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                    return dict(json.load(answer))
            except urllib.error.HTTPError as error:
                if error.code == 401 and self._client[0] and number < tries:
                    self._token = ""  # its hour is over
                    continue
                if error.code not in RETRIED or number == tries:
                    raise Problem(error.code, _read(error)) from None
                time.sleep(min(int(error.headers.get("Retry-After") or number), 60))
            except (urllib.error.URLError, TimeoutError):
                if number == tries:
                    raise
                time.sleep(number)
        raise AssertionError("every try returns or raises")

    def _new_token(self) -> str:
        told = base64.b64encode(":".join(self._client).encode()).decode()
        request = urllib.request.Request(
            self.url + "oauth/token",
            b"grant_type=client_credentials",
            {"authorization": f"Basic {told}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                return str(json.load(answer)["access_token"])
        except urllib.error.HTTPError as error:
            raise Problem(error.code, _read(error)) from None


def _read(error: urllib.error.HTTPError) -> Answer:
    try:
        return dict(json.load(error))
    except ValueError:
        return {"code": "unreadable", "title": error.reason}


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return [_text(one) for one in value]
    return str(value).lower() if isinstance(value, bool) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value)


class Comptant(Transport):
    """Every operation and every list of the API."""

    def accept_clock(
        self,
        *,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Say that the present instant is right although earlier acts bear a later one."""
        return self.write(
            "accept_clock",
            key,
            {
                "reason": reason,
            },
        )

    def list_account(
        self,
        *,
        contract_id: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per entry that moved the client's current account in a period of value dates:
        credit (owed to the client) positive, with the sum of the period so far.
        """
        return self.rows(
            "account",
            {
                "contract_id": contract_id,
                "from_on": from_on,
                "until_on": until_on,
                "known_at": known_at,
            },
            size,
        )

    def list_account_entries(
        self,
        *,
        contract_id: int | None = None,
        accounts: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per entry that moved some accounts of a contract, with what it moved them by
        together: debit positive, the latest first.
        """
        return self.rows(
            "account_entries",
            {
                "contract_id": contract_id,
                "accounts": accounts,
            },
            size,
        )

    def list_account_lines(
        self,
        *,
        contract_id: int | None = None,
        account: str | None = None,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of an account of a contract up to a value date, as it was known at an
        instant: debit positive, the latest first.
        """
        return self.rows(
            "account_lines",
            {
                "contract_id": contract_id,
                "account": account,
                "on": on,
                "known_at": known_at,
            },
            size,
        )

    def list_act(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors: an act, the key it was asked under,
        the answer it gave, its seal.
        """
        return self.rows(
            "act",
            {
                "id": id,
            },
            size,
        )

    def list_act_approvals(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors per approval that an act proposed or
        decided, with both acts: the other one carried it, or answered it.
        """
        return self.rows(
            "act_approvals",
            {
                "id": id,
            },
            size,
        )

    def list_act_documents(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors per file that an act kept."""
        return self.rows(
            "act_documents",
            {
                "id": id,
            },
            size,
        )

    def list_act_entries(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors per entry that an act booked;
        `amount_cents`: what its debits come to.
        """
        return self.rows(
            "act_entries",
            {
                "id": id,
            },
            size,
        )

    def list_acts(
        self,
        *,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        login: str | None = None,
        operation: str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors per act of a period: who did what,
        when, through which key, the digest of its arguments, its place in the chain.
        """
        return self.rows(
            "acts",
            {
                "from_on": from_on,
                "until_on": until_on,
                "login": login,
                "operation": operation,
                "contract_id": contract_id,
            },
            size,
        )

    def add_group_member(
        self,
        *,
        from_on: date | str,
        group_id: int,
        is_member: bool,
        party_id: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Say from a day on that a party belongs to a group, or no longer does."""
        return self.write(
            "add_group_member",
            key,
            {
                "from_on": from_on,
                "group_id": group_id,
                "is_member": is_member,
                "party_id": party_id,
                "source": source,
            },
        )

    def add_own_account(
        self,
        *,
        bic: str,
        books_from: str,
        buyer_id: int,
        contract_id: int,
        currency: str,
        iban: str,
        name: str,
        parent_iban: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Declare an account of ours with the one source that books it; a virtual IBAN names its
        parent, whose statements tell it. It waits for another person (`approval_id`).
        """
        return self.write(
            "add_own_account",
            key,
            {
                "bic": bic,
                "books_from": books_from,
                "buyer_id": buyer_id,
                "contract_id": contract_id,
                "currency": currency,
                "iban": iban,
                "name": name,
                "parent_iban": parent_iban,
            },
        )

    def add_party(
        self,
        *,
        country: str,
        kind: str,
        name: str,
        numbers: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """A new party with its public numbers (scheme -> number), their check digits verified. A
        SIRET and a French VAT number give it its SIREN too.
        """
        return self.write(
            "add_party",
            key,
            {
                "country": country,
                "kind": kind,
                "name": name,
                "numbers": numbers,
            },
        )

    def add_webhook(
        self,
        *,
        kinds: list[Any],
        url: str,
        key: str | None = None,
    ) -> Answer:
        """Tell an address of events of one's own contracts (the factor: of all), of some kinds
        (none: of all). The door makes the token that signs and shows it once.
        """
        return self.write(
            "add_webhook",
            key,
            {
                "kinds": kinds,
                "url": url,
            },
        )

    def advance_on_order(
        self,
        *,
        contract_id: int,
        purchase_order_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Advance on an order agreed: credited to the client's account, from which he draws it. The
        charge to the day by which the order is invoiced is taken at once; the real day corrects
        it.
        """
        return self.write(
            "advance_on_order",
            key,
            {
                "contract_id": contract_id,
                "purchase_order_id": purchase_order_id,
                "amount_cents": amount_cents,
            },
        )

    def list_advices(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per advice of a buyer whose payment has not come yet."""
        return self.rows("advices", {}, size)

    def advise(
        self,
        *,
        amount_cents: int,
        content: bytes | str,
        currency: str,
        file_name: str,
        lines: list[Any],
        reference: str,
        contract_id: int | None = None,
        paid_on: date | str | None = None,
        payment_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Take in an advice (ADVICE_LINES): allocate the waiting payment of that sum and buyer as
        told, or keep the advice until it comes. `payment_id`: it is for that payment.
        """
        return self.write(
            "advise",
            key,
            {
                "amount_cents": amount_cents,
                "content": content,
                "currency": currency,
                "file_name": file_name,
                "lines": lines,
                "reference": reference,
                "contract_id": contract_id,
                "paid_on": paid_on,
                "payment_id": payment_id,
            },
        )

    def list_advised(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract that an adviser advises on: assigned, approved, in use."""
        return self.rows("advised", {}, size)

    def list_aged_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer of a contract that owes something: the aged balance of its open invoices
        on the day, credit notes apart.
        """
        return self.rows(
            "aged_buyers",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def list_ageing(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per currency and bucket of lateness: what is open, of a contract; of all
        contracts, as the last close found it, or now in a currency of which it found nothing.
        """
        return self.rows(
            "ageing",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def allocate(
        self,
        *,
        contract_id: int,
        invoices: dict[str, Any],
        payment_id: int,
        key: str | None = None,
    ) -> Answer:
        """Allocate money that waits to open invoices by hand: invoice id -> cents."""
        return self.write(
            "allocate",
            key,
            {
                "contract_id": contract_id,
                "invoices": invoices,
                "payment_id": payment_id,
            },
        )

    def allot(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        currency: str,
        party_id: int,
        scope: str,
        key: str | None = None,
    ) -> Answer:
        """Give a contract its share of a ceiling that spans contracts; all shares stay within it."""
        return self.write(
            "allot",
            key,
            {
                "amount_cents": amount_cents,
                "contract_id": contract_id,
                "currency": currency,
                "party_id": party_id,
                "scope": scope,
            },
        )

    def amend_contract(
        self,
        *,
        contract_id: int,
        from_on: date | str,
        source: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """Change terms from a day on; earlier days keep what they had, and the past is recomputed
        with the past's terms. Open invoices are judged again, for terms to come too: each invoice
        knows the next day th
        """
        return self.write(
            "amend_contract",
            key,
            {
                "contract_id": contract_id,
                "from_on": from_on,
                "source": source,
                "terms": terms,
            },
        )

    def announce(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> Answer:
        """Keep what a camt.052 or camt.054 (STATEMENTS, ANNOUNCED) tells; the same told again is
        one.
        """
        return self.write(
            "announce",
            key,
            {
                "content": content,
                "file_name": file_name,
            },
        )

    def answer_dispute(
        self,
        *,
        contract_id: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> Answer:
        """Note the client's answer, which changes no amount. Refused: as settle_dispute."""
        return self.write(
            "answer_dispute",
            key,
            {
                "contract_id": contract_id,
                "dispute_id": dispute_id,
                "evidence": evidence,
            },
        )

    def apply_credit_note(
        self,
        *,
        contract_id: int,
        credit_note_id: int,
        invoice_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Apply a credit note, or part of it, to an open invoice of the same buyer."""
        return self.write(
            "apply_credit_note",
            key,
            {
                "contract_id": contract_id,
                "credit_note_id": credit_note_id,
                "invoice_id": invoice_id,
                "amount_cents": amount_cents,
            },
        )

    def list_approvals(
        self,
        *,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per approval that waits for an answer and can still be given one; of a kind and
        subject, nulls ask for all. `facts`: what its ids name.
        """
        return self.rows(
            "approvals",
            {
                "kind": kind,
                "subject_id": subject_id,
            },
            size,
        )

    def approve_payables(
        self,
        *,
        contract_id: int,
        payable_ids: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Approve payables. This cannot be undone: from now on the buyer owes each of them to us, or
        to its supplier by us, on its due date, whatever it may have against the invoice later.
        Suppliers who chose s
        """
        return self.write(
            "approve_payables",
            key,
            {
                "contract_id": contract_id,
                "payable_ids": payable_ids,
            },
        )

    def list_arrivals(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per mail or lot of files that came to a contract (null: all that may be seen),
        what became of it, and whether its mail was answered.
        """
        return self.rows(
            "arrivals",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def ask_callback(
        self,
        *,
        caller: str,
        phone: str,
        question: str,
        file_id: int | None = None,
        link_id: int | None = None,
        quote_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Have an adviser of the house call `caller` about a quote or a file of offers, one of both:
        a case is opened for whoever has the fewest, to be called by the end of the next business
        day. What is weak,
        """
        return self.write(
            "ask_callback",
            key,
            {
                "caller": caller,
                "phone": phone,
                "question": question,
                "file_id": file_id,
                "link_id": link_id,
                "quote_id": quote_id,
            },
        )

    def ask_conditions_signature(
        self,
        *,
        contract_id: int,
        language: str,
        login: str,
        way: str,
        also: list[Any] | None = None,
        last_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Ask a person of the client, who has the power to, to sign the special conditions of its
        contract until a last day (none: 30 days). The door makes the paper (PDF/A) in a language
        and tells the `version
        """
        return self.write(
            "ask_conditions_signature",
            key,
            {
                "contract_id": contract_id,
                "language": language,
                "login": login,
                "way": way,
                "also": also,
                "last_on": last_on,
            },
        )

    def ask_early(
        self,
        *,
        payable_ids: list[Any],
        key: str | None = None,
    ) -> Answer:
        """A supplier asks to be paid now what the buyer of one programme has approved: all of the
        list, or none. The price is the discount shown, for the day promised, and nothing else is
        ever asked of the supp
        """
        return self.write(
            "ask_early",
            key,
            {
                "payable_ids": payable_ids,
            },
        )

    def ask_title_signature(
        self,
        *,
        contract_id: int,
        login: str,
        remittance_id: int,
        way: str,
        also: list[Any] | None = None,
        key: str | None = None,
    ) -> Answer:
        """Ask a person of the client (`login`), who has the power to, to sign the title of a
        remittance today: by a code (SIMPLE) or at the provider of advanced signatures (ADVANCED).
        The paper is made in Frenc
        """
        return self.write(
            "ask_title_signature",
            key,
            {
                "contract_id": contract_id,
                "login": login,
                "remittance_id": remittance_id,
                "way": way,
                "also": also,
            },
        )

    def list_asked_orders(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment to the client that is asked for and neither released nor refused, of a
        contract: the latest first.
        """
        return self.rows(
            "asked_orders",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def get_availability(
        self,
        *,
        contract_id: int,
    ) -> Answer:
        """What may be drawn now on a contract, and each euro in between: its part, its reason, the
        sentence, the buyer and the invoice, what would free it.
        """
        return self.look(
            "availability",
            {
                "contract_id": contract_id,
            },
        )

    def list_balances(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per account of a contract: its balance at a value date as it was known at an
        instant, debit positive.
        """
        return self.rows(
            "balances",
            {
                "contract_id": contract_id,
                "on": on,
                "known_at": known_at,
            },
            size,
        )

    def bank(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> Answer:
        """Take in a bank file (STATEMENTS, BANK_MOVEMENTS) read from `source` (camt.053, cfonb120,
        mt940).
        """
        return self.write(
            "bank",
            key,
            {
                "content": content,
                "file_name": file_name,
            },
        )

    def bank_slice(
        self,
        *,
        first_id: int,
        last_id: int,
        key: str | None = None,
    ) -> Answer:
        """Book one slice of a file taken in by `bank`: the movements between these two."""
        return self.write(
            "bank_slice",
            key,
            {
                "first_id": first_id,
                "last_id": last_id,
            },
        )

    def list_broker_mandates(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per mandate of a broker for a contract, as it stands."""
        return self.rows(
            "broker_mandates",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_brokered(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract that a broker has brought: its client, since when, bought over twelve
        months.
        """
        return self.rows("brokered", {}, size)

    def list_brokers(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per company that the register of intermediaries was asked about, as last looked
        up.
        """
        return self.rows("brokers", {}, size)

    def quote_files(
        self,
        *,
        contract_id: int,
        files: Mapping[str, bytes],
    ) -> Answer:
        """What files of invoices would bring and cost before they are ceded: sent as to
        `bulk/remit_files`, nothing is kept.
        """
        return self.files("bulk/quote_files", contract_id, files, None)

    def bulk_remit(
        self,
        *,
        contract_id: int,
        body: bytes | Iterable[bytes],
        kind: str = "application/x-ndjson",
        name: str = "list",
        key: str | None = None,
    ) -> Answer:
        """A list of up to 100 000 invoices of a contract, as a stream: application/x-ndjson (each
        line an invoice as `remit` takes it) or text/csv (as a file that is dropped in the
        portal).
        """
        return self.stream(contract_id, body, kind, name, key)

    def remit_files(
        self,
        *,
        contract_id: int,
        files: Mapping[str, bytes],
        key: str | None = None,
    ) -> Answer:
        """Files of invoices and credit notes of a contract, in the field `files` of a form
        (multipart/form-data): Factur-X, UBL, CII, CSV, XLSX, XLS, ODS, mixed at will, 1 000 files
        and 64 MB at most. They beco
        """
        return self.files("bulk/remit_files", contract_id, files, key or str(uuid.uuid4()))

    def list_buyer_facts(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer of a contract about whom something dated is known: the latest value of
        each fact.
        """
        return self.rows(
            "buyer_facts",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer of a contract: its limit in force on the day and what it owes."""
        return self.rows(
            "buyers",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def get_callback(
        self,
        *,
        callback_id: int,
    ) -> Answer:
        """A call that was asked for: how it stands, its diagnosis (what is weak, options, what is
        missing), what was done.
        """
        return self.look(
            "callback",
            {
                "callback_id": callback_id,
            },
        )

    def list_callback_steps(
        self,
        *,
        callback_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per thing done about a call that was asked for, the oldest first."""
        return self.rows(
            "callback_steps",
            {
                "callback_id": callback_id,
            },
            size,
        )

    def list_callbacks(
        self,
        *,
        on: date | str | None = None,
        state: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per call that was asked for and that the reader may see (of a state; null: those
        that are not closed), what is due first on top: whose turn it is, by when, how many days
        late.
        """
        return self.rows(
            "callbacks",
            {
                "on": on,
                "state": state,
            },
            size,
        )

    def cancel_draw(
        self,
        *,
        contract_id: int,
        order_id: int,
        key: str | None = None,
    ) -> Answer:
        """Take back money asked for, while nobody has released it: it may be asked for again at
        once.
        """
        return self.write(
            "cancel_draw",
            key,
            {
                "contract_id": contract_id,
                "order_id": order_id,
            },
        )

    def cancel_instrument(
        self,
        *,
        contract_id: int,
        instrument_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Give an instrument back, or call off a debit, before it is remitted to our bank."""
        return self.write(
            "cancel_instrument",
            key,
            {
                "contract_id": contract_id,
                "instrument_id": instrument_id,
                "reason": reason,
            },
        )

    def cancel_payables(
        self,
        *,
        contract_id: int,
        payable_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Take payables back that were sent by mistake, before they are approved: afterwards the
        buyer owes them for good. All of them, or none.
        """
        return self.write(
            "cancel_payables",
            key,
            {
                "contract_id": contract_id,
                "payable_ids": payable_ids,
                "reason": reason,
            },
        )

    def cancel_purchase_order(
        self,
        *,
        contract_id: int,
        purchase_order_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """An order is cancelled, or will not be invoiced as it stands: nothing more is advanced on
        it, and what is owed on it is claimed at once from the client's account.
        """
        return self.write(
            "cancel_purchase_order",
            key,
            {
                "contract_id": contract_id,
                "purchase_order_id": purchase_order_id,
                "reason": reason,
            },
        )

    def list_candidates(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per open invoice that a waiting payment may be for: those that its text names
        first, then those of its amount, then the oldest.
        """
        return self.rows(
            "candidates",
            {
                "id": id,
                "contract_id": contract_id,
            },
            size,
        )

    def list_cash(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment received that still waits, on a contract or (contract number null) on
        the house's own.
        """
        return self.rows(
            "cash",
            {
                "id": id,
                "contract_id": contract_id,
            },
            size,
        )

    def cede_ledger(
        self,
        *,
        contract_id: int,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Cede all that a client's ledger (SENT_INVOICES: invoices still to be paid, credit notes)
        says and that no contract of the client has had: found by number in the year of its date.
        One remittance, as `r
        """
        return self.write(
            "cede_ledger",
            key,
            {
                "contract_id": contract_id,
                "file_name": file_name,
                "sent": sent,
            },
        )

    def list_charges(
        self,
        *,
        contract_id: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of the bills of a contract, or of all, between two days: what it is for,
        under which clause, on what, for which days, at which rate.
        """
        return self.rows(
            "charges",
            {
                "contract_id": contract_id,
                "from_on": from_on,
                "until_on": until_on,
            },
            size,
        )

    def clear_screening(
        self,
        *,
        contract_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Say that what the last screening found alike is somebody else; it counts once another
        person approves. Refused: contract_unknown, reason_missing, nothing_alike.
        """
        return self.write(
            "clear_screening",
            key,
            {
                "contract_id": contract_id,
                "reason": reason,
            },
        )

    def close_callback(
        self,
        *,
        callback_id: int,
        note: str,
        outcome: str,
        key: str | None = None,
    ) -> Answer:
        """Close a case: GOES_ON (to a contract), NOT_NOW, DECLINED, NEVER_REACHED. Whom to call is
        forgotten. Nobody goes on, declines or waits who was never spoken to.
        """
        return self.write(
            "close_callback",
            key,
            {
                "callback_id": callback_id,
                "note": note,
                "outcome": outcome,
            },
        )

    def close_contract(
        self,
        *,
        contract_id: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Close a contract for good: every account is at 0.00 and nothing is open."""
        return self.write(
            "close_contract",
            key,
            {
                "contract_id": contract_id,
                "source": source,
            },
        )

    def close_day(
        self,
        *,
        day: date | str,
        key: str | None = None,
    ) -> Answer:
        """Close the house's day once every contract is closed: journal numbers, months that are
        over, the day's report, which is kept. Refused: contract_not_closed, day_closed,
        day_skipped.
        """
        return self.write(
            "close_day",
            key,
            {
                "day": day,
            },
        )

    def close_period(
        self,
        *,
        month_on: date | str,
        key: str | None = None,
    ) -> Answer:
        """Close an accounting month before the close of the next one's first day does. For good:
        what is late goes to the first open day, and keeps its value date.
        """
        return self.write(
            "close_period",
            key,
            {
                "month_on": month_on,
            },
        )

    def close_slice(
        self,
        *,
        contract_ids: list[Any],
        number: int,
        key: str | None = None,
    ) -> Answer:
        """Close the day of the act for some contracts: what time changes, fund, charges, fees,
        proof.
        """
        return self.write(
            "close_slice",
            key,
            {
                "contract_ids": contract_ids,
                "number": number,
            },
        )

    def list_collections(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per remittance of instruments to a bank of ours, with what the bank has not
        credited yet.
        """
        return self.rows(
            "collections",
            {
                "id": id,
            },
            size,
        )

    def list_commission_statements(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per statement of commissions, the last ones first."""
        return self.rows(
            "commission_statements",
            {
                "party_id": party_id,
            },
            size,
        )

    def list_commission_terms(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per set of terms of a commission, the last ones first."""
        return self.rows(
            "commission_terms",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_commissions(
        self,
        *,
        party_id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per change of what a broker has earned by a contract, the last ones first."""
        return self.rows(
            "commissions",
            {
                "party_id": party_id,
                "contract_id": contract_id,
            },
            size,
        )

    def list_companies(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per company that the user may act for, with the roles held there."""
        return self.rows("companies", {}, size)

    def compare(
        self,
        *,
        buyers: list[Any],
        client_class: str,
        offers: list[Any],
        sales: list[Any],
        told: dict[str, Any],
        wants_cover: bool,
        wants_discretion: bool,
        need_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Lay offers (COMPARED) side by side on the same ledger, under each scenario: cost, cash,
        risk kept, duties, what buyers see, what is saved; which to take, why, and what would
        change it. An offer that t
        """
        return self.write(
            "compare",
            key,
            {
                "buyers": buyers,
                "client_class": client_class,
                "offers": offers,
                "sales": sales,
                "told": told,
                "wants_cover": wants_cover,
                "wants_discretion": wants_discretion,
                "need_cents": need_cents,
            },
        )

    def compare_files(
        self,
        *,
        client_class: str,
        file_ids: list[Any],
        products: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Lay the offers of files that came back for one request side by side, with what the house
        would offer (`products`, priced by its tariff for a company of this class): as compare().
        The ledger is that of
        """
        return self.write(
            "compare_files",
            key,
            {
                "client_class": client_class,
                "file_ids": file_ids,
                "products": products,
            },
        )

    def list_concentration(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer among the twelve that owe the most in a currency, of a contract (null:
        of all), with its share of all that is owed.
        """
        return self.rows(
            "concentration",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def confirm_rest(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> Answer:
        """The buyer confirms in writing that he owes all but `amount_cents`. Refused: as
        settle_dispute.
        """
        return self.write(
            "confirm_rest",
            key,
            {
                "amount_cents": amount_cents,
                "contract_id": contract_id,
                "dispute_id": dispute_id,
                "evidence": evidence,
            },
        )

    def list_contracts(
        self,
        *,
        on: date | str | None = None,
        number: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract that may be seen, with its terms in force on the day; by number or
        id, nulls ask for all.
        """
        return self.rows(
            "contracts",
            {
                "on": on,
                "number": number,
            },
            size,
        )

    def list_cost_of_year(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per month of the year before a day and currency: factoring fees and financing
        charges before VAT, of a contract (null: of all).
        """
        return self.rows(
            "cost_of_year",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def list_credit_notes(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per open credit note of the buyer of an invoice of a contract."""
        return self.rows(
            "credit_notes",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_debits(
        self,
        *,
        movement_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per bank debit that waits for an explanation (null: all of them, else one): it has
        none, or what it had was undone.
        """
        return self.rows(
            "debits",
            {
                "movement_id": movement_id,
            },
            size,
        )

    def list_decisions(
        self,
        *,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        login: str | None = None,
        kind: str | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators, accountants and auditors per approval decided in a period: who
        proposed what, who decided, as whom, under which key, and what came of it.
        """
        return self.rows(
            "decisions",
            {
                "from_on": from_on,
                "until_on": until_on,
                "login": login,
                "kind": kind,
                "id": id,
            },
            size,
        )

    def defund(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        is_lifted: bool | None = None,
        key: str | None = None,
    ) -> Answer:
        """Put open invoices in reserve: the factor goes on collecting them and finances them no
        more, until the reserve is lifted. No account changes. Source: DOMAIN 3.7 L1.
        """
        return self.write(
            "defund",
            key,
            {
                "contract_id": contract_id,
                "invoice_ids": invoice_ids,
                "reason": reason,
                "is_lifted": is_lifted,
            },
        )

    def list_delays(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice of a contract: when it came, what was promised, its advance and when
        it became fundable, when it was paid.
        """
        return self.rows(
            "delays",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_delegated_draws(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per draw that somebody of an accountant's firm asked for, for the client of a
        contract (null: of all that may be seen).
        """
        return self.rows(
            "delegated_draws",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_delegations(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        login: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per delegation of the draws of a contract (null: of all that may be seen): to
        whom, how much a draw, until when, who proposed it, where it stands; of a person or of
        all.
        """
        return self.rows(
            "delegations",
            {
                "on": on,
                "contract_id": contract_id,
                "login": login,
            },
            size,
        )

    def list_deliveries(
        self,
        *,
        webhook_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per telling of an event to an address: what happened, how often it was tried, and
        what was answered.
        """
        return self.rows(
            "deliveries",
            {
                "webhook_id": webhook_id,
            },
            size,
        )

    def disclose_contract(
        self,
        *,
        contract_id: int,
        needs_notice: bool,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Propose that the buyers of a confidential contract are told that it assigns to us; it
        counts once another person approves: from that day the contract is notified, and a notice
        waits for each buyer tha
        """
        return self.write(
            "disclose_contract",
            key,
            {
                "contract_id": contract_id,
                "needs_notice": needs_notice,
                "source": source,
            },
        )

    def list_dispute_steps(
        self,
        *,
        contract_id: int | None = None,
        dispute_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per step of a dispute, in order."""
        return self.rows(
            "dispute_steps",
            {
                "contract_id": contract_id,
                "dispute_id": dispute_id,
            },
            size,
        )

    def list_disputes(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per dispute of a contract (null: of every contract): what is left of it, and how
        it stands.
        """
        return self.rows(
            "disputes",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def get_document(
        self,
        *,
        digest: str,
    ) -> Answer:
        """A file that came in or went out, byte for byte (base64), by its digest in `/documents`."""
        return self.look(
            "document",
            {
                "digest": digest,
            },
        )

    def list_documents(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per file that came in or went out on a contract, the latest first."""
        return self.rows(
            "documents",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def draw(
        self,
        *,
        contract_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Ask for money: within the availability computed here, under the contract's lock."""
        return self.write(
            "draw",
            key,
            {
                "contract_id": contract_id,
                "amount_cents": amount_cents,
                "payee_account_id": payee_account_id,
            },
        )

    def draw_many(
        self,
        *,
        wanted: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Ask for money on many contracts (DRAWS, each once, at most DRAWS_MAX) in one act."""
        return self.write(
            "draw_many",
            key,
            {
                "wanted": wanted,
            },
        )

    def get_draw_quote(
        self,
        *,
        contract_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
    ) -> Answer:
        """What a draw would cost and when it would be paid, before it is asked for: the same figures
        as the portal shows. Without an amount, all that may be drawn; without an account to pay,
        the only one that i
        """
        return self.look(
            "draw_quote",
            {
                "contract_id": contract_id,
                "amount_cents": amount_cents,
                "payee_account_id": payee_account_id,
            },
        )

    def list_draws(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per draw of a contract that the bank has executed and not given back, or that is
        under way (no executed_on).
        """
        return self.rows(
            "draws",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def get_early_price(
        self,
        *,
        payable_id: int,
    ) -> Answer:
        """What early payment of an approved payable would cost its supplier and when it would be
        paid, before it is asked for. Nothing is kept.
        """
        return self.look(
            "early_price",
            {
                "payable_id": payable_id,
            },
        )

    def list_email(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row: the reader's own e-mail address, where one has been confirmed, and since when."""
        return self.rows("email", {}, size)

    def end_exception(
        self,
        *,
        contract_id: int,
        reason_code: str,
        subject: str,
        subject_id: int,
        why: str,
        key: str | None = None,
    ) -> Answer:
        """End an exception today. Refused: subject_unknown, exception_unknown, evidence_missing."""
        return self.write(
            "end_exception",
            key,
            {
                "contract_id": contract_id,
                "reason_code": reason_code,
                "subject": subject,
                "subject_id": subject_id,
                "why": why,
            },
        )

    def end_power(
        self,
        *,
        power_id: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Say that a power is over, from now on: nothing more is signed under it."""
        return self.write(
            "end_power",
            key,
            {
                "power_id": power_id,
                "source": source,
            },
        )

    def end_webhook(
        self,
        *,
        webhook_id: int,
        key: str | None = None,
    ) -> Answer:
        """Tell an address nothing more; what waits for it is dropped. Refused: webhook_unknown."""
        return self.write(
            "end_webhook",
            key,
            {
                "webhook_id": webhook_id,
            },
        )

    def list_entries(
        self,
        *,
        contract_id: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of the entries of a contract (null: of all) booked between two days."""
        return self.rows(
            "entries",
            {
                "contract_id": contract_id,
                "from_on": from_on,
                "until_on": until_on,
                "known_at": known_at,
            },
            size,
        )

    def list_entry_documents(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per file that an entry of a contract comes from: what was remitted, the statement
        that tells the movement.
        """
        return self.rows(
            "entry_documents",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_entry_items(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice, credit note or payment that an entry of a contract moved."""
        return self.rows(
            "entry_items",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_entry_lines(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of an entry of a contract."""
        return self.rows(
            "entry_lines",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_events(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per business event of contracts that may be seen, of a contract or of all."""
        return self.rows(
            "events",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_exceptions(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per exception granted of a contract (null: of every contract): whether it is in
        force on the day, and who said so.
        """
        return self.rows(
            "exceptions",
            {
                "on": on,
                "contract_id": contract_id,
                "everything": everything,
            },
            size,
        )

    def list_excused(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per open held invoice of a contract of which an exception excuses a reason, with
        the exceptions in force on the day.
        """
        return self.rows(
            "excused",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def get_exit_simulation(
        self,
        *,
        contract_id: int,
        notice_on: date | str | None = None,
    ) -> Answer:
        """What leaving by a notice of a day (without: today) would cost and when: dates, what must
        be repaid, the weeks to the last payment, what is owed on which day. Nothing is kept.
        """
        return self.look(
            "exit_simulation",
            {
                "contract_id": contract_id,
                "notice_on": notice_on,
            },
        )

    def list_expected(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment that a bank has announced and no statement has booked; late once a
        statement has closed its day.
        """
        return self.rows(
            "expected",
            {
                "on": on,
            },
            size,
        )

    def explain_debit(
        self,
        *,
        movement_id: int,
        order_ids: list[Any],
        payment_ids: list[Any],
        reason: str,
        account: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Propose what a debit in suspense was: a cost (`account`); or payment orders of ours, which
        it executed without naming them; or the payments, of whatever contracts, that the bank has
        taken back with it
        """
        return self.write(
            "explain_debit",
            key,
            {
                "movement_id": movement_id,
                "order_ids": order_ids,
                "payment_ids": payment_ids,
                "reason": reason,
                "account": account,
            },
        )

    def list_facts(
        self,
        *,
        contract_id: int | None = None,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per dated fact told of a contract, its buyers or its invoices, in order;
        `until_on`: the day from which another was told.
        """
        return self.rows(
            "facts",
            {
                "contract_id": contract_id,
                "kind": kind,
                "subject_id": subject_id,
            },
            size,
        )

    def list_feeds(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per way by which a contract (null: all that may be seen) is fed now, and in whose
        name.
        """
        return self.rows(
            "feeds",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def fit_ceiling(
        self,
        *,
        ceiling_id: int,
        key: str | None = None,
    ) -> Answer:
        """At the close: a ceiling that falls tomorrow, or fell, has its shares cut to what is left."""
        return self.write(
            "fit_ceiling",
            key,
            {
                "ceiling_id": ceiling_id,
            },
        )

    def forward(
        self,
        *,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """A buyer has paid us what was never assigned: the client is credited, and paid by an order
        that another person releases, unless he owes us: then it stays on his account.
        """
        return self.write(
            "forward",
            key,
            {
                "contract_id": contract_id,
                "payment_id": payment_id,
                "amount_cents": amount_cents,
                "payee_account_id": payee_account_id,
            },
        )

    def list_funds_over_time(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per week of the year before a day and currency: what was owed and lent at its end,
        of a contract (null: of all).
        """
        return self.rows(
            "funds_over_time",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def give_notice(
        self,
        *,
        contract_id: int,
        given_by: str,
        received_on: date | str,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """End a contract with notice: from today nothing more is drawn, from `ends_on` nothing more
        is assigned. The client's notice counts in months, the factor's in days, from the day on
        which it was received
        """
        return self.write(
            "give_notice",
            key,
            {
                "contract_id": contract_id,
                "given_by": given_by,
                "received_on": received_on,
                "source": source,
            },
        )

    def list_group_members(
        self,
        *,
        on: date | str | None = None,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per member of a group on the day, of all groups or of one (party_id); a group
        without a member has one row, without a name.
        """
        return self.rows(
            "group_members",
            {
                "on": on,
                "party_id": party_id,
            },
            size,
        )

    def list_guaranteed(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract that a guarantor stands surety for: up to how much, and what is owed."""
        return self.rows("guaranteed", {}, size)

    def list_guarantees(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice whose guarantee has taken effect, of a contract or of all."""
        return self.rows(
            "guarantees",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_handover_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer of a contract with its numbers, its limit in force on the day, and when
        and by what it was told of the assignment.
        """
        return self.rows(
            "handover_buyers",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def list_handover_invoices(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per open invoice or credit note of a contract, amounts positive, with the numbers
        of its buyer: what another factor needs to take it over.
        """
        return self.rows(
            "handover_invoices",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_handover_payments(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per sum received on a contract that waits for its invoice, with the numbers of its
        buyer where it is known.
        """
        return self.rows(
            "handover_payments",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def hear_payment_status(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> Answer:
        """Take in a pain.002 (PAYMENT_STATUSES); the same again is one."""
        return self.write(
            "hear_payment_status",
            key,
            {
                "content": content,
                "file_name": file_name,
            },
        )

    def hear_provider(
        self,
        *,
        contract_id: int,
        signature_id: int,
        key: str | None = None,
    ) -> Answer:
        """Take in what the provider of advanced signatures has said of a signature, as its envelope
        keeps it: signed, with the sealed paper and its evidence; declined; or over. A paper
        signed too late, whose fa
        """
        return self.write(
            "hear_provider",
            key,
            {
                "contract_id": contract_id,
                "signature_id": signature_id,
            },
        )

    def list_held_remittances(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per remittance with open lines that are not fundable: how many, how much, and the
        commonest reason.
        """
        return self.rows("held_remittances", {}, size)

    def list_house(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for the staff, none for others: the house's own contract, which holds what has no
        contract yet.
        """
        return self.rows("house", {}, size)

    def identify(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Say whose the unknown money is: out of the house's account, into the contract, two linked
        entries. `buyer_id` 0: of the contract, the buyer not known yet, unless its payer told.
        `amount_cents`: so muc
        """
        return self.write(
            "identify",
            key,
            {
                "buyer_id": buyer_id,
                "contract_id": contract_id,
                "payment_id": payment_id,
                "amount_cents": amount_cents,
            },
        )

    def list_identities(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per account elsewhere that signs the reader in."""
        return self.rows("identities", {}, size)

    def list_instalments(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per instalment of the repayment plan in force of a contract (null: of every
        contract).
        """
        return self.rows(
            "instalments",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def list_instruments(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per cheque, bill or debit, with the last step it has taken; of a contract or by
        id, nulls ask for all.
        """
        return self.rows(
            "instruments",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_insured(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per buyer of a contract that an insurer insures: limit, outstanding, overdue."""
        return self.rows("insured", {}, size)

    def invite_supplier(
        self,
        *,
        contract_id: int,
        is_invited: bool,
        source: str,
        supplier_number: str,
        supplier_name: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Invite a supplier of the buyer to its programme by its SIREN, or end its part: what is
        approved already is paid all the same, early payment is over. A company that nobody has
        told us of is opened unde
        """
        return self.write(
            "invite_supplier",
            key,
            {
                "contract_id": contract_id,
                "is_invited": is_invited,
                "source": source,
                "supplier_number": supplier_number,
                "supplier_name": supplier_name,
            },
        )

    def list_invoices(
        self,
        *,
        contract_id: int | None = None,
        everything: bool | None = None,
        numbers: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice or credit note of a contract: open ones, or all; by number or id, null
        asks for all.
        """
        return self.rows(
            "invoices",
            {
                "contract_id": contract_id,
                "everything": everything,
                "numbers": numbers,
            },
            size,
        )

    def issue_title(
        self,
        *,
        contract_id: int,
        language: str,
        remittance_id: int,
        key: str | None = None,
    ) -> Answer:
        """The title of a remittance as PDF/A: a quittance subrogative, or a Dailly deed (art.
        L313-23 CMF) with all its mentions. Made once in each language (fr, en); the same bytes
        ever after.
        """
        return self.write(
            "issue_title",
            key,
            {
                "contract_id": contract_id,
                "language": language,
                "remittance_id": remittance_id,
            },
        )

    def join_programme(
        self,
        *,
        consent: str,
        is_automatic: bool,
        programme_id: int,
        supplier_id: int,
        key: str | None = None,
    ) -> Answer:
        """A supplier joins a programme that it was invited to: it assigns to us, without recourse,
        what it asks to be paid early (`consent`: by which words or paper), one payable after the
        other or each as soon
        """
        return self.write(
            "join_programme",
            key,
            {
                "consent": consent,
                "is_automatic": is_automatic,
                "programme_id": programme_id,
                "supplier_id": supplier_id,
            },
        )

    def keep_direct_payment(
        self,
        *,
        contract_id: int,
        invoice_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """The buyer paid the client, who keeps the money: his account is debited. Source: W8-G."""
        return self.write(
            "keep_direct_payment",
            key,
            {
                "contract_id": contract_id,
                "invoice_id": invoice_id,
                "amount_cents": amount_cents,
            },
        )

    def list_kept_reads(
        self,
        *,
        login: str | None = None,
        kind: str | None = None,
        from_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for administrators and auditors per look at sensitive data, of a person and a kind
        or of all, since a day: who, by which key, what, about what.
        """
        return self.rows(
            "kept_reads",
            {
                "login": login,
                "kind": kind,
                "from_on": from_on,
            },
            size,
        )

    def list_keys(
        self,
        *,
        at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per key of a program that still opens or waits for its person, of the user's
        companies: who made it, since when that person agrees.
        """
        return self.rows(
            "keys",
            {
                "at": at,
            },
            size,
        )

    def list_late_orders(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment order promised by the end of the day at the latest and not at its end:
        whose turn it is, since when.
        """
        return self.rows(
            "late_orders",
            {
                "on": on,
            },
            size,
        )

    def list_ledger(
        self,
        *,
        known_at: datetime | str | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per account and currency: its balance over all contracts at a value date as it was
        known at an instant, debit positive.
        """
        return self.rows(
            "ledger",
            {
                "known_at": known_at,
                "on": on,
            },
            size,
        )

    def list_ledger_contracts(
        self,
        *,
        known_at: datetime | str | None = None,
        account: str | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract with a balance on an account in a currency at a value date as it was
        known at an instant, debit positive.
        """
        return self.rows(
            "ledger_contracts",
            {
                "known_at": known_at,
                "account": account,
                "on": on,
            },
            size,
        )

    def list_limits(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per ceiling with its amount in force on the day, what is approved under it now
        and, where that passes it, by how much (else null); for a spanning one also the share of
        the contract asked for.
        """
        return self.rows(
            "limits",
            {
                "on": on,
                "contract_id": contract_id,
            },
            size,
        )

    def list_mandates(
        self,
        *,
        buyer_id: int | None = None,
        reference: str | None = None,
        mandate_ids: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per mandate of a buyer (null: of all), with its use: what the rules need to say
        whether it holds.
        """
        return self.rows(
            "mandates",
            {
                "buyer_id": buyer_id,
                "reference": reference,
                "mandate_ids": mandate_ids,
            },
            size,
        )

    def mark_sent(
        self,
        *,
        outbox_id: int,
        outcome: str,
        proof: str,
        key: str | None = None,
    ) -> Answer:
        """Say that something of the outbox has left (SENT, with its proof) or will not (CANCELLED)."""
        return self.write(
            "mark_sent",
            key,
            {
                "outbox_id": outbox_id,
                "outcome": outcome,
                "proof": proof,
            },
        )

    def move_payment(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        payment_id: int,
        reason: str,
        amount_cents: int | None = None,
        to_contract_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Move money that waits on a contract (no amount: all of it) to another contract or buyer,
        or back to nobody (`to_contract_id` none); then it is matched there by what its text
        names.
        """
        return self.write(
            "move_payment",
            key,
            {
                "buyer_id": buyer_id,
                "contract_id": contract_id,
                "payment_id": payment_id,
                "reason": reason,
                "amount_cents": amount_cents,
                "to_contract_id": to_contract_id,
            },
        )

    def list_movements(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per movement of an item of a contract (invoice, credit note, payment), in the
        order in which they were booked.
        """
        return self.rows(
            "movements",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def note_call(
        self,
        *,
        callback_id: int,
        note: str,
        outcome: str,
        call_by_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Note that one has called: SPOKEN, NO_ANSWER, CALL_AGAIN, and by when to call again (no
        answer and nothing said: the next business day). What is noted is read by whoever asked.
        """
        return self.write(
            "note_call",
            key,
            {
                "callback_id": callback_id,
                "note": note,
                "outcome": outcome,
                "call_by_on": call_by_on,
            },
        )

    def list_number_claims(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per number that a client's files give a party and that is still to be checked: who
        says so, and who has the number, if anyone.
        """
        return self.rows("number_claims", {}, size)

    def get_offer_file(
        self,
        *,
        quote_id: list[Any] | None = None,
        file_id: int | None = None,
    ) -> Answer:
        """A request and its offers as one file of the open form, to go to other factors: of quotes
        of one company (`quote_id`, may be repeated), or a file that came in (`file_id`);
        `content` is in base64. It co
        """
        return self.look(
            "offer_file",
            {
                "quote_id": quote_id,
                "file_id": file_id,
            },
        )

    def list_offer_files(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per file of a request and offers that the reader may see, the last ones first."""
        return self.rows("offer_files", {}, size)

    def offer_purchase_order(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        certified_on: date | str,
        contract_id: int,
        expected_on: date | str,
        order_number: str,
        ordered_on: date | str,
        proof: str,
        key: str | None = None,
    ) -> Answer:
        """Offer a firm order of a buyer, which the buyer has certified (`proof`: by what), to be
        invoiced by a day. It counts once another person of the factor agrees. A client names a
        buyer that it deals with;
        """
        return self.write(
            "offer_purchase_order",
            key,
            {
                "amount_cents": amount_cents,
                "buyer_id": buyer_id,
                "certified_on": certified_on,
                "contract_id": contract_id,
                "expected_on": expected_on,
                "order_number": order_number,
                "ordered_on": ordered_on,
                "proof": proof,
            },
        )

    def list_offered(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per approved payable of the reader's company as a supplier: when it is due, and
        how it is or was paid.
        """
        return self.rows("offered", {}, size)

    def list_offered_programmes(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per programme to which the reader's company is invited as a supplier."""
        return self.rows("offered_programmes", {}, size)

    def list_open_by_due(
        self,
        *,
        on: date | str | None = None,
        contract_ids: list[Any] | None = None,
        by_buyer: bool | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per due day (and contract and buyer where asked): what was open at the end of a
        day, invoices and credit notes apart; null contracts ask for all.
        """
        return self.rows(
            "open_by_due",
            {
                "on": on,
                "contract_ids": contract_ids,
                "by_buyer": by_buyer,
            },
            size,
        )

    def open_contract(
        self,
        *,
        client_id: int,
        currency: str,
        from_on: date | str,
        number: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """A new contract with its terms from a day on; what is not said takes its default. Where its
        financing differs from the defaults it is OPENING, and another person makes it draw; where
        the house wants a
        """
        return self.write(
            "open_contract",
            key,
            {
                "client_id": client_id,
                "currency": currency,
                "from_on": from_on,
                "number": number,
                "terms": terms,
            },
        )

    def open_dispute(
        self,
        *,
        code: str,
        contract_id: int,
        evidence: str,
        invoice_id: int,
        is_rest_confirmed: bool,
        source: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Note that an invoice is disputed: the whole open amount, or `amount_cents` of it. The rest
        stays financed only where the buyer confirms it in writing, or the kind is partial by
        nature.
        """
        return self.write(
            "open_dispute",
            key,
            {
                "code": code,
                "contract_id": contract_id,
                "evidence": evidence,
                "invoice_id": invoice_id,
                "is_rest_confirmed": is_rest_confirmed,
                "source": source,
                "amount_cents": amount_cents,
            },
        )

    def list_open_disputes(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per dispute of which something is left, of all contracts: the claims that are
        reserved stay whatever is still owed.
        """
        return self.rows(
            "open_disputes",
            {
                "on": on,
            },
            size,
        )

    def list_open_items(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice, credit note or payment of a contract that is open at a value date, as
        known at an instant.
        """
        return self.rows(
            "open_items",
            {
                "contract_id": contract_id,
                "on": on,
                "known_at": known_at,
            },
            size,
        )

    def list_opening_facts(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for the staff per thing recorded for the opening of a contract, or of all, with
        who recorded it; powers to sign and signed conditions with it.
        """
        return self.rows(
            "opening_facts",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_opening_guards(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row for the staff, where the house has said it: what must be recorded before a
        contract draws, as in force on the day.
        """
        return self.rows(
            "opening_guards",
            {
                "on": on,
            },
            size,
        )

    def order_debit(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        due_on: date | str,
        invoices: dict[str, Any],
        is_last: bool,
        mandate_id: int,
        text: str,
        key: str | None = None,
    ) -> Answer:
        """Order that a buyer's account is debited under its mandate; the buyer is told before."""
        return self.write(
            "order_debit",
            key,
            {
                "amount_cents": amount_cents,
                "contract_id": contract_id,
                "due_on": due_on,
                "invoices": invoices,
                "is_last": is_last,
                "mandate_id": mandate_id,
                "text": text,
            },
        )

    def list_orders(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment order, with the last step it has taken; of a contract or by id, nulls
        ask for all.
        """
        return self.rows(
            "orders",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_orders_not_sent(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per currency and state of the orders that no payment file holds yet: RELEASED,
        PAYEE_CHECK (released, but the check of its payee failed since), NOT_RELEASED.
        """
        return self.rows("orders_not_sent", {}, size)

    def list_outbox(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per thing that must leave the house and has not: a payment file that no bank has
        spoken of, a notice to a buyer.
        """
        return self.rows("outbox", {}, size)

    def list_outbox_files(
        self,
        *,
        id: int | None = None,
        digest: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per file that we made for a bank, the latest first, whether it has left or not; of
        a line of the outbox or by its digest, nulls ask for all.
        """
        return self.rows(
            "outbox_files",
            {
                "id": id,
                "digest": digest,
            },
            size,
        )

    def list_owed(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per open invoice that a buyer was told to pay to the factor."""
        return self.rows("owed", {}, size)

    def list_own_accounts(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per account of ours: for a virtual IBAN the real account, and whose money lands
        there where it is of one contract or buyer.
        """
        return self.rows("own_accounts", {}, size)

    def get_paper(
        self,
        *,
        kind: str,
        contract_id: int | None = None,
        number: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
    ) -> Answer:
        """A paper as PDF/A, in the language asked for; `content` is in base64. `kind`: quote
        (`number`: its id); conditions (`contract_id`, in force on `until_on`); statement
        (`contract_id`, `from_on` to `until
        """
        return self.look(
            "paper",
            {
                "kind": kind,
                "contract_id": contract_id,
                "number": number,
                "from_on": from_on,
                "until_on": until_on,
            },
        )

    def list_parties(
        self,
        *,
        kinds: list[Any] | None = None,
        text: str | None = None,
        number: str | None = None,
        role: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per party that may be seen, by id, number or exact name, of a kind, by what it
        does; nulls ask for all.
        """
        return self.rows(
            "parties",
            {
                "kinds": kinds,
                "text": text,
                "number": number,
                "role": role,
            },
            size,
        )

    def list_partners(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per company that has a part in a contract now (null: in every contract that may be
        seen).
        """
        return self.rows(
            "partners",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def pay_balance(
        self,
        *,
        contract_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Of a contract in run-off with nothing left to collect: bill the charge run up and what the
        year's fees lack to the minimum, give the fund back, and prepare the payment of what
        remains to the client, w
        """
        return self.write(
            "pay_balance",
            key,
            {
                "contract_id": contract_id,
                "payee_account_id": payee_account_id,
            },
        )

    def pay_commissions(
        self,
        *,
        statement_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Prepare the payment of a statement to an account of the broker's (None: the only one);
        another person releases it. One that failed is prepared again.
        """
        return self.write(
            "pay_commissions",
            key,
            {
                "statement_id": statement_id,
                "payee_account_id": payee_account_id,
            },
        )

    def pay_lender(
        self,
        *,
        contract_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Prepare the payment of what the lender has lent, all of it, to an account of the lender's;
        another person releases it. It is the first funding of the contract.
        """
        return self.write(
            "pay_lender",
            key,
            {
                "contract_id": contract_id,
                "payee_account_id": payee_account_id,
            },
        )

    def list_payable_steps(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per step of a payable of a programme."""
        return self.rows(
            "payable_steps",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_payables(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payable of a programme, or of all that the reader sees, with its supplier and
        where it stands.
        """
        return self.rows(
            "payables",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_payees(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per account that may be paid, with the last answer of its verification; of a
        party, null asks for all.
        """
        return self.rows(
            "payees",
            {
                "party_id": party_id,
            },
            size,
        )

    def list_payment_homes(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract and buyer that money of nobody may belong to: whose invoices its text
        names, whom its payer has paid for, or whose name is its payer's.
        """
        return self.rows(
            "payment_homes",
            {
                "id": id,
                "contract_id": contract_id,
            },
            size,
        )

    def list_payments(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per sum received on a contract, by id: from whom, on which account's line, how
        much of it waits.
        """
        return self.rows(
            "payments",
            {
                "id": id,
                "contract_id": contract_id,
            },
            size,
        )

    def payout(
        self,
        *,
        own_account_id: int,
        execute_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Put every released order in one pain.001 file for one of our accounts, once. The clients
        are debited on the day on which the file is executed.
        """
        return self.write(
            "payout",
            key,
            {
                "own_account_id": own_account_id,
                "execute_on": execute_on,
            },
        )

    def get_personal_data(
        self,
        *,
        login: str | None = None,
    ) -> Answer:
        """All that is known of the person whom the key acts as, or (`login`) of one who has asked
        for it, for an administrator's key: parts with a title, each of rows.
        """
        return self.look(
            "personal_data",
            {
                "login": login,
            },
        )

    def list_portfolio(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per contract: what is owed and lent on the day, what the year before it earned and
        lost, how invoices shrank and how long they take.
        """
        return self.rows(
            "portfolio",
            {
                "on": on,
            },
            size,
        )

    def list_portfolio_totals(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per currency: the portfolio on the day, from the sums kept per buyer and per value
        date.
        """
        return self.rows(
            "portfolio_totals",
            {
                "on": on,
            },
            size,
        )

    def list_powers(
        self,
        *,
        company_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per person and company whose power to sign was recorded, by the latest word: of a
        company (null: of all), who approved it.
        """
        return self.rows(
            "powers",
            {
                "company_id": company_id,
            },
            size,
        )

    def list_programme(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row: what runs in a programme, and what comes next."""
        return self.rows(
            "programme",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def list_programme_suppliers(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per supplier of a programme: invited, or in it, by choice or paid early without
        asking.
        """
        return self.rows(
            "programme_suppliers",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def propose_commission_terms(
        self,
        *,
        base: str,
        brought_id: int,
        clawback_days: int,
        counted: str,
        is_disclosed: bool,
        one_off_cents: int,
        party_id: int,
        rate_ppm: int,
        source: str,
        valid_from_on: date | str,
        vat_class: str,
        key: str | None = None,
    ) -> Answer:
        """Propose what a broker earns from a day on; it counts once another person approves."""
        return self.write(
            "propose_commission_terms",
            key,
            {
                "base": base,
                "brought_id": brought_id,
                "clawback_days": clawback_days,
                "counted": counted,
                "is_disclosed": is_disclosed,
                "one_off_cents": one_off_cents,
                "party_id": party_id,
                "rate_ppm": rate_ppm,
                "source": source,
                "valid_from_on": valid_from_on,
                "vat_class": vat_class,
            },
        )

    def propose_committee(
        self,
        *,
        conditions: list[Any],
        contract_id: int,
        decided_on: date | str,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Record that the committee has agreed, by its minutes (`source`), with the conditions to
        meet before the first euro; it counts once another person approves. A later decision
        replaces it, and its condit
        """
        return self.write(
            "propose_committee",
            key,
            {
                "conditions": conditions,
                "contract_id": contract_id,
                "decided_on": decided_on,
                "source": source,
            },
        )

    def propose_entry(
        self,
        *,
        contract_id: int,
        lines: dict[str, Any],
        reason: str,
        value_on: date | str,
        key: str | None = None,
    ) -> Answer:
        """Propose an entry by hand: account -> cents, debit positive, summing to zero."""
        return self.write(
            "propose_entry",
            key,
            {
                "contract_id": contract_id,
                "lines": lines,
                "reason": reason,
                "value_on": value_on,
            },
        )

    def propose_exception(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        reason_code: str,
        subject: str,
        subject_id: int,
        until_on: date | str,
        why: str,
        key: str | None = None,
    ) -> Answer:
        """Propose to let a reason be for an INVOICE or a BUYER of the contract: up to an amount,
        until a day included. It counts from the day on which another person approves. Answers in
        `remaining` which other
        """
        return self.write(
            "propose_exception",
            key,
            {
                "amount_cents": amount_cents,
                "contract_id": contract_id,
                "reason_code": reason_code,
                "subject": subject,
                "subject_id": subject_id,
                "until_on": until_on,
                "why": why,
            },
        )

    def propose_limit(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        currency: str,
        from_on: date | str,
        party_id: int,
        scope: str,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Propose an amount for a ceiling from a day on; it counts once another person approves."""
        return self.write(
            "propose_limit",
            key,
            {
                "amount_cents": amount_cents,
                "contract_id": contract_id,
                "currency": currency,
                "from_on": from_on,
                "party_id": party_id,
                "scope": scope,
                "source": source,
            },
        )

    def propose_mandate(
        self,
        *,
        buyer_id: int,
        holder: str,
        iban: str,
        is_one_off: bool,
        own_account_id: int,
        reference: str,
        scheme: str,
        signed_on: date | str,
        bic: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Propose a mandate that a buyer has signed; it exists once another person approves."""
        return self.write(
            "propose_mandate",
            key,
            {
                "buyer_id": buyer_id,
                "holder": holder,
                "iban": iban,
                "is_one_off": is_one_off,
                "own_account_id": own_account_id,
                "reference": reference,
                "scheme": scheme,
                "signed_on": signed_on,
                "bic": bic,
            },
        )

    def propose_paper_signature(
        self,
        *,
        contract_id: int,
        kind: str,
        proof: str,
        signed_by: str,
        signed_on: date | str,
        subject_id: int,
        key: str | None = None,
    ) -> Answer:
        """Say that a paper was signed by hand: TITLE (`subject_id`: the remittance) or CONDITIONS
        (0), by whom (those who sign together: names with a comma between), on which day, and
        where the signed paper is
        """
        return self.write(
            "propose_paper_signature",
            key,
            {
                "contract_id": contract_id,
                "kind": kind,
                "proof": proof,
                "signed_by": signed_by,
                "signed_on": signed_on,
                "subject_id": subject_id,
            },
        )

    def propose_payee_account(
        self,
        *,
        holder: str,
        iban: str,
        party_id: int,
        bic: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Propose an account that money may be sent to; it exists once another person approves."""
        return self.write(
            "propose_payee_account",
            key,
            {
                "holder": holder,
                "iban": iban,
                "party_id": party_id,
                "bic": bic,
            },
        )

    def propose_plan(
        self,
        *,
        contract_id: int,
        instalments: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """Propose that the client repays today's over-advance by instalments (ISO date -> cents)."""
        return self.write(
            "propose_plan",
            key,
            {
                "contract_id": contract_id,
                "instalments": instalments,
            },
        )

    def propose_power(
        self,
        *,
        company_id: int,
        currency: str,
        email: str,
        from_on: date | str,
        login: str,
        phone: str,
        source: str,
        ceiling_cents: int | None = None,
        signer_count: int | None = None,
        until_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Say that a person of a company may sign for it, from a day to a last day (none: until said
        otherwise), each paper up to a ceiling in cents (none: any amount), by a document
        (`source`). Codes are sent
        """
        return self.write(
            "propose_power",
            key,
            {
                "company_id": company_id,
                "currency": currency,
                "email": email,
                "from_on": from_on,
                "login": login,
                "phone": phone,
                "source": source,
                "ceiling_cents": ceiling_cents,
                "signer_count": signer_count,
                "until_on": until_on,
            },
        )

    def propose_rate(
        self,
        *,
        fixing_on: date | str,
        index_name: str,
        rate_ppm: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Propose a value of a reference rate; it counts once another person approves."""
        return self.write(
            "propose_rate",
            key,
            {
                "fixing_on": fixing_on,
                "index_name": index_name,
                "rate_ppm": rate_ppm,
                "source": source,
            },
        )

    def propose_rates(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> Answer:
        """Propose many values of reference rates (RATE_VALUES), read from a file that is kept; they
        count once another person approves, all at once. Values that are known already are left
        out (`known`); one tha
        """
        return self.write(
            "propose_rates",
            key,
            {
                "content": content,
                "file_name": file_name,
            },
        )

    def propose_reversal(
        self,
        *,
        contract_id: int,
        entry_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Propose to reverse an entry: the same lines with the opposite signs, the same value date."""
        return self.write(
            "propose_reversal",
            key,
            {
                "contract_id": contract_id,
                "entry_id": entry_id,
                "reason": reason,
            },
        )

    def propose_tariff(
        self,
        *,
        rows: list[Any],
        source: str,
        valid_from_on: date | str,
        key: str | None = None,
    ) -> Answer:
        """Propose a whole tariff (TARIFF) from a day on; it prices once another person approves."""
        return self.write(
            "propose_tariff",
            key,
            {
                "rows": rows,
                "source": source,
                "valid_from_on": valid_from_on,
            },
        )

    def list_purchase_order_steps(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per step of a purchase order, with the invoice that repaid it."""
        return self.rows(
            "purchase_order_steps",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_purchase_orders(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per purchase order of a contract, or of all, with what was advanced, what is owed
        and where it stands.
        """
        return self.rows(
            "purchase_orders",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def quote(
        self,
        *,
        buyers: list[Any],
        client_class: str,
        product: str,
        prospect: str,
        sales: list[Any],
        terms: dict[str, Any],
        told: dict[str, Any],
        broker_id: int | None = None,
        need_cents: int | None = None,
        party_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Quote an offer on a ledger, and keep it: what it brings and costs, on which hypotheses."""
        return self.write(
            "quote",
            key,
            {
                "buyers": buyers,
                "client_class": client_class,
                "product": product,
                "prospect": prospect,
                "sales": sales,
                "terms": terms,
                "told": told,
                "broker_id": broker_id,
                "need_cents": need_cents,
                "party_id": party_id,
            },
        )

    def list_quote_floors(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per quote (null: of all), for the house: its cost floor and what it would leave."""
        return self.rows(
            "quote_floors",
            {
                "id": id,
            },
            size,
        )

    def list_quotes(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per quote that the reader may see (null: all of them): what it costs and brings,
        in short.
        """
        return self.rows(
            "quotes",
            {
                "party_id": party_id,
            },
            size,
        )

    def list_rates(
        self,
        *,
        index_name: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per value of a reference rate, the latest first."""
        return self.rows(
            "rates",
            {
                "index_name": index_name,
            },
            size,
        )

    def reallocate(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        payment_id: int,
        to: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """Take a payment back from invoices (none named: from all) and give it to others (id ->
        cents; none: it waits again). Value dates stay those of the first allocation.
        """
        return self.write(
            "reallocate",
            key,
            {
                "contract_id": contract_id,
                "invoice_ids": invoice_ids,
                "payment_id": payment_id,
                "to": to,
            },
        )

    def reassign(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Charge open invoices back to the client, who owns them again. Without recourse what is
        approved stays the factor's: the rest alone goes back. What a recorded dispute has taken
        out of the approval is r
        """
        return self.write(
            "reassign",
            key,
            {
                "contract_id": contract_id,
                "invoice_ids": invoice_ids,
                "reason": reason,
            },
        )

    def receive_instrument(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        contract_id: int,
        invoices: dict[str, Any],
        is_accepted: bool,
        issued_on: date | str,
        number: str,
        payment_means: str,
        text: str,
        account: str | None = None,
        due_on: date | str | None = None,
        payer_name: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Enter a cheque (CHQ) or a bill (LCR, BOR) of a buyer. `invoices`: id -> cents that it
        pays; none: its `text` and amount are matched on its value date, as a transfer is.
        """
        return self.write(
            "receive_instrument",
            key,
            {
                "amount_cents": amount_cents,
                "buyer_id": buyer_id,
                "contract_id": contract_id,
                "invoices": invoices,
                "is_accepted": is_accepted,
                "issued_on": issued_on,
                "number": number,
                "payment_means": payment_means,
                "text": text,
                "account": account,
                "due_on": due_on,
                "payer_name": payer_name,
            },
        )

    def record_backup(
        self,
        *,
        acts: int,
        byte_count: int,
        digest: str,
        name: str,
        key: str | None = None,
    ) -> Answer:
        """Leave the act of a back-up that has been written: its file's name, SHA-256 and size."""
        return self.write(
            "record_backup",
            key,
            {
                "acts": acts,
                "byte_count": byte_count,
                "digest": digest,
                "name": name,
            },
        )

    def record_broker_mandate(
        self,
        *,
        contract_id: int,
        given_by: str,
        party_id: int,
        signed_on: date | str,
        source: str,
        until_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Keep the mandate under which a broker brings a contract: given by the CLIENT or the
        FACTOR, from the day it was signed, to its last day (None: no end yet). Said again, it
        replaces what was said: so it
        """
        return self.write(
            "record_broker_mandate",
            key,
            {
                "contract_id": contract_id,
                "given_by": given_by,
                "party_id": party_id,
                "signed_on": signed_on,
                "source": source,
                "until_on": until_on,
            },
        )

    def record_fact(
        self,
        *,
        contract_id: int,
        from_on: date | str,
        name: str,
        source: str,
        subject: str,
        subject_id: int,
        value: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Say something of an invoice, a buyer in a contract, a party or a contract, from a day on."""
        return self.write(
            "record_fact",
            key,
            {
                "contract_id": contract_id,
                "from_on": from_on,
                "name": name,
                "source": source,
                "subject": subject,
                "subject_id": subject_id,
                "value": value,
            },
        )

    def record_lender_release(
        self,
        *,
        contract_id: int,
        received_on: date | str,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """The lender's letter has come: paid, it gives up the receivables. Its payment may be
        prepared.
        """
        return self.write(
            "record_lender_release",
            key,
            {
                "contract_id": contract_id,
                "received_on": received_on,
                "source": source,
            },
        )

    def record_opening_fact(
        self,
        *,
        contract_id: int,
        fact_on: date | str,
        guard: str,
        label: str,
        source: str,
        until_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Record that the KYC file is complete (KYC_FILE), who may sign (POWERS, `label`: the name),
        or that a condition of the committee is met (CONDITION, `label`: the condition or its
        number), from a day on,
        """
        return self.write(
            "record_opening_fact",
            key,
            {
                "contract_id": contract_id,
                "fact_on": fact_on,
                "guard": guard,
                "label": label,
                "source": source,
                "until_on": until_on,
            },
        )

    def record_orias_check(
        self,
        *,
        checked_on: date | str,
        is_registered: bool,
        orias_number: str,
        party_id: int,
        source: str,
        until_on: date | str,
        key: str | None = None,
    ) -> Answer:
        """Keep what the public register (ORIAS) says of a company: its number of eight digits,
        whether it is registered as an intermediary, and until which day. The first look gives it
        its number.
        """
        return self.write(
            "record_orias_check",
            key,
            {
                "checked_on": checked_on,
                "is_registered": is_registered,
                "orias_number": orias_number,
                "party_id": party_id,
                "source": source,
                "until_on": until_on,
            },
        )

    def record_owners(
        self,
        *,
        contract_id: int,
        fact_on: date | str,
        owners: dict[str, Any],
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Record the beneficial owners, all of them: each name with its share of the capital or
        votes in ppm (0: by other means, or the legal representative where there is no other).
        They replace those recorded
        """
        return self.write(
            "record_owners",
            key,
            {
                "contract_id": contract_id,
                "fact_on": fact_on,
                "owners": owners,
                "source": source,
            },
        )

    def record_payee_check(
        self,
        *,
        outcome: str,
        payee_account_id: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Keep the outcome of the verification of payee: MATCH, CLOSE_MATCH, NO_MATCH, NOT_POSSIBLE."""
        return self.write(
            "record_payee_check",
            key,
            {
                "outcome": outcome,
                "payee_account_id": payee_account_id,
                "source": source,
            },
        )

    def record_release(
        self,
        *,
        contract_id: int,
        invoice_number: str,
        is_withdrawn: bool,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """A letter by which another factor or bank releases an invoice that is not held, by its
        number, from a named source: the next remittance takes it in as if it did not name them.
        `is_withdrawn`: a letter
        """
        return self.write(
            "record_release",
            key,
            {
                "contract_id": contract_id,
                "invoice_number": invoice_number,
                "is_withdrawn": is_withdrawn,
                "source": source,
            },
        )

    def refund(
        self,
        *,
        contract_id: int,
        payee_account_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Prepare to give back what a buyer has paid too much, to that buyer; another person
        releases it.
        """
        return self.write(
            "refund",
            key,
            {
                "contract_id": contract_id,
                "payee_account_id": payee_account_id,
                "payment_id": payment_id,
                "amount_cents": amount_cents,
            },
        )

    def list_release_letters(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per release letter recorded for an invoice of a contract (null: of every
        contract), the newest first: who recorded it, from what.
        """
        return self.rows(
            "release_letters",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_released_orders(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per payment order released and not sent yet, or sent in a file put aside, the
        oldest first.
        """
        return self.rows("released_orders", {}, size)

    def remit(
        self,
        *,
        contract_id: int,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Take in one slice of invoices and credit notes (SENT_INVOICES, at most LINES_MAX rows)."""
        return self.write(
            "remit",
            key,
            {
                "contract_id": contract_id,
                "file_name": file_name,
                "sent": sent,
            },
        )

    def remit_instruments(
        self,
        *,
        own_account_id: int,
        payment_means: str,
        scheme: str,
        instrument_ids: list[Any] | None = None,
        key: str | None = None,
    ) -> Answer:
        """Remit to our bank what waits of some means (CHQ, BILL, SDD of a scheme), or those named."""
        return self.write(
            "remit_instruments",
            key,
            {
                "own_account_id": own_account_id,
                "payment_means": payment_means,
                "scheme": scheme,
                "instrument_ids": instrument_ids,
            },
        )

    def remit_many(
        self,
        *,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Take in one slice of invoices and credit notes of any number of contracts
        (SENT_TO_CONTRACTS, at most LINES_MAX rows), all of it or nothing.
        """
        return self.write(
            "remit_many",
            key,
            {
                "file_name": file_name,
                "sent": sent,
            },
        )

    def list_remittance_lines(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        state: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of a remittance, the worst first (of one state, null asks for all):
        accepted, not fundable, a credit note or refused, with the facts of its reason; what
        lowers the debt is negative.
        """
        return self.rows(
            "remittance_lines",
            {
                "contract_id": contract_id,
                "id": id,
                "state": state,
            },
            size,
        )

    def list_remittance_states(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per state of the lines of a remittance, the worst first: how many lines are in it."""
        return self.rows(
            "remittance_states",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def list_remittances(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per remittance of a contract, the latest first; by id, null asks for all."""
        return self.rows(
            "remittances",
            {
                "contract_id": contract_id,
                "id": id,
            },
            size,
        )

    def rename_party(
        self,
        *,
        name: str,
        party_id: int,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Say what a party is called, from a named source: from now on everyone reads this name. The
        names that clients gave it are kept, for themselves and to recognise who pays.
        """
        return self.write(
            "rename_party",
            key,
            {
                "name": name,
                "party_id": party_id,
                "source": source,
            },
        )

    def repay(
        self,
        *,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Money that the client has sent us goes to his current account, with its value date; the
        charge billed at collection is billed until then (W8-D). What a buyer has paid is never
        the client's to draw. (D
        """
        return self.write(
            "repay",
            key,
            {
                "contract_id": contract_id,
                "payment_id": payment_id,
                "amount_cents": amount_cents,
            },
        )

    def replay(
        self,
        *,
        from_at: datetime | str,
        until_at: datetime | str,
        webhook_id: int,
        key: str | None = None,
    ) -> Answer:
        """Tell an address again of all events between two instants, heard or not, in their order."""
        return self.write(
            "replay",
            key,
            {
                "from_at": from_at,
                "until_at": until_at,
                "webhook_id": webhook_id,
            },
        )

    def request_limit(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        contract_id: int,
        currency: str,
        key: str | None = None,
    ) -> Answer:
        """A client (or its account manager) asks for a limit on a buyer; it waits for a decision."""
        return self.write(
            "request_limit",
            key,
            {
                "amount_cents": amount_cents,
                "buyer_id": buyer_id,
                "contract_id": contract_id,
                "currency": currency,
            },
        )

    def return_instrument(
        self,
        *,
        contract_id: int,
        instrument_id: int,
        reason: str,
        movement_id: int | None = None,
        key: str | None = None,
    ) -> Answer:
        """Say by hand that an instrument is unpaid, before or after our bank has credited it; and,
        of a bank debit in suspense (`movement_id`), that it is the one of this return.
        """
        return self.write(
            "return_instrument",
            key,
            {
                "contract_id": contract_id,
                "instrument_id": instrument_id,
                "reason": reason,
                "movement_id": movement_id,
            },
        )

    def return_unknown(
        self,
        *,
        payee_account_id: int,
        payment_id: int,
        key: str | None = None,
    ) -> Answer:
        """Prepare to send unknown money back to where it came from; released by another person."""
        return self.write(
            "return_unknown",
            key,
            {
                "payee_account_id": payee_account_id,
                "payment_id": payment_id,
            },
        )

    def revoke_mandate(
        self,
        *,
        mandate_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """The buyer has revoked a mandate, or we give it up: nothing more is debited under it."""
        return self.write(
            "revoke_mandate",
            key,
            {
                "mandate_id": mandate_id,
                "reason": reason,
            },
        )

    def rotate_webhook(
        self,
        *,
        hours: int,
        webhook_id: int,
        key: str | None = None,
    ) -> Answer:
        """Another secret that signs what an address is told; for some hours messages are signed with
        the old one too, so that the receiver changes it when it can. The door makes the token and
        shows it once. Ref
        """
        return self.write(
            "rotate_webhook",
            key,
            {
                "hours": hours,
                "webhook_id": webhook_id,
            },
        )

    def screen_names(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        list_name: str,
        list_on: date | str,
        key: str | None = None,
    ) -> Answer:
        """Look for the client, its owners and those who sign on a list of frozen assets, as
        published (the European list as CSV, the French register as JSON, any CSV with a column of
        names). The file is kept; w
        """
        return self.write(
            "screen_names",
            key,
            {
                "content": content,
                "contract_id": contract_id,
                "list_name": list_name,
                "list_on": list_on,
            },
        )

    def seal(
        self,
        *,
        key: str | None = None,
    ) -> Answer:
        """Seal the acts and the reads that are not sealed yet, in the order of their ids; how many,
        and the head of each chain.
        """
        return self.write("seal", key, {})

    def list_second_factors(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per second factor of the user that serves."""
        return self.rows("second_factors", {}, size)

    def send_payables(
        self,
        *,
        contract_id: int,
        payables: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Send invoices that the buyer owes to suppliers of its programme (SENT_PAYABLES). They bind
        nobody before they are approved.
        """
        return self.write(
            "send_payables",
            key,
            {
                "contract_id": contract_id,
                "payables": payables,
            },
        )

    def list_sessions(
        self,
        *,
        at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per running session of the user, the latest first; new: opened in a browser with
        which the user, who had come with others, had not come before.
        """
        return self.rows(
            "sessions",
            {
                "at": at,
            },
            size,
        )

    def set_collecting(
        self,
        *,
        from_on: date | str,
        own_account_id: int,
        source: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> Answer:
        """Say what is agreed with our bank about instruments on an account, from a day on. It
        changes an account of ours, and waits for another person (`approval_id`).
        """
        return self.write(
            "set_collecting",
            key,
            {
                "from_on": from_on,
                "own_account_id": own_account_id,
                "source": source,
                "terms": terms,
            },
        )

    def set_number(
        self,
        *,
        is_borne: bool,
        number: str,
        party_id: int,
        scheme: str,
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Say that a number (siren, siret, vat, lei, foreign) is a known party's own, or is not,
        from a named source. It decides on whom the invoices fall that bear it.
        """
        return self.write(
            "set_number",
            key,
            {
                "is_borne": is_borne,
                "number": number,
                "party_id": party_id,
                "scheme": scheme,
                "source": source,
            },
        )

    def set_opening_guards(
        self,
        *,
        from_on: date | str,
        guards: list[Any],
        source: str,
        key: str | None = None,
    ) -> Answer:
        """Say what must be recorded before a contract of this house draws, from a day on: KYC_FILE,
        OWNERS, POWERS, SCREENING, COMMITTEE, CONDITIONS, or nothing. Another person approves it.
        """
        return self.write(
            "set_opening_guards",
            key,
            {
                "from_on": from_on,
                "guards": guards,
                "source": source,
            },
        )

    def settle_collection(
        self,
        *,
        collection_id: int,
        instrument_ids: list[Any],
        payment_id: int,
        key: str | None = None,
    ) -> Answer:
        """Say by hand that unknown money is our bank's credit of a remittance, or of some of its
        items.
        """
        return self.write(
            "settle_collection",
            key,
            {
                "collection_id": collection_id,
                "instrument_ids": instrument_ids,
                "payment_id": payment_id,
            },
        )

    def settle_dispute(
        self,
        *,
        contract_id: int,
        credit_cents: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> Answer:
        """Settle: the buyer pays all but `credit_cents`, for which a credit note is agreed; that
        part stays out of the base until the credit note is there.
        """
        return self.write(
            "settle_dispute",
            key,
            {
                "contract_id": contract_id,
                "credit_cents": credit_cents,
                "dispute_id": dispute_id,
                "evidence": evidence,
            },
        )

    def settle_disputes(
        self,
        *,
        settled: list[Any],
        key: str | None = None,
    ) -> Answer:
        """Settle the disputes of a list (TO_SETTLE, at most LINES_MAX). Each line is settled, or
        refused as settle_dispute would refuse it; a dispute twice is settled by its first line.
        Refused as a whole: too_
        """
        return self.write(
            "settle_disputes",
            key,
            {
                "settled": settled,
            },
        )

    def settle_order(
        self,
        *,
        contract_id: int,
        order_id: int,
        outcome: str,
        reason: str,
        value_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Say by hand what became of an order: REJECTED or RETURNED credits it back, once. One that
        is at the bank already may still be paid: another person approves first (`approval_id`).
        """
        return self.write(
            "settle_order",
            key,
            {
                "contract_id": contract_id,
                "order_id": order_id,
                "outcome": outcome,
                "reason": reason,
                "value_on": value_on,
            },
        )

    def settle_payables(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> Answer:
        """Use the buyer's money that waits on its programme for its payables that are due, as each
        close of day does: the oldest first. Orders to the suppliers whom nobody has paid early
        are prepared; another p
        """
        return self.write(
            "settle_payables",
            key,
            {
                "contract_id": contract_id,
            },
        )

    def share_quote(
        self,
        *,
        quote_id: int,
        key: str | None = None,
    ) -> Answer:
        """Make a link that opens a quote to whoever has it, without an account, as long as the quote
        is valid; who reads it so may have an adviser call.
        """
        return self.write(
            "share_quote",
            key,
            {
                "quote_id": quote_id,
            },
        )

    def list_signatures(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        id: int | None = None,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per signature asked for or given on paper, the latest first: of a contract (null:
        of all that the reader sees), of one paper, by id; how it stands on the day.
        """
        return self.rows(
            "signatures",
            {
                "on": on,
                "contract_id": contract_id,
                "id": id,
                "kind": kind,
                "subject_id": subject_id,
            },
            size,
        )

    def list_sold(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per invoice that a supplier has sold."""
        return self.rows("sold", {}, size)

    def state_commissions(
        self,
        *,
        currency: str,
        party_id: int,
        until_on: date | str | None = None,
        key: str | None = None,
    ) -> Answer:
        """State to a broker what it has earned up to a day (None: today) and no statement tells yet:
        each line once, VAT once on the sum of those that bear it (R-5), a number without gap.
        """
        return self.write(
            "state_commissions",
            key,
            {
                "currency": currency,
                "party_id": party_id,
                "until_on": until_on,
            },
        )

    def take_back_payables(
        self,
        *,
        contract_id: int,
        payment_id: int,
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Say that money of a programme should not have paid its payables: it waits again, with all
        that was used with it, and the buyer owes the payables again. Say what the money is before
        the next close, whi
        """
        return self.write(
            "take_back_payables",
            key,
            {
                "contract_id": contract_id,
                "payment_id": payment_id,
                "reason": reason,
            },
        )

    def take_callback(
        self,
        *,
        callback_id: int,
        key: str | None = None,
    ) -> Answer:
        """Take a case: it is one's own turn from now on, whoever had it. Refused: callback_unknown,
        callback_closed, callback_taken (one's own already).
        """
        return self.write(
            "take_callback",
            key,
            {
                "callback_id": callback_id,
            },
        )

    def take_file(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> Answer:
        """Take in a file of a request and offers (format comptant-offers, version 1), whole or not
        at all: it is kept byte for byte, and its terms are checked one by one.
        """
        return self.write(
            "take_file",
            key,
            {
                "content": content,
                "file_name": file_name,
            },
        )

    def take_over(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        file_name: str,
        lender_id: int,
        key: str | None = None,
    ) -> Answer:
        """Take over a contract on which nothing has moved: open invoices and credit notes
        (SENT_INVOICES, each worth what is open of it), money that waits (PAYMENTS), limits
        (LIMITS, each for another person to
        """
        return self.write(
            "take_over",
            key,
            {
                "content": content,
                "contract_id": contract_id,
                "file_name": file_name,
                "lender_id": lender_id,
            },
        )

    def list_takeovers(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per thing that happened with the lender of a contract taken over, or of all: the
        statement, the letter, the payment.
        """
        return self.rows(
            "takeovers",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_tariff_rows(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per line of the tariff in force on a day."""
        return self.rows(
            "tariff_rows",
            {
                "on": on,
            },
            size,
        )

    def list_tariffs(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per tariff, the latest first: from when it holds, who said and approved it, how
        many rows it has.
        """
        return self.rows("tariffs", {}, size)

    def list_team(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per person of the user's company: the roles held there now, and since when."""
        return self.rows("team", {}, size)

    def list_team_acts(
        self,
        *,
        login: str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per act of a person of the user's company: who did what, when, on which contract,
        by which program's key if by one.
        """
        return self.rows(
            "team_acts",
            {
                "login": login,
            },
            size,
        )

    def list_team_requests(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per role of a person of the user's company that waits for another person."""
        return self.rows("team_requests", {}, size)

    def list_terms(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per dated term of a contract, the latest first."""
        return self.rows(
            "terms",
            {
                "contract_id": contract_id,
            },
            size,
        )

    def list_to_sign(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per remittance of a contract under Dailly deeds whose title is neither issued in
        French nor signed, the oldest first: it may be signed now.
        """
        return self.rows(
            "to_sign",
            {
                "contract_id": contract_id,
                "on": on,
            },
            size,
        )

    def undo_entry(
        self,
        *,
        contract_id: int,
        entry_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Propose to undo an entry told by mistake (UNDONE), of some of its invoices or credit notes
        or of all; another person's approval does it.
        """
        return self.write(
            "undo_entry",
            key,
            {
                "contract_id": contract_id,
                "entry_id": entry_id,
                "invoice_ids": invoice_ids,
                "reason": reason,
            },
        )

    def list_users(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per user and company, with the roles held there now."""
        return self.rows("users", {}, size)

    def list_webhooks(
        self,
        *,
        size: int = 500,
    ) -> Iterator[Answer]:
        """One row per address of the user's companies that is told of events."""
        return self.rows("webhooks", {}, size)

    def withdraw(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> Answer:
        """Take invoices and credit notes out of the assignment whole. Of an invoice nothing may have
        been paid or credited; a credit note that was applied is taken off its invoices first, on
        the value date of i
        """
        return self.write(
            "withdraw",
            key,
            {
                "contract_id": contract_id,
                "invoice_ids": invoice_ids,
                "reason": reason,
            },
        )

    def withdraw_signature(
        self,
        *,
        contract_id: int,
        reason: str,
        signature_id: int,
        key: str | None = None,
    ) -> Answer:
        """The house asks for it no longer: nothing is signed any more. Refused: contract_unknown,
        signature_unknown, signature_over, reason_missing.
        """
        return self.write(
            "withdraw_signature",
            key,
            {
                "contract_id": contract_id,
                "reason": reason,
                "signature_id": signature_id,
            },
        )

    def write_notices(
        self,
        *,
        contract_id: int | None = None,
        language: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """Write the letters of the notices to buyers that wait to leave, of a contract or of all,
        once each, as PDF/A: in `language`, or (without) in French where the buyer's country
        speaks it and else in Engli
        """
        return self.write(
            "write_notices",
            key,
            {
                "contract_id": contract_id,
                "language": language,
            },
        )
