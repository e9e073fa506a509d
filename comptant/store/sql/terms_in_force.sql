-- One row per contract asked for: its terms in force on the day, as known at the instant, since when it is suspended, when its terms change next.
WITH said AS (
    SELECT t.contract_id, t.name, t.value, t.valid_from_on, t.recorded_at FROM term t
    WHERE t.contract_id = ANY (%(contract_ids)s::bigint[]) AND t.subject = 'CONTRACT' AND t.subject_id = t.contract_id
        AND t.recorded_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
), statuses AS (
    SELECT DISTINCT ON (contract_id, valid_from_on) contract_id, valid_from_on, value #>> '{}' = 'SUSPENDED' AS is_suspended
    FROM said WHERE name = 'status' AND valid_from_on <= %(on)s
    ORDER BY contract_id, valid_from_on, recorded_at DESC
)
SELECT k.id AS contract_id, k.number, k.client_id, k.currency,
    coalesce((SELECT jsonb_object_agg(name, value) FROM (
        SELECT DISTINCT ON (t.name) t.name, t.value FROM said t
        WHERE t.contract_id = k.id AND t.valid_from_on <= %(on)s
        ORDER BY t.name, t.valid_from_on DESC, t.recorded_at DESC) latest), '{}') AS terms,
    (SELECT min(s.valid_from_on) FROM statuses s WHERE s.contract_id = k.id AND s.is_suspended
        AND NOT EXISTS (SELECT FROM statuses o WHERE o.contract_id = k.id AND NOT o.is_suspended
            AND o.valid_from_on > s.valid_from_on)) AS suspended_on,
    (SELECT min(t.valid_from_on) FROM said t WHERE t.contract_id = k.id AND t.valid_from_on > %(on)s
        AND t.name NOT IN ('manual_reserve_cents', 'dilution_reserve_cents')) AS terms_change_on
FROM contract k
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY k.id
