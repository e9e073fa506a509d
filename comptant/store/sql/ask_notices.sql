-- One row per buyer of a contract that has not been told of the assignment and has no notice
-- waiting: a notice must leave the house.
WITH missing AS (
    SELECT b.contract_id, b.buyer_id
    FROM unnest(%(contract_id)s::bigint[], %(buyer_id)s::bigint[]) AS a (contract_id, buyer_id)
    JOIN contract_buyer b ON b.contract_id = a.contract_id AND b.buyer_id = a.buyer_id
    WHERE NOT coalesce((SELECT (t.value)::boolean FROM term t
            WHERE t.contract_id = b.contract_id AND t.subject = 'BUYER'
                AND t.subject_id = b.buyer_id
                AND t.name = 'is_notified' AND t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false)
        AND NOT EXISTS (SELECT FROM outbox o WHERE o.contract_id = b.contract_id
            AND o.kind = 'buyer_notice'
            AND (o.payload ->> 'buyer_id')::bigint = b.buyer_id
            AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id))
)
INSERT INTO outbox (kind, contract_id, payload, due_at, act_id)
SELECT 'buyer_notice', contract_id, jsonb_build_object('buyer_id', buyer_id), %(due_at)s, %(act_id)s
    FROM missing
ORDER BY contract_id, buyer_id
RETURNING contract_id, id AS outbox_id
