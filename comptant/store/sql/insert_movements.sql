-- One row per movement that is new: by its key and occurrence (by_key), by its day and amount
-- (by_amount), or all of them when the statement follows the last: those without a reference
-- (chained), or all (all_new).
WITH keyed AS (
    SELECT s.*, encode(substr(sha256(convert_to(concat_ws('|', s.booked_on, s.amount_cents,
        CASE WHEN s.bank_reference IS NOT NULL THEN 'R' || s.bank_reference
            ELSE concat_ws('|', s.value_on,
                upper(regexp_replace(s.remittance_text, '[^A-Za-z0-9]', '', 'g')),
                s.end_to_end_reference) END), 'UTF8')), 1, 16), 'hex')::uuid AS movement_key
    FROM statement_line s
), counted AS (
    SELECT k.*, row_number() OVER (PARTITION BY movement_key ORDER BY row_number)
        + CASE WHEN %(way)s = 'all_new' OR (%(way)s = 'chained' AND k.bank_reference IS NULL) THEN (
            SELECT count(*) FROM bank_movement b
            WHERE b.own_account_id = %(own_account_id)s AND b.movement_key = k.movement_key
                AND b.withdrawn_act_id IS NULL)
                ELSE 0 END AS occurrence,
        row_number() OVER (PARTITION BY booked_on, amount_cents ORDER BY row_number) AS nth
    FROM keyed k
)
INSERT INTO bank_movement (id, own_account_id, statement_id, movement_key, occurrence, booked_on,
    value_on, currency,
    amount_cents, bank_reference, end_to_end_reference, payer_name, payer_iban, credited_iban,
        remittance_text, creditor_reference,
    operation_code, return_reason, is_reversal)
SELECT nextval('ids'), %(own_account_id)s,
    (SELECT max(id) FROM bank_statement WHERE own_account_id = %(own_account_id)s
        AND id <= %(statement_id)s AND withdrawn_act_id IS NULL), movement_key, occurrence,
    booked_on, value_on, currency, amount_cents,
    bank_reference, end_to_end_reference, payer_name, payer_iban, credited_iban, remittance_text,
        creditor_reference,
    operation_code, return_reason, is_reversal
FROM counted k
WHERE %(way)s <> 'by_amount' OR nth > (SELECT count(*) FROM bank_movement b
    WHERE b.own_account_id = %(own_account_id)s AND b.booked_on = k.booked_on
        AND b.amount_cents = k.amount_cents AND b.withdrawn_act_id IS NULL)
ORDER BY row_number
ON CONFLICT (own_account_id, movement_key, occurrence) WHERE withdrawn_act_id IS NULL DO NOTHING
RETURNING id, amount_cents
