-- One row per payment that still waits in part, once its numbers have paid what they name, and
-- invoice that its rest pays: exactly all that is left undisputed of what one of the latest five
-- reminders told its buyer, or of the buyer's whole account, as our codes and slips ask for it.
WITH waiting AS (
    SELECT p.contract_id, p.id, p.buyer_id, p.currency, p.open_cents FROM payment p
    JOIN contract k ON k.id = p.contract_id AND NOT k.is_house
    WHERE p.bank_movement_id = ANY (%(movement_ids)s::bigint[]) AND p.bank_movement_id <> 0
        AND p.open_cents > 0 AND p.open_cents < p.amount_cents AND p.buyer_id <> 0
), owed AS MATERIALIZED (
    SELECT a.contract_id, a.buyer_id, a.currency, a.invoice_id, a.due_on,
        a.open_cents - a.disputed_cents AS cents
    FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM waiting),
        (SELECT array_agg(DISTINCT buyer_id) FROM waiting), %(on)s::date) a
    WHERE a.open_cents > a.disputed_cents AND EXISTS (SELECT FROM waiting)
        AND NOT EXISTS (SELECT FROM claim_item t WHERE t.contract_id = a.contract_id
            AND t.invoice_id = a.invoice_id AND t.owed_cents > 0)  -- shared, not paid
), told AS (
    SELECT w.contract_id, w.id AS payment_id, w.open_cents, r.id AS reminder_id, o.invoice_id,
        o.cents
    FROM waiting w
    CROSS JOIN LATERAL (SELECT m.id FROM reminder m WHERE m.contract_id = w.contract_id
        AND m.buyer_id = w.buyer_id AND m.currency = w.currency
        AND m.state IN ('SENT', 'DONE', 'UNKNOWN') ORDER BY m.id DESC LIMIT 5) r
    JOIN reminder_line l ON l.contract_id = w.contract_id AND l.reminder_id = r.id
    JOIN owed o ON o.contract_id = w.contract_id AND o.invoice_id = l.invoice_id
    UNION ALL
    SELECT w.contract_id, w.id, w.open_cents, 0, o.invoice_id, o.cents
    FROM waiting w JOIN owed o ON o.contract_id = w.contract_id AND o.buyer_id = w.buyer_id
        AND o.currency = w.currency
), whole AS (
    SELECT DISTINCT ON (t.contract_id, t.payment_id) t.contract_id, t.payment_id, t.reminder_id
    FROM told t
    GROUP BY t.contract_id, t.payment_id, t.reminder_id, t.open_cents
    HAVING sum(t.cents) = t.open_cents
    ORDER BY t.contract_id, t.payment_id, t.reminder_id DESC
)
SELECT t.contract_id, t.payment_id, t.invoice_id, t.cents AS paid_cents
FROM whole s JOIN told t ON t.contract_id = s.contract_id AND t.payment_id = s.payment_id
    AND t.reminder_id = s.reminder_id
ORDER BY t.contract_id, t.payment_id, t.invoice_id
