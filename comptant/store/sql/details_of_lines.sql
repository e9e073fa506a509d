-- One row per detail that a camt.054 tells of a line of a statement: of the lines asked for, or of
-- the entries asked for; every notice of the line, the newest last.
WITH entry_told AS (
    SELECT own_account_id, entry_key, entry_cents, entry_references, min(booked_on) AS booked_on
        FROM expected_movement
    WHERE source = 'camt.054' AND entry_cents > 0 AND entry_references <> '{}' GROUP BY 1, 2, 3, 4
), candidate AS (
    SELECT id, own_account_id, amount_cents, booked_on, bank_reference, end_to_end_reference
        FROM bank_movement
    WHERE id = ANY (%(movement_ids)s::bigint[]) AND withdrawn_act_id IS NULL
    UNION
    SELECT m.id, m.own_account_id, m.amount_cents, m.booked_on, m.bank_reference,
        m.end_to_end_reference
    FROM entry_told e JOIN bank_movement m ON m.own_account_id = e.own_account_id
        AND m.amount_cents = e.entry_cents
        AND m.booked_on BETWEEN e.booked_on - 10 AND e.booked_on + 10
        AND m.withdrawn_act_id IS NULL
    WHERE e.entry_key = ANY (%(entry_keys)s::uuid[])
), named AS (  -- a line and an entry that name each other; the line's own reference says most
    SELECT m.id AS movement_id, e.entry_key, e.entry_references, e.booked_on,
        coalesce(m.bank_reference = ANY (e.entry_references), false) AS is_own,
        count(*) OVER (PARTITION BY e.entry_key) AS lines
    FROM candidate m JOIN entry_told e ON e.own_account_id = m.own_account_id
        AND e.entry_cents = m.amount_cents
        AND (m.bank_reference = ANY (e.entry_references)
            OR m.end_to_end_reference = ANY (e.entry_references))
        AND e.booked_on BETWEEN m.booked_on - 10 AND m.booked_on + 10
), pair AS (  -- several notices of one line: of one day, and of its own or the same references
    SELECT *, min(booked_on) OVER line = max(booked_on) OVER line AND (bool_and(is_own) OVER line
            OR min(entry_references) OVER line = max(entry_references) OVER line) AS is_one_line
    FROM named WINDOW line AS (PARTITION BY movement_id)
)
SELECT m.id AS movement_id, p.entry_key::text AS entry_key, m.own_account_id, m.booked_on,
    m.value_on, m.currency, x.amount_cents,
    coalesce(x.bank_reference, m.bank_reference) AS bank_reference, x.end_to_end_reference,
        x.payer_name, x.payer_iban,
    coalesce(x.credited_iban, m.credited_iban) AS credited_iban, x.remittance_text,
        x.creditor_reference, m.operation_code,
    x.return_reason, x.is_reversal, x.act_id, m.amount_cents AS entry_cents,
    m.payer_name IS NOT NULL OR m.payer_iban IS NOT NULL AS is_told
FROM pair p JOIN bank_movement m ON m.id = p.movement_id
JOIN expected_movement x ON x.own_account_id = m.own_account_id AND x.entry_key = p.entry_key
WHERE p.is_one_line AND p.lines = 1
ORDER BY m.id, x.id
