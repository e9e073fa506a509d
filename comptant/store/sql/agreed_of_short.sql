-- One row per invoice left short by a payment of which that was agreed: what of it is in hand, or
-- still promised after the payment; all of it where the payment is to the cent what was due of a
-- promise that is not late by now, or what one of the latest five reminders asked.
WITH short AS (
    SELECT s.contract_id, s.buyer_id, s.invoice_id, p.amount_cents, p.currency
    FROM unnest(%(contract_id)s::bigint[], %(payment_id)s::bigint[], %(buyer_id)s::bigint[],
        %(invoice_id)s::bigint[]) AS s (contract_id, payment_id, buyer_id, invoice_id)
    JOIN payment p ON p.contract_id = s.contract_id AND p.id = s.payment_id
), paid AS (  -- by the same act, of every invoice: the promises do not see it yet
    SELECT p.contract_id, p.invoice_id, sum(p.cents)::bigint AS cents
    FROM unnest(%(paid_contract_id)s::bigint[], %(paid_invoice_id)s::bigint[],
        %(paid_cents)s::bigint[]) AS p (contract_id, invoice_id, cents)
    GROUP BY 1, 2
), waits AS (  -- of accounts where something may be in hand, or is promised
    SELECT DISTINCT s.contract_id, s.buyer_id FROM short s
    WHERE EXISTS (SELECT FROM payment y WHERE y.contract_id IN (s.contract_id,
            (SELECT k.id FROM contract k WHERE k.is_house))
            AND y.buyer_id = s.buyer_id AND y.open_cents > 0)
        OR EXISTS (SELECT FROM invoice n WHERE n.contract_id = s.contract_id
            AND n.buyer_id = s.buyer_id AND n.open_cents < 0)
        OR EXISTS (SELECT FROM instrument x WHERE x.contract_id = s.contract_id
            AND x.buyer_id = s.buyer_id)
        OR EXISTS (SELECT FROM promise_line l WHERE l.contract_id = s.contract_id
            AND l.invoice_id = s.invoice_id)
        OR EXISTS (SELECT FROM expected_movement e WHERE e.buyer_id = s.buyer_id)
), asked AS MATERIALIZED (
    SELECT a.contract_id, a.invoice_id, a.open_cents, a.in_hand_cents, a.promised_cents,
        a.payable_cents, coalesce(p.cents, 0) AS paid_cents
    FROM to_ask((SELECT array_agg(DISTINCT contract_id) FROM waits),
        (SELECT array_agg(DISTINCT buyer_id) FROM waits), %(on)s::date) a
    LEFT JOIN paid p ON p.contract_id = a.contract_id AND p.invoice_id = a.invoice_id
    WHERE EXISTS (SELECT FROM waits)
), lines AS MATERIALIZED (  -- of promises about what is short, with what is paid of them by now
    SELECT l.contract_id, l.promise_id, l.invoice_id, l.promised_cents, l.open_cents
        - coalesce(a.open_cents - a.paid_cents, i.open_cents - coalesce(p.cents, 0))
        AS repaid_cents, coalesce(a.in_hand_cents, 0) AS in_hand_cents
    FROM promise_line l JOIN invoice i ON i.contract_id = l.contract_id AND i.id = l.invoice_id
    LEFT JOIN asked a ON a.contract_id = l.contract_id AND a.invoice_id = l.invoice_id
    LEFT JOIN paid p ON p.contract_id = l.contract_id AND p.invoice_id = l.invoice_id
    WHERE (l.contract_id, l.promise_id) IN (SELECT x.contract_id, x.promise_id
            FROM promise_line x JOIN short s USING (contract_id, invoice_id))
        AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = l.contract_id
            AND e.promise_id = l.promise_id)
), on_time AS (  -- nothing of them is late, three days after its day
    SELECT x.contract_id, x.promise_id, EXISTS (SELECT FROM (
        SELECT sum(t.amount_cents) OVER (ORDER BY t.due_on) AS cents FROM promise_instalment t
        WHERE t.contract_id = x.contract_id AND t.promise_id = x.promise_id) u
        WHERE u.cents IN (x.repaid_cents, x.repaid_cents + x.in_hand_cents)) AS is_as_due
    FROM (SELECT contract_id, promise_id, sum(repaid_cents) AS repaid_cents,
            sum(in_hand_cents) AS in_hand_cents, sum(least(promised_cents,
            greatest(repaid_cents + in_hand_cents, 0))) AS kept_cents
        FROM lines GROUP BY 1, 2) x
    WHERE x.kept_cents >= (SELECT coalesce(sum(t.amount_cents), 0) FROM promise_instalment t
        WHERE t.contract_id = x.contract_id AND t.promise_id = x.promise_id
            AND t.due_on < %(on)s::date - 3)
), promised AS (
    SELECT l.contract_id, l.invoice_id, bool_or(o.is_as_due) AS is_as_due,
        sum(greatest(l.promised_cents - greatest(l.repaid_cents + l.in_hand_cents, 0), 0))::bigint
        AS cents
    FROM lines l JOIN on_time o USING (contract_id, promise_id)
    GROUP BY 1, 2
), agreed AS (
    SELECT a.contract_id, a.invoice_id, coalesce(q.is_as_due, false) AS is_as_due,
        a.in_hand_cents + least(greatest(a.promised_cents - a.paid_cents, coalesce(q.cents, 0)),
            greatest(a.payable_cents - a.paid_cents, 0)) AS cents
    FROM asked a
    LEFT JOIN promised q ON q.contract_id = a.contract_id AND q.invoice_id = a.invoice_id
)
SELECT s.contract_id, s.invoice_id, max(coalesce(a.cents, 0))::bigint AS agreed_cents,
    bool_or(t.is_as_told OR coalesce(a.is_as_due, false)) AS is_as_told
FROM short s
LEFT JOIN agreed a ON a.contract_id = s.contract_id AND a.invoice_id = s.invoice_id
CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM (SELECT m.told FROM reminder m WHERE m.contract_id = s.contract_id
        AND m.buyer_id = s.buyer_id AND m.currency = s.currency
        AND m.state IN ('SENT', 'DONE', 'UNKNOWN') ORDER BY m.id DESC LIMIT 5) r
    WHERE (SELECT sum((one->>'claimed_cents')::bigint) FROM jsonb_array_elements(r.told) one)
        = s.amount_cents AND r.told @> jsonb_build_array(
            jsonb_build_object('invoice_id', s.invoice_id))) AS is_as_told) t
WHERE t.is_as_told OR a.is_as_due OR a.cents > 0
GROUP BY s.contract_id, s.invoice_id
ORDER BY s.contract_id, s.invoice_id
