-- One row: the last statement of an account of ours.
SELECT id, sequence, closed_on, closing_cents FROM bank_statement
WHERE own_account_id = %(own_account_id)s ORDER BY closed_on DESC, id DESC LIMIT 1
