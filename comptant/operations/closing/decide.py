"""The answer to an approval: what each kind does once approved, and once refused."""

from comptant.operations.acts.act import Act, Answer, operation
from comptant.operations.acts.approval import Effect, answer, nothing_more
from comptant.operations.assigning import disclosing, purchase_orders, signatures
from comptant.operations.banking.statement_withdrawal import withdraw_statement_approved
from comptant.operations.brokerage import commission_terms
from comptant.operations.claiming import claim_decisions
from comptant.operations.closing import manual, provisioning, putting_right
from comptant.operations.drawing import garnishment_steps, over_advance, recourse, releases
from comptant.operations.insurance import cover_steps
from comptant.operations.paying import outcomes, unsent_files
from comptant.operations.quoting import tariffs
from comptant.operations.registry import (
    contracting,
    delegations,
    erasing,
    lost_factors,
    mandates,
    opening,
    own_accounts,
    parties,
    party_words,
    password_changes,
    people,
    personal,
    powers,
    team,
)
from comptant.operations.risk import (
    exceptions,
    fraud_decisions,
    limits,
    screening_words,
    suspicion_words,
)
from comptant.operations.terms import references

EFFECTS: dict[str, Effect] = {
    "limit": limits.set_limit,
    "refused limit": nothing_more,
    "contract_terms": contracting.set_terms,
    "refused contract_terms": nothing_more,
    "commission_terms": commission_terms.set_commission_terms,
    "refused commission_terms": nothing_more,
    "policy": cover_steps.decide_policy,
    "refused policy": nothing_more,
    "claim": claim_decisions.decide_claim,
    "refused claim": nothing_more,
    "recourse": recourse.decide_recourse,
    "refused recourse": nothing_more,
    "tariff": tariffs.set_tariff,
    "refused tariff": nothing_more,
    "payee_account": parties.approve_payee_account,
    "refused payee_account": nothing_more,
    "party_number": party_words.say_number,
    "refused party_number": nothing_more,
    "party_name": party_words.say_name,
    "refused party_name": nothing_more,
    "mandate": mandates.approve_mandate,
    "refused mandate": nothing_more,
    "disclosure": disclosing.disclose,
    "refused disclosure": nothing_more,
    "rate": references.set_values,
    "refused rate": nothing_more,
    "payment_order": releases.release_order,
    "refused payment_order": releases.refuse_order,
    "order_outcome": outcomes.settle_approved,
    "refused order_outcome": nothing_more,
    "user_role": people.give_roles,
    "refused user_role": nothing_more,
    "client_role": team.give_client_role,
    "refused client_role": nothing_more,
    "delegation": delegations.give_delegation,
    "refused delegation": nothing_more,
    "password_reset": password_changes.reset_password,
    "refused password_reset": nothing_more,
    "second_factors": lost_factors.end_factors,
    "refused second_factors": nothing_more,
    "erasure": personal.erase,
    "refused erasure": nothing_more,
    "garnishment": garnishment_steps.free_by_two,
    "refused garnishment": nothing_more,
    "legal_hold": erasing.lift_by_two,
    "refused legal_hold": nothing_more,
    "authority": people.give_authority,
    "refused authority": nothing_more,
    "own_account": own_accounts.change_own_account,
    "refused own_account": nothing_more,
    "payment_file": unsent_files.put_aside,
    "refused payment_file": nothing_more,
    "exception": exceptions.grant,
    "refused exception": nothing_more,
    "reallocation": putting_right.put_right,
    "refused reallocation": nothing_more,
    "repayment_plan": over_advance.agree_plan,
    "refused repayment_plan": nothing_more,
    "purchase_order": purchase_orders.agree_order,
    "refused purchase_order": purchase_orders.refuse_order,
    "opening": opening.open_by_two,
    "refused opening": nothing_more,
    "provision": provisioning.agree_terms,
    "refused provision": nothing_more,
    "power": powers.give_power,
    "refused power": nothing_more,
    "paper_signature": signatures.sign_on_paper,
    "refused paper_signature": nothing_more,
    "bank_statement": withdraw_statement_approved,
    "refused bank_statement": nothing_more,
    "laundering": suspicion_words.say_suspicion_by_two,
    "refused laundering": suspicion_words.let_suspicion_go,
    "screening": screening_words.say_by_two,
    "refused screening": screening_words.let_go,
    "fraud": fraud_decisions.approve_fraud,
    "refused fraud": nothing_more,
    "manual_entry": manual.book_by_hand,
    "refused manual_entry": nothing_more,
}


@operation
def decide(do: Act, *, approval_id: int, approve: bool, reason: str) -> Answer:
    """Approve or refuse what another person proposed, and do it in the same transaction. What is
    approved and can never be done any more is closed as refused (`decision`; why: `refusal` and its
    `facts`).

    Refused: approval_unknown, same_person, beyond_authority, already_decided, and whatever the
    thing proposed may be refused for.
    """
    return answer(do, approval_id, "APPROVED" if approve else "REFUSED", reason, EFFECTS)
