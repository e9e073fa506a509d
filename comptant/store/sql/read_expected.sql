-- One row per payment that a bank has announced and no statement has booked; late once a statement
-- has closed its day.
WITH told AS (
    SELECT e.*, row_number() OVER (PARTITION BY e.own_account_id, e.source, e.amount_cents,
        e.bank_reference, e.end_to_end_reference
        ORDER BY e.booked_on, e.id) AS place
    FROM expected_movement e WHERE e.booked_on > %(on)s::date - 60
)
SELECT e.id, a.iban, e.source, e.booked_on, e.value_on, e.currency, e.amount_cents, e.payer_name,
    e.remittance_text, e.bank_reference,
    CASE WHEN EXISTS (SELECT FROM bank_statement s WHERE s.own_account_id = e.own_account_id
        AND s.closed_on >= e.booked_on)
        THEN 'LATE' ELSE 'EXPECTED' END AS expected_status
FROM told e JOIN own_account a ON a.id = e.own_account_id
WHERE NOT EXISTS (  -- its line is booked, as one sum
    SELECT FROM bank_movement m WHERE m.own_account_id = e.own_account_id
        AND m.amount_cents = e.entry_cents
        AND (m.bank_reference = ANY (e.entry_references)
            OR m.end_to_end_reference = ANY (e.entry_references)))
AND e.place > (  -- or itself
    SELECT count(*) FROM bank_movement m WHERE m.own_account_id = e.own_account_id
        AND m.amount_cents = e.amount_cents
        AND m.booked_on BETWEEN e.booked_on - 5 AND e.booked_on + 10
        AND coalesce(m.bank_reference = e.bank_reference, true)
            AND coalesce(m.end_to_end_reference = e.end_to_end_reference, true))
AND NOT (e.source = 'camt.052' AND EXISTS (  -- or a camt.054 tells it better
    SELECT FROM expected_movement x WHERE x.own_account_id = e.own_account_id
        AND x.source = 'camt.054'
        AND x.entry_cents = e.entry_cents AND x.entry_references && e.entry_references))
ORDER BY e.booked_on, e.id
