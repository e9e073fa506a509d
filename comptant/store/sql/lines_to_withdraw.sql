-- One row per line of some statements of one account of ours, in the order of the bank.
SELECT id AS movement_id, own_account_id, booked_on, value_on, currency, amount_cents,
    remittance_text, payer_name
FROM bank_movement
WHERE own_account_id = %(own_account_id)s AND statement_id = ANY (%(ids)s::bigint[])
    AND withdrawn_act_id IS NULL
ORDER BY id
