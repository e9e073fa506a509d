-- One row per claim of penalties made by a day, of a contract or of all, of a buyer or of all, or
-- one: what of it was paid, waived and is open at the end of that day.
SELECT p.contract_id, p.id AS penalty_id, k.number AS contract_number, p.buyer_id,
    b.name AS buyer_name, p.invoice_id, i.invoice_number, i.due_on, p.currency,
    p.owner AS penalty_owner, p.vat_class, p.claimed_on, p.penalty_cents, p.indemnity_cents,
    p.amount_cents, s.paid_cents, s.waived_cents, s.open_cents,
    CASE WHEN s.claim_cents = 0 THEN 'UNDONE' WHEN s.open_cents = p.amount_cents THEN 'CLAIMED'
        WHEN s.open_cents > 0 THEN 'PARTLY_PAID' WHEN s.paid_cents = 0 THEN 'WAIVED'
        ELSE 'PAID' END AS penalty_state, p.entry_id
FROM penalty p
JOIN contract k ON k.id = p.contract_id
JOIN buyer_shown b ON b.contract_id = p.contract_id AND b.id = p.buyer_id
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(m.amount_cents), 0)::bigint AS open_cents,
        coalesce(sum(m.amount_cents) FILTER (WHERE e.event LIKE '%%claimed'), 0)::bigint
            AS claim_cents,
        coalesce(-sum(m.amount_cents) FILTER (WHERE e.event LIKE '%%paid'), 0)::bigint
            AS paid_cents,
        coalesce(-sum(m.amount_cents) FILTER (WHERE e.event LIKE '%%waived'), 0)::bigint
            AS waived_cents
    FROM movement m JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
    WHERE m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'PEN'
        AND e.entry_on <= %(on)s
) s
WHERE (%(contract_id)s::bigint IS NULL OR p.contract_id = %(contract_id)s)
    AND (%(buyer_id)s::bigint IS NULL OR p.buyer_id = %(buyer_id)s)
    AND (%(penalty_id)s::bigint IS NULL OR p.id = %(penalty_id)s) AND p.claimed_on <= %(on)s
ORDER BY p.contract_id, p.id
