-- One row per contract, buyer, currency and month of issue within the twelve months up to a day:
-- the turnover incl. VAT, credit notes taken off, and of it what the last days of a period sold; of
-- a contract (null: of all).
SELECT i.contract_id, i.buyer_id, i.currency, date_trunc('month', i.issued_on)::date AS month_on,
    sum(i.amount_cents)::bigint AS sold_cents,
    coalesce(sum(i.amount_cents) FILTER (WHERE i.issued_on > %(on)s::date - %(period_days)s::int),
        0)::bigint AS lately_cents
FROM invoice i JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
WHERE (%(contract_id)s::bigint IS NULL OR i.contract_id = %(contract_id)s)
    AND i.issued_on <= %(on)s::date AND r.posted_on <= %(on)s::date
    AND i.issued_on >= (date_trunc('month', %(on)s::date) - interval '11 months')::date
    AND NOT EXISTS (SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id
        AND e.id = m.entry_id WHERE m.contract_id = i.contract_id AND m.item_id = i.id
        AND e.event IN ('withdrawal', 'credit_note_withdrawal') AND e.value_on <= %(on)s::date
        AND e.reverses_id IS NULL AND NOT EXISTS (SELECT FROM entry u
            WHERE u.contract_id = e.contract_id AND u.reverses_id = e.id))
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
