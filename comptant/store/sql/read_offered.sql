-- One row per approved payable of the reader's company as a supplier: when it is due, and how it is
-- or was paid.
SELECT id, contract_number, buyer_name, invoice_number, issued_on, due_on, currency, amount_cents,
    discount_cents, paid_on,
    state AS payable_state
FROM offered_payable ORDER BY id
