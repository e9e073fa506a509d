-- One row per buyer of a contract asked for: what he claims in rebates and set-off, and has not
-- been answered.
SELECT d.contract_id, i.buyer_id, sum(s.left_cents)::bigint AS claimed_cents
FROM (SELECT DISTINCT contract_id, buyer_id
    FROM unnest(%(contract_ids)s::bigint[], %(buyer_ids)s::bigint[])
    AS a (contract_id, buyer_id)) a
JOIN dispute d ON d.contract_id = a.contract_id
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id AND i.buyer_id = a.buyer_id
CROSS JOIN LATERAL (
    SELECT sum(t.amount_cents) AS left_cents FROM dispute_step t
    WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id
) s
WHERE d.code = ANY (%(codes)s::text[])
GROUP BY d.contract_id, i.buyer_id
