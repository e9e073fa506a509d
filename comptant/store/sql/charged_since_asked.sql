-- One row per contract with a draw that waits for its release: the day of the last of them, the
-- first day whose charge was not billed then, what was billed since.
WITH asked AS (
    SELECT DISTINCT ON (o.contract_id) o.contract_id, o.id,
        coalesce(a.on_date, (o.prepared_at AT TIME ZONE 'Europe/Paris')::date) AS asked_on
    FROM payment_order o LEFT JOIN act a ON a.id = o.act_id
    WHERE o.contract_id = ANY (%(ids)s::bigint[]) AND o.purpose = 'DRAW' AND NOT EXISTS (
        SELECT FROM payment_order_step s WHERE s.contract_id = o.contract_id AND s.order_id = o.id
            AND s.step IN ('RELEASED', 'REFUSED'))
    ORDER BY o.contract_id, o.id DESC
)
SELECT a.contract_id, a.asked_on, charged.from_on,
    coalesce(billed.interest_cents, 0) AS interest_cents,
    coalesce(billed.fee_cents, 0) AS fee_cents
FROM asked a
CROSS JOIN LATERAL (  -- ids are given in time: an entry of after the order has a larger one
    SELECT min(c.from_on) AS from_on FROM charge c
    WHERE c.contract_id = a.contract_id AND c.code = 'INT' AND c.entry_id > a.id
        AND c.corrects_id IS NULL
) charged
CROSS JOIN LATERAL (
    SELECT (sum(p.amount_cents) FILTER (WHERE e.event = 'interest'))::bigint AS interest_cents,
        (sum(p.amount_cents) FILTER (WHERE e.event = 'fee'))::bigint AS fee_cents
    FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
        AND p.account = 'CCA'
    WHERE e.contract_id = a.contract_id AND e.id > a.id AND p.entry_id > a.id
        AND e.event IN ('interest', 'fee')
) billed
