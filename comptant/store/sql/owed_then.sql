-- One row: what we owed the client of a contract at an instant (account and fund), and what was
-- released to him and has not left us, which was owed then too. An entry of the instant's own day
-- counts by the clock of its booking, or by that of the remittance that it books where the day is
-- another.
WITH unsent AS (
    SELECT o.amount_cents, x.entry_id FROM payment_order o
    JOIN payment_order_step_now x ON x.contract_id = o.contract_id AND x.order_id = o.id
        AND x.step = 'RELEASED'
    WHERE o.contract_id = %(contract_id)s AND o.purpose = ANY (%(purposes)s::text[])
        AND NOT EXISTS (SELECT FROM payment_order_step_now s WHERE s.contract_id = o.contract_id
            AND s.order_id = o.id
            AND (s.step IN ('EXECUTED', 'REJECTED', 'RETURNED') OR (s.step = 'SENT' AND NOT EXISTS (
                SELECT FROM payment_order_step_now u WHERE u.contract_id = s.contract_id
                    AND u.order_id = s.order_id
                    AND u.step = 'UNSENT' AND u.file_number = s.file_number))))
)
SELECT (
    SELECT coalesce(-sum(p.amount_cents), 0)::bigint
    FROM entry e
    JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
        AND p.account IN ('CCA', 'FDG')
    LEFT JOIN remittance r ON r.contract_id = e.contract_id AND r.entry_id = e.id
    CROSS JOIN LATERAL (SELECT
        (%(served_at)s::timestamptz AT TIME ZONE 'Europe/Paris')::date AS served_on,
        (e.booked_at AT TIME ZONE 'Europe/Paris')::date AS booked_on) d
    WHERE e.contract_id = %(contract_id)s AND (e.entry_on < d.served_on
        OR e.entry_on = d.served_on AND CASE WHEN d.booked_on = e.entry_on
            THEN e.booked_at <= %(served_at)s
            ELSE coalesce(r.received_at <= %(served_at)s, true) END)
        AND NOT EXISTS (SELECT FROM unsent WHERE unsent.entry_id = e.id)
) AS owed_then_cents,
(SELECT coalesce(sum(amount_cents), 0)::bigint FROM unsent) AS unsent_cents
