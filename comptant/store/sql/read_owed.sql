-- One row per open invoice that a buyer was told to pay to the factor.
SELECT id, client_name, invoice_number, order_reference, issued_on, due_on, currency, amount_cents,
    open_cents,
    dispute_cents, iban
FROM owed_invoice ORDER BY id
