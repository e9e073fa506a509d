-- One row per payment order gone astray by the end of a day: said to have failed and executed all
-- the same, executed and said afterwards to be rejected, or its money in transit too long.
WITH denied AS (
    SELECT contract_id, order_id, max(told_on) AS told_on FROM order_status
    WHERE status IN ('RJCT', 'CANC') AND told_on <= %(day)s GROUP BY 1, 2
), candidates AS (
    SELECT contract_id, order_id FROM payment_order_step_now WHERE step IN ('REJECTED', 'RETURNED')
    UNION
    SELECT contract_id, order_id FROM payment_order_step WHERE step = 'UNEXECUTED'
    UNION
    SELECT contract_id, order_id FROM denied
    UNION
    SELECT contract_id, id FROM payment_order WHERE NOT %(failed_only)s AND id >= coalesce((
        SELECT coalesce((report #>> '{to_look_at,oldest_open_order_id}')::bigint, act_id)
        FROM day_close ORDER BY day DESC LIMIT 1), 0)
), told AS (
    SELECT c.contract_id, c.order_id, bool_or(s.step IN ('REJECTED', 'RETURNED')) AS is_failed,
        bool_or(s.step = 'REDEBITED') AND NOT bool_or(s.step = 'RECREDITED') AS is_debited_again,
        max(s.on_date) AS since_on, count(*) FILTER (WHERE s.step = 'SENT') > count(*) FILTER
            (WHERE s.step = 'UNSENT') AS is_sent,
        sum(CASE WHEN s.step IN ('RELEASED', 'REDEBITED') THEN -1 WHEN s.step IN ('SENT', 'UNSENT')
            THEN 0 ELSE 1 END) AS left_over,
        CASE WHEN bool_or(s.step = 'EXECUTED') AND NOT bool_or(s.step IN ('REJECTED', 'RETURNED'))
            THEN max(d.told_on) END AS denied_on
    FROM candidates c
    LEFT JOIN denied d ON d.contract_id = c.contract_id AND d.order_id = c.order_id
    JOIN payment_order_step_now s ON s.contract_id = c.contract_id AND s.order_id = c.order_id
        AND s.step <> 'REFUSED'
    GROUP BY c.contract_id, c.order_id
-- debit positive, as the account: below zero the bank has still to pay, above it to give back
), counted AS (
    SELECT t.*, t.left_over - CASE WHEN t.is_failed AND EXISTS (
        SELECT FROM entry e WHERE e.contract_id = t.contract_id AND e.event = 'order_came_back'
            AND split_part(e.key, '/', 2)::bigint = t.order_id) THEN 1 ELSE 0 END AS in_transit
    FROM told t
)
SELECT k.number AS contract_number, o.id AS order_id, o.currency, o.amount_cents,
    (c.in_transit * o.amount_cents)::bigint AS transit_cents,
    coalesce(c.denied_on, c.since_on) AS since_on,
        (%(day)s::date - coalesce(c.denied_on, c.since_on))::bigint AS age_days,
    CASE WHEN c.denied_on IS NOT NULL THEN 'EXECUTED_DENIED'
        WHEN c.is_debited_again THEN 'DEBITED_AGAIN' WHEN c.is_failed THEN 'FAILED'
        WHEN c.is_sent THEN 'AT_THE_BANK' ELSE 'NOT_SENT' END AS astray
FROM counted c
JOIN payment_order o ON o.contract_id = c.contract_id AND o.id = c.order_id
JOIN contract k ON k.id = o.contract_id
WHERE c.since_on <= %(day)s AND ((c.is_failed AND c.in_transit <> 0)
    OR c.denied_on > %(day)s::date - %(told_days)s
    OR (c.is_debited_again AND c.since_on > %(day)s::date - %(told_days)s)
    OR (c.in_transit <> 0 AND c.since_on < %(day)s::date - %(transit_days)s))
ORDER BY 6, o.id
