-- One row per buyer of a contract asked for: what is known of it on the day, its limits and what is
-- already approved of it.
WITH asked AS (  -- as JSON: planned for a hundred, however many come, and so planned once and kept
    SELECT k.id AS contract_id, k.client_id, k.currency, p.id AS buyer_id, p.kind, p.country
    FROM json_to_recordset(%(pairs)s::json) j (contract_id bigint, buyer_id bigint)
    JOIN contract k ON k.id = j.contract_id JOIN party p ON p.id = j.buyer_id
), client_groups AS MATERIALIZED (
    SELECT m.client_id, m.group_id
    FROM (SELECT DISTINCT ON (g.party_id, g.group_id) g.party_id AS client_id, g.group_id,
        g.is_member
          FROM (SELECT DISTINCT client_id FROM asked) c JOIN group_member g
              ON g.party_id = c.client_id
          WHERE g.valid_from_on <= %(on)s
          ORDER BY g.party_id, g.group_id, g.valid_from_on DESC, g.recorded_at DESC) m
    WHERE m.is_member
-- all that a contract has approved counts under the policy it has a share of: of several, the least
), policies AS MATERIALIZED (
    SELECT l.contract_id, min(CASE WHEN f.is_stale THEN 0 ELSE f.amount_cents END) AS amount_cents,
        (SELECT coalesce(sum(e.approved_cents), 0)::bigint FROM exposure e
            WHERE e.contract_id = l.contract_id) AS approved_cents
    FROM (SELECT DISTINCT s.contract_id, s.ceiling_id FROM allotment s
          JOIN ceiling c ON c.id = s.ceiling_id AND c.scope = 'INSURER_POLICY'
          WHERE s.contract_id IN (SELECT contract_id FROM asked)) l
    CROSS JOIN LATERAL share_in_force(l.ceiling_id, l.contract_id, %(on)s) f
    GROUP BY l.contract_id
)
SELECT a.contract_id, a.buyer_id, coalesce(g.group_id, 0) AS buyer_group_id,
    a.kind = 'CONSUMER' AS buyer_is_consumer,
    a.kind = 'PUBLIC' AS buyer_is_public, a.country AS buyer_country,
    a.buyer_id = a.client_id OR a.kind = 'FACTOR' AS buyer_is_client,
    coalesce((d.facts ->> 'is_named')::boolean, false) AS buyer_is_named,
    coalesce((d.facts ->> 'is_linked')::boolean, false)
        OR (g.group_ids IS NOT NULL AND EXISTS (
            SELECT FROM client_groups c WHERE c.client_id = a.client_id
                AND c.group_id = ANY (g.group_ids))) AS buyer_is_linked,
    coalesce((d.facts ->> 'is_in_doubt')::boolean, false) AS buyer_in_doubt,
    coalesce((d.facts ->> 'is_sanctioned')::boolean, false) AS buyer_is_sanctioned,
    coalesce((d.facts ->> 'ceased_on')::date <= %(on)s, false) AS buyer_ceased,
    (d.facts ->> 'insolvent_on')::date AS buyer_insolvent_on,
    (d.facts ->> 'insurer_stop_on')::date AS insurer_stop_on,
    coalesce((d.facts ->> 'is_cross_aged')::boolean, false) AS buyer_cross_aged,
    coalesce((d.facts ->> 'is_notified')::boolean, false) AS buyer_notified,
    coalesce((d.facts ->> 'is_public_notified')::boolean, false) AS public_buyer_notified,
    coalesce((d.facts ->> 'is_sector_excluded')::boolean, false) AS sector_excluded,
    coalesce((d.facts ->> 'set_off_cents')::bigint,
        0) + coalesce((d.facts ->> 'claimed_cents')::bigint, 0) AS set_off_cents,
    (SELECT jsonb_object_agg(substr(e.key, 11), e.value) FROM jsonb_each(d.facts) e
     WHERE e.key LIKE 'exception.%%' AND e.value <> 'null')::text AS buyer_exceptions,
    CASE WHEN own.amount_cents IS NULL AND shared.amount_cents IS NULL THEN 'PENDING'
        ELSE 'KNOWN' END AS buyer_status,
    coalesce(least(own.amount_cents, shared.amount_cents), 0) AS limit_cents,
    group_share.amount_cents AS group_limit_cents,
    policy.amount_cents AS policy_limit_cents,
    CASE WHEN coalesce(p.approved_cents, 0) < coalesce(least(own.amount_cents, shared.amount_cents),
        0)
            AND (group_share.amount_cents <= coalesce(ga.approved_cents, 0)
                OR (group_share.amount_cents IS NOT NULL AND policy.amount_cents IS NULL))
                    THEN 'BUYER_GROUP'
        WHEN coalesce(p.approved_cents, 0) < coalesce(least(own.amount_cents, shared.amount_cents),
            0)
            AND policy.amount_cents IS NOT NULL THEN 'INSURER_POLICY'
        WHEN shared.amount_cents IS NOT NULL
            AND (own.amount_cents IS NULL OR shared.amount_cents < own.amount_cents) THEN 'BUYER'
        WHEN own.amount_cents IS NOT NULL THEN 'CONTRACT_BUYER' END AS binding_scope,
    coalesce(p.approved_cents, 0) + coalesce(t.guaranteed_cents, 0) AS buyer_approved_cents,
    coalesce(ga.approved_cents, 0) AS group_approved_cents,
    coalesce(policy.approved_cents, 0) AS policy_approved_cents,
    coalesce(p.credit_cents, 0) AS buyer_credit_cents,
    coalesce(p.reduction_cents, 0) AS buyer_reduction_cents,
    least(d.change_on, own.change_on,
        (SELECT min(m.valid_from_on) FROM group_member m WHERE m.party_id = a.buyer_id
            AND m.valid_from_on > %(on)s),
        (SELECT min(m.valid_from_on) FROM group_member m WHERE m.party_id = a.client_id
            AND m.valid_from_on > %(on)s)
    ) AS buyer_facts_change_on,
    d.facts ->> 'payment_regime' AS buyer_regime
