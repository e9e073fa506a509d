-- One row per account (contract, buyer, currency) of which what waits closes exactly what was told:
-- the sources (payment, credit note, cents) and the invoices with what they are paid. Told is what
-- one of the latest five reminders told, or the whole account, as our codes and slips ask for it,
-- each less what is disputed. It is closed by
-- 1 the rest of a payment whose numbers have paid what they name;
-- 2 that rest, where the payment is what the reminder asked (less what was promised or in hand);
-- 3 all that waits: money and credit notes that our sums take off.
WITH own AS (
    SELECT p.contract_id, p.id, p.buyer_id, p.currency, p.open_cents, p.amount_cents
    FROM payment p
    JOIN contract k ON k.id = p.contract_id AND NOT k.is_house
    WHERE p.bank_movement_id = ANY (%(movement_ids)s::bigint[]) AND p.bank_movement_id <> 0
        AND p.open_cents > 0 AND p.open_cents < p.amount_cents AND p.buyer_id <> 0
), accounts AS (
    SELECT contract_id, buyer_id, currency FROM own
    UNION  -- and those left short
    SELECT s.contract_id, s.buyer_id, k.currency
    FROM unnest(%(contract_ids)s::bigint[], %(buyer_ids)s::bigint[]) AS s (contract_id, buyer_id)
    JOIN contract k ON k.id = s.contract_id
), sources AS (
    SELECT a.contract_id, a.buyer_id, a.currency, p.id AS payment_id, 0 AS note_id,
        p.open_cents AS cents
    FROM accounts a
    JOIN payment p ON p.contract_id = a.contract_id AND p.buyer_id = a.buyer_id
        AND p.currency = a.currency AND p.open_cents > 0
    WHERE NOT EXISTS (SELECT FROM payment_order o WHERE o.contract_id = p.contract_id
        AND o.item_id = p.id AND o.purpose IN ('REFUND', 'RETURN') AND NOT EXISTS (
            SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id
                AND s.order_id = o.id AND s.step IN ('RELEASED', 'REFUSED')))
    UNION ALL
    SELECT a.contract_id, a.buyer_id, a.currency, 0, n.id, -n.open_cents
    FROM accounts a
    JOIN invoice n ON n.contract_id = a.contract_id AND n.buyer_id = a.buyer_id
        AND n.currency = a.currency AND n.open_cents < 0
), waits AS (
    SELECT contract_id, buyer_id, currency, sum(cents) AS cents FROM sources GROUP BY 1, 2, 3
), owed AS MATERIALIZED (
    SELECT a.contract_id, a.buyer_id, a.currency, a.invoice_id, a.due_on,
        a.open_cents - a.disputed_cents AS cents
    FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM waits),
        (SELECT array_agg(DISTINCT buyer_id) FROM waits), %(on)s::date) a
    WHERE a.open_cents > a.disputed_cents AND EXISTS (SELECT FROM waits)
        AND NOT EXISTS (SELECT FROM claim_item t WHERE t.contract_id = a.contract_id
            AND t.invoice_id = a.invoice_id AND t.owed_cents > 0)  -- shared, not paid
), sets AS (
    SELECT w.contract_id, w.buyer_id, w.currency, r.id AS reminder_id, o.invoice_id, o.due_on,
        o.cents, t.cents AS told_cents, sum(t.cents) OVER (
            PARTITION BY w.contract_id, w.buyer_id, w.currency, r.id) AS asked_cents
    FROM waits w
    CROSS JOIN LATERAL (SELECT m.id, m.told FROM reminder m WHERE m.contract_id = w.contract_id
        AND m.buyer_id = w.buyer_id AND m.currency = w.currency
        AND m.state IN ('SENT', 'DONE', 'UNKNOWN') ORDER BY m.id DESC LIMIT 5) r
    CROSS JOIN LATERAL (SELECT (one->>'invoice_id')::bigint AS invoice_id,
        (one->>'claimed_cents')::bigint AS cents FROM jsonb_array_elements(r.told) one) t
    LEFT JOIN owed o ON o.contract_id = w.contract_id AND o.invoice_id = t.invoice_id
    UNION ALL
    SELECT o.contract_id, o.buyer_id, o.currency, 0, o.invoice_id, o.due_on, o.cents, NULL, NULL
    FROM owed o
), tried AS (
    SELECT 1 AS way, p.id AS payment_id, s.*, s.cents AS pays_cents, p.open_cents AS has_cents
    FROM sets s JOIN own p USING (contract_id, buyer_id, currency)
    UNION ALL
    SELECT 2, p.id, s.*, CASE WHEN s.cents > 0 THEN least(s.cents, s.told_cents) END, p.open_cents
    FROM sets s JOIN own p USING (contract_id, buyer_id, currency)
    WHERE s.asked_cents = p.amount_cents
    UNION ALL
    SELECT 3, 0, s.*, s.cents, w.cents FROM sets s JOIN waits w USING (contract_id, buyer_id,
        currency)
), whole AS (
    SELECT DISTINCT ON (contract_id, buyer_id, currency) contract_id, buyer_id, currency, way,
        payment_id, lines
    FROM (SELECT contract_id, buyer_id, currency, way, payment_id, reminder_id,
            jsonb_agg(jsonb_build_array(invoice_id, pays_cents) ORDER BY due_on, invoice_id)
                FILTER (WHERE pays_cents > 0) AS lines
        FROM tried
        GROUP BY contract_id, buyer_id, currency, way, payment_id, reminder_id, has_cents
        HAVING sum(pays_cents) = has_cents) t
    ORDER BY contract_id, buyer_id, currency, way, reminder_id DESC, payment_id
)
SELECT w.contract_id, w.lines, (
    SELECT jsonb_agg(jsonb_build_array(s.payment_id, s.note_id, s.cents)
        ORDER BY s.note_id = 0, s.note_id, s.payment_id)
    FROM sources s WHERE s.contract_id = w.contract_id AND s.buyer_id = w.buyer_id
        AND s.currency = w.currency AND (w.way = 3 OR s.payment_id = w.payment_id)) AS sources,
    w.buyer_id
FROM whole w
ORDER BY w.contract_id, w.buyer_id
