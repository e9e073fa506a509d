-- One row: a statement, unless the same one is there.
INSERT INTO bank_statement (id, own_account_id, reference, sequence, opened_on, closed_on,
    opening_cents,
    closing_cents, digest, act_id)
VALUES (%(id)s, %(own_account_id)s, %(reference)s, %(sequence)s, %(opened_on)s, %(closed_on)s,
    %(opening_cents)s,
    %(closing_cents)s, %(digest)s, %(act_id)s)
ON CONFLICT (own_account_id, closed_on, reference) WHERE withdrawn_act_id IS NULL DO NOTHING
