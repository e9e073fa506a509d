-- One row per thing proposed, waiting for another person.
INSERT INTO approval (id, kind, contract_id, subject_id, arguments, amount_cents, currency,
    proposed_by, act_id)
SELECT w.approval_id, %(kind)s, w.contract_id, w.subject_id, w.arguments, w.amount_cents,
    w.currency, %(by_id)s, %(act_id)s
FROM unnest(%(approval_id)s::bigint[], %(contract_id)s::bigint[], %(subject_id)s::bigint[],
    %(arguments)s::jsonb[],
    %(amount_cents)s::bigint[], %(currency)s::text[])
    w (approval_id, contract_id, subject_id, arguments, amount_cents, currency)