FROM asked a
-- what is said of the party to the whole house, and of the buyer in the contract
CROSS JOIN LATERAL (
    SELECT jsonb_object_agg(name, value) FILTER (WHERE is_latest) AS facts,
        min(valid_from_on) FILTER (WHERE valid_from_on > %(on)s) AS change_on
    FROM (
        SELECT t.name, t.value, t.valid_from_on, t.valid_from_on <= %(on)s AND row_number() OVER (
            PARTITION BY t.subject, t.name, t.valid_from_on <= %(on)s
            ORDER BY t.valid_from_on DESC, t.recorded_at DESC) = 1 AS is_latest
        FROM (
            SELECT subject, name, value, valid_from_on, recorded_at FROM term
            WHERE contract_id = 0 AND subject = 'PARTY' AND subject_id = a.buyer_id
            UNION ALL
            SELECT subject, name, value, valid_from_on, recorded_at FROM term
            WHERE contract_id = a.contract_id AND subject = 'BUYER' AND subject_id = a.buyer_id
        ) t
    ) said
) d
CROSS JOIN LATERAL (  -- of several groups, the one that has a limit
    SELECT (array_agg(m.group_id ORDER BY c.id IS NULL, m.group_id))[1] AS group_id,
        (array_agg(c.id ORDER BY c.id IS NULL, m.group_id))[1] AS ceiling_id,
            array_agg(m.group_id) AS group_ids
    FROM (SELECT DISTINCT ON (g.group_id) g.group_id, g.is_member FROM group_member g
          WHERE g.party_id = a.buyer_id AND g.valid_from_on <= %(on)s
          ORDER BY g.group_id, g.valid_from_on DESC, g.recorded_at DESC) m
    LEFT JOIN ceiling c ON c.scope = 'BUYER_GROUP' AND c.contract_id = 0 AND c.party_id = m.group_id
        AND c.currency = a.currency
    WHERE m.is_member
) g
CROSS JOIN LATERAL (
    SELECT sum(e.approved_cents)::bigint AS approved_cents,
        sum(e.unapplied_credit_cents + e.unallocated_cash_cents)::bigint AS credit_cents,
        sum(e.reduction_cents)::bigint AS reduction_cents
    FROM exposure e WHERE e.contract_id = a.contract_id AND e.buyer_id = a.buyer_id
) p
CROSS JOIN LATERAL (  -- what the guarantee has taken is still a risk under the limit
    SELECT sum(cents)::bigint AS guaranteed_cents FROM (
        SELECT factor_open_cents AS cents FROM guarantee
        WHERE contract_id = a.contract_id AND buyer_id = a.buyer_id AND factor_open_cents > 0
        UNION ALL
        SELECT factor_cents FROM claim_item
        WHERE contract_id = a.contract_id AND buyer_id = a.buyer_id AND owed_cents > 0) borne
) t
LEFT JOIN LATERAL (
    SELECT sum(e.approved_cents)::bigint AS approved_cents
    FROM (SELECT DISTINCT ON (m.party_id) m.party_id, m.is_member FROM group_member m
          WHERE m.group_id = g.group_id AND g.group_id IS NOT NULL AND m.valid_from_on <= %(on)s
          ORDER BY m.party_id, m.valid_from_on DESC, m.recorded_at DESC) m
    JOIN exposure e ON e.contract_id = a.contract_id AND e.buyer_id = m.party_id
    WHERE m.is_member
) ga ON true
CROSS JOIN LATERAL (
    SELECT (array_agg(t.value ORDER BY t.valid_from_on DESC, t.recorded_at DESC)
            FILTER (WHERE t.valid_from_on <= %(on)s AND t.name = 'amount_cents'
                AND c.currency = a.currency))[1]::bigint AS amount_cents,
        min(t.valid_from_on) FILTER (WHERE t.valid_from_on > %(on)s) AS change_on
    FROM ceiling c JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING'
        AND t.subject_id = c.id
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = a.contract_id AND c.party_id = a.buyer_id
) own
LEFT JOIN LATERAL (
    SELECT coalesce((SELECT CASE WHEN f.is_stale THEN 0 ELSE f.amount_cents END
        FROM share_in_force(c.id, a.contract_id, %(on)s) f), 0) AS amount_cents
    FROM ceiling c
    WHERE c.scope = 'BUYER' AND c.contract_id = 0 AND c.party_id = a.buyer_id
        AND c.currency = a.currency
) shared ON true
-- asked only where there is one: calling a function costs more than all the rest of a buyer
CROSS JOIN LATERAL (
    SELECT CASE WHEN g.ceiling_id IS NOT NULL
        THEN coalesce((SELECT CASE WHEN f.is_stale THEN 0 ELSE f.amount_cents END
        FROM share_in_force(g.ceiling_id, a.contract_id, %(on)s) f), 0) END AS amount_cents
) group_share
LEFT JOIN policies policy ON policy.contract_id = a.contract_id
