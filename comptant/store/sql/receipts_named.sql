-- One row per debit that bears a reference of money received lately: same account and sum.
SELECT DISTINCT d.debit_id
FROM unnest(%(own_account_id)s::bigint[], %(movement_id)s::bigint[], %(currency)s::text[],
    %(amount_cents)s::bigint[], %(booked_on)s::date[], %(bank_reference)s::text[],
    %(end_to_end_reference)s::text[])
    d (own_account_id, debit_id, currency, amount_cents, booked_on, bank_reference,
        end_to_end_reference)
JOIN bank_movement b ON b.own_account_id = d.own_account_id
    AND b.booked_on BETWEEN d.booked_on - %(days)s::int AND d.booked_on
    AND b.id < d.debit_id AND b.currency = d.currency AND b.withdrawn_act_id IS NULL
    AND b.amount_cents = d.amount_cents
    AND (b.bank_reference = d.bank_reference OR b.end_to_end_reference = d.end_to_end_reference)
WHERE EXISTS (SELECT FROM payment p WHERE p.bank_movement_id = b.id)
