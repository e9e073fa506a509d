-- One row per open invoice of a buyer under a reminder plan in force (or of every buyer), with what
-- the rules of reminders need to know of it; of the buyers named, or of all.
WITH named AS (
    SELECT * FROM unnest(%(contracts_of)s::bigint[], %(buyer_ids)s::bigint[])
        AS n (contract_id, buyer_id)
), plans AS (
    SELECT DISTINCT ON (contract_id, buyer_id) contract_id, buyer_id, id FROM reminder_plan
    WHERE valid_from_on <= %(on)s
    ORDER BY contract_id, buyer_id, valid_from_on DESC, recorded_at DESC
), owed AS (
    SELECT i.contract_id, i.buyer_id, i.id, i.currency, i.due_on, i.open_cents FROM invoice i
    WHERE i.open_cents > 0 AND i.amount_cents > 0
        AND (%(contract_id)s::bigint IS NULL OR i.contract_id = %(contract_id)s)
        AND (%(all_buyers)s OR (i.contract_id, i.buyer_id) IN (SELECT * FROM named))
), pairs AS (
    SELECT o.contract_id, o.buyer_id, o.currency, coalesce(
        (SELECT id FROM plans p WHERE p.contract_id = o.contract_id AND p.buyer_id = o.buyer_id),
        (SELECT id FROM plans p WHERE p.contract_id = o.contract_id AND p.buyer_id = 0),
        (SELECT id FROM plans p WHERE p.contract_id = 0 AND p.buyer_id = o.buyer_id),
        (SELECT id FROM plans p WHERE p.contract_id = 0 AND p.buyer_id = 0)) AS plan_id
    FROM (SELECT DISTINCT contract_id, buyer_id, currency FROM owed) o
), in_hand AS (
    SELECT h.contract_id, h.buyer_id, h.currency, sum(h.cents)::bigint AS cents FROM (
        SELECT y.contract_id, y.buyer_id, y.currency, y.open_cents AS cents FROM payment y
        WHERE y.open_cents > 0
        UNION ALL
        SELECT i.contract_id, i.buyer_id, i.currency, -i.open_cents FROM invoice i
        WHERE i.open_cents < 0) h
    WHERE (h.contract_id, h.buyer_id) IN (SELECT contract_id, buyer_id FROM pairs)
    GROUP BY 1, 2, 3
), disputed AS (
    SELECT d.contract_id, d.invoice_id, sum(greatest(s.cents, 0))::bigint AS cents
    FROM dispute d JOIN owed o ON o.contract_id = d.contract_id AND o.id = d.invoice_id
    CROSS JOIN LATERAL (SELECT sum(t.amount_cents) AS cents FROM dispute_step t
        WHERE t.contract_id = d.contract_id AND t.dispute_id = d.id) s
    WHERE d.code <> ALL (%(reserved)s) AND s.cents > 0
    GROUP BY 1, 2
), last AS (
    SELECT DISTINCT ON (l.contract_id, l.invoice_id) l.contract_id, l.invoice_id, l.stage_number,
        l.offset_days, r.run_on
    FROM reminder_line l JOIN reminder r ON r.contract_id = l.contract_id AND r.id = l.reminder_id
    WHERE r.state NOT IN ('DROPPED', 'BOUNCED')
        AND (%(contract_id)s::bigint IS NULL OR l.contract_id = %(contract_id)s)
        AND (%(all_buyers)s OR (r.contract_id, r.buyer_id) IN (SELECT * FROM named))
    ORDER BY l.contract_id, l.invoice_id, l.stage_number DESC, r.run_on DESC
)
SELECT o.contract_id, o.buyer_id, o.id AS invoice_id, o.currency, o.due_on, o.open_cents,
    least(coalesce(d.cents, 0), o.open_cents) AS disputed_cents, 0::bigint AS promised_cents,
    coalesce(h.cents, 0) AS in_hand_cents, coalesce(p.plan_id, 0) AS plan_id,
    coalesce(l.stage_number, 0) AS last_stage_number,
    coalesce(l.offset_days, 0) AS last_offset_days,
    l.run_on AS last_reminded_on
FROM owed o
JOIN pairs p ON p.contract_id = o.contract_id AND p.buyer_id = o.buyer_id
    AND p.currency = o.currency
LEFT JOIN in_hand h ON h.contract_id = o.contract_id AND h.buyer_id = o.buyer_id
    AND h.currency = o.currency
LEFT JOIN disputed d ON d.contract_id = o.contract_id AND d.invoice_id = o.id
LEFT JOIN last l ON l.contract_id = o.contract_id AND l.invoice_id = o.id
WHERE %(any_plan)s OR p.plan_id IS NOT NULL
