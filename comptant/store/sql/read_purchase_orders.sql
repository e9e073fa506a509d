-- One row per purchase order of a contract, or of all, with what was advanced, what is owed and
-- where it stands.
SELECT o.id, o.contract_id, k.number AS contract_number, p.name AS buyer_name, o.order_number,
    o.ordered_on, o.expected_on,
    o.currency, o.amount_cents, o.order_advanced_cents, o.order_owed_cents,
    CASE WHEN o.is_refused THEN 'REFUSED' WHEN o.is_cancelled THEN 'CANCELLED' WHEN o.is_claimed
        THEN 'CLAIMED'
        WHEN o.order_owed_cents > 0 THEN 'ADVANCED' WHEN o.order_advanced_cents > 0 THEN 'REPAID'
        WHEN o.is_agreed THEN 'AGREED' ELSE 'OFFERED' END AS order_state
FROM purchase_order_now o
JOIN contract k ON k.id = o.contract_id
JOIN buyer_shown p ON p.contract_id = o.contract_id AND p.id = o.buyer_id
WHERE %(contract_id)s::bigint IS NULL OR o.contract_id = %(contract_id)s
ORDER BY o.id
