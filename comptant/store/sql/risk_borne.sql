-- One row per open invoice asked for: what the factor would give up of it, were it to leave.
-- `was_approved_cents`: the most that was ever approved of it and is still open, whatever has taken
-- the approval since; after the guarantee only what is approved now. `proved_cents`: disputed, and
-- what shows it has been kept for more than `days`; `shown_cents`: disputed, and something shows
-- it; `disputed_cents`: disputed at all. What a payment says by itself shows no dispute.
SELECT i.id, i.open_cents, i.approved_cents, g.is_taken AS is_guaranteed,
    CASE WHEN g.is_taken THEN i.approved_cents
        ELSE least(greatest(h.most_cents, i.approved_cents), i.open_cents)
        END AS was_approved_cents,
    least(d.proved_cents, i.open_cents) AS proved_cents,
    least(d.shown_cents, i.open_cents) AS shown_cents,
    least(d.disputed_cents, i.open_cents) AS disputed_cents, d.unshown_id, d.evidence
FROM invoice i
CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM guarantee g
    WHERE g.contract_id = i.contract_id AND g.invoice_id = i.id) AS is_taken) g
CROSS JOIN LATERAL (SELECT coalesce(max(t.approved_cents), 0)::bigint AS most_cents FROM (
    SELECT sum(m.approved_cents) OVER (ORDER BY m.entry_id) AS approved_cents FROM movement m
    WHERE m.contract_id = i.contract_id AND m.item_id = i.id AND m.account = 'DEB') t) h
CROSS JOIN LATERAL (
    SELECT coalesce(sum(x.cents), 0)::bigint AS disputed_cents,
        coalesce(sum(least(x.cents, x.shown_cents)), 0)::bigint AS shown_cents,
        coalesce(sum(least(x.cents, x.proved_cents)), 0)::bigint AS proved_cents,
        min(x.id) FILTER (WHERE x.shown_cents < x.cents) AS unshown_id,
        string_agg(x.evidence, '; ' ORDER BY x.id) AS evidence
    -- what is kept shows the dispute as large as it was then, whatever has made it larger since
    FROM (SELECT t.id, sum(t.amount_cents) AS cents,
            coalesce(max(t.so_far_cents) FILTER (WHERE t.is_shown), 0) AS shown_cents,
            coalesce(max(t.so_far_cents) FILTER (WHERE t.is_shown
                AND %(on)s::date - t.step_on > %(days)s), 0) AS proved_cents,
            (array_agg(t.evidence ORDER BY t.step_id) FILTER (WHERE t.is_shown))[1] AS evidence
        FROM (SELECT e.id, t.id AS step_id, t.step_on, t.amount_cents, t.evidence,
                sum(t.amount_cents) OVER (PARTITION BY e.id ORDER BY t.id) AS so_far_cents,
                t.kind IN ('OPENED', 'REST_CONFIRMED', 'CREDIT_AGREED')
                    AND t.evidence ~ '\S'
                    AND t.evidence <> ALL (%(of_payments)s::text[]) AS is_shown
            FROM dispute e
            JOIN dispute_step t ON t.contract_id = e.contract_id AND t.dispute_id = e.id
            WHERE e.contract_id = i.contract_id AND e.invoice_id = i.id
                AND e.code NOT IN ('LIT-RFA', 'LIT-CPS')) t
        GROUP BY t.id HAVING sum(t.amount_cents) > 0) x
) d
WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(ids)s::bigint[])
ORDER BY i.id
