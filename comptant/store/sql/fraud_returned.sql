-- One row per payment of a buyer that was given back since a day, in part or whole: by orders that
-- were neither refused nor came back.
SELECT o.contract_id, nullif(p.buyer_id, 0) AS buyer_id, p.id AS payment_id,
    max(o.prepared_at AT TIME ZONE 'Europe/Paris')::date AS paid_on,
    sum(o.amount_cents)::bigint AS amount_cents
FROM payment_order o
JOIN payment p ON p.contract_id = o.contract_id AND p.id = o.item_id
WHERE o.contract_id = ANY (%(contract_ids)s::bigint[]) AND o.id > %(first_id)s
    AND o.purpose = 'REFUND'
    AND (o.prepared_at AT TIME ZONE 'Europe/Paris')::date
        BETWEEN %(from_on)s::date AND %(on)s::date
    AND NOT EXISTS (SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id
        AND s.order_id = o.id AND s.step IN ('REFUSED', 'REJECTED', 'RETURNED'))
GROUP BY o.contract_id, p.buyer_id, p.id
ORDER BY o.contract_id, p.id
