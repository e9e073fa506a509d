-- One row per claim of penalties that the link of this look opens, the oldest first.
SELECT id, invoice_number, claimed_on, currency, penalty_cents, indemnity_cents, amount_cents,
    open_cents
FROM linked_penalty ORDER BY claimed_on, id
