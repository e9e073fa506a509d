-- A garnishment that was registered first yields what one served before it takes.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE garnishment_step DROP CONSTRAINT garnishment_step_step_check;
ALTER TABLE garnishment_step ADD CONSTRAINT garnishment_step_step_check
    CHECK (step IN ('ANSWERED', 'CONTESTED', 'CONFIRMED', 'ORDERED', 'LIFTED', 'YIELDED'));

-- One row per garnishment: what of it is paid (orders released, less those that came back), lifted, yielded to one served before it,
-- and left to hold. In the hands of a buyer it holds what that buyer owes on invoices transferred to us after it was served.
CREATE OR REPLACE VIEW garnishment_left WITH (security_invoker) AS
SELECT g.contract_id, g.id, g.kind, g.creditor_id, g.buyer_id, g.served_at, g.amount_cents, g.held_cents, p.ordered_cents,
    p.paid_cents, l.lifted_cents,
    CASE WHEN g.buyer_id = 0 THEN greatest(g.held_cents - p.paid_cents - l.lifted_cents - l.yielded_cents, 0)
        ELSE least(greatest(g.amount_cents - l.lifted_cents, 0), (
            SELECT coalesce(sum(i.open_cents), 0) FROM invoice i
            JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
            WHERE i.contract_id = g.contract_id AND i.buyer_id = g.buyer_id AND i.open_cents > 0
                AND greatest(r.received_at, r.posted_on::timestamp AT TIME ZONE 'Europe/Paris') >= g.served_at)) END::bigint
        AS left_cents, l.yielded_cents
FROM garnishment g
CROSS JOIN LATERAL (
    SELECT coalesce(sum(q.amount_cents) FILTER (WHERE NOT z.is_over), 0)::bigint AS ordered_cents,
        coalesce(sum(q.amount_cents * z.sign), 0)::bigint AS paid_cents
    FROM payment_order q
    CROSS JOIN LATERAL (
        SELECT coalesce(bool_or(w.step IN ('REFUSED', 'REJECTED', 'RETURNED')), false) AS is_over,
            coalesce(sum(CASE WHEN w.step IN ('RELEASED', 'REDEBITED') THEN 1
                WHEN w.step IN ('REJECTED', 'RETURNED', 'RECREDITED') THEN -1 ELSE 0 END), 0) AS sign
        FROM payment_order_step w WHERE w.contract_id = q.contract_id AND w.order_id = q.id
    ) z
    WHERE q.contract_id = g.contract_id AND q.purpose = 'GARNISHMENT' AND q.item_id = g.id
) p
CROSS JOIN LATERAL (
    SELECT coalesce(sum(s.amount_cents) FILTER (WHERE s.step = 'LIFTED'), 0)::bigint AS lifted_cents,
        coalesce(sum(s.amount_cents) FILTER (WHERE s.step = 'YIELDED'), 0)::bigint AS yielded_cents
    FROM garnishment_step s WHERE s.contract_id = g.contract_id AND s.garnishment_id = g.id
) l;
