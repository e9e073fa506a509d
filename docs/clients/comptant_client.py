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
import http.client
import json
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NotRequired, TypedDict  # noqa: F401 - for what is made below

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

    def write(self, name: str, key: str | None, given: Answer) -> Any:
        """An operation, under its idempotency key."""
        body = json.dumps({n: v for n, v in given.items() if v is not None}, default=_plain)
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": "application/json"}
        return self._call("POST", name, body.encode(), headers)

    def look(self, name: str, given: Answer) -> Any:
        """One object."""
        asked = {n: _text(v) for n, v in given.items() if v is not None}
        query = urllib.parse.urlencode(asked, doseq=True)
        return self._call("GET", f"{name}?{query}", None, {})

    def rows(self, name: str, given: Answer, size: int) -> Iterator[Any]:
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
    ) -> Any:
        """A list of invoices; blocks are kept in a file until their length is known; tried once."""
        query = urllib.parse.urlencode({"contract_id": contract_id, "name": name})
        headers = {"idempotency-key": key or str(uuid.uuid4()), "content-type": kind}
        if isinstance(body, bytes):
            return self._call("POST", f"bulk/remit?{query}", body, headers)
        with tempfile.TemporaryFile() as kept:
            kept.writelines(body)
            headers["content-length"] = str(kept.tell())
            kept.seek(0)
            return self._call("POST", f"bulk/remit?{query}", kept, headers)

    def files(
        self, path: str, contract_id: int, files: Mapping[str, bytes], key: str | None = None
    ) -> Any:
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
            except (OSError, http.client.HTTPException):  # not reached, or its answer was lost
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


class AcceptClaimAnswer(TypedDict):
    """What `accept_claim` answers."""

    claim_id: int
    claim_state: NotRequired[str]
    accepted_cents: NotRequired[int]
    insurer_owes_cents: NotRequired[int]
    factor_borne_cents: NotRequired[int]
    client_borne_cents: NotRequired[int]
    currency: str
    approval_id: NotRequired[int]
    what: NotRequired[str]
    lost_cents: NotRequired[int]


class AcceptClockAnswer(TypedDict):
    """What `accept_clock` answers."""

    accepted_at: str
    reason: str


class AcceptQuoteAnswer(TypedDict):
    """What `accept_quote` answers."""

    quote_id: int
    prospect: str
    product: str
    accepted_by: str
    accepted_on: str
    digest: str


class AccountRow(TypedDict):
    """A row of `list_account`."""

    id: NotRequired[int | None]
    key: NotRequired[str | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    booked_at: NotRequired[str | None]
    reverses_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    running_cents: NotRequired[int | None]


class AccountEntriesRow(TypedDict):
    """A row of `list_account_entries`."""

    id: NotRequired[int | None]
    key: NotRequired[str | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_number: NotRequired[int | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class AccountLinesRow(TypedDict):
    """A row of `list_account_lines`."""

    id: NotRequired[int | None]
    line: NotRequired[int | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_number: NotRequired[int | None]
    key: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    booked_at: NotRequired[str | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class ActRow(TypedDict):
    """A row of `list_act`."""

    id: NotRequired[int | None]
    business_on: NotRequired[str | None]
    happened_at: NotRequired[str | None]
    login: NotRequired[str | None]
    user_name: NotRequired[str | None]
    company_name: NotRequired[str | None]
    operation: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    act_key: NotRequired[str | None]
    key_id: NotRequired[int | None]
    key_name: NotRequired[str | None]
    arguments_digest: NotRequired[str | None]
    chain_position: NotRequired[int | None]
    chain_hash: NotRequired[str | None]
    answer: NotRequired[Any]


class ActApprovalsRow(TypedDict):
    """A row of `list_act_approvals`."""

    approval_id: NotRequired[int | None]
    kind: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    proposed_by: NotRequired[str | None]
    proposed_at: NotRequired[str | None]
    proposed_act_id: NotRequired[int | None]
    decided_by: NotRequired[str | None]
    decided_at: NotRequired[str | None]
    decision: NotRequired[str | None]
    reason_text: NotRequired[str | None]
    decided_act_id: NotRequired[int | None]


class ActDocumentsRow(TypedDict):
    """A row of `list_act_documents`."""

    digest: NotRequired[str | None]
    name: NotRequired[str | None]
    media_type: NotRequired[str | None]
    byte_count: NotRequired[int | None]
    contract_number: NotRequired[str | None]


class ActEntriesRow(TypedDict):
    """A row of `list_act_entries`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    is_house: NotRequired[bool | None]
    event: NotRequired[str | None]
    key: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_number: NotRequired[int | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class ActsRow(TypedDict):
    """A row of `list_acts`."""

    id: NotRequired[int | None]
    business_on: NotRequired[str | None]
    happened_at: NotRequired[str | None]
    login: NotRequired[str | None]
    company_name: NotRequired[str | None]
    operation: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    key_name: NotRequired[str | None]
    arguments_digest: NotRequired[str | None]
    chain_position: NotRequired[int | None]


class AddGroupMemberAnswer(TypedDict):
    """What `add_group_member` answers."""

    orders_prepared: int
    group_id: int
    party_id: int
    is_member: bool
    shares_cut: int


class AddOwnAccountAnswer(TypedDict):
    """What `add_own_account` answers."""

    own_account_id: int | None
    iban: str
    approval_id: int | None
    is_alone: bool


class AddPartyAnswer(TypedDict):
    """What `add_party` answers."""

    party_id: int


class AddWebhookAnswer(TypedDict):
    """What `add_webhook` answers."""

    webhook_id: int
    url: str
    kinds: list[str]
    token_mark: str
    token: str | None


class AdvanceOnOrderAnswer(TypedDict):
    """What `advance_on_order` answers."""

    purchase_order_id: int
    order_number: str
    amount_cents: int
    charge_cents: int
    net_cents: int
    rate_ppm: int
    until_on: str
    currency: str


class AdvicesRow(TypedDict):
    """A row of `list_advices`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    payment_reference: NotRequired[str | None]
    paid_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    line_count: NotRequired[int | None]


class AdviseAnswer(TypedDict):
    """What `advise` answers."""

    advice_id: int
    contract_id: int
    payment_id: int | None
    allocated_cents: int
    amount_cents: int
    open_cents: NotRequired[int]
    guaranteed_cents: NotRequired[int]


class AdvisedRow(TypedDict):
    """A row of `list_advised`."""

    id: NotRequired[int | None]
    number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    status: NotRequired[str | None]
    since_on: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]


class AgedBuyersRow(TypedDict):
    """A row of `list_aged_buyers`."""

    id: NotRequired[int | None]
    name: NotRequired[str | None]
    currency: NotRequired[str | None]
    not_due_cents: NotRequired[int | None]
    late_30_cents: NotRequired[int | None]
    late_60_cents: NotRequired[int | None]
    late_90_cents: NotRequired[int | None]
    later_cents: NotRequired[int | None]
    notes_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    guaranteed_cents: NotRequired[int | None]


class AgedContractsRow(TypedDict):
    """A row of `list_aged_contracts`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    not_due_cents: NotRequired[int | None]
    late_30_cents: NotRequired[int | None]
    late_60_cents: NotRequired[int | None]
    late_90_cents: NotRequired[int | None]
    later_cents: NotRequired[int | None]
    notes_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    guaranteed_cents: NotRequired[int | None]


class AgeingRow(TypedDict):
    """A row of `list_ageing`."""

    told_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    bucket: NotRequired[str | None]
    open_cents: NotRequired[int | None]


class AllocateAnswer(TypedDict):
    """What `allocate` answers."""

    payment_id: int
    allocated_cents: int
    open_cents: int
    guaranteed_cents: NotRequired[int]


class AllotAnswer(TypedDict):
    """What `allot` answers."""

    ceiling_id: int
    amount_cents: int
    judged: int


class AmendContractAnswer(TypedDict):
    """What `amend_contract` answers."""

    contract_id: int
    terms: list[str]
    judged: int
    approval_id: int | None
    waiting: list[str]


class AmlAlarmsRow(TypedDict):
    """A row of `list_aml_alarms`."""

    aml_alarm_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    aml_scenario: NotRequired[str | None]
    alarm_subject: NotRequired[str | None]
    alarm_subject_id: NotRequired[int | None]
    alarm_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    evidence: NotRequired[str | None]
    found_on: NotRequired[str | None]
    aml_outcome: NotRequired[str | None]
    reason: NotRequired[str | None]
    said_on: NotRequired[str | None]


class AmlPaymentsRow(TypedDict):
    """A row of `list_aml_payments`."""

    contract_id: NotRequired[int | None]
    id: NotRequired[int | None]
    value_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    payer_name: NotRequired[str | None]
    payer_iban: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    buyer_name: NotRequired[str | None]


class AmlWordsRow(TypedDict):
    """A row of `list_aml_words`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    aml_alarm_id: NotRequired[int | None]
    aml_outcome: NotRequired[str | None]
    reason: NotRequired[str | None]
    said_on: NotRequired[str | None]
    said_by: NotRequired[str | None]


class AnnounceAnswer(TypedDict):
    """What `announce` answers."""

    file: str
    source: str
    announced: int
    new: int
    detailed: NotRequired[int]
    touched: NotRequired[list[int]]
    received: NotRequired[int]
    received_cents: NotRequired[int]
    allocated_cents: NotRequired[int]
    matched: NotRequired[dict[str, int]]
    received_in: NotRequired[dict[str, int]]
    allocated_in: NotRequired[dict[str, int]]
    advised: NotRequired[int]
    used_before: NotRequired[list[int]]


class AnswerDisputeAnswer(TypedDict):
    """What `answer_dispute` answers."""

    dispute_id: int
    left_cents: int
    invoice_disputed_cents: int


class AnswerGarnishmentAnswer(TypedDict):
    """What `answer_garnishment` answers."""

    contract_id: int
    garnishment_id: int
    digest: str
    name: str


class ApplyCreditNoteAnswer(TypedDict):
    """What `apply_credit_note` answers."""

    credit_note_id: int
    invoice_id: int
    applied_cents: int
    entry_id: int


class ApprovalsRow(TypedDict):
    """A row of `list_approvals`."""

    id: NotRequired[int | None]
    kind: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    proposed_by: NotRequired[str | None]
    proposed_at: NotRequired[str | None]
    arguments: NotRequired[Any]
    facts: NotRequired[Any]


class ApprovePayablesAnswerEarly(TypedDict):
    """`early`."""

    payable_id: int
    order_id: int
    approval_id: int
    invoice_number: str
    amount_cents: int
    discount_cents: int
    early_net_cents: int
    early_days: int
    currency: str


class ApprovePayablesAnswerEarlyWaits(TypedDict):
    """`early_waits`."""

    refusal: str
    iban: str
    holder: str


class ApprovePayablesAnswerRefused(TypedDict):
    """`refused`."""

    refusal: str
    invoice_number: str
    amount_cents: NotRequired[int]
    line_cents: NotRequired[int]
    used_cents: NotRequired[int]
    currency: NotRequired[str]


class ApprovePayablesAnswer(TypedDict):
    """What `approve_payables` answers."""

    contract_id: int
    payable_ids: list[int]
    count: int
    total_cents: int
    currency: str
    early: list[ApprovePayablesAnswerEarly]
    early_waits: list[ApprovePayablesAnswerEarlyWaits]
    refused_count: int
    refused: list[ApprovePayablesAnswerRefused]


class ArrivalsRow(TypedDict):
    """A row of `list_arrivals`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    id: NotRequired[int | None]
    way: NotRequired[str | None]
    sender: NotRequired[str | None]
    arrival_subject: NotRequired[str | None]
    arrival_state: NotRequired[str | None]
    refusal_code: NotRequired[str | None]
    remittance_ids: NotRequired[list[int] | None]
    accepted: NotRequired[int | None]
    refused: NotRequired[int | None]
    fault_count: NotRequired[int | None]
    arrived_at: NotRequired[str | None]
    answer_state: NotRequired[str | None]


class AskCallbackAnswer(TypedDict):
    """What `ask_callback` answers."""

    callback_id: int
    prospect: str
    adviser: str
    act_by_on: str
    quote_id: int | None
    file_id: int | None


class AskConditionsSignatureAnswer(TypedDict):
    """What `ask_conditions_signature` answers."""

    contract_id: int
    signature_id: int
    kind: str
    subject_id: int
    way: str
    name: str
    digest: str
    signatory: str
    login: str
    last_on: str
    signature_ids: NotRequired[list[int]]


class AskEarlyAnswerOrders(TypedDict):
    """`orders`."""

    payable_id: int
    order_id: int
    approval_id: int
    invoice_number: str
    amount_cents: int
    discount_cents: int
    early_net_cents: int
    early_days: int
    currency: str


class AskEarlyAnswer(TypedDict):
    """What `ask_early` answers."""

    contract_id: int
    count: int
    amount_cents: int
    discount_cents: int
    early_net_cents: int
    currency: str
    rate_ppm: int
    early_on: str
    orders: list[AskEarlyAnswerOrders]


class AskNoticeAnswer(TypedDict):
    """What `ask_notice` answers."""

    outbox_id: int
    contract_id: int
    buyer_id: int


class AskPolicyLimitAnswer(TypedDict):
    """What `ask_policy_limit` answers."""

    message_id: int
    message_kind: str
    policy_id: int
    reference: str


class AskTitleSignatureAnswer(TypedDict):
    """What `ask_title_signature` answers."""

    contract_id: int
    signature_id: int
    kind: str
    subject_id: int
    way: str
    name: str
    digest: str
    signatory: str
    login: str
    last_on: str
    signature_ids: NotRequired[list[int]]


class AskedByDueRow(TypedDict):
    """A row of `list_asked_by_due`."""

    contract_id: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    due_on: NotRequired[str | None]
    disputed_cents: NotRequired[int | None]
    in_hand_cents: NotRequired[int | None]
    promised_cents: NotRequired[int | None]
    coming_cents: NotRequired[int | None]
    comes_on: NotRequired[str | None]
    guaranteed_cents: NotRequired[int | None]


class AskedOrdersRow(TypedDict):
    """A row of `list_asked_orders`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    purpose: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    holder: NotRequired[str | None]
    iban: NotRequired[str | None]
    prepared_at: NotRequired[str | None]
    promised_at: NotRequired[str | None]


class AvailabilityAnswerParts(TypedDict):
    """`parts`."""

    contract_id: int
    part: str
    reason: str
    rule: str
    source: str
    buyer_id: int | None
    invoice_id: int | None
    amount_cents: int
    freed_by: str
    binding_scope: str | None
    currency: str
    buyer_name: str | None
    invoice_number: str | None
    sentence: str


class AvailabilityAnswer(TypedDict):
    """What `availability` answers."""

    contract_id: int
    on: str
    currency: str
    outstanding_cents: int
    available_cents: int
    drawable_cents: int
    pending_cents: int
    parts: list[AvailabilityAnswerParts]


class BalancesRow(TypedDict):
    """A row of `list_balances`."""

    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class BankAnswerStatements(TypedDict):
    """`statements`."""

    account: str
    closed_on: str
    movements: int
    new: int


class BankAnswer(TypedDict):
    """What `bank` answers."""

    file: str
    statements: list[BankAnswerStatements]
    movements: int
    new: int
    collected: int
    unpaid: int
    executed: int
    debited_again: int
    came_back: int
    bank_charges: int
    reversed: int
    debits_to_explain: int
    received: int
    received_cents: int
    allocated_cents: int
    matched: dict[str, int]
    received_in: dict[str, int]
    allocated_in: dict[str, int]
    advised: int
    slices: list[list[int]]
    sweeps_left: NotRequired[int]
    sweeps_arrived: NotRequired[int]
    sweeps_returned: NotRequired[int]
    taken: NotRequired[int]
    booked_between: list[int]
    lost_again_in: NotRequired[dict[str, int]]


class BankLinesRow(TypedDict):
    """A row of `list_bank_lines`."""

    id: NotRequired[int | None]
    booked_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    payer_name: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    bank_reference: NotRequired[str | None]
    open_cents: NotRequired[int | None]


class BankSliceAnswer(TypedDict):
    """What `bank_slice` answers."""

    booked_between: list[int]
    collected: int
    unpaid: int
    executed: int
    debited_again: int
    came_back: int
    bank_charges: int
    reversed: int
    debits_to_explain: int
    received: int
    received_cents: int
    allocated_cents: int
    matched: dict[str, int]
    received_in: dict[str, int]
    allocated_in: dict[str, int]
    advised: int
    sweeps_left: NotRequired[int]
    sweeps_arrived: NotRequired[int]
    sweeps_returned: NotRequired[int]
    taken: NotRequired[int]
    lost_again_in: NotRequired[dict[str, Any]]


class BankStatementsRow(TypedDict):
    """A row of `list_bank_statements`."""

    id: NotRequired[int | None]
    iban: NotRequired[str | None]
    name: NotRequired[str | None]
    currency: NotRequired[str | None]
    reference: NotRequired[str | None]
    sequence: NotRequired[int | None]
    opened_on: NotRequired[str | None]
    closed_on: NotRequired[str | None]
    opening_cents: NotRequired[int | None]
    closing_cents: NotRequired[int | None]
    file_name: NotRequired[str | None]
    bank_statement_state: NotRequired[str | None]
    kept_on: NotRequired[str | None]
    withdrawn_on: NotRequired[str | None]
    withdrawn_by: NotRequired[str | None]
    withdrawn_for: NotRequired[str | None]


class BookPremiumAnswer(TypedDict):
    """What `book_premium` answers."""

    premium_id: int
    policy_id: int
    from_on: str
    until_on: str
    due_on: str
    currency: str
    premium_base_cents: int
    premium_to_date_cents: int
    period_premium_cents: int
    period_tax_cents: int
    limit_count: int
    limit_fees_cents: int
    limit_fees_vat_cents: int
    period_total_cents: int
    rebilled_cents: int


class BrokerMandatesRow(TypedDict):
    """A row of `list_broker_mandates`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    party_id: NotRequired[int | None]
    broker_name: NotRequired[str | None]
    given_by: NotRequired[str | None]
    signed_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    source: NotRequired[str | None]
    orias_number: NotRequired[str | None]


class BrokeredRow(TypedDict):
    """A row of `list_brokered`."""

    id: NotRequired[int | None]
    number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    status: NotRequired[str | None]
    since_on: NotRequired[str | None]
    bought_cents: NotRequired[int | None]


class BrokersRow(TypedDict):
    """A row of `list_brokers`."""

    id: NotRequired[int | None]
    broker_name: NotRequired[str | None]
    orias_number: NotRequired[str | None]
    is_registered: NotRequired[bool | None]
    checked_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    source: NotRequired[str | None]
    contract_count: NotRequired[int | None]


class QuoteFilesAnswerAnswer(TypedDict):
    """`answer`."""

    contract_id: int
    remittance_id: int
    title_number: int
    file: str
    lines: int
    accepted: int
    accepted_cents: int
    approved_cents: int
    not_fundable: int
    credit_notes: int
    credited_cents: int
    refused: int
    notices: int
    order: Any
    limit_requests: int
    charge_waits: Any
    order_repaid_cents: int
    terms_warned: list[Any]
    currency: str
    repeated: bool


class QuoteFilesAnswerLines(TypedDict):
    """`lines`."""

    state: str
    place: int
    line_id: int
    file: str
    row_number: int
    invoice_number: str
    buyer_id: int
    buyer_name: str
    amount_cents: int
    currency: str
    reason: str | None
    unapproved_cents: int
    issued_on: str
    due_on: str
    sent_on: str
    invoice_id: int
    approved_cents: int
    sentence: str


class QuoteFilesAnswerFaults(TypedDict):
    """`faults`."""

    file: str
    place: str
    code: str
    detail: str
    sentence: str


class QuoteFilesAnswer(TypedDict):
    """What `quote_files` answers."""

    contract_id: int
    answer: QuoteFilesAnswerAnswer
    currency: str
    drawable_before_cents: int
    drawable_after_cents: int
    freed_cents: int
    fee_cents: int
    financing_rate_ppm: int
    charge_cents: int
    days: int
    lines: list[QuoteFilesAnswerLines]
    fault_count: int
    faults: list[QuoteFilesAnswerFaults]


class RemitFilesAnswerRemittances(TypedDict):
    """`remittances`."""

    contract_id: int
    remittance_id: int
    title_number: int
    file: str
    lines: int
    accepted: int
    accepted_cents: int
    approved_cents: int
    not_fundable: int
    credit_notes: int
    credited_cents: int
    refused: int
    notices: int
    order: Any
    limit_requests: int
    charge_waits: Any
    order_repaid_cents: int
    terms_warned: list[Any]
    currency: str
    repeated: bool


class RemitFilesAnswerFaults(TypedDict):
    """`faults`."""

    file: str
    place: str
    code: str
    detail: str
    sentence: str


class RemitFilesAnswer(TypedDict):
    """What `remit_files` answers."""

    contract_id: int
    remittances: list[RemitFilesAnswerRemittances]
    fault_count: int
    faults: list[RemitFilesAnswerFaults]


class BuyerAnswersRow(TypedDict):
    """A row of `list_buyer_answers`."""

    id: NotRequired[int | None]
    link_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    buyer_answer: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    said: NotRequired[str | None]
    digest: NotRequired[str | None]
    answered_on: NotRequired[str | None]
    invoice_numbers: NotRequired[str | None]


class BuyerFactsRow(TypedDict):
    """A row of `list_buyer_facts`."""

    buyer_id: NotRequired[int | None]
    facts: NotRequired[Any]


class BuyerLinksRow(TypedDict):
    """A row of `list_buyer_links`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    language: NotRequired[str | None]
    made_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    ended_on: NotRequired[str | None]
    reason: NotRequired[str | None]
    by_login: NotRequired[str | None]
    answer_count: NotRequired[int | None]
    link_state: NotRequired[str | None]


class BuyerNamesRow(TypedDict):
    """A row of `list_buyer_names`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]


class BuyersRow(TypedDict):
    """A row of `list_buyers`."""

    id: NotRequired[int | None]
    name: NotRequired[str | None]
    country: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    limit_cents: NotRequired[int | None]
    outstanding_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    ineligible_cents: NotRequired[int | None]
    unapplied_credit_cents: NotRequired[int | None]
    unallocated_cash_cents: NotRequired[int | None]
    open_count: NotRequired[int | None]
    payment_incident_on: NotRequired[str | None]


class CallGuarantorAnswer(TypedDict):
    """What `call_guarantor` answers."""

    contract_id: int
    party_id: int
    called_cents: int
    left_cents: int
    currency: str


class CallbackAnswerDiagnosisLedger(TypedDict):
    """`ledger`."""

    unit: str
    least: int
    value: int
    source: str
    weakness: str


class CallbackAnswerDiagnosisPapers(TypedDict):
    """`papers`."""

    count: int
    paper: str


class CallbackAnswerDiagnosisOptionsWeak(TypedDict):
    """`weak`."""

    unit: str
    least: int
    value: int
    source: str
    weakness: str


class CallbackAnswerDiagnosisOptions(TypedDict):
    """`options`."""

    weak: list[CallbackAnswerDiagnosisOptionsWeak]
    is_read: bool
    product: str
    teg_ppm: int
    offer_label: str
    offer_number: int
    available_cents: int
    kept_risk_cents: int
    yearly_cost_cents: int
    starting_cash_cents: int


class CallbackAnswerDiagnosisReasons(TypedDict):
    """`reasons`."""

    reason: str
    used_cents: NotRequired[int]
    offer_number: NotRequired[int]
    net_cost_cents: NotRequired[int]


class CallbackAnswerDiagnosis(TypedDict):
    """`diagnosis`."""

    on: str
    ledger: list[CallbackAnswerDiagnosisLedger]
    papers: list[CallbackAnswerDiagnosisPapers]
    options: list[CallbackAnswerDiagnosisOptions]
    reasons: list[CallbackAnswerDiagnosisReasons]
    recommended: int


class CallbackAnswer(TypedDict):
    """What `callback` answers."""

    id: int
    prospect: str
    caller: str
    phone: str
    question: str
    asked_on: str
    adviser: str
    callback_state: str
    call_outcome: str
    act_by_on: str
    late_days: int
    quote_id: int
    file_id: int | None
    is_by_link: bool
    diagnosis: CallbackAnswerDiagnosis
    steps: list[Any]


class CallbackStepsRow(TypedDict):
    """A row of `list_callback_steps`."""

    id: NotRequired[int | None]
    step_on: NotRequired[str | None]
    callback_state: NotRequired[str | None]
    call_outcome: NotRequired[str | None]
    act_by_on: NotRequired[str | None]
    call_note: NotRequired[str | None]
    adviser: NotRequired[str | None]


class CallbacksRow(TypedDict):
    """A row of `list_callbacks`."""

    id: NotRequired[int | None]
    sort_on: NotRequired[str | None]
    prospect: NotRequired[str | None]
    caller: NotRequired[str | None]
    phone: NotRequired[str | None]
    asked_on: NotRequired[str | None]
    adviser: NotRequired[str | None]
    callback_state: NotRequired[str | None]
    call_outcome: NotRequired[str | None]
    act_by_on: NotRequired[str | None]
    late_days: NotRequired[int | None]
    quote_id: NotRequired[int | None]
    file_id: NotRequired[int | None]
    is_by_link: NotRequired[bool | None]


class CancelDrawAnswer(TypedDict):
    """What `cancel_draw` answers."""

    order_id: int
    amount_cents: int
    currency: str


class CancelInstrumentAnswer(TypedDict):
    """What `cancel_instrument` answers."""

    instrument_id: int
    amount_cents: int
    currency: str


class CancelPayablesAnswer(TypedDict):
    """What `cancel_payables` answers."""

    contract_id: int
    payable_ids: list[int]
    count: int
    total_cents: int


class CancelPurchaseOrderAnswer(TypedDict):
    """What `cancel_purchase_order` answers."""

    purchase_order_id: int
    order_number: str
    claimed_cents: int
    currency: str


class CancelSweepAnswer(TypedDict):
    """What `cancel_sweep` answers."""

    contract_id: int
    sweep_id: int
    amount_cents: int
    currency: str


class CandidatesRow(TypedDict):
    """A row of `list_candidates`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    is_named: NotRequired[bool | None]
    is_same: NotRequired[bool | None]
    guaranteed_open_cents: NotRequired[int | None]


class CashRow(TypedDict):
    """A row of `list_cash`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    payer_name: NotRequired[str | None]
    payer_iban: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    wait_reason: NotRequired[str | None]


class CedeLedgerAnswerOrder(TypedDict):
    """`order`."""

    order_id: NotRequired[int]
    approval_id: NotRequired[int]
    contract_id: NotRequired[int]
    purpose: NotRequired[str]
    amount_cents: NotRequired[int]
    currency: NotRequired[str]
    iban: NotRequired[str]
    holder: NotRequired[str]
    reference: NotRequired[str]
    promised_at: NotRequired[str]


class CedeLedgerAnswerChargeWaits(TypedDict):
    """`charge_waits`."""

    rate_index: NotRequired[str]
    rate_on: NotRequired[str]


class CedeLedgerAnswer(TypedDict):
    """What `cede_ledger` answers."""

    contract_id: int
    remittance_id: int | None
    title_number: NotRequired[int]
    file: NotRequired[str]
    lines: int
    accepted: NotRequired[int]
    accepted_cents: NotRequired[int]
    approved_cents: NotRequired[int]
    not_fundable: NotRequired[int]
    credit_notes: NotRequired[int]
    credited_cents: NotRequired[int]
    refused: NotRequired[int]
    notices: NotRequired[int]
    order: NotRequired[CedeLedgerAnswerOrder | None]
    limit_requests: NotRequired[int]
    charge_waits: NotRequired[CedeLedgerAnswerChargeWaits | None]
    order_repaid_cents: NotRequired[int]
    terms_warned: NotRequired[list[Any]]
    currency: NotRequired[str]
    repeated: NotRequired[bool]
    known: int
    out_of_scope: NotRequired[int]


class ChargeFeeAnswer(TypedDict):
    """What `charge_fee` answers."""

    contract_id: int
    number: str
    fee_code: str
    reference: str
    currency: str
    fee_cents: int
    total_cents: int


class ChargesRow(TypedDict):
    """A row of `list_charges`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    charge_code: NotRequired[str | None]
    clause: NotRequired[str | None]
    base_cents: NotRequired[int | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    interest_days: NotRequired[int | None]
    rate_ppm: NotRequired[int | None]
    unit_count: NotRequired[int | None]
    unit_cents: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    is_correction: NotRequired[bool | None]
    period_from_on: NotRequired[str | None]
    period_until_on: NotRequired[str | None]
    entry_id: NotRequired[int | None]


class ClaimAnswerTerms(TypedDict):
    """`terms`."""

    vat_ppm: int
    claim_days: int | None
    is_paid_up: bool
    blind_cents: int
    fee_vat_ppm: int
    insured_ppm: int
    insured_base: str
    is_delegated: bool
    premium_base: str
    waiting_days: int
    max_term_days: int
    extension_days: int
    insolvency_days: int
    limit_fee_cents: int
    policy_rate_ppm: int
    premium_tax_ppm: int
    declaration_days: int
    first_loss_cents: int
    covered_countries: Any
    liability_cap_cents: int | None
    claim_threshold_cents: int
    loss_deductible_cents: int
    premium_minimum_cents: int
    consent_extension_days: int
    liability_multiple_count: int
    premium_days: NotRequired[int]
    turnover_days: NotRequired[int]
    premium_months: NotRequired[Any]
    turnover_months: NotRequired[Any]
    premium_grace_days: NotRequired[int]
    dispute_days: NotRequired[int | None]
    waiting_from: NotRequired[str]
    jurisdiction_days: NotRequired[int | None]


class ClaimAnswerFigures(TypedDict):
    """`figures`."""

    debt_cents: int
    claim_id: int
    insurable_cents: int
    recovered_cents: int
    claim_limit_cents: int
    insured_ppm: int
    loss_deductible_cents: int
    claim_threshold_cents: int
    first_loss_left_cents: int
    liability_left_cents: int | None
    loss_base_cents: int
    outside_limit_cents: int
    insured_loss_cents: int
    first_loss_used_cents: int
    claim_indemnity_cents: int
    not_indemnified_cents: int
    below_cents: NotRequired[int]
    offered_cents: NotRequired[int]
    disputed_cents: int
    loss_beside_cents: int
    deductible_taken_cents: int


class ClaimAnswerItems(TypedDict):
    """`items`."""

    claim_id: int
    invoice_id: int
    invoice_number: str
    issued_on: str
    due_on: str
    currency: str
    debt_cents: int
    base_cents: int
    insurable_cents: int
    covered_cents: int
    share_cents: int
    had_cents: int
    factor_cents: int
    owed_cents: int
    assigned_cents: int
    approved_cents: int
    factor_open_cents: int
    client_open_cents: int
    is_guaranteed: bool
    back_cents: int
    is_shared: bool
    still_owed_cents: int
    item_share_cents: NotRequired[int]
    buyer_owes_cents: NotRequired[int]
    guarantee_open_cents: NotRequired[int]
    is_led: NotRequired[bool]
    other_share_cents: NotRequired[int]
    below_cents: NotRequired[int]
    offered_cents: NotRequired[int]
    disputed_now_cents: int
    credited_cents: int


class ClaimAnswerSteps(TypedDict):
    """`steps`."""

    id: int
    claim_id: int
    claim_number: str
    contract_id: int
    contract_number: str
    currency: str
    claim_step: str
    step_on: str
    amount_cents: int
    insurer_cents: int
    factor_cents: int
    client_cents: int
    recovery_cost_cents: int
    insurer_cost_cents: int
    impaired_cents: int
    reference: str
    other_cents: NotRequired[int]
    undoes_id: NotRequired[int | None]
    is_undone: NotRequired[bool]


class ClaimAnswer(TypedDict):
    """What `claim` answers."""

    id: int
    claim_number: str
    contract_id: int
    contract_number: str
    buyer_id: int
    buyer_name: str
    policy_id: int
    policy_number: str
    insurer_id: int
    insurer_name: str
    currency: str
    opened_on: str
    paid_to: str
    terms: ClaimAnswerTerms
    indemnity_on: str
    debt_cents: int
    insurable_cents: int
    covered_cents: int
    accepted_cents: int
    received_cents: int
    recovered_since_cents: int
    recovered_cents: int
    cost_cents: int
    lost_cents: int
    loss_base_cents: int
    insurer_cents: int
    insurer_cost_cents: int
    factor_borne_cents: int
    client_borne_cents: int
    impaired_cents: int
    decided_on: str | None
    factor_cents: int
    owed_cents: int
    insurer_balance_cents: int
    to_insurer_cents: int
    share_back_cents: int
    reference: str
    is_accepted: bool
    is_refused: bool
    is_written_off: bool
    claim_state: str
    figures: ClaimAnswerFigures
    items: list[ClaimAnswerItems]
    steps: list[ClaimAnswerSteps]
    buyer_owes_cents: NotRequired[int]
    is_dropped: NotRequired[bool]
    other_borne_cents: NotRequired[int]
    below_cents: NotRequired[int]
    offered_cents: NotRequired[int]
    withheld_cents: int
    year_on: str | None
    delivered_on: str | None


class ClaimFilesRow(TypedDict):
    """A row of `list_claim_files`."""

    id: NotRequired[int | None]
    claim_number: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_id: NotRequired[int | None]
    insurer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    opened_on: NotRequired[str | None]
    paid_to: NotRequired[str | None]
    terms: NotRequired[Any]
    indemnity_on: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    insurable_cents: NotRequired[int | None]
    covered_cents: NotRequired[int | None]
    accepted_cents: NotRequired[int | None]
    received_cents: NotRequired[int | None]
    recovered_since_cents: NotRequired[int | None]
    recovered_cents: NotRequired[int | None]
    cost_cents: NotRequired[int | None]
    lost_cents: NotRequired[int | None]
    other_borne_cents: NotRequired[int | None]
    below_cents: NotRequired[int | None]
    offered_cents: NotRequired[int | None]
    loss_base_cents: NotRequired[int | None]
    insurer_cents: NotRequired[int | None]
    insurer_cost_cents: NotRequired[int | None]
    factor_borne_cents: NotRequired[int | None]
    client_borne_cents: NotRequired[int | None]
    impaired_cents: NotRequired[int | None]
    decided_on: NotRequired[str | None]
    factor_cents: NotRequired[int | None]
    owed_cents: NotRequired[int | None]
    insurer_balance_cents: NotRequired[int | None]
    to_insurer_cents: NotRequired[int | None]
    share_back_cents: NotRequired[int | None]
    reference: NotRequired[str | None]
    is_accepted: NotRequired[bool | None]
    is_refused: NotRequired[bool | None]
    is_written_off: NotRequired[bool | None]
    is_dropped: NotRequired[bool | None]
    withheld_cents: NotRequired[int | None]
    year_on: NotRequired[str | None]
    delivered_on: NotRequired[str | None]
    claim_state: NotRequired[str | None]


class ClaimItemsRow(TypedDict):
    """A row of `list_claim_items`."""

    claim_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    base_cents: NotRequired[int | None]
    insurable_cents: NotRequired[int | None]
    covered_cents: NotRequired[int | None]
    share_cents: NotRequired[int | None]
    had_cents: NotRequired[int | None]
    factor_cents: NotRequired[int | None]
    owed_cents: NotRequired[int | None]
    disputed_now_cents: NotRequired[int | None]
    credited_cents: NotRequired[int | None]
    assigned_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    factor_open_cents: NotRequired[int | None]
    guarantee_open_cents: NotRequired[int | None]
    client_open_cents: NotRequired[int | None]
    is_guaranteed: NotRequired[bool | None]
    back_cents: NotRequired[int | None]
    is_shared: NotRequired[bool | None]
    is_led: NotRequired[bool | None]
    other_share_cents: NotRequired[int | None]
    below_cents: NotRequired[int | None]
    offered_cents: NotRequired[int | None]
    still_owed_cents: NotRequired[int | None]


class ClaimLetterAnswer(TypedDict):
    """What `claim_letter` answers."""

    name: str
    media_type: str
    digest: str
    content: str


class ClaimPenaltiesAnswerPenalties(TypedDict):
    """`penalties`."""

    penalty_id: int
    invoice_id: int
    invoice_number: str
    buyer_id: int
    penalty_cents: int
    indemnity_cents: int
    amount_cents: int
    currency: str
    entry_id: int


class ClaimPenaltiesAnswer(TypedDict):
    """What `claim_penalties` answers."""

    contract_id: int
    penalty_owner: str
    vat_class: str
    count: int
    amount_cents: int
    currency: str
    stopped: dict[str, int]
    penalties: list[ClaimPenaltiesAnswerPenalties]


class ClaimStepsRow(TypedDict):
    """A row of `list_claim_steps`."""

    id: NotRequired[int | None]
    claim_id: NotRequired[int | None]
    claim_number: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    claim_step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    insurer_cents: NotRequired[int | None]
    factor_cents: NotRequired[int | None]
    client_cents: NotRequired[int | None]
    recovery_cost_cents: NotRequired[int | None]
    insurer_cost_cents: NotRequired[int | None]
    impaired_cents: NotRequired[int | None]
    other_cents: NotRequired[int | None]
    undoes_id: NotRequired[int | None]
    is_undone: NotRequired[bool | None]
    reference: NotRequired[str | None]


class ClearScreeningAnswerAlike(TypedDict):
    """`alike`."""

    name: str
    listed: str


class ClearScreeningAnswer(TypedDict):
    """What `clear_screening` answers."""

    contract_id: int
    approval_id: int
    what: str
    screening_id: int
    alike: list[ClearScreeningAnswerAlike]
    source: str


class ClientAccountsRow(TypedDict):
    """A row of `list_client_accounts`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    code: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    number: NotRequired[str | None]


class ClientClearingRow(TypedDict):
    """A row of `list_client_clearing`."""

    item_id: NotRequired[int | None]
    rank: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    last_on: NotRequired[str | None]
    is_met: NotRequired[bool | None]
    against_ids: NotRequired[list[int] | None]


class ClientItemsRow(TypedDict):
    """A row of `list_client_items`."""

    entry_id: NotRequired[int | None]
    item_id: NotRequired[int | None]
    account: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]


class ClientJournalAnswerRows(TypedDict):
    """`rows`."""

    id: int
    book_number: int
    entry_on: str
    value_on: str
    validated_on: str
    event: str
    journal_code: str
    code: str
    account_number: str
    account_name: str
    buyer_id: int | None
    buyer_name: str | None
    piece: str
    piece_on: str
    text: str
    currency: str
    per_euro_millionths: int | None
    amount_cents: int
    debit_cents: int | None
    credit_cents: int | None
    letter: Any
    lettered_on: str | None


class ClientJournalAnswerBridge(TypedDict):
    """`bridge`."""

    opening_books_cents: int
    moved_cents: int
    closing_books_cents: int
    valued_later_cents: int
    valued_before_cents: int
    statement_cents: int
    currency: str


class ClientJournalAnswer(TypedDict):
    """What `client_journal` answers."""

    name: str
    media_type: str
    rows: list[ClientJournalAnswerRows]
    bridge: ClientJournalAnswerBridge
    content: str


class ClientLinesRow(TypedDict):
    """A row of `list_client_lines`."""

    id: NotRequired[int | None]
    number: NotRequired[int | None]
    key: NotRequired[str | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    validated_on: NotRequired[str | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    per_euro_millionths: NotRequired[int | None]


class CloseCallbackAnswer(TypedDict):
    """What `close_callback` answers."""

    callback_id: int
    outcome: str


class CloseContractAnswer(TypedDict):
    """What `close_contract` answers."""

    contract_id: int
    number: str
    closed_on: str


class CloseDayAnswerChain(TypedDict):
    """`chain`."""

    position: int
    head: str


class CloseDayAnswerReads(TypedDict):
    """`reads`."""

    sealed: int
    position: int
    head: str


class CloseDayAnswerCommissions(TypedDict):
    """`commissions`."""

    currency: str
    commission_cents: int


class CloseDayAnswerAmounts(TypedDict):
    """`amounts`."""

    currency: str
    fund_levied_cents: NotRequired[int]
    fund_released_cents: NotRequired[int]
    cured_cents: NotRequired[int]
    decayed_cents: NotRequired[int]
    interest_cents: NotRequired[int]
    accrued_cents: NotRequired[int]
    corrected_cents: NotRequired[int]
    fee_cents: NotRequired[int]
    excess_fee_cents: NotRequired[int]
    guaranteed_cents: NotRequired[int]
    minimum_fee_cents: NotRequired[int]
    discount_earned_cents: NotRequired[int]
    payables_paid_cents: NotRequired[int]
    payables_defaulted_cents: NotRequired[int]
    order_claimed_cents: NotRequired[int]
    package_cents: NotRequired[int]
    other_fee_cents: NotRequired[int]
    regained_cents: NotRequired[int]


class CloseDayAnswerAgeing(TypedDict):
    """`ageing`."""

    currency: str
    bucket: str
    open_cents: int


class CloseDayAnswerToLookAtDefundingSums(TypedDict):
    """`sums`."""

    currency: str
    open_cents: int


class CloseDayAnswerToLookAtDefundingRows(TypedDict):
    """`rows`."""

    due_on: str
    currency: str
    open_cents: int
    defund_reason: str
    invoice_number: str
    contract_number: str


class CloseDayAnswerToLookAtDefunding(TypedDict):
    """`defunding`."""

    count: int
    sums: list[CloseDayAnswerToLookAtDefundingSums]
    rows: list[CloseDayAnswerToLookAtDefundingRows]


class CloseDayAnswerToLookAtOverAdvancesSums(TypedDict):
    """`sums`."""

    currency: str
    over_advance_cents: int


class CloseDayAnswerToLookAtOverAdvancesRows(TypedDict):
    """`rows`."""

    currency: str
    contract_number: str
    over_advance_cents: int


class CloseDayAnswerToLookAtOverAdvances(TypedDict):
    """`over_advances`."""

    count: int
    sums: list[CloseDayAnswerToLookAtOverAdvancesSums]
    rows: list[CloseDayAnswerToLookAtOverAdvancesRows]


class CloseDayAnswerToLookAtInterestWaitsRows(TypedDict):
    """`rows`."""

    rate_on: str
    rate_index: str
    contract_id: int
    contract_number: str


class CloseDayAnswerToLookAtInterestWaits(TypedDict):
    """`interest_waits`."""

    count: int
    rows: list[CloseDayAnswerToLookAtInterestWaitsRows]


class CloseDayAnswerToLookAtLateOrdersSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtLateOrdersRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    order_id: int
    purpose: str
    currency: str
    amount_cents: int
    promised_at: str
    turn: str


class CloseDayAnswerToLookAtLateOrders(TypedDict):
    """`late_orders`."""

    count: int
    sums: list[CloseDayAnswerToLookAtLateOrdersSums]
    rows: list[CloseDayAnswerToLookAtLateOrdersRows]


class CloseDayAnswerToLookAtOrdersAstraySums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtOrdersAstrayRows(TypedDict):
    """`rows`."""

    contract_number: str
    order_id: int
    currency: str
    amount_cents: int
    transit_cents: int
    since_on: str
    age_days: int
    astray: str


class CloseDayAnswerToLookAtOrdersAstray(TypedDict):
    """`orders_astray`."""

    count: int
    sums: list[CloseDayAnswerToLookAtOrdersAstraySums]
    rows: list[CloseDayAnswerToLookAtOrdersAstrayRows]


class CloseDayAnswerToLookAtLateInstalmentsSums(TypedDict):
    """`sums`."""

    currency: str
    instalment_late_cents: int


class CloseDayAnswerToLookAtLateInstalmentsRows(TypedDict):
    """`rows`."""

    contract_number: str
    currency: str
    instalments: int
    due_on: str
    instalment_late_cents: int


class CloseDayAnswerToLookAtLateInstalments(TypedDict):
    """`late_instalments`."""

    count: int
    sums: list[CloseDayAnswerToLookAtLateInstalmentsSums]
    rows: list[CloseDayAnswerToLookAtLateInstalmentsRows]


class CloseDayAnswerToLookAtDebitsSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtDebitsRows(TypedDict):
    """`rows`."""

    value_on: str
    age_days: int
    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtDebits(TypedDict):
    """`debits`."""

    count: int
    sums: list[CloseDayAnswerToLookAtDebitsSums]
    rows: list[CloseDayAnswerToLookAtDebitsRows]


class CloseDayAnswerToLookAtCashSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtCashRows(TypedDict):
    """`rows`."""

    what: str
    id: int
    contract_number: str | None
    value_on: str
    age_days: int
    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtCash(TypedDict):
    """`cash`."""

    count: int
    sums: list[CloseDayAnswerToLookAtCashSums]
    rows: list[CloseDayAnswerToLookAtCashRows]


class CloseDayAnswerToLookAtRunUpSums(TypedDict):
    """`sums`."""

    currency: str
    over_advance_cents: int


class CloseDayAnswerToLookAtRunUpRows(TypedDict):
    """`rows`."""

    currency: str
    contract_number: str
    over_advance_cents: int


class CloseDayAnswerToLookAtRunUp(TypedDict):
    """`run_up`."""

    count: int
    sums: list[CloseDayAnswerToLookAtRunUpSums]
    rows: list[CloseDayAnswerToLookAtRunUpRows]


class CloseDayAnswerToLookAtUncreditedSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtUncreditedRows(TypedDict):
    """`rows`."""

    id: int
    payment_means: str
    reference: str
    iban: str
    currency: str
    collect_on: str
    value_on: str
    age_days: int
    amount_cents: int


class CloseDayAnswerToLookAtUncredited(TypedDict):
    """`uncredited`."""

    count: int
    sums: list[CloseDayAnswerToLookAtUncreditedSums]
    rows: list[CloseDayAnswerToLookAtUncreditedRows]


class CloseDayAnswerToLookAtSilentAccountsSums(TypedDict):
    """`sums`."""

    currency: str
    ledger_cents: int


class CloseDayAnswerToLookAtSilentAccountsRows(TypedDict):
    """`rows`."""

    iban: str
    closed_on: str | None
    age_days: int
    currency: str
    ledger_cents: int


class CloseDayAnswerToLookAtSilentAccounts(TypedDict):
    """`silent_accounts`."""

    count: int
    sums: list[CloseDayAnswerToLookAtSilentAccountsSums]
    rows: list[CloseDayAnswerToLookAtSilentAccountsRows]


class CloseDayAnswerToLookAtAnnouncedLateSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtAnnouncedLateRows(TypedDict):
    """`rows`."""

    iban: str
    booked_on: str
    payer_name: str
    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtAnnouncedLate(TypedDict):
    """`announced_late`."""

    count: int
    sums: list[CloseDayAnswerToLookAtAnnouncedLateSums]
    rows: list[CloseDayAnswerToLookAtAnnouncedLateRows]


class CloseDayAnswerToLookAtLedgersLateRows(TypedDict):
    """`rows`."""

    age_days: int
    ledger_on: str | None
    contract_number: str


class CloseDayAnswerToLookAtLedgersLate(TypedDict):
    """`ledgers_late`."""

    count: int
    rows: list[CloseDayAnswerToLookAtLedgersLateRows]


class CloseDayAnswerToLookAtSweepsMissingSums(TypedDict):
    """`sums`."""

    currency: str
    sweep_missing_cents: int


class CloseDayAnswerToLookAtSweepsMissingRows(TypedDict):
    """`rows`."""

    contract_number: str
    client_name: str
    iban: str
    sweep_alert: str
    sweep_missing_cents: int
    currency: str


class CloseDayAnswerToLookAtSweepsMissing(TypedDict):
    """`sweeps_missing`."""

    count: int
    sums: list[CloseDayAnswerToLookAtSweepsMissingSums]
    rows: list[CloseDayAnswerToLookAtSweepsMissingRows]


class CloseDayAnswerToLookAtUndebitedSums(TypedDict):
    """`sums`."""

    currency: str
    amount_cents: int


class CloseDayAnswerToLookAtUndebitedRows(TypedDict):
    """`rows`."""

    id: int
    payment_means: str
    number: str
    contract_number: str
    currency: str
    amount_cents: int
    returned_on: str
    entry_id: int
    age_days: int


class CloseDayAnswerToLookAtUndebited(TypedDict):
    """`undebited`."""

    count: int
    sums: list[CloseDayAnswerToLookAtUndebitedSums]
    rows: list[CloseDayAnswerToLookAtUndebitedRows]


class CloseDayAnswerToLookAtCoversSums(TypedDict):
    """`sums`."""

    currency: str
    cover_due_cents: int


class CloseDayAnswerToLookAtCoversRows(TypedDict):
    """`rows`."""

    contract_number: str
    invoice_number: str
    policy_number: str
    currency: str
    next_cover_step: str
    act_by_on: str
    cover_due_cents: int


class CloseDayAnswerToLookAtCovers(TypedDict):
    """`covers`."""

    count: int
    sums: list[CloseDayAnswerToLookAtCoversSums]
    rows: list[CloseDayAnswerToLookAtCoversRows]


class CloseDayAnswerToLookAtPromisesBrokenSums(TypedDict):
    """`sums`."""

    currency: str
    instalment_late_cents: int


class CloseDayAnswerToLookAtPromisesBrokenRows(TypedDict):
    """`rows`."""

    contract_number: str
    buyer_name: str
    promise_id: int
    currency: str
    instalment_late_cents: int


class CloseDayAnswerToLookAtPromisesBroken(TypedDict):
    """`promises_broken`."""

    count: int
    sums: list[CloseDayAnswerToLookAtPromisesBrokenSums]
    rows: list[CloseDayAnswerToLookAtPromisesBrokenRows]


class CloseDayAnswerToLookAtDisputeNoticesSums(TypedDict):
    """`sums`."""

    currency: str
    still_disputed_cents: int


class CloseDayAnswerToLookAtDisputeNoticesRows(TypedDict):
    """`rows`."""

    contract_number: str
    invoice_number: str
    buyer_name: str
    dispute_id: int
    disputed_on: str
    currency: str
    still_disputed_cents: int


class CloseDayAnswerToLookAtDisputeNotices(TypedDict):
    """`dispute_notices`."""

    count: int
    sums: list[CloseDayAnswerToLookAtDisputeNoticesSums]
    rows: list[CloseDayAnswerToLookAtDisputeNoticesRows]


class CloseDayAnswerToLookAtFraudAlarmsSums(TypedDict):
    """`sums`."""

    currency: str
    alarm_cents: int


class CloseDayAnswerToLookAtFraudAlarmsRows(TypedDict):
    """`rows`."""

    contract_number: str
    alarm_id: int
    fraud_rule: str
    fraud_effect: str
    alarm_cents: int
    currency: str


class CloseDayAnswerToLookAtFraudAlarms(TypedDict):
    """`fraud_alarms`."""

    count: int
    sums: list[CloseDayAnswerToLookAtFraudAlarmsSums]
    rows: list[CloseDayAnswerToLookAtFraudAlarmsRows]


class CloseDayAnswerToLookAt(TypedDict):
    """`to_look_at`."""

    defunding: CloseDayAnswerToLookAtDefunding
    over_advances: CloseDayAnswerToLookAtOverAdvances
    interest_waits: CloseDayAnswerToLookAtInterestWaits
    proved_anew: list[str]
    late_orders: CloseDayAnswerToLookAtLateOrders
    orders_astray: CloseDayAnswerToLookAtOrdersAstray
    late_instalments: CloseDayAnswerToLookAtLateInstalments
    debits: CloseDayAnswerToLookAtDebits
    cash: CloseDayAnswerToLookAtCash
    oldest_open_order_id: int | None
    run_up: NotRequired[CloseDayAnswerToLookAtRunUp]
    uncredited: NotRequired[CloseDayAnswerToLookAtUncredited]
    uncredited_from_on: NotRequired[str]
    silent_accounts: NotRequired[CloseDayAnswerToLookAtSilentAccounts]
    announced_late: NotRequired[CloseDayAnswerToLookAtAnnouncedLate]
    ledgers_late: NotRequired[CloseDayAnswerToLookAtLedgersLate]
    sweeps_missing: NotRequired[CloseDayAnswerToLookAtSweepsMissing]
    undebited: NotRequired[CloseDayAnswerToLookAtUndebited]
    covers: NotRequired[CloseDayAnswerToLookAtCovers]
    promises_broken: NotRequired[CloseDayAnswerToLookAtPromisesBroken]
    dispute_notices: NotRequired[CloseDayAnswerToLookAtDisputeNotices]
    fraud_alarms: NotRequired[CloseDayAnswerToLookAtFraudAlarms]
    unrevalued: NotRequired[list[str]]


class CloseDayAnswerRevalued(TypedDict):
    """`revalued`."""

    currency: str
    exchange_cents: int


class CloseDayAnswerWarned(TypedDict):
    """`warned`."""

    companies: int
    watched: int
    alerts: int
    crossed_count: int


class CloseDayAnswer(TypedDict):
    """What `close_day` answers."""

    day: str
    numbered: int
    accounts_proved: int
    sealed: int
    chain: CloseDayAnswerChain
    reads: CloseDayAnswerReads
    months_closed: list[str]
    commissions: list[CloseDayAnswerCommissions]
    contracts: int
    slices: int
    judged: int
    buyers_stopped: int
    buyers_let_go: int
    accrual_reversed: int
    orders_prepared: int
    suppliers_waiting: int
    guaranteed_cents: int
    order_claimed_cents: int
    fund_levied_cents: int
    fund_released_cents: int
    corrected_cents: int
    interest_cents: int
    excess_fee_cents: int
    accrued_cents: int
    fee_cents: int
    minimum_fee_cents: int
    decayed_cents: int
    cured_cents: int
    payables_paid_cents: int
    payables_defaulted_cents: int
    discount_earned_cents: int
    currency: str
    amounts: list[CloseDayAnswerAmounts]
    ageing: list[CloseDayAnswerAgeing]
    to_look_at: CloseDayAnswerToLookAt
    package_cents: NotRequired[int]
    other_fee_cents: NotRequired[int]
    fraud_watched: NotRequired[int]
    revalued: NotRequired[list[CloseDayAnswerRevalued]]
    warned: NotRequired[CloseDayAnswerWarned]


class ClosePeriodAnswer(TypedDict):
    """What `close_period` answers."""

    month_on: str
    is_closed: bool


class CloseSliceAnswerEligibility(TypedDict):
    """`eligibility`."""

    currency: str
    decayed_cents: int
    cured_cents: int


class CloseSliceAnswerAmounts(TypedDict):
    """`amounts`."""

    currency: str
    fund_levied_cents: NotRequired[int]
    fund_released_cents: NotRequired[int]
    interest_cents: NotRequired[int]
    accrued_cents: NotRequired[int]
    corrected_cents: NotRequired[int]
    fee_cents: NotRequired[int]
    excess_fee_cents: NotRequired[int]
    guaranteed_cents: NotRequired[int]
    minimum_fee_cents: NotRequired[int]
    discount_earned_cents: NotRequired[int]
    payables_paid_cents: NotRequired[int]
    payables_defaulted_cents: NotRequired[int]
    order_claimed_cents: NotRequired[int]
    package_cents: NotRequired[int]
    other_fee_cents: NotRequired[int]
    regained_cents: NotRequired[int]


class CloseSliceAnswerInterestWaits(TypedDict):
    """`interest_waits`."""

    contract_id: int
    contract_number: str
    rate_index: str
    rate_on: str


class CloseSliceAnswerAgeing(TypedDict):
    """`ageing`."""

    currency: str
    bucket: str
    open_cents: int


class CloseSliceAnswerDefundingSums(TypedDict):
    """`sums`."""

    currency: str
    open_cents: int


class CloseSliceAnswerDefundingRows(TypedDict):
    """`rows`."""

    invoice_number: str
    currency: str
    due_on: str
    open_cents: int
    defund_reason: str
    contract_number: str


class CloseSliceAnswerDefunding(TypedDict):
    """`defunding`."""

    count: int
    sums: list[CloseSliceAnswerDefundingSums]
    rows: list[CloseSliceAnswerDefundingRows]


class CloseSliceAnswerOverAdvancesSums(TypedDict):
    """`sums`."""

    currency: str
    over_advance_cents: int


class CloseSliceAnswerOverAdvancesRows(TypedDict):
    """`rows`."""

    over_advance_cents: int
    contract_number: str
    currency: str


class CloseSliceAnswerOverAdvances(TypedDict):
    """`over_advances`."""

    count: int
    sums: list[CloseSliceAnswerOverAdvancesSums]
    rows: list[CloseSliceAnswerOverAdvancesRows]


class CloseSliceAnswerRunUpSums(TypedDict):
    """`sums`."""

    currency: str
    over_advance_cents: int


class CloseSliceAnswerRunUpRows(TypedDict):
    """`rows`."""

    over_advance_cents: int
    contract_number: str
    currency: str


class CloseSliceAnswerRunUp(TypedDict):
    """`run_up`."""

    count: int
    sums: list[CloseSliceAnswerRunUpSums]
    rows: list[CloseSliceAnswerRunUpRows]


class CloseSliceAnswerLedgersLate(TypedDict):
    """`ledgers_late`."""

    contract_number: str
    ledger_on: str | None
    age_days: int


class CloseSliceAnswer(TypedDict):
    """What `close_slice` answers."""

    number: int
    contract_ids: list[int]
    judged: int
    buyers_stopped: int
    buyers_let_go: int
    eligibility: list[CloseSliceAnswerEligibility]
    suppliers_waiting: int
    accrual_reversed: int
    amounts: list[CloseSliceAnswerAmounts]
    interest_waits: list[CloseSliceAnswerInterestWaits]
    proved_anew: list[str]
    orders_prepared: int
    ageing: list[CloseSliceAnswerAgeing]
    defunding: CloseSliceAnswerDefunding
    over_advances: CloseSliceAnswerOverAdvances
    run_up: NotRequired[CloseSliceAnswerRunUp]
    ledgers_late: NotRequired[list[CloseSliceAnswerLedgersLate]]


class CollectedRow(TypedDict):
    """A row of `list_collected`."""

    contract_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    paid_on: NotRequired[str | None]
    paid_cents: NotRequired[int | None]


class CollectionAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    buyer_id: NotRequired[int]
    open_cents: int
    not_due_cents: int
    notes_cents: int
    sold_cents: int
    gross_cents: int
    credited_cents: int
    short_cents: int
    allocated_cents: int
    direct_cents: int
    late_allocated_cents: int
    late_direct_cents: int
    currency: str
    period_days: int
    paid_numbers: int
    overdue_cents: int
    dso_tenths: int
    best_dso_tenths: int
    payment_delay_tenths: Any
    dilution_ppm: int
    direct_payment_ppm: int | None
    promises_kept_ppm: int | None
    is_direct_alert: bool
    overdue_ppm: int
    delinquent_tenths: int
    dilution_reserve_ppm: int
    count_back_tenths: int
    contract_number: str
    client_name: str
    buyer_name: NotRequired[str]


class CollectionAnswer(TypedDict):
    """What `collection` answers."""

    rows: list[CollectionAnswerRows]


class CollectionsRow(TypedDict):
    """A row of `list_collections`."""

    id: NotRequired[int | None]
    payment_means: NotRequired[str | None]
    reference: NotRequired[str | None]
    iban: NotRequired[str | None]
    remitted_on: NotRequired[str | None]
    line_count: NotRequired[int | None]
    total_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]


class CommissionStatementsRow(TypedDict):
    """A row of `list_commission_statements`."""

    id: NotRequired[int | None]
    party_id: NotRequired[int | None]
    broker_name: NotRequired[str | None]
    number: NotRequired[int | None]
    currency: NotRequired[str | None]
    stated_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    net_cents: NotRequired[int | None]
    vat_cents: NotRequired[int | None]
    total_cents: NotRequired[int | None]
    statement_state: NotRequired[str | None]
    order_id: NotRequired[int | None]


class CommissionTermsRow(TypedDict):
    """A row of `list_commission_terms`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    party_id: NotRequired[int | None]
    broker_name: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    commission_base: NotRequired[str | None]
    commission_counted: NotRequired[str | None]
    rate_ppm: NotRequired[int | None]
    one_off_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    clawback_days: NotRequired[int | None]
    vat_class: NotRequired[str | None]
    is_disclosed: NotRequired[bool | None]
    source: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class CommissionsRow(TypedDict):
    """A row of `list_commissions`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    party_id: NotRequired[int | None]
    broker_name: NotRequired[str | None]
    commission_kind: NotRequired[str | None]
    on_date: NotRequired[str | None]
    currency: NotRequired[str | None]
    vat_class: NotRequired[str | None]
    base_cents: NotRequired[int | None]
    due_cents: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    statement_id: NotRequired[int | None]


class CompaniesRow(TypedDict):
    """A row of `list_companies`."""

    id: NotRequired[int | None]
    company_name: NotRequired[str | None]
    roles: NotRequired[list[str] | None]


class CompareAnswerTariff(TypedDict):
    """`tariff`."""

    tariff_id: int
    valid_from_on: str
    source: str
    is_example: bool


class CompareAnswerExchange(TypedDict):
    """`exchange`."""

    currency: str
    fixing_on: str
    per_euro_millionths: int
    source: str


class CompareAnswerProfile(TypedDict):
    """`profile`."""

    turnover_cents: int
    invoice_count: int
    mean_invoice_cents: int
    buyer_count: int
    export_ppm: int
    largest_ppm: int
    dilution_ppm: int
    payment_days: int
    buyer_class: str
    client_class: str


class CompareAnswerOffersTerms(TypedDict):
    """`terms`."""

    has_recourse: bool
    disclosure_mode: str
    notice_required: bool
    advance_standard_ppm: int
    concentration_ppm: int
    line_cents: int | None
    fund_ppm: int
    overdue_cutoff_days: int
    open_countries: str
    fee_ppm: int
    fee_minimum_cents: int
    fee_billing: str
    margin_ppm: int
    reference_index: str
    is_floored: bool
    interest_base: str
    charge_timing: str
    advance_margin_days: int
    is_ours: bool
    assignment_scope: str
    scope_count: int | None
    takes_ledger: bool
    notice_months: int
    collection_mode: str
    is_insured: bool
    cover_ppm: int
    cash_base: str
    caps_whole: bool
    use_ppm: int
    unused_ppm: int
    annual_minimum_ppm: int
    agreed_minimum_cents: int
    is_package: bool
    setup_cents: int
    monthly_cents: int
    buyer_cents: int
    invoice_cents: int
    line_fee_ppm: int
    fee_tiers: Any
    package_month_cents: NotRequired[int]
    yearly_cents: NotRequired[int]
    assigned_ppm: NotRequired[int]
    order_advance_ppm: NotRequired[int]
    order_line_cents: NotRequired[int | None]
    order_margin_ppm: NotRequired[int]
    payables_rebate_ppm: NotRequired[int]
    payables_line_cents: NotRequired[int]
    order_days: NotRequired[int]
    order_share_ppm: NotRequired[int]
    runs_programme: NotRequired[bool]
    approval_days: NotRequired[int]


class CompareAnswerOffersPrice(TypedDict):
    """`price`."""

    term: str
    kind: str
    row_number: int
    row: str
    condition: str
    rate_ppm: int


class CompareAnswerOffersCurve(TypedDict):
    """`curve`."""

    month_number: int
    curve_cents: int
    curve_financed_cents: int
    curve_available_cents: int


class CompareAnswerOffersWarnings(TypedDict):
    """`warnings`."""

    term: str
    value_ppm: int
    least_ppm: int
    most_ppm: int
    source: str


class CompareAnswerOffersReference(TypedDict):
    """`reference`."""

    rate_index: str
    rate_ppm: int
    fixing_on: str | None
    source: str | None
    last_on: str | None
    is_old: bool


class CompareAnswerOffers(TypedDict):
    """`offers`."""

    offer_number: int
    offer_label: str
    product: str
    terms: CompareAnswerOffersTerms
    price: list[CompareAnswerOffersPrice]
    curve: list[CompareAnswerOffersCurve]
    duties: list[str]
    buyers_see: list[str]
    warnings: list[CompareAnswerOffersWarnings]
    reference: NotRequired[CompareAnswerOffersReference]


class CompareAnswerScenarios(TypedDict):
    """`scenarios`."""

    offer_number: int
    scenario: str
    assigned_cents: int
    outstanding_cents: int
    approved_cents: int
    concentrated_cents: int
    fundable_cents: int
    fund_held_cents: int
    available_cents: int
    used_cents: int
    charge_base_cents: int
    financing_rate_ppm: int
    financing_charge_cents: int
    yearly_fee_cents: int
    annual_minimum_cents: int
    billed_fee_cents: int
    prorated_minimum_cents: int
    minimum_shortfall_cents: int
    unused_line_cents: int
    unused_fee_cents: int
    other_charges_cents: int
    yearly_cost_cents: int
    taxable_cents: int
    yearly_vat_cents: int
    cost_of_turnover_ppm: int
    yearly_rate_ppm: int | None
    teg_base_numbers: int
    teg_cost_cents: int
    teg_ppm: int | None
    teg_with_fee_cost_cents: int
    teg_with_fee_ppm: int | None
    kept_risk_cents: int
    saved_cents: int
    net_cost_cents: int
    starting_cents: int
    starting_financed_cents: int
    starting_fund_cents: int
    starting_fee_cents: int
    starting_charges_cents: int
    starting_interest_cents: int
    starting_cash_cents: int
    orders_open_cents: NotRequired[int]
    order_available_cents: NotRequired[int]
    order_used_cents: NotRequired[int]
    order_rate_ppm: NotRequired[int]
    order_charge_cents: NotRequired[int]
    invoiced_net_cents: NotRequired[int]
    suppliers_charge_cents: NotRequired[int]
    rebate_cents: NotRequired[int]
    not_early_cents: NotRequired[int]
    starting_orders_cents: NotRequired[int]
    starting_order_interest_cents: NotRequired[int]
    payables_line_cents: NotRequired[int]


class CompareAnswerRecommendationReasons(TypedDict):
    """`reasons`."""

    reason: str
    available_cents: NotRequired[int]
    need_cents: NotRequired[int]
    kept_risk_cents: NotRequired[int]
    net_cost_cents: NotRequired[int]
    used_cents: NotRequired[int]
    offer_number: NotRequired[int]
    saves_cents: NotRequired[int]


class CompareAnswerRecommendationChanges(TypedDict):
    """`changes`."""

    change: str
    scenario: NotRequired[str]
    offer_number: int


class CompareAnswerRecommendation(TypedDict):
    """`recommendation`."""

    offer_number: int
    reasons: list[CompareAnswerRecommendationReasons]
    changes: list[CompareAnswerRecommendationChanges]


class CompareAnswerUnpriced(TypedDict):
    """`unpriced`."""

    offer_label: str
    product: str
    refusal: str
    grid: str
    turnover_cents: int
    invoice_count: NotRequired[int]
    mean_invoice_cents: NotRequired[int]
    buyer_count: NotRequired[int]
    export_ppm: NotRequired[int]
    largest_ppm: NotRequired[int]
    dilution_ppm: NotRequired[int]
    payment_days: NotRequired[int]
    buyer_class: NotRequired[str]
    client_class: NotRequired[str]


class CompareAnswerQuotes(TypedDict):
    """`quotes`."""

    offer_number: int
    quote_id: int
    product: str


class CompareAnswerSectorNotes(TypedDict):
    """`sector_notes`."""

    note: str
    source: str
    source_french: str


class CompareAnswer(TypedDict):
    """What `compare` answers."""

    quoted_on: str
    tariff: CompareAnswerTariff
    currency: str
    exchange: CompareAnswerExchange | None
    profile: CompareAnswerProfile
    offers: list[CompareAnswerOffers]
    scenarios: list[CompareAnswerScenarios]
    recommendation: CompareAnswerRecommendation
    unpriced: list[CompareAnswerUnpriced]
    quotes: NotRequired[list[CompareAnswerQuotes]]
    sector: NotRequired[str]
    sector_notes: NotRequired[list[CompareAnswerSectorNotes]]


class CompareFilesAnswerTariff(TypedDict):
    """`tariff`."""

    tariff_id: NotRequired[int]
    valid_from_on: NotRequired[str]
    source: NotRequired[str]
    is_example: NotRequired[bool]


class CompareFilesAnswerExchange(TypedDict):
    """`exchange`."""

    currency: str
    fixing_on: str
    per_euro_millionths: int
    source: str


class CompareFilesAnswerProfile(TypedDict):
    """`profile`."""

    turnover_cents: int
    invoice_count: int
    mean_invoice_cents: int
    buyer_count: int
    export_ppm: int
    largest_ppm: int
    dilution_ppm: int
    payment_days: int
    buyer_class: str
    client_class: str


class CompareFilesAnswerOffersTerms(TypedDict):
    """`terms`."""

    has_recourse: bool
    disclosure_mode: str
    notice_required: bool
    advance_standard_ppm: int
    concentration_ppm: int
    line_cents: int | None
    fund_ppm: int
    overdue_cutoff_days: int
    open_countries: str
    fee_ppm: int
    fee_minimum_cents: int
    fee_billing: str
    margin_ppm: int
    reference_index: str
    is_floored: bool
    interest_base: str
    charge_timing: str
    advance_margin_days: int
    is_ours: bool
    assignment_scope: str
    scope_count: int | None
    takes_ledger: bool
    notice_months: int
    collection_mode: str
    is_insured: bool
    cover_ppm: int
    cash_base: str
    caps_whole: bool
    use_ppm: int
    unused_ppm: int
    annual_minimum_ppm: int
    agreed_minimum_cents: int
    is_package: bool
    setup_cents: int
    monthly_cents: int
    buyer_cents: int
    invoice_cents: int
    line_fee_ppm: int
    fee_tiers: Any
    package_month_cents: NotRequired[int]
    yearly_cents: NotRequired[int]
    assigned_ppm: NotRequired[int]
    order_advance_ppm: NotRequired[int]
    order_line_cents: NotRequired[int | None]
    order_margin_ppm: NotRequired[int]
    payables_rebate_ppm: NotRequired[int]
    payables_line_cents: NotRequired[int]
    order_days: NotRequired[int]
    order_share_ppm: NotRequired[int]
    runs_programme: NotRequired[bool]
    approval_days: NotRequired[int]


class CompareFilesAnswerOffersPrice(TypedDict):
    """`price`."""

    term: str
    kind: str
    row_number: int
    row: str
    condition: str
    rate_ppm: int


class CompareFilesAnswerOffersCurve(TypedDict):
    """`curve`."""

    month_number: int
    curve_cents: int
    curve_financed_cents: int
    curve_available_cents: int


class CompareFilesAnswerOffersReference(TypedDict):
    """`reference`."""

    rate_index: str
    rate_ppm: int
    fixing_on: str | None
    source: str | None
    last_on: str | None
    is_old: bool


class CompareFilesAnswerOffers(TypedDict):
    """`offers`."""

    offer_number: int
    offer_label: str
    product: str
    terms: CompareFilesAnswerOffersTerms
    price: list[CompareFilesAnswerOffersPrice]
    curve: list[CompareFilesAnswerOffersCurve]
    duties: list[str]
    buyers_see: list[str]
    warnings: list[Any]
    reference: NotRequired[CompareFilesAnswerOffersReference]


class CompareFilesAnswerScenarios(TypedDict):
    """`scenarios`."""

    offer_number: int
    scenario: str
    assigned_cents: int
    outstanding_cents: int
    approved_cents: int
    concentrated_cents: int
    fundable_cents: int
    fund_held_cents: int
    available_cents: int
    used_cents: int
    charge_base_cents: int
    financing_rate_ppm: int
    financing_charge_cents: int
    yearly_fee_cents: int
    annual_minimum_cents: int
    billed_fee_cents: int
    prorated_minimum_cents: int
    minimum_shortfall_cents: int
    unused_line_cents: int
    unused_fee_cents: int
    other_charges_cents: int
    yearly_cost_cents: int
    taxable_cents: int
    yearly_vat_cents: int
    cost_of_turnover_ppm: int
    yearly_rate_ppm: int | None
    teg_base_numbers: int
    teg_cost_cents: int
    teg_ppm: int | None
    teg_with_fee_cost_cents: int
    teg_with_fee_ppm: int | None
    kept_risk_cents: int
    saved_cents: int
    net_cost_cents: int
    starting_cents: int
    starting_financed_cents: int
    starting_fund_cents: int
    starting_fee_cents: int
    starting_charges_cents: int
    starting_interest_cents: int
    starting_cash_cents: int
    orders_open_cents: NotRequired[int]
    order_available_cents: NotRequired[int]
    order_used_cents: NotRequired[int]
    order_rate_ppm: NotRequired[int]
    order_charge_cents: NotRequired[int]
    invoiced_net_cents: NotRequired[int]
    suppliers_charge_cents: NotRequired[int]
    rebate_cents: NotRequired[int]
    not_early_cents: NotRequired[int]
    starting_orders_cents: NotRequired[int]
    starting_order_interest_cents: NotRequired[int]
    payables_line_cents: NotRequired[int]


class CompareFilesAnswerRecommendationReasons(TypedDict):
    """`reasons`."""

    reason: str
    net_cost_cents: NotRequired[int]
    used_cents: NotRequired[int]
    offer_number: NotRequired[int]


class CompareFilesAnswerRecommendationChanges(TypedDict):
    """`changes`."""

    change: str
    scenario: str
    offer_number: int


class CompareFilesAnswerRecommendation(TypedDict):
    """`recommendation`."""

    offer_number: int
    reasons: list[CompareFilesAnswerRecommendationReasons]
    changes: list[CompareFilesAnswerRecommendationChanges]


class CompareFilesAnswer(TypedDict):
    """What `compare_files` answers."""

    file_ids: list[int]
    prospect: str
    quoted_on: str
    tariff: CompareFilesAnswerTariff | None
    currency: str
    exchange: CompareFilesAnswerExchange | None
    profile: CompareFilesAnswerProfile
    offers: list[CompareFilesAnswerOffers]
    scenarios: list[CompareFilesAnswerScenarios]
    recommendation: CompareFilesAnswerRecommendation
    unpriced: list[Any]


class CompareLedgerAnswer(TypedDict):
    """What `compare_ledger` answers."""

    contract_id: int
    sales_ledger_id: int
    lines: int
    ledger_on: str
    ledger_open_cents: int
    our_open_cents: int
    difference_count: int
    differences: dict[str, int]


class ConcentrationRow(TypedDict):
    """A row of `list_concentration`."""

    currency: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    share_ppm: NotRequired[int | None]


class ConfirmRestAnswer(TypedDict):
    """What `confirm_rest` answers."""

    dispute_id: int
    left_cents: int
    judged: int
    invoice_disputed_cents: int


class ContractFeesRow(TypedDict):
    """A row of `list_contract_fees`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    fee_code: NotRequired[str | None]
    charge_unit: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    recorded_at: NotRequired[str | None]
    tier_from: NotRequired[int | None]
    unit_cents: NotRequired[int | None]
    charge_ppm: NotRequired[int | None]
    source: NotRequired[str | None]


class ContractQuoteRow(TypedDict):
    """A row of `list_contract_quote`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    agreed_terms: NotRequired[Any]
    agreed_fees: NotRequired[Any]
    quoted_on: NotRequired[str | None]
    product: NotRequired[str | None]
    prospect: NotRequired[str | None]
    offer: NotRequired[Any]
    currency: NotRequired[str | None]
    accepted_on: NotRequired[str | None]
    accepted_by: NotRequired[str | None]
    capacity: NotRequired[str | None]


class ContractsRow(TypedDict):
    """A row of `list_contracts`."""

    id: NotRequired[int | None]
    number: NotRequired[str | None]
    client_id: NotRequired[int | None]
    client_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    status: NotRequired[str | None]
    terms: NotRequired[Any]
    first_on: NotRequired[str | None]
    suspended_on: NotRequired[str | None]


class CostOfYearRow(TypedDict):
    """A row of `list_cost_of_year`."""

    currency: NotRequired[str | None]
    month_on: NotRequired[str | None]
    fees_cents: NotRequired[int | None]
    charges_cents: NotRequired[int | None]
    other_fees_cents: NotRequired[int | None]


class CoverAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    invoice_id: int
    invoice_number: str
    buyer_id: int
    buyer_name: str
    policy_id: int
    policy_number: str
    insurer_name: str
    layer: int
    share_ppm: int
    currency: str
    open_cents: int
    due_on: str
    is_extension_agreed: bool
    declared_on: str | None
    claimed_on: str | None
    admitted_on: str | None
    insured_ppm: int
    insured_base: str
    base_open_cents: int
    cover_limit_cents: int
    uninsured_reason: str | None
    covered_cents: int
    cover_due_cents: int
    vat_gap_cents: int
    base_disputed_cents: int
    uninsured_cents: int
    beyond_cover_cents: int
    own_share_cents: int
    extended_until_on: str
    extended_at_most_on: str
    extension_allowed_on: str
    cover_stop_on: str
    declare_by_on: str
    claim_by_on: str | None
    indemnity_on: str | None
    next_cover_step: str | None
    act_by_on: str | None
    cover_days_left_days: int | None
    why_not_more: str
    insurable_cents: int
    below_cents: int
    offered_cents: int
    dispute_until_on: NotRequired[str | None]
    jurisdiction_until_on: NotRequired[str | None]
    year_on: str


class CoverAnswerClaims(TypedDict):
    """`claims`."""

    contract_number: str
    buyer_id: int
    buyer_name: str
    policy_id: int
    policy_number: str
    insurer_name: str
    currency: str
    insured_ppm: int
    insurable_cents: int
    loss_base_cents: int
    outside_limit_cents: int
    first_loss_used_cents: int
    claim_indemnity_cents: int
    not_indemnified_cents: int
    indemnity_on: str


class CoverAnswer(TypedDict):
    """What `cover` answers."""

    rows: list[CoverAnswerRows]
    claims: list[CoverAnswerClaims]
    after: str | None
    claims_after: str | None


class CreditNotesRow(TypedDict):
    """A row of `list_credit_notes`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]


class DebitsRow(TypedDict):
    """A row of `list_debits`."""

    movement_id: NotRequired[int | None]
    own_account_id: NotRequired[int | None]
    iban: NotRequired[str | None]
    booked_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    remittance_text: NotRequired[str | None]
    operation_code: NotRequired[str | None]
    bank_reference: NotRequired[str | None]
    order_id: NotRequired[int | None]


class DebtsAtJudgmentRow(TypedDict):
    """A row of `list_debts_at_judgment`."""

    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    owed_then_cents: NotRequired[int | None]
    is_due: NotRequired[bool | None]
    is_disputed: NotRequired[bool | None]


class DecideAlarmAnswer(TypedDict):
    """What `decide_alarm` answers."""

    contract_id: int
    alarm_id: int
    fraud_rule: str
    fraud_outcome: str
    approval_id: int | None


class DecideHitAnswer(TypedDict):
    """What `decide_hit` answers."""

    hit_id: int
    screening_outcome: str
    approval_id: int


class DecideSuspicionAnswer(TypedDict):
    """What `decide_suspicion` answers."""

    aml_alarm_id: int
    aml_scenario: str
    aml_outcome: str
    approval_id: int


class DecisionsRow(TypedDict):
    """A row of `list_decisions`."""

    id: NotRequired[int | None]
    kind: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    proposed_by: NotRequired[str | None]
    proposed_at: NotRequired[str | None]
    key_name: NotRequired[str | None]
    arguments: NotRequired[Any]
    decided_by: NotRequired[str | None]
    decided_at: NotRequired[str | None]
    decision: NotRequired[str | None]
    reason_text: NotRequired[str | None]
    business_on: NotRequired[str | None]
    proposed_act_id: NotRequired[int | None]
    decided_act_id: NotRequired[int | None]
    answer: NotRequired[Any]
    decided_as: NotRequired[list[str] | None]
    authority: NotRequired[Any]
    facts: NotRequired[Any]


class DeclareTurnoverAnswer(TypedDict):
    """What `declare_turnover` answers."""

    policy_id: int
    from_on: str
    until_on: str
    declared_turnover_cents: int
    currency: str
    is_late: bool


class DedicatedRow(TypedDict):
    """A row of `list_dedicated`."""

    id: NotRequired[int | None]
    own_account_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    iban: NotRequired[str | None]
    bic: NotRequired[str | None]
    name: NotRequired[str | None]
    currency: NotRequired[str | None]
    closed_on: NotRequired[str | None]
    standing_cents: NotRequired[int | None]
    came_cents: NotRequired[int | None]
    taken_cents: NotRequired[int | None]
    ordered_cents: NotRequired[int | None]
    ordered_since_on: NotRequired[str | None]
    way_cents: NotRequired[int | None]
    way_since_on: NotRequired[str | None]


class DefundAnswer(TypedDict):
    """What `defund` answers."""

    invoice_ids: list[int]
    defunded_cents: NotRequired[int]
    reason: str
    is_lifted: NotRequired[bool]
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]


class DelaysRow(TypedDict):
    """A row of `list_delays`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    received_at: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    received_on: NotRequired[str | None]
    promised_on: NotRequired[str | None]
    fundable_at_id: NotRequired[int | None]
    closed_at_id: NotRequired[int | None]
    advance_cents: NotRequired[int | None]


class DelegatedDrawsRow(TypedDict):
    """A row of `list_delegated_draws`."""

    order_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    login: NotRequired[str | None]
    company_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    draw_limit_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    approval_id: NotRequired[int | None]
    asked_at: NotRequired[str | None]


class DelegationsRow(TypedDict):
    """A row of `list_delegations`."""

    approval_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    user_id: NotRequired[int | None]
    login: NotRequired[str | None]
    company_name: NotRequired[str | None]
    draw_limit_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    proposed_by: NotRequired[str | None]
    proposed_at: NotRequired[str | None]
    delegation_state: NotRequired[str | None]


class DeliveriesRow(TypedDict):
    """A row of `list_deliveries`."""

    id: NotRequired[int | None]
    webhook_id: NotRequired[int | None]
    url: NotRequired[str | None]
    event_id: NotRequired[int | None]
    event_kind: NotRequired[str | None]
    happened_at: NotRequired[str | None]
    tries: NotRequired[int | None]
    next_at: NotRequired[str | None]
    delivered_at: NotRequired[str | None]
    last_answer: NotRequired[str | None]
    replay_of_id: NotRequired[int | None]


class DiscloseContractAnswer(TypedDict):
    """What `disclose_contract` answers."""

    approval_id: int
    contract_id: int
    buyer_count: int


class DisputeNoticesRow(TypedDict):
    """A row of `list_dispute_notices`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    dispute_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    dispute_code: NotRequired[str | None]
    disputed_on: NotRequired[str | None]
    noticed_on: NotRequired[str | None]
    defund_from_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    digest: NotRequired[str | None]


class DisputeStepsRow(TypedDict):
    """A row of `list_dispute_steps`."""

    step_on: NotRequired[str | None]
    dispute_step: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    evidence: NotRequired[str | None]
    by_login: NotRequired[str | None]
    currency: NotRequired[str | None]


class DisputesRow(TypedDict):
    """A row of `list_disputes`."""

    dispute_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    dispute_code: NotRequired[str | None]
    dispute_source: NotRequired[str | None]
    disputed_on: NotRequired[str | None]
    today_on: NotRequired[str | None]
    first_cents: NotRequired[int | None]
    dispute_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    disputable_cents: NotRequired[int | None]
    is_answered: NotRequired[bool | None]
    is_credit_expected: NotRequired[bool | None]
    defund_from_on: NotRequired[str | None]
    evidence: NotRequired[str | None]


class DocumentAnswer(TypedDict):
    """What `document` answers."""

    digest: str
    name: str
    media_type: str
    content: str


class DocumentsRow(TypedDict):
    """A row of `list_documents`."""

    id: NotRequired[int | None]
    digest: NotRequired[str | None]
    name: NotRequired[str | None]
    media_type: NotRequired[str | None]
    byte_count: NotRequired[int | None]
    kept_at: NotRequired[str | None]
    by_login: NotRequired[str | None]


class DrawAnswer(TypedDict):
    """What `draw` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    available_cents: int
    client_id: NotRequired[int]
    delegation_id: NotRequired[int]


class DrawManyAnswerOrders(TypedDict):
    """`orders`."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    available_cents: int


class DrawManyAnswerRefused(TypedDict):
    """`refused`."""

    refusal: str
    available_cents: NotRequired[int]
    contract_id: int
    amount_cents: NotRequired[int]
    rate_index: NotRequired[str]
    day: NotRequired[str]
    party_id: NotRequired[int]


class DrawManyAnswer(TypedDict):
    """What `draw_many` answers."""

    orders: list[DrawManyAnswerOrders]
    refused: list[DrawManyAnswerRefused]
    count: int
    total_cents: int


class DrawQuoteAnswerOrder(TypedDict):
    """`order`."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    available_cents: int


class DrawQuoteAnswerCosts(TypedDict):
    """`costs`."""

    days: int
    cost_cents: int


class DrawQuoteAnswer(TypedDict):
    """What `draw_quote` answers."""

    contract_id: int
    on: str
    order: DrawQuoteAnswerOrder
    financing_rate_ppm: int
    financed_cents: int
    costs: list[DrawQuoteAnswerCosts]


class DrawSampleAnswer(TypedDict):
    """What `draw_sample` answers."""

    contract_id: int
    campaign_id: int
    count: int
    amount_cents: int
    currency: str
    invoice_ids: list[int]


class DrawsRow(TypedDict):
    """A row of `list_draws`."""

    order_id: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    executed_on: NotRequired[str | None]
    is_all: NotRequired[bool | None]


class DropClaimAnswer(TypedDict):
    """What `drop_claim` answers."""

    contract_id: int
    claim_id: int
    claim_state: str
    claim_number: str


class EarlyPriceAnswer(TypedDict):
    """What `early_price` answers."""

    payable_id: int
    amount_cents: int
    discount_cents: int
    early_net_cents: int
    early_days: int
    currency: str
    rate_ppm: int
    early_on: str


class EmailRow(TypedDict):
    """A row of `list_email`."""

    id: NotRequired[int | None]
    email: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class EndBuyerAccountAnswer(TypedDict):
    """What `end_buyer_account` answers."""

    link_id: int
    contract_id: int


class EndExceptionAnswer(TypedDict):
    """What `end_exception` answers."""

    subject: str
    subject_id: int
    reason_code: str
    judged: int


class EndPowerAnswer(TypedDict):
    """What `end_power` answers."""

    power_id: int
    login: str
    ended_by_id: int


class EndPromiseAnswer(TypedDict):
    """What `end_promise` answers."""

    contract_id: int
    promise_id: int


class EndWebhookAnswer(TypedDict):
    """What `end_webhook` answers."""

    webhook_id: int


class EntriesRow(TypedDict):
    """A row of `list_entries`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    key: NotRequired[str | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    booked_at: NotRequired[str | None]
    reverses_id: NotRequired[int | None]
    entry_number: NotRequired[int | None]
    by_login: NotRequired[str | None]
    operation: NotRequired[str | None]
    line: NotRequired[int | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class EntryDocumentsRow(TypedDict):
    """A row of `list_entry_documents`."""

    name: NotRequired[str | None]
    digest: NotRequired[str | None]


class EntryItemsRow(TypedDict):
    """A row of `list_entry_items`."""

    id: NotRequired[int | None]
    is_invoice: NotRequired[bool | None]
    item_name: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class EntryLinesRow(TypedDict):
    """A row of `list_entry_lines`."""

    line: NotRequired[int | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    debit_cents: NotRequired[int | None]
    credit_cents: NotRequired[int | None]


class EraseDueAnswerProofs(TypedDict):
    """`proofs`."""

    proof_id: int
    retention_kind: str
    source: str
    until_on: str
    row_count: int
    digest: str


class EraseDueAnswer(TypedDict):
    """What `erase_due` answers."""

    proofs: list[EraseDueAnswerProofs]
    row_count: int


class ErasureProofsRow(TypedDict):
    """A row of `list_erasure_proofs`."""

    proof_id: NotRequired[int | None]
    retention_kind: NotRequired[str | None]
    row_count: NotRequired[int | None]
    source: NotRequired[str | None]
    until_on: NotRequired[str | None]
    erased_on: NotRequired[str | None]
    digest: NotRequired[str | None]
    approval_id: NotRequired[int | None]


class EventsRow(TypedDict):
    """A row of `list_events`."""

    id: NotRequired[int | None]
    event_kind: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    act_id: NotRequired[int | None]
    happened_at: NotRequired[str | None]
    data: NotRequired[Any]


class ExamineDocumentAnswer(TypedDict):
    """What `examine_document` answers."""

    contract_id: int
    invoice_id: int
    digest: str
    producer: str
    is_rewritten: bool
    revision_count: int
    font_count: int
    xml_cents: int | None
    pdf_cents: int


class ExceptionsRow(TypedDict):
    """A row of `list_exceptions`."""

    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    subject: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    reason_code: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    from_on: NotRequired[str | None]
    last_on: NotRequired[str | None]
    reason_text: NotRequired[str | None]
    proposed_by: NotRequired[str | None]
    decided_by: NotRequired[str | None]
    approval_id: NotRequired[int | None]
    is_in_force: NotRequired[bool | None]


class ExchangePaymentAnswer(TypedDict):
    """What `exchange_payment` answers."""

    payment_id: int
    approval_id: int
    given_cents: int
    given_currency: str
    taken_cents: int
    charged_cents: int
    currency: str


class ExcusedRow(TypedDict):
    """A row of `list_excused`."""

    contract_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    holds: NotRequired[str | None]
    held_cents: NotRequired[int | None]
    exceptions: NotRequired[str | None]
    buyer_exceptions: NotRequired[str | None]
    last_on: NotRequired[str | None]


class ExitSimulationAnswerWeeks(TypedDict):
    """`weeks`."""

    from_on: str
    until_on: str
    collected_cents: int
    interest_cents: int
    fee_cents: int
    open_cents: int
    in_use_cents: int
    fund_balance_cents: int
    current_account_cents: int


class ExitSimulationAnswerDays(TypedDict):
    """`days`."""

    day: str
    exit_step: str
    amount_cents: int | None


class ExitSimulationAnswerReference(TypedDict):
    """`reference`."""

    rate_index: str
    reference_ppm: int
    fixing_on: str | None
    last_on: str | None
    is_old: bool


class ExitSimulationAnswer(TypedDict):
    """What `exit_simulation` answers."""

    contract_id: int
    number: str
    currency: str
    on: str
    contract_status: str
    notice_on: str
    ends_on: str
    last_collection_on: str
    final_on: str
    drawable_cents: int
    open_cents: int
    in_use_cents: int
    fund_balance_cents: int
    current_account_cents: int
    order_owed_cents: int
    written_off_cents: int
    run_up_cents: int
    rate_ppm: int
    interest_cents: int
    fee_cents: int
    minimum_shortfall_cents: int
    exit_cost_cents: int
    buy_back_cents: int
    final_cents: int
    weeks: list[ExitSimulationAnswerWeeks]
    days: list[ExitSimulationAnswerDays]
    package_cents: NotRequired[int]
    reference: NotRequired[ExitSimulationAnswerReference]
    other_fee_cents: NotRequired[int]
    ending_fee_cents: NotRequired[int]


class ExpectedRow(TypedDict):
    """A row of `list_expected`."""

    id: NotRequired[int | None]
    iban: NotRequired[str | None]
    source: NotRequired[str | None]
    booked_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    payer_name: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    bank_reference: NotRequired[str | None]
    expected_status: NotRequired[str | None]


class ExplainDebitAnswer(TypedDict):
    """What `explain_debit` answers."""

    movement_id: int
    approval_id: int
    amount_cents: int


class FactsRow(TypedDict):
    """A row of `list_facts`."""

    kind: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    subject: NotRequired[str | None]
    fact: NotRequired[str | None]
    value: NotRequired[Any]
    currency: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    source: NotRequired[str | None]
    login: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class FailedBuyerAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    client_name: str
    buyer_id: int
    buyer_name: str
    currency: str
    invoice_count: int
    debt_cents: int
    insurer_bears_cents: int
    factor_bears_cents: int
    client_bears_cents: int


class FailedBuyerAnswer(TypedDict):
    """What `failed_buyer` answers."""

    rows: list[FailedBuyerAnswerRows]
    insurers: list[Any]
    after: str | None


class FailedInvoicesRow(TypedDict):
    """A row of `list_failed_invoices`."""

    contract_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    approved_cents: NotRequired[int | None]
    factor_open_cents: NotRequired[int | None]
    debt_cents: NotRequired[int | None]
    terms: NotRequired[Any]


class FeeGridAnswerRows(TypedDict):
    """`rows`."""

    fee_code: str
    charge_unit: str
    fee_price: str
    valid_from_on: str | None
    vat_class: str
    fee_vat: str
    is_in_teg: bool
    clause: str
    fee_formula: str
    currency: str


class FeeGridAnswer(TypedDict):
    """What `fee_grid` answers."""

    contract_id: int
    on: str
    rows: list[FeeGridAnswerRows]


class FeedsRow(TypedDict):
    """A row of `list_feeds`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    way: NotRequired[str | None]
    sender: NotRequired[str | None]
    login: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class FeesBilledRow(TypedDict):
    """A row of `list_fees_billed`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    fee_code: NotRequired[str | None]
    charge_unit: NotRequired[str | None]
    fee_cause: NotRequired[str | None]
    until_on: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    entry_id: NotRequired[int | None]
    reversal_id: NotRequired[int | None]


class FitCeilingAnswer(TypedDict):
    """What `fit_ceiling` answers."""

    ceiling_id: int
    shares: int
    judged: int


class FollowPromisesAnswer(TypedDict):
    """What `follow_promises` answers."""

    contract_id: int
    kept_ids: list[int]
    broken_ids: list[int]
    running_ids: list[int]


class FollowStopsAnswer(TypedDict):
    """What `follow_stops` answers."""

    contract_id: int
    buyer_ids: list[int]


class ForecastAnswerWeeks(TypedDict):
    """`weeks`."""

    currency: str
    ahead_days: int
    open_cents: int
    expected_cents: int
    low_cents: int
    high_cents: int
    until_on: str
    of_week_cents: int


class ForecastAnswer(TypedDict):
    """What `forecast` answers."""

    weeks: list[ForecastAnswerWeeks]
    backtest: list[Any]
    judged: Any


class ForwardAnswer(TypedDict):
    """What `forward` answers."""

    payment_id: int
    forwarded_cents: NotRequired[int]
    order_id: NotRequired[int | None]
    entry_id: NotRequired[int]
    approval_id: NotRequired[int]
    contract_id: NotRequired[int]
    purpose: NotRequired[str]
    amount_cents: NotRequired[int]
    currency: NotRequired[str]
    iban: NotRequired[str]
    holder: NotRequired[str]
    reference: NotRequired[str]
    promised_at: NotRequired[str]


class FraudAlarmsRow(TypedDict):
    """A row of `list_fraud_alarms`."""

    alarm_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    fraud_rule: NotRequired[str | None]
    fraud_effect: NotRequired[str | None]
    alarm_subject: NotRequired[str | None]
    alarm_subject_id: NotRequired[int | None]
    alarm_about: NotRequired[str | None]
    alarm_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    evidence: NotRequired[str | None]
    found_on: NotRequired[str | None]
    fraud_outcome: NotRequired[str | None]
    reason: NotRequired[str | None]
    decided_on: NotRequired[str | None]


class FundsOverTimeRow(TypedDict):
    """A row of `list_funds_over_time`."""

    currency: NotRequired[str | None]
    week_on: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]


class GarnishmentDaysAnswerRows(TypedDict):
    """`rows`."""

    id: int
    contract_id: int
    contract_number: str
    client_name: str
    client_siren: str
    factor_name: str
    factor_siren: str
    garnishment_kind: str
    creditor_id: int
    creditor_name: str | None
    reference: str
    served_at: str
    buyer_id: int
    buyer_name: Any
    amount_cents: int
    held_cents: int
    payable_cents: int
    paid_since_cents: int
    ordered_cents: int
    paid_cents: int
    lifted_cents: int
    left_cents: int
    currency: str
    answered_on: str | None
    contested_on: str | None
    confirmed_on: str | None
    digest: Any
    answer_by_on: str
    contest_until_on: str
    pay_by_on: str
    next_garnishment_step: str
    act_by_on: str
    undone_on: NotRequired[str | None]


class GarnishmentDaysAnswer(TypedDict):
    """What `garnishment_days` answers."""

    rows: list[GarnishmentDaysAnswerRows]
    after: str | None


class GarnishmentItemsRow(TypedDict):
    """A row of `list_garnishment_items`."""

    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    transferred_at: NotRequired[str | None]
    open_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    is_reached: NotRequired[bool | None]


class GarnishmentStepsRow(TypedDict):
    """A row of `list_garnishment_steps`."""

    id: NotRequired[int | None]
    garnishment_step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    reference: NotRequired[str | None]
    digest: NotRequired[str | None]


class GarnishmentsRow(TypedDict):
    """A row of `list_garnishments`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    client_siren: NotRequired[str | None]
    factor_name: NotRequired[str | None]
    factor_siren: NotRequired[str | None]
    garnishment_kind: NotRequired[str | None]
    creditor_id: NotRequired[int | None]
    creditor_name: NotRequired[str | None]
    reference: NotRequired[str | None]
    served_at: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    held_cents: NotRequired[int | None]
    payable_cents: NotRequired[int | None]
    paid_since_cents: NotRequired[int | None]
    ordered_cents: NotRequired[int | None]
    paid_cents: NotRequired[int | None]
    lifted_cents: NotRequired[int | None]
    left_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    undone_on: NotRequired[str | None]
    answered_on: NotRequired[str | None]
    contested_on: NotRequired[str | None]
    confirmed_on: NotRequired[str | None]
    digest: NotRequired[str | None]


class GiveBackDisputedAnswer(TypedDict):
    """What `give_back_disputed` answers."""

    contract_id: int
    claim_id: int
    approval_id: int
    amount_cents: int
    currency: str
    dispute_until_on: str


class GiveGuaranteeBackAnswer(TypedDict):
    """What `give_guarantee_back` answers."""

    invoice_ids: list[int]
    approval_id: int
    amount_cents: int
    reason: str


class GiveNoticeAnswer(TypedDict):
    """What `give_notice` answers."""

    contract_id: int
    number: str
    given_by: str
    received_on: str
    ends_on: str
    source: str


class GroupMembersRow(TypedDict):
    """A row of `list_group_members`."""

    group_id: NotRequired[int | None]
    party_id: NotRequired[int | None]
    group_name: NotRequired[str | None]
    party_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    source: NotRequired[str | None]


class GroupStatementRow(TypedDict):
    """A row of `list_group_statement`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    opening_cents: NotRequired[int | None]
    assigned_cents: NotRequired[int | None]
    paid_out_cents: NotRequired[int | None]
    billed_cents: NotRequired[int | None]
    other_cents: NotRequired[int | None]
    closing_cents: NotRequired[int | None]
    fund_cents: NotRequired[int | None]
    outstanding_cents: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]
    share_cents: NotRequired[int | None]
    line_cents: NotRequired[int | None]


class GuaranteedRow(TypedDict):
    """A row of `list_guaranteed`."""

    id: NotRequired[int | None]
    number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    status: NotRequired[str | None]
    since_on: NotRequired[str | None]
    guaranteed_cents: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]
    called_cents: NotRequired[int | None]
    surety_paid_cents: NotRequired[int | None]
    last_called_on: NotRequired[str | None]


class GuaranteesRow(TypedDict):
    """A row of `list_guarantees`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    taken_on: NotRequired[str | None]
    guarantee_cause: NotRequired[str | None]
    guaranteed_cents: NotRequired[int | None]
    uncovered_cents: NotRequired[int | None]
    factor_open_cents: NotRequired[int | None]
    client_open_cents: NotRequired[int | None]
    buyer_id: NotRequired[int | None]


class GuessedRow(TypedDict):
    """A row of `list_guessed`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]
    payer_name: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    wait_reason: NotRequired[str | None]
    invoice_numbers: NotRequired[str | None]
    proposed_cents: NotRequired[int | None]
    confidence_ppm: NotRequired[int | None]
    guess_evidence: NotRequired[str | None]


class GuessesRow(TypedDict):
    """A row of `list_guesses`."""

    guess_number: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]
    proposed_cents: NotRequired[int | None]
    confidence_ppm: NotRequired[int | None]
    guess_evidence: NotRequired[str | None]


class HandOverAnswer(TypedDict):
    """What `hand_over` answers."""

    contract_id: int
    reminder_id: int
    digest: str
    name: str
    count: int
    missing: list[str]


class HandoverBuyersRow(TypedDict):
    """A row of `list_handover_buyers`."""

    id: NotRequired[int | None]
    currency: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    buyer_siren: NotRequired[str | None]
    buyer_vat: NotRequired[str | None]
    buyer_lei: NotRequired[str | None]
    buyer_foreign: NotRequired[str | None]
    buyer_country: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    source: NotRequired[str | None]
    notified_on: NotRequired[str | None]
    proof: NotRequired[str | None]


class HandoverDisputesRow(TypedDict):
    """A row of `list_handover_disputes`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    dispute_code: NotRequired[str | None]
    disputed_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    disputed_cents: NotRequired[int | None]
    dispute_rest_confirmed: NotRequired[bool | None]
    source: NotRequired[str | None]
    evidence: NotRequired[str | None]


class HandoverInvoicesRow(TypedDict):
    """A row of `list_handover_invoices`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    type_code: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    delivered_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    buyer_siren: NotRequired[str | None]
    buyer_vat: NotRequired[str | None]
    buyer_lei: NotRequired[str | None]
    buyer_foreign: NotRequired[str | None]
    buyer_country: NotRequired[str | None]
    order_reference: NotRequired[str | None]
    credited_number: NotRequired[str | None]


class HandoverPaymentsRow(TypedDict):
    """A row of `list_handover_payments`."""

    id: NotRequired[int | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    buyer_siren: NotRequired[str | None]
    buyer_vat: NotRequired[str | None]
    buyer_lei: NotRequired[str | None]
    buyer_foreign: NotRequired[str | None]
    buyer_country: NotRequired[str | None]
    payer_name: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    is_kept: NotRequired[bool | None]


class HearInsurerAnswer(TypedDict):
    """What `hear_insurer` answers."""

    message_id: int
    message_kind: str
    message_state: str
    step_on: str
    refusal: str


class HearPaymentStatusAnswer(TypedDict):
    """What `hear_payment_status` answers."""

    file: str
    rejected: list[int]
    accepted: list[int]
    known: list[int]
    contradicted: NotRequired[list[int]]
    not_ours: NotRequired[list[str]]


class HearProviderAnswer(TypedDict):
    """What `hear_provider` answers."""

    contract_id: int
    signature_id: int
    outcome: str
    reason: str
    evidence: NotRequired[str]
    fee_cents: NotRequired[int]


class HeldRemittancesRow(TypedDict):
    """A row of `list_held_remittances`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    title_number: NotRequired[int | None]
    posted_on: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    held_count: NotRequired[int | None]
    held_cents: NotRequired[int | None]
    held_reason: NotRequired[str | None]


class HouseRow(TypedDict):
    """A row of `list_house`."""

    id: NotRequired[int | None]
    number: NotRequired[str | None]
    client_id: NotRequired[int | None]
    currency: NotRequired[str | None]


class IdentifyAnswer(TypedDict):
    """What `identify` answers."""

    payment_id: int
    contract_id: int
    amount_cents: int
    allocated_cents: int


class IdentitiesRow(TypedDict):
    """A row of `list_identities`."""

    id: NotRequired[int | None]
    issuer: NotRequired[str | None]
    name: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class ImpairClientAnswer(TypedDict):
    """What `impair_client` answers."""

    contract_id: int
    impaired_cents: int
    impairment_cents: int
    currency: str


class InProceedingsAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    client_name: str
    party_id: int
    party_name: str
    failed_part: str
    currency: str
    insolvent_on: str
    notice_number: str | None
    proceeding: str | None
    published_on: str | None
    ended_on: str | None
    source: str
    creditor_country: str
    debt_cents: int
    claim_declared_on: str | None
    claim_declared_cents: int | None
    claim_admitted_on: str | None
    claim_admitted_cents: int | None
    relief_asked_on: str | None
    goods_claimed_on: str | None
    administrator_asked_on: str | None
    administrator_answer: Any
    impaired_cents: int
    declare_claim_by_on: str
    relief_by_on: str
    goods_by_on: str
    answer_by_on: str | None
    next_insolvency_step: str
    act_by_on: str


class InProceedingsAnswer(TypedDict):
    """What `in_proceedings` answers."""

    rows: list[InProceedingsAnswerRows]
    after: str | None


class IndemnitiesAnswerRows(TypedDict):
    """`rows`."""

    id: int
    contract_id: int
    claim_number: str
    contract_number: str
    buyer_name: str
    policy_number: str
    insurer_name: str
    claim_state: str
    indemnity_on: str
    currency: str
    debt_cents: int
    accepted_cents: int
    received_cents: int
    is_file_ready: bool
    lacking: str
    claim_indemnity_cents: int
    indemnity_gap_cents: int
    gap_cause: Any
    gap_question: Any


class IndemnitiesAnswer(TypedDict):
    """What `indemnities` answers."""

    rows: list[IndemnitiesAnswerRows]


class InsolvenciesRow(TypedDict):
    """A row of `list_insolvencies`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    failed_part: NotRequired[str | None]
    currency: NotRequired[str | None]
    insolvent_on: NotRequired[str | None]
    notice_number: NotRequired[str | None]
    proceeding: NotRequired[str | None]
    published_on: NotRequired[str | None]
    ended_on: NotRequired[str | None]
    source: NotRequired[str | None]
    creditor_country: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    claim_declared_on: NotRequired[str | None]
    claim_declared_cents: NotRequired[int | None]
    claim_admitted_on: NotRequired[str | None]
    claim_admitted_cents: NotRequired[int | None]
    relief_asked_on: NotRequired[str | None]
    goods_claimed_on: NotRequired[str | None]
    administrator_asked_on: NotRequired[str | None]
    administrator_answer: NotRequired[str | None]
    impaired_cents: NotRequired[int | None]


class InsolvencyNoticesRow(TypedDict):
    """A row of `list_insolvency_notices`."""

    id: NotRequired[int | None]
    notice_number: NotRequired[str | None]
    siren: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    notice_kind: NotRequired[str | None]
    of_number: NotRequired[str | None]
    published_on: NotRequired[str | None]
    judged_on: NotRequired[str | None]
    notice_effect: NotRequired[str | None]
    proceeding: NotRequired[str | None]
    nature: NotRequired[str | None]
    court: NotRequired[str | None]
    notice_doubt: NotRequired[str | None]
    counts: NotRequired[bool | None]
    reason: NotRequired[str | None]


class InsolvencyStepsRow(TypedDict):
    """A row of `list_insolvency_steps`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    failed_part: NotRequired[str | None]
    insolvency_step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    impaired_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    reference: NotRequired[str | None]


class InstalmentsRow(TypedDict):
    """A row of `list_instalments`."""

    contract_id: NotRequired[int | None]
    plan_id: NotRequired[int | None]
    due_on: NotRequired[str | None]
    instalment_cents: NotRequired[int | None]
    repaid_cents: NotRequired[int | None]
    by_client_cents: NotRequired[int | None]
    guaranteed_cents: NotRequired[int | None]
    today_on: NotRequired[str | None]


class InstrumentsRow(TypedDict):
    """A row of `list_instruments`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    payment_means: NotRequired[str | None]
    number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    payer_name: NotRequired[str | None]
    payer_iban: NotRequired[str | None]
    reference: NotRequired[str | None]
    presentation: NotRequired[int | None]
    step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    reason: NotRequired[str | None]
    collect_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    sequence_type: NotRequired[str | None]
    lot: NotRequired[str | None]
    collection_id: NotRequired[int | None]
    payment_id: NotRequired[int | None]
    claim_cents: NotRequired[int | None]


class InsuredRow(TypedDict):
    """A row of `list_insured`."""

    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    client_name: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    limit_cents: NotRequired[int | None]
    outstanding_cents: NotRequired[int | None]
    overdue_cents: NotRequired[int | None]
    oldest_due_on: NotRequired[str | None]


class InsurerAnswersRow(TypedDict):
    """A row of `list_insurer_answers`."""

    insurer_id: NotRequired[int | None]
    insurer_name: NotRequired[str | None]
    insurer_answer_number: NotRequired[str | None]
    told_on: NotRequired[str | None]
    policy_number: NotRequired[str | None]
    buyer_siren: NotRequired[str | None]
    response_code: NotRequired[str | None]
    decision_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    told_limit_cents: NotRequired[int | None]
    answer_outcome: NotRequired[str | None]
    refusal: NotRequired[str | None]
    facts: NotRequired[Any]
    message_id: NotRequired[int | None]
    recorded_at: NotRequired[str | None]


class InsurerMessagesRow(TypedDict):
    """A row of `list_insurer_messages`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_id: NotRequired[int | None]
    insurer_name: NotRequired[str | None]
    message_kind: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    written_on: NotRequired[str | None]
    reference: NotRequired[str | None]
    message_state: NotRequired[str | None]
    sent_on: NotRequired[str | None]
    answered_on: NotRequired[str | None]
    insurer_reference: NotRequired[str | None]
    reason: NotRequired[str | None]
    refusal: NotRequired[str | None]
    call_state: NotRequired[str | None]
    tries: NotRequired[int | None]
    last_answer: NotRequired[str | None]
    invoice_ids: NotRequired[list[int] | None]
    content: NotRequired[Any]


class InviteSupplierAnswer(TypedDict):
    """What `invite_supplier` answers."""

    contract_id: int
    supplier_id: int
    supplier_step: str


class InvoicesRow(TypedDict):
    """A row of `list_invoices`."""

    id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    type_code: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    ineligible_cents: NotRequired[int | None]
    reason: NotRequired[str | None]
    sent_on: NotRequired[str | None]
    remittance_id: NotRequired[int | None]
    facts: NotRequired[Any]


class IssueTitleAnswer(TypedDict):
    """What `issue_title` answers."""

    contract_id: int
    remittance_id: int
    name: str
    title_number: int
    digest: str
    is_new: bool


class JoinProgrammeAnswer(TypedDict):
    """What `join_programme` answers."""

    contract_id: int
    supplier_id: int
    supplier_step: str


class JudgeNoticeAnswerFailed(TypedDict):
    """`failed`."""

    party_id: int
    party_name: str
    notice_number: str
    proceeding: str
    insolvent_on: str
    published_on: str
    judged: int
    suspended: list[Any]
    resumed: list[Any]


class JudgeNoticeAnswerLiftedGuarantees(TypedDict):
    """`guarantees`."""

    contract_number: str
    invoice_number: str
    currency: str
    open_cents: int


class JudgeNoticeAnswerLifted(TypedDict):
    """`lifted`."""

    party_id: int
    party_name: str
    notice_number: str
    proceeding: Any
    insolvent_on: str | None
    published_on: str | None
    judged: int
    suspended: list[Any]
    resumed: list[Any]
    guarantees: NotRequired[list[JudgeNoticeAnswerLiftedGuarantees]]


class JudgeNoticeAnswer(TypedDict):
    """What `judge_notice` answers."""

    notice_id: int
    notice_number: str
    counts: bool
    failed: list[JudgeNoticeAnswerFailed]
    lifted: list[JudgeNoticeAnswerLifted]
    ended: list[Any]


class KeepDirectPaymentAnswer(TypedDict):
    """What `keep_direct_payment` answers."""

    invoice_id: int
    kept_cents: NotRequired[int]
    entry_id: NotRequired[int]
    evidence: NotRequired[str]
    paid_on: NotRequired[str]
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]


class KeptReadsRow(TypedDict):
    """A row of `list_kept_reads`."""

    id: NotRequired[int | None]
    happened_at: NotRequired[str | None]
    login: NotRequired[str | None]
    company_name: NotRequired[str | None]
    key_name: NotRequired[str | None]
    sensitive_kind: NotRequired[str | None]
    read_name: NotRequired[str | None]
    about: NotRequired[Any]
    row_count: NotRequired[int | None]


class KeysRow(TypedDict):
    """A row of `list_keys`."""

    id: NotRequired[int | None]
    name: NotRequired[str | None]
    login: NotRequired[str | None]
    company_name: NotRequired[str | None]
    scopes: NotRequired[list[str] | None]
    networks: NotRequired[list[str] | None]
    expires_at: NotRequired[str | None]
    recorded_at: NotRequired[str | None]
    made_by: NotRequired[str | None]
    agreed_at: NotRequired[str | None]
    is_own: NotRequired[bool | None]


class LateOrdersRow(TypedDict):
    """A row of `list_late_orders`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    purpose: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    holder: NotRequired[str | None]
    iban: NotRequired[str | None]
    prepared_at: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    approval_id: NotRequired[int | None]
    turn: NotRequired[str | None]


class LatePartsRow(TypedDict):
    """A row of `list_late_parts`."""

    contract_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    buyer_is_public: NotRequired[bool | None]
    currency: NotRequired[str | None]
    due_on: NotRequired[str | None]
    paid_on: NotRequired[str | None]
    part_kind: NotRequired[str | None]
    part_cents: NotRequired[int | None]


class LedgerRow(TypedDict):
    """A row of `list_ledger`."""

    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]


class LedgerContractsRow(TypedDict):
    """A row of `list_ledger_contracts`."""

    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    is_house: NotRequired[bool | None]


class LedgerDifferencesRow(TypedDict):
    """A row of `list_ledger_differences`."""

    id: NotRequired[int | None]
    ledger_difference: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    ledger_open_cents: NotRequired[int | None]
    our_open_cents: NotRequired[int | None]
    currency: NotRequired[str | None]


class LegalHoldsRow(TypedDict):
    """A row of `list_legal_holds`."""

    hold_id: NotRequired[int | None]
    hold_of: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    held_name: NotRequired[str | None]
    retention_kind: NotRequired[str | None]
    reason: NotRequired[str | None]
    held_on: NotRequired[str | None]
    lifted_on: NotRequired[str | None]


class LiftHoldAnswer(TypedDict):
    """What `lift_hold` answers."""

    hold_id: int
    approval_id: int


class LimitsRow(TypedDict):
    """A row of `list_limits`."""

    id: NotRequired[int | None]
    scope: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    party_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    valid_from_on: NotRequired[str | None]
    source: NotRequired[str | None]
    share_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    excess_cents: NotRequired[int | None]
    share_excess_cents: NotRequired[int | None]


class MandatesRow(TypedDict):
    """A row of `list_mandates`."""

    id: NotRequired[int | None]
    mandate_reference: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    scheme: NotRequired[str | None]
    iban: NotRequired[str | None]
    holder: NotRequired[str | None]
    creditor_identifier: NotRequired[str | None]
    signed_on: NotRequired[str | None]
    last_collected_on: NotRequired[str | None]
    is_one_off: NotRequired[bool | None]
    is_collected: NotRequired[bool | None]
    is_ended: NotRequired[bool | None]
    revoked_on: NotRequired[str | None]


class MarkInsurerMessageAnswer(TypedDict):
    """What `mark_insurer_message` answers."""

    message_id: int
    message_kind: str
    message_state: str
    step_on: str
    refusal: str


class MarkSentAnswer(TypedDict):
    """What `mark_sent` answers."""

    outbox_id: int
    outcome: str
    judged: int
    approval_id: int | None
    name: NotRequired[str]
    count: NotRequired[int]


class MovePaymentAnswer(TypedDict):
    """What `move_payment` answers."""

    payment_id: int
    approval_id: NotRequired[int]
    amount_cents: int
    from_payment_id: NotRequired[int]
    to_contract_id: NotRequired[int]
    allocated_cents: NotRequired[int]
    lost_again_in: NotRequired[dict[str, Any]]


class MovementsRow(TypedDict):
    """A row of `list_movements`."""

    entry_id: NotRequired[int | None]
    event: NotRequired[str | None]
    journal: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    account: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    against_id: NotRequired[int | None]
    payment_id: NotRequired[int | None]
    against_number: NotRequired[str | None]
    operation: NotRequired[str | None]
    by_login: NotRequired[str | None]
    id: NotRequired[int | None]


class NameAccountsAnswer(TypedDict):
    """What `name_accounts` answers."""

    contract_id: int
    count: int


class NoteCallAnswer(TypedDict):
    """What `note_call` answers."""

    callback_id: int
    outcome: str
    act_by_on: str


class NotifyDefundingAnswerNotices(TypedDict):
    """`notices`."""

    dispute_id: int
    invoice_number: str
    still_disputed_cents: int
    currency: str
    defund_from_on: str


class NotifyDefundingAnswer(TypedDict):
    """What `notify_defunding` answers."""

    contract_id: int
    count: int
    digest: str
    name: str
    dispute_ids: list[int]
    notices: list[NotifyDefundingAnswerNotices]


class NumberClaimsRow(TypedDict):
    """A row of `list_number_claims`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    number_scheme: NotRequired[str | None]
    party_number: NotRequired[str | None]
    name_told: NotRequired[str | None]
    bearer_id: NotRequired[int | None]
    bearer_name: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class OfferFileAnswer(TypedDict):
    """What `offer_file` answers."""

    name: str
    media_type: str
    digest: str
    content: str


class OfferFilesRow(TypedDict):
    """A row of `list_offer_files`."""

    id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    prospect: NotRequired[str | None]
    siren: NotRequired[str | None]
    asked_on: NotRequired[str | None]
    offer_count: NotRequired[int | None]
    recorded_at: NotRequired[str | None]


class OfferPurchaseOrderAnswer(TypedDict):
    """What `offer_purchase_order` answers."""

    purchase_order_id: int
    approval_id: int
    amount_cents: int
    currency: str
    order_number: str
    buyer_id: int
    expected_on: str
    proof: str


class OfferedRow(TypedDict):
    """A row of `list_offered`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    discount_cents: NotRequired[int | None]
    paid_on: NotRequired[str | None]
    payable_state: NotRequired[str | None]


class OfferedProgrammesRow(TypedDict):
    """A row of `list_offered_programmes`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    supplier_id: NotRequired[int | None]
    supplier_step: NotRequired[str | None]


class OpenByDueRow(TypedDict):
    """A row of `list_open_by_due`."""

    contract_id: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    due_on: NotRequired[str | None]
    today_on: NotRequired[str | None]
    is_credit_note: NotRequired[bool | None]
    open_cents: NotRequired[int | None]


class OpenClaimAnswer(TypedDict):
    """What `open_claim` answers."""

    contract_id: int
    claim_id: int
    claim_number: str
    debt_cents: int
    indemnity_on: str | None
    currency: str
    insurable_cents: int
    loss_base_cents: int
    outside_limit_cents: int
    first_loss_used_cents: int
    claim_indemnity_cents: int
    not_indemnified_cents: int


class OpenContractAnswerMissingGuards(TypedDict):
    """`missing_guards`."""

    guard: str
    why: str
    label: str


class OpenContractAnswer(TypedDict):
    """What `open_contract` answers."""

    contract_id: int
    number: str
    status: str
    approval_id: int | None
    waiting: list[str]
    missing_guards: list[OpenContractAnswerMissingGuards]


class OpenDisputeAnswer(TypedDict):
    """What `open_dispute` answers."""

    dispute_id: int
    invoice_id: int
    amount_cents: int
    is_fraud_case: bool
    judged: int


class OpenDisputesRow(TypedDict):
    """A row of `list_open_disputes`."""

    dispute_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    dispute_code: NotRequired[str | None]
    disputed_on: NotRequired[str | None]
    today_on: NotRequired[str | None]
    dispute_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    disputable_cents: NotRequired[int | None]
    is_answered: NotRequired[bool | None]
    is_credit_expected: NotRequired[bool | None]
    defund_from_on: NotRequired[str | None]


class OpenFromQuoteAnswerMissingGuards(TypedDict):
    """`missing_guards`."""

    guard: str
    why: str
    label: str


class OpenFromQuoteAnswerAgreedTerms(TypedDict):
    """`agreed_terms`."""

    has_recourse: bool
    is_insured: bool
    disclosure_mode: str
    notice_required: bool
    advance_standard_ppm: int
    caps_whole: bool
    concentration_ppm: int
    line_cents: int | None
    fund_ppm: int
    overdue_cutoff_days: int
    open_countries: str
    fee_ppm: int
    fee_minimum_cents: int
    fee_billing: str
    package_month_cents: int
    margin_ppm: int
    reference_index: str
    is_floored: bool
    interest_base: str
    charge_timing: str
    advance_margin_days: int
    assignment_scope: str
    notice_client_months: int
    annual_minimum_cents: int
    guaranteed_ppm: NotRequired[int]
    order_advance_ppm: NotRequired[int]
    order_line_cents: NotRequired[int | None]
    order_margin_ppm: NotRequired[int]
    payables_rebate_ppm: NotRequired[int]
    payables_line_cents: NotRequired[int]


class OpenFromQuoteAnswerAgreedFeesCharges(TypedDict):
    """`charges`."""

    fee_code: str
    charge_unit: str
    unit_cents: int
    charge_ppm: int
    vat_class: str
    is_in_teg: bool


class OpenFromQuoteAnswerAgreedFees(TypedDict):
    """`agreed_fees`."""

    terms: dict[str, Any]
    charges: list[OpenFromQuoteAnswerAgreedFeesCharges]


class OpenFromQuoteAnswerLimitsAsked(TypedDict):
    """`limits_asked`."""

    buyer_name: str
    amount_cents: int
    buyer_id: int
    approval_id: int


class OpenFromQuoteAnswerLimitsLeft(TypedDict):
    """`limits_left`."""

    buyer_name: str
    amount_cents: int
    left_why: str


class OpenFromQuoteAnswer(TypedDict):
    """What `open_from_quote` answers."""

    contract_id: int
    number: str
    status: str
    approval_id: int | None
    waiting: list[str]
    missing_guards: list[OpenFromQuoteAnswerMissingGuards]
    quote_id: int
    agreed_terms: OpenFromQuoteAnswerAgreedTerms
    agreed_fees: OpenFromQuoteAnswerAgreedFees
    limits_asked: list[OpenFromQuoteAnswerLimitsAsked]
    limits_left: list[OpenFromQuoteAnswerLimitsLeft]
    fees_left: NotRequired[list[Any]]


class OpenItemsRow(TypedDict):
    """A row of `list_open_items`."""

    id: NotRequired[int | None]
    account: NotRequired[str | None]
    item_name: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    open_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]


class OpenPolicyAnswer(TypedDict):
    """What `open_policy` answers."""

    policy_id: int
    policy_number: str
    from_on: str


class OpeningFactsRow(TypedDict):
    """A row of `list_opening_facts`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    guard: NotRequired[str | None]
    label: NotRequired[str | None]
    fact_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    detail: NotRequired[Any]
    source: NotRequired[str | None]
    digest: NotRequired[str | None]
    login: NotRequired[str | None]


class OpeningGuardsRow(TypedDict):
    """A row of `list_opening_guards`."""

    guards: NotRequired[Any]
    valid_from_on: NotRequired[str | None]
    source: NotRequired[str | None]


class OrderDebitAnswer(TypedDict):
    """What `order_debit` answers."""

    instrument_id: int
    contract_id: int
    reference: str
    payment_means: str
    amount_cents: int
    currency: str
    due_on: str
    presentation: int
    mandate_reference: str
    iban: str


class OrderSweepsAnswerSweeps(TypedDict):
    """`sweeps`."""

    sweep_id: int
    contract_id: int
    contract_number: str
    iban: str
    amount_cents: int
    currency: str
    execute_on: str
    file: str


class OrderSweepsAnswer(TypedDict):
    """What `order_sweeps` answers."""

    sweeps: list[OrderSweepsAnswerSweeps]
    count: int
    currency: str
    total_cents: int


class OrdersRow(TypedDict):
    """A row of `list_orders`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    purpose: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    holder: NotRequired[str | None]
    iban: NotRequired[str | None]
    end_to_end_reference: NotRequired[str | None]
    prepared_at: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    available_cents: NotRequired[int | None]
    step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    reason: NotRequired[str | None]
    payer_name: NotRequired[str | None]
    payer_iban: NotRequired[str | None]
    order_reason: NotRequired[str | None]


class OrdersNotSentRow(TypedDict):
    """A row of `list_orders_not_sent`."""

    state: NotRequired[str | None]
    currency: NotRequired[str | None]
    order_count: NotRequired[int | None]
    amount_cents: NotRequired[int | None]


class OutboxRow(TypedDict):
    """A row of `list_outbox`."""

    id: NotRequired[int | None]
    outbox_kind: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    party_name: NotRequired[str | None]
    name: NotRequired[str | None]
    due_at: NotRequired[str | None]
    digest: NotRequired[str | None]


class OutboxFilesRow(TypedDict):
    """A row of `list_outbox_files`."""

    id: NotRequired[int | None]
    outbox_kind: NotRequired[str | None]
    name: NotRequired[str | None]
    digest: NotRequired[str | None]
    kept_at: NotRequired[str | None]
    count: NotRequired[int | None]
    step: NotRequired[str | None]


class OwedRow(TypedDict):
    """A row of `list_owed`."""

    id: NotRequired[int | None]
    client_name: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    order_reference: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    dispute_cents: NotRequired[int | None]
    iban: NotRequired[str | None]


class OwnAccountsRow(TypedDict):
    """A row of `list_own_accounts`."""

    id: NotRequired[int | None]
    iban: NotRequired[str | None]
    bic: NotRequired[str | None]
    name: NotRequired[str | None]
    currency: NotRequired[str | None]
    books_from: NotRequired[str | None]
    parent_iban: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    is_client_owned: NotRequired[bool | None]


class OwnClaimEvidenceRow(TypedDict):
    """A row of `list_own_claim_evidence`."""

    claim_id: NotRequired[int | None]
    evidence_kind: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    shown_on: NotRequired[str | None]
    told: NotRequired[str | None]


class OwnClaimFileRow(TypedDict):
    """A row of `list_own_claim_file`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    claim_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    opened_on: NotRequired[str | None]
    waiting_until_on: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    insurable_cents: NotRequired[int | None]
    covered_cents: NotRequired[int | None]
    accepted_cents: NotRequired[int | None]
    received_cents: NotRequired[int | None]
    recovered_cents: NotRequired[int | None]
    recovered_since_cents: NotRequired[int | None]
    claim_state: NotRequired[str | None]
    decided_on: NotRequired[str | None]
    terms: NotRequired[Any]
    below_cents: NotRequired[int | None]
    offered_cents: NotRequired[int | None]
    owed_then_cents: NotRequired[int | None]
    is_accepted: NotRequired[bool | None]
    withheld_cents: NotRequired[int | None]
    first_loss_before_cents: NotRequired[int | None]
    indemnity_before_cents: NotRequired[int | None]
    deductible_before_cents: NotRequired[int | None]
    loss_beside_cents: NotRequired[int | None]


class OwnClaimItemsRow(TypedDict):
    """A row of `list_own_claim_items`."""

    claim_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    delivered_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    base_cents: NotRequired[int | None]
    insurable_cents: NotRequired[int | None]
    covered_cents: NotRequired[int | None]
    item_share_cents: NotRequired[int | None]
    still_owed_cents: NotRequired[int | None]
    disputed_now_cents: NotRequired[int | None]


class OwnClaimsRow(TypedDict):
    """A row of `list_own_claims`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    claim_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    opened_on: NotRequired[str | None]
    waiting_until_on: NotRequired[str | None]
    debt_cents: NotRequired[int | None]
    insurable_cents: NotRequired[int | None]
    covered_cents: NotRequired[int | None]
    accepted_cents: NotRequired[int | None]
    received_cents: NotRequired[int | None]
    recovered_cents: NotRequired[int | None]
    recovered_since_cents: NotRequired[int | None]
    share_back_cents: NotRequired[int | None]
    claim_state: NotRequired[str | None]
    decided_on: NotRequired[str | None]


class OwnLimitsRow(TypedDict):
    """A row of `list_own_limits`."""

    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    country: NotRequired[str | None]
    siren: NotRequired[str | None]
    currency: NotRequired[str | None]
    policy_decision: NotRequired[str | None]
    decision_number: NotRequired[str | None]
    limit_cents: NotRequired[int | None]
    until_on: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    overdue_cents: NotRequired[int | None]
    oldest_due_on: NotRequired[str | None]


class OwnOverduesRow(TypedDict):
    """A row of `list_own_overdues`."""

    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    is_extension_agreed: NotRequired[bool | None]
    declared_on: NotRequired[str | None]
    claimed_on: NotRequired[str | None]
    admitted_on: NotRequired[str | None]


class OwnPoliciesRow(TypedDict):
    """A row of `list_own_policies`."""

    id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    holder_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    insured_base: NotRequired[str | None]
    insured_ppm: NotRequired[int | None]
    is_delegated: NotRequired[bool | None]
    buyer_count: NotRequired[int | None]


class OwnRecoveriesRow(TypedDict):
    """A row of `list_own_recoveries`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    claim_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    recovered_on: NotRequired[str | None]
    recovery_cents: NotRequired[int | None]
    recovery_cost_cents: NotRequired[int | None]
    insurer_recovery_cents: NotRequired[int | None]
    insurer_cost_cents: NotRequired[int | None]
    reference: NotRequired[str | None]


class OwnTurnoverRow(TypedDict):
    """A row of `list_own_turnover`."""

    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    declared_turnover_cents: NotRequired[int | None]
    insured_base: NotRequired[str | None]
    declared_on: NotRequired[str | None]
    reference: NotRequired[str | None]


class PaidDelaysRow(TypedDict):
    """A row of `list_paid_delays`."""

    buyer_id: NotRequired[int | None]
    late_days: NotRequired[int | None]
    payment_count: NotRequired[int | None]
    paid_cents: NotRequired[int | None]


class PaperAnswer(TypedDict):
    """What `paper` answers."""

    name: str
    media_type: str
    digest: str
    content: str


class PartiesRow(TypedDict):
    """A row of `list_parties`."""

    id: NotRequired[int | None]
    kind: NotRequired[str | None]
    name: NotRequired[str | None]
    country: NotRequired[str | None]
    siren: NotRequired[str | None]
    contract_count: NotRequired[int | None]
    buyer_of_count: NotRequired[int | None]


class PartnersRow(TypedDict):
    """A row of `list_partners`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    party_id: NotRequired[int | None]
    company_name: NotRequired[str | None]
    role: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    source: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class PayBalanceAnswer(TypedDict):
    """What `pay_balance` answers."""

    contract_id: int
    number: str
    order_id: int | None
    currency: str
    owed_cents: int
    approval_id: NotRequired[int]
    purpose: NotRequired[str]
    amount_cents: NotRequired[int]
    iban: NotRequired[str]
    holder: NotRequired[str]
    reference: NotRequired[str]
    promised_at: NotRequired[str]
    garnished_cents: int


class PayClaimAnswer(TypedDict):
    """What `pay_claim` answers."""

    instrument_id: int
    payment_id: int
    paid_cents: int
    left_cents: int
    currency: str
    entry_id: int


class PayCommissionsAnswer(TypedDict):
    """What `pay_commissions` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    statement_id: int


class PayGarnishmentAnswer(TypedDict):
    """What `pay_garnishment` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    garnishment_id: int


class PayInsurerAnswer(TypedDict):
    """What `pay_insurer` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    claim_id: int


class PayLenderAnswer(TypedDict):
    """What `pay_lender` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str


class PayPenaltiesAnswer(TypedDict):
    """What `pay_penalties` answers."""

    contract_id: int
    payment_id: int
    paid_cents: int
    open_cents: int
    currency: str
    penalty_ids: list[int]
    entry_ids: list[int]


class PayPremiumAnswer(TypedDict):
    """What `pay_premium` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str
    premium_id: int


class PayableStepsRow(TypedDict):
    """A row of `list_payable_steps`."""

    value_on: NotRequired[str | None]
    payable_step: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    discount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    entry_id: NotRequired[int | None]
    reason: NotRequired[str | None]


class PayablesRow(TypedDict):
    """A row of `list_payables`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    supplier_name: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    discount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    payable_state: NotRequired[str | None]
    bought_on: NotRequired[str | None]
    paid_on: NotRequired[str | None]


class PayeesRow(TypedDict):
    """A row of `list_payees`."""

    id: NotRequired[int | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    iban: NotRequired[str | None]
    bic: NotRequired[str | None]
    holder: NotRequired[str | None]
    payee_check: NotRequired[str | None]


class PaymentHomesRow(TypedDict):
    """A row of `list_payment_homes`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    strength: NotRequired[int | None]


class PaymentsRow(TypedDict):
    """A row of `list_payments`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    is_house: NotRequired[bool | None]
    buyer_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    value_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    wait_reason: NotRequired[str | None]
    payer_name: NotRequired[str | None]
    payer_iban: NotRequired[str | None]
    remittance_text: NotRequired[str | None]
    bank_reference: NotRequired[str | None]


class PayoutAnswerLeftOut(TypedDict):
    """`left_out`."""

    order_id: int
    reason: str


class PayoutAnswerWaiting(TypedDict):
    """`waiting`."""

    state: str
    currency: str
    order_count: int
    amount_cents: int


class PayoutAnswer(TypedDict):
    """What `payout` answers."""

    file: NotRequired[str]
    digest: NotRequired[str]
    count: int
    total_cents: int
    execute_on: NotRequired[str]
    orders: list[int]
    left_out: list[PayoutAnswerLeftOut]
    currency: NotRequired[str]
    waiting: NotRequired[list[PayoutAnswerWaiting]]


class PenaltiesRow(TypedDict):
    """A row of `list_penalties`."""

    contract_id: NotRequired[int | None]
    penalty_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    penalty_owner: NotRequired[str | None]
    vat_class: NotRequired[str | None]
    claimed_on: NotRequired[str | None]
    penalty_cents: NotRequired[int | None]
    indemnity_cents: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    paid_cents: NotRequired[int | None]
    waived_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    penalty_state: NotRequired[str | None]
    entry_id: NotRequired[int | None]


class PenaltiesSimulatedAnswerPenalties(TypedDict):
    """`penalties`."""

    invoice_id: int
    invoice_number: str
    buyer_id: int
    penalty_cents: int
    indemnity_cents: int
    amount_cents: int
    currency: str


class PenaltiesSimulatedAnswer(TypedDict):
    """What `penalties_simulated` answers."""

    contract_id: int
    penalty_owner: str
    vat_class: str
    count: int
    amount_cents: int
    currency: str
    stopped: dict[str, Any]
    penalties: list[PenaltiesSimulatedAnswerPenalties]


class PenaltyHalvesRow(TypedDict):
    """A row of `list_penalty_halves`."""

    paid_on: NotRequired[str | None]
    part_kind: NotRequired[str | None]
    part_cents: NotRequired[int | None]
    half_year_on: NotRequired[str | None]
    half_year_late_days: NotRequired[int | None]
    late_rate_ppm: NotRequired[int | None]
    penalty_cents: NotRequired[int | None]
    currency: NotRequired[str | None]


class PenaltyStepsRow(TypedDict):
    """A row of `list_penalty_steps`."""

    entry_id: NotRequired[int | None]
    against_id: NotRequired[int | None]
    entry_on: NotRequired[str | None]
    value_on: NotRequired[str | None]
    event: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    reason: NotRequired[str | None]
    by_login: NotRequired[str | None]


class PersonalDataAnswerParts(TypedDict):
    """`parts`."""

    part: str
    title: str
    rows: list[Any]


class PersonalDataAnswer(TypedDict):
    """What `personal_data` answers."""

    user_id: int
    parts: list[PersonalDataAnswerParts]


class PlaceHoldAnswer(TypedDict):
    """What `place_hold` answers."""

    hold_id: int
    hold_of: str


class PlanPaymentsAnswer(TypedDict):
    """What `plan_payments` answers."""

    contract_id: int
    count: int
    to_pay_cents: int
    to_receive_cents: int
    first_on: str
    last_on: str


class PlanSimulatedAnswerDays(TypedDict):
    """`days`."""

    day: str
    lost_advance_cents: int
    drawable_cents: int


class PlanSimulatedAnswerInvoices(TypedDict):
    """`invoices`."""

    invoice_id: int
    invoice_number: str
    due_on: str
    open_cents: int
    promised_cents: int
    paid_off_on: str
    later_days: int
    unfunded_on: str
    unfunded_cents: int
    lost_advance_cents: int
    policy_number: Any
    insurer_name: Any
    cover_due_cents: int | None
    extension_allowed_on: str | None
    extended_at_most_on: str | None
    plan_cover: str


class PlanSimulatedAnswer(TypedDict):
    """What `plan_simulated` answers."""

    contract_id: int
    buyer_id: int
    currency: str
    promised_cents: int
    last_on: str
    drawable_cents: int
    lost_advance_cents: int
    days: list[PlanSimulatedAnswerDays]
    refusal: Any
    invoices: list[PlanSimulatedAnswerInvoices]


class PlannedPaymentsRow(TypedDict):
    """A row of `list_planned_payments`."""

    id: NotRequired[int | None]
    planned_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    label: NotRequired[str | None]
    currency: NotRequired[str | None]


class PoliciesRow(TypedDict):
    """A row of `list_policies`."""

    id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_id: NotRequired[int | None]
    insurer_name: NotRequired[str | None]
    holder_id: NotRequired[int | None]
    holder_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    terms: NotRequired[Any]
    insured_base: NotRequired[str | None]
    insured_ppm: NotRequired[int | None]
    is_delegated: NotRequired[bool | None]
    is_paid_up: NotRequired[bool | None]
    source: NotRequired[str | None]


class PolicyCoversRow(TypedDict):
    """A row of `list_policy_covers`."""

    approval_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    recorded_at: NotRequired[str | None]
    layer: NotRequired[int | None]
    share_ppm: NotRequired[int | None]
    source: NotRequired[str | None]


class PolicyDutiesRow(TypedDict):
    """A row of `list_policy_duties`."""

    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_name: NotRequired[str | None]
    holder_name: NotRequired[str | None]
    policy_duty: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    act_by_on: NotRequired[str | None]
    cover_days_left_days: NotRequired[int | None]
    lapses_on: NotRequired[str | None]


class PolicyLimitsRow(TypedDict):
    """A row of `list_policy_limits`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_name: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    policy_decision: NotRequired[str | None]
    decision_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    valid_from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    source: NotRequired[str | None]


class PolicyPremiumAnswer(TypedDict):
    """What `policy_premium` answers."""

    policy_id: int
    policy_number: str
    currency: str
    from_on: str
    until_on: str
    premium_before_cents: int
    premium_base_cents: int
    premium_to_date_cents: int
    period_premium_cents: int
    period_tax_cents: int
    limit_count: int
    limit_fees_cents: int
    limit_fees_vat_cents: int
    period_total_cents: int


class PolicyTurnoverAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    buyer_id: int
    buyer_name: str
    country: str
    currency: str
    turnover_cents: int
    outstanding_cents: int
    declared_turnover_cents: int
    premium_share_base_cents: int


class PolicyTurnoverAnswer(TypedDict):
    """What `policy_turnover` answers."""

    policy_id: int
    policy_number: str
    insurer_name: str
    holder_name: str
    currency: str
    from_on: str
    until_on: str
    insured_base: str
    declared_turnover_cents: int
    rows: list[PolicyTurnoverAnswerRows]
    name: str | None
    content: str | None


class PortfolioRow(TypedDict):
    """A row of `list_portfolio`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]
    fund_cents: NotRequired[int | None]
    assigned_cents: NotRequired[int | None]
    turning_days: NotRequired[int | None]
    dilution_ppm: NotRequired[int | None]
    losses_cents: NotRequired[int | None]
    fees_cents: NotRequired[int | None]
    charges_cents: NotRequired[int | None]
    result_cents: NotRequired[int | None]
    yield_ppm: NotRequired[int | None]


class PortfolioTotalsRow(TypedDict):
    """A row of `list_portfolio_totals`."""

    currency: NotRequired[str | None]
    outstanding_cents: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    ineligible_cents: NotRequired[int | None]
    unallocated_cash_cents: NotRequired[int | None]
    open_count: NotRequired[int | None]
    contract_count: NotRequired[int | None]
    buyer_count: NotRequired[int | None]
    funds_in_use_cents: NotRequired[int | None]
    fund_cents: NotRequired[int | None]


class PowersRow(TypedDict):
    """A row of `list_powers`."""

    id: NotRequired[int | None]
    company_id: NotRequired[int | None]
    company_name: NotRequired[str | None]
    name: NotRequired[str | None]
    login: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    ceiling_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    signer_count: NotRequired[int | None]
    source: NotRequired[str | None]
    is_ended: NotRequired[bool | None]
    by_login: NotRequired[str | None]


class PremiumsRow(TypedDict):
    """A row of `list_premiums`."""

    id: NotRequired[int | None]
    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_name: NotRequired[str | None]
    holder_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    premium_base_cents: NotRequired[int | None]
    premium_cents: NotRequired[int | None]
    period_tax_cents: NotRequired[int | None]
    limit_count: NotRequired[int | None]
    limit_fees_cents: NotRequired[int | None]
    limit_fees_vat_cents: NotRequired[int | None]
    total_cents: NotRequired[int | None]
    premium_state: NotRequired[str | None]
    order_id: NotRequired[int | None]
    paid_on: NotRequired[str | None]
    rebilled_cents: NotRequired[int | None]


class PrintRemindersAnswer(TypedDict):
    """What `print_reminders` answers."""

    contract_id: int | None
    batch_id: int
    count: int
    reminder_ids: list[int]
    dropped: dict[str, int]
    waiting: dict[str, int]


class ProgrammeRow(TypedDict):
    """A row of `list_programme`."""

    contract_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    payables_line_cents: NotRequired[int | None]
    payables_used_cents: NotRequired[int | None]
    to_approve_cents: NotRequired[int | None]
    early_open_cents: NotRequired[int | None]
    defaulted_cents: NotRequired[int | None]
    overdue_cents: NotRequired[int | None]
    next_due_on: NotRequired[str | None]
    rebated_cents: NotRequired[int | None]


class ProgrammeSuppliersRow(TypedDict):
    """A row of `list_programme_suppliers`."""

    contract_id: NotRequired[int | None]
    id: NotRequired[int | None]
    supplier_name: NotRequired[str | None]
    siren: NotRequired[str | None]
    supplier_step: NotRequired[str | None]


class PromisesRow(TypedDict):
    """A row of `list_promises`."""

    contract_id: NotRequired[int | None]
    promise_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    promised_on: NotRequired[str | None]
    evidence: NotRequired[str | None]
    due_on: NotRequired[str | None]
    instalment_cents: NotRequired[int | None]
    repaid_cents: NotRequired[int | None]
    invoice_count: NotRequired[int | None]
    today_on: NotRequired[str | None]
    is_taken_back: NotRequired[bool | None]
    consent: NotRequired[str | None]
    found_on: NotRequired[str | None]
    found_state: NotRequired[str | None]


class ProposeClaimRefusalAnswer(TypedDict):
    """What `propose_claim_refusal` answers."""

    claim_id: int
    approval_id: int
    what: str
    lost_cents: int
    currency: str


class ProposeClientLossAnswer(TypedDict):
    """What `propose_client_loss` answers."""

    contract_id: int
    approval_id: int
    amount_cents: int
    what: str
    currency: str


class ProposeCommissionTermsAnswer(TypedDict):
    """What `propose_commission_terms` answers."""

    approval_id: int
    contract_id: int
    party_id: int
    valid_from_on: str
    base: str
    counted: str
    rate_ppm: int
    one_off_cents: int
    clawback_days: int
    vat_class: str
    is_disclosed: bool
    source: str


class ProposeCommitteeAnswer(TypedDict):
    """What `propose_committee` answers."""

    contract_id: int
    approval_id: int
    what: str
    fact_on: str
    conditions: list[str]
    source: str


class ProposeEntryAnswer(TypedDict):
    """What `propose_entry` answers."""

    contract_id: int
    approval_id: int
    amount_cents: int


class ProposeExceptionAnswerRemaining(TypedDict):
    """`remaining`."""

    remaining_reasons: str
    invoices: int
    open_cents: int
    currency: str


class ProposeExceptionAnswer(TypedDict):
    """What `propose_exception` answers."""

    contract_id: int
    approval_id: int
    subject: str
    subject_id: int
    reason_code: str
    amount_cents: int
    until_on: str
    why: str
    remaining: NotRequired[list[ProposeExceptionAnswerRemaining]]


class ProposeLimitAnswer(TypedDict):
    """What `propose_limit` answers."""

    approval_id: int
    scope: str
    contract_id: int
    party_id: int
    amount_cents: int
    currency: str
    from_on: str
    source: str


class ProposeMandateAnswer(TypedDict):
    """What `propose_mandate` answers."""

    approval_id: int
    buyer_id: int
    reference: str
    scheme: str
    iban: str
    bic: str | None
    holder: str
    signed_on: str
    is_one_off: bool
    creditor_identifier: str


class ProposePaperSignatureAnswer(TypedDict):
    """What `propose_paper_signature` answers."""

    contract_id: int
    approval_id: int
    kind: str
    subject_id: int
    signed_by: str
    signed_on: str
    proof: str
    version: str


class ProposePayeeAccountAnswer(TypedDict):
    """What `propose_payee_account` answers."""

    approval_id: int


class ProposePlanAnswer(TypedDict):
    """What `propose_plan` answers."""

    contract_id: int
    approval_id: int
    instalments: dict[str, int]
    owed_cents: int


class ProposePlanEndAnswer(TypedDict):
    """What `propose_plan_end` answers."""

    contract_id: int
    plan_id: int
    approval_id: int
    left_cents: int
    currency: str


class ProposePolicyCoverAnswer(TypedDict):
    """What `propose_policy_cover` answers."""

    approval_id: int
    policy_id: int
    contract_id: int
    buyer_id: int
    layer: int
    share_ppm: int
    from_on: str
    source: str


class ProposePolicyTermsAnswer(TypedDict):
    """What `propose_policy_terms` answers."""

    approval_id: int
    policy_id: int
    from_on: str
    source: str


class ProposePowerAnswer(TypedDict):
    """What `propose_power` answers."""

    approval_id: int
    company_id: int
    user_id: int
    login: str
    email: str
    phone: str
    from_on: str
    until_on: str | None
    ceiling_cents: int | None
    currency: str
    source: str
    signer_count: NotRequired[int]


class ProposeRateAnswer(TypedDict):
    """What `propose_rate` answers."""

    approval_id: int
    index_name: str
    fixing_on: str
    rate_ppm: int
    source: str


class ProposeRatesAnswerChanged(TypedDict):
    """`changed`."""

    index_name: str
    fixing_on: str
    was_ppm: int


class ProposeRatesAnswer(TypedDict):
    """What `propose_rates` answers."""

    approval_id: int
    count: int
    known: int
    changed: list[ProposeRatesAnswerChanged]


class ProposeReversalAnswer(TypedDict):
    """What `propose_reversal` answers."""

    contract_id: int
    approval_id: int
    amount_cents: int


class ProposeSetOffAnswer(TypedDict):
    """What `propose_set_off` answers."""

    contract_id: int
    approval_id: int
    amount_cents: int
    what: str
    currency: str


class ProposeTariffAnswer(TypedDict):
    """What `propose_tariff` answers."""

    approval_id: int
    row_count: int
    valid_from_on: str
    is_example: bool


class ProposeThresholdAnswer(TypedDict):
    """What `propose_threshold` answers."""

    what: str
    rule: str
    name: str
    value: int
    from_on: str
    source: str
    approval_id: int


class ProposeWriteOffAnswer(TypedDict):
    """What `propose_write_off` answers."""

    claim_id: int
    approval_id: int
    what: str
    lost_cents: int
    currency: str


class ProspectsRow(TypedDict):
    """A row of `list_prospects`."""

    id: NotRequired[int | None]
    prospect: NotRequired[str | None]
    quote_count: NotRequired[int | None]
    quoted_on: NotRequired[str | None]
    last_on: NotRequired[str | None]
    accepted_on: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    deal_stage: NotRequired[str | None]
    file_count: NotRequired[int | None]
    call_count: NotRequired[int | None]


class ProvisionFactsRow(TypedDict):
    """A row of `list_provision_facts`."""

    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    counterparty: NotRequired[str | None]
    currency: NotRequired[str | None]
    ead_cents: NotRequired[int | None]
    obligor_cents: NotRequired[int | None]
    is_retail: NotRequired[bool | None]
    remaining_days: NotRequired[int | None]
    late_days: NotRequired[int | None]
    late_cents: NotRequired[int | None]
    past_due_cents: NotRequired[int | None]
    over_advanced_days: NotRequired[int | None]
    past_cents: NotRequired[list[int] | None]
    is_insolvent: NotRequired[bool | None]
    is_watched: NotRequired[bool | None]


class ProvisionTermsRow(TypedDict):
    """A row of `list_provision_terms`."""

    terms: NotRequired[Any]
    valid_from_on: NotRequired[str | None]
    source: NotRequired[str | None]


class ProvisionsAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    contract_number: str
    party_id: int
    party_name: str
    counterparty: str
    currency: str
    ead_cents: int
    is_retail: bool
    remaining_days: int
    late_days: int
    late_cents: int
    past_due_cents: int
    over_advanced_days: int
    past_cents: int | None
    is_insolvent: bool
    is_watched: bool
    insurer_cents: int
    breached_days: int
    oldest_late_days: int
    technical_days: int
    pd_ppb: int
    pd_lifetime_ppm: int
    loss_ppm: int
    lgd_default_ppm: int
    is_technical: bool
    at_risk_cents: int
    is_default: bool
    risk_stage: int
    credit_loss_cents: int
    obligor_cents: NotRequired[int]


class ProvisionsAnswerSums(TypedDict):
    """`sums`."""

    currency: str
    risk_stage: int
    exposure_count: int
    ead_cents: int
    at_risk_cents: int
    credit_loss_cents: int


class ProvisionsAnswerMatrix(TypedDict):
    """`matrix`."""

    told_on: str
    currency: str
    bucket: str
    open_cents: int
    matrix_ppm: int
    matrix_cents: int


class ProvisionsAnswerTerms(TypedDict):
    """`terms`."""

    pd_year_ppm: int
    pd_lifetime_ppm: int
    lgd_ppm: int
    lgd_default_ppm: int
    lgd_recourse_ppm: int
    matrix_ne_ppm: int
    matrix_b1_ppm: int
    matrix_b2_ppm: int
    matrix_b3_ppm: int
    matrix_b4_ppm: int


class ProvisionsAnswer(TypedDict):
    """What `provisions` answers."""

    on: str
    after: str | None
    rows: list[ProvisionsAnswerRows]
    sums: list[ProvisionsAnswerSums]
    matrix: list[ProvisionsAnswerMatrix]
    terms: ProvisionsAnswerTerms


class PurchaseOrderStepsRow(TypedDict):
    """A row of `list_purchase_order_steps`."""

    value_on: NotRequired[str | None]
    order_state: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    reason: NotRequired[str | None]


class PurchaseOrdersRow(TypedDict):
    """A row of `list_purchase_orders`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    order_number: NotRequired[str | None]
    ordered_on: NotRequired[str | None]
    expected_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    order_advanced_cents: NotRequired[int | None]
    order_owed_cents: NotRequired[int | None]
    order_state: NotRequired[str | None]


class QuoteAnswerTariff(TypedDict):
    """`tariff`."""

    tariff_id: NotRequired[int]
    valid_from_on: NotRequired[str]
    source: NotRequired[str]
    is_example: NotRequired[bool]


class QuoteAnswerExchange(TypedDict):
    """`exchange`."""

    currency: str
    fixing_on: str
    per_euro_millionths: int
    source: str


class QuoteAnswerTerms(TypedDict):
    """`terms`."""

    has_recourse: bool
    disclosure_mode: str
    notice_required: bool
    advance_standard_ppm: int
    concentration_ppm: int
    line_cents: int | None
    fund_ppm: int
    overdue_cutoff_days: int
    open_countries: str
    fee_ppm: int
    fee_minimum_cents: int
    fee_billing: str
    margin_ppm: int
    reference_index: str
    is_floored: bool
    interest_base: str
    charge_timing: str
    advance_margin_days: int
    is_ours: bool
    assignment_scope: str
    scope_count: int | None
    takes_ledger: bool
    notice_months: int
    collection_mode: str
    is_insured: bool
    cover_ppm: int
    cash_base: str
    caps_whole: bool
    use_ppm: int
    unused_ppm: int
    annual_minimum_ppm: int
    agreed_minimum_cents: int
    is_package: bool
    setup_cents: int
    monthly_cents: int
    buyer_cents: int
    invoice_cents: int
    line_fee_ppm: int
    fee_tiers: Any
    package_month_cents: NotRequired[int]
    yearly_cents: NotRequired[int]
    assigned_ppm: NotRequired[int]
    order_advance_ppm: NotRequired[int]
    order_line_cents: NotRequired[int | None]
    order_margin_ppm: NotRequired[int]
    payables_rebate_ppm: NotRequired[int]
    payables_line_cents: NotRequired[int]
    order_days: NotRequired[int]
    order_share_ppm: NotRequired[int]
    runs_programme: NotRequired[bool]
    approval_days: NotRequired[int]


class QuoteAnswerPrice(TypedDict):
    """`price`."""

    term: str
    kind: str
    row_number: int
    row: str
    condition: str
    rate_ppm: int | None


class QuoteAnswerFigures(TypedDict):
    """`figures`."""

    assigned_cents: int
    outstanding_cents: int
    approved_cents: int
    concentrated_cents: int
    fundable_cents: int
    fund_held_cents: int
    available_cents: int
    used_cents: int
    charge_base_cents: int
    financing_rate_ppm: int
    financing_charge_cents: int
    yearly_fee_cents: int
    annual_minimum_cents: int
    billed_fee_cents: int
    prorated_minimum_cents: int
    minimum_shortfall_cents: int
    unused_line_cents: int
    unused_fee_cents: int
    other_charges_cents: int
    yearly_cost_cents: int
    taxable_cents: int
    yearly_vat_cents: int
    cost_of_turnover_ppm: int
    yearly_rate_ppm: int
    teg_base_numbers: int
    teg_cost_cents: int
    teg_ppm: int
    teg_with_fee_cost_cents: int
    teg_with_fee_ppm: int
    kept_risk_cents: int
    saved_cents: int
    net_cost_cents: int
    starting_cents: int
    starting_financed_cents: int
    starting_fund_cents: int
    starting_fee_cents: int
    starting_charges_cents: int
    starting_interest_cents: int
    starting_cash_cents: int
    orders_open_cents: NotRequired[int]
    order_available_cents: NotRequired[int]
    order_used_cents: NotRequired[int]
    order_rate_ppm: NotRequired[int]
    order_charge_cents: NotRequired[int]
    invoiced_net_cents: NotRequired[int]
    suppliers_charge_cents: NotRequired[int]
    rebate_cents: NotRequired[int]
    not_early_cents: NotRequired[int]
    starting_orders_cents: NotRequired[int]
    starting_order_interest_cents: NotRequired[int]
    payables_line_cents: NotRequired[int]


class QuoteAnswerCharges(TypedDict):
    """`charges`."""

    fee_code: str
    charge_unit: str
    unit_cents: int
    charge_ppm: int
    unit_count: int
    charged_cents: int
    vat_class: str
    is_in_teg: bool
    is_package_fee: NotRequired[bool]


class QuoteAnswerLimits(TypedDict):
    """`limits`."""

    buyer_name: str
    buyer_siren: str | None
    buyer_country: str
    buyer_count: int
    needed_limit_cents: int


class QuoteAnswerCurve(TypedDict):
    """`curve`."""

    month_number: int
    curve_cents: int
    curve_financed_cents: int
    curve_available_cents: int


class QuoteAnswerWarnings(TypedDict):
    """`warnings`."""

    term: str
    value_ppm: int
    least_ppm: int
    most_ppm: int
    source: str


class QuoteAnswerHypothesesReference(TypedDict):
    """`reference`."""

    rate_index: str
    fixing_on: str | None
    rate_ppm: int
    source: str | None
    last_on: NotRequired[str | None]
    is_old: NotRequired[bool]


class QuoteAnswerHypotheses(TypedDict):
    """`hypotheses`."""

    assignment_scope: str
    scope_count: int | None
    takes_ledger: bool
    has_recourse: bool
    overdue_cutoff_days: int
    open_countries: str
    concentration_ppm: int
    is_insured: bool
    cover_ppm: int
    collection_mode: str
    fee_ppm: int
    fee_minimum_cents: int
    fee_billing: str
    agreed_minimum_cents: int
    annual_minimum_ppm: int
    cash_base: str
    advance_ppm: int
    line_cents: int | None
    unused_ppm: int
    fund_ppm: int
    use_ppm: int
    interest_base: str
    reference_ppm: int
    margin_ppm: int
    floor_ppm: int
    charge_timing: str
    advance_margin_days: int
    need_cents: int | None
    vat_ppm: int
    told_management_cents: int
    told_bank_cents: int
    told_premium_cents: int
    told_bad_debts_cents: int
    pays_at_term: bool
    lateness_days: int
    failing_count: int
    sales_ppm: int
    turnover_cents: int
    term_outstanding_cents: int
    expected_assigned_cents: int
    assigned_count: int
    scope_buyer_count: int
    fee_top_up_cents: int
    tiered_fee_cents: int
    expected_fee_cents: int
    taxable_charges_cents: int
    linked_charges_cents: int
    once_charges_cents: int
    taxable_once_cents: int
    in_force_days: int
    period_days: int
    teg_year_days: int
    starting_approved_cents: int
    mean_term_days: int
    starting_days: int
    reference: QuoteAnswerHypothesesReference
    client_class: str
    buyer_class: str
    package_fee_cents: NotRequired[int]
    order_advance_ppm: NotRequired[int]
    order_line_cents: NotRequired[int | None]
    order_margin_ppm: NotRequired[int]
    order_days: NotRequired[int]
    order_share_ppm: NotRequired[int]
    runs_programme: NotRequired[bool]
    approval_days: NotRequired[int]
    payables_rebate_ppm: NotRequired[int]
    curve_orders_cents: NotRequired[int]
    peak_financed_cents: NotRequired[int]


class QuoteAnswerProfile(TypedDict):
    """`profile`."""

    turnover_cents: int
    invoice_count: int
    mean_invoice_cents: int
    buyer_count: int
    export_ppm: int
    largest_ppm: int
    dilution_ppm: int
    payment_days: int
    buyer_class: str
    client_class: str


class QuoteAnswerBroker(TypedDict):
    """`broker`."""

    party_id: int
    broker_name: str
    orias_number: str
    commission_base: NotRequired[str]
    commission_counted: NotRequired[str]
    rate_ppm: NotRequired[int]
    one_off_cents: NotRequired[int]
    clawback_days: NotRequired[int]
    base_cents: NotRequired[int]
    earned_cents: NotRequired[int]


class QuoteAnswerUsury(TypedDict):
    """`usury`."""

    threshold_ppm: NotRequired[int]
    fixing_on: NotRequired[str]
    source: NotRequired[str]
    is_above: NotRequired[bool]


class QuoteAnswerSectorNotes(TypedDict):
    """`sector_notes`."""

    note: str
    source: str
    source_french: str


class QuoteAnswer(TypedDict):
    """What `quote` answers."""

    quote_id: int
    prospect: str
    party_id: int | None
    product: str
    quoted_on: str
    last_on: str
    tariff: QuoteAnswerTariff | None
    currency: str
    exchange: QuoteAnswerExchange | None
    terms: QuoteAnswerTerms
    price: list[QuoteAnswerPrice]
    figures: QuoteAnswerFigures
    charges: list[QuoteAnswerCharges]
    limits: list[QuoteAnswerLimits]
    curve: list[QuoteAnswerCurve]
    duties: list[str]
    buyers_see: list[str]
    warnings: list[QuoteAnswerWarnings]
    hypotheses: QuoteAnswerHypotheses
    profile: QuoteAnswerProfile
    broker: QuoteAnswerBroker | None
    usury: NotRequired[QuoteAnswerUsury | None]
    sector: NotRequired[str]
    sector_notes: NotRequired[list[QuoteAnswerSectorNotes]]
    needs: NotRequired[list[str]]
    unmet_needs: NotRequired[list[str]]


class QuoteFloorsRow(TypedDict):
    """A row of `list_quote_floors`."""

    id: NotRequired[int | None]
    prospect: NotRequired[str | None]
    product: NotRequired[str | None]
    cost_cents: NotRequired[int | None]
    cost_floor_cents: NotRequired[int | None]
    margin_cents: NotRequired[int | None]
    floor: NotRequired[Any]


class QuoteProspectAnswerFigures(TypedDict):
    """`figures`."""

    assigned_cents: int
    outstanding_cents: int
    approved_cents: int
    concentrated_cents: int
    fundable_cents: int
    fund_held_cents: int
    available_cents: int
    used_cents: int
    charge_base_cents: int
    financing_rate_ppm: int
    financing_charge_cents: int
    yearly_fee_cents: int
    annual_minimum_cents: int
    billed_fee_cents: int
    prorated_minimum_cents: int
    minimum_shortfall_cents: int
    unused_line_cents: int
    unused_fee_cents: int
    other_charges_cents: int
    yearly_cost_cents: int
    taxable_cents: int
    yearly_vat_cents: int
    cost_of_turnover_ppm: int
    yearly_rate_ppm: int
    teg_base_numbers: int
    teg_cost_cents: int
    teg_ppm: int
    teg_with_fee_cost_cents: int
    teg_with_fee_ppm: int
    kept_risk_cents: int
    saved_cents: int
    net_cost_cents: int
    starting_cents: int
    starting_financed_cents: int
    starting_fund_cents: int
    starting_fee_cents: int
    starting_charges_cents: int
    starting_interest_cents: int
    starting_cash_cents: int
    orders_open_cents: NotRequired[int]
    order_available_cents: NotRequired[int]
    order_used_cents: NotRequired[int]
    order_rate_ppm: NotRequired[int]
    order_charge_cents: NotRequired[int]
    invoiced_net_cents: NotRequired[int]
    suppliers_charge_cents: NotRequired[int]
    rebate_cents: NotRequired[int]
    not_early_cents: NotRequired[int]
    starting_orders_cents: NotRequired[int]
    starting_order_interest_cents: NotRequired[int]
    payables_line_cents: NotRequired[int]


class QuoteProspectAnswer(TypedDict):
    """What `quote_prospect` answers."""

    quote_id: int
    prospect: str
    product: str
    quoted_on: str
    until_on: str
    link_id: int
    figures: QuoteProspectAnswerFigures
    token_mark: str
    token: str | None


class QuotesRow(TypedDict):
    """A row of `list_quotes`."""

    id: NotRequired[int | None]
    prospect: NotRequired[str | None]
    product: NotRequired[str | None]
    quoted_on: NotRequired[str | None]
    last_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    fee_cents: NotRequired[int | None]
    charge_cents: NotRequired[int | None]
    cost_cents: NotRequired[int | None]
    starting_cents: NotRequired[int | None]
    teg_ppm: NotRequired[int | None]
    teg_with_fee_ppm: NotRequired[int | None]
    is_public: NotRequired[bool | None]
    continues_id: NotRequired[int | None]
    accepted_on: NotRequired[str | None]
    accepted_by: NotRequired[str | None]
    contract_number: NotRequired[str | None]


class RatesRow(TypedDict):
    """A row of `list_rates`."""

    index_name: NotRequired[str | None]
    fixing_on: NotRequired[str | None]
    rate_ppm: NotRequired[int | None]
    source: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class ReallocateAnswer(TypedDict):
    """What `reallocate` answers."""

    payment_id: int
    taken_back_cents: NotRequired[int]
    allocated_cents: NotRequired[int]
    invoice_ids: NotRequired[list[int]]
    open_cents: NotRequired[int]
    approval_id: NotRequired[int]
    guaranteed_cents: NotRequired[int]
    lost_again_in: NotRequired[dict[str, Any]]


class ReassignAnswerCollecting(TypedDict):
    """`collecting`."""

    invoice_id: int
    invoice_number: str
    instrument_id: int
    payment_means: str
    amount_cents: int
    is_remitted: bool


class ReassignAnswer(TypedDict):
    """What `reassign` answers."""

    invoice_ids: list[int]
    reassigned_cents: NotRequired[int]
    reason: str
    entry_id: NotRequired[int]
    notices: NotRequired[int]
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]
    collecting: list[ReassignAnswerCollecting]


class ReceiptsRow(TypedDict):
    """A row of `list_receipts`."""

    id: NotRequired[int | None]
    item_id: NotRequired[int | None]
    against_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    paid_cents: NotRequired[int | None]
    paid_on: NotRequired[str | None]
    entry_on: NotRequired[str | None]
    event: NotRequired[str | None]


class ReceiveIndemnityAnswer(TypedDict):
    """What `receive_indemnity` answers."""

    contract_id: int
    claim_id: int
    received_cents: int
    left_cents: int
    charged_cents: int
    currency: str


class ReceiveInstrumentAnswer(TypedDict):
    """What `receive_instrument` answers."""

    instrument_id: int
    contract_id: int
    reference: str
    payment_means: str
    amount_cents: int
    currency: str
    due_on: str
    presentation: int


class ReceiveShareBackAnswer(TypedDict):
    """What `receive_share_back` answers."""

    contract_id: int
    claim_id: int
    returned_cents: int
    left_cents: int
    currency: str


class ReceiveSuretyAnswer(TypedDict):
    """What `receive_surety` answers."""

    contract_id: int
    party_id: int
    paid_cents: int
    left_cents: int
    currency: str
    regained_cents: int


class RecordBackupAnswer(TypedDict):
    """What `record_backup` answers."""

    name: str
    sha256: str
    bytes: int
    acts: int


class RecordBounceAnswer(TypedDict):
    """What `record_bounce` answers."""

    contract_id: int
    reminder_id: int
    reminder_state: str


class RecordBrokerMandateAnswer(TypedDict):
    """What `record_broker_mandate` answers."""

    contract_id: int
    party_id: int
    given_by: str
    signed_on: str
    until_on: str | None


class RecordCallAnswer(TypedDict):
    """What `record_call` answers."""

    contract_id: int
    reminder_id: int
    outcome: str
    buyer_id: int


class RecordCoverStepAnswer(TypedDict):
    """What `record_cover_step` answers."""

    contract_id: int
    policy_id: int
    cover_step: str
    invoice_ids: list[int]
    late_ids: list[int]
    approval_id: NotRequired[int]


class RecordDoubleAnswer(TypedDict):
    """What `record_double` answers."""

    contract_id: int
    invoice_id: int
    peer: str
    kind: str
    alarm_id: int | None


class RecordFactAnswer(TypedDict):
    """What `record_fact` answers."""

    subject: str
    subject_id: int
    name: str
    value: Any
    judged: int


class RecordGarnishmentStepAnswer(TypedDict):
    """What `record_garnishment_step` answers."""

    contract_id: int
    garnishment_id: int
    garnishment_step: str
    lifted_cents: int
    left_cents: int
    currency: str
    paid_cents: NotRequired[int]
    approval_id: NotRequired[int]


class RecordInsolvencyStepAnswer(TypedDict):
    """What `record_insolvency_step` answers."""

    contract_id: int
    party_id: int
    insolvency_step: str
    amount_cents: int
    currency: str
    declare_claim_by_on: str
    is_late: bool


class RecordLenderReleaseAnswer(TypedDict):
    """What `record_lender_release` answers."""

    contract_id: int
    received_on: str
    source: str


class RecordOpeningFactAnswer(TypedDict):
    """What `record_opening_fact` answers."""

    contract_id: int
    opening_fact_id: int
    guard: str
    label: str
    fact_on: str
    source: str


class RecordOriasCheckAnswer(TypedDict):
    """What `record_orias_check` answers."""

    party_id: int
    orias_number: str
    is_registered: bool
    until_on: str


class RecordOwnersAnswer(TypedDict):
    """What `record_owners` answers."""

    contract_id: int
    opening_fact_id: int
    guard: str
    label: str
    fact_on: str
    source: str


class RecordPayeeCallbackAnswer(TypedDict):
    """What `record_payee_callback` answers."""

    payee_account_id: int
    outcome: str
    usable_at: str | None


class RecordPayeeCheckAnswer(TypedDict):
    """What `record_payee_check` answers."""

    payee_account_id: int
    outcome: str


class RecordPolicyLimitAnswer(TypedDict):
    """What `record_policy_limit` answers."""

    policy_limit_id: int
    policy_id: int
    buyer_id: int
    policy_decision: str
    amount_cents: int
    currency: str


class RecordPremiumPaidAnswer(TypedDict):
    """What `record_premium_paid` answers."""

    premium_id: int
    paid_on: str


class RecordPromiseAnswer(TypedDict):
    """What `record_promise` answers."""

    contract_id: int
    promise_id: int
    buyer_id: int
    promised_cents: int
    currency: str
    last_on: str
    invoice_ids: list[int]


class RecordReleaseAnswer(TypedDict):
    """What `record_release` answers."""

    contract_id: int
    invoice_number: str
    is_withdrawn: bool
    refused_count: int


class RecordVerificationAnswer(TypedDict):
    """What `record_verification` answers."""

    contract_id: int
    invoice_id: int
    answer: str
    judged: int
    dispute_id: int | None
    alarm_id: int | None


class RecourseStepsRow(TypedDict):
    """A row of `list_recourse_steps`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    recourse_step: NotRequired[str | None]
    step_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    guarantor_name: NotRequired[str | None]
    other_number: NotRequired[str | None]
    payment_id: NotRequired[int | None]
    reference: NotRequired[str | None]
    of_loss_cents: NotRequired[int | None]
    undoes_id: NotRequired[int | None]
    is_undone: NotRequired[bool | None]


class RecoveryCodesRow(TypedDict):
    """A row of `list_recovery_codes`."""

    count: NotRequired[int | None]


class RefundAnswer(TypedDict):
    """What `refund` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str


class RegainLossAnswer(TypedDict):
    """What `regain_loss` answers."""

    contract_id: int
    regained_cents: int
    left_cents: int
    currency: str


class RegisterGarnishmentAnswerAlsoHeld(TypedDict):
    """`also_held`."""

    contract_id: int
    garnishment_id: int
    held_cents: int
    payable_cents: int
    paid_since_cents: int


class RegisterGarnishmentAnswer(TypedDict):
    """What `register_garnishment` answers."""

    contract_id: int
    garnishment_id: int
    held_cents: int
    payable_cents: int
    paid_since_cents: int
    currency: str
    invoice_count: int
    reached_count: int
    orders_to_cancel: list[int]
    also_held: list[RegisterGarnishmentAnswerAlsoHeld]


class ReleaseLettersRow(TypedDict):
    """A row of `list_release_letters`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    is_withdrawn: NotRequired[bool | None]
    source: NotRequired[str | None]
    login: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class ReleasedOrdersRow(TypedDict):
    """A row of `list_released_orders`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    purpose: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    holder: NotRequired[str | None]
    iban: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    step: NotRequired[str | None]


class RemindAnswerWaitingFor(TypedDict):
    """`waiting_for`."""

    contract_number: str
    currency: str
    statement_on: str


class RemindAnswer(TypedDict):
    """What `remind` answers."""

    contract_id: int | None
    count: int
    claimed_cents: int
    by_channel: dict[str, int]
    by_stage: dict[str, int]
    waiting: dict[str, int]
    stopped: dict[str, int]
    waiting_for: list[RemindAnswerWaitingFor]


class ReminderBatchRow(TypedDict):
    """A row of `list_reminder_batch`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    postal_address: NotRequired[str | None]
    channel: NotRequired[str | None]
    language: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    digest: NotRequired[str | None]


class ReminderCallsRow(TypedDict):
    """A row of `list_reminder_calls`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    stage: NotRequired[str | None]
    person: NotRequired[str | None]
    phone: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    line_count: NotRequired[int | None]
    run_on: NotRequired[str | None]
    reminder_said: NotRequired[str | None]


class ReminderContactsRow(TypedDict):
    """A row of `list_reminder_contacts`."""

    contract_id: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    person: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    postal_address: NotRequired[str | None]
    language: NotRequired[str | None]
    is_email_refused: NotRequired[bool | None]
    source: NotRequired[str | None]


class ReminderLinesRow(TypedDict):
    """A row of `list_reminder_lines`."""

    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    claimed_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]


class ReminderPlansRow(TypedDict):
    """A row of `list_reminder_plans`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    stage_number: NotRequired[int | None]
    stage: NotRequired[str | None]
    offset_days: NotRequired[int | None]
    channel: NotRequired[str | None]
    least_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    sender_email: NotRequired[str | None]
    source: NotRequired[str | None]


class RemindersRow(TypedDict):
    """A row of `list_reminders`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    stage: NotRequired[str | None]
    channel: NotRequired[str | None]
    language: NotRequired[str | None]
    run_on: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    line_count: NotRequired[int | None]
    reminder_state: NotRequired[str | None]
    reminder_said: NotRequired[str | None]
    sent_to: NotRequired[str | None]
    done_at: NotRequired[str | None]
    digest: NotRequired[str | None]


class RemindersSimulatedAnswerReminders(TypedDict):
    """`reminders`."""

    contract_id: int
    buyer_id: int
    currency: str
    plan_id: int
    sent_by: str
    reminder_wait: str | None
    stage: str
    offset_days: int
    stage_number: int
    claimed_cents: int
    line_count: int
    today_on: str
    contract_number: str
    buyer_name: str
    statement_on: str
    email: str
    postal_address: str
    language: str
    sent_to: str


class RemindersSimulatedAnswer(TypedDict):
    """What `reminders_simulated` answers."""

    contract_id: int | None
    count: int
    reminders: list[RemindersSimulatedAnswerReminders]


class RemitAnswerOrder(TypedDict):
    """`order`."""

    order_id: NotRequired[int]
    approval_id: NotRequired[int]
    contract_id: NotRequired[int]
    purpose: NotRequired[str]
    amount_cents: NotRequired[int]
    currency: NotRequired[str]
    iban: NotRequired[str]
    holder: NotRequired[str]
    reference: NotRequired[str]
    promised_at: NotRequired[str]


class RemitAnswerChargeWaits(TypedDict):
    """`charge_waits`."""

    rate_index: NotRequired[str]
    rate_on: NotRequired[str]


class RemitAnswer(TypedDict):
    """What `remit` answers."""

    contract_id: int
    remittance_id: int
    title_number: int | None
    file: str
    lines: int
    accepted: int
    accepted_cents: int
    approved_cents: int
    not_fundable: int
    credit_notes: int
    credited_cents: int
    refused: int
    notices: int
    order: RemitAnswerOrder | None
    limit_requests: int
    charge_waits: RemitAnswerChargeWaits | None
    order_repaid_cents: int
    terms_warned: list[str]
    currency: str
    repeated: bool
    again: NotRequired[bool]


class RemitInstrumentsAnswerLots(TypedDict):
    """`lots`."""

    lot: str
    collect_on: str
    count: int
    sequence_type: str | None
    total_cents: int


class RemitInstrumentsAnswerLeftOut(TypedDict):
    """`left_out`."""

    instrument_id: int
    why: str
    mandate_reference: str


class RemitInstrumentsAnswer(TypedDict):
    """What `remit_instruments` answers."""

    collection_id: NotRequired[int]
    payment_means: str
    file: NotRequired[str]
    digest: NotRequired[str]
    reference: NotRequired[str]
    count: int
    total_cents: int
    currency: NotRequired[str]
    lots: list[RemitInstrumentsAnswerLots]
    instruments: list[int]
    left_out: list[RemitInstrumentsAnswerLeftOut]
    moved: NotRequired[list[int]]


class RemitManyAnswerRemittancesOrder(TypedDict):
    """`order`."""

    order_id: NotRequired[int]
    approval_id: NotRequired[int]
    contract_id: NotRequired[int]
    purpose: NotRequired[str]
    amount_cents: NotRequired[int]
    currency: NotRequired[str]
    iban: NotRequired[str]
    holder: NotRequired[str]
    reference: NotRequired[str]
    promised_at: NotRequired[str]


class RemitManyAnswerRemittances(TypedDict):
    """`remittances`."""

    contract_id: int
    remittance_id: int
    title_number: int | None
    file: str
    lines: int
    accepted: int
    accepted_cents: int
    approved_cents: int
    not_fundable: int
    credit_notes: int
    credited_cents: int
    refused: int
    notices: int
    order: RemitManyAnswerRemittancesOrder | None
    limit_requests: int
    charge_waits: Any
    order_repaid_cents: int
    terms_warned: list[Any]
    currency: str
    repeated: bool


class RemitManyAnswer(TypedDict):
    """What `remit_many` answers."""

    file: str
    contracts: int
    repeated: int
    lines: int
    accepted: int
    not_fundable: int
    credit_notes: int
    refused: int
    notices: int
    limit_requests: int
    remittances: list[RemitManyAnswerRemittances]


class RemittanceLinesRow(TypedDict):
    """A row of `list_remittance_lines`."""

    state: NotRequired[str | None]
    place: NotRequired[int | None]
    line_id: NotRequired[int | None]
    file: NotRequired[str | None]
    row_number: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    reason: NotRequired[str | None]
    unapproved_cents: NotRequired[int | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    sent_on: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    approved_cents: NotRequired[int | None]
    facts: NotRequired[Any]


class RemittanceStatesRow(TypedDict):
    """A row of `list_remittance_states`."""

    state: NotRequired[str | None]
    line_count: NotRequired[int | None]


class RemittancesRow(TypedDict):
    """A row of `list_remittances`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    title_number: NotRequired[int | None]
    transfer_mode: NotRequired[str | None]
    posted_on: NotRequired[str | None]
    received_at: NotRequired[str | None]
    promised_at: NotRequired[str | None]
    line_count: NotRequired[int | None]
    total_cents: NotRequired[int | None]
    refused_count: NotRequired[int | None]
    digest: NotRequired[str | None]
    contract_id: NotRequired[int | None]


class RenamePartyAnswer(TypedDict):
    """What `rename_party` answers."""

    approval_id: int | None
    party_id: int
    name: str
    source: str


class RepayAnswer(TypedDict):
    """What `repay` answers."""

    payment_id: int
    repaid_cents: NotRequired[int]
    entry_id: NotRequired[int]
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]


class RepaymentSimulatedAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    due_on: str
    instalment_cents: int
    left_cents: int
    currency: str


class RepaymentSimulatedAnswer(TypedDict):
    """What `repayment_simulated` answers."""

    rows: list[RepaymentSimulatedAnswerRows]


class ReplayAnswer(TypedDict):
    """What `replay` answers."""

    webhook_id: int
    count: int


class ReportSuspicionAnswer(TypedDict):
    """What `report_suspicion` answers."""

    aml_alarm_id: int
    aml_scenario: str
    aml_outcome: str
    approval_id: int | None


class RequestLimitAnswer(TypedDict):
    """What `request_limit` answers."""

    approval_id: int
    scope: str
    contract_id: int
    party_id: int
    amount_cents: int
    currency: str
    from_on: str
    source: str


class ReturnInstrumentAnswer(TypedDict):
    """What `return_instrument` answers."""

    instrument_id: int
    contract_id: int
    reason: str
    amount_cents: int
    currency: str
    value_on: str
    buyer_id: int
    charged_cents: int
    claimed_cents: int
    entry_id: NotRequired[int]
    lost_again_in: NotRequired[dict[str, int]]


class ReturnUnknownAnswer(TypedDict):
    """What `return_unknown` answers."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str


class RevaluationsRow(TypedDict):
    """A row of `list_revaluations`."""

    contract_number: NotRequired[str | None]
    contract_id: NotRequired[int | None]
    id: NotRequired[int | None]
    revalued_on: NotRequired[str | None]
    account: NotRequired[str | None]
    currency: NotRequired[str | None]
    balance_cents: NotRequired[int | None]
    per_euro_millionths: NotRequired[int | None]
    euro_cents: NotRequired[int | None]
    exchange_cents: NotRequired[int | None]
    entry_id: NotRequired[int | None]


class RevalueAnswerAccounts(TypedDict):
    """`accounts`."""

    currency: str
    account: str
    balance_cents: int
    euro_cents: int
    exchange_cents: int


class RevalueAnswer(TypedDict):
    """What `revalue` answers."""

    contract_id: int
    revalued_on: str
    exchange_cents: int
    accounts: list[RevalueAnswerAccounts]


class RevokeMandateAnswer(TypedDict):
    """What `revoke_mandate` answers."""

    mandate_id: int
    reference: str


class RotateWebhookAnswer(TypedDict):
    """What `rotate_webhook` answers."""

    webhook_id: int
    url: str
    until_at: str
    token_mark: str
    token: str | None


class SalesLedgersRow(TypedDict):
    """A row of `list_sales_ledgers`."""

    id: NotRequired[int | None]
    ledger_on: NotRequired[str | None]
    file_name: NotRequired[str | None]
    line_count: NotRequired[int | None]
    ledger_open_cents: NotRequired[int | None]
    our_open_cents: NotRequired[int | None]
    difference_count: NotRequired[int | None]
    currency: NotRequired[str | None]


class ScoreWarningsAnswerCrossed(TypedDict):
    """`crossed`."""

    warning_id: int
    warning_subject: str
    party_id: int
    score: int
    before_score: int
    warning_level: str
    before_level: str


class ScoreWarningsAnswer(TypedDict):
    """What `score_warnings` answers."""

    on: str
    companies: int
    changed: int
    watched: int
    alerts: int
    crossed_count: int
    crossed: list[ScoreWarningsAnswerCrossed]


class ScreenAllAnswerLists(TypedDict):
    """`lists`."""

    list_name: str
    list_on: str
    entry_count: int
    name_count: int
    found_count: int


class ScreenAllAnswer(TypedDict):
    """What `screen_all` answers."""

    lists: list[ScreenAllAnswerLists]
    found_count: int


class ScreenNamesAnswerAlike(TypedDict):
    """`alike`."""

    name: str
    listed: str


class ScreenNamesAnswer(TypedDict):
    """What `screen_names` answers."""

    contract_id: int
    opening_fact_id: int
    guard: str
    label: str
    fact_on: str
    source: str
    digest: str
    names: list[str]
    alike: list[ScreenNamesAnswerAlike]
    listed_count: int
    list_on: str


class ScreenNewAnswerLists(TypedDict):
    """`lists`."""

    list_name: str
    list_on: str
    entry_count: int
    name_count: int
    found_count: int


class ScreenNewAnswer(TypedDict):
    """What `screen_new` answers."""

    lists: list[ScreenNewAnswerLists]
    found_count: int


class ScreeningHitsRow(TypedDict):
    """A row of `list_screening_hits`."""

    hit_id: NotRequired[int | None]
    near_ppm: NotRequired[int | None]
    screened_as: NotRequired[str | None]
    screened_name: NotRequired[str | None]
    party_name: NotRequired[str | None]
    listed_name: NotRequired[str | None]
    list_name: NotRequired[str | None]
    entry_key: NotRequired[str | None]
    list_on: NotRequired[str | None]
    why: NotRequired[str | None]
    found_on: NotRequired[str | None]
    screening_outcome: NotRequired[str | None]
    reason: NotRequired[str | None]
    said_on: NotRequired[str | None]


class SealAnswerReads(TypedDict):
    """`reads`."""

    sealed: int
    position: int
    head: str


class SealAnswer(TypedDict):
    """What `seal` answers."""

    sealed: int
    position: int
    head: str
    reads: SealAnswerReads


class SecondFactorsRow(TypedDict):
    """A row of `list_second_factors`."""

    id: NotRequired[int | None]
    kind: NotRequired[str | None]
    name: NotRequired[str | None]
    recorded_at: NotRequired[str | None]


class SendPayablesAnswerRefused(TypedDict):
    """`refused`."""

    refusal: str
    issued_on: NotRequired[str]
    due_on: NotRequired[str]
    invoice_number: str
    row_number: int
    supplier: NotRequired[str]
    number: NotRequired[str]
    amount_cents: NotRequired[int]


class SendPayablesAnswer(TypedDict):
    """What `send_payables` answers."""

    contract_id: int
    payable_ids: list[int]
    count: int
    total_cents: int
    currency: str
    refused_count: int
    refused: list[SendPayablesAnswerRefused]


class SessionsRow(TypedDict):
    """A row of `list_sessions`."""

    id: NotRequired[int | None]
    started_at: NotRequired[str | None]
    expires_at: NotRequired[str | None]
    is_web: NotRequired[bool | None]
    factor_at: NotRequired[str | None]
    agent: NotRequired[str | None]
    address: NotRequired[str | None]
    is_new_device: NotRequired[bool | None]


class SetCollectingAnswerTerms(TypedDict):
    """`terms`."""

    creditor_identifier: NotRequired[str]
    issuer_number: NotRequired[str]
    cutoff_hour: NotRequired[int]
    debit_lead_days: NotRequired[int]


class SetCollectingAnswer(TypedDict):
    """What `set_collecting` answers."""

    own_account_id: int
    terms: SetCollectingAnswerTerms
    approval_id: int | None
    is_alone: bool
    from_on: NotRequired[str]
    source: NotRequired[str]


class SetFeesAnswerFees(TypedDict):
    """`fees`."""

    fee_code: str
    charge_unit: str
    tiers: int


class SetFeesAnswer(TypedDict):
    """What `set_fees` answers."""

    contract_id: int
    from_on: str
    fees: list[SetFeesAnswerFees]
    approval_id: NotRequired[int | None]
    waiting: NotRequired[list[str]]


class SetNumberAnswer(TypedDict):
    """What `set_number` answers."""

    party_id: int
    scheme: str
    number: str
    is_borne: bool
    source: str
    approval_id: int | None


class SetOpeningGuardsAnswer(TypedDict):
    """What `set_opening_guards` answers."""

    guards: list[str]
    from_on: str
    source: str
    approval_id: int | None
    is_alone: bool


class SetProvisionTermsAnswerTerms(TypedDict):
    """`terms`."""

    pd_year_ppm: int


class SetProvisionTermsAnswer(TypedDict):
    """What `set_provision_terms` answers."""

    approval_id: int
    terms: SetProvisionTermsAnswerTerms
    from_on: str


class SetPublicTariffAnswer(TypedDict):
    """What `set_public_tariff` answers."""

    approval_id: int
    tariff_id: int
    is_public: bool
    valid_from_on: str


class SetReminderContactAnswer(TypedDict):
    """What `set_reminder_contact` answers."""

    contract_id: int | None
    buyer_id: int
    language: str
    is_email_refused: bool


class SetReminderPlanAnswer(TypedDict):
    """What `set_reminder_plan` answers."""

    contract_id: int | None
    buyer_id: int | None
    plan_id: int
    valid_from_on: str
    count: int


class SettleCollectionAnswer(TypedDict):
    """What `settle_collection` answers."""

    collection_id: int
    count: int
    settled_cents: int
    currency: str


class SettleDisputeAnswer(TypedDict):
    """What `settle_dispute` answers."""

    dispute_id: int
    left_cents: int
    judged: int
    invoice_disputed_cents: int


class SettleDisputesAnswerSettled(TypedDict):
    """`settled`."""

    row_number: int
    contract_id: int
    dispute_id: int
    left_cents: int
    invoice_id: int


class SettleDisputesAnswerRefused(TypedDict):
    """`refused`."""

    row_number: int
    refusal: str
    amount_cents: NotRequired[int]
    most_cents: NotRequired[int]
    dispute_id: NotRequired[int]


class SettleDisputesAnswer(TypedDict):
    """What `settle_disputes` answers."""

    settled: list[SettleDisputesAnswerSettled]
    refused: list[SettleDisputesAnswerRefused]
    count: int
    judged: int


class SettleOrderAnswer(TypedDict):
    """What `settle_order` answers."""

    order_id: int
    outcome: str
    approval_id: int | None
    amount_cents: int
    entry_id: NotRequired[int]


class SettlePayablesAnswerOrders(TypedDict):
    """`orders`."""

    order_id: int
    approval_id: int
    contract_id: int
    purpose: str
    amount_cents: int
    currency: str
    iban: str
    holder: str
    reference: str
    promised_at: str


class SettlePayablesAnswer(TypedDict):
    """What `settle_payables` answers."""

    contract_id: int
    currency: str
    paid_cents: int
    rebate_cents: int
    orders: list[SettlePayablesAnswerOrders]
    suppliers_waiting: int


class SettleReminderAnswer(TypedDict):
    """What `settle_reminder` answers."""

    contract_id: int
    reminder_id: int
    reminder_state: str


class ShareBuyerAccountAnswer(TypedDict):
    """What `share_buyer_account` answers."""

    link_id: int
    contract_id: int
    buyer_id: int
    buyer_name: str
    until_on: str
    token_mark: str
    token: str | None


class ShareQuoteAnswer(TypedDict):
    """What `share_quote` answers."""

    link_id: int
    quote_id: int
    prospect: str
    until_on: str
    token_mark: str
    token: str | None


class ShareRecoveryAnswerShares(TypedDict):
    """`shares`."""

    claim_number: str
    policy_number: str | None
    insurer_name: str | None
    insurer_recovery_cents: int
    insurer_cost_cents: int
    insurer_due_cents: int


class ShareRecoveryAnswer(TypedDict):
    """What `share_recovery` answers."""

    contract_id: int
    claim_id: int
    recovery_cents: int
    recovery_cost_cents: int
    currency: str
    insured_recovery_cents: int
    insurer_recovery_cents: int
    retained_recovery_cents: int
    uninsured_recovery_cents: int
    insurer_cost_cents: int
    insurer_due_cents: int
    kept_recovery_cents: int
    client_recovery_cents: int
    factor_recovery_cents: int
    client_cost_cents: int
    client_credit_cents: int
    to_doubtful_cents: int
    regained_cents: int
    shares: NotRequired[list[ShareRecoveryAnswerShares]]


class SignaturesRow(TypedDict):
    """A row of `list_signatures`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    client_name: NotRequired[str | None]
    signature_kind: NotRequired[str | None]
    subject_id: NotRequired[int | None]
    signature_way: NotRequired[str | None]
    name: NotRequired[str | None]
    digest: NotRequired[str | None]
    signatory: NotRequired[str | None]
    signatory_id: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    dated_on: NotRequired[str | None]
    last_on: NotRequired[str | None]
    signature_state: NotRequired[str | None]
    ended_on: NotRequired[str | None]
    evidence: NotRequired[str | None]
    signed: NotRequired[str | None]
    reason: NotRequired[str | None]
    proof: NotRequired[str | None]
    signers: NotRequired[str | None]


class SoldRow(TypedDict):
    """A row of `list_sold`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    invoice_number: NotRequired[str | None]
    issued_on: NotRequired[str | None]
    due_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    open_cents: NotRequired[int | None]
    posted_on: NotRequired[str | None]


class SoldMonthsRow(TypedDict):
    """A row of `list_sold_months`."""

    contract_id: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    month_on: NotRequired[str | None]
    sold_cents: NotRequired[int | None]
    lately_cents: NotRequired[int | None]


class StateCommissionsAnswer(TypedDict):
    """What `state_commissions` answers."""

    statement_id: int
    number: int
    party_id: int
    currency: str
    until_on: str
    line_count: int
    net_cents: int
    vat_cents: int
    total_cents: int


class StressAnswerFigures(TypedDict):
    """`figures`."""

    currency: str
    stress_figure: str
    amount_before_cents: int
    amount_after_cents: int


class StressAnswerBearers(TypedDict):
    """`bearers`."""

    currency: str
    stress_bearer: str
    amount_cents: int


class StressAnswerContracts(TypedDict):
    """`contracts`."""

    contract_id: int
    available_before_cents: int
    drawable_before_cents: int
    over_advance_before_cents: int
    outstanding_before_cents: int
    funds_in_use_before_cents: int
    available_after_cents: int
    drawable_after_cents: int
    over_advance_after_cents: int
    outstanding_after_cents: int
    funds_in_use_after_cents: int
    fund_balance_cents: int
    extra_charge_cents: int
    approved_before_cents: int
    approved_after_cents: int
    invoice_count: int
    not_renewed_cents: int
    loss_cents: int
    insurer_bears_cents: int
    deductible_bears_cents: int
    factor_bears_cents: int
    client_bears_cents: int
    fund_bears_cents: int
    contract_number: str
    currency: str
    client_name: str


class StressAnswerBuyers(TypedDict):
    """`buyers`."""

    contract_id: int
    buyer_id: int
    invoice_count: int
    debt_cents: int
    factor_risk_cents: int
    client_risk_cents: int
    guaranteed_cents: int
    insurer_bears_cents: int
    deductible_bears_cents: int
    factor_bears_cents: int
    client_bears_cents: int
    contract_number: str
    currency: str
    client_name: str
    buyer_name: str


class StressAnswerClaims(TypedDict):
    """`claims`."""

    policy_id: int
    policy_number: str
    insurer_name: str
    buyer_id: int
    buyer_name: str
    currency: str
    insured_ppm: int
    invoice_count: int
    insurable_cents: int
    loss_base_cents: int
    outside_limit_cents: int
    indemnity_due_cents: int
    deductible_bears_cents: int
    declare_by_on: str
    claim_by_on: str | None
    waiting_days: int
    uninsured_reason: str | None
    indemnity_on: str


class StressAnswerWeeks(TypedDict):
    """`weeks`."""

    from_on: str
    until_on: str | None
    currency: str
    expected_before_cents: int
    expected_after_cents: int
    indemnity_due_cents: int
    gap_cents: int


class StressAnswerCauses(TypedDict):
    """`causes`."""

    currency: str
    part: str
    reason: str
    rule: str
    source: str
    amount_before_cents: int
    amount_after_cents: int


class StressAnswerInvoices(TypedDict):
    """`invoices`."""

    contract_id: int
    invoice_id: int
    buyer_id: int
    due_on: str
    currency: str
    open_cents: int
    was_hold: str | None
    hold_after: str | None
    was_ineligible_cents: int
    ineligible_after_cents: int
    approved_before_cents: int
    approved_after_cents: int
    guaranteed_cents: int
    debt_cents: int
    insurer_bears_cents: int
    deductible_bears_cents: int
    factor_bears_cents: int
    client_bears_cents: int
    contract_number: str
    invoice_number: str
    buyer_name: str


class StressAnswerSums(TypedDict):
    """`sums`."""

    currency: str
    contract_count: int
    invoice_count: int
    fallen_count: int
    outstanding_before_cents: int
    outstanding_after_cents: int
    funds_in_use_before_cents: int
    funds_in_use_after_cents: int
    available_before_cents: int
    available_after_cents: int
    drawable_before_cents: int
    drawable_after_cents: int
    over_advance_before_cents: int
    over_advance_after_cents: int
    approved_before_cents: int
    approved_after_cents: int
    not_renewed_cents: int
    extra_charge_cents: int
    loss_cents: int
    insurer_bears_cents: int
    deductible_bears_cents: int
    factor_bears_cents: int
    client_bears_cents: int
    fund_bears_cents: int


class StressAnswer(TypedDict):
    """What `stress` answers."""

    on: str
    contract_count: int
    figures: list[StressAnswerFigures]
    bearers: list[StressAnswerBearers]
    contracts: list[StressAnswerContracts]
    buyers: list[StressAnswerBuyers]
    claims: list[StressAnswerClaims]
    weeks: list[StressAnswerWeeks]
    causes: list[StressAnswerCauses]
    invoices: list[StressAnswerInvoices]
    left_out: list[str]
    sums: list[StressAnswerSums]


class SuspicionReportAnswer(TypedDict):
    """What `suspicion_report` answers."""

    name: str
    media_type: str
    content: str


class SweepsRow(TypedDict):
    """A row of `list_sweeps`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    iban: NotRequired[str | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    execute_on: NotRequired[str | None]
    left_on: NotRequired[str | None]
    arrived_on: NotRequired[str | None]
    sweep_state: NotRequired[str | None]
    is_by_the_bank: NotRequired[bool | None]


class TakeBackPayablesAnswer(TypedDict):
    """What `take_back_payables` answers."""

    contract_id: int
    payment_id: int
    freed_cents: int
    sold_numbers: list[Any]
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]


class TakeCallbackAnswer(TypedDict):
    """What `take_callback` answers."""

    callback_id: int
    prospect: str
    act_by_on: str


class TakeFileAnswer(TypedDict):
    """What `take_file` answers."""

    file_id: int
    prospect: str
    siren: str | None
    asked_on: str
    offer_count: int


class TakeInsurerAnswersAnswerTaken(TypedDict):
    """`taken`."""

    insurer_answer_number: str


class TakeInsurerAnswersAnswerRefusedFacts(TypedDict):
    """`facts`."""

    message_id: NotRequired[str]
    decision_number: NotRequired[str]
    policy_id: NotRequired[str]
    party_id: NotRequired[str]
    response_code: NotRequired[str]
    currency: NotRequired[str]
    expected: NotRequired[str]
    valid_from_on: NotRequired[str]
    after_on: NotRequired[str]
    amount_cents: NotRequired[int]
    limit_cents: NotRequired[int]
    policy_decision: NotRequired[str]
    insurer_answer_number: NotRequired[str]
    lacking: NotRequired[str]
    until_on: NotRequired[str]


class TakeInsurerAnswersAnswerRefused(TypedDict):
    """`refused`."""

    insurer_answer_number: str
    refusal: str
    facts: TakeInsurerAnswersAnswerRefusedFacts


class TakeInsurerAnswersAnswer(TypedDict):
    """What `take_insurer_answers` answers."""

    insurer_id: int
    taken: list[TakeInsurerAnswersAnswerTaken]
    noted_count: int
    known_count: int
    refused: list[TakeInsurerAnswersAnswerRefused]


class TakeNoticesAnswerFailed(TypedDict):
    """`failed`."""

    party_id: int
    party_name: str
    notice_number: str
    proceeding: str
    insolvent_on: str
    published_on: str
    judged: int
    suspended: list[str]
    resumed: list[Any]


class TakeNoticesAnswerLiftedGuarantees(TypedDict):
    """`guarantees`."""

    contract_number: str
    invoice_number: str
    currency: str
    open_cents: int


class TakeNoticesAnswerLifted(TypedDict):
    """`lifted`."""

    party_id: int
    party_name: str
    notice_number: str
    proceeding: Any
    insolvent_on: str | None
    published_on: str | None
    judged: int
    suspended: list[Any]
    resumed: list[str]
    guarantees: NotRequired[list[TakeNoticesAnswerLiftedGuarantees]]


class TakeNoticesAnswerEnded(TypedDict):
    """`ended`."""

    party_id: int
    party_name: str
    notice_number: str
    proceeding: str
    insolvent_on: str
    published_on: str
    judged: int
    suspended: list[Any]
    resumed: list[Any]
    ended_on: str


class TakeNoticesAnswerDoubts(TypedDict):
    """`doubts`."""

    notice_id: int
    notice_number: str
    siren: str
    doubt: str


class TakeNoticesAnswerContradictions(TypedDict):
    """`contradictions`."""

    notice_number: str
    siren: str


class TakeNoticesAnswer(TypedDict):
    """What `take_notices` answers."""

    digest: str
    notice_count: int
    new_count: int
    other_count: int
    unnumbered_count: int
    failed: list[TakeNoticesAnswerFailed]
    lifted: list[TakeNoticesAnswerLifted]
    ended: list[TakeNoticesAnswerEnded]
    doubts: list[TakeNoticesAnswerDoubts]
    contradictions: list[TakeNoticesAnswerContradictions]


class TakeOverAnswer(TypedDict):
    """What `take_over` answers."""

    contract_id: int
    number: str
    currency: str
    lender_id: int
    entry_id: int
    title_number: int
    accepted: int
    credit_notes: int
    payments: int
    disputes: int
    notices: int
    approval_ids: list[int]
    statement_on: str
    open_cents: int
    unallocated_cents: int
    current_account_cents: int
    fund_balance_cents: int
    funds_in_use_cents: int


class TakeoversRow(TypedDict):
    """A row of `list_takeovers`."""

    id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    lender_name: NotRequired[str | None]
    statement_on: NotRequired[str | None]
    funds_in_use_cents: NotRequired[int | None]
    takeover_step: NotRequired[str | None]
    on_date: NotRequired[str | None]
    source: NotRequired[str | None]
    order_id: NotRequired[int | None]
    act_id: NotRequired[int | None]


class TariffRowsRow(TypedDict):
    """A row of `list_tariff_rows`."""

    tariff_id: NotRequired[int | None]
    row_number: NotRequired[int | None]
    grid: NotRequired[str | None]
    row_name: NotRequired[str | None]
    turnover_from_cents: NotRequired[int | None]
    mean_from_cents: NotRequired[int | None]
    dilution_from_ppm: NotRequired[int | None]
    client_class: NotRequired[str | None]
    buyer_class: NotRequired[str | None]
    condition: NotRequired[str | None]
    rate_ppm: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    charge_unit: NotRequired[str | None]
    vat_class: NotRequired[str | None]
    is_in_teg: NotRequired[bool | None]
    source: NotRequired[str | None]


class TariffsRow(TypedDict):
    """A row of `list_tariffs`."""

    id: NotRequired[int | None]
    valid_from_on: NotRequired[str | None]
    source: NotRequired[str | None]
    is_example: NotRequired[bool | None]
    proposed_by: NotRequired[str | None]
    decided_by: NotRequired[str | None]
    row_count: NotRequired[int | None]
    is_public: NotRequired[bool | None]


class TeamRow(TypedDict):
    """A row of `list_team`."""

    id: NotRequired[int | None]
    login: NotRequired[str | None]
    name: NotRequired[str | None]
    company_name: NotRequired[str | None]
    roles: NotRequired[list[str] | None]
    recorded_at: NotRequired[str | None]


class TeamActsRow(TypedDict):
    """A row of `list_team_acts`."""

    id: NotRequired[int | None]
    happened_at: NotRequired[str | None]
    login: NotRequired[str | None]
    operation: NotRequired[str | None]
    contract_number: NotRequired[str | None]
    business_on: NotRequired[str | None]
    key_id: NotRequired[int | None]
    key_name: NotRequired[str | None]


class TeamRequestsRow(TypedDict):
    """A row of `list_team_requests`."""

    id: NotRequired[int | None]
    login: NotRequired[str | None]
    roles: NotRequired[list[str] | None]
    is_granted: NotRequired[bool | None]
    proposed_by: NotRequired[str | None]
    proposed_at: NotRequired[str | None]


class TellInsurerAnswer(TypedDict):
    """What `tell_insurer` answers."""

    message_id: int
    message_kind: str
    policy_id: int
    reference: str


class TellRecoveryAnswer(TypedDict):
    """What `tell_recovery` answers."""

    message_id: int
    message_kind: str
    policy_id: int
    reference: str


class TellTurnoverAnswer(TypedDict):
    """What `tell_turnover` answers."""

    message_id: int
    message_kind: str
    policy_id: int
    reference: str


class TermsRow(TypedDict):
    """A row of `list_terms`."""

    term: NotRequired[str | None]
    valid_from_on: NotRequired[str | None]
    recorded_at: NotRequired[str | None]
    value: NotRequired[Any]
    source: NotRequired[str | None]
    currency: NotRequired[str | None]


class ToCollectAnswerRows(TypedDict):
    """`rows`."""

    contract_id: int
    buyer_id: int
    currency: str
    overdue_cents: int
    oldest_late_days: int
    soon_cents: int
    contract_number: str
    client_name: str
    buyer_name: str
    disputed_cents: int
    in_hand_cents: int
    promised_cents: int
    at_risk_cents: int
    guaranteed_cents: int


class ToCollectAnswer(TypedDict):
    """What `to_collect` answers."""

    rows: list[ToCollectAnswerRows]


class ToSignRow(TypedDict):
    """A row of `list_to_sign`."""

    id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    currency: NotRequired[str | None]
    title_number: NotRequired[int | None]
    posted_on: NotRequired[str | None]
    line_count: NotRequired[int | None]
    total_cents: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    factoring_fee_cents: NotRequired[int | None]


class TreasuryPlanAnswerDays(TypedDict):
    """`days`."""

    day: str
    collected_cents: int
    released_cents: int
    fees_cents: int
    charges_cents: int
    defunded_cents: int
    planned_cents: int
    drawn_cents: int
    drawable_cents: int
    own_cash_cents: int
    funds_in_use_cents: int
    room_cents: int
    currency: str


class TreasuryPlanAnswerWeeks(TypedDict):
    """`weeks`."""

    from_on: str
    collected_cents: int
    released_cents: int
    fees_cents: int
    charges_cents: int
    defunded_cents: int
    planned_cents: int
    drawn_cents: int
    least_room_cents: int
    until_on: str
    drawable_cents: int
    funds_in_use_cents: int
    own_cash_cents: int
    room_cents: int
    currency: str


class TreasuryPlanAnswerLifts(TypedDict):
    """`lifts`."""

    part: str
    reason: str
    freed_by: str
    amount_cents: int
    currency: str
    reason_text: str
    frees: str
    buyer_id: NotRequired[int | None]
    buyer_name: NotRequired[str | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]


class TreasuryPlanAnswerPlanned(TypedDict):
    """`planned`."""

    id: int
    planned_on: str
    amount_cents: int
    label: str
    currency: str


class TreasuryPlanAnswer(TypedDict):
    """What `treasury_plan` answers."""

    contract_id: int
    on: str
    days: list[TreasuryPlanAnswerDays]
    weeks: list[TreasuryPlanAnswerWeeks]
    lowest_on: str
    lowest_cents: int
    lifts: list[TreasuryPlanAnswerLifts]
    currency: str
    contract: str
    case: str
    cash_cents: int
    planned: list[TreasuryPlanAnswerPlanned]


class TurnoverDeclarationsRow(TypedDict):
    """A row of `list_turnover_declarations`."""

    policy_id: NotRequired[int | None]
    policy_number: NotRequired[str | None]
    insurer_name: NotRequired[str | None]
    currency: NotRequired[str | None]
    from_on: NotRequired[str | None]
    until_on: NotRequired[str | None]
    declared_turnover_cents: NotRequired[int | None]
    insured_base: NotRequired[str | None]
    declared_on: NotRequired[str | None]
    reference: NotRequired[str | None]


class UndoClaimStepAnswer(TypedDict):
    """What `undo_claim_step` answers."""

    contract_id: int
    claim_id: int
    step_id: int
    approval_id: int
    amount_cents: int
    currency: str


class UndoEntryAnswer(TypedDict):
    """What `undo_entry` answers."""

    entry_id: int
    approval_id: int
    amount_cents: int


class UndoGarnishmentAnswerUndone(TypedDict):
    """`undone`."""

    contract_id: int
    garnishment_id: int
    freed_cents: int
    paid_cents: int


class UndoGarnishmentAnswer(TypedDict):
    """What `undo_garnishment` answers."""

    contract_id: int
    garnishment_id: int
    freed_cents: int
    paid_cents: int
    currency: str
    undone: list[UndoGarnishmentAnswerUndone]
    approval_id: int


class UndoRecourseAnswer(TypedDict):
    """What `undo_recourse` answers."""

    contract_id: int
    step_id: int
    approval_id: int
    amount_cents: int
    currency: str


class UsersRow(TypedDict):
    """A row of `list_users`."""

    id: NotRequired[int | None]
    login: NotRequired[str | None]
    name: NotRequired[str | None]
    company_id: NotRequired[int | None]
    company_name: NotRequired[str | None]
    roles: NotRequired[list[str] | None]


class VerificationsRow(TypedDict):
    """A row of `list_verifications`."""

    verification_id: NotRequired[int | None]
    contract_id: NotRequired[int | None]
    contract_number: NotRequired[str | None]
    campaign_id: NotRequired[int | None]
    invoice_id: NotRequired[int | None]
    invoice_number: NotRequired[str | None]
    buyer_name: NotRequired[str | None]
    verification_cause: NotRequired[str | None]
    draw_ppm: NotRequired[int | None]
    amount_cents: NotRequired[int | None]
    currency: NotRequired[str | None]
    drawn_on: NotRequired[str | None]
    verification_answer: NotRequired[str | None]
    answered_on: NotRequired[str | None]


class WaivePenaltyAnswer(TypedDict):
    """What `waive_penalty` answers."""

    contract_id: int
    penalty_id: int
    approval_id: int
    amount_cents: int
    currency: str


class WarningsRow(TypedDict):
    """A row of `list_warnings`."""

    warning_id: NotRequired[int | None]
    warning_subject: NotRequired[str | None]
    party_id: NotRequired[int | None]
    party_name: NotRequired[str | None]
    scored_on: NotRequired[str | None]
    currency: NotRequired[str | None]
    score: NotRequired[int | None]
    warning_level: NotRequired[str | None]
    before_score: NotRequired[int | None]
    score_change: NotRequired[int | None]
    late_ppm: NotRequired[int | None]
    factors: NotRequired[str | None]


class WatchFlowsRow(TypedDict):
    """A row of `list_watch_flows`."""

    contract_id: NotRequired[int | None]
    buyer_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    gross_cents: NotRequired[int | None]
    credited_cents: NotRequired[int | None]
    short_cents: NotRequired[int | None]
    allocated_cents: NotRequired[int | None]
    direct_cents: NotRequired[int | None]
    late_allocated_cents: NotRequired[int | None]
    late_direct_cents: NotRequired[int | None]
    paid_numbers: NotRequired[str | None]


class WatchFraudAnswerAlarms(TypedDict):
    """`alarms`."""

    contract_id: int
    alarm_id: int
    fraud_rule: str
    alarm_subject: str
    alarm_subject_id: int
    alarm_cents: int
    fraud_effect: str


class WatchFraudAnswer(TypedDict):
    """What `watch_fraud` answers."""

    contracts: int
    count: int
    alarms: list[WatchFraudAnswerAlarms]
    contract_ids: NotRequired[list[int]]


class WebhooksRow(TypedDict):
    """A row of `list_webhooks`."""

    id: NotRequired[int | None]
    company_name: NotRequired[str | None]
    url: NotRequired[str | None]
    event_kinds: NotRequired[list[str] | None]
    recorded_at: NotRequired[str | None]


class WithdrawAnswerCollecting(TypedDict):
    """`collecting`."""

    invoice_id: int
    invoice_number: str
    instrument_id: int
    payment_means: str
    amount_cents: int
    is_remitted: bool


class WithdrawAnswer(TypedDict):
    """What `withdraw` answers."""

    invoice_ids: list[int]
    withdrawn_cents: NotRequired[int]
    credited_again_cents: NotRequired[int]
    fee_back_cents: NotRequired[int]
    charge_back_cents: NotRequired[int]
    reason: str
    approval_id: NotRequired[int]
    amount_cents: NotRequired[int]
    collecting: list[WithdrawAnswerCollecting]
    entry_id: NotRequired[int]


class WithdrawSignatureAnswer(TypedDict):
    """What `withdraw_signature` answers."""

    contract_id: int
    signature_id: int
    outcome: str
    reason: str


class WithdrawStatementAnswer(TypedDict):
    """What `withdraw_statement` answers."""

    bank_statement_id: int
    approval_id: int
    iban: str
    reference: str
    closed_on: str
    line_count: int
    amount_cents: int
    currency: str


class WriteNoticesAnswer(TypedDict):
    """What `write_notices` answers."""

    contract_id: int | None
    count: int
    outbox_ids: list[int]
    unwritten: dict[str, int]


class Comptant(Transport):
    """Every operation and every list of the API."""

    def accept_claim(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reference: str,
        step_on: date | str,
        accepted_cents: int | None = None,
        key: str | None = None,
    ) -> AcceptClaimAnswer:
        """The insurer accepts a claim, after its waiting period: for what the policy says (None),
        never for more; for less a second person agrees (`approval_id`, and nothing is done yet).
        What it accepts of dou
        """
        answer: AcceptClaimAnswer = self.write("accept_claim", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reference": reference,
            "step_on": step_on,
            "accepted_cents": accepted_cents,
        })
        return answer

    def accept_clock(
        self,
        *,
        reason: str,
        key: str | None = None,
    ) -> AcceptClockAnswer:
        """Say that the present instant is right although earlier acts bear a later one."""
        answer: AcceptClockAnswer = self.write("accept_clock", key, {
            "reason": reason,
        })
        return answer

    def accept_quote(
        self,
        *,
        capacity: str,
        language: str,
        quote_id: int,
        key: str | None = None,
    ) -> AcceptQuoteAnswer:
        """Accept a quote that one's company was given, as what one binds it (`capacity`: manager,
        chairman): its terms are those of the contract that is opened from it.
        """
        answer: AcceptQuoteAnswer = self.write("accept_quote", key, {
            "capacity": capacity,
            "language": language,
            "quote_id": quote_id,
        })
        return answer

    def list_account(
        self,
        *,
        contract_id: int,
        from_on: date | str,
        until_on: date | str,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[AccountRow]:
        """One row per entry that moved the client's current account in a period of value dates:
        credit (owed to the client) positive, with the sum of the period so far.
        """
        answer: Iterator[AccountRow] = self.rows("account", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
            "known_at": known_at,
        }, size)
        return answer

    def list_account_entries(
        self,
        *,
        contract_id: int,
        accounts: list[Any],
        size: int = 500,
    ) -> Iterator[AccountEntriesRow]:
        """One row per entry that moved some accounts of a contract, with what it moved them by
        together: debit positive, the latest first.
        """
        answer: Iterator[AccountEntriesRow] = self.rows("account_entries", {
            "contract_id": contract_id,
            "accounts": accounts,
        }, size)
        return answer

    def list_account_lines(
        self,
        *,
        contract_id: int,
        account: str,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[AccountLinesRow]:
        """One row per line of an account of a contract up to a value date, as it was known at an
        instant: debit positive, the latest first.
        """
        answer: Iterator[AccountLinesRow] = self.rows("account_lines", {
            "contract_id": contract_id,
            "account": account,
            "on": on,
            "known_at": known_at,
        }, size)
        return answer

    def list_act(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[ActRow]:
        """One row for administrators, accountants and auditors: an act, the key it was asked under,
        the answer it gave, its seal.
        """
        answer: Iterator[ActRow] = self.rows("act", {
            "id": id,
        }, size)
        return answer

    def list_act_approvals(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[ActApprovalsRow]:
        """One row for administrators, accountants and auditors per approval that an act proposed or
        decided, with both acts: the other one carried it, or answered it.
        """
        answer: Iterator[ActApprovalsRow] = self.rows("act_approvals", {
            "id": id,
        }, size)
        return answer

    def list_act_documents(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[ActDocumentsRow]:
        """One row for administrators, accountants and auditors per file that an act kept."""
        answer: Iterator[ActDocumentsRow] = self.rows("act_documents", {
            "id": id,
        }, size)
        return answer

    def list_act_entries(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[ActEntriesRow]:
        """One row for administrators, accountants and auditors per entry that an act booked;
        `amount_cents`: what its debits come to.
        """
        answer: Iterator[ActEntriesRow] = self.rows("act_entries", {
            "id": id,
        }, size)
        return answer

    def list_acts(
        self,
        *,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        login: str | None = None,
        operation: str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ActsRow]:
        """One row for administrators, accountants and auditors per act of a period: who did what,
        when, through which key, the digest of its arguments, its place in the chain.
        """
        answer: Iterator[ActsRow] = self.rows("acts", {
            "from_on": from_on,
            "until_on": until_on,
            "login": login,
            "operation": operation,
            "contract_id": contract_id,
        }, size)
        return answer

    def add_group_member(
        self,
        *,
        from_on: date | str,
        group_id: int,
        is_member: bool,
        party_id: int,
        source: str,
        key: str | None = None,
    ) -> AddGroupMemberAnswer:
        """Say from a day on that a party belongs to a group, or no longer does."""
        answer: AddGroupMemberAnswer = self.write("add_group_member", key, {
            "from_on": from_on,
            "group_id": group_id,
            "is_member": is_member,
            "party_id": party_id,
            "source": source,
        })
        return answer

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
        is_client_owned: bool | None = None,
        parent_iban: str | None = None,
        key: str | None = None,
    ) -> AddOwnAccountAnswer:
        """Declare an account of ours with the one source that books it; a virtual IBAN names its
        parent, whose statements tell it. It waits for another person (`approval_id`).
        """
        answer: AddOwnAccountAnswer = self.write("add_own_account", key, {
            "bic": bic,
            "books_from": books_from,
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "currency": currency,
            "iban": iban,
            "name": name,
            "is_client_owned": is_client_owned,
            "parent_iban": parent_iban,
        })
        return answer

    def add_party(
        self,
        *,
        country: str,
        kind: str,
        name: str,
        numbers: dict[str, Any],
        key: str | None = None,
    ) -> AddPartyAnswer:
        """A new party with its public numbers (scheme -> number), their check digits verified. A
        SIRET and a French VAT number give it its SIREN too.
        """
        answer: AddPartyAnswer = self.write("add_party", key, {
            "country": country,
            "kind": kind,
            "name": name,
            "numbers": numbers,
        })
        return answer

    def add_webhook(
        self,
        *,
        kinds: list[Any],
        url: str,
        key: str | None = None,
    ) -> AddWebhookAnswer:
        """Tell an address of events of one's own contracts (the factor: of all), of some kinds
        (none: of all). The door makes the token that signs and shows it once.
        """
        answer: AddWebhookAnswer = self.write("add_webhook", key, {
            "kinds": kinds,
            "url": url,
        })
        return answer

    def advance_on_order(
        self,
        *,
        contract_id: int,
        purchase_order_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> AdvanceOnOrderAnswer:
        """Advance on an order agreed: credited to the client's account, from which he draws it. The
        charge to the day by which the order is invoiced is taken at once; the real day corrects
        it.
        """
        answer: AdvanceOnOrderAnswer = self.write("advance_on_order", key, {
            "contract_id": contract_id,
            "purchase_order_id": purchase_order_id,
            "amount_cents": amount_cents,
        })
        return answer

    def list_advices(
        self,
        *,
        size: int = 500,
    ) -> Iterator[AdvicesRow]:
        """One row per advice of a buyer whose payment has not come yet."""
        answer: Iterator[AdvicesRow] = self.rows("advices", {}, size)
        return answer

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
    ) -> AdviseAnswer:
        """Take in an advice (ADVICE_LINES): allocate the waiting payment of that sum and buyer as
        told, or keep the advice until it comes. `payment_id`: it is for that payment.
        """
        answer: AdviseAnswer = self.write("advise", key, {
            "amount_cents": amount_cents,
            "content": content,
            "currency": currency,
            "file_name": file_name,
            "lines": lines,
            "reference": reference,
            "contract_id": contract_id,
            "paid_on": paid_on,
            "payment_id": payment_id,
        })
        return answer

    def list_advised(
        self,
        *,
        size: int = 500,
    ) -> Iterator[AdvisedRow]:
        """One row per contract that an adviser advises on: assigned, approved, in use."""
        answer: Iterator[AdvisedRow] = self.rows("advised", {}, size)
        return answer

    def list_aged_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[AgedBuyersRow]:
        """One row per buyer of a contract that owes something: the aged balance of its open invoices
        at a value date as known at an instant, credit notes apart, and what the guarantee holds.
        """
        answer: Iterator[AgedBuyersRow] = self.rows("aged_buyers", {
            "on": on,
            "contract_id": contract_id,
            "known_at": known_at,
        }, size)
        return answer

    def list_aged_contracts(
        self,
        *,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[AgedContractsRow]:
        """One row per contract and currency in which something is open: the aged balance of all its
        buyers at a value date as known at an instant, credit notes apart, and what the guarantee
        holds.
        """
        answer: Iterator[AgedContractsRow] = self.rows("aged_contracts", {
            "on": on,
            "known_at": known_at,
        }, size)
        return answer

    def list_ageing(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[AgeingRow]:
        """One row per currency and bucket of lateness: what is open, of a contract; of all
        contracts, as the last close found it, or now in a currency of which it found nothing.
        """
        answer: Iterator[AgeingRow] = self.rows("ageing", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def allocate(
        self,
        *,
        contract_id: int,
        invoices: dict[str, int],
        payment_id: int,
        key: str | None = None,
    ) -> AllocateAnswer:
        """Allocate money that waits to open invoices by hand, or to debts that the guarantee has
        taken: invoice id -> cents. `guaranteed_cents` of it has paid such debts.
        """
        answer: AllocateAnswer = self.write("allocate", key, {
            "contract_id": contract_id,
            "invoices": invoices,
            "payment_id": payment_id,
        })
        return answer

    def allot(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        currency: str,
        party_id: int,
        scope: str,
        key: str | None = None,
    ) -> AllotAnswer:
        """Give a contract its share of a ceiling that spans contracts; all shares stay within it."""
        answer: AllotAnswer = self.write("allot", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "currency": currency,
            "party_id": party_id,
            "scope": scope,
        })
        return answer

    def amend_contract(
        self,
        *,
        contract_id: int,
        from_on: date | str,
        source: str,
        terms: dict[str, Any],
        signed_by: str | None = None,
        key: str | None = None,
    ) -> AmendContractAnswer:
        """Change terms from a day on; earlier days keep what they had, and the past is recomputed
        with the past's terms. Open invoices are judged again, for terms to come too: each invoice
        knows the next day th
        """
        answer: AmendContractAnswer = self.write("amend_contract", key, {
            "contract_id": contract_id,
            "from_on": from_on,
            "source": source,
            "terms": terms,
            "signed_by": signed_by,
        })
        return answer

    def list_aml_alarms(
        self,
        *,
        contract_id: int | None = None,
        aml_alarm_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[AmlAlarmsRow]:
        """One row per suspicion of laundering, the latest first: of a contract or (null) of all, one
        (its number) or (null) all; those that are done too where everything is wanted.
        """
        answer: Iterator[AmlAlarmsRow] = self.rows("aml_alarms", {
            "contract_id": contract_id,
            "aml_alarm_id": aml_alarm_id,
            "everything": everything,
        }, size)
        return answer

    def list_aml_payments(
        self,
        *,
        contract_id: int,
        aml_alarm_id: int,
        size: int = 500,
    ) -> Iterator[AmlPaymentsRow]:
        """One row per payment that a suspicion is about: the one, or those of its contract in the
        ninety days before it was found.
        """
        answer: Iterator[AmlPaymentsRow] = self.rows("aml_payments", {
            "contract_id": contract_id,
            "aml_alarm_id": aml_alarm_id,
        }, size)
        return answer

    def list_aml_words(
        self,
        *,
        contract_id: int,
        aml_alarm_id: int,
        size: int = 500,
    ) -> Iterator[AmlWordsRow]:
        """One row per word on a suspicion of laundering, in order: proposals too."""
        answer: Iterator[AmlWordsRow] = self.rows("aml_words", {
            "contract_id": contract_id,
            "aml_alarm_id": aml_alarm_id,
        }, size)
        return answer

    def announce(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> AnnounceAnswer:
        """Keep what a camt.052 or camt.054 (STATEMENTS, ANNOUNCED) tells; the same told again is
        one.
        """
        answer: AnnounceAnswer = self.write("announce", key, {
            "content": content,
            "file_name": file_name,
        })
        return answer

    def answer_dispute(
        self,
        *,
        contract_id: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> AnswerDisputeAnswer:
        """Note the client's answer, which changes no amount. Refused: as settle_dispute."""
        answer: AnswerDisputeAnswer = self.write("answer_dispute", key, {
            "contract_id": contract_id,
            "dispute_id": dispute_id,
            "evidence": evidence,
        })
        return answer

    def answer_garnishment(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        language: str,
        key: str | None = None,
    ) -> AnswerGarnishmentAnswer:
        """Make the answer to who served a garnishment, and keep it: what we owe the client and what
        of it is held, the transfers made before its instant, the garnishments that came earlier.
        Once each; a later a
        """
        answer: AnswerGarnishmentAnswer = self.write("answer_garnishment", key, {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
            "language": language,
        })
        return answer

    def apply_credit_note(
        self,
        *,
        contract_id: int,
        credit_note_id: int,
        invoice_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ApplyCreditNoteAnswer:
        """Apply a credit note, or part of it, to an open invoice of the same buyer."""
        answer: ApplyCreditNoteAnswer = self.write("apply_credit_note", key, {
            "contract_id": contract_id,
            "credit_note_id": credit_note_id,
            "invoice_id": invoice_id,
            "amount_cents": amount_cents,
        })
        return answer

    def list_approvals(
        self,
        *,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ApprovalsRow]:
        """One row per approval that waits for an answer and can still be given one; of a kind and
        subject, nulls ask for all. `facts`: what its ids name.
        """
        answer: Iterator[ApprovalsRow] = self.rows("approvals", {
            "kind": kind,
            "subject_id": subject_id,
        }, size)
        return answer

    def approve_payables(
        self,
        *,
        contract_id: int,
        payable_ids: list[Any],
        key: str | None = None,
    ) -> ApprovePayablesAnswer:
        """Approve payables. This cannot be undone: from now on the buyer owes each of them to us, or
        to its supplier by us, on its due date, whatever it may have against the invoice later.
        Suppliers who chose s
        """
        answer: ApprovePayablesAnswer = self.write("approve_payables", key, {
            "contract_id": contract_id,
            "payable_ids": payable_ids,
        })
        return answer

    def list_arrivals(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ArrivalsRow]:
        """One row per mail or lot of files that came to a contract (null: all that may be seen),
        what became of it, and whether its mail was answered.
        """
        answer: Iterator[ArrivalsRow] = self.rows("arrivals", {
            "contract_id": contract_id,
        }, size)
        return answer

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
    ) -> AskCallbackAnswer:
        """Have an adviser of the house call `caller` about a quote or a file of offers, one of both:
        a case is opened for whoever has the fewest, to be called by the end of the next business
        day. What is weak,
        """
        answer: AskCallbackAnswer = self.write("ask_callback", key, {
            "caller": caller,
            "phone": phone,
            "question": question,
            "file_id": file_id,
            "link_id": link_id,
            "quote_id": quote_id,
        })
        return answer

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
    ) -> AskConditionsSignatureAnswer:
        """Ask a person of the client, who has the power to, to sign the special conditions of its
        contract until a last day (none: 30 days). The door makes the paper (PDF/A) in a language
        and tells the `version
        """
        answer: AskConditionsSignatureAnswer = self.write("ask_conditions_signature", key, {
            "contract_id": contract_id,
            "language": language,
            "login": login,
            "way": way,
            "also": also,
            "last_on": last_on,
        })
        return answer

    def ask_early(
        self,
        *,
        payable_ids: list[Any],
        key: str | None = None,
    ) -> AskEarlyAnswer:
        """A supplier asks to be paid now what the buyer of one programme has approved: all of the
        list, or none. The price is the discount shown, for the day promised, and nothing else is
        ever asked of the supp
        """
        answer: AskEarlyAnswer = self.write("ask_early", key, {
            "payable_ids": payable_ids,
        })
        return answer

    def ask_notice(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        key: str | None = None,
    ) -> AskNoticeAnswer:
        """Ask for a notice of assignment to one buyer of a contract that needs none before it pays:
        it waits to leave like every other, and the buyer is told once it has. Answers its
        `outbox_id`.
        """
        answer: AskNoticeAnswer = self.write("ask_notice", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
        })
        return answer

    def ask_policy_limit(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        policy_id: int,
        reason: str,
        request: str,
        key: str | None = None,
    ) -> AskPolicyLimitAnswer:
        """Write what is asked of an insurer about its limit on a buyer: NEW, INCREASE, PRELIMINARY,
        REDUCE, PROLONG (with the amount), CANCEL. Its answer is a decision of its own.
        """
        answer: AskPolicyLimitAnswer = self.write("ask_policy_limit", key, {
            "amount_cents": amount_cents,
            "buyer_id": buyer_id,
            "policy_id": policy_id,
            "reason": reason,
            "request": request,
        })
        return answer

    def ask_title_signature(
        self,
        *,
        contract_id: int,
        login: str,
        remittance_id: int,
        way: str,
        also: list[Any] | None = None,
        key: str | None = None,
    ) -> AskTitleSignatureAnswer:
        """Ask a person of the client (`login`), who has the power to, to sign the title of a
        remittance today: by a code (SIMPLE) or at the provider of advanced signatures (ADVANCED).
        The paper is made in Frenc
        """
        answer: AskTitleSignatureAnswer = self.write("ask_title_signature", key, {
            "contract_id": contract_id,
            "login": login,
            "remittance_id": remittance_id,
            "way": way,
            "also": also,
        })
        return answer

    def list_asked_by_due(
        self,
        *,
        contract_ids: list[Any] | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[AskedByDueRow]:
        """One row per contract, buyer, currency and due day of open invoices, and day on which what
        is held or promised of them comes (`comes_on`; null: nothing is): what is disputed, in
        hand and promised.
        """
        answer: Iterator[AskedByDueRow] = self.rows("asked_by_due", {
            "contract_ids": contract_ids,
            "on": on,
        }, size)
        return answer

    def list_asked_orders(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[AskedOrdersRow]:
        """One row per payment to the client that is asked for and neither released nor refused, of a
        contract: the latest first.
        """
        answer: Iterator[AskedOrdersRow] = self.rows("asked_orders", {
            "contract_id": contract_id,
        }, size)
        return answer

    def get_availability(
        self,
        *,
        contract_id: int,
    ) -> AvailabilityAnswer:
        """What may be drawn now on a contract, and each euro in between: its part, its reason, the
        sentence, the buyer and the invoice, what would free it.
        """
        answer: AvailabilityAnswer = self.look("availability", {
            "contract_id": contract_id,
        })
        return answer

    def list_balances(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[BalancesRow]:
        """One row per account of a contract: its balance at a value date as it was known at an
        instant, debit positive.
        """
        answer: Iterator[BalancesRow] = self.rows("balances", {
            "contract_id": contract_id,
            "on": on,
            "known_at": known_at,
        }, size)
        return answer

    def bank(
        self,
        *,
        content: bytes | str,
        file_name: str,
        is_again: bool | None = None,
        key: str | None = None,
    ) -> BankAnswer:
        """Take in a bank file (STATEMENTS, BANK_MOVEMENTS) read from `source` (camt.053, cfonb120,
        mt940). `is_again`: also a statement that was withdrawn, as it was.
        """
        answer: BankAnswer = self.write("bank", key, {
            "content": content,
            "file_name": file_name,
            "is_again": is_again,
        })
        return answer

    def list_bank_lines(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[BankLinesRow]:
        """One row per line of a statement of an account of ours, with what of a credit still waits."""
        answer: Iterator[BankLinesRow] = self.rows("bank_lines", {
            "id": id,
        }, size)
        return answer

    def bank_slice(
        self,
        *,
        act_id: int,
        number: int,
        key: str | None = None,
    ) -> BankSliceAnswer:
        """Book one slice of a file taken in by `bank`, by its act and its number, under the one key
        that it has (`bank/act/number`): so it is booked once.
        """
        answer: BankSliceAnswer = self.write("bank_slice", key, {
            "act_id": act_id,
            "number": number,
        })
        return answer

    def list_bank_statements(
        self,
        *,
        id: int | None = None,
        account: str | None = None,
        size: int = 500,
    ) -> Iterator[BankStatementsRow]:
        """One row per statement of our accounts, the latest first, with what was withdrawn of them:
        by whom, when and why; of one account (its IBAN), of one statement, nulls ask for all.
        """
        answer: Iterator[BankStatementsRow] = self.rows("bank_statements", {
            "id": id,
            "account": account,
        }, size)
        return answer

    def book_premium(
        self,
        *,
        policy_id: int,
        key: str | None = None,
    ) -> BookPremiumAnswer:
        """Keep what the first period of a policy that is over costs: its premium from the ledger
        with the tax, fees of limits with their VAT. Held by us it is booked as owed to the
        insurer, and each contract th
        """
        answer: BookPremiumAnswer = self.write("book_premium", key, {
            "policy_id": policy_id,
        })
        return answer

    def list_broker_mandates(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[BrokerMandatesRow]:
        """One row per mandate of a broker for a contract, as it stands."""
        answer: Iterator[BrokerMandatesRow] = self.rows("broker_mandates", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_brokered(
        self,
        *,
        size: int = 500,
    ) -> Iterator[BrokeredRow]:
        """One row per contract that a broker has brought: its client, since when, bought over twelve
        months.
        """
        answer: Iterator[BrokeredRow] = self.rows("brokered", {}, size)
        return answer

    def list_brokers(
        self,
        *,
        size: int = 500,
    ) -> Iterator[BrokersRow]:
        """One row per company that the register of intermediaries was asked about, as last looked
        up.
        """
        answer: Iterator[BrokersRow] = self.rows("brokers", {}, size)
        return answer

    def quote_files(
        self,
        *,
        contract_id: int,
        files: Mapping[str, bytes],
    ) -> QuoteFilesAnswer:
        """What files of invoices would bring and cost before they are ceded: sent as to
        `bulk/remit_files`, nothing is kept.
        """
        answer: QuoteFilesAnswer = self.files("bulk/quote_files", contract_id, files, None)
        return answer

    def bulk_remit(
        self,
        *,
        contract_id: int,
        body: bytes | Iterable[bytes],
        kind: str = "application/x-ndjson",
        name: str = "list",
        key: str | None = None,
    ) -> RemitAnswer:
        """A list of up to 100 000 invoices of a contract, as a stream: application/x-ndjson (each
        line an invoice as `remit` takes it) or text/csv (as a file that is dropped in the
        portal).
        """
        answer: RemitAnswer = self.stream(contract_id, body, kind, name, key)
        return answer

    def remit_files(
        self,
        *,
        contract_id: int,
        files: Mapping[str, bytes],
        key: str | None = None,
    ) -> RemitFilesAnswer:
        """Files of invoices and credit notes of a contract, in the field `files` of a form
        (multipart/form-data): Factur-X, UBL, CII, CSV, XLSX, XLS, ODS, mixed at will, 1 000 files
        and 64 MB at most. They beco
        """
        answer: RemitFilesAnswer = self.files("bulk/remit_files", contract_id, files, key or str(uuid.uuid4()))
        return answer

    def list_buyer_answers(
        self,
        *,
        contract_id: int | None = None,
        link_id: int | None = None,
        size: int = 500,
    ) -> Iterator[BuyerAnswersRow]:
        """One row per thing that buyers said by their links, of a contract or of all, of a link or
        of all, the latest first.
        """
        answer: Iterator[BuyerAnswersRow] = self.rows("buyer_answers", {
            "contract_id": contract_id,
            "link_id": link_id,
        }, size)
        return answer

    def list_buyer_facts(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[BuyerFactsRow]:
        """One row per buyer of a contract about whom something dated is known: the latest value of
        each fact, and by which notice an insolvency is known.
        """
        answer: Iterator[BuyerFactsRow] = self.rows("buyer_facts", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_buyer_links(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[BuyerLinksRow]:
        """One row per link that opens a buyer's account, of a contract or of all, the latest first."""
        answer: Iterator[BuyerLinksRow] = self.rows("buyer_links", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_buyer_names(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[BuyerNamesRow]:
        """One row per buyer of a contract (null: of all contracts) with its name as that contract
        shows it, the contract's number and its client.
        """
        answer: Iterator[BuyerNamesRow] = self.rows("buyer_names", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[BuyersRow]:
        """One row per buyer of a contract: its limit in force on the day and what it owes."""
        answer: Iterator[BuyersRow] = self.rows("buyers", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def call_guarantor(
        self,
        *,
        contract_id: int,
        party_id: int,
        reference: str,
        step_on: date | str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> CallGuarantorAnswer:
        """Keep that a guarantor of a contract was called for its over-advance, or for what was
        written off of it (None: as much as he stands for and the client owes, less what he was
        called for and has not paid
        """
        answer: CallGuarantorAnswer = self.write("call_guarantor", key, {
            "contract_id": contract_id,
            "party_id": party_id,
            "reference": reference,
            "step_on": step_on,
            "amount_cents": amount_cents,
        })
        return answer

    def get_callback(
        self,
        *,
        callback_id: int,
    ) -> CallbackAnswer:
        """A call that was asked for: how it stands, its diagnosis (what is weak, options, what is
        missing), what was done.
        """
        answer: CallbackAnswer = self.look("callback", {
            "callback_id": callback_id,
        })
        return answer

    def list_callback_steps(
        self,
        *,
        callback_id: int,
        size: int = 500,
    ) -> Iterator[CallbackStepsRow]:
        """One row per thing done about a call that was asked for, the oldest first."""
        answer: Iterator[CallbackStepsRow] = self.rows("callback_steps", {
            "callback_id": callback_id,
        }, size)
        return answer

    def list_callbacks(
        self,
        *,
        on: date | str | None = None,
        state: str | None = None,
        size: int = 500,
    ) -> Iterator[CallbacksRow]:
        """One row per call that was asked for and that the reader may see (of a state; null: those
        that are not closed), what is due first on top: whose turn it is, by when, how many days
        late.
        """
        answer: Iterator[CallbacksRow] = self.rows("callbacks", {
            "on": on,
            "state": state,
        }, size)
        return answer

    def cancel_draw(
        self,
        *,
        contract_id: int,
        order_id: int,
        key: str | None = None,
    ) -> CancelDrawAnswer:
        """Take back money asked for, while nobody has released it: it may be asked for again at
        once.
        """
        answer: CancelDrawAnswer = self.write("cancel_draw", key, {
            "contract_id": contract_id,
            "order_id": order_id,
        })
        return answer

    def cancel_instrument(
        self,
        *,
        contract_id: int,
        instrument_id: int,
        reason: str,
        key: str | None = None,
    ) -> CancelInstrumentAnswer:
        """Give an instrument back, or call off a debit, before it is remitted to our bank."""
        answer: CancelInstrumentAnswer = self.write("cancel_instrument", key, {
            "contract_id": contract_id,
            "instrument_id": instrument_id,
            "reason": reason,
        })
        return answer

    def cancel_payables(
        self,
        *,
        contract_id: int,
        payable_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> CancelPayablesAnswer:
        """Take payables back that were sent by mistake, before they are approved: afterwards the
        buyer owes them for good. All of them, or none.
        """
        answer: CancelPayablesAnswer = self.write("cancel_payables", key, {
            "contract_id": contract_id,
            "payable_ids": payable_ids,
            "reason": reason,
        })
        return answer

    def cancel_purchase_order(
        self,
        *,
        contract_id: int,
        purchase_order_id: int,
        reason: str,
        key: str | None = None,
    ) -> CancelPurchaseOrderAnswer:
        """An order is cancelled, or will not be invoiced as it stands: nothing more is advanced on
        it, and what is owed on it is claimed at once from the client's account.
        """
        answer: CancelPurchaseOrderAnswer = self.write("cancel_purchase_order", key, {
            "contract_id": contract_id,
            "purchase_order_id": purchase_order_id,
            "reason": reason,
        })
        return answer

    def cancel_sweep(
        self,
        *,
        contract_id: int,
        reason: str,
        sweep_id: int,
        key: str | None = None,
    ) -> CancelSweepAnswer:
        """Give up a sweep that the client's bank has not done and will not do: what it was to take
        is there to be ordered again. Its file leaves the outbox.
        """
        answer: CancelSweepAnswer = self.write("cancel_sweep", key, {
            "contract_id": contract_id,
            "reason": reason,
            "sweep_id": sweep_id,
        })
        return answer

    def list_candidates(
        self,
        *,
        id: int,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[CandidatesRow]:
        """One row per open invoice that a waiting payment may be for, with what the guarantee has
        taken of it and is still owed: those that its text names first, then those of its amount,
        then the oldest.
        """
        answer: Iterator[CandidatesRow] = self.rows("candidates", {
            "id": id,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_cash(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[CashRow]:
        """One row per payment received that still waits, on a contract or (contract number null) on
        the house's own.
        """
        answer: Iterator[CashRow] = self.rows("cash", {
            "id": id,
            "contract_id": contract_id,
        }, size)
        return answer

    def cede_ledger(
        self,
        *,
        contract_id: int,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> CedeLedgerAnswer:
        """Cede all that a client's ledger (SENT_INVOICES: invoices still to be paid, credit notes)
        says and that no contract of the client has had: found by number in the year of its date.
        One remittance, as `r
        """
        answer: CedeLedgerAnswer = self.write("cede_ledger", key, {
            "contract_id": contract_id,
            "file_name": file_name,
            "sent": sent,
        })
        return answer

    def charge_fee(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        fee_code: str,
        reference: str,
        key: str | None = None,
    ) -> ChargeFeeAnswer:
        """Bill at once a fee that is due for an act (unit ACT): an audit, a seizure, an amendment, a
        same-day transfer. The reference names the act, which is charged once. `amount_cents`:
        what a fee that is a s
        """
        answer: ChargeFeeAnswer = self.write("charge_fee", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "fee_code": fee_code,
            "reference": reference,
        })
        return answer

    def list_charges(
        self,
        *,
        contract_id: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ChargesRow]:
        """One row per line of the bills of a contract, or of all, between two days: what it is for,
        under which clause, on what, for which days, at which rate.
        """
        answer: Iterator[ChargesRow] = self.rows("charges", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
        }, size)
        return answer

    def get_claim(
        self,
        *,
        contract_id: int,
        claim_id: int,
    ) -> ClaimAnswer:
        """A claim: how it stands, each figure from the debt to the indemnity, its invoices, its
        steps.
        """
        answer: ClaimAnswer = self.look("claim", {
            "contract_id": contract_id,
            "claim_id": claim_id,
        })
        return answer

    def list_claim_files(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[ClaimFilesRow]:
        """One row per claim on debts of a buyer that failed, of a contract or of all, or one by its
        id: what it is of, what its steps come to, and how it stands on a day.
        """
        answer: Iterator[ClaimFilesRow] = self.rows("claim_files", {
            "on": on,
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_claim_items(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[ClaimItemsRow]:
        """One row per invoice of a claim: what it was when the claim was opened, its share of the
        indemnity, and what is left of it now: assigned still, taken by the guarantee, given back
        since; what its buyer
        """
        answer: Iterator[ClaimItemsRow] = self.rows("claim_items", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def get_claim_letter(
        self,
        *,
        contract_id: int,
        party_id: int,
        failed_part: str,
        officer: str,
        signer: str,
        security: str | None = None,
        lawsuit: str | None = None,
        amount_cents: int | None = None,
    ) -> ClaimLetterAnswer:
        """The letter that declares our claim against a party in proceedings, as BUYER, CLIENT or
        GUARANTOR of a contract, as PDF/A in French with English beside; `content` is in base64.
        """
        answer: ClaimLetterAnswer = self.look("claim_letter", {
            "contract_id": contract_id,
            "party_id": party_id,
            "failed_part": failed_part,
            "officer": officer,
            "signer": signer,
            "security": security,
            "lawsuit": lawsuit,
            "amount_cents": amount_cents,
        })
        return answer

    def claim_penalties(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        buyer_id: int | None = None,
        key: str | None = None,
    ) -> ClaimPenaltiesAnswer:
        """Claim what invoices paid late, or late and open, cost until today: penalties by half-year
        and the indemnity once, less what was claimed before. Invoices of a contract that are
        named, or (none named) a
        """
        answer: ClaimPenaltiesAnswer = self.write("claim_penalties", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "buyer_id": buyer_id,
        })
        return answer

    def list_claim_steps(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[ClaimStepsRow]:
        """One row per step of claims of a contract or of all, or of one claim: what was accepted,
        received, recovered or lost, and who has had what; the house's own reasons (of a loss, a
        dropping, an undoing) a
        """
        answer: Iterator[ClaimStepsRow] = self.rows("claim_steps", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def clear_screening(
        self,
        *,
        contract_id: int,
        reason: str,
        key: str | None = None,
    ) -> ClearScreeningAnswer:
        """Say that what the last screening found alike is somebody else; it counts once another
        person approves. Refused: contract_unknown, reason_missing, nothing_alike.
        """
        answer: ClearScreeningAnswer = self.write("clear_screening", key, {
            "contract_id": contract_id,
            "reason": reason,
        })
        return answer

    def list_client_accounts(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[ClientAccountsRow]:
        """One row per account of ours that a client's books number otherwise (of all buyers, or of
        one), as the client last said.
        """
        answer: Iterator[ClientAccountsRow] = self.rows("client_accounts", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_client_clearing(
        self,
        *,
        contract_id: int,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ClientClearingRow]:
        """One row per invoice or credit note of a contract as it stood at the end of a day: its rank
        in its buyer's account, what is open of it, what it was applied to, the day of its last
        movement.
        """
        answer: Iterator[ClientClearingRow] = self.rows("client_clearing", {
            "contract_id": contract_id,
            "until_on": until_on,
        }, size)
        return answer

    def list_client_items(
        self,
        *,
        contract_id: int,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ClientItemsRow]:
        """One row per invoice, credit note or sum of money that an entry of a contract booked
        between two days has moved, with its buyer.
        """
        answer: Iterator[ClientItemsRow] = self.rows("client_items", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
        }, size)
        return answer

    def get_client_journal(
        self,
        *,
        contract_id: int,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        form: str | None = None,
    ) -> ClientJournalAnswer:
        """The journal of a period (without: the month that ends today) in the client's books: rows,
        the file (`form`: csv or fec; in base64), and the way from its account 467 to the
        statement.
        """
        answer: ClientJournalAnswer = self.look("client_journal", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
            "form": form,
        })
        return answer

    def list_client_lines(
        self,
        *,
        contract_id: int,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ClientLinesRow]:
        """One row per account of an entry of a contract that its client's books know, booked between
        two days, with the number of the entry in those books (all of them counted from the
        first), and of another cu
        """
        answer: Iterator[ClientLinesRow] = self.rows("client_lines", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
        }, size)
        return answer

    def close_callback(
        self,
        *,
        callback_id: int,
        note: str,
        outcome: str,
        key: str | None = None,
    ) -> CloseCallbackAnswer:
        """Close a case: GOES_ON (to a contract), NOT_NOW, DECLINED, NEVER_REACHED. Whom to call is
        forgotten. Nobody goes on, declines or waits who was never spoken to.
        """
        answer: CloseCallbackAnswer = self.write("close_callback", key, {
            "callback_id": callback_id,
            "note": note,
            "outcome": outcome,
        })
        return answer

    def close_contract(
        self,
        *,
        contract_id: int,
        source: str,
        key: str | None = None,
    ) -> CloseContractAnswer:
        """Close a contract for good: every account is at 0.00 and nothing is open."""
        answer: CloseContractAnswer = self.write("close_contract", key, {
            "contract_id": contract_id,
            "source": source,
        })
        return answer

    def close_day(
        self,
        *,
        day: date | str,
        key: str | None = None,
    ) -> CloseDayAnswer:
        """Close the house's day once every contract is closed: journal numbers, months that are
        over, the day's report, which is kept. Refused: contract_not_closed, day_closed,
        day_skipped.
        """
        answer: CloseDayAnswer = self.write("close_day", key, {
            "day": day,
        })
        return answer

    def close_period(
        self,
        *,
        month_on: date | str,
        key: str | None = None,
    ) -> ClosePeriodAnswer:
        """Close an accounting month before the close of the next one's first day does. For good:
        what is late goes to the first open day, and keeps its value date.
        """
        answer: ClosePeriodAnswer = self.write("close_period", key, {
            "month_on": month_on,
        })
        return answer

    def close_slice(
        self,
        *,
        contract_ids: list[Any],
        number: int,
        key: str | None = None,
    ) -> CloseSliceAnswer:
        """Close the day of the act for some contracts: what time changes, fund, charges, fees,
        proof.
        """
        answer: CloseSliceAnswer = self.write("close_slice", key, {
            "contract_ids": contract_ids,
            "number": number,
        })
        return answer

    def list_collected(
        self,
        *,
        from_on: date | str,
        until_on: date | str,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[CollectedRow]:
        """One row per contract, currency and day: what was paid between two value dates of invoices
        that were assigned before, of a contract (null: of all).
        """
        answer: Iterator[CollectedRow] = self.rows("collected", {
            "from_on": from_on,
            "until_on": until_on,
            "contract_id": contract_id,
        }, size)
        return answer

    def get_collection(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        period_days: int | None = None,
    ) -> CollectionAnswer:
        """How a contract is collected, buyer by buyer, or (without a contract) each contract that
        may be seen: DSO three ways in tenths of days, days from invoice to payment, dilution,
        payments to the client. A
        """
        answer: CollectionAnswer = self.look("collection", {
            "contract_id": contract_id,
            "on": on,
            "period_days": period_days,
        })
        return answer

    def list_collections(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[CollectionsRow]:
        """One row per remittance of instruments to a bank of ours, with what the bank has not
        credited yet.
        """
        answer: Iterator[CollectionsRow] = self.rows("collections", {
            "id": id,
        }, size)
        return answer

    def list_commission_statements(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[CommissionStatementsRow]:
        """One row per statement of commissions, the last ones first."""
        answer: Iterator[CommissionStatementsRow] = self.rows("commission_statements", {
            "party_id": party_id,
        }, size)
        return answer

    def list_commission_terms(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[CommissionTermsRow]:
        """One row per set of terms of a commission, the last ones first."""
        answer: Iterator[CommissionTermsRow] = self.rows("commission_terms", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_commissions(
        self,
        *,
        party_id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[CommissionsRow]:
        """One row per change of what a broker has earned by a contract, the last ones first."""
        answer: Iterator[CommissionsRow] = self.rows("commissions", {
            "party_id": party_id,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_companies(
        self,
        *,
        size: int = 500,
    ) -> Iterator[CompaniesRow]:
        """One row per company that the user may act for, with the roles held there."""
        answer: Iterator[CompaniesRow] = self.rows("companies", {}, size)
        return answer

    def compare(
        self,
        *,
        buyers: list[Any],
        client_class: str,
        offers: list[Any],
        sales: list[Any],
        told: dict[str, int],
        wants_cover: bool,
        wants_discretion: bool,
        currency: str | None = None,
        need_cents: int | None = None,
        prospect: str | None = None,
        sector: str | None = None,
        wants_management: bool | None = None,
        key: str | None = None,
    ) -> CompareAnswer:
        """Lay offers (COMPARED) side by side on the same ledger, under each scenario: cost, cash,
        risk kept, duties, what buyers see, what is saved; which to take, why, and what would
        change it. An offer that t
        """
        answer: CompareAnswer = self.write("compare", key, {
            "buyers": buyers,
            "client_class": client_class,
            "offers": offers,
            "sales": sales,
            "told": told,
            "wants_cover": wants_cover,
            "wants_discretion": wants_discretion,
            "currency": currency,
            "need_cents": need_cents,
            "prospect": prospect,
            "sector": sector,
            "wants_management": wants_management,
        })
        return answer

    def compare_files(
        self,
        *,
        client_class: str,
        file_ids: list[Any],
        products: list[Any],
        key: str | None = None,
    ) -> CompareFilesAnswer:
        """Lay the offers of files that came back for one request side by side, with what the house
        would offer (`products`, priced by its tariff for a company of this class): as compare().
        The ledger is that of
        """
        answer: CompareFilesAnswer = self.write("compare_files", key, {
            "client_class": client_class,
            "file_ids": file_ids,
            "products": products,
        })
        return answer

    def compare_ledger(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        file_name: str,
        ledger_on: date | str,
        key: str | None = None,
    ) -> CompareLedgerAnswer:
        """Compare all that a client's ledger (SENT_INVOICES: what is still to be paid, credit notes)
        says at the end of a day with what was open with us then. What differs is kept, document
        by document; the cou
        """
        answer: CompareLedgerAnswer = self.write("compare_ledger", key, {
            "content": content,
            "contract_id": contract_id,
            "file_name": file_name,
            "ledger_on": ledger_on,
        })
        return answer

    def list_concentration(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ConcentrationRow]:
        """One row per buyer among the twelve that owe the most in a currency, of a contract (null:
        of all), with its share of all that is owed.
        """
        answer: Iterator[ConcentrationRow] = self.rows("concentration", {
            "contract_id": contract_id,
        }, size)
        return answer

    def confirm_rest(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> ConfirmRestAnswer:
        """The buyer confirms in writing that he owes all but `amount_cents`. Refused: as
        settle_dispute.
        """
        answer: ConfirmRestAnswer = self.write("confirm_rest", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "dispute_id": dispute_id,
            "evidence": evidence,
        })
        return answer

    def list_contract_fees(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ContractFeesRow]:
        """One row per price of a fee that a contract was ever given, of a contract or of all: from
        which day on, beyond which number or amount; no longer due where it has neither amount nor
        rate.
        """
        answer: Iterator[ContractFeesRow] = self.rows("contract_fees", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_contract_quote(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[ContractQuoteRow]:
        """One row: the quote that a contract was opened from, and what it promised."""
        answer: Iterator[ContractQuoteRow] = self.rows("contract_quote", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_contracts(
        self,
        *,
        on: date | str | None = None,
        number: str | None = None,
        size: int = 500,
    ) -> Iterator[ContractsRow]:
        """One row per contract that may be seen, with its terms in force on the day; by number or
        id, nulls ask for all.
        """
        answer: Iterator[ContractsRow] = self.rows("contracts", {
            "on": on,
            "number": number,
        }, size)
        return answer

    def list_cost_of_year(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[CostOfYearRow]:
        """One row per month of the year before a day and currency: factoring fees, financing charges
        and other fees before VAT, of a contract (null: of all).
        """
        answer: Iterator[CostOfYearRow] = self.rows("cost_of_year", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def get_cover(
        self,
        *,
        contract_id: int | None = None,
        after: str | None = None,
        size: int | None = None,
        claims_after: str | None = None,
    ) -> CoverAnswer:
        """What policies cover of each unpaid invoice of a contract or of all, why it is not more,
        and what is to be done to keep it by when; by contract, buyer and invoice, page by page.
        `claims`: what insurers
        """
        answer: CoverAnswer = self.look("cover", {
            "contract_id": contract_id,
            "after": after,
            "size": size,
            "claims_after": claims_after,
        })
        return answer

    def list_credit_notes(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[CreditNotesRow]:
        """One row per open credit note of the buyer of an invoice of a contract."""
        answer: Iterator[CreditNotesRow] = self.rows("credit_notes", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_debits(
        self,
        *,
        movement_id: int | None = None,
        size: int = 500,
    ) -> Iterator[DebitsRow]:
        """One row per bank debit that waits for an explanation (null: all of them, else one): it has
        none, or what it had was undone.
        """
        answer: Iterator[DebitsRow] = self.rows("debits", {
            "movement_id": movement_id,
        }, size)
        return answer

    def list_debts_at_judgment(
        self,
        *,
        judged_on: date | str,
        contract_id: int,
        buyer_id: int,
        size: int = 500,
    ) -> Iterator[DebtsAtJudgmentRow]:
        """One row per invoice of a contract that a buyer owed on the day of its judgment and that is
        the factor's still: what was owed of it then, taken over by the guarantee or not, with its
        days.
        """
        answer: Iterator[DebtsAtJudgmentRow] = self.rows("debts_at_judgment", {
            "judged_on": judged_on,
            "contract_id": contract_id,
            "buyer_id": buyer_id,
        }, size)
        return answer

    def decide_alarm(
        self,
        *,
        alarm_id: int,
        contract_id: int,
        outcome: str,
        reason: str,
        key: str | None = None,
    ) -> DecideAlarmAnswer:
        """Say what an alarm is: CONFIRMED (the contract pays nothing out from now on) or CLEARED.
        Clearing one that holds money, or that was confirmed, waits for another person
        (`approval_id`).
        """
        answer: DecideAlarmAnswer = self.write("decide_alarm", key, {
            "alarm_id": alarm_id,
            "contract_id": contract_id,
            "outcome": outcome,
            "reason": reason,
        })
        return answer

    def decide_hit(
        self,
        *,
        hit_id: int,
        outcome: str,
        reason: str,
        key: str | None = None,
    ) -> DecideHitAnswer:
        """Say that a hit is TRUE (nothing more is financed nor paid out from now on, and another
        person confirms it) or FALSE (somebody else, once another person agrees; what money it
        held is let go).
        """
        answer: DecideHitAnswer = self.write("decide_hit", key, {
            "hit_id": hit_id,
            "outcome": outcome,
            "reason": reason,
        })
        return answer

    def decide_suspicion(
        self,
        *,
        aml_alarm_id: int,
        contract_id: int,
        outcome: str,
        reason: str,
        key: str | None = None,
    ) -> DecideSuspicionAnswer:
        """Keep what was examined of a suspicion (`reason`: origin and destination of the money, what
        it was for, who gains) and say that it is one (SUSPECT: the contract pays nothing out from
        now on; to be repo
        """
        answer: DecideSuspicionAnswer = self.write("decide_suspicion", key, {
            "aml_alarm_id": aml_alarm_id,
            "contract_id": contract_id,
            "outcome": outcome,
            "reason": reason,
        })
        return answer

    def list_decisions(
        self,
        *,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        login: str | None = None,
        kind: str | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[DecisionsRow]:
        """One row for administrators, accountants and auditors per approval decided in a period: who
        proposed what, who decided, as whom, under which key, and what came of it.
        """
        answer: Iterator[DecisionsRow] = self.rows("decisions", {
            "from_on": from_on,
            "until_on": until_on,
            "login": login,
            "kind": kind,
            "id": id,
        }, size)
        return answer

    def declare_turnover(
        self,
        *,
        declared_on: date | str,
        policy_id: int,
        reference: str,
        until_on: date | str,
        is_slip: bool | None = None,
        key: str | None = None,
    ) -> DeclareTurnoverAnswer:
        """Keep that the turnover of a policy's next period, which ends on `until_on`, was declared
        to the insurer: the amount is the ledger's. A declaration after its last day is kept as it
        was made, and says s
        """
        answer: DeclareTurnoverAnswer = self.write("declare_turnover", key, {
            "declared_on": declared_on,
            "policy_id": policy_id,
            "reference": reference,
            "until_on": until_on,
            "is_slip": is_slip,
        })
        return answer

    def list_dedicated(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[DedicatedRow]:
        """One row per account dedicated to collection in a client's name: what stands there, what of
        it came on the day, what the client took on it, what sweeps are to take and since when,
        what is on its way an
        """
        answer: Iterator[DedicatedRow] = self.rows("dedicated", {
            "on": on,
        }, size)
        return answer

    def defund(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        is_lifted: bool | None = None,
        key: str | None = None,
    ) -> DefundAnswer:
        """Put open invoices in reserve: the factor goes on collecting them and finances them no
        more, until the reserve is lifted. No account changes. Source: DOMAIN 3.7 L1.
        """
        answer: DefundAnswer = self.write("defund", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "reason": reason,
            "is_lifted": is_lifted,
        })
        return answer

    def list_delays(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[DelaysRow]:
        """One row per invoice of a contract: when it came, what was promised, its advance and when
        it became fundable, when it was paid.
        """
        answer: Iterator[DelaysRow] = self.rows("delays", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_delegated_draws(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[DelegatedDrawsRow]:
        """One row per draw that somebody of an accountant's firm asked for, for the client of a
        contract (null: of all that may be seen).
        """
        answer: Iterator[DelegatedDrawsRow] = self.rows("delegated_draws", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_delegations(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        login: str | None = None,
        size: int = 500,
    ) -> Iterator[DelegationsRow]:
        """One row per delegation of the draws of a contract (null: of all that may be seen): to
        whom, how much a draw, until when, who proposed it, where it stands; of a person or of
        all.
        """
        answer: Iterator[DelegationsRow] = self.rows("delegations", {
            "on": on,
            "contract_id": contract_id,
            "login": login,
        }, size)
        return answer

    def list_deliveries(
        self,
        *,
        webhook_id: int | None = None,
        size: int = 500,
    ) -> Iterator[DeliveriesRow]:
        """One row per telling of an event to an address: what happened, how often it was tried, and
        what was answered.
        """
        answer: Iterator[DeliveriesRow] = self.rows("deliveries", {
            "webhook_id": webhook_id,
        }, size)
        return answer

    def disclose_contract(
        self,
        *,
        contract_id: int,
        needs_notice: bool,
        source: str,
        key: str | None = None,
    ) -> DiscloseContractAnswer:
        """Propose that the buyers of a confidential contract are told that it assigns to us; it
        counts once another person approves: from that day the contract is notified, and a notice
        waits for each buyer tha
        """
        answer: DiscloseContractAnswer = self.write("disclose_contract", key, {
            "contract_id": contract_id,
            "needs_notice": needs_notice,
            "source": source,
        })
        return answer

    def list_dispute_notices(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[DisputeNoticesRow]:
        """One row per notice of a dispute to a client, of a contract or of all, the latest first."""
        answer: Iterator[DisputeNoticesRow] = self.rows("dispute_notices", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_dispute_steps(
        self,
        *,
        contract_id: int,
        dispute_id: int,
        size: int = 500,
    ) -> Iterator[DisputeStepsRow]:
        """One row per step of a dispute, in order."""
        answer: Iterator[DisputeStepsRow] = self.rows("dispute_steps", {
            "contract_id": contract_id,
            "dispute_id": dispute_id,
        }, size)
        return answer

    def list_disputes(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[DisputesRow]:
        """One row per dispute of a contract (null: of every contract): what is left of it, and how
        it stands.
        """
        answer: Iterator[DisputesRow] = self.rows("disputes", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def get_document(
        self,
        *,
        digest: str,
    ) -> DocumentAnswer:
        """A file that came in or went out, byte for byte (base64), by its digest in `/documents`."""
        answer: DocumentAnswer = self.look("document", {
            "digest": digest,
        })
        return answer

    def list_documents(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[DocumentsRow]:
        """One row per file that came in or went out on a contract, the latest first."""
        answer: Iterator[DocumentsRow] = self.rows("documents", {
            "contract_id": contract_id,
        }, size)
        return answer

    def draw(
        self,
        *,
        contract_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> DrawAnswer:
        """Ask for money: within the availability computed here, under the contract's lock."""
        answer: DrawAnswer = self.write("draw", key, {
            "contract_id": contract_id,
            "amount_cents": amount_cents,
            "payee_account_id": payee_account_id,
        })
        return answer

    def draw_many(
        self,
        *,
        wanted: list[Any],
        key: str | None = None,
    ) -> DrawManyAnswer:
        """Ask for money on many contracts (DRAWS, each once, at most DRAWS_MAX) in one act."""
        answer: DrawManyAnswer = self.write("draw_many", key, {
            "wanted": wanted,
        })
        return answer

    def get_draw_quote(
        self,
        *,
        contract_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
    ) -> DrawQuoteAnswer:
        """What a draw would cost and when it would be paid, before it is asked for: the same figures
        as the portal shows. Without an amount, all that may be drawn; without an account to pay,
        the only one that i
        """
        answer: DrawQuoteAnswer = self.look("draw_quote", {
            "contract_id": contract_id,
            "amount_cents": amount_cents,
            "payee_account_id": payee_account_id,
        })
        return answer

    def draw_sample(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> DrawSampleAnswer:
        """Draw the invoices of a contract to verify this month: a tenth of what is open by value,
        all large ones of a client of less than 90 days, those in doubt, and two in a hundred.
        What was drawn before is
        """
        answer: DrawSampleAnswer = self.write("draw_sample", key, {
            "contract_id": contract_id,
        })
        return answer

    def list_draws(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[DrawsRow]:
        """One row per draw of a contract that the bank has executed and not given back, or that is
        under way (no executed_on).
        """
        answer: Iterator[DrawsRow] = self.rows("draws", {
            "contract_id": contract_id,
        }, size)
        return answer

    def drop_claim(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reason: str,
        key: str | None = None,
    ) -> DropClaimAnswer:
        """Take back a claim opened by mistake, before it is decided: its invoices may be claimed
        anew, under another reference, and its file counts as not sent. Its impairment is
        released.
        """
        answer: DropClaimAnswer = self.write("drop_claim", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reason": reason,
        })
        return answer

    def get_early_price(
        self,
        *,
        payable_id: int,
    ) -> EarlyPriceAnswer:
        """What early payment of an approved payable would cost its supplier and when it would be
        paid, before it is asked for. Nothing is kept.
        """
        answer: EarlyPriceAnswer = self.look("early_price", {
            "payable_id": payable_id,
        })
        return answer

    def list_email(
        self,
        *,
        size: int = 500,
    ) -> Iterator[EmailRow]:
        """One row: the reader's own e-mail address, where one has been confirmed, and since when."""
        answer: Iterator[EmailRow] = self.rows("email", {}, size)
        return answer

    def end_buyer_account(
        self,
        *,
        link_id: int,
        reason: str,
        key: str | None = None,
    ) -> EndBuyerAccountAnswer:
        """End a link to a buyer's account before its day: from now on it opens nothing. What was
        said by it stays. Refused: link_unknown (also ended before), reason_missing.
        """
        answer: EndBuyerAccountAnswer = self.write("end_buyer_account", key, {
            "link_id": link_id,
            "reason": reason,
        })
        return answer

    def end_exception(
        self,
        *,
        contract_id: int,
        reason_code: str,
        subject: str,
        subject_id: int,
        why: str,
        key: str | None = None,
    ) -> EndExceptionAnswer:
        """End an exception today, with all that it would be later. Refused: subject_unknown,
        exception_unknown, evidence_missing.
        """
        answer: EndExceptionAnswer = self.write("end_exception", key, {
            "contract_id": contract_id,
            "reason_code": reason_code,
            "subject": subject,
            "subject_id": subject_id,
            "why": why,
        })
        return answer

    def end_power(
        self,
        *,
        power_id: int,
        source: str,
        key: str | None = None,
    ) -> EndPowerAnswer:
        """Say that a power is over, from now on: nothing more is signed under it."""
        answer: EndPowerAnswer = self.write("end_power", key, {
            "power_id": power_id,
            "source": source,
        })
        return answer

    def end_promise(
        self,
        *,
        contract_id: int,
        promise_id: int,
        reason: str,
        key: str | None = None,
    ) -> EndPromiseAnswer:
        """Take a promise back: what was promised is claimed again. Refused: contract_unknown,
        promise_unknown, promise_over, reason_missing.
        """
        answer: EndPromiseAnswer = self.write("end_promise", key, {
            "contract_id": contract_id,
            "promise_id": promise_id,
            "reason": reason,
        })
        return answer

    def end_webhook(
        self,
        *,
        webhook_id: int,
        key: str | None = None,
    ) -> EndWebhookAnswer:
        """Tell an address nothing more; what waits for it is dropped. Refused: webhook_unknown."""
        answer: EndWebhookAnswer = self.write("end_webhook", key, {
            "webhook_id": webhook_id,
        })
        return answer

    def list_entries(
        self,
        *,
        contract_id: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[EntriesRow]:
        """One row per line of the entries of a contract (null: of all) booked between two days. The
        lines are looked up entry by entry, so that a page of the latest reads no others.
        """
        answer: Iterator[EntriesRow] = self.rows("entries", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
            "known_at": known_at,
        }, size)
        return answer

    def list_entry_documents(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[EntryDocumentsRow]:
        """One row per file that an entry of a contract comes from: what was remitted, the statement
        that tells the movement.
        """
        answer: Iterator[EntryDocumentsRow] = self.rows("entry_documents", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_entry_items(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[EntryItemsRow]:
        """One row per invoice, credit note or payment that an entry of a contract moved."""
        answer: Iterator[EntryItemsRow] = self.rows("entry_items", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_entry_lines(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[EntryLinesRow]:
        """One row per line of an entry of a contract."""
        answer: Iterator[EntryLinesRow] = self.rows("entry_lines", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def erase_due(
        self,
        *,
        key: str | None = None,
    ) -> EraseDueAnswer:
        """Erase what has a term that has run out and no hold: trails of sign-ins, who prospects are
        and what they said, the people of files that have ended, refused or not. Each kind of
        which something goes lea
        """
        answer: EraseDueAnswer = self.write("erase_due", key, {})
        return answer

    def list_erasure_proofs(
        self,
        *,
        size: int = 500,
    ) -> Iterator[ErasureProofsRow]:
        """One row per erasure, the latest first: what went, under which rule, and its digest."""
        answer: Iterator[ErasureProofsRow] = self.rows("erasure_proofs", {}, size)
        return answer

    def list_events(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[EventsRow]:
        """One row per business event of contracts that may be seen, of a contract or of all."""
        answer: Iterator[EventsRow] = self.rows("events", {
            "contract_id": contract_id,
        }, size)
        return answer

    def examine_document(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        file_name: str,
        invoice_id: int,
        printed_cents: int | None = None,
        key: str | None = None,
    ) -> ExamineDocumentAnswer:
        """Keep the PDF of an invoice and what it tells of itself; `printed_cents`: the total that it
        shows (None: what was assigned), against that of its data.
        """
        answer: ExamineDocumentAnswer = self.write("examine_document", key, {
            "content": content,
            "contract_id": contract_id,
            "file_name": file_name,
            "invoice_id": invoice_id,
            "printed_cents": printed_cents,
        })
        return answer

    def list_exceptions(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[ExceptionsRow]:
        """One row per exception granted of a contract (null: of every contract): whether it is in
        force on the day, and who said so.
        """
        answer: Iterator[ExceptionsRow] = self.rows("exceptions", {
            "on": on,
            "contract_id": contract_id,
            "everything": everything,
        }, size)
        return answer

    def exchange_payment(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        invoice_ids: list[Any],
        payment_id: int,
        source: str,
        taken_cents: int,
        key: str | None = None,
    ) -> ExchangePaymentAnswer:
        """Propose to take all that waits of nobody's money in the currency of a contract: it comes
        to `taken_cents` there, at the bank's rate; `source`: the bank's reference of the
        exchange. It pays the invoice
        """
        answer: ExchangePaymentAnswer = self.write("exchange_payment", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "payment_id": payment_id,
            "source": source,
            "taken_cents": taken_cents,
        })
        return answer

    def list_excused(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ExcusedRow]:
        """One row per open held invoice of a contract of which an exception excuses a reason, with
        the exceptions in force on the day.
        """
        answer: Iterator[ExcusedRow] = self.rows("excused", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def get_exit_simulation(
        self,
        *,
        contract_id: int,
        notice_on: date | str | None = None,
    ) -> ExitSimulationAnswer:
        """What leaving by a notice of a day (without: today) would cost and when: dates, what must
        be repaid, the weeks to the last payment, what is owed on which day. Nothing is kept.
        """
        answer: ExitSimulationAnswer = self.look("exit_simulation", {
            "contract_id": contract_id,
            "notice_on": notice_on,
        })
        return answer

    def list_expected(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ExpectedRow]:
        """One row per payment that a bank has announced and no statement has booked; late once a
        statement has closed its day.
        """
        answer: Iterator[ExpectedRow] = self.rows("expected", {
            "on": on,
        }, size)
        return answer

    def explain_debit(
        self,
        *,
        movement_id: int,
        order_ids: list[Any],
        payment_ids: list[Any],
        reason: str,
        account: str | None = None,
        key: str | None = None,
    ) -> ExplainDebitAnswer:
        """Propose what a debit in suspense was: a cost (`account`); or payment orders of ours, which
        it executed without naming them, and what is more of it a cost, where an account is named
        too; or the payment
        """
        answer: ExplainDebitAnswer = self.write("explain_debit", key, {
            "movement_id": movement_id,
            "order_ids": order_ids,
            "payment_ids": payment_ids,
            "reason": reason,
            "account": account,
        })
        return answer

    def list_facts(
        self,
        *,
        contract_id: int,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[FactsRow]:
        """One row per dated fact told of a contract, its buyers or its invoices, in order;
        `until_on`: the day from which another was told.
        """
        answer: Iterator[FactsRow] = self.rows("facts", {
            "contract_id": contract_id,
            "kind": kind,
            "subject_id": subject_id,
        }, size)
        return answer

    def get_failed_buyer(
        self,
        *,
        buyer_id: int,
        after: str | None = None,
        size: int | None = None,
    ) -> FailedBuyerAnswer:
        """What a failed buyer owes on each contract and who bears it (insurers, factor, client);
        what insurers are to be told of it, and by when (`insurers`, page by page). For the house:
        who sees a part of the
        """
        answer: FailedBuyerAnswer = self.look("failed_buyer", {
            "buyer_id": buyer_id,
            "after": after,
            "size": size,
        })
        return answer

    def list_failed_invoices(
        self,
        *,
        on: date | str | None = None,
        buyer_id: int,
        size: int = 500,
    ) -> Iterator[FailedInvoicesRow]:
        """One row per invoice that a buyer owes, assigned still or taken over by our guarantee, on
        each contract, with what is approved of it and the contract's terms on a day.
        """
        answer: Iterator[FailedInvoicesRow] = self.rows("failed_invoices", {
            "on": on,
            "buyer_id": buyer_id,
        }, size)
        return answer

    def get_fee_grid(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
    ) -> FeeGridAnswer:
        """The fees of a contract in force on a day (without: today), in the order of the catalogue:
        what each is due for, price in words, VAT class, whether it is in the TEG, clause,
        formula.
        """
        answer: FeeGridAnswer = self.look("fee_grid", {
            "contract_id": contract_id,
            "on": on,
        })
        return answer

    def list_feeds(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[FeedsRow]:
        """One row per way by which a contract (null: all that may be seen) is fed now, and in whose
        name.
        """
        answer: Iterator[FeedsRow] = self.rows("feeds", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_fees_billed(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[FeesBilledRow]:
        """One row per cause that has brought a fee of a contract: the act, month, buyer and year, or
        the days counted from; its bill, and the entry that has reversed that.
        """
        answer: Iterator[FeesBilledRow] = self.rows("fees_billed", {
            "contract_id": contract_id,
        }, size)
        return answer

    def fit_ceiling(
        self,
        *,
        ceiling_id: int,
        key: str | None = None,
    ) -> FitCeilingAnswer:
        """At the close: a ceiling that falls tomorrow, or fell, has its shares cut to what is left."""
        answer: FitCeilingAnswer = self.write("fit_ceiling", key, {
            "ceiling_id": ceiling_id,
        })
        return answer

    def follow_promises(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> FollowPromisesAnswer:
        """At the close: keep which promises of a contract are kept (all is paid) or broken (a part
        was not, three days after its day), and which run again, since money came late or went
        back.
        """
        answer: FollowPromisesAnswer = self.write("follow_promises", key, {
            "contract_id": contract_id,
        })
        return answer

    def follow_stops(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> FollowStopsAnswer:
        """At the close: say of each buyer of a contract whose cover stops tomorrow, or stopped, that
        it does, and no longer where the debt was paid or the insurer agreed to wait.
        """
        answer: FollowStopsAnswer = self.write("follow_stops", key, {
            "contract_id": contract_id,
        })
        return answer

    def get_forecast(
        self,
        *,
        contract_id: int | None = None,
    ) -> ForecastAnswer:
        """What buyers will pay of the invoices open today in thirteen weeks, of a contract or of
        all, with the range within which four of five sums fall; how the same forecasts did in the
        past.
        """
        answer: ForecastAnswer = self.look("forecast", {
            "contract_id": contract_id,
        })
        return answer

    def forward(
        self,
        *,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
        reason: str | None = None,
        key: str | None = None,
    ) -> ForwardAnswer:
        """A buyer has paid us what was never assigned: the client is credited, and paid by an order
        that another person releases, unless he owes us: then it stays on his account.
        """
        answer: ForwardAnswer = self.write("forward", key, {
            "contract_id": contract_id,
            "payment_id": payment_id,
            "amount_cents": amount_cents,
            "payee_account_id": payee_account_id,
            "reason": reason,
        })
        return answer

    def list_fraud_alarms(
        self,
        *,
        contract_id: int | None = None,
        alarm_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[FraudAlarmsRow]:
        """One row per alarm of fraud, the latest first: of a contract or (null) of all, an alarm or
        (null) all; decided ones too where everything is wanted.
        """
        answer: Iterator[FraudAlarmsRow] = self.rows("fraud_alarms", {
            "contract_id": contract_id,
            "alarm_id": alarm_id,
            "everything": everything,
        }, size)
        return answer

    def list_funds_over_time(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[FundsOverTimeRow]:
        """One row per week of the year before a day and currency: what was owed and lent at its end,
        of a contract (null: of all).
        """
        answer: Iterator[FundsOverTimeRow] = self.rows("funds_over_time", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def get_garnishment_days(
        self,
        *,
        contract_id: int | None = None,
        after: str | None = None,
        size: int | None = None,
    ) -> GarnishmentDaysAnswer:
        """Garnishments of a contract or of all: what each holds, until when it may be contested,
        what is to be done and by when; page by page.
        """
        answer: GarnishmentDaysAnswer = self.look("garnishment_days", {
            "contract_id": contract_id,
            "after": after,
            "size": size,
        })
        return answer

    def list_garnishment_items(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        size: int = 500,
    ) -> Iterator[GarnishmentItemsRow]:
        """One row per invoice as it stood when a garnishment was registered: when it had been
        transferred, and whether the garnishment came before.
        """
        answer: Iterator[GarnishmentItemsRow] = self.rows("garnishment_items", {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
        }, size)
        return answer

    def list_garnishment_steps(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        size: int = 500,
    ) -> Iterator[GarnishmentStepsRow]:
        """One row per step of a garnishment."""
        answer: Iterator[GarnishmentStepsRow] = self.rows("garnishment_steps", {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
        }, size)
        return answer

    def list_garnishments(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[GarnishmentsRow]:
        """One row per garnishment, of a contract or of all, or one by its id: what it holds, what is
        paid and lifted, its steps.
        """
        answer: Iterator[GarnishmentsRow] = self.rows("garnishments", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def give_back_disputed(
        self,
        *,
        claim_id: int,
        contract_id: int,
        disputed_on: date | str,
        reason: str,
        key: str | None = None,
    ) -> GiveBackDisputedAnswer:
        """Propose that the payment of a claim goes back to who approved the debt, since notice of a
        dispute came on a day: another person agrees. The last payment received (`amount_cents`)
        waits then to be sent
        """
        answer: GiveBackDisputedAnswer = self.write("give_back_disputed", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "disputed_on": disputed_on,
            "reason": reason,
        })
        return answer

    def give_guarantee_back(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        is_whole_buyer: bool,
        reason: str,
        key: str | None = None,
    ) -> GiveGuaranteeBackAnswer:
        """Propose that the guarantee had taken invoices by mistake, or all of their buyers in the
        contract (`is_whole_buyer`); another person's approval gives them back to the contract.
        Whoever corrects what it
        """
        answer: GiveGuaranteeBackAnswer = self.write("give_guarantee_back", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "is_whole_buyer": is_whole_buyer,
            "reason": reason,
        })
        return answer

    def give_notice(
        self,
        *,
        contract_id: int,
        given_by: str,
        received_on: date | str,
        source: str,
        key: str | None = None,
    ) -> GiveNoticeAnswer:
        """End a contract with notice: until `ends_on` it goes on, from then nothing more is assigned
        or drawn. The client's notice counts in months, the factor's in days, from the day on
        which it was received (
        """
        answer: GiveNoticeAnswer = self.write("give_notice", key, {
            "contract_id": contract_id,
            "given_by": given_by,
            "received_on": received_on,
            "source": source,
        })
        return answer

    def list_group_members(
        self,
        *,
        on: date | str | None = None,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[GroupMembersRow]:
        """One row per member of a group on the day, of all groups or of one (party_id); a group
        without a member has one row, without a name.
        """
        answer: Iterator[GroupMembersRow] = self.rows("group_members", {
            "on": on,
            "party_id": party_id,
        }, size)
        return answer

    def list_group_statement(
        self,
        *,
        party_id: int,
        until_on: date | str,
        from_on: date | str,
        size: int = 500,
    ) -> Iterator[GroupStatementRow]:
        """One row per contract of a member of a group on the last day of a period: its current
        account over the period (what is owed to the client is positive), what stands at its end,
        its share of the group's
        """
        answer: Iterator[GroupStatementRow] = self.rows("group_statement", {
            "party_id": party_id,
            "until_on": until_on,
            "from_on": from_on,
        }, size)
        return answer

    def list_guaranteed(
        self,
        *,
        size: int = 500,
    ) -> Iterator[GuaranteedRow]:
        """One row per contract that a guarantor stands surety for: up to how much, what is owed,
        what it was called for and has paid of it.
        """
        answer: Iterator[GuaranteedRow] = self.rows("guaranteed", {}, size)
        return answer

    def list_guarantees(
        self,
        *,
        contract_id: int | None = None,
        numbers: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[GuaranteesRow]:
        """One row per invoice whose guarantee has taken effect, of a contract or of all; by number
        or id, null asks for all.
        """
        answer: Iterator[GuaranteesRow] = self.rows("guarantees", {
            "contract_id": contract_id,
            "numbers": numbers,
        }, size)
        return answer

    def list_guessed(
        self,
        *,
        size: int = 500,
    ) -> Iterator[GuessedRow]:
        """One row per payment that waits and has a guess: the best one, the surest first."""
        answer: Iterator[GuessedRow] = self.rows("guessed", {}, size)
        return answer

    def list_guesses(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[GuessesRow]:
        """One row per invoice of each guess on one payment that waits, the surest guess first."""
        answer: Iterator[GuessesRow] = self.rows("guesses", {
            "id": id,
        }, size)
        return answer

    def hand_over(
        self,
        *,
        contract_id: int,
        reminder_id: int,
        key: str | None = None,
    ) -> HandOverAnswer:
        """Make the file of a reminder that is due for legal collection (channel HANDOVER) and keep
        it: a ZIP of who owes what, its invoices of which something may still be claimed today,
        their reminders, disput
        """
        answer: HandOverAnswer = self.write("hand_over", key, {
            "contract_id": contract_id,
            "reminder_id": reminder_id,
        })
        return answer

    def list_handover_buyers(
        self,
        *,
        on: date | str | None = None,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[HandoverBuyersRow]:
        """One row per buyer of a contract with its numbers, its limit in force on the day, and when
        and by what it was told of the assignment.
        """
        answer: Iterator[HandoverBuyersRow] = self.rows("handover_buyers", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_handover_disputes(
        self,
        *,
        on: date | str | None = None,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[HandoverDisputesRow]:
        """One row per dispute of a contract of which something is left and still owed: what another
        factor needs to hold it against its invoice.
        """
        answer: Iterator[HandoverDisputesRow] = self.rows("handover_disputes", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_handover_invoices(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[HandoverInvoicesRow]:
        """One row per open invoice or credit note of a contract, amounts positive, with the numbers
        of its buyer: what another factor needs to take it over.
        """
        answer: Iterator[HandoverInvoicesRow] = self.rows("handover_invoices", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_handover_payments(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[HandoverPaymentsRow]:
        """One row per sum received on a contract that waits for its invoice, with the numbers of its
        buyer where it is known; `is_kept`: its buyer owes nothing of the contract any more, but
        the factor, who has
        """
        answer: Iterator[HandoverPaymentsRow] = self.rows("handover_payments", {
            "contract_id": contract_id,
        }, size)
        return answer

    def hear_insurer(
        self,
        *,
        message_id: int,
        key: str | None = None,
    ) -> HearInsurerAnswer:
        """Take in what an insurer has said of a message, as its call keeps it: taken, or rejected."""
        answer: HearInsurerAnswer = self.write("hear_insurer", key, {
            "message_id": message_id,
        })
        return answer

    def hear_payment_status(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> HearPaymentStatusAnswer:
        """Take in a pain.002 (PAYMENT_STATUSES); the same again is one."""
        answer: HearPaymentStatusAnswer = self.write("hear_payment_status", key, {
            "content": content,
            "file_name": file_name,
        })
        return answer

    def hear_provider(
        self,
        *,
        contract_id: int,
        signature_id: int,
        key: str | None = None,
    ) -> HearProviderAnswer:
        """Take in what the provider of advanced signatures has said of a signature, as its envelope
        keeps it: signed, with the sealed paper and its evidence; declined; or over. A paper
        signed too late, whose fa
        """
        answer: HearProviderAnswer = self.write("hear_provider", key, {
            "contract_id": contract_id,
            "signature_id": signature_id,
        })
        return answer

    def list_held_remittances(
        self,
        *,
        size: int = 500,
    ) -> Iterator[HeldRemittancesRow]:
        """One row per remittance with open lines that are not fundable: how many, how much, and the
        commonest reason.
        """
        answer: Iterator[HeldRemittancesRow] = self.rows("held_remittances", {}, size)
        return answer

    def list_house(
        self,
        *,
        size: int = 500,
    ) -> Iterator[HouseRow]:
        """One row for the staff, none for others: the house's own contract, which holds what has no
        contract yet.
        """
        answer: Iterator[HouseRow] = self.rows("house", {}, size)
        return answer

    def identify(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> IdentifyAnswer:
        """Say whose the unknown money is: out of the house's account, into the contract, two linked
        entries. `buyer_id` 0: of the contract, the buyer not known yet, unless its payer told.
        `amount_cents`: so muc
        """
        answer: IdentifyAnswer = self.write("identify", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "payment_id": payment_id,
            "amount_cents": amount_cents,
        })
        return answer

    def list_identities(
        self,
        *,
        size: int = 500,
    ) -> Iterator[IdentitiesRow]:
        """One row per account elsewhere that signs the reader in."""
        answer: Iterator[IdentitiesRow] = self.rows("identities", {}, size)
        return answer

    def impair_client(
        self,
        *,
        contract_id: int,
        reference: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ImpairClientAnswer:
        """Bring the impairment of what the client of a contract owes us to an amount (None: all of
        his over-advance; 0.00: none): what he may not repay. The client must be in proceedings.
        """
        answer: ImpairClientAnswer = self.write("impair_client", key, {
            "contract_id": contract_id,
            "reference": reference,
            "amount_cents": amount_cents,
        })
        return answer

    def get_in_proceedings(
        self,
        *,
        contract_id: int | None = None,
        after: str | None = None,
        size: int | None = None,
    ) -> InProceedingsAnswer:
        """Parties in proceedings, as buyers, client or guarantors of a contract or of all: by which
        notice, what is owed, the last days of our claim, what is to be done; the most urgent
        first, page by page.
        """
        answer: InProceedingsAnswer = self.look("in_proceedings", {
            "contract_id": contract_id,
            "after": after,
            "size": size,
        })
        return answer

    def get_indemnities(
        self,
        *,
        contract_id: int | None = None,
    ) -> IndemnitiesAnswer:
        """What each policy says that its insurer is to pay of a claim, of a contract or of all,
        beside what it has accepted and paid; a difference with its cause (`gap_cause`) and the
        question to ask; what lack
        """
        answer: IndemnitiesAnswer = self.look("indemnities", {
            "contract_id": contract_id,
        })
        return answer

    def list_insolvencies(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[InsolvenciesRow]:
        """One row per contract and part (buyer, client, guarantor) of a party in proceedings, of a
        contract or of all: by which notice, what it owes there, what was done of it.
        """
        answer: Iterator[InsolvenciesRow] = self.rows("insolvencies", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_insolvency_notices(
        self,
        *,
        siren: str | None = None,
        size: int = 500,
    ) -> Iterator[InsolvencyNoticesRow]:
        """One row per notice of proceedings of a company that we know, the latest first: what it
        says, whether it counts, why it is in doubt. `siren`: of one company, null: of all.
        """
        answer: Iterator[InsolvencyNoticesRow] = self.rows("insolvency_notices", {
            "siren": siren,
        }, size)
        return answer

    def list_insolvency_steps(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[InsolvencyStepsRow]:
        """One row per thing done about a party in proceedings, on a contract or on all."""
        answer: Iterator[InsolvencyStepsRow] = self.rows("insolvency_steps", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_instalments(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[InstalmentsRow]:
        """One row per instalment of the repayment plan in force of a contract (null: of every
        contract).
        """
        answer: Iterator[InstalmentsRow] = self.rows("instalments", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_instruments(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[InstrumentsRow]:
        """One row per cheque, bill or debit, with the last step it has taken; of a contract or by
        id, nulls ask for all.
        """
        answer: Iterator[InstrumentsRow] = self.rows("instruments", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_insured(
        self,
        *,
        size: int = 500,
    ) -> Iterator[InsuredRow]:
        """One row per buyer of a contract that an insurer insures: limit, outstanding, overdue."""
        answer: Iterator[InsuredRow] = self.rows("insured", {}, size)
        return answer

    def list_insurer_answers(
        self,
        *,
        size: int = 500,
    ) -> Iterator[InsurerAnswersRow]:
        """One row per decision that insurers told, and what became of it, the latest first."""
        answer: Iterator[InsurerAnswersRow] = self.rows("insurer_answers", {}, size)
        return answer

    def list_insurer_messages(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[InsurerMessagesRow]:
        """One row per message to an insurer, or one by its id: how it stands, and what carries it."""
        answer: Iterator[InsurerMessagesRow] = self.rows("insurer_messages", {
            "id": id,
        }, size)
        return answer

    def invite_supplier(
        self,
        *,
        contract_id: int,
        is_invited: bool,
        source: str,
        supplier_number: str,
        supplier_name: str | None = None,
        key: str | None = None,
    ) -> InviteSupplierAnswer:
        """Invite a supplier of the buyer to its programme by its SIREN, or end its part: what is
        approved already is paid all the same, early payment is over. A company that nobody has
        told us of is opened unde
        """
        answer: InviteSupplierAnswer = self.write("invite_supplier", key, {
            "contract_id": contract_id,
            "is_invited": is_invited,
            "source": source,
            "supplier_number": supplier_number,
            "supplier_name": supplier_name,
        })
        return answer

    def list_invoices(
        self,
        *,
        contract_id: int,
        everything: bool | None = None,
        numbers: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[InvoicesRow]:
        """One row per invoice or credit note of a contract: open ones, or all; by number or id, null
        asks for all.
        """
        answer: Iterator[InvoicesRow] = self.rows("invoices", {
            "contract_id": contract_id,
            "everything": everything,
            "numbers": numbers,
        }, size)
        return answer

    def issue_title(
        self,
        *,
        contract_id: int,
        language: str,
        remittance_id: int,
        key: str | None = None,
    ) -> IssueTitleAnswer:
        """The title of a remittance as PDF/A: a quittance subrogative, or a Dailly deed (art.
        L313-23 CMF) with all its mentions. Made once in each language (fr, en); the same bytes
        ever after.
        """
        answer: IssueTitleAnswer = self.write("issue_title", key, {
            "contract_id": contract_id,
            "language": language,
            "remittance_id": remittance_id,
        })
        return answer

    def join_programme(
        self,
        *,
        consent: str,
        is_automatic: bool,
        programme_id: int,
        supplier_id: int,
        key: str | None = None,
    ) -> JoinProgrammeAnswer:
        """A supplier joins a programme that it was invited to: it assigns to us, without recourse,
        what it asks to be paid early (`consent`: by which words or paper), one payable after the
        other or each as soon
        """
        answer: JoinProgrammeAnswer = self.write("join_programme", key, {
            "consent": consent,
            "is_automatic": is_automatic,
            "programme_id": programme_id,
            "supplier_id": supplier_id,
        })
        return answer

    def judge_notice(
        self,
        *,
        counts: bool,
        notice_id: int,
        reason: str,
        key: str | None = None,
    ) -> JudgeNoticeAnswer:
        """Say whether a notice counts: one in doubt does from then on, another no longer; what
        follows from it is done at once.
        """
        answer: JudgeNoticeAnswer = self.write("judge_notice", key, {
            "counts": counts,
            "notice_id": notice_id,
            "reason": reason,
        })
        return answer

    def keep_direct_payment(
        self,
        *,
        contract_id: int,
        evidence: str,
        invoice_id: int,
        amount_cents: int | None = None,
        paid_on: date | str | None = None,
        key: str | None = None,
    ) -> KeepDirectPaymentAnswer:
        """The buyer paid the client, who keeps the money: his account is debited. `evidence`: how it
        is known (the buyer's transfer, his letter, the client's statement); `paid_on`: when the
        client had it (None:
        """
        answer: KeepDirectPaymentAnswer = self.write("keep_direct_payment", key, {
            "contract_id": contract_id,
            "evidence": evidence,
            "invoice_id": invoice_id,
            "amount_cents": amount_cents,
            "paid_on": paid_on,
        })
        return answer

    def list_kept_reads(
        self,
        *,
        login: str | None = None,
        kind: str | None = None,
        from_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[KeptReadsRow]:
        """One row for administrators and auditors per look at sensitive data, of a person and a kind
        or of all, since a day: who, by which key, what, about what.
        """
        answer: Iterator[KeptReadsRow] = self.rows("kept_reads", {
            "login": login,
            "kind": kind,
            "from_on": from_on,
        }, size)
        return answer

    def list_keys(
        self,
        *,
        at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[KeysRow]:
        """One row per key of a program that still opens or waits for its person, of the user's
        companies: who made it, since when that person agrees.
        """
        answer: Iterator[KeysRow] = self.rows("keys", {
            "at": at,
        }, size)
        return answer

    def list_late_orders(
        self,
        *,
        on: date | str | None = None,
        at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[LateOrdersRow]:
        """One row per payment order whose promised hour has passed and that is not at its end: whose
        turn it is, since when.
        """
        answer: Iterator[LateOrdersRow] = self.rows("late_orders", {
            "on": on,
            "at": at,
        }, size)
        return answer

    def list_late_parts(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[LatePartsRow]:
        """One row per part of an invoice of a contract (null: of every contract) that was paid after
        its due day, or is owed after it on a day and not in hand: what is costs until it is put
        on it. What the guar
        """
        answer: Iterator[LatePartsRow] = self.rows("late_parts", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_ledger(
        self,
        *,
        known_at: datetime | str | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[LedgerRow]:
        """One row per account and currency: its balance over all contracts at a value date as it was
        known at an instant, debit positive.
        """
        answer: Iterator[LedgerRow] = self.rows("ledger", {
            "known_at": known_at,
            "on": on,
        }, size)
        return answer

    def list_ledger_contracts(
        self,
        *,
        known_at: datetime | str | None = None,
        account: str,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[LedgerContractsRow]:
        """One row per contract with a balance on an account in a currency at a value date as it was
        known at an instant, debit positive.
        """
        answer: Iterator[LedgerContractsRow] = self.rows("ledger_contracts", {
            "known_at": known_at,
            "account": account,
            "on": on,
        }, size)
        return answer

    def list_ledger_differences(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[LedgerDifferencesRow]:
        """One row per document on which the last sales ledger of a contract's client and ours
        differ.
        """
        answer: Iterator[LedgerDifferencesRow] = self.rows("ledger_differences", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_legal_holds(
        self,
        *,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[LegalHoldsRow]:
        """One row per legal hold, the latest first: those that stand, or all."""
        answer: Iterator[LegalHoldsRow] = self.rows("legal_holds", {
            "everything": everything,
        }, size)
        return answer

    def lift_hold(
        self,
        *,
        hold_id: int,
        reason: str,
        key: str | None = None,
    ) -> LiftHoldAnswer:
        """Ask to lift a legal hold; it is lifted when another person agrees."""
        answer: LiftHoldAnswer = self.write("lift_hold", key, {
            "hold_id": hold_id,
            "reason": reason,
        })
        return answer

    def list_limits(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[LimitsRow]:
        """One row per ceiling with its amount in force on the day, what is approved under it now
        and, where that passes it, by how much (else null); for a spanning one also the share of
        the contract asked for.
        """
        answer: Iterator[LimitsRow] = self.rows("limits", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_mandates(
        self,
        *,
        buyer_id: int | None = None,
        reference: str | None = None,
        mandate_ids: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[MandatesRow]:
        """One row per mandate of a buyer (null: of all), with its use: what the rules need to say
        whether it holds.
        """
        answer: Iterator[MandatesRow] = self.rows("mandates", {
            "buyer_id": buyer_id,
            "reference": reference,
            "mandate_ids": mandate_ids,
        }, size)
        return answer

    def mark_insurer_message(
        self,
        *,
        message_id: int,
        outcome: str,
        reason: str,
        reference: str,
        step_on: date | str,
        key: str | None = None,
    ) -> MarkInsurerMessageAnswer:
        """Keep what people did with a message: SENT (by hand), TAKEN (the insurer has it, under its
        number), REJECTED (why), WITHDRAWN (before it left). What a call has under way is left to
        it.
        """
        answer: MarkInsurerMessageAnswer = self.write("mark_insurer_message", key, {
            "message_id": message_id,
            "outcome": outcome,
            "reason": reason,
            "reference": reference,
            "step_on": step_on,
        })
        return answer

    def mark_sent(
        self,
        *,
        outbox_id: int,
        outcome: str,
        proof: str,
        key: str | None = None,
    ) -> MarkSentAnswer:
        """Say that something of the outbox has left (SENT, with its proof) or will not (CANCELLED)."""
        answer: MarkSentAnswer = self.write("mark_sent", key, {
            "outbox_id": outbox_id,
            "outcome": outcome,
            "proof": proof,
        })
        return answer

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
    ) -> MovePaymentAnswer:
        """Move money that waits on a contract (no amount: all of it) to another contract or buyer,
        or back to nobody (`to_contract_id` none); then it is matched there by what its text
        names.
        """
        answer: MovePaymentAnswer = self.write("move_payment", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "payment_id": payment_id,
            "reason": reason,
            "amount_cents": amount_cents,
            "to_contract_id": to_contract_id,
        })
        return answer

    def list_movements(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[MovementsRow]:
        """One row per movement of an item of a contract (invoice, credit note, payment), in the
        order in which they were booked.
        """
        answer: Iterator[MovementsRow] = self.rows("movements", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def name_accounts(
        self,
        *,
        accounts: dict[str, Any],
        contract_id: int,
        key: str | None = None,
    ) -> NameAccountsAnswer:
        """Say which numbers the client's books give: `accounts` by our code (C411, C4671, C6225...,
        the journal's code under JOURNAL), or a buyer's own account under C411/<id of the buyer>.
        An empty number give
        """
        answer: NameAccountsAnswer = self.write("name_accounts", key, {
            "accounts": accounts,
            "contract_id": contract_id,
        })
        return answer

    def note_call(
        self,
        *,
        callback_id: int,
        note: str,
        outcome: str,
        call_by_on: date | str | None = None,
        key: str | None = None,
    ) -> NoteCallAnswer:
        """Note that one has called: SPOKEN, NO_ANSWER, CALL_AGAIN, and by when to call again (no
        answer and nothing said: the next business day). What is noted is read by whoever asked.
        """
        answer: NoteCallAnswer = self.write("note_call", key, {
            "callback_id": callback_id,
            "note": note,
            "outcome": outcome,
            "call_by_on": call_by_on,
        })
        return answer

    def notify_defunding(
        self,
        *,
        contract_id: int,
        dispute_ids: list[Any],
        key: str | None = None,
    ) -> NotifyDefundingAnswer:
        """Give the client notice of disputes that are not settled 30 days after they began (none
        named: of all of the contract): from a day on (`defund_from_on`) people may de-fund their
        invoices. One letter te
        """
        answer: NotifyDefundingAnswer = self.write("notify_defunding", key, {
            "contract_id": contract_id,
            "dispute_ids": dispute_ids,
        })
        return answer

    def list_number_claims(
        self,
        *,
        size: int = 500,
    ) -> Iterator[NumberClaimsRow]:
        """One row per number that a client's files give a party and that is still to be checked: who
        says so, and who has the number, if anyone.
        """
        answer: Iterator[NumberClaimsRow] = self.rows("number_claims", {}, size)
        return answer

    def get_offer_file(
        self,
        *,
        quote_id: list[Any] | None = None,
        file_id: int | None = None,
    ) -> OfferFileAnswer:
        """A request and its offers as one file of the open form, to go to other factors: of quotes
        of one company (`quote_id`, may be repeated), or a file that came in (`file_id`);
        `content` is in base64. It co
        """
        answer: OfferFileAnswer = self.look("offer_file", {
            "quote_id": quote_id,
            "file_id": file_id,
        })
        return answer

    def list_offer_files(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OfferFilesRow]:
        """One row per file of a request and offers that the reader may see, the last ones first."""
        answer: Iterator[OfferFilesRow] = self.rows("offer_files", {}, size)
        return answer

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
    ) -> OfferPurchaseOrderAnswer:
        """Offer a firm order of a buyer, which the buyer has certified (`proof`: by what), to be
        invoiced by a day. It counts once another person of the factor agrees. A client names a
        buyer that it deals with;
        """
        answer: OfferPurchaseOrderAnswer = self.write("offer_purchase_order", key, {
            "amount_cents": amount_cents,
            "buyer_id": buyer_id,
            "certified_on": certified_on,
            "contract_id": contract_id,
            "expected_on": expected_on,
            "order_number": order_number,
            "ordered_on": ordered_on,
            "proof": proof,
        })
        return answer

    def list_offered(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OfferedRow]:
        """One row per approved payable of the reader's company as a supplier: when it is due, and
        how it is or was paid.
        """
        answer: Iterator[OfferedRow] = self.rows("offered", {}, size)
        return answer

    def list_offered_programmes(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OfferedProgrammesRow]:
        """One row per programme to which the reader's company is invited as a supplier."""
        answer: Iterator[OfferedProgrammesRow] = self.rows("offered_programmes", {}, size)
        return answer

    def list_open_by_due(
        self,
        *,
        by_buyer: bool | None = None,
        on: date | str | None = None,
        contract_ids: list[Any] | None = None,
        size: int = 500,
    ) -> Iterator[OpenByDueRow]:
        """One row per due day (and contract and buyer where asked): what was open at the end of a
        value date, invoices and credit notes apart; null contracts ask for all.
        """
        answer: Iterator[OpenByDueRow] = self.rows("open_by_due", {
            "by_buyer": by_buyer,
            "on": on,
            "contract_ids": contract_ids,
        }, size)
        return answer

    def open_claim(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reference: str,
        policy_id: int | None = None,
        key: str | None = None,
    ) -> OpenClaimAnswer:
        """Open the claim on invoices of a buyer under a policy, declared before; without a policy,
        on what the factor's own guarantee has taken. `reference`: the insurer's number of it, or
        ours. What the factor
        """
        answer: OpenClaimAnswer = self.write("open_claim", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "reference": reference,
            "policy_id": policy_id,
        })
        return answer

    def open_contract(
        self,
        *,
        client_id: int,
        currency: str,
        from_on: date | str,
        number: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> OpenContractAnswer:
        """A new contract with its terms from a day on; what is not said takes its default. Where its
        financing differs from the defaults it is OPENING, and another person makes it draw; where
        the house wants a
        """
        answer: OpenContractAnswer = self.write("open_contract", key, {
            "client_id": client_id,
            "currency": currency,
            "from_on": from_on,
            "number": number,
            "terms": terms,
        })
        return answer

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
    ) -> OpenDisputeAnswer:
        """Note that an invoice is disputed: all that is open and not disputed yet, or `amount_cents`
        of it. The rest stays financed only where the buyer confirms it in writing, or the kind is
        partial by nature.
        """
        answer: OpenDisputeAnswer = self.write("open_dispute", key, {
            "code": code,
            "contract_id": contract_id,
            "evidence": evidence,
            "invoice_id": invoice_id,
            "is_rest_confirmed": is_rest_confirmed,
            "source": source,
            "amount_cents": amount_cents,
        })
        return answer

    def list_open_disputes(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[OpenDisputesRow]:
        """One row per dispute of which something is left, of all contracts: the claims that are
        reserved stay whatever is still owed.
        """
        answer: Iterator[OpenDisputesRow] = self.rows("open_disputes", {
            "on": on,
        }, size)
        return answer

    def open_from_quote(
        self,
        *,
        from_on: date | str,
        number: str,
        quote_id: int,
        terms: dict[str, Any],
        client_id: int | None = None,
        key: str | None = None,
    ) -> OpenFromQuoteAnswer:
        """A new contract from an accepted quote: all that the quote promised are its terms; `terms`
        say what the quote leaves open. What differs from the defaults waits as in open_contract;
        of a quote accepted
        """
        answer: OpenFromQuoteAnswer = self.write("open_from_quote", key, {
            "from_on": from_on,
            "number": number,
            "quote_id": quote_id,
            "terms": terms,
            "client_id": client_id,
        })
        return answer

    def list_open_items(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        known_at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[OpenItemsRow]:
        """One row per invoice, credit note or payment of a contract that is open at a value date, as
        known at an instant.
        """
        answer: Iterator[OpenItemsRow] = self.rows("open_items", {
            "contract_id": contract_id,
            "on": on,
            "known_at": known_at,
        }, size)
        return answer

    def open_policy(
        self,
        *,
        currency: str,
        from_on: date | str,
        holder_id: int,
        insurer_id: int,
        policy_number: str,
        source: str,
        key: str | None = None,
    ) -> OpenPolicyAnswer:
        """Keep a policy of an insurer, held by the factor or by a client. It covers nothing before
        its terms (`propose_policy_terms`) and covers (`propose_policy_cover`) are agreed.
        """
        answer: OpenPolicyAnswer = self.write("open_policy", key, {
            "currency": currency,
            "from_on": from_on,
            "holder_id": holder_id,
            "insurer_id": insurer_id,
            "policy_number": policy_number,
            "source": source,
        })
        return answer

    def list_opening_facts(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[OpeningFactsRow]:
        """One row for the staff per thing recorded for the opening of a contract, or of all, with
        who recorded it; powers to sign and signed conditions with it.
        """
        answer: Iterator[OpeningFactsRow] = self.rows("opening_facts", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_opening_guards(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[OpeningGuardsRow]:
        """One row for the staff, where the house has said it: what must be recorded before a
        contract draws, as in force on the day.
        """
        answer: Iterator[OpeningGuardsRow] = self.rows("opening_guards", {
            "on": on,
        }, size)
        return answer

    def order_debit(
        self,
        *,
        amount_cents: int,
        contract_id: int,
        due_on: date | str,
        invoices: dict[str, int],
        is_last: bool,
        mandate_id: int,
        text: str,
        key: str | None = None,
    ) -> OrderDebitAnswer:
        """Order that a buyer's account is debited under its mandate; the buyer is told before."""
        answer: OrderDebitAnswer = self.write("order_debit", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "due_on": due_on,
            "invoices": invoices,
            "is_last": is_last,
            "mandate_id": mandate_id,
            "text": text,
        })
        return answer

    def order_sweeps(
        self,
        *,
        to_account_id: int,
        key: str | None = None,
    ) -> OrderSweepsAnswer:
        """Order the transfer of all that stands on the dedicated accounts of the currency of one of
        our accounts, and that no sweep under way takes already, to that account: a pain.001 for
        each, in the outbox,
        """
        answer: OrderSweepsAnswer = self.write("order_sweeps", key, {
            "to_account_id": to_account_id,
        })
        return answer

    def list_orders(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[OrdersRow]:
        """One row per payment order, with the last step it has taken; of a contract or by id, nulls
        ask for all.
        """
        answer: Iterator[OrdersRow] = self.rows("orders", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_orders_not_sent(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OrdersNotSentRow]:
        """One row per currency and state of the orders that no payment file holds yet: RELEASED,
        PAYEE_CHECK (released, but the check of its payee failed since), NOT_RELEASED.
        """
        answer: Iterator[OrdersNotSentRow] = self.rows("orders_not_sent", {}, size)
        return answer

    def list_outbox(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OutboxRow]:
        """One row per thing that must leave the house and has not: a payment file that no bank has
        spoken of, a notice to a buyer.
        """
        answer: Iterator[OutboxRow] = self.rows("outbox", {}, size)
        return answer

    def list_outbox_files(
        self,
        *,
        id: int | None = None,
        digest: str | None = None,
        size: int = 500,
    ) -> Iterator[OutboxFilesRow]:
        """One row per file that we made for a bank, the latest first, whether it has left or not; of
        a line of the outbox or by its digest, nulls ask for all.
        """
        answer: Iterator[OutboxFilesRow] = self.rows("outbox_files", {
            "id": id,
            "digest": digest,
        }, size)
        return answer

    def list_owed(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwedRow]:
        """One row per open invoice that a buyer was told to pay to the factor."""
        answer: Iterator[OwedRow] = self.rows("owed", {}, size)
        return answer

    def list_own_accounts(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnAccountsRow]:
        """One row per account of ours: for a virtual IBAN the real account, and whose money lands
        there where it is of one contract or buyer; or dedicated to a contract and its client's.
        """
        answer: Iterator[OwnAccountsRow] = self.rows("own_accounts", {}, size)
        return answer

    def list_own_claim_evidence(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[OwnClaimEvidenceRow]:
        """One row per thing that shows the debts of a claim under the policies of the reading
        insurer.
        """
        answer: Iterator[OwnClaimEvidenceRow] = self.rows("own_claim_evidence", {
            "id": id,
        }, size)
        return answer

    def list_own_claim_file(
        self,
        *,
        id: int,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[OwnClaimFileRow]:
        """One row: a claim under the policies of the reading insurer, with what its indemnity is
        reckoned by; `*_before_cents`: of its other claims of the insurance year, `loss_*_cents`
        of those of the same los
        """
        answer: Iterator[OwnClaimFileRow] = self.rows("own_claim_file", {
            "id": id,
            "on": on,
        }, size)
        return answer

    def list_own_claim_items(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[OwnClaimItemsRow]:
        """One row per invoice of a claim under the policies of the reading insurer."""
        answer: Iterator[OwnClaimItemsRow] = self.rows("own_claim_items", {
            "id": id,
        }, size)
        return answer

    def list_own_claims(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnClaimsRow]:
        """One row per claim under the policies of the reading insurer."""
        answer: Iterator[OwnClaimsRow] = self.rows("own_claims", {}, size)
        return answer

    def list_own_limits(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnLimitsRow]:
        """One row per policy of the reading insurer and buyer that it covers: limit and its use."""
        answer: Iterator[OwnLimitsRow] = self.rows("own_limits", {}, size)
        return answer

    def list_own_overdues(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnOverduesRow]:
        """One row per invoice declared to the reading insurer or overdue under its cover, and
        policy.
        """
        answer: Iterator[OwnOverduesRow] = self.rows("own_overdues", {}, size)
        return answer

    def list_own_policies(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnPoliciesRow]:
        """One row per policy of the reading insurer, with its terms in force."""
        answer: Iterator[OwnPoliciesRow] = self.rows("own_policies", {}, size)
        return answer

    def list_own_recoveries(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnRecoveriesRow]:
        """One row per recovery on the claims of the reading insurer."""
        answer: Iterator[OwnRecoveriesRow] = self.rows("own_recoveries", {}, size)
        return answer

    def list_own_turnover(
        self,
        *,
        size: int = 500,
    ) -> Iterator[OwnTurnoverRow]:
        """One row per turnover declared to the reading insurer."""
        answer: Iterator[OwnTurnoverRow] = self.rows("own_turnover", {}, size)
        return answer

    def list_paid_delays(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PaidDelaysRow]:
        """One row per buyer and number of days late: how many payments of invoices came as late as
        that in the twelve months up to a value date, of a contract (null: of all).
        """
        answer: Iterator[PaidDelaysRow] = self.rows("paid_delays", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def get_paper(
        self,
        *,
        kind: str,
        contract_id: int | None = None,
        number: int | None = None,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
    ) -> PaperAnswer:
        """A paper as PDF/A, in the language asked for; `content` is in base64. `kind`: quote
        (`number`: its id); conditions (`contract_id`, in force on `until_on`); statement
        (`contract_id`, `from_on` to `until
        """
        answer: PaperAnswer = self.look("paper", {
            "kind": kind,
            "contract_id": contract_id,
            "number": number,
            "from_on": from_on,
            "until_on": until_on,
        })
        return answer

    def list_parties(
        self,
        *,
        kinds: list[Any] | None = None,
        text: str | None = None,
        number: str | None = None,
        role: str | None = None,
        size: int = 500,
    ) -> Iterator[PartiesRow]:
        """One row per party that may be seen, by id, number or exact name, of a kind, by what it
        does; nulls ask for all.
        """
        answer: Iterator[PartiesRow] = self.rows("parties", {
            "kinds": kinds,
            "text": text,
            "number": number,
            "role": role,
        }, size)
        return answer

    def list_partners(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PartnersRow]:
        """One row per company that has a part in a contract now (null: in every contract that may be
        seen).
        """
        answer: Iterator[PartnersRow] = self.rows("partners", {
            "contract_id": contract_id,
        }, size)
        return answer

    def pay_balance(
        self,
        *,
        contract_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayBalanceAnswer:
        """Of a contract in run-off with nothing left to collect: bill the charge run up and what the
        year's fees lack to the minimum, give the fund back, repay what was written off, and
        prepare the payment of w
        """
        answer: PayBalanceAnswer = self.write("pay_balance", key, {
            "contract_id": contract_id,
            "payee_account_id": payee_account_id,
        })
        return answer

    def pay_claim(
        self,
        *,
        contract_id: int,
        instrument_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> PayClaimAnswer:
        """Money of a buyer that waits pays what the buyer owes us of an unpaid instrument: what we
        had refunded of it on this contract, wherever it had been received. No amount: as much as
        is owed, or as waits.
        """
        answer: PayClaimAnswer = self.write("pay_claim", key, {
            "contract_id": contract_id,
            "instrument_id": instrument_id,
            "payment_id": payment_id,
            "amount_cents": amount_cents,
        })
        return answer

    def pay_commissions(
        self,
        *,
        statement_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayCommissionsAnswer:
        """Prepare the payment of a statement to an account of the broker's (None: the only one);
        another person releases it. One that failed is prepared again.
        """
        answer: PayCommissionsAnswer = self.write("pay_commissions", key, {
            "statement_id": statement_id,
            "payee_account_id": payee_account_id,
        })
        return answer

    def pay_garnishment(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        amount_cents: int | None = None,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayGarnishmentAnswer:
        """Prepare the payment of what a garnishment holds, as far as it may be paid now (None: all
        of it), to an account of the bailiff's or the public accountant's; another person releases
        it. A saisie-attribu
        """
        answer: PayGarnishmentAnswer = self.write("pay_garnishment", key, {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
            "amount_cents": amount_cents,
            "payee_account_id": payee_account_id,
        })
        return answer

    def pay_insurer(
        self,
        *,
        claim_id: int,
        contract_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayInsurerAnswer:
        """Prepare the payment of an insurer's part of what was recovered, to an account of the
        insurer's (None: the only one); another person releases it. One that failed is prepared
        again.
        """
        answer: PayInsurerAnswer = self.write("pay_insurer", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "payee_account_id": payee_account_id,
        })
        return answer

    def pay_lender(
        self,
        *,
        contract_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayLenderAnswer:
        """Prepare the payment of what the lender has lent, all of it, to an account of the lender's;
        another person releases it. It is the first funding of the contract.
        """
        answer: PayLenderAnswer = self.write("pay_lender", key, {
            "contract_id": contract_id,
            "payee_account_id": payee_account_id,
        })
        return answer

    def pay_penalties(
        self,
        *,
        contract_id: int,
        payment_id: int,
        penalties: dict[str, int],
        key: str | None = None,
    ) -> PayPenaltiesAnswer:
        """Money of a buyer that waits pays penalties claimed of it: penalty -> cents, or (none
        named) all that are open, the oldest claims first, as far as it goes. What is the client's
        is credited to him. With
        """
        answer: PayPenaltiesAnswer = self.write("pay_penalties", key, {
            "contract_id": contract_id,
            "payment_id": payment_id,
            "penalties": penalties,
        })
        return answer

    def pay_premium(
        self,
        *,
        premium_id: int,
        payee_account_id: int | None = None,
        key: str | None = None,
    ) -> PayPremiumAnswer:
        """Prepare the payment of a premium to an account of the insurer's (None: the only one);
        another person releases it. One that failed is prepared again.
        """
        answer: PayPremiumAnswer = self.write("pay_premium", key, {
            "premium_id": premium_id,
            "payee_account_id": payee_account_id,
        })
        return answer

    def list_payable_steps(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[PayableStepsRow]:
        """One row per step of a payable of a programme."""
        answer: Iterator[PayableStepsRow] = self.rows("payable_steps", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_payables(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PayablesRow]:
        """One row per payable of a programme, or of all that the reader sees, with its supplier and
        where it stands.
        """
        answer: Iterator[PayablesRow] = self.rows("payables", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_payees(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PayeesRow]:
        """One row per account that may be paid, with the last answer of its verification; of a
        party, null asks for all.
        """
        answer: Iterator[PayeesRow] = self.rows("payees", {
            "party_id": party_id,
        }, size)
        return answer

    def list_payment_homes(
        self,
        *,
        id: int,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[PaymentHomesRow]:
        """One row per contract and buyer that money of nobody may belong to: whose invoices its text
        names, whom its payer has paid for, or whose name is its payer's.
        """
        answer: Iterator[PaymentHomesRow] = self.rows("payment_homes", {
            "id": id,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_payments(
        self,
        *,
        id: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PaymentsRow]:
        """One row per sum received on a contract, by id: from whom, on which account's line, how
        much of it waits.
        """
        answer: Iterator[PaymentsRow] = self.rows("payments", {
            "id": id,
            "contract_id": contract_id,
        }, size)
        return answer

    def payout(
        self,
        *,
        own_account_id: int,
        execute_on: date | str | None = None,
        key: str | None = None,
    ) -> PayoutAnswer:
        """Put every released order in one pain.001 file for one of our accounts, once. The clients
        are debited on the day on which the file is executed.
        """
        answer: PayoutAnswer = self.write("payout", key, {
            "own_account_id": own_account_id,
            "execute_on": execute_on,
        })
        return answer

    def list_penalties(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        buyer_id: int | None = None,
        penalty_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PenaltiesRow]:
        """One row per claim of penalties made by a day, of a contract or of all, of a buyer or of
        all, or one: what of it was paid, waived and is open at the end of that day.
        """
        answer: Iterator[PenaltiesRow] = self.rows("penalties", {
            "on": on,
            "contract_id": contract_id,
            "buyer_id": buyer_id,
            "penalty_id": penalty_id,
        }, size)
        return answer

    def get_penalties_simulated(
        self,
        *,
        contract_id: int,
        buyer_id: int | None = None,
        invoice_id: list[Any] | None = None,
    ) -> PenaltiesSimulatedAnswer:
        """What claim_penalties would claim of a buyer, or of invoices, today. Nothing is kept."""
        answer: PenaltiesSimulatedAnswer = self.look("penalties_simulated", {
            "contract_id": contract_id,
            "buyer_id": buyer_id,
            "invoice_id": invoice_id,
        })
        return answer

    def list_penalty_halves(
        self,
        *,
        contract_id: int,
        penalty_id: int,
        size: int = 500,
    ) -> Iterator[PenaltyHalvesRow]:
        """One row per part and half-year of a claim of penalties, from the first day late."""
        answer: Iterator[PenaltyHalvesRow] = self.rows("penalty_halves", {
            "contract_id": contract_id,
            "penalty_id": penalty_id,
        }, size)
        return answer

    def list_penalty_steps(
        self,
        *,
        contract_id: int,
        penalty_id: int,
        size: int = 500,
    ) -> Iterator[PenaltyStepsRow]:
        """One row per entry of a claim of penalties: claimed, paid, waived (why), or undone."""
        answer: Iterator[PenaltyStepsRow] = self.rows("penalty_steps", {
            "contract_id": contract_id,
            "penalty_id": penalty_id,
        }, size)
        return answer

    def get_personal_data(
        self,
        *,
        login: str | None = None,
    ) -> PersonalDataAnswer:
        """All that is known of the person whom the key acts as, or (`login`) of one who has asked
        for it, for an administrator's key: parts with a title, each of rows.
        """
        answer: PersonalDataAnswer = self.look("personal_data", {
            "login": login,
        })
        return answer

    def place_hold(
        self,
        *,
        reason: str,
        kind: str | None = None,
        login: str | None = None,
        party_id: int | None = None,
        key: str | None = None,
    ) -> PlaceHoldAnswer:
        """Hold back from erasure a person (`login`), the people of a company (`party_id`), or a kind
        of data (`kind`: SIGN_IN, PROSPECT, KYC), for a claim or an inquiry (`reason`): at once,
        until two people lif
        """
        answer: PlaceHoldAnswer = self.write("place_hold", key, {
            "reason": reason,
            "kind": kind,
            "login": login,
            "party_id": party_id,
        })
        return answer

    def plan_payments(
        self,
        *,
        contract_id: int,
        payments: list[Any],
        key: str | None = None,
    ) -> PlanPaymentsAnswer:
        """Take in what a client plans (PLANNED: a day, an amount, a label): below zero it pays,
        above it is paid by others than its assigned buyers. The list replaces the one before,
        whole; an empty one leaves
        """
        answer: PlanPaymentsAnswer = self.write("plan_payments", key, {
            "contract_id": contract_id,
            "payments": payments,
        })
        return answer

    def get_plan_simulated(
        self,
        *,
        contract_id: int,
        buyer_id: int,
        invoice_id: list[Any],
        instalment: list[Any],
        consent: str | None = None,
    ) -> PlanSimulatedAnswer:
        """What a promise or plan of a buyer would change before it is recorded (record_promise):
        `instalment` is a day and an amount, `2026-03-02=4000.00`, and may be repeated, as
        `invoice_id`. Of each invoice
        """
        answer: PlanSimulatedAnswer = self.look("plan_simulated", {
            "contract_id": contract_id,
            "buyer_id": buyer_id,
            "invoice_id": invoice_id,
            "instalment": instalment,
            "consent": consent,
        })
        return answer

    def list_planned_payments(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PlannedPaymentsRow]:
        """One row per payment of a contract's plan as its client last sent it, from a day on."""
        answer: Iterator[PlannedPaymentsRow] = self.rows("planned_payments", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def list_policies(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PoliciesRow]:
        """One row per policy that the reader may see, with its terms in force on a day."""
        answer: Iterator[PoliciesRow] = self.rows("policies", {
            "on": on,
        }, size)
        return answer

    def list_policy_covers(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PolicyCoversRow]:
        """One row per word on what policies cover, of a contract or of all: who (nobody: all
        buyers), from which day on, in which layer, which share.
        """
        answer: Iterator[PolicyCoversRow] = self.rows("policy_covers", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_policy_duties(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PolicyDutiesRow]:
        """One row per thing to be done for a policy as a whole, or missed, with its last day: a
        premium to be paid, a turnover to be declared, a limit that ends; what is lost first comes
        first.
        """
        answer: Iterator[PolicyDutiesRow] = self.rows("policy_duties", {
            "on": on,
        }, size)
        return answer

    def list_policy_limits(
        self,
        *,
        size: int = 500,
    ) -> Iterator[PolicyLimitsRow]:
        """One row per decision of insurers on buyers, under the policies that the reader may see."""
        answer: Iterator[PolicyLimitsRow] = self.rows("policy_limits", {}, size)
        return answer

    def get_policy_premium(
        self,
        *,
        policy_id: int,
    ) -> PolicyPremiumAnswer:
        """What the running period of a policy comes to so far, figure by figure."""
        answer: PolicyPremiumAnswer = self.look("policy_premium", {
            "policy_id": policy_id,
        })
        return answer

    def get_policy_turnover(
        self,
        *,
        policy_id: int,
        until_on: date | str | None = None,
        form: str | None = None,
    ) -> PolicyTurnoverAnswer:
        """The turnover to declare to an insurer for a policy's next period, from the ledger, a row a
        contract and buyer; `until_on`: of a period declared before. `form`: csv, xlsx or pdf, as
        a file in base64 (`
        """
        answer: PolicyTurnoverAnswer = self.look("policy_turnover", {
            "policy_id": policy_id,
            "until_on": until_on,
            "form": form,
        })
        return answer

    def list_portfolio(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PortfolioRow]:
        """One row per contract: what is owed and lent on the day, what the year before it earned and
        lost, how invoices shrank and how long they take.
        """
        answer: Iterator[PortfolioRow] = self.rows("portfolio", {
            "on": on,
        }, size)
        return answer

    def list_portfolio_totals(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PortfolioTotalsRow]:
        """One row per currency: the portfolio on the day, from the sums kept per buyer and per value
        date.
        """
        answer: Iterator[PortfolioTotalsRow] = self.rows("portfolio_totals", {
            "on": on,
        }, size)
        return answer

    def list_powers(
        self,
        *,
        company_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PowersRow]:
        """One row per person and company whose power to sign was recorded, by the latest word: of a
        company (null: of all), who approved it.
        """
        answer: Iterator[PowersRow] = self.rows("powers", {
            "company_id": company_id,
        }, size)
        return answer

    def list_premiums(
        self,
        *,
        policy_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PremiumsRow]:
        """One row per premium of a period of a policy, how it stands, and its order."""
        answer: Iterator[PremiumsRow] = self.rows("premiums", {
            "policy_id": policy_id,
        }, size)
        return answer

    def print_reminders(
        self,
        *,
        contract_id: int | None = None,
        key: str | None = None,
    ) -> PrintRemindersAnswer:
        """Set the reminders that wait to leave by letter, of a contract or of all, as PDF/A with the
        slip and the QR code of the transfer, each in its buyer's language. At most 1 000 in one
        act: ask again for t
        """
        answer: PrintRemindersAnswer = self.write("print_reminders", key, {
            "contract_id": contract_id,
        })
        return answer

    def list_programme(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ProgrammeRow]:
        """One row: what runs in a programme, and what comes next."""
        answer: Iterator[ProgrammeRow] = self.rows("programme", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def list_programme_suppliers(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[ProgrammeSuppliersRow]:
        """One row per supplier of a programme: invited, or in it, by choice or paid early without
        asking.
        """
        answer: Iterator[ProgrammeSuppliersRow] = self.rows("programme_suppliers", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_promises(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[PromisesRow]:
        """One row per instalment of a promise of a buyer, of a contract or of all: what is to be
        paid on its day, and all that was paid of the invoices since, or is in hand.
        """
        answer: Iterator[PromisesRow] = self.rows("promises", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def propose_claim_refusal(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reason: str,
        reference: str,
        step_on: date | str,
        key: str | None = None,
    ) -> ProposeClaimRefusalAnswer:
        """Propose to keep that the insurer refuses a claim, and why: it counts once another person
        agrees. The debts stay where they are.
        """
        answer: ProposeClaimRefusalAnswer = self.write("propose_claim_refusal", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reason": reason,
            "reference": reference,
            "step_on": step_on,
        })
        return answer

    def propose_client_loss(
        self,
        *,
        contract_id: int,
        reason: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ProposeClientLossAnswer:
        """Propose to write off an over-advance (None: all of it) that the client will not repay;
        another person agrees. He still owes it: what he pays later is money on what was written
        off.
        """
        answer: ProposeClientLossAnswer = self.write("propose_client_loss", key, {
            "contract_id": contract_id,
            "reason": reason,
            "amount_cents": amount_cents,
        })
        return answer

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
    ) -> ProposeCommissionTermsAnswer:
        """Propose what a broker earns from a day on; it counts once another person approves."""
        answer: ProposeCommissionTermsAnswer = self.write("propose_commission_terms", key, {
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
        })
        return answer

    def propose_committee(
        self,
        *,
        conditions: list[Any],
        contract_id: int,
        decided_on: date | str,
        source: str,
        key: str | None = None,
    ) -> ProposeCommitteeAnswer:
        """Record that the committee has agreed, by its minutes (`source`), with the conditions to
        meet before the first euro; it counts once another person approves. A later decision
        replaces it, and its condit
        """
        answer: ProposeCommitteeAnswer = self.write("propose_committee", key, {
            "conditions": conditions,
            "contract_id": contract_id,
            "decided_on": decided_on,
            "source": source,
        })
        return answer

    def propose_entry(
        self,
        *,
        contract_id: int,
        lines: dict[str, int],
        reason: str,
        value_on: date | str,
        key: str | None = None,
    ) -> ProposeEntryAnswer:
        """Propose an entry by hand: account -> cents, debit positive, summing to zero."""
        answer: ProposeEntryAnswer = self.write("propose_entry", key, {
            "contract_id": contract_id,
            "lines": lines,
            "reason": reason,
            "value_on": value_on,
        })
        return answer

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
    ) -> ProposeExceptionAnswer:
        """Propose to let a reason be for an INVOICE or a BUYER of the contract: up to an amount,
        until a day included. It counts from the day on which another person approves. Answers in
        `remaining` which other
        """
        answer: ProposeExceptionAnswer = self.write("propose_exception", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "reason_code": reason_code,
            "subject": subject,
            "subject_id": subject_id,
            "until_on": until_on,
            "why": why,
        })
        return answer

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
    ) -> ProposeLimitAnswer:
        """Propose an amount for a ceiling from a day on; it counts once another person approves."""
        answer: ProposeLimitAnswer = self.write("propose_limit", key, {
            "amount_cents": amount_cents,
            "contract_id": contract_id,
            "currency": currency,
            "from_on": from_on,
            "party_id": party_id,
            "scope": scope,
            "source": source,
        })
        return answer

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
    ) -> ProposeMandateAnswer:
        """Propose a mandate that a buyer has signed; it exists once another person approves."""
        answer: ProposeMandateAnswer = self.write("propose_mandate", key, {
            "buyer_id": buyer_id,
            "holder": holder,
            "iban": iban,
            "is_one_off": is_one_off,
            "own_account_id": own_account_id,
            "reference": reference,
            "scheme": scheme,
            "signed_on": signed_on,
            "bic": bic,
        })
        return answer

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
    ) -> ProposePaperSignatureAnswer:
        """Say that a paper was signed by hand: TITLE (`subject_id`: the remittance) or CONDITIONS
        (0), by whom (those who sign together: names with a comma between), on which day, and
        where the signed paper is
        """
        answer: ProposePaperSignatureAnswer = self.write("propose_paper_signature", key, {
            "contract_id": contract_id,
            "kind": kind,
            "proof": proof,
            "signed_by": signed_by,
            "signed_on": signed_on,
            "subject_id": subject_id,
        })
        return answer

    def propose_payee_account(
        self,
        *,
        holder: str,
        iban: str,
        party_id: int,
        bic: str | None = None,
        key: str | None = None,
    ) -> ProposePayeeAccountAnswer:
        """Propose an account that money may be sent to; it exists once another person approves. One
        that comes after another of its party is paid a day later, once it was called back
        (FR-14).
        """
        answer: ProposePayeeAccountAnswer = self.write("propose_payee_account", key, {
            "holder": holder,
            "iban": iban,
            "party_id": party_id,
            "bic": bic,
        })
        return answer

    def propose_plan(
        self,
        *,
        contract_id: int,
        instalments: dict[str, int],
        key: str | None = None,
    ) -> ProposePlanAnswer:
        """Propose that the client repays today's over-advance by instalments (ISO date -> cents)."""
        answer: ProposePlanAnswer = self.write("propose_plan", key, {
            "contract_id": contract_id,
            "instalments": instalments,
        })
        return answer

    def propose_plan_end(
        self,
        *,
        contract_id: int,
        reason: str,
        key: str | None = None,
    ) -> ProposePlanEndAnswer:
        """Propose that the plan in force ends though something of it is left: the client has no more
        days to repay by, and owes the over-advance at once. A plan of which nothing is left has
        ended by itself.
        """
        answer: ProposePlanEndAnswer = self.write("propose_plan_end", key, {
            "contract_id": contract_id,
            "reason": reason,
        })
        return answer

    def propose_policy_cover(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        from_on: date | str,
        layer: int,
        policy_id: int,
        share_ppm: int,
        source: str,
        key: str | None = None,
    ) -> ProposePolicyCoverAnswer:
        """Propose that a policy covers a buyer of a contract (0: each buyer without a word of his
        own) from a day on: its share of a layer, the first or a top-up of those below; a share of
        nothing ends it. It c
        """
        answer: ProposePolicyCoverAnswer = self.write("propose_policy_cover", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "from_on": from_on,
            "layer": layer,
            "policy_id": policy_id,
            "share_ppm": share_ppm,
            "source": source,
        })
        return answer

    def propose_policy_terms(
        self,
        *,
        from_on: date | str,
        policy_id: int,
        source: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> ProposePolicyTermsAnswer:
        """Propose terms of a policy from a day on; they count once another person approves. What is
        not said stays as it was, or has its default where the policy has no terms yet.
        """
        answer: ProposePolicyTermsAnswer = self.write("propose_policy_terms", key, {
            "from_on": from_on,
            "policy_id": policy_id,
            "source": source,
            "terms": terms,
        })
        return answer

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
    ) -> ProposePowerAnswer:
        """Say that a person of a company may sign for it, from a day to a last day (none: until said
        otherwise), each paper up to a ceiling in cents (none: any amount), by a document
        (`source`). Codes are sent
        """
        answer: ProposePowerAnswer = self.write("propose_power", key, {
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
        })
        return answer

    def propose_rate(
        self,
        *,
        fixing_on: date | str,
        index_name: str,
        rate_ppm: int,
        source: str,
        key: str | None = None,
    ) -> ProposeRateAnswer:
        """Propose a value of a reference rate; it counts once another person approves."""
        answer: ProposeRateAnswer = self.write("propose_rate", key, {
            "fixing_on": fixing_on,
            "index_name": index_name,
            "rate_ppm": rate_ppm,
            "source": source,
        })
        return answer

    def propose_rates(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> ProposeRatesAnswer:
        """Propose many values of reference rates (RATE_VALUES), read from a file that is kept; they
        count once another person approves, all at once. Values that are known already are left
        out (`known`); one tha
        """
        answer: ProposeRatesAnswer = self.write("propose_rates", key, {
            "content": content,
            "file_name": file_name,
        })
        return answer

    def propose_reversal(
        self,
        *,
        contract_id: int,
        entry_id: int,
        reason: str,
        key: str | None = None,
    ) -> ProposeReversalAnswer:
        """Propose to reverse an entry: the same lines with the opposite signs, the same value date."""
        answer: ProposeReversalAnswer = self.write("propose_reversal", key, {
            "contract_id": contract_id,
            "entry_id": entry_id,
            "reason": reason,
        })
        return answer

    def propose_set_off(
        self,
        *,
        contract_id: int,
        from_contract_id: int,
        reason: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ProposeSetOffAnswer:
        """Propose that what another contract of the same client has available pays this one's over-
        advance, then what was written off of it (None: as much as both allow); another person
        agrees.
        """
        answer: ProposeSetOffAnswer = self.write("propose_set_off", key, {
            "contract_id": contract_id,
            "from_contract_id": from_contract_id,
            "reason": reason,
            "amount_cents": amount_cents,
        })
        return answer

    def propose_tariff(
        self,
        *,
        rows: list[Any],
        source: str,
        valid_from_on: date | str,
        key: str | None = None,
    ) -> ProposeTariffAnswer:
        """Propose a whole tariff (TARIFF) from a day on; it prices once another person approves."""
        answer: ProposeTariffAnswer = self.write("propose_tariff", key, {
            "rows": rows,
            "source": source,
            "valid_from_on": valid_from_on,
        })
        return answer

    def propose_threshold(
        self,
        *,
        from_on: date | str,
        name: str,
        rule: str,
        source: str,
        value: int,
        key: str | None = None,
    ) -> ProposeThresholdAnswer:
        """Propose a threshold of a rule from a day on; it counts once another person approves."""
        answer: ProposeThresholdAnswer = self.write("propose_threshold", key, {
            "from_on": from_on,
            "name": name,
            "rule": rule,
            "source": source,
            "value": value,
        })
        return answer

    def propose_write_off(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reason: str,
        key: str | None = None,
    ) -> ProposeWriteOffAnswer:
        """Propose to write off what is left of a claim in the factor's doubtful debts; another
        person agrees. What comes in later is money on what was written off.
        """
        answer: ProposeWriteOffAnswer = self.write("propose_write_off", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reason": reason,
        })
        return answer

    def list_prospects(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ProspectsRow]:
        """One row per company for which the reader has quotes: how many, the last of them, how far
        it has come (`deal_stage`, read from what there is), which contract came of it; the files
        and the open calls of
        """
        answer: Iterator[ProspectsRow] = self.rows("prospects", {
            "on": on,
        }, size)
        return answer

    def list_provision_facts(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ProvisionFactsRow]:
        """One row per exposure of a contract or of all, on a day: with recourse the client's, with
        what he has had; without, each buyer's, with what is approved, or taken by our guarantee.
        What is late is the o
        """
        answer: Iterator[ProvisionFactsRow] = self.rows("provision_facts", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_provision_terms(
        self,
        *,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ProvisionTermsRow]:
        """One row at most: what the house reckons provisions with on a day."""
        answer: Iterator[ProvisionTermsRow] = self.rows("provision_terms", {
            "on": on,
        }, size)
        return answer

    def get_provisions(
        self,
        *,
        contract_id: int | None = None,
        after: str | None = None,
        size: int | None = None,
    ) -> ProvisionsAnswer:
        """Default, stages of IFRS 9 and expected losses, exposure by exposure, of a contract or of
        all, page by page; the sums per currency and stage of the page's exposures, the matrix of
        the aged balance, and
        """
        answer: ProvisionsAnswer = self.look("provisions", {
            "contract_id": contract_id,
            "after": after,
            "size": size,
        })
        return answer

    def list_purchase_order_steps(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[PurchaseOrderStepsRow]:
        """One row per step of a purchase order, with the invoice that repaid it."""
        answer: Iterator[PurchaseOrderStepsRow] = self.rows("purchase_order_steps", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_purchase_orders(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[PurchaseOrdersRow]:
        """One row per purchase order of a contract, or of all, with what was advanced, what is owed
        and where it stands.
        """
        answer: Iterator[PurchaseOrdersRow] = self.rows("purchase_orders", {
            "contract_id": contract_id,
        }, size)
        return answer

    def quote(
        self,
        *,
        buyers: list[Any],
        client_class: str,
        product: str,
        prospect: str,
        sales: list[Any],
        terms: dict[str, Any],
        told: dict[str, int],
        broker_id: int | None = None,
        currency: str | None = None,
        need_cents: int | None = None,
        needs: list[Any] | None = None,
        party_id: int | None = None,
        sector: str | None = None,
        key: str | None = None,
    ) -> QuoteAnswer:
        """Quote an offer on a ledger, and keep it: what it brings and costs, on which hypotheses."""
        answer: QuoteAnswer = self.write("quote", key, {
            "buyers": buyers,
            "client_class": client_class,
            "product": product,
            "prospect": prospect,
            "sales": sales,
            "terms": terms,
            "told": told,
            "broker_id": broker_id,
            "currency": currency,
            "need_cents": need_cents,
            "needs": needs,
            "party_id": party_id,
            "sector": sector,
        })
        return answer

    def list_quote_floors(
        self,
        *,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[QuoteFloorsRow]:
        """One row per quote (null: of all), for the house: its cost floor and what it would leave."""
        answer: Iterator[QuoteFloorsRow] = self.rows("quote_floors", {
            "id": id,
        }, size)
        return answer

    def quote_prospect(
        self,
        *,
        buyers: list[Any],
        language: str,
        product: str,
        prospect: str,
        continues_link: str | None = None,
        currency: str | None = None,
        need_cents: int | None = None,
        sector: str | None = None,
        key: str | None = None,
    ) -> QuoteProspectAnswer:
        """Quote a product of the house for somebody without an account, under a new link that opens
        it until its last day. `continues_link`: the link of the quote that this one goes on from;
        `sector`: its activ
        """
        answer: QuoteProspectAnswer = self.write("quote_prospect", key, {
            "buyers": buyers,
            "language": language,
            "product": product,
            "prospect": prospect,
            "continues_link": continues_link,
            "currency": currency,
            "need_cents": need_cents,
            "sector": sector,
        })
        return answer

    def list_quotes(
        self,
        *,
        party_id: int | None = None,
        size: int = 500,
    ) -> Iterator[QuotesRow]:
        """One row per quote that the reader may see (null: all of them): what it costs and brings,
        in short; whether the public made it, when it was accepted, which contract came of it.
        """
        answer: Iterator[QuotesRow] = self.rows("quotes", {
            "party_id": party_id,
        }, size)
        return answer

    def list_rates(
        self,
        *,
        index_name: str | None = None,
        size: int = 500,
    ) -> Iterator[RatesRow]:
        """One row per value of a reference rate, the latest first."""
        answer: Iterator[RatesRow] = self.rows("rates", {
            "index_name": index_name,
        }, size)
        return answer

    def reallocate(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        payment_id: int,
        to: dict[str, int],
        key: str | None = None,
    ) -> ReallocateAnswer:
        """Take a payment back from invoices (none named: from all), or from debts that the guarantee
        had taken, and give it to others (id -> cents; none: it waits again). Value dates stay
        those of the first all
        """
        answer: ReallocateAnswer = self.write("reallocate", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "payment_id": payment_id,
            "to": to,
        })
        return answer

    def reassign(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> ReassignAnswer:
        """Charge open invoices back to the client, who owns them again. Without recourse what was
        approved stays the factor's: the rest alone goes back, and what is disputed, once it is
        proved or a second perso
        """
        answer: ReassignAnswer = self.write("reassign", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "reason": reason,
        })
        return answer

    def list_receipts(
        self,
        *,
        contract_id: int,
        from_on: date | str | None = None,
        until_on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ReceiptsRow]:
        """One row per payment that met an invoice of a contract, booked between two days: what VAT
        on receipts needs. Below zero: taken back. It was paid on the bank's value date, or when
        the client had it.
        """
        answer: Iterator[ReceiptsRow] = self.rows("receipts", {
            "contract_id": contract_id,
            "from_on": from_on,
            "until_on": until_on,
        }, size)
        return answer

    def receive_indemnity(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reference: str,
        step_on: date | str,
        amount_cents: int | None = None,
        payment_id: int | None = None,
        key: str | None = None,
    ) -> ReceiveIndemnityAnswer:
        """Keep that the insurer has paid an accepted claim, or a part of it (None: all that waits,
        as far as it is accepted). `payment_id`: money that our bank received, the house's or the
        contract's; none: it
        """
        answer: ReceiveIndemnityAnswer = self.write("receive_indemnity", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reference": reference,
            "step_on": step_on,
            "amount_cents": amount_cents,
            "payment_id": payment_id,
        })
        return answer

    def receive_instrument(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        contract_id: int,
        invoices: dict[str, int],
        is_accepted: bool,
        issued_on: date | str,
        number: str,
        payment_means: str,
        text: str,
        account: str | None = None,
        due_on: date | str | None = None,
        payer_name: str | None = None,
        key: str | None = None,
    ) -> ReceiveInstrumentAnswer:
        """Enter a cheque (CHQ) or a bill (LCR, BOR) of a buyer. `invoices`: id -> cents that it
        pays; none: its `text` and amount are matched on its value date, as a transfer is.
        """
        answer: ReceiveInstrumentAnswer = self.write("receive_instrument", key, {
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
        })
        return answer

    def receive_share_back(
        self,
        *,
        claim_id: int,
        contract_id: int,
        payment_id: int,
        reference: str,
        step_on: date | str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ReceiveShareBackAnswer:
        """Keep that an insurer has given back its share of a recovery that was undone, or a part of
        it (None: all that waits, as far as it owes it): money that our bank received, the house's
        or the contract's.
        """
        answer: ReceiveShareBackAnswer = self.write("receive_share_back", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "payment_id": payment_id,
            "reference": reference,
            "step_on": step_on,
            "amount_cents": amount_cents,
        })
        return answer

    def receive_surety(
        self,
        *,
        contract_id: int,
        party_id: int,
        payment_id: int,
        reference: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ReceiveSuretyAnswer:
        """Money that a guarantor has paid, as far as he was called and it is owed still (None: all
        that waits): it pays the client's account, then what was written off; he has our place
        against the client for i
        """
        answer: ReceiveSuretyAnswer = self.write("receive_surety", key, {
            "contract_id": contract_id,
            "party_id": party_id,
            "payment_id": payment_id,
            "reference": reference,
            "amount_cents": amount_cents,
        })
        return answer

    def record_backup(
        self,
        *,
        acts: int,
        byte_count: int,
        digest: str,
        name: str,
        key: str | None = None,
    ) -> RecordBackupAnswer:
        """Leave the act of a back-up that has been written: its file's name, SHA-256 and size."""
        answer: RecordBackupAnswer = self.write("record_backup", key, {
            "acts": acts,
            "byte_count": byte_count,
            "digest": digest,
            "name": name,
        })
        return answer

    def record_bounce(
        self,
        *,
        contract_id: int,
        reminder_id: int,
        said: str,
        key: str | None = None,
    ) -> RecordBounceAnswer:
        """Say that a mail came back: its address gets no mail any more until `set_reminder_contact`
        says it anew, and the stage is told by letter. The number is in the Message-ID (reminder-
        NUMBER).
        """
        answer: RecordBounceAnswer = self.write("record_bounce", key, {
            "contract_id": contract_id,
            "reminder_id": reminder_id,
            "said": said,
        })
        return answer

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
    ) -> RecordBrokerMandateAnswer:
        """Keep the mandate under which a broker brings a contract: given by the CLIENT or the
        FACTOR, from the day it was signed, to its last day (None: no end yet). Said again for
        days of it, it replaces what
        """
        answer: RecordBrokerMandateAnswer = self.write("record_broker_mandate", key, {
            "contract_id": contract_id,
            "given_by": given_by,
            "party_id": party_id,
            "signed_on": signed_on,
            "source": source,
            "until_on": until_on,
        })
        return answer

    def record_call(
        self,
        *,
        contract_id: int,
        note: str,
        outcome: str,
        reminder_id: int,
        key: str | None = None,
    ) -> RecordCallAnswer:
        """Say what a call that was due has ended with: PAID, PROMISED (then `record_promise`),
        DISPUTED (then `open_dispute`), NOT_FOUND, REFUSED or NO_ANSWER, after which it is called
        again, and the next stage
        """
        answer: RecordCallAnswer = self.write("record_call", key, {
            "contract_id": contract_id,
            "note": note,
            "outcome": outcome,
            "reminder_id": reminder_id,
        })
        return answer

    def record_cover_step(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        policy_id: int,
        reference: str,
        step: str,
        step_on: date | str,
        key: str | None = None,
    ) -> RecordCoverStepAnswer:
        """Keep what was exchanged with an insurer about invoices: EXTENDED (it agreed to the further
        extension), DECLARED (unpaid), CLAIMED (the file was sent), ADMITTED (the debt, by the
        liquidator). `referenc
        """
        answer: RecordCoverStepAnswer = self.write("record_cover_step", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "policy_id": policy_id,
            "reference": reference,
            "step": step,
            "step_on": step_on,
        })
        return answer

    def record_double(
        self,
        *,
        contract_id: int,
        invoice_id: int,
        kind: str,
        peer: str,
        key: str | None = None,
    ) -> RecordDoubleAnswer:
        """Keep that a peer holds an invoice of ours too (EXACT: the same facts; NUMBER: the same
        number of the same parties and year): it is not financed until two people have cleared it.
        Told again, nothing is
        """
        answer: RecordDoubleAnswer = self.write("record_double", key, {
            "contract_id": contract_id,
            "invoice_id": invoice_id,
            "kind": kind,
            "peer": peer,
        })
        return answer

    def record_fact(
        self,
        *,
        contract_id: int,
        from_on: date | str,
        name: str,
        source: str,
        subject: str,
        subject_id: int,
        is_confirmed: bool | None = None,
        value: int | None = None,
        key: str | None = None,
    ) -> RecordFactAnswer:
        """Say something of an invoice, a buyer in a contract, a party or a contract, from a day on."""
        answer: RecordFactAnswer = self.write("record_fact", key, {
            "contract_id": contract_id,
            "from_on": from_on,
            "name": name,
            "source": source,
            "subject": subject,
            "subject_id": subject_id,
            "is_confirmed": is_confirmed,
            "value": value,
        })
        return answer

    def record_garnishment_step(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        reference: str,
        step: str,
        step_on: date | str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> RecordGarnishmentStepAnswer:
        """Keep that a garnishment was CONTESTED before the judge, CONFIRMED (a certificate that
        nobody contested, or the judge's word), or LIFTED, in whole or for an amount: that frees
        money, and counts once an
        """
        answer: RecordGarnishmentStepAnswer = self.write("record_garnishment_step", key, {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
            "reference": reference,
            "step": step,
            "step_on": step_on,
            "amount_cents": amount_cents,
        })
        return answer

    def record_insolvency_step(
        self,
        *,
        contract_id: int,
        failed_part: str,
        party_id: int,
        reference: str,
        step: str,
        step_on: date | str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> RecordInsolvencyStepAnswer:
        """Keep what was done about a party in proceedings, as BUYER, CLIENT or GUARANTOR of a
        contract: our claim DECLARED (nothing said: what it owes today), ADMITTED or CONTESTED,
        RELIEF_ASKED of the court af
        """
        answer: RecordInsolvencyStepAnswer = self.write("record_insolvency_step", key, {
            "contract_id": contract_id,
            "failed_part": failed_part,
            "party_id": party_id,
            "reference": reference,
            "step": step,
            "step_on": step_on,
            "amount_cents": amount_cents,
        })
        return answer

    def record_lender_release(
        self,
        *,
        contract_id: int,
        received_on: date | str,
        source: str,
        key: str | None = None,
    ) -> RecordLenderReleaseAnswer:
        """The lender's letter has come: paid, it gives up the receivables. Its payment may be
        prepared.
        """
        answer: RecordLenderReleaseAnswer = self.write("record_lender_release", key, {
            "contract_id": contract_id,
            "received_on": received_on,
            "source": source,
        })
        return answer

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
    ) -> RecordOpeningFactAnswer:
        """Record that the KYC file is complete (KYC_FILE), who may sign (POWERS, `label`: the name),
        that a condition of the committee is met (CONDITION, `label`: the condition or its
        number), or that the dedic
        """
        answer: RecordOpeningFactAnswer = self.write("record_opening_fact", key, {
            "contract_id": contract_id,
            "fact_on": fact_on,
            "guard": guard,
            "label": label,
            "source": source,
            "until_on": until_on,
        })
        return answer

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
    ) -> RecordOriasCheckAnswer:
        """Keep what the public register (ORIAS) says of a company: its number of eight digits,
        whether it is registered as an intermediary, and until which day. The first look gives it
        its number.
        """
        answer: RecordOriasCheckAnswer = self.write("record_orias_check", key, {
            "checked_on": checked_on,
            "is_registered": is_registered,
            "orias_number": orias_number,
            "party_id": party_id,
            "source": source,
            "until_on": until_on,
        })
        return answer

    def record_owners(
        self,
        *,
        contract_id: int,
        fact_on: date | str,
        owners: dict[str, int],
        source: str,
        key: str | None = None,
    ) -> RecordOwnersAnswer:
        """Record the beneficial owners, all of them: each name with its share of the capital or
        votes in ppm (0: by other means, or the legal representative where there is no other).
        They replace those recorded
        """
        answer: RecordOwnersAnswer = self.write("record_owners", key, {
            "contract_id": contract_id,
            "fact_on": fact_on,
            "owners": owners,
            "source": source,
        })
        return answer

    def record_payee_callback(
        self,
        *,
        called_number: str,
        outcome: str,
        payee_account_id: int,
        source: str,
        spoke_to: str,
        key: str | None = None,
    ) -> RecordPayeeCallbackAnswer:
        """Keep that the holder of an account was called back: CONFIRMED, DENIED (nothing is paid
        there) or NO_ANSWER. The number is one that was known (fact `phone` of the party) before
        the account was asked fo
        """
        answer: RecordPayeeCallbackAnswer = self.write("record_payee_callback", key, {
            "called_number": called_number,
            "outcome": outcome,
            "payee_account_id": payee_account_id,
            "source": source,
            "spoke_to": spoke_to,
        })
        return answer

    def record_payee_check(
        self,
        *,
        outcome: str,
        payee_account_id: int,
        source: str,
        key: str | None = None,
    ) -> RecordPayeeCheckAnswer:
        """Keep the outcome of the verification of payee: MATCH, CLOSE_MATCH, NO_MATCH, NOT_POSSIBLE."""
        answer: RecordPayeeCheckAnswer = self.write("record_payee_check", key, {
            "outcome": outcome,
            "payee_account_id": payee_account_id,
            "source": source,
        })
        return answer

    def record_policy_limit(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        decision: str,
        decision_number: str,
        policy_id: int,
        source: str,
        told_on: date | str | None = None,
        until_on: date | str | None = None,
        valid_from_on: date | str | None = None,
        key: str | None = None,
    ) -> RecordPolicyLimitAnswer:
        """Keep a decision of an insurer on a buyer: GRANTED, PARTIAL, TEMPORARY (with its last day),
        REDUCED, REFUSED, CANCELLED, from a day on. What was delivered before keeps the limit of
        its day; one that gi
        """
        answer: RecordPolicyLimitAnswer = self.write("record_policy_limit", key, {
            "amount_cents": amount_cents,
            "buyer_id": buyer_id,
            "decision": decision,
            "decision_number": decision_number,
            "policy_id": policy_id,
            "source": source,
            "told_on": told_on,
            "until_on": until_on,
            "valid_from_on": valid_from_on,
        })
        return answer

    def record_premium_paid(
        self,
        *,
        paid_on: date | str,
        premium_id: int,
        reference: str,
        key: str | None = None,
    ) -> RecordPremiumPaidAnswer:
        """Keep that the client who holds a policy has paid a premium: what shows it, and when."""
        answer: RecordPremiumPaidAnswer = self.write("record_premium_paid", key, {
            "paid_on": paid_on,
            "premium_id": premium_id,
            "reference": reference,
        })
        return answer

    def record_promise(
        self,
        *,
        buyer_id: int,
        consent: str,
        contract_id: int,
        evidence: str,
        instalments: list[Any],
        invoice_ids: list[Any],
        key: str | None = None,
    ) -> RecordPromiseAnswer:
        """A buyer promises to pay invoices on a day, or by instalments (INSTALMENTS): the oldest
        first, as far as the amount goes. While it runs, what is promised is not claimed; it is
        kept once all is paid, br
        """
        answer: RecordPromiseAnswer = self.write("record_promise", key, {
            "buyer_id": buyer_id,
            "consent": consent,
            "contract_id": contract_id,
            "evidence": evidence,
            "instalments": instalments,
            "invoice_ids": invoice_ids,
        })
        return answer

    def record_release(
        self,
        *,
        contract_id: int,
        invoice_number: str,
        is_withdrawn: bool,
        source: str,
        key: str | None = None,
    ) -> RecordReleaseAnswer:
        """A letter by which another factor or bank releases an invoice that is not held, by its
        number, from a named source: the next remittance takes it in as if it did not name them.
        `is_withdrawn`: a letter
        """
        answer: RecordReleaseAnswer = self.write("record_release", key, {
            "contract_id": contract_id,
            "invoice_number": invoice_number,
            "is_withdrawn": is_withdrawn,
            "source": source,
        })
        return answer

    def record_verification(
        self,
        *,
        answer: str,
        contract_id: int,
        invoice_id: int,
        source: str,
        key: str | None = None,
    ) -> RecordVerificationAnswer:
        """Keep what a buyer answers of an invoice (CONFIRMED, NOT_RECOGNISED, NO_ANSWER), and who
        said it. One that is not recognised is disputed (LIT-INC) and held, and nothing is paid
        out under the contract u
        """
        answer: RecordVerificationAnswer = self.write("record_verification", key, {
            "answer": answer,
            "contract_id": contract_id,
            "invoice_id": invoice_id,
            "source": source,
        })
        return answer

    def list_recourse_steps(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[RecourseStepsRow]:
        """One row per thing done about an over-advance that its client does not repay, of a contract
        or of all; the house's own reasons (of a loss, a set-off, an undoing) are for the house
        alone.
        """
        answer: Iterator[RecourseStepsRow] = self.rows("recourse_steps", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_recovery_codes(
        self,
        *,
        size: int = 500,
    ) -> Iterator[RecoveryCodesRow]:
        """One row: how many recovery codes the user has left."""
        answer: Iterator[RecoveryCodesRow] = self.rows("recovery_codes", {}, size)
        return answer

    def refund(
        self,
        *,
        contract_id: int,
        payee_account_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        reason: str | None = None,
        key: str | None = None,
    ) -> RefundAnswer:
        """Prepare to give back what a buyer has paid too much, to that buyer; another person
        releases it. What a cheque, bill or debit has brought waits for our bank's credit, and 30
        days from it unless there i
        """
        answer: RefundAnswer = self.write("refund", key, {
            "contract_id": contract_id,
            "payee_account_id": payee_account_id,
            "payment_id": payment_id,
            "amount_cents": amount_cents,
            "reason": reason,
        })
        return answer

    def regain_loss(
        self,
        *,
        contract_id: int,
        payment_id: int,
        reference: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> RegainLossAnswer:
        """Money that the client, or who administers its estate, pays of what was written off (None:
        all that waits).
        """
        answer: RegainLossAnswer = self.write("regain_loss", key, {
            "contract_id": contract_id,
            "payment_id": payment_id,
            "reference": reference,
            "amount_cents": amount_cents,
        })
        return answer

    def register_garnishment(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        contract_id: int,
        creditor_id: int,
        kind: str,
        reference: str,
        served_at: datetime | str,
        key: str | None = None,
    ) -> RegisterGarnishmentAnswer:
        """Register a garnishment (SAISIE_ATTRIBUTION, SATD) served in our hands (`buyer_id` 0) or in
        a buyer's, at an instant: an invoice transferred to us before is not reached. In our hands
        it holds what we o
        """
        answer: RegisterGarnishmentAnswer = self.write("register_garnishment", key, {
            "amount_cents": amount_cents,
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "creditor_id": creditor_id,
            "kind": kind,
            "reference": reference,
            "served_at": served_at,
        })
        return answer

    def list_release_letters(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ReleaseLettersRow]:
        """One row per release letter recorded for an invoice of a contract (null: of every
        contract), the newest first: who recorded it, from what.
        """
        answer: Iterator[ReleaseLettersRow] = self.rows("release_letters", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_released_orders(
        self,
        *,
        size: int = 500,
    ) -> Iterator[ReleasedOrdersRow]:
        """One row per payment order released and not sent yet, or sent in a file put aside, the
        oldest first.
        """
        answer: Iterator[ReleasedOrdersRow] = self.rows("released_orders", {}, size)
        return answer

    def remind(
        self,
        *,
        contract_id: int | None = None,
        key: str | None = None,
    ) -> RemindAnswer:
        """Queue the reminders that are due today by the plans in force, of a contract or of all:
        e-mails leave by the worker, letters with `print_reminders`, calls and hand-overs wait for
        a person.
        """
        answer: RemindAnswer = self.write("remind", key, {
            "contract_id": contract_id,
        })
        return answer

    def list_reminder_batch(
        self,
        *,
        id: int,
        size: int = 500,
    ) -> Iterator[ReminderBatchRow]:
        """One row per letter of a batch of reminders, in the order of its pages."""
        answer: Iterator[ReminderBatchRow] = self.rows("reminder_batch", {
            "id": id,
        }, size)
        return answer

    def list_reminder_calls(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ReminderCallsRow]:
        """One row per call to a buyer that waits for a person, the largest sum first: whom to ask
        for, the number, what is still to be asked for of its invoices today, what was said at the
        last one.
        """
        answer: Iterator[ReminderCallsRow] = self.rows("reminder_calls", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def list_reminder_contacts(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ReminderContactsRow]:
        """One row per buyer whom reminders know, of a contract (null: of every contract and of the
        house): the last word on whom to write to.
        """
        answer: Iterator[ReminderContactsRow] = self.rows("reminder_contacts", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_reminder_lines(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[ReminderLinesRow]:
        """One row per invoice of a reminder: what was claimed of it, what is open of it now."""
        answer: Iterator[ReminderLinesRow] = self.rows("reminder_lines", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_reminder_plans(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[ReminderPlansRow]:
        """One row per stage and channel of the plans of reminders in force on a day, of a contract
        (null: of every contract and of the house); a plan without stages has one row and no
        stage.
        """
        answer: Iterator[ReminderPlansRow] = self.rows("reminder_plans", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def list_reminders(
        self,
        *,
        contract_id: int | None = None,
        kind: str | None = None,
        state: str | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[RemindersRow]:
        """One row per reminder of a contract (null: of every contract), by its channel and state
        where they are asked for, the newest first: to whom, for how much, what became of it.
        """
        answer: Iterator[RemindersRow] = self.rows("reminders", {
            "contract_id": contract_id,
            "kind": kind,
            "state": state,
            "id": id,
        }, size)
        return answer

    def get_reminders_simulated(
        self,
        *,
        contract_id: int | None = None,
        days: int | None = None,
        stage: list[Any] | None = None,
        is_standard: bool | None = None,
    ) -> RemindersSimulatedAnswer:
        """What reminders would leave from today on for so many days, to whom and how, were nothing
        paid: of a contract or of all; by the plans in force, or by the standard one
        (`is_standard`), or by `stage` (ma
        """
        answer: RemindersSimulatedAnswer = self.look("reminders_simulated", {
            "contract_id": contract_id,
            "days": days,
            "stage": stage,
            "is_standard": is_standard,
        })
        return answer

    def remit(
        self,
        *,
        contract_id: int,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> RemitAnswer:
        """Take in one slice of invoices and credit notes (SENT_INVOICES, at most LINES_MAX rows)."""
        answer: RemitAnswer = self.write("remit", key, {
            "contract_id": contract_id,
            "file_name": file_name,
            "sent": sent,
        })
        return answer

    def remit_instruments(
        self,
        *,
        own_account_id: int,
        payment_means: str,
        scheme: str,
        instrument_ids: list[Any] | None = None,
        key: str | None = None,
    ) -> RemitInstrumentsAnswer:
        """Remit to our bank what waits of some means (CHQ, BILL, SDD of a scheme), or those named."""
        answer: RemitInstrumentsAnswer = self.write("remit_instruments", key, {
            "own_account_id": own_account_id,
            "payment_means": payment_means,
            "scheme": scheme,
            "instrument_ids": instrument_ids,
        })
        return answer

    def remit_many(
        self,
        *,
        file_name: str,
        sent: list[Any],
        key: str | None = None,
    ) -> RemitManyAnswer:
        """Take in one slice of invoices and credit notes of any number of contracts
        (SENT_TO_CONTRACTS, at most LINES_MAX rows), all of it or nothing.
        """
        answer: RemitManyAnswer = self.write("remit_many", key, {
            "file_name": file_name,
            "sent": sent,
        })
        return answer

    def list_remittance_lines(
        self,
        *,
        contract_id: int,
        id: int,
        state: str | None = None,
        size: int = 500,
    ) -> Iterator[RemittanceLinesRow]:
        """One row per line of a remittance, the worst first (of one state, null asks for all):
        accepted, not fundable, a credit note or refused, with the facts of its reason; what
        lowers the debt is negative.
        """
        answer: Iterator[RemittanceLinesRow] = self.rows("remittance_lines", {
            "contract_id": contract_id,
            "id": id,
            "state": state,
        }, size)
        return answer

    def list_remittance_states(
        self,
        *,
        contract_id: int,
        id: int,
        size: int = 500,
    ) -> Iterator[RemittanceStatesRow]:
        """One row per state of the lines of a remittance, the worst first: how many lines are in it."""
        answer: Iterator[RemittanceStatesRow] = self.rows("remittance_states", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def list_remittances(
        self,
        *,
        contract_id: int | None = None,
        id: int | None = None,
        size: int = 500,
    ) -> Iterator[RemittancesRow]:
        """One row per remittance of a contract, the latest first; by id, null asks for all."""
        answer: Iterator[RemittancesRow] = self.rows("remittances", {
            "contract_id": contract_id,
            "id": id,
        }, size)
        return answer

    def rename_party(
        self,
        *,
        name: str,
        party_id: int,
        source: str,
        key: str | None = None,
    ) -> RenamePartyAnswer:
        """Say what a party is called, from a named source: from now on everyone reads this name. The
        names that clients gave it are kept, for themselves and to recognise who pays.
        """
        answer: RenamePartyAnswer = self.write("rename_party", key, {
            "name": name,
            "party_id": party_id,
            "source": source,
        })
        return answer

    def repay(
        self,
        *,
        contract_id: int,
        payment_id: int,
        amount_cents: int | None = None,
        reason: str | None = None,
        key: str | None = None,
    ) -> RepayAnswer:
        """Money that the client has sent us goes to his current account, with its value date; the
        charge billed at collection is billed until then (W8-D). What a buyer has paid is never
        the client's to draw. (D
        """
        answer: RepayAnswer = self.write("repay", key, {
            "contract_id": contract_id,
            "payment_id": payment_id,
            "amount_cents": amount_cents,
            "reason": reason,
        })
        return answer

    def get_repayment_simulated(
        self,
        *,
        contract_id: int,
        first_on: date | str,
        count: int,
    ) -> RepaymentSimulatedAnswer:
        """How an over-advance would be repaid in monthly instalments, and what is left after each;
        `propose_plan` takes their days and amounts. Nothing is kept.
        """
        answer: RepaymentSimulatedAnswer = self.look("repayment_simulated", {
            "contract_id": contract_id,
            "first_on": first_on,
            "count": count,
        })
        return answer

    def replay(
        self,
        *,
        from_at: datetime | str,
        until_at: datetime | str,
        webhook_id: int,
        key: str | None = None,
    ) -> ReplayAnswer:
        """Tell an address again of all events between two instants, heard or not, in their order."""
        answer: ReplayAnswer = self.write("replay", key, {
            "from_at": from_at,
            "until_at": until_at,
            "webhook_id": webhook_id,
        })
        return answer

    def report_suspicion(
        self,
        *,
        aml_alarm_id: int,
        contract_id: int,
        reference: str,
        is_opposed: bool | None = None,
        key: str | None = None,
    ) -> ReportSuspicionAnswer:
        """Keep that a suspicion was reported to the financial intelligence unit under a number.
        Money moves again once another person agrees; where the unit opposes (`is_opposed`) it
        stays stopped, at once, unt
        """
        answer: ReportSuspicionAnswer = self.write("report_suspicion", key, {
            "aml_alarm_id": aml_alarm_id,
            "contract_id": contract_id,
            "reference": reference,
            "is_opposed": is_opposed,
        })
        return answer

    def request_limit(
        self,
        *,
        amount_cents: int,
        buyer_id: int,
        contract_id: int,
        currency: str,
        key: str | None = None,
    ) -> RequestLimitAnswer:
        """A client (or its account manager) asks for a limit on a buyer; it waits for a decision."""
        answer: RequestLimitAnswer = self.write("request_limit", key, {
            "amount_cents": amount_cents,
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "currency": currency,
        })
        return answer

    def return_instrument(
        self,
        *,
        contract_id: int,
        instrument_id: int,
        reason: str,
        movement_id: int | None = None,
        key: str | None = None,
    ) -> ReturnInstrumentAnswer:
        """Say by hand that an instrument is unpaid, before or after our bank has credited it; and,
        of a bank debit in suspense (`movement_id`), that it is the one of this return.
        """
        answer: ReturnInstrumentAnswer = self.write("return_instrument", key, {
            "contract_id": contract_id,
            "instrument_id": instrument_id,
            "reason": reason,
            "movement_id": movement_id,
        })
        return answer

    def return_unknown(
        self,
        *,
        payee_account_id: int,
        payment_id: int,
        reason: str | None = None,
        key: str | None = None,
    ) -> ReturnUnknownAnswer:
        """Prepare to send unknown money back to where it came from, on the account that the bank has
        told; on another with a `reason`. Who releases it is shown who had paid, and from where.
        """
        answer: ReturnUnknownAnswer = self.write("return_unknown", key, {
            "payee_account_id": payee_account_id,
            "payment_id": payment_id,
            "reason": reason,
        })
        return answer

    def list_revaluations(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[RevaluationsRow]:
        """One row per account and currency revalued: what it is worth in euro, and what was booked."""
        answer: Iterator[RevaluationsRow] = self.rows("revaluations", {
            "contract_id": contract_id,
        }, size)
        return answer

    def revalue(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> RevalueAnswer:
        """Book what rates have done to the accounts of a contract that are in another currency than
        euro, until today: each account's worth at today's rate, less what its movements were
        worth on their days and
        """
        answer: RevalueAnswer = self.write("revalue", key, {
            "contract_id": contract_id,
        })
        return answer

    def revoke_mandate(
        self,
        *,
        mandate_id: int,
        reason: str,
        key: str | None = None,
    ) -> RevokeMandateAnswer:
        """The buyer has revoked a mandate, or we give it up: nothing more is debited under it."""
        answer: RevokeMandateAnswer = self.write("revoke_mandate", key, {
            "mandate_id": mandate_id,
            "reason": reason,
        })
        return answer

    def rotate_webhook(
        self,
        *,
        hours: int,
        webhook_id: int,
        key: str | None = None,
    ) -> RotateWebhookAnswer:
        """Another secret that signs what an address is told; for some hours messages are signed with
        the old one too, so that the receiver changes it when it can. The door makes the token and
        shows it once. Ref
        """
        answer: RotateWebhookAnswer = self.write("rotate_webhook", key, {
            "hours": hours,
            "webhook_id": webhook_id,
        })
        return answer

    def list_sales_ledgers(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[SalesLedgersRow]:
        """One row per sales ledger that the client of a contract has sent, the latest first: what it
        says is open on its day, what was open with us, and on how many documents the two differ.
        """
        answer: Iterator[SalesLedgersRow] = self.rows("sales_ledgers", {
            "contract_id": contract_id,
        }, size)
        return answer

    def score_warnings(
        self,
        *,
        key: str | None = None,
    ) -> ScoreWarningsAnswer:
        """Score every company as of today: contracts are read in slices, summed pair by pair, rolled
        up to companies; whose score changed is kept. `crossed`: who went up or down a level, the
        worst first (TOLD_M
        """
        answer: ScoreWarningsAnswer = self.write("score_warnings", key, {})
        return answer

    def screen_all(
        self,
        *,
        content: bytes | str,
        list_name: str,
        list_on: date | str,
        key: str | None = None,
    ) -> ScreenAllAnswer:
        """Look for every name on a list as published (the European list as CSV, the French register
        as JSON, any CSV with a column of names), in slices. The file is kept; what was found
        before and has not chang
        """
        answer: ScreenAllAnswer = self.write("screen_all", key, {
            "content": content,
            "list_name": list_name,
            "list_on": list_on,
        })
        return answer

    def screen_names(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        list_name: str,
        list_on: date | str,
        key: str | None = None,
    ) -> ScreenNamesAnswer:
        """Look for the client, its owners and those who sign on a list of frozen assets, as
        published (the European list as CSV, the French register as JSON, any CSV with a column of
        names). The file is kept; w
        """
        answer: ScreenNamesAnswer = self.write("screen_names", key, {
            "content": content,
            "contract_id": contract_id,
            "list_name": list_name,
            "list_on": list_on,
        })
        return answer

    def screen_new(
        self,
        *,
        key: str | None = None,
    ) -> ScreenNewAnswer:
        """Look for the names that came since the last look, on the last file of each list. `lists`:
        of each, how many names and how many hits. No list: nothing.
        """
        answer: ScreenNewAnswer = self.write("screen_new", key, {})
        return answer

    def list_screening_hits(
        self,
        *,
        hit_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[ScreeningHitsRow]:
        """One row per name of ours that looks like an entry of a list, the nearest first: those to
        decide, or all; one (its number) or (null) all.
        """
        answer: Iterator[ScreeningHitsRow] = self.rows("screening_hits", {
            "hit_id": hit_id,
            "everything": everything,
        }, size)
        return answer

    def seal(
        self,
        *,
        key: str | None = None,
    ) -> SealAnswer:
        """Seal the acts and the reads that are not sealed yet, in the order of their ids; how many,
        and the head of each chain.
        """
        answer: SealAnswer = self.write("seal", key, {})
        return answer

    def list_second_factors(
        self,
        *,
        size: int = 500,
    ) -> Iterator[SecondFactorsRow]:
        """One row per second factor of the user that serves."""
        answer: Iterator[SecondFactorsRow] = self.rows("second_factors", {}, size)
        return answer

    def send_payables(
        self,
        *,
        contract_id: int,
        payables: list[Any],
        key: str | None = None,
    ) -> SendPayablesAnswer:
        """Send invoices that the buyer owes to suppliers of its programme (SENT_PAYABLES). They bind
        nobody before they are approved.
        """
        answer: SendPayablesAnswer = self.write("send_payables", key, {
            "contract_id": contract_id,
            "payables": payables,
        })
        return answer

    def list_sessions(
        self,
        *,
        at: datetime | str | None = None,
        size: int = 500,
    ) -> Iterator[SessionsRow]:
        """One row per running session of the user, the latest first; new: opened in a browser with
        which the user, who had come with others, had not come before.
        """
        answer: Iterator[SessionsRow] = self.rows("sessions", {
            "at": at,
        }, size)
        return answer

    def set_collecting(
        self,
        *,
        from_on: date | str,
        own_account_id: int,
        source: str,
        terms: dict[str, Any],
        key: str | None = None,
    ) -> SetCollectingAnswer:
        """Say what is agreed with our bank about instruments on an account, from a day on. It
        changes an account of ours, and waits for another person (`approval_id`).
        """
        answer: SetCollectingAnswer = self.write("set_collecting", key, {
            "from_on": from_on,
            "own_account_id": own_account_id,
            "source": source,
            "terms": terms,
        })
        return answer

    def set_fees(
        self,
        *,
        contract_id: int,
        fees: list[Any],
        from_on: date | str,
        source: str,
        signed_by: str | None = None,
        key: str | None = None,
    ) -> SetFeesAnswer:
        """Agree on fees of the catalogue (FEE_PRICES) from a day on, each whole: the prices that are
        told of a code and unit replace those it had; a single price of zero: no longer due. What
        is billed stays as
        """
        answer: SetFeesAnswer = self.write("set_fees", key, {
            "contract_id": contract_id,
            "fees": fees,
            "from_on": from_on,
            "source": source,
            "signed_by": signed_by,
        })
        return answer

    def set_number(
        self,
        *,
        is_borne: bool,
        number: str,
        party_id: int,
        scheme: str,
        source: str,
        key: str | None = None,
    ) -> SetNumberAnswer:
        """Say that a number (siren, siret, vat, lei, foreign) is a known party's own, or is not,
        from a named source. It decides on whom the invoices fall that bear it.
        """
        answer: SetNumberAnswer = self.write("set_number", key, {
            "is_borne": is_borne,
            "number": number,
            "party_id": party_id,
            "scheme": scheme,
            "source": source,
        })
        return answer

    def set_opening_guards(
        self,
        *,
        from_on: date | str,
        guards: list[Any],
        source: str,
        key: str | None = None,
    ) -> SetOpeningGuardsAnswer:
        """Say what must be recorded before a contract of this house draws, from a day on: KYC_FILE,
        OWNERS, POWERS, SCREENING, COMMITTEE, CONDITIONS, DEDICATED (of confidential contracts),
        SIGNATURES, or nothin
        """
        answer: SetOpeningGuardsAnswer = self.write("set_opening_guards", key, {
            "from_on": from_on,
            "guards": guards,
            "source": source,
        })
        return answer

    def set_provision_terms(
        self,
        *,
        from_on: date | str,
        source: str,
        terms: dict[str, int],
        technical_90_from_on: date | str | None = None,
        key: str | None = None,
    ) -> SetProvisionTermsAnswer:
        """Propose what provisions are reckoned with from a day on (in ppm: probabilities of default,
        losses given default, the rates of the matrix), and from when EBA/GL/2026/05 counts (null:
        the thirty days be
        """
        answer: SetProvisionTermsAnswer = self.write("set_provision_terms", key, {
            "from_on": from_on,
            "source": source,
            "terms": terms,
            "technical_90_from_on": technical_90_from_on,
        })
        return answer

    def set_public_tariff(
        self,
        *,
        is_public: bool,
        source: str,
        tariff_id: int,
        key: str | None = None,
    ) -> SetPublicTariffAnswer:
        """Propose that a tariff prices quotes of the public, or no longer; it counts once another
        person approves, as long as that tariff is in force.
        """
        answer: SetPublicTariffAnswer = self.write("set_public_tariff", key, {
            "is_public": is_public,
            "source": source,
            "tariff_id": tariff_id,
        })
        return answer

    def set_reminder_contact(
        self,
        *,
        buyer_id: int,
        email: str,
        is_email_refused: bool,
        language: str,
        person: str,
        phone: str,
        postal_address: str,
        source: str,
        contract_id: int | None = None,
        key: str | None = None,
    ) -> SetReminderContactAnswer:
        """Say whom to write to at a buyer, for a contract or for all; said again, it is replaced,
        and an address from which a mail came back may be tried again. `is_email_refused`: they
        asked for no mail, and g
        """
        answer: SetReminderContactAnswer = self.write("set_reminder_contact", key, {
            "buyer_id": buyer_id,
            "email": email,
            "is_email_refused": is_email_refused,
            "language": language,
            "person": person,
            "phone": phone,
            "postal_address": postal_address,
            "source": source,
            "contract_id": contract_id,
        })
        return answer

    def set_reminder_plan(
        self,
        *,
        sender_email: str,
        source: str,
        stages: list[Any],
        valid_from_on: date | str,
        buyer_id: int | None = None,
        contract_id: int | None = None,
        key: str | None = None,
    ) -> SetReminderPlanAnswer:
        """Say by which stages (PLAN) buyers are reminded from a day on: those of a contract or of
        all contracts, one buyer or all. The narrower plan counts; no stage at all: no reminders.
        """
        answer: SetReminderPlanAnswer = self.write("set_reminder_plan", key, {
            "sender_email": sender_email,
            "source": source,
            "stages": stages,
            "valid_from_on": valid_from_on,
            "buyer_id": buyer_id,
            "contract_id": contract_id,
        })
        return answer

    def settle_collection(
        self,
        *,
        collection_id: int,
        instrument_ids: list[Any],
        payment_id: int,
        key: str | None = None,
    ) -> SettleCollectionAnswer:
        """Say by hand that unknown money is our bank's credit of a remittance, or of some of its
        items.
        """
        answer: SettleCollectionAnswer = self.write("settle_collection", key, {
            "collection_id": collection_id,
            "instrument_ids": instrument_ids,
            "payment_id": payment_id,
        })
        return answer

    def settle_dispute(
        self,
        *,
        contract_id: int,
        credit_cents: int,
        dispute_id: int,
        evidence: str,
        key: str | None = None,
    ) -> SettleDisputeAnswer:
        """Settle: the buyer pays all but `credit_cents`, for which a credit note is agreed; that
        part stays out of the base until the credit note is there.
        """
        answer: SettleDisputeAnswer = self.write("settle_dispute", key, {
            "contract_id": contract_id,
            "credit_cents": credit_cents,
            "dispute_id": dispute_id,
            "evidence": evidence,
        })
        return answer

    def settle_disputes(
        self,
        *,
        settled: list[Any],
        key: str | None = None,
    ) -> SettleDisputesAnswer:
        """Settle the disputes of a list (TO_SETTLE, at most LINES_MAX). Each line is settled, or
        refused as settle_dispute would refuse it; a dispute twice is settled by its first line.
        Refused as a whole: too_
        """
        answer: SettleDisputesAnswer = self.write("settle_disputes", key, {
            "settled": settled,
        })
        return answer

    def settle_order(
        self,
        *,
        contract_id: int,
        order_id: int,
        outcome: str,
        reason: str,
        value_on: date | str | None = None,
        key: str | None = None,
    ) -> SettleOrderAnswer:
        """Say by hand what became of an order: REJECTED or RETURNED credits it back, once. One that
        is at the bank already may still be paid: another person approves first (`approval_id`).
        """
        answer: SettleOrderAnswer = self.write("settle_order", key, {
            "contract_id": contract_id,
            "order_id": order_id,
            "outcome": outcome,
            "reason": reason,
            "value_on": value_on,
        })
        return answer

    def settle_payables(
        self,
        *,
        contract_id: int,
        key: str | None = None,
    ) -> SettlePayablesAnswer:
        """Use the buyer's money that waits on its programme for its payables that are due, as each
        close of day does: the oldest first. Orders to the suppliers whom nobody has paid early
        are prepared; another p
        """
        answer: SettlePayablesAnswer = self.write("settle_payables", key, {
            "contract_id": contract_id,
        })
        return answer

    def settle_reminder(
        self,
        *,
        contract_id: int,
        has_left: bool,
        reminder_id: int,
        key: str | None = None,
    ) -> SettleReminderAnswer:
        """Say of a mail whose end is unknown, having looked at the server of mail, that it has left,
        or that it has not: then it goes again, under the same Message-ID. Or that a reminder that
        waits is not to le
        """
        answer: SettleReminderAnswer = self.write("settle_reminder", key, {
            "contract_id": contract_id,
            "has_left": has_left,
            "reminder_id": reminder_id,
        })
        return answer

    def share_buyer_account(
        self,
        *,
        buyer_id: int,
        contract_id: int,
        days: int,
        key: str | None = None,
    ) -> ShareBuyerAccountAnswer:
        """Make a link that opens to a buyer, without an account and for so many days, what it owes
        us under one contract: it confirms, disputes, promises, and says which invoices a transfer
        pays. For who keeps
        """
        answer: ShareBuyerAccountAnswer = self.write("share_buyer_account", key, {
            "buyer_id": buyer_id,
            "contract_id": contract_id,
            "days": days,
        })
        return answer

    def share_quote(
        self,
        *,
        quote_id: int,
        key: str | None = None,
    ) -> ShareQuoteAnswer:
        """Make a link that opens a quote to whoever has it, without an account, as long as the quote
        is valid; who reads it so may have an adviser call.
        """
        answer: ShareQuoteAnswer = self.write("share_quote", key, {
            "quote_id": quote_id,
        })
        return answer

    def share_recovery(
        self,
        *,
        claim_id: int,
        contract_id: int,
        cost_cents: int,
        payment_id: int,
        reference: str,
        step_on: date | str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> ShareRecoveryAnswer:
        """Money that the buyer, or who administers its estate, pays after the indemnity or the loss
        (None: all of the payment that waits), shared with the insurer by what each has borne, its
        costs in the same r
        """
        answer: ShareRecoveryAnswer = self.write("share_recovery", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "cost_cents": cost_cents,
            "payment_id": payment_id,
            "reference": reference,
            "step_on": step_on,
            "amount_cents": amount_cents,
        })
        return answer

    def list_signatures(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        id: int | None = None,
        kind: str | None = None,
        subject_id: int | None = None,
        size: int = 500,
    ) -> Iterator[SignaturesRow]:
        """One row per signature asked for or given on paper, the latest first: of a contract (null:
        of all that the reader sees), of one paper, by id; how it stands on the day.
        """
        answer: Iterator[SignaturesRow] = self.rows("signatures", {
            "on": on,
            "contract_id": contract_id,
            "id": id,
            "kind": kind,
            "subject_id": subject_id,
        }, size)
        return answer

    def list_sold(
        self,
        *,
        size: int = 500,
    ) -> Iterator[SoldRow]:
        """One row per invoice that a supplier has sold."""
        answer: Iterator[SoldRow] = self.rows("sold", {}, size)
        return answer

    def list_sold_months(
        self,
        *,
        on: date | str | None = None,
        period_days: int | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[SoldMonthsRow]:
        """One row per contract, buyer, currency and month of issue within the twelve months up to a
        day: the turnover incl. VAT, credit notes taken off, and of it what the last days of a
        period sold; of a contr
        """
        answer: Iterator[SoldMonthsRow] = self.rows("sold_months", {
            "on": on,
            "period_days": period_days,
            "contract_id": contract_id,
        }, size)
        return answer

    def state_commissions(
        self,
        *,
        currency: str,
        party_id: int,
        until_on: date | str | None = None,
        key: str | None = None,
    ) -> StateCommissionsAnswer:
        """State to a broker what it has earned up to a day (None: today) and no statement tells yet:
        each line once, VAT once on the sum of those that bear it (R-5), a number without gap.
        """
        answer: StateCommissionsAnswer = self.write("state_commissions", key, {
            "currency": currency,
            "party_id": party_id,
            "until_on": until_on,
        })
        return answer

    def get_stress(
        self,
        *,
        shock: list[Any] | None = None,
        contract_id: int | None = None,
        most: int | None = None,
    ) -> StressAnswer:
        """The portfolio, or a contract (invoice by invoice then), under shocks, all at once; `shock`
        may be repeated: `fail largest=3`, `fail buyer=443061841`, `delay days=20 country=DE`,
        `limits kept=50 insure
        """
        answer: StressAnswer = self.look("stress", {
            "shock": shock,
            "contract_id": contract_id,
            "most": most,
        })
        return answer

    def get_suspicion_report(
        self,
        *,
        aml_alarm_id: int,
    ) -> SuspicionReportAnswer:
        """The report of a suspicion that two people agreed on, to be sent to the financial
        intelligence unit: a text file; `content` is in base64.
        """
        answer: SuspicionReportAnswer = self.look("suspicion_report", {
            "aml_alarm_id": aml_alarm_id,
        })
        return answer

    def list_sweeps(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[SweepsRow]:
        """One row per sweep of a contract's dedicated account, the latest first: what of it the
        banks have told, by its last step, and on which days it left and arrived.
        """
        answer: Iterator[SweepsRow] = self.rows("sweeps", {
            "contract_id": contract_id,
        }, size)
        return answer

    def take_back_payables(
        self,
        *,
        contract_id: int,
        payment_id: int,
        reason: str,
        key: str | None = None,
    ) -> TakeBackPayablesAnswer:
        """Say that money of a programme should not have paid its payables: it waits again, with all
        that was used with it, and the buyer owes the payables again. Say what the money is before
        the next close, whi
        """
        answer: TakeBackPayablesAnswer = self.write("take_back_payables", key, {
            "contract_id": contract_id,
            "payment_id": payment_id,
            "reason": reason,
        })
        return answer

    def take_callback(
        self,
        *,
        callback_id: int,
        key: str | None = None,
    ) -> TakeCallbackAnswer:
        """Take a case: it is one's own turn from now on, whoever had it. Refused: callback_unknown,
        callback_closed, callback_taken (one's own already).
        """
        answer: TakeCallbackAnswer = self.write("take_callback", key, {
            "callback_id": callback_id,
        })
        return answer

    def take_file(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> TakeFileAnswer:
        """Take in a file of a request and offers (format comptant-offers, version 1 or 2), whole or
        not at all: it is kept byte for byte, and its terms are checked one by one.
        """
        answer: TakeFileAnswer = self.write("take_file", key, {
            "content": content,
            "file_name": file_name,
        })
        return answer

    def take_insurer_answers(
        self,
        *,
        answers: list[Any],
        insurer_id: int,
        key: str | None = None,
    ) -> TakeInsurerAnswersAnswer:
        """Take in decisions of an insurer (INSURER_ANSWERS), by RECECO's response codes. One that
        was taken before is left as it is, and told as refused where it says something else now;
        one that cannot be is k
        """
        answer: TakeInsurerAnswersAnswer = self.write("take_insurer_answers", key, {
            "answers": answers,
            "insurer_id": insurer_id,
        })
        return answer

    def take_notices(
        self,
        *,
        content: bytes | str,
        file_name: str,
        key: str | None = None,
    ) -> TakeNoticesAnswer:
        """Take in a file of notices (JSON of BODACC's open data portal). Each notice is kept once
        and counts once, however often it comes. What it comes to for a company that we know: a
        buyer is stopped, the fu
        """
        answer: TakeNoticesAnswer = self.write("take_notices", key, {
            "content": content,
            "file_name": file_name,
        })
        return answer

    def take_over(
        self,
        *,
        content: bytes | str,
        contract_id: int,
        file_name: str,
        lender_id: int,
        key: str | None = None,
    ) -> TakeOverAnswer:
        """Take over a contract on which nothing has moved: open invoices and credit notes
        (SENT_INVOICES, each worth what is open of it), money that waits (PAYMENTS), limits
        (LIMITS, each for another person to
        """
        answer: TakeOverAnswer = self.write("take_over", key, {
            "content": content,
            "contract_id": contract_id,
            "file_name": file_name,
            "lender_id": lender_id,
        })
        return answer

    def list_takeovers(
        self,
        *,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[TakeoversRow]:
        """One row per thing that happened with the lender of a contract taken over, or of all: the
        statement, the letter, the payment.
        """
        answer: Iterator[TakeoversRow] = self.rows("takeovers", {
            "contract_id": contract_id,
        }, size)
        return answer

    def list_tariff_rows(
        self,
        *,
        tariff_id: int | None = None,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[TariffRowsRow]:
        """One row per line of a tariff, or (null) of the one in force on a day."""
        answer: Iterator[TariffRowsRow] = self.rows("tariff_rows", {
            "tariff_id": tariff_id,
            "on": on,
        }, size)
        return answer

    def list_tariffs(
        self,
        *,
        size: int = 500,
    ) -> Iterator[TariffsRow]:
        """One row per tariff, the latest first: from when it holds, who said and approved it, how
        many rows it has, whether it prices quotes of the public.
        """
        answer: Iterator[TariffsRow] = self.rows("tariffs", {}, size)
        return answer

    def list_team(
        self,
        *,
        size: int = 500,
    ) -> Iterator[TeamRow]:
        """One row per person of the user's company: the roles held there now, and since when."""
        answer: Iterator[TeamRow] = self.rows("team", {}, size)
        return answer

    def list_team_acts(
        self,
        *,
        login: str | None = None,
        size: int = 500,
    ) -> Iterator[TeamActsRow]:
        """One row per act of a person of the user's company: who did what, when, on which contract,
        by which program's key if by one.
        """
        answer: Iterator[TeamActsRow] = self.rows("team_acts", {
            "login": login,
        }, size)
        return answer

    def list_team_requests(
        self,
        *,
        size: int = 500,
    ) -> Iterator[TeamRequestsRow]:
        """One row per role of a person of the user's company that waits for another person."""
        answer: Iterator[TeamRequestsRow] = self.rows("team_requests", {}, size)
        return answer

    def tell_insurer(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        kind: str,
        policy_id: int,
        reason: str,
        key: str | None = None,
    ) -> TellInsurerAnswer:
        """Write what is told an insurer of invoices of one buyer: EXTENSION (asked), OVERDUE
        (declared), CLAIM (the file follows). Once the insurer has it, it counts of each, on the
        day on which it left.
        """
        answer: TellInsurerAnswer = self.write("tell_insurer", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "kind": kind,
            "policy_id": policy_id,
            "reason": reason,
        })
        return answer

    def tell_recovery(
        self,
        *,
        claim_id: int,
        contract_id: int,
        key: str | None = None,
    ) -> TellRecoveryAnswer:
        """Write what is told an insurer of what came in on a claim since it was told last, the
        oldest first: the money, its costs, what of it is the insurer's.
        """
        answer: TellRecoveryAnswer = self.write("tell_recovery", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
        })
        return answer

    def tell_turnover(
        self,
        *,
        policy_id: int,
        key: str | None = None,
    ) -> TellTurnoverAnswer:
        """Write the declaration of a policy's next period of turnover that is over, as the ledger
        has it; it is declared once the insurer has it.
        """
        answer: TellTurnoverAnswer = self.write("tell_turnover", key, {
            "policy_id": policy_id,
        })
        return answer

    def list_terms(
        self,
        *,
        contract_id: int,
        size: int = 500,
    ) -> Iterator[TermsRow]:
        """One row per dated term of a contract, the latest first; what stops the funding for a
        suspicion is for the house alone.
        """
        answer: Iterator[TermsRow] = self.rows("terms", {
            "contract_id": contract_id,
        }, size)
        return answer

    def get_to_collect(
        self,
        *,
        contract_id: int | None = None,
        on: date | str | None = None,
    ) -> ToCollectAnswer:
        """Whom to remind first, of a contract or of all: what is overdue, less what the buyer's own
        habits bring within thirty days, less what it disputes.
        """
        answer: ToCollectAnswer = self.look("to_collect", {
            "contract_id": contract_id,
            "on": on,
        })
        return answer

    def list_to_sign(
        self,
        *,
        contract_id: int,
        on: date | str | None = None,
        size: int = 500,
    ) -> Iterator[ToSignRow]:
        """One row per remittance of a contract under Dailly deeds whose title is neither issued in
        French nor signed, the oldest first: it may be signed now, and its fee, before VAT, is
        charged then.
        """
        answer: Iterator[ToSignRow] = self.rows("to_sign", {
            "contract_id": contract_id,
            "on": on,
        }, size)
        return answer

    def get_treasury_plan(
        self,
        *,
        contract_id: int,
        cash_cents: int | None = None,
        case: str | None = None,
    ) -> TreasuryPlanAnswer:
        """A client's thirteen weeks, day by day: what buyers pay, what is billed and de-funded, what
        is drawn for the payments planned (plan_payments), the lowest point and what would lift
        it. `case`: middle, o
        """
        answer: TreasuryPlanAnswer = self.look("treasury_plan", {
            "contract_id": contract_id,
            "cash_cents": cash_cents,
            "case": case,
        })
        return answer

    def list_turnover_declarations(
        self,
        *,
        policy_id: int | None = None,
        size: int = 500,
    ) -> Iterator[TurnoverDeclarationsRow]:
        """One row per declaration of turnover to an insurer, the latest first."""
        answer: Iterator[TurnoverDeclarationsRow] = self.rows("turnover_declarations", {
            "policy_id": policy_id,
        }, size)
        return answer

    def undo_claim_step(
        self,
        *,
        claim_id: int,
        contract_id: int,
        reason: str,
        step_id: int,
        key: str | None = None,
    ) -> UndoClaimStepAnswer:
        """Propose to undo a step of a claim told by slip (UNDONE); another person's approval does
        it.
        """
        answer: UndoClaimStepAnswer = self.write("undo_claim_step", key, {
            "claim_id": claim_id,
            "contract_id": contract_id,
            "reason": reason,
            "step_id": step_id,
        })
        return answer

    def undo_entry(
        self,
        *,
        contract_id: int,
        entry_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> UndoEntryAnswer:
        """Propose to undo an entry told by mistake (UNDONE), of some of its invoices or credit notes
        or of all, the return of an instrument (RETURNS), a debit named as one's (NAMED), or a
        withdrawal whole (WITH
        """
        answer: UndoEntryAnswer = self.write("undo_entry", key, {
            "contract_id": contract_id,
            "entry_id": entry_id,
            "invoice_ids": invoice_ids,
            "reason": reason,
        })
        return answer

    def undo_garnishment(
        self,
        *,
        contract_id: int,
        garnishment_id: int,
        reason: str,
        key: str | None = None,
    ) -> UndoGarnishmentAnswer:
        """Ask to undo a garnishment that was registered wrongly (another's, an amount or an instant
        that is none), on every contract on which its act holds. Once another person agrees it
        holds nothing, those se
        """
        answer: UndoGarnishmentAnswer = self.write("undo_garnishment", key, {
            "contract_id": contract_id,
            "garnishment_id": garnishment_id,
            "reason": reason,
        })
        return answer

    def undo_recourse(
        self,
        *,
        contract_id: int,
        reason: str,
        step_id: int,
        key: str | None = None,
    ) -> UndoRecourseAnswer:
        """Propose to undo what was done about an over-advance by slip: a guarantor called, his money
        or money on a loss received, a set-off, a loss; another person's approval does it.
        """
        answer: UndoRecourseAnswer = self.write("undo_recourse", key, {
            "contract_id": contract_id,
            "reason": reason,
            "step_id": step_id,
        })
        return answer

    def list_users(
        self,
        *,
        size: int = 500,
    ) -> Iterator[UsersRow]:
        """One row per user and company, with the roles held there now."""
        answer: Iterator[UsersRow] = self.rows("users", {}, size)
        return answer

    def list_verifications(
        self,
        *,
        contract_id: int | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[VerificationsRow]:
        """One row per invoice drawn to be verified, the latest first: of a contract or (null) of
        all; those without an answer, or everything.
        """
        answer: Iterator[VerificationsRow] = self.rows("verifications", {
            "contract_id": contract_id,
            "everything": everything,
        }, size)
        return answer

    def waive_penalty(
        self,
        *,
        contract_id: int,
        penalty_id: int,
        reason: str,
        amount_cents: int | None = None,
        key: str | None = None,
    ) -> WaivePenaltyAnswer:
        """Propose to waive a penalty that was claimed, or a part of it; another person's approval
        does it. Kept with who, why and when. What is waived is not claimed again.
        """
        answer: WaivePenaltyAnswer = self.write("waive_penalty", key, {
            "contract_id": contract_id,
            "penalty_id": penalty_id,
            "reason": reason,
            "amount_cents": amount_cents,
        })
        return answer

    def list_warnings(
        self,
        *,
        on: date | str | None = None,
        warning_id: int | None = None,
        subject: str | None = None,
        everything: bool | None = None,
        size: int = 500,
    ) -> Iterator[WarningsRow]:
        """One row per company with a score as of a day, the worst first: what it was a week before,
        and what made it. One of them (its number), one kind (as buyer, as client), or (null) all;
        quiet ones too wher
        """
        answer: Iterator[WarningsRow] = self.rows("warnings", {
            "on": on,
            "warning_id": warning_id,
            "subject": subject,
            "everything": everything,
        }, size)
        return answer

    def list_watch_flows(
        self,
        *,
        on: date | str | None = None,
        contract_id: int | None = None,
        size: int = 500,
    ) -> Iterator[WatchFlowsRow]:
        """One row per contract, buyer and currency: what twelve months up to a value date assigned,
        credited and paid, the last thirty days apart, of a contract (null: of all). A credit note
        that a new invoice
        """
        answer: Iterator[WatchFlowsRow] = self.rows("watch_flows", {
            "on": on,
            "contract_id": contract_id,
        }, size)
        return answer

    def watch_fraud(
        self,
        *,
        contract_ids: list[Any],
        from_on: date | str | None = None,
        is_quick: bool | None = None,
        key: str | None = None,
    ) -> WatchFraudAnswer:
        """Look at contracts (at most CONTRACTS_MAX; the door goes on from slice to slice) with every
        rule, for what is new since a day (None: of the last month), and raise what was not raised
        before. An invoice
        """
        answer: WatchFraudAnswer = self.write("watch_fraud", key, {
            "contract_ids": contract_ids,
            "from_on": from_on,
            "is_quick": is_quick,
        })
        return answer

    def list_webhooks(
        self,
        *,
        size: int = 500,
    ) -> Iterator[WebhooksRow]:
        """One row per address of the user's companies that is told of events."""
        answer: Iterator[WebhooksRow] = self.rows("webhooks", {}, size)
        return answer

    def withdraw(
        self,
        *,
        contract_id: int,
        invoice_ids: list[Any],
        reason: str,
        key: str | None = None,
    ) -> WithdrawAnswer:
        """Take invoices and credit notes out of the assignment whole. Of an invoice nothing may have
        been paid or credited; a credit note that was applied is taken off its invoices first, on
        the value date of i
        """
        answer: WithdrawAnswer = self.write("withdraw", key, {
            "contract_id": contract_id,
            "invoice_ids": invoice_ids,
            "reason": reason,
        })
        return answer

    def withdraw_signature(
        self,
        *,
        contract_id: int,
        reason: str,
        signature_id: int,
        key: str | None = None,
    ) -> WithdrawSignatureAnswer:
        """The house asks for it no longer: nothing is signed any more. Refused: contract_unknown,
        signature_unknown, signature_over, reason_missing.
        """
        answer: WithdrawSignatureAnswer = self.write("withdraw_signature", key, {
            "contract_id": contract_id,
            "reason": reason,
            "signature_id": signature_id,
        })
        return answer

    def withdraw_statement(
        self,
        *,
        bank_statement_id: int,
        reason: str,
        key: str | None = None,
    ) -> WithdrawStatementAnswer:
        """Propose to withdraw a statement of an account of ours, with all its issues; another
        person's approval does it. What its money pays comes back from there; orders that it
        executed are under way again, i
        """
        answer: WithdrawStatementAnswer = self.write("withdraw_statement", key, {
            "bank_statement_id": bank_statement_id,
            "reason": reason,
        })
        return answer

    def write_notices(
        self,
        *,
        contract_id: int | None = None,
        language: str | None = None,
        key: str | None = None,
    ) -> WriteNoticesAnswer:
        """Write the letters of the notices to buyers that wait to leave, of a contract or of all,
        once each, as PDF/A: in `language`, or (without) in French where the buyer's country
        speaks it and else in Engli
        """
        answer: WriteNoticesAnswer = self.write("write_notices", key, {
            "contract_id": contract_id,
            "language": language,
        })
        return answer
