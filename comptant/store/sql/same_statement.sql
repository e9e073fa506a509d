-- One row: the statement taken in before under the same day and reference.
SELECT id FROM bank_statement
WHERE own_account_id = %(own_account_id)s AND closed_on = %(closed_on)s AND reference = %(reference)s
