-- One row per open invoice of some contracts that was ever in dispute: the days past due that a
-- dispute took (each once), as guarantees_due.sql counts them, and whether one is open.
SELECT contract_id, invoice_id,
    coalesce((SELECT sum(upper(s) - lower(s)) FROM unnest(range_agg(days)) s),
        0)::bigint AS paused_days, bool_or(is_open) AS is_disputed
FROM (
    SELECT i.contract_id, i.id AS invoice_id, daterange(greatest(min(t.step_on), i.due_on),
        greatest(max(t.step_on), i.due_on)) AS days, sum(t.amount_cents) > 0 AS is_open
    FROM dispute e
    JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
    JOIN invoice i ON i.contract_id = e.contract_id AND i.id = e.invoice_id AND i.open_cents > 0
    WHERE e.contract_id = ANY (%(ids)s::bigint[])
    GROUP BY i.contract_id, i.id, i.due_on, e.id
) each GROUP BY contract_id, invoice_id
ORDER BY contract_id, invoice_id
