-- One row per invoice declared to the reading insurer or overdue under its cover, and policy.
SELECT policy_id, policy_number, contract_number, invoice_id, invoice_number, buyer_id,
    buyer_name, currency, issued_on, due_on, amount_cents, open_cents, is_extension_agreed,
    declared_on, claimed_on, admitted_on
FROM own_overdue ORDER BY due_on, invoice_id, policy_id
