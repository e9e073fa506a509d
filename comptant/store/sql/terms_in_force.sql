-- One row per contract asked for: its terms in force on the day, as known at the instant.
SELECT k.id AS contract_id, k.number, k.client_id, k.currency,
    coalesce((SELECT jsonb_object_agg(name, value) FROM (
        SELECT DISTINCT ON (t.name) t.name, t.value FROM term t
        WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id
            AND t.valid_from_on <= %(on)s AND t.recorded_at <= coalesce(%(known_at)s, 'infinity'::timestamptz)
        ORDER BY t.name, t.valid_from_on DESC, t.recorded_at DESC) latest), '{}') AS terms
FROM contract k
WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
ORDER BY k.id
