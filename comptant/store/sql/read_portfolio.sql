-- One row per contract: what is owed and lent on the day, what the year before it earned and lost,
-- how invoices shrank and how long they take.
WITH sums AS (
    SELECT contract_id, currency,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0)::bigint AS outstanding_cents,
        coalesce(sum(amount_cents) FILTER (WHERE account IN ('DEB', 'UNAL', 'CCA', 'FDG')),
            0)::bigint AS funds_in_use_cents,
        coalesce(-sum(amount_cents) FILTER (WHERE account = 'FDG'), 0)::bigint AS fund_cents,
        coalesce(-sum(amount_cents) FILTER (WHERE account = 'FEE'
            AND value_on > %(on)s::date - 365), 0)::bigint AS fees_cents,
        coalesce(-sum(amount_cents) FILTER (WHERE account = 'INT'
            AND value_on > %(on)s::date - 365), 0)::bigint AS charges_cents,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DIFF'
            AND value_on > %(on)s::date - 365), 0)::bigint AS losses_cents,
        -- each change of the funds in use counts for the days of the year that it lasted
        coalesce(sum(amount_cents * (%(on)s::date - greatest(value_on, %(on)s::date - 365)))
            FILTER (WHERE account IN ('DEB', 'UNAL', 'CCA', 'FDG')) / 365,
                0)::bigint AS average_cents
    FROM balance WHERE value_on <= %(on)s
        AND account IN ('DEB', 'UNAL', 'CCA', 'FDG', 'FEE', 'INT', 'DIFF')
    GROUP BY contract_id, currency
), moved AS (
    SELECT e.contract_id,
        coalesce(sum(p.amount_cents) FILTER (WHERE e.event = 'assignment'),
            0)::bigint AS assigned_cents,
        coalesce(sum(p.amount_cents) FILTER (WHERE e.event = 'assignment'
            AND e.entry_on > %(on)s::date - 90), 0)::bigint AS assigned_lately_cents,
        coalesce(-sum(p.amount_cents) FILTER (WHERE e.event = 'credit_note'),
            0)::bigint AS credited_cents
    FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
        AND p.account = 'DEB'
    WHERE e.entry_on > %(on)s::date - 365 AND e.entry_on <= %(on)s
        AND e.event IN ('assignment', 'credit_note')
    GROUP BY e.contract_id
)
SELECT k.id, k.number AS contract_number, c.name AS client_name, k.currency,
    coalesce(s.outstanding_cents, 0) AS outstanding_cents,
    coalesce(s.funds_in_use_cents, 0) AS funds_in_use_cents,
        coalesce(s.fund_cents, 0) AS fund_cents,
    coalesce(m.assigned_cents, 0) AS assigned_cents,
    CASE WHEN m.assigned_lately_cents > 0
        THEN least(s.outstanding_cents::numeric * 90 / m.assigned_lately_cents,
        9999)::integer END AS turning_days,
    CASE WHEN m.assigned_cents > 0 THEN
        (m.credited_cents::numeric * 1000000 / m.assigned_cents)::bigint END AS dilution_ppm,
    coalesce(s.losses_cents, 0) AS losses_cents, coalesce(s.fees_cents, 0) AS fees_cents,
        coalesce(s.charges_cents, 0) AS charges_cents,
    coalesce(s.fees_cents + s.charges_cents - s.losses_cents, 0) AS result_cents,
    CASE WHEN s.average_cents > 0 THEN
        ((s.fees_cents + s.charges_cents - s.losses_cents)::numeric * 1000000 /
            s.average_cents)::bigint END AS yield_ppm
FROM contract k
JOIN party c ON c.id = k.client_id
LEFT JOIN sums s ON s.contract_id = k.id AND s.currency = k.currency
LEFT JOIN moved m ON m.contract_id = k.id
WHERE NOT k.is_house AND reading_for_factor()
ORDER BY k.number
