-- A garnishment registered wrongly is undone: it holds nothing, those served after it hold again what they yielded to it, and the right one may be registered under its number.
-- Frozen: once landed this file is never edited; the next change is the next migration.

ALTER TABLE garnishment_step DROP CONSTRAINT garnishment_step_step_check;
ALTER TABLE garnishment_step ADD CONSTRAINT garnishment_step_step_check
    CHECK (step IN ('ANSWERED', 'CONTESTED', 'CONFIRMED', 'ORDERED', 'LIFTED', 'YIELDED', 'UNDONE', 'RESTORED'));
CREATE UNIQUE INDEX garnishment_undone_once ON garnishment_step (contract_id, garnishment_id) WHERE step = 'UNDONE';

-- How often an act of this number was registered before, and undone: one that stands has its place once.
ALTER TABLE garnishment ADD COLUMN undone_before smallint NOT NULL DEFAULT 0 CHECK (undone_before >= 0);
ALTER TABLE garnishment DROP CONSTRAINT garnishment_contract_id_creditor_id_reference_key;
ALTER TABLE garnishment ADD CONSTRAINT garnishment_once UNIQUE (contract_id, creditor_id, reference, undone_before);

-- One row per garnishment: what of it is paid (orders released, less those that came back), lifted, yielded to one served before it
-- (less what came back once that one was undone), and left to hold: nothing once it is undone. In the hands of a buyer it holds what
-- that buyer owes on invoices transferred to us after it was served.
CREATE OR REPLACE VIEW garnishment_left WITH (security_invoker) AS
SELECT g.contract_id, g.id, g.kind, g.creditor_id, g.buyer_id, g.served_at, g.amount_cents, g.held_cents, p.ordered_cents,
    p.paid_cents, l.lifted_cents,
    CASE WHEN l.undone_on IS NOT NULL THEN 0
        WHEN g.buyer_id = 0 THEN greatest(g.held_cents - p.paid_cents - l.lifted_cents - l.yielded_cents, 0)
        ELSE least(greatest(g.amount_cents - l.lifted_cents, 0), (
            SELECT coalesce(sum(i.open_cents), 0) FROM invoice i
            JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
            WHERE i.contract_id = g.contract_id AND i.buyer_id = g.buyer_id AND i.open_cents > 0
                AND greatest(r.received_at, r.posted_on::timestamp AT TIME ZONE 'Europe/Paris') >= g.served_at)) END::bigint
        AS left_cents, l.yielded_cents, l.undone_on
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
        (coalesce(sum(s.amount_cents) FILTER (WHERE s.step = 'YIELDED'), 0)
            - coalesce(sum(s.amount_cents) FILTER (WHERE s.step = 'RESTORED'), 0))::bigint AS yielded_cents,
        min(s.step_on) FILTER (WHERE s.step = 'UNDONE') AS undone_on
    FROM garnishment_step s WHERE s.contract_id = g.contract_id AND s.garnishment_id = g.id
) l;
