-- One row per payment that a bank has announced and no statement has booked; late once a statement
-- has closed its day.
WITH told AS (
    SELECT e.*, row_number() OVER (PARTITION BY e.own_account_id, e.source, e.amount_cents,
        e.bank_reference, e.end_to_end_reference
        ORDER BY e.booked_on, e.id) AS place
    FROM expected_movement e WHERE e.booked_on > %(on)s::date - 60
), line_told AS (  -- what each camt.054 tells of a line, and whether it makes the line
    SELECT own_account_id, entry_key, entry_cents, entry_references, booked_on,
        max(act_id) AS act_id, sum(amount_cents) = entry_cents AS is_whole
    FROM expected_movement WHERE source = 'camt.054' AND entry_references <> '{}'
        AND booked_on > %(on)s::date - 60
    GROUP BY 1, 2, 3, 4, 5
)
SELECT e.id, a.iban, e.source, e.booked_on, e.value_on, e.currency, e.amount_cents, e.payer_name,
    e.remittance_text, e.bank_reference,
    CASE WHEN EXISTS (SELECT FROM bank_statement s WHERE s.own_account_id = e.own_account_id
        AND s.closed_on >= e.booked_on AND s.withdrawn_act_id IS NULL)
        THEN 'LATE' ELSE 'EXPECTED' END AS expected_status
FROM told e JOIN own_account a ON a.id = e.own_account_id
WHERE NOT EXISTS (  -- its line is booked, as one sum
    SELECT FROM bank_movement m WHERE m.own_account_id = e.own_account_id
        AND m.withdrawn_act_id IS NULL
        AND m.amount_cents = e.entry_cents
        AND (m.bank_reference = ANY (e.entry_references)
            OR m.end_to_end_reference = ANY (e.entry_references)))
AND e.place > (  -- or itself
    SELECT count(*) FROM bank_movement m WHERE m.own_account_id = e.own_account_id
        AND m.withdrawn_act_id IS NULL
        AND m.amount_cents = e.amount_cents
        AND m.booked_on BETWEEN e.booked_on - 5 AND e.booked_on + 10
        AND coalesce(m.bank_reference = e.bank_reference, true)
            AND coalesce(m.end_to_end_reference = e.end_to_end_reference, true))
AND NOT (e.source = 'camt.052' AND EXISTS (  -- or a camt.054 tells it better
    SELECT FROM expected_movement x WHERE x.own_account_id = e.own_account_id
        AND x.source = 'camt.054'
        AND x.entry_cents = e.entry_cents AND x.entry_references && e.entry_references))
AND NOT EXISTS (  -- or one that corrects it
    SELECT FROM line_told o JOIN line_told n ON n.own_account_id = o.own_account_id
        AND n.entry_cents = o.entry_cents AND n.booked_on = o.booked_on
        AND n.entry_references && o.entry_references
    WHERE o.own_account_id = e.own_account_id AND o.entry_key = e.entry_key
        AND n.entry_key <> o.entry_key
        AND (n.is_whole, n.act_id) > (o.is_whole, o.act_id))
ORDER BY e.booked_on, e.id
