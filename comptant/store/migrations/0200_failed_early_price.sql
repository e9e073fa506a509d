-- An early payment that failed has no price: the supplier is owed the whole payable again, its buyer is given nothing back.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Each payable with its sums, what the buyer still owes, what its supplier is owed beyond the orders under way, its state.
-- A discount, and the rebate out of it, count while the order that paid early stands.
CREATE OR REPLACE VIEW payable_standing AS
SELECT p.contract_id, p.id, p.buyer_id, p.supplier_id, p.invoice_number, p.number_key, p.issued_on, p.due_on, p.currency, p.amount_cents,
    s.is_approved, s.is_bought, s.is_defaulted, s.discount_cents, s.rebate_cents, s.rebated_cents, s.bought_on, s.rate_ppm,
    s.bought_cents, s.paid_cents, s.collected_cents, o.is_asked, o.ordered_cents, o.paid_on,
    CASE WHEN s.is_returned THEN s.bought_cents - s.paid_cents + s.collected_cents
        WHEN s.is_approved THEN p.amount_cents - s.paid_cents ELSE 0 END AS open_cents,
    -- What the buyer has paid in part goes on to the supplier once the rest is here, is ours, or is its own claim again.
    CASE WHEN s.is_bought OR s.is_returned OR s.collected_cents = p.amount_cents
        THEN s.bought_cents - s.discount_cents + s.collected_cents ELSE 0 END - o.ordered_cents AS owed_supplier_cents,
    CASE WHEN s.is_cancelled THEN 'CANCELLED' WHEN NOT s.is_approved THEN 'UPLOADED' WHEN s.is_returned THEN 'RETURNED'
        WHEN s.paid_cents = p.amount_cents THEN 'SETTLED' WHEN s.is_defaulted THEN 'DEFAULTED'
        WHEN s.is_bought THEN 'PAID_EARLY' WHEN o.is_asked THEN 'ACCEPTED' ELSE 'APPROVED' END AS state
FROM payable p
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(t.step = 'APPROVED'), false) AS is_approved, coalesce(bool_or(t.step = 'CANCELLED'), false) AS is_cancelled,
        coalesce(bool_or(t.step = 'BOUGHT'), false) AS is_bought, coalesce(bool_or(t.step = 'DEFAULTED'), false) AS is_defaulted,
        coalesce(bool_or(t.step = 'RETURNED'), false) AS is_returned,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'BOUGHT'), 0)::bigint AS bought_cents,
        coalesce(sum(t.discount_cents) FILTER (WHERE t.step = 'BOUGHT' AND u.stands), 0)::bigint AS discount_cents,
        coalesce(sum(t.rebate_cents) FILTER (WHERE t.step = 'BOUGHT' AND u.stands), 0)::bigint AS rebate_cents,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'REBATED'), 0)::bigint AS rebated_cents,
        min(t.value_on) FILTER (WHERE t.step = 'BOUGHT') AS bought_on, min(t.rate_ppm) FILTER (WHERE t.step = 'BOUGHT') AS rate_ppm,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step IN ('REPAID', 'COLLECTED', 'RECOVERED')), 0)::bigint AS paid_cents,
        coalesce(sum(t.amount_cents) FILTER (WHERE t.step = 'COLLECTED'), 0)::bigint AS collected_cents
    FROM payable_step t
    CROSS JOIN LATERAL (SELECT t.order_id IS NULL
            OR count(*) FILTER (WHERE f.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
            = count(*) FILTER (WHERE f.step = 'REDEBITED') AS stands
        FROM payment_order_step f WHERE f.contract_id = t.contract_id AND f.order_id = t.order_id) u
    WHERE t.contract_id = p.contract_id AND t.payable_id = p.id) s
CROSS JOIN LATERAL (
    SELECT coalesce(bool_or(x.purpose = 'EARLY'), false) AS is_asked, coalesce(sum(x.amount_cents), 0)::bigint AS ordered_cents,
        min(x.paid_on) AS paid_on
    FROM (SELECT r.purpose, r.amount_cents, (SELECT min(e.on_date) FROM payment_order_step e
            WHERE e.contract_id = r.contract_id AND e.order_id = r.id AND e.step IN ('RELEASED', 'EXECUTED')) AS paid_on
        FROM payment_order r WHERE r.contract_id = p.contract_id AND r.item_id = p.id AND r.purpose IN ('SUPPLIER', 'EARLY')
            AND (SELECT count(*) FILTER (WHERE f.step IN ('REFUSED', 'REJECTED', 'RETURNED', 'RECREDITED'))
                - count(*) FILTER (WHERE f.step = 'REDEBITED') FROM payment_order_step f
                WHERE f.contract_id = r.contract_id AND f.order_id = r.id) = 0) x) o;
