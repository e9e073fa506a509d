"""Who may do what: one table, read by every operation before its first statement.

Roles of the factor's staff follow DOMAIN 2.1 (segregation of duties); what needs two people is in
`approvals`, and the database refuses the same person.
"""

ADMINISTRATOR = "administrator"
ACCOUNT_MANAGER = "account_manager"
CREDIT_ANALYST = "credit_analyst"
TREASURER = "treasurer"
ACCOUNTANT = "accountant"
AUDITOR = "auditor"
CLIENT_OWNER = "client_owner"
CLIENT_TREASURER = "client_treasurer"
CLIENT_USER = "client_user"
CLIENT_ACCOUNTANT = "client_accountant"
EXTERNAL_ACCOUNTANT = "external_accountant"
BROKER = "broker"
ADVISER = "adviser"
BUYER = "buyer"
SUPPLIER = "supplier"
INSURER = "insurer"
GUARANTOR = "guarantor"

FACTOR_ROLES = frozenset(
    {ADMINISTRATOR, ACCOUNT_MANAGER, CREDIT_ANALYST, TREASURER, ACCOUNTANT, AUDITOR}
)
# Those who read contracts as a client does; an external accountant, those that the firm keeps.
CLIENT_ROLES = frozenset(
    {CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER, CLIENT_ACCOUNTANT, EXTERNAL_ACCOUNTANT}
)
# Who may know who has read what is sensitive.
READERS_OF_READS = frozenset({ADMINISTRATOR, AUDITOR})
# Who may know what anybody did: those who keep the chain of acts.
READERS_OF_ACTS = frozenset({ACCOUNTANT, ADMINISTRATOR, AUDITOR})
# What a client's owner gives to colleagues; of these, what draws or names others takes two people.
TEAM_ROLES = CLIENT_ROLES - {EXTERNAL_ACCOUNTANT}
TWO_PEOPLE = frozenset({CLIENT_OWNER, CLIENT_TREASURER})
# Those who read what is theirs of a contract, by lists of their own.
PARTNER_ROLES = frozenset({BROKER, ADVISER, BUYER, SUPPLIER, INSURER, GUARANTOR})
ROLES = FACTOR_ROLES | CLIENT_ROLES | PARTNER_ROLES
# Those who bring companies, or advise them: they quote for companies that are not theirs.
INTRODUCERS = frozenset({BROKER, ADVISER})
# Which parts a company may be given in a contract, and those that a client itself may give.
PARTS = frozenset({BROKER, ADVISER, INSURER, GUARANTOR, EXTERNAL_ACCOUNTANT})
PARTS_OF_CLIENTS = frozenset({ADVISER, EXTERNAL_ACCOUNTANT})

_DESK = frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST})
_CASH = frozenset({TREASURER, ACCOUNTANT})
# Who draws on their own right; an external accountant, only what a client has delegated.
DRAWING_ROLES = frozenset({CLIENT_OWNER, CLIENT_TREASURER, ACCOUNT_MANAGER})
_OWNERS = frozenset({ADMINISTRATOR, CLIENT_OWNER})

