"""Who is at work: signed-in users of a loaded market and the pages that each walks through."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from comptant.doors.bench.market.load import Market
from comptant.operations.registry import people, signing

STAFF_ONE_IN, PROGRAM_ONE_IN = 8, 4  # users who are the factor's, and who are programs
OF_CLIENT = ("/", "/contracts/{}", "/contracts/{}/invoices", "/contracts/{}/buyers",
             "/contracts/{}/draws", "/contracts/{}/send")  # fmt: skip
OF_STAFF = ("/", "/contracts", "/orders", "/limits", "/journal", "/parties")
OF_PROGRAM = ("/api/v1/contracts", "/api/v1/invoices?contract_id={id}",
              "/api/v1/buyers?contract_id={id}", "/api/v1/orders?contract_id={id}")  # fmt: skip
NO_PASSWORD = "!"  # nobody signs in with it


@dataclass(frozen=True)
class Person:
    """Someone signed in: the headers of their requests, and the pages they walk through."""

    headers: dict[str, str]
    pages: dict[str, str]  # by what the page is called: its address


def sign_in(market: Market, count: int) -> list[Person]:
    """So many people: clients of contracts of every size, some of the staff, some programs."""
    found = []
    for number in range(count):
        client = number * market.world.clients.height // count
        contract = market.first_contract + client
        if number % STAFF_ONE_IN == 0:
            login, company = f"staff-{number}", market.box.users["ada"].company_id
            user = _user(market, login, company, "account_manager")
            pages = {f"staff {page}": page for page in OF_STAFF}
            found.append(Person(_session(market, user), pages))
            continue
        login, company = f"user-{number}", market.first_client + client
        user = _user(market, login, company, "client_owner")
        if number % PROGRAM_ONE_IN == 1:
            pages = {page.partition("?")[0]: page.format(id=contract) for page in OF_PROGRAM}
            found.append(Person(_key(market, login, company), pages))
        else:
            pages = {page.format("N"): page.format(f"M-{client}") for page in OF_CLIENT}
            found.append(Person(_session(market, user), pages))
    return found


def _user(market: Market, login: str, company_id: int, role: str) -> int:
    """A user as operations would leave one, without the seconds that a password takes."""
    conn = market.box.conn
    row = conn.execute(
        """INSERT INTO app_user (login, name, password, act_id) VALUES (%s, %s, %s, %s)
           RETURNING id""",
        (login, login, NO_PASSWORD, market.act_id),
    ).fetchone()
    assert row is not None
    conn.execute(
        """INSERT INTO membership (user_id, company_id, role, is_granted, act_id)
           VALUES (%s, %s, %s, true, %s)""",
        (row[0], company_id, role, market.act_id),
    )
    return int(row[0])


def _session(market: Market, user_id: int) -> dict[str, str]:
    conn = market.box.conn
    token = people.open_session(
        conn, user_id, datetime.now(UTC), agent="bench", address="127.0.0.1", is_web=True
    )
    signing.mark_proved(conn, token)
    return {"cookie": f"comptant={token}; day={market.world.on}; language=fr"}


def _key(market: Market, login: str, company_id: int) -> dict[str, str]:
    token = login.ljust(43, "x")
    asked = market.box.asked("ada")
    now = datetime.now(UTC)
    market.box.conn.execute(
        """INSERT INTO api_key
               (token_digest, user_id, company_id, name, scopes, networks, expires_at, made_by,
                agreed_at, act_id)
           SELECT %s, id, %s, 'bench', '{read}', '{}', %s, id, now(), %s
           FROM app_user WHERE login = %s""",
        (people.token_digest(token), company_id, now + timedelta(days=1), market.act_id, login),
    )
    return {"authorization": f"Bearer {token}", "comptant-day": str(asked.on)}
