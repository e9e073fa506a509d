-- One row per line of a statement of an account of ours, with what of a credit still waits.
SELECT m.id, m.booked_on, m.value_on, m.currency, m.amount_cents, m.payer_name, m.remittance_text,
    m.bank_reference, (SELECT sum(y.open_cents) FROM payment y
        WHERE y.bank_movement_id = m.id)::bigint AS open_cents
FROM bank_movement m
WHERE m.statement_id = %(id)s
ORDER BY m.id
