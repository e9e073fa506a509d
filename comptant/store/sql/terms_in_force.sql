-- One row per contract asked for: its terms in force on the day, as known at the instant, since when it is suspended, when its terms change next, where its client is taxed.
WITH said AS MATERIALIZED (
    SELECT t.contract_id, t.name, t.value, t.valid_from_on, t.recorded_at FROM term t
    WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'CONTRACT' AND t.subject_id = t.contract_id
        AND t.recorded_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
), latest AS (
    SELECT contract_id, jsonb_object_agg(name, value) AS terms FROM (
        SELECT DISTINCT ON (contract_id, name) contract_id, name, value FROM said
        WHERE valid_from_on <= %(on)s
        ORDER BY contract_id, name, valid_from_on DESC, recorded_at DESC) named
    GROUP BY contract_id
), statuses AS (
    SELECT DISTINCT ON (contract_id, valid_from_on) contract_id, valid_from_on, value #>> '{}' = 'SUSPENDED' AS is_suspended
    FROM said WHERE name = 'status' AND valid_from_on <= %(on)s
    ORDER BY contract_id, valid_from_on, recorded_at DESC
), suspended AS (
    SELECT contract_id, min(valid_from_on) AS suspended_on FROM (
        SELECT contract_id, valid_from_on, is_suspended,
            max(valid_from_on) FILTER (WHERE NOT is_suspended) OVER (PARTITION BY contract_id) AS last_free_on
        FROM statuses) s
    WHERE is_suspended AND valid_from_on > coalesce(last_free_on, '-infinity'::date)
    GROUP BY contract_id
), coming AS (
    SELECT contract_id, min(valid_from_on) AS change_on FROM said
    WHERE valid_from_on > %(on)s AND name NOT IN ('manual_reserve_cents', 'dilution_reserve_cents')
    GROUP BY contract_id
)
SELECT k.id AS contract_id, k.number, k.client_id, k.currency, coalesce(l.terms, '{}') AS terms, s.suspended_on,
    n.change_on AS terms_change_on, p.country AS vat_territory
FROM contract k
JOIN party p ON p.id = k.client_id
LEFT JOIN latest l ON l.contract_id = k.id
LEFT JOIN suspended s ON s.contract_id = k.id
LEFT JOIN coming n ON n.contract_id = k.id
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY k.id
