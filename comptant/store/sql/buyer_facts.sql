-- One row per buyer asked for: what is known of it on the day, its limits and what is already approved of it.
WITH k AS (
    SELECT client_id, currency FROM contract WHERE id = %(contract_id)s
), asked AS (  -- through JSON: planned for a hundred, however many come, and so planned once and kept
    SELECT p.id AS buyer_id, p.kind, p.country
    FROM json_array_elements_text(to_json(%(buyer_ids)s::bigint[])) j (id) JOIN party p ON p.id = j.id::bigint
), dated AS (
    SELECT subject_id, jsonb_object_agg(name, value) AS facts FROM (
        SELECT DISTINCT ON (t.subject, t.subject_id, t.name) t.subject_id, t.name, t.value
        FROM asked a JOIN term t ON t.subject_id = a.buyer_id
            AND ((t.contract_id = 0 AND t.subject = 'PARTY')
                OR (t.contract_id = %(contract_id)s AND t.subject = 'BUYER'))
        WHERE t.valid_from_on <= %(on)s
        ORDER BY t.subject, t.subject_id, t.name, t.valid_from_on DESC, t.recorded_at DESC
    ) latest GROUP BY subject_id
), coming AS (
    SELECT t.subject_id, min(t.valid_from_on) AS change_on
    FROM asked a JOIN term t ON t.subject_id = a.buyer_id
        AND ((t.contract_id = 0 AND t.subject = 'PARTY')
            OR (t.contract_id = %(contract_id)s AND t.subject = 'BUYER'))
    WHERE t.valid_from_on > %(on)s GROUP BY t.subject_id
), memberships AS (
    SELECT m.party_id, m.group_id
    FROM (SELECT DISTINCT ON (g.party_id, g.group_id) g.party_id, g.group_id, g.is_member
          FROM asked a JOIN group_member g ON g.party_id = a.buyer_id
          WHERE g.valid_from_on <= %(on)s
          ORDER BY g.party_id, g.group_id, g.valid_from_on DESC, g.recorded_at DESC) m
    WHERE m.is_member
), groups AS (  -- of several groups, the one that has a limit
    SELECT DISTINCT ON (m.party_id) m.party_id AS buyer_id, m.group_id, c.id AS ceiling_id
    FROM memberships m CROSS JOIN k
    LEFT JOIN ceiling c ON c.scope = 'BUYER_GROUP' AND c.contract_id = 0 AND c.party_id = m.group_id
        AND c.currency = k.currency
    ORDER BY m.party_id, c.id IS NULL, m.group_id
), client_groups AS (
    SELECT m.group_id
    FROM (SELECT DISTINCT ON (g.group_id) g.group_id, g.is_member
          FROM k JOIN group_member g ON g.party_id = k.client_id
          WHERE g.valid_from_on <= %(on)s
          ORDER BY g.group_id, g.valid_from_on DESC, g.recorded_at DESC) m
    WHERE m.is_member
), approved AS (
    SELECT e.buyer_id, sum(e.approved_cents)::bigint AS approved_cents,
        sum(e.unapplied_credit_cents + e.unallocated_cash_cents)::bigint AS credit_cents,
        sum(e.reduction_cents)::bigint AS reduction_cents
    FROM exposure e WHERE e.contract_id = %(contract_id)s AND e.buyer_id IN (SELECT buyer_id FROM asked)
    GROUP BY e.buyer_id
), group_approved AS (
    SELECT m.group_id, sum(e.approved_cents)::bigint AS approved_cents
    FROM (SELECT DISTINCT ON (g.group_id, g.party_id) g.group_id, g.party_id, g.is_member
          FROM group_member g
          WHERE g.group_id IN (SELECT group_id FROM groups) AND g.valid_from_on <= %(on)s
          ORDER BY g.group_id, g.party_id, g.valid_from_on DESC, g.recorded_at DESC) m
    JOIN exposure e ON e.contract_id = %(contract_id)s AND e.buyer_id = m.party_id
    WHERE m.is_member GROUP BY m.group_id
)
SELECT a.buyer_id, coalesce(g.group_id, 0) AS buyer_group_id, a.kind = 'CONSUMER' AS buyer_is_consumer,
    a.kind = 'PUBLIC' AS buyer_is_public, a.country AS buyer_country,
    a.buyer_id = k.client_id AS buyer_is_client,
    coalesce((d.facts ->> 'is_linked')::boolean, false)
        OR EXISTS (SELECT FROM memberships m JOIN client_groups c ON c.group_id = m.group_id
            WHERE m.party_id = a.buyer_id) AS buyer_is_linked,
    coalesce((d.facts ->> 'is_sanctioned')::boolean, false) AS buyer_is_sanctioned,
    coalesce((d.facts ->> 'ceased_on')::date <= %(on)s, false) AS buyer_ceased,
    (d.facts ->> 'insolvent_on')::date AS buyer_insolvent_on,
    (d.facts ->> 'insurer_stop_on')::date AS insurer_stop_on,
    coalesce((d.facts ->> 'is_cross_aged')::boolean, false) AS buyer_cross_aged,
    coalesce((d.facts ->> 'is_notified')::boolean, false) AS buyer_notified,
    coalesce((d.facts ->> 'is_public_notified')::boolean, false) AS public_buyer_notified,
    coalesce((d.facts ->> 'is_sector_excluded')::boolean, false) AS sector_excluded,
    coalesce((d.facts ->> 'set_off_cents')::bigint, 0) + coalesce((d.facts ->> 'claimed_cents')::bigint, 0) AS set_off_cents,
    (SELECT jsonb_object_agg(substr(e.key, 11), e.value) FROM jsonb_each(d.facts) e
     WHERE e.key LIKE 'exception.%%' AND e.value <> 'null')::text AS buyer_exceptions,
    CASE WHEN own.amount_cents IS NULL AND shared.amount_cents IS NULL THEN 'PENDING' ELSE 'KNOWN' END AS buyer_status,
    coalesce(least(own.amount_cents, shared.amount_cents), 0) AS limit_cents,
    group_share.amount_cents AS group_limit_cents,
    CASE WHEN group_share.amount_cents IS NOT NULL
            AND coalesce(p.approved_cents, 0) < coalesce(least(own.amount_cents, shared.amount_cents), 0) THEN 'BUYER_GROUP'
        WHEN shared.amount_cents IS NOT NULL AND (own.amount_cents IS NULL OR shared.amount_cents < own.amount_cents) THEN 'BUYER'
        WHEN own.amount_cents IS NOT NULL THEN 'CONTRACT_BUYER' END AS binding_scope,
    coalesce(p.approved_cents, 0) AS buyer_approved_cents,
    coalesce(ga.approved_cents, 0) AS group_approved_cents,
    coalesce(p.credit_cents, 0) AS buyer_credit_cents,
    coalesce(p.reduction_cents, 0) AS buyer_reduction_cents,
    least(n.change_on, (SELECT min(t.valid_from_on) FROM ceiling c JOIN term t ON t.contract_id = 0
            AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.valid_from_on > %(on)s
        WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = %(contract_id)s AND c.party_id = a.buyer_id),
        (SELECT min(m.valid_from_on) FROM group_member m
        WHERE m.valid_from_on > %(on)s AND m.party_id IN (a.buyer_id, k.client_id))) AS buyer_facts_change_on
