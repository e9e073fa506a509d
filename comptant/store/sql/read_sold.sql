-- One row per invoice that a supplier has sold.
SELECT id, contract_number, buyer_name, invoice_number, issued_on, due_on, currency, amount_cents,
    open_cents, posted_on
FROM sold_invoice ORDER BY id
