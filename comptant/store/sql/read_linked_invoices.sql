-- One row per open invoice or credit note that the link of this look opens, the oldest due first;
-- by id, null asks for all.
SELECT id, invoice_number, order_reference, issued_on, due_on, currency, amount_cents, open_cents,
    disputed_cents, in_hand_cents, payable_cents, promised_for_on, is_confirmed, iban, bic
FROM linked_invoice WHERE %(id)s::bigint IS NULL OR id = %(id)s
ORDER BY due_on, id