FROM asked a CROSS JOIN k
LEFT JOIN dated d ON d.subject_id = a.buyer_id
LEFT JOIN coming n ON n.subject_id = a.buyer_id
LEFT JOIN groups g ON g.buyer_id = a.buyer_id
LEFT JOIN approved p ON p.buyer_id = a.buyer_id
LEFT JOIN group_approved ga ON ga.group_id = g.group_id
LEFT JOIN LATERAL (
    SELECT (t.value)::bigint AS amount_cents FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = %(contract_id)s AND c.party_id = a.buyer_id
        AND c.currency = k.currency AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1
) own ON true
LEFT JOIN LATERAL (
    SELECT coalesce((SELECT l.amount_cents FROM allotment l
        WHERE l.contract_id = %(contract_id)s AND l.ceiling_id = c.id
        ORDER BY l.recorded_at DESC LIMIT 1), 0) AS amount_cents
    FROM ceiling c
    WHERE c.scope = 'BUYER' AND c.contract_id = 0 AND c.party_id = a.buyer_id AND c.currency = k.currency
) shared ON true
LEFT JOIN LATERAL (
    SELECT coalesce((SELECT l.amount_cents FROM allotment l
        WHERE l.contract_id = %(contract_id)s AND l.ceiling_id = g.ceiling_id
        ORDER BY l.recorded_at DESC LIMIT 1), 0) AS amount_cents
    WHERE g.ceiling_id IS NOT NULL
) group_share ON true
ORDER BY a.buyer_id
