-- One row: the sum of the lines of a statement that we know already, by their keys and occurrences.
WITH keyed AS (
    SELECT s.*, encode(substr(sha256(convert_to(concat_ws('|', s.booked_on, s.amount_cents,
        CASE WHEN s.bank_reference IS NOT NULL THEN 'R' || s.bank_reference
            ELSE concat_ws('|', s.value_on,
                upper(regexp_replace(s.remittance_text, '[^A-Za-z0-9]', '', 'g')),
                s.end_to_end_reference) END), 'UTF8')), 1, 16), 'hex')::uuid AS movement_key
    FROM statement_line s
), counted AS (
    SELECT k.movement_key, k.amount_cents,
        row_number() OVER (PARTITION BY movement_key ORDER BY row_number) AS occurrence
    FROM keyed k
)
SELECT coalesce(sum(k.amount_cents), 0)::bigint AS known_cents
FROM counted k JOIN bank_movement b ON b.own_account_id = %(own_account_id)s
    AND b.movement_key = k.movement_key AND b.occurrence = k.occurrence
    AND b.withdrawn_act_id IS NULL
