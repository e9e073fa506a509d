-- One row per buyer of a contract that has no limit request open: one is raised.
INSERT INTO approval (kind, contract_id, subject_id, arguments, amount_cents, currency, proposed_by,
    act_id)
SELECT 'limit', a.contract_id, a.buyer_id,
    jsonb_build_object('scope', 'CONTRACT_BUYER', 'contract_id', a.contract_id,
        'party_id', a.buyer_id, 'amount_cents', a.amount_cents, 'currency', a.currency, 'from_on',
            %(on)s::date,
        'source', 'remittance'),
    a.amount_cents, a.currency, %(by_id)s, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(buyer_id)s::bigint[], %(amount_cents)s::bigint[],
    %(currency)s::text[])
    AS a (contract_id, buyer_id, amount_cents, currency)
WHERE NOT EXISTS (SELECT FROM approval o WHERE o.kind = 'limit' AND o.contract_id = a.contract_id
    AND o.subject_id = a.buyer_id AND NOT EXISTS (SELECT FROM approval_decision d
        WHERE d.approval_id = o.id))
ORDER BY a.contract_id, a.buyer_id
RETURNING contract_id
