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
    SELECT a.* FROM to_ask(%(of_contracts)s::bigint[], %(of_buyers)s::bigint[], %(on)s::date) a
    WHERE %(all_buyers)s OR (a.contract_id, a.buyer_id) IN (SELECT * FROM named)
), pairs AS (
    SELECT o.contract_id, o.buyer_id, o.currency, coalesce(
        (SELECT id FROM plans p WHERE p.contract_id = o.contract_id AND p.buyer_id = o.buyer_id),
        (SELECT id FROM plans p WHERE p.contract_id = o.contract_id AND p.buyer_id = 0),
        (SELECT id FROM plans p WHERE p.contract_id = 0 AND p.buyer_id = o.buyer_id),
        (SELECT id FROM plans p WHERE p.contract_id = 0 AND p.buyer_id = 0)) AS plan_id
    FROM (SELECT DISTINCT contract_id, buyer_id, currency FROM owed) o
), last AS (  -- a stage is said once it has left by one channel, a call was tried, or a person
    -- has dropped it
    SELECT DISTINCT ON (l.contract_id, l.invoice_id) l.contract_id, l.invoice_id, l.stage_number,
        l.offset_days, max(coalesce(r.left_on, r.run_on)) FILTER (
            WHERE r.state IN ('SENT', 'DONE', 'DROPPED')
            OR (r.channel = 'CALL' AND r.left_on IS NOT NULL)) AS left_on
    FROM reminder_line l JOIN reminder r ON r.contract_id = l.contract_id AND r.id = l.reminder_id
    WHERE r.state <> 'BOUNCED' AND (r.state <> 'DROPPED' OR r.said = 'by hand')
        AND (%(contract_id)s::bigint IS NULL OR l.contract_id = %(contract_id)s)
        AND (%(all_buyers)s OR (r.contract_id, r.buyer_id) IN (SELECT * FROM named))
    GROUP BY l.contract_id, l.invoice_id, l.stage_number, l.offset_days
    ORDER BY l.contract_id, l.invoice_id, l.stage_number DESC
), bare AS (  -- their registered letter was dropped by a person, and none has left
    SELECT l.contract_id, l.invoice_id FROM reminder r
    JOIN reminder_line l ON l.contract_id = r.contract_id AND l.reminder_id = r.id
    WHERE r.channel = 'REGISTERED'
        AND (%(contract_id)s::bigint IS NULL OR r.contract_id = %(contract_id)s)
        AND (%(all_buyers)s OR (r.contract_id, r.buyer_id) IN (SELECT * FROM named))
    GROUP BY l.contract_id, l.invoice_id
    HAVING bool_or(r.state = 'DROPPED' AND r.said = 'by hand') AND NOT bool_or(r.state = 'SENT')
)
SELECT o.contract_id, o.buyer_id, o.invoice_id, o.currency, o.due_on, o.open_cents,
    o.disputed_cents, o.promised_cents, o.in_hand_cents, o.asked_cents AS claimed_cents,
    coalesce(p.plan_id, 0) AS plan_id,
    coalesce(l.stage_number, 0) AS last_stage_number,
    coalesce(l.offset_days, 0) AS last_offset_days,
    l.left_on AS last_reminded_on, l.invoice_id IS NOT NULL AND l.left_on IS NULL AS is_pending,
    EXISTS (SELECT FROM bare b WHERE b.contract_id = o.contract_id
        AND b.invoice_id = o.invoice_id) AS lacks_notice
FROM owed o
JOIN pairs p ON p.contract_id = o.contract_id AND p.buyer_id = o.buyer_id
    AND p.currency = o.currency
LEFT JOIN last l ON l.contract_id = o.contract_id AND l.invoice_id = o.invoice_id
WHERE %(any_plan)s OR p.plan_id IS NOT NULL
