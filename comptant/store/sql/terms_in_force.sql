-- One row per contract asked for: its terms in force on the day, as known at the instant, since
-- when it is suspended, when its terms change next, where its client is taxed.
SELECT k.id AS contract_id, k.number, k.client_id, k.currency, coalesce(said.terms, '{}') AS terms,
    suspended.suspended_on,
    said.change_on AS terms_change_on, p.country AS vat_territory
FROM contract k
JOIN party p ON p.id = k.client_id
CROSS JOIN LATERAL (  -- of a name said twice the last one stays, as jsonb keeps its keys
    SELECT jsonb_object_agg(t.name, t.value ORDER BY t.name, t.valid_from_on, t.recorded_at)
            FILTER (WHERE t.valid_from_on <= %(on)s) AS terms,
        min(t.valid_from_on) FILTER (
            WHERE t.valid_from_on > %(on)s AND t.name NOT IN ('manual_reserve_cents',
                'dilution_reserve_cents')) AS change_on,
        coalesce(bool_or(t.name = 'status' AND t.value = '"SUSPENDED"'), false) AS was_suspended
    FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id
        AND t.recorded_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
) said
LEFT JOIN LATERAL (
    SELECT min(valid_from_on) AS suspended_on FROM (
        SELECT valid_from_on, is_suspended,
            max(valid_from_on) FILTER (WHERE NOT is_suspended) OVER () AS last_free_on
        FROM (
            SELECT DISTINCT ON (t.valid_from_on) t.valid_from_on,
                t.value #>> '{}' = 'SUSPENDED' AS is_suspended
            FROM term t WHERE t.contract_id = k.id AND t.subject = 'CONTRACT'
                AND t.subject_id = k.id AND t.name = 'status'
                AND t.recorded_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
                    AND t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on, t.recorded_at DESC
        ) statuses
    ) stood
    WHERE is_suspended AND valid_from_on > coalesce(last_free_on, '-infinity'::date)
) suspended ON said.was_suspended
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY k.id
