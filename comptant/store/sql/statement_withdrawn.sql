-- One row per line that a withdrawn statement leaves; it and its issues are withdrawn.
WITH gone AS (
    UPDATE bank_statement SET withdrawn_act_id = %(act_id)s, withdrawn_for = %(reason)s
    WHERE id = ANY (%(ids)s::bigint[])
)
UPDATE bank_movement SET withdrawn_act_id = %(act_id)s
WHERE own_account_id = %(own_account_id)s AND statement_id = ANY (%(ids)s::bigint[])
    AND withdrawn_act_id IS NULL
RETURNING id
