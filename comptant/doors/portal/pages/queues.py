"""What waits for the staff: each queue is worked through by keys, each line opens to its facts."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from comptant.doors.portal import subjects
from comptant.doors.portal.call import Call
from comptant.doors.portal.parts import rows_of
from comptant.doors.portal.registry import Page, Row, page
from comptant.doors.reporting import TURNS
from comptant.doors.words import Both
from comptant.operations.acts.roles import (
    ACCOUNT_MANAGER,
    ACCOUNTANT,
    AUDITOR,
    FACTOR_ROLES,
    TREASURER,
)
from comptant.store.access import See

MONEY = frozenset({TREASURER, ACCOUNTANT, ACCOUNT_MANAGER, AUDITOR})
Told = Callable[[Row], Mapping[str, object]]


def queue(
    name: str, path: str, title: Both, roles: frozenset[str], query: str, columns: tuple[str, ...],
    href: Callable[[Row], str], *, arguments: Mapping[str, object] | None = None,
    rows: Callable[[list[Row]], list[Row]] = lambda found: found, about: Both | None = None,
    menu: str = "work", added: tuple[str, ...] = (), links: str = "", opened_by: str = "",
) -> Page:  # fmt: skip
    """A list that is worked through: `href` is the page of a row's facts, for whoever may do the
    operation `opened_by`; `rows` may add columns (`added`) to what the query gives."""

    def look(see: See, call: Call, **told: str) -> Row:
        given = rows_of(see, call, query, dict(arguments or {}))
        is_open = not opened_by or call.visit.may(opened_by)
        given["rows"] = [{**row, "href": href(row) if is_open else ""}
                         for row in rows(given["rows"])]  # fmt: skip
        acts = subjects.links(call, links, told) if links else []
        return {**given, "columns": (*columns, *added), "about": about.said() if about else "",
                "links": acts}  # fmt: skip

    return page(Page(name, path, title, roles, look, "portal/queue.html", menu, query=query,
                     columns=columns))  # fmt: skip


def _turns(rows: list[Row]) -> list[Row]:
    return [{**row, "whose_turn": TURNS[row["turn"]].said()} for row in rows]


def _turn_page(row: Row) -> str:
    """Where whoever's turn it is does it."""
    if row["turn"] == "release" and row["approval_id"]:
        return f"/approvals/{row['approval_id']}"
    return f"/orders/{row['id']}"


def _followed(rows: list[Row]) -> list[Row]:
    from comptant.operations.risk.disputes import followed

    return followed(rows)


queue("held", "held", Both("Held lines", "Lignes retenues"), FACTOR_ROLES,
      "read_held_remittances", ("id", "contract_number", "client_name", "posted_on", "held_count",
                                "held_cents", "promised_at"),
      lambda row: f"/remittances/{row['id']}?state=NOT_FUNDABLE",
      about=Both("Remittances with open lines that are not fundable, the oldest first.",
                 "Les remises dont des lignes ouvertes ne sont pas finançables, la plus ancienne "
                 "d'abord."))  # fmt: skip
queue("limit_requests", "limit-requests", Both("Limit requests", "Demandes de limite"),
      FACTOR_ROLES, "read_approvals", ("id", "party_name", "contract_number", "amount_cents",
                                       "proposed_by", "proposed_at"),
      lambda row: f"/approvals/{row['id']}", arguments={"kind": "limit"})  # fmt: skip
queue("number_claims", "parties/claims", Both("Numbers to check", "Numéros à vérifier"),
      FACTOR_ROLES, "read_number_claims", (
          "contract_number", "party_name", "number_scheme", "party_number", "name_told",
          "bearer_name", "recorded_at"),
      lambda row: f"/parties/number?party_id={row['party_id']}&scheme={row['number_scheme']}"
                  f"&number={quote(row['party_number'])}",
      about=Both("Numbers that clients' files give companies and that nothing proves.",
                 "Les numéros que les fichiers des clients donnent à des sociétés et que rien ne "
                 "prouve."))  # fmt: skip
queue("disputes", "disputes", Both("Disputes", "Litiges"), FACTOR_ROLES, "read_open_disputes",
      ("dispute_id", "contract_number", "invoice_number", "buyer_name", "dispute_code",
       "disputed_on"),
      lambda row: f"/contracts/{quote(row['contract_number'], safe='')}/disputes/"
                  f"{row['dispute_id']}",
      rows=_followed, added=("still_disputed_cents", "dispute_status", "next_act",
                             "act_by_on"))  # fmt: skip
queue("cash", "cash", Both("Unmatched money", "Règlements non lettrés"), MONEY, "read_cash",
      ("id", "contract_number", "buyer_name", "value_on", "payer_name", "open_cents",
       "remittance_text", "wait_reason"), lambda row: f"/cash/{row['id']}")  # fmt: skip
queue("guessed", "guessed", Both("Proposed matches", "Lettrages proposés"), MONEY, "read_guessed",
      ("id", "contract_number", "value_on", "payer_name", "open_cents", "remittance_text",
       "invoice_numbers", "proposed_cents", "confidence_ppm", "guess_evidence"),
      lambda row: f"/cash/{row['id']}",
      about=Both("Money that waits and what it may be for, the surest guess first.",
                 "L'argent en attente et ce qu'il peut payer, la proposition la plus sûre "
                 "d'abord."))  # fmt: skip
queue("late", "late", Both("Late fundings", "Financements en retard"), FACTOR_ROLES,
      "read_late_orders", ("id", "contract_number", "client_name", "amount_cents", "purpose",
                           "promised_at"), _turn_page, rows=_turns, added=("whose_turn",),
      about=Both("Promised for an hour that has passed and not paid: whose turn it is.",
                 "Promis pour une heure passée et pas encore versés : à qui d'agir."),
      )  # fmt: skip
queue("outbox", "outbox", Both("To be sent", "À envoyer"), FACTOR_ROLES, "read_outbox",
      ("id", "outbox_kind", "contract_number", "party_name", "due_at"),
      lambda row: f"/outbox/{row['id']}")  # fmt: skip
queue("bank_files_made", "files-made", Both("Files for the bank", "Fichiers pour la banque"),
      FACTOR_ROLES, "read_outbox_files", ("name", "outbox_kind", "kept_at", "count", "step"),
      lambda row: f"/documents/{row['digest']}", menu="money",
      about=Both("Every file made, the latest first, to be had again: the same bytes.",
                 "Tous les fichiers faits, le dernier d'abord, à reprendre : les mêmes octets.")
      )  # fmt: skip
queue("debits", "debits", Both("Debits to explain", "Débits à expliquer"), MONEY, "read_debits",
      ("movement_id", "value_on", "amount_cents", "remittance_text", "order_id"),
      lambda row: f"/debits/{row['movement_id']}", opened_by="explain_debit")  # fmt: skip
