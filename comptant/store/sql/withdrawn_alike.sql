-- One row per statement of this place that was withdrawn and tells the same as the file that is
-- read (statement_line): the same balances and lines, or the same bytes.
WITH told AS (
    SELECT encode(substr(sha256(convert_to(concat_ws('|', s.booked_on, s.amount_cents,
        CASE WHEN s.bank_reference IS NOT NULL THEN 'R' || s.bank_reference
            ELSE concat_ws('|', s.value_on,
                upper(regexp_replace(s.remittance_text, '[^A-Za-z0-9]', '', 'g')),
                s.end_to_end_reference) END), 'UTF8')), 1, 16), 'hex')::uuid AS movement_key
    FROM statement_line s
)
SELECT b.id, u.login, a.on_date AS withdrawn_on, b.withdrawn_for AS reason
FROM bank_statement b
JOIN act a ON a.id = b.withdrawn_act_id
JOIN app_user u ON u.id = a.by_id
WHERE b.own_account_id = %(own_account_id)s AND b.closed_on = %(closed_on)s
    AND split_part(b.reference, ' ~', 1) = %(reference)s AND b.withdrawn_act_id IS NOT NULL
    AND (b.digest = %(digest)s OR (
        b.closing_cents = %(closing_cents)s
        AND b.opening_cents IS NOT DISTINCT FROM %(opening_cents)s::bigint
        AND NOT EXISTS (
            (SELECT movement_key FROM told EXCEPT ALL
                SELECT m.movement_key FROM bank_movement m
                WHERE m.own_account_id = b.own_account_id AND m.statement_id = b.id)
            UNION ALL
            (SELECT m.movement_key FROM bank_movement m
                WHERE m.own_account_id = b.own_account_id AND m.statement_id = b.id
            EXCEPT ALL SELECT movement_key FROM told))))
ORDER BY b.id DESC LIMIT 1
