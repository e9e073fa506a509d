-- One row: the last statement of an account of ours, of those not withdrawn.
SELECT id, sequence, closed_on, closing_cents FROM bank_statement
WHERE own_account_id = %(own_account_id)s AND withdrawn_act_id IS NULL
ORDER BY closed_on DESC, id DESC LIMIT 1
