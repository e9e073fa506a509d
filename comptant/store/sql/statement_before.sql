-- One row: the last statement of an account of ours that closed on this day or before.
SELECT id, closing_cents FROM bank_statement
WHERE own_account_id = %(own_account_id)s AND closed_on <= %(closed_on)s
    AND withdrawn_act_id IS NULL
    ORDER BY closed_on DESC, id DESC LIMIT 1
