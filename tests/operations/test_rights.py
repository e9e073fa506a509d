"""Who may do what: the table of rights, role by role, and that nothing escapes it."""

import importlib
import inspect
import pkgutil

import pytest

from comptant import operations
from comptant.operations.acts.act import Act
from comptant.operations.acts.approval import KINDS
from comptant.operations.acts.authority import AUTHORITY
from comptant.operations.acts.proofs import OWN
from comptant.operations.acts.rights import RIGHTS, may
from comptant.operations.acts.roles import (
    CLIENT_ROLES,
    FACTOR_ROLES,
    ROLES,
)
from comptant.operations.closing.decide import EFFECTS

# What whoever has a power to sign does, whatever their role in the company.
SIGNING = {"decline_signature", "send_signing_code", "sign_papers"}
CLIENTS_MAY = {
    "client_owner": {
        "ask_callback",
        "share_quote",
        "add_key",
        "add_webhook",
        "advance_on_order",
        "answer_colleague_role",
        "answer_delegation",
        "answer_dispute",
        "approve_payables",
        "cancel_draw",
        "cancel_payables",
        "cancel_purchase_order",
        "compare",
        "delegate_draws",
        "open_feed",
        "end_feed",
        "compare_files",
        "draw",
        "draw_many",
        "end_key",
        "end_webhook",
        "accept_quote",
        "give_notice",
        "invite_colleague",
        "invite_supplier",
        "issue_title",
        "ask_title_signature",
        *SIGNING,
        "offer_purchase_order",
        "open_dispute",
        "open_disputes",
        "propose_payee_account",
        "quote",
        "remit",
        "remit_many",
        "cede_ledger",
        "replay",
        "request_limit",
        "revoke_delegation",
        "rotate_key",
        "rotate_webhook",
        "send_payables",
        "propose_factors_end",
        "set_colleague_role",
        "set_partner",
        "name_accounts",
        "plan_payments",
        "compare_ledger",
        "take_file",
    },
    "client_treasurer": {
        "ask_callback",
        "plan_payments",
        "share_quote",
        "advance_on_order",
        "approve_payables",
        "cancel_draw",
        "cancel_payables",
        "compare",
        "compare_files",
        "draw",
        "draw_many",
        "issue_title",
        "ask_title_signature",
        *SIGNING,
        "quote",
        "send_payables",
        "take_file",
    },
    "client_user": {
        "ask_callback",
        "answer_dispute",
        "cancel_payables",
        "issue_title",
        "ask_title_signature",
        *SIGNING,
        "offer_purchase_order",
        "open_dispute",
        "open_disputes",
        "remit",
        "remit_many",
        "cede_ledger",
        "compare_ledger",
        "request_limit",
        "send_payables",
    },
    "client_accountant": SIGNING
    | {"ask_callback", "compare_ledger", "name_accounts", "plan_payments"},
    "external_accountant": {
        "draw",
        "name_accounts",
        "plan_payments",
    },  # what a client has delegated
}
# A role that proposes, and what it must not also be able to do alone. Source: DOMAIN 2.1.
KEPT_APART = [
    ("treasurer", {"bank", "payout"}, {"draw", "remit", "propose_limit", "open_contract"}),
    ("account_manager", {"draw", "remit"}, {"payout", "bank", "settle_order", "close_day"}),
    ("accountant", {"bank", "close_day"}, {"draw", "payout", "remit", "propose_limit"}),
    ("administrator", {"add_user", "set_role"}, {"draw", "remit", "payout", "bank"}),
    ("auditor", {"seal"}, set(RIGHTS) - OWN - {"seal"}),
]


def use_cases() -> set[str]:
    """Every function of comptant.operations that is one act, found by its first parameter."""
    found = set()
    for module in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        things = vars(importlib.import_module(module.name))
        for name, thing in things.items():
            body = getattr(thing, "__wrapped__", None)
            parameters = inspect.signature(body).parameters.values() if body else ()
            if [parameter.annotation for parameter in parameters][:1] == [Act]:
                found.add(name)
    return found


def test_every_use_case_is_in_the_table_of_rights() -> None:
    assert use_cases() - set(RIGHTS) == set()


def test_the_table_names_no_use_case_that_does_not_exist() -> None:
    assert set(RIGHTS) <= use_cases()


def test_rights_are_given_to_roles_that_exist() -> None:
    assert frozenset().union(*RIGHTS.values()) <= ROLES
    assert FACTOR_ROLES.isdisjoint(CLIENT_ROLES)
    assert all(roles for roles in RIGHTS.values())


@pytest.mark.parametrize("role", sorted(CLIENT_ROLES))
def test_a_client_may_do_what_is_listed_and_nothing_else(role: str) -> None:
    given = {name for name in RIGHTS if may(name, frozenset({role}))}
    assert given == CLIENTS_MAY[role] | OWN


@pytest.mark.parametrize(("role", "may_do", "must_not"), KEPT_APART)
def test_duties_are_kept_apart(role: str, may_do: set[str], must_not: set[str]) -> None:
    given = {name for name in RIGHTS if may(name, frozenset({role}))}
    assert may_do <= given
    assert given & must_not == set()


def test_without_a_role_nothing_may_be_done() -> None:
    assert [name for name in RIGHTS if may(name, frozenset())] == []


def test_no_client_decides_what_two_people_must_agree_on() -> None:
    assert {role for role, _ in AUTHORITY} & CLIENT_ROLES == set()


def test_whoever_has_authority_over_something_may_decide() -> None:
    assert {role for role, _ in AUTHORITY if not may("decide", frozenset({role}))} == set()


def test_what_can_be_approved_can_be_refused() -> None:
    approved = {kind for kind in EFFECTS if not kind.startswith("refused ")}
    assert {f"refused {kind}" for kind in approved} == set(EFFECTS) - approved
    assert approved <= KINDS
