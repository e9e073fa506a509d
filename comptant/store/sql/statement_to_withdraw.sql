-- One row per issue of a statement of an account of ours (the one asked for, and what the bank has
-- told again of it) that nobody has withdrawn; `has_others`: of this account there are others,
-- `is_first`: it is the first of them, `day_goes_on`: a later one tells of its day too.
SELECT s.id, s.own_account_id, a.iban, a.currency, a.is_client_owned,
    CASE WHEN a.is_client_owned THEN a.contract_id ELSE h.id END AS opening_contract_id,
    h.id AS house_id, split_part(w.reference, ' ~', 1) AS reference, s.closed_on, s.opening_cents,
    s.closing_cents, s.act_id, x.has_others, x.is_first, x.day_goes_on
FROM bank_statement w
JOIN contract h ON h.is_house
JOIN bank_statement s ON s.own_account_id = w.own_account_id AND s.closed_on = w.closed_on
    AND split_part(s.reference, ' ~', 1) = split_part(w.reference, ' ~', 1)
    AND s.withdrawn_act_id IS NULL
JOIN own_account a ON a.id = w.own_account_id
CROSS JOIN LATERAL (
    SELECT count(*) > 0 AS has_others,
        coalesce(bool_and((o.closed_on, o.id) > (w.closed_on, w.id)), true) AS is_first,
        coalesce(bool_or(o.closed_on = w.closed_on AND o.id > w.id), false) AS day_goes_on
    FROM bank_statement o
    WHERE o.own_account_id = w.own_account_id AND o.withdrawn_act_id IS NULL
        AND (o.closed_on <> w.closed_on
            OR split_part(o.reference, ' ~', 1) <> split_part(w.reference, ' ~', 1))
) x
WHERE w.id = %(id)s AND w.withdrawn_act_id IS NULL
ORDER BY s.id
