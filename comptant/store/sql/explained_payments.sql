-- One row per payment that an approved explanation of a bank debit took back, with the entry that
-- did and is not reversed.
SELECT p.contract_id, p.id AS payment_id, p.buyer_id, p.currency, e.id AS reverses_id, e.key,
    e.value_on,
    (a.arguments ->> 'movement_id')::bigint AS bank_movement_id, m.cents
FROM approval a
-- one payment, as it was asked before several could be
CROSS JOIN LATERAL jsonb_array_elements_text(
    coalesce(a.arguments -> 'payment_ids',
        jsonb_build_array(a.arguments -> 'payment_id'))) AS named (payment_id)
CROSS JOIN contract k
JOIN payment p ON p.contract_id = k.id AND p.id = named.payment_id::bigint
JOIN entry e ON e.contract_id = p.contract_id
    AND e.key = concat_ws('/', 'explained', a.arguments ->> 'movement_id', a.id, p.id)
CROSS JOIN LATERAL (SELECT sum(amount_cents)::bigint AS cents FROM movement
    WHERE contract_id = e.contract_id AND item_id = p.id AND entry_id = e.id AND account = 'UNAL') m
WHERE a.id = %(approval_id)s AND NOT EXISTS (
    SELECT FROM entry r WHERE r.contract_id = e.contract_id AND r.reverses_id = e.id)
ORDER BY p.contract_id, p.id
