-- One row per buyer of the contract that has not been told of the assignment and has no notice waiting.
SELECT b.buyer_id FROM contract_buyer b
WHERE b.contract_id = %(contract_id)s AND b.buyer_id = ANY (%(ids)s::bigint[])
    AND NOT coalesce((SELECT (t.value)::boolean FROM term t
        WHERE t.contract_id = b.contract_id AND t.subject = 'BUYER' AND t.subject_id = b.buyer_id
            AND t.name = 'is_notified' AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false)
    AND NOT EXISTS (SELECT FROM outbox o WHERE o.contract_id = b.contract_id AND o.kind = 'buyer_notice'
        AND (o.payload ->> 'buyer_id')::bigint = b.buyer_id
        AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id))
ORDER BY b.buyer_id
