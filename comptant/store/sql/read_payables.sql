-- One row per payable of a programme, or of all that the reader sees, with its supplier and where
-- it stands.
SELECT id, contract_id, contract_number, buyer_name, supplier_name, invoice_number, issued_on,
    due_on, currency, amount_cents,
    discount_cents, open_cents, state AS payable_state, bought_on, paid_on
FROM programme_payable
WHERE %(contract_id)s::bigint IS NULL OR contract_id = %(contract_id)s
ORDER BY id
