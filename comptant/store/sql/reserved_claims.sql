-- One row per buyer asked for: what he claims in rebates and set-off, and has not been answered.
SELECT i.buyer_id, sum(s.left_cents)::bigint AS claimed_cents
FROM dispute d
JOIN invoice i ON i.contract_id = d.contract_id AND i.id = d.invoice_id
CROSS JOIN LATERAL (
    SELECT sum(t.amount_cents) AS left_cents FROM dispute_step t
    WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id
) s
WHERE d.contract_id = %(contract_id)s AND i.buyer_id = ANY (%(buyer_ids)s::bigint[]) AND d.code = ANY (%(codes)s::text[])
GROUP BY i.buyer_id
