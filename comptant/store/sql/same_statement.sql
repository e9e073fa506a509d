-- One row per issue of a statement taken in before under the same day and reference.
SELECT id, act_id, sequence, opening_cents, closing_cents FROM bank_statement
WHERE own_account_id = %(own_account_id)s AND closed_on = %(closed_on)s
    AND (reference = %(reference)s OR starts_with(reference, %(reference)s || ' ~'))
    AND withdrawn_act_id IS NULL
ORDER BY id
