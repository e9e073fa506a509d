-- One row per claim of penalties, of a contract or of all, of a buyer or of all: what is open of it.
SELECT p.contract_id, p.id AS penalty_id, k.number AS contract_number, p.buyer_id,
    b.name AS buyer_name, p.invoice_id, i.invoice_number, i.due_on, p.currency,
    p.owner AS penalty_owner, p.vat_class, p.claimed_on, p.penalty_cents, p.indemnity_cents,
    p.amount_cents, p.open_cents, coalesce(w.cents, 0) AS waived_cents,
    CASE WHEN p.is_undone THEN 'UNDONE' WHEN p.open_cents = p.amount_cents THEN 'CLAIMED'
        WHEN p.open_cents > 0 THEN 'PARTLY_PAID'
        WHEN coalesce(w.cents, 0) = p.amount_cents THEN 'WAIVED' ELSE 'PAID' END AS penalty_state,
    p.entry_id
FROM penalty p
JOIN contract k ON k.id = p.contract_id
JOIN buyer_shown b ON b.contract_id = p.contract_id AND b.id = p.buyer_id
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id
LEFT JOIN LATERAL (SELECT sum(v.amount_cents)::bigint AS cents FROM penalty_waiver v
    WHERE v.contract_id = p.contract_id AND v.penalty_id = p.id
        AND NOT EXISTS (SELECT FROM entry r WHERE r.contract_id = v.contract_id
            AND r.reverses_id = v.entry_id)) w ON true
WHERE (%(contract_id)s::bigint IS NULL OR p.contract_id = %(contract_id)s)
    AND (%(buyer_id)s::bigint IS NULL OR p.buyer_id = %(buyer_id)s)
ORDER BY p.contract_id, p.id