# operation -> the roles that may ask for it
RIGHTS: dict[str, frozenset[str]] = {
    "add_user": frozenset({ADMINISTRATOR}),
    "set_role": frozenset({ADMINISTRATOR}),
    "set_authority": frozenset({ADMINISTRATOR}),
    "invite_colleague": frozenset({CLIENT_OWNER}),
    "set_colleague_role": frozenset({CLIENT_OWNER}),
    "answer_colleague_role": frozenset({CLIENT_OWNER}),
    "add_own_account": frozenset({ADMINISTRATOR, TREASURER}),
    "order_sweeps": _CASH,
    "cancel_sweep": _CASH,
    "add_party": frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST, ADMINISTRATOR}),
    "rename_party": frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST, ADMINISTRATOR}),
    "set_number": frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST, ADMINISTRATOR}),
    "record_release": _DESK,
    "add_group_member": _DESK,
    "propose_payee_account": frozenset({ACCOUNT_MANAGER, CLIENT_OWNER, TREASURER}),
    "record_payee_check": frozenset({TREASURER, ACCOUNT_MANAGER}),
    "record_payee_callback": _DESK | {TREASURER},
    "open_contract": frozenset({ACCOUNT_MANAGER}),
    "open_from_quote": frozenset({ACCOUNT_MANAGER}),
    "amend_contract": frozenset({ACCOUNT_MANAGER}),
    "disclose_contract": _DESK,
    "ask_notice": _DESK,
    "set_opening_guards": frozenset({ADMINISTRATOR}),
    "record_opening_fact": _DESK,
    "record_owners": _DESK,
    "screen_names": _DESK,
    "clear_screening": _DESK,
    "propose_committee": _DESK,
    "give_notice": frozenset({ACCOUNT_MANAGER, CLIENT_OWNER}),
    "pay_balance": frozenset({ACCOUNT_MANAGER, ACCOUNTANT, TREASURER}),
    "close_contract": frozenset({ACCOUNT_MANAGER}),
    "take_over": frozenset({ACCOUNT_MANAGER}),
    "record_lender_release": frozenset({ACCOUNT_MANAGER}),
    "pay_lender": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "set_fees": frozenset({ACCOUNT_MANAGER}),
    "charge_fee": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "set_partner": frozenset({ACCOUNT_MANAGER, CLIENT_OWNER}),
    "delegate_draws": frozenset({CLIENT_OWNER}),
    "answer_delegation": frozenset({CLIENT_OWNER}),
    "revoke_delegation": frozenset({CLIENT_OWNER, ACCOUNT_MANAGER}),
    "record_orias_check": _DESK | {ADMINISTRATOR},
    "record_broker_mandate": _DESK,
    "propose_commission_terms": frozenset({ACCOUNT_MANAGER}),
    "state_commissions": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "pay_commissions": frozenset({ACCOUNT_MANAGER, ACCOUNTANT, TREASURER}),
    "record_fact": _DESK,
    "open_dispute": _DESK | {CLIENT_OWNER, CLIENT_USER},
    "open_disputes": _DESK | {CLIENT_OWNER, CLIENT_USER},
    "answer_dispute": _DESK | {CLIENT_OWNER, CLIENT_USER},
    "confirm_rest": _DESK,
    "settle_dispute": frozenset({ACCOUNT_MANAGER}),
    "settle_disputes": frozenset({ACCOUNT_MANAGER}),
    "request_limit": frozenset({ACCOUNT_MANAGER, CLIENT_OWNER, CLIENT_USER}),
    "propose_exception": _DESK,
    "end_exception": _DESK,
    "defund": frozenset({ACCOUNT_MANAGER}),
    "propose_limit": _DESK,
    "allot": _DESK,
    "open_policy": _DESK,
    "propose_policy_terms": _DESK,
    "propose_policy_cover": _DESK,
    "record_policy_limit": _DESK,
    "record_cover_step": _DESK,
    "declare_turnover": _DESK,
    "ask_policy_limit": _DESK,
    "tell_insurer": _DESK,
    "tell_recovery": _DESK,
    "tell_turnover": _DESK,
    "mark_insurer_message": _DESK,
    "take_insurer_answers": _DESK | {ACCOUNTANT},
    "hear_insurer": frozenset({ACCOUNTANT}),
    "book_premium": frozenset({ACCOUNTANT}),
    "pay_premium": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "record_premium_paid": _DESK,
    "open_claim": _DESK,
    "accept_claim": _DESK,
    "drop_claim": _DESK,
    "propose_claim_refusal": _DESK,
    "propose_write_off": _DESK,
    "receive_indemnity": _CASH | {ACCOUNT_MANAGER},
    "share_recovery": _CASH | {ACCOUNT_MANAGER},
    "pay_insurer": _CASH,
    "call_guarantor": _DESK,
    "receive_surety": _CASH | {ACCOUNT_MANAGER},
    "propose_set_off": _DESK,
    "propose_client_loss": _DESK,
    "regain_loss": _CASH | {ACCOUNT_MANAGER},
    "set_provision_terms": frozenset({ACCOUNTANT, ADMINISTRATOR, CREDIT_ANALYST}),
    "register_garnishment": _DESK | {ACCOUNTANT, TREASURER},
    "answer_garnishment": _DESK | {ACCOUNTANT, TREASURER},
    "record_garnishment_step": _DESK | {ACCOUNTANT, TREASURER},
    "pay_garnishment": _CASH,
    # The keeper, an accountant, takes in what it fetches.
    "take_notices": _DESK | {ACCOUNTANT},
    "judge_notice": _DESK,
    "record_insolvency_step": _DESK,
    "impair_client": _DESK | {ACCOUNTANT},
    "undo_recourse": _DESK | _CASH,
    "propose_tariff": frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST, ADMINISTRATOR}),
    "set_public_tariff": frozenset({ACCOUNT_MANAGER, CREDIT_ANALYST, ADMINISTRATOR}),
    "quote": _DESK | INTRODUCERS | {CLIENT_OWNER, CLIENT_TREASURER},
    "compare": _DESK | INTRODUCERS | {CLIENT_OWNER, CLIENT_TREASURER},
    "take_file": _DESK | INTRODUCERS | {CLIENT_OWNER, CLIENT_TREASURER},
    "compare_files": _DESK | INTRODUCERS | {CLIENT_OWNER, CLIENT_TREASURER},
    "share_quote": _DESK | INTRODUCERS | {CLIENT_OWNER, CLIENT_TREASURER},
    "accept_quote": frozenset({CLIENT_OWNER}),
    # The keeper, an accountant, writes down what is done without an account.
    "accept_quote_by_link": frozenset({ACCOUNTANT}),
    "quote_prospect": _DESK | {ACCOUNTANT},
    # The keeper, an accountant, asks for who reads by a link and has no account.
    "ask_callback": _DESK | TEAM_ROLES | INTRODUCERS | {ACCOUNTANT},
    "take_callback": _DESK,
    "note_call": _DESK,
    "close_callback": _DESK,
    "propose_rate": frozenset({TREASURER, ACCOUNT_MANAGER}),
    "propose_rates": frozenset({TREASURER, ACCOUNT_MANAGER}),
    "decide": frozenset({ADMINISTRATOR, ACCOUNT_MANAGER, CREDIT_ANALYST, TREASURER, ACCOUNTANT}),
    "name_accounts": frozenset(
        {CLIENT_OWNER, CLIENT_ACCOUNTANT, EXTERNAL_ACCOUNTANT, ACCOUNT_MANAGER, ACCOUNTANT}
    ),
    "plan_payments": frozenset(
        {CLIENT_OWNER, CLIENT_TREASURER, CLIENT_ACCOUNTANT, EXTERNAL_ACCOUNTANT, ACCOUNT_MANAGER}
    ),
    "remit": frozenset({CLIENT_OWNER, CLIENT_USER, ACCOUNT_MANAGER}),
    "remit_many": frozenset({CLIENT_OWNER, CLIENT_USER, ACCOUNT_MANAGER}),
    "cede_ledger": frozenset({CLIENT_OWNER, CLIENT_USER, ACCOUNT_MANAGER}),
    "compare_ledger": frozenset({CLIENT_OWNER, CLIENT_USER, CLIENT_ACCOUNTANT, ACCOUNT_MANAGER}),
    "open_feed": frozenset({CLIENT_OWNER, ACCOUNT_MANAGER}),
    "end_feed": frozenset({CLIENT_OWNER, ACCOUNT_MANAGER}),
    "record_arrival": frozenset({ACCOUNTANT}),
    "issue_title": _DESK | {ACCOUNTANT, CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER},
    "propose_power": _DESK,
    "end_power": _DESK | {ADMINISTRATOR},
    "ask_title_signature": _DESK | {CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER},
    "ask_conditions_signature": _DESK,
    "withdraw_signature": _DESK,
    "propose_paper_signature": _DESK,
    "send_signing_code": TEAM_ROLES,
    "sign_papers": TEAM_ROLES,
    "decline_signature": TEAM_ROLES,
    "hear_provider": frozenset({ACCOUNTANT}),
    "offer_purchase_order": frozenset({CLIENT_OWNER, CLIENT_USER, ACCOUNT_MANAGER}),
    "advance_on_order": DRAWING_ROLES,
    "cancel_purchase_order": frozenset({CLIENT_OWNER, ACCOUNT_MANAGER, CREDIT_ANALYST}),
    "invite_supplier": frozenset({CLIENT_OWNER, ACCOUNT_MANAGER}),
    "join_programme": frozenset({SUPPLIER, ACCOUNT_MANAGER}),
    "send_payables": frozenset({CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER, ACCOUNT_MANAGER}),
    "cancel_payables": frozenset({CLIENT_OWNER, CLIENT_TREASURER, CLIENT_USER, ACCOUNT_MANAGER}),
    "approve_payables": frozenset({CLIENT_OWNER, CLIENT_TREASURER}),
    "ask_early": frozenset({SUPPLIER, ACCOUNT_MANAGER}),
    "settle_payables": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "take_back_payables": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "draw": DRAWING_ROLES | {EXTERNAL_ACCOUNTANT},
    "draw_many": DRAWING_ROLES,
    "cancel_draw": DRAWING_ROLES,
    "release_many": frozenset({ADMINISTRATOR, TREASURER, ACCOUNTANT}),
    "payout": frozenset({TREASURER}),
    "settle_order": _CASH,
    "bank": _CASH,
    "bank_slice": _CASH,
    "withdraw_statement": frozenset({TREASURER}),
    "announce": _CASH,
    "hear_payment_status": _CASH,
    "advise": frozenset({ACCOUNT_MANAGER, ACCOUNTANT, TREASURER}),
    "set_collecting": frozenset({ADMINISTRATOR, TREASURER}),
    "propose_mandate": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "revoke_mandate": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "receive_instrument": _CASH | {ACCOUNT_MANAGER},
    "order_debit": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "cancel_instrument": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "remit_instruments": frozenset({TREASURER}),
    "settle_collection": _CASH,
    "return_instrument": _CASH,
    "allocate": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "identify": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "move_payment": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "return_unknown": frozenset({TREASURER, ACCOUNTANT}),
    "apply_credit_note": _DESK,
    "keep_direct_payment": _DESK,
    "reassign": frozenset({ACCOUNT_MANAGER}),
    "reallocate": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "undo_entry": _DESK | {ACCOUNTANT},
    "give_guarantee_back": _DESK | {ACCOUNTANT},
    "withdraw": frozenset({ACCOUNT_MANAGER}),
    "repay": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "forward": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "refund": frozenset({ACCOUNT_MANAGER, ACCOUNTANT, TREASURER}),
    "pay_claim": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "notify_defunding": _DESK,
    "claim_penalties": _DESK | {ACCOUNTANT},
    "pay_penalties": frozenset({ACCOUNT_MANAGER, ACCOUNTANT}),
    "waive_penalty": _DESK | {ACCOUNTANT},
    "propose_plan": frozenset({ACCOUNT_MANAGER}),
    "propose_plan_end": frozenset({ACCOUNT_MANAGER}),
    "explain_debit": _CASH,
    "propose_entry": frozenset({ACCOUNTANT}),
    "propose_reversal": frozenset({ACCOUNTANT}),
    "draw_sample": _DESK,
    "record_verification": _DESK,
    "record_double": _DESK | {ACCOUNTANT},
    "examine_document": _DESK,
    "watch_fraud": _DESK | {ACCOUNTANT},
    "decide_alarm": _DESK,
    "propose_threshold": _DESK | {ADMINISTRATOR},
    "set_reminder_plan": _DESK,
    "set_reminder_contact": _DESK,
    "remind": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "print_reminders": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "record_call": _DESK,
    "settle_reminder": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "record_bounce": _DESK,
    "record_promise": _DESK,
    "end_promise": _DESK,
    "hand_over": frozenset({ACCOUNT_MANAGER}),
    "share_buyer_account": _DESK,
    "end_buyer_account": _DESK,
    # The keeper, an accountant, acts for a buyer that answers by a link and has no account.
    "confirm_by_link": frozenset({ACCOUNTANT}),
    "dispute_by_link": frozenset({ACCOUNTANT}),
    "promise_by_link": frozenset({ACCOUNTANT}),
    "advise_by_link": frozenset({ACCOUNTANT}),
    "write_notices": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "mark_sent": frozenset({ACCOUNT_MANAGER, TREASURER}),
    "fit_ceiling": frozenset({ACCOUNTANT}),
    "follow_stops": frozenset({ACCOUNTANT}),
    "follow_promises": frozenset({ACCOUNTANT}),
    "close_slice": frozenset({ACCOUNTANT}),
    "close_day": frozenset({ACCOUNTANT}),
    "close_period": frozenset({ACCOUNTANT}),
    "seal": READERS_OF_ACTS,
    "accept_clock": frozenset({ADMINISTRATOR}),
    "record_backup": frozenset({ADMINISTRATOR}),
    "propose_password_reset": frozenset({ADMINISTRATOR}),
    "record_data_request": frozenset({ADMINISTRATOR}),
    "propose_erasure": frozenset({ADMINISTRATOR}),
    "change_password": ROLES,
    "add_second_factor": ROLES,
    "add_passkey": ROLES,
    "say_email": ROLES,
    "confirm_email": ROLES,
    "end_email": ROLES,
    "link_identity": ROLES,
    "end_identity": ROLES,
    "end_second_factor": ROLES,
    "end_session": ROLES,
    "add_webhook": _OWNERS,
    "rotate_webhook": _OWNERS,
    "end_webhook": _OWNERS,
    "replay": _OWNERS,
    "add_key": _OWNERS,
    "answer_key": ROLES,
    "rotate_key": _OWNERS,
    "end_key": ROLES,
}


def may(operation: str, roles: frozenset[str]) -> bool:
    """Whether one of these roles may ask for the operation; an unlisted one is nobody's."""
    return bool(RIGHTS.get(operation, frozenset()) & roles)
