-- One row per contract and part (buyer, client, guarantor) of a party in proceedings, of a contract
-- or of all: by which notice, what it owes there, what was done of it.
WITH in_use AS (  -- what clients have had of us: E - AVN - UC - S - FDG (DOMAIN 3.2)
    SELECT k.id AS contract_id, greatest((SELECT coalesce(sum(e.outstanding_cents
            - e.unapplied_credit_cents - e.unallocated_cash_cents), 0) FROM exposure e
            WHERE e.contract_id = k.id) + (SELECT coalesce(sum(b.amount_cents), 0) FROM balance b
            WHERE b.contract_id = k.id AND b.account IN ('CCA', 'FDG')), 0) AS cents
    FROM contract k WHERE NOT k.is_house
), failed AS (
    SELECT subject_id AS party_id, insolvent_on, source FROM (
        SELECT DISTINCT ON (subject_id) subject_id, source,
            (nullif(value, 'null'::jsonb) #>> '{}')::date AS insolvent_on
        FROM term
        WHERE contract_id = 0 AND subject = 'PARTY' AND name = 'insolvent_on'
            AND valid_from_on <= %(on)s
        ORDER BY subject_id, valid_from_on DESC, recorded_at DESC
    ) latest WHERE insolvent_on <= %(on)s
), parts AS (
    SELECT k.contract_id, f.party_id, 'BUYER' AS failed_part, (
        SELECT coalesce(sum(e.outstanding_cents), 0) FROM exposure e
        WHERE e.contract_id = k.contract_id AND e.buyer_id = f.party_id) + (
        SELECT coalesce(sum(g.factor_open_cents + g.client_open_cents), 0) FROM guarantee g
        WHERE g.contract_id = k.contract_id AND g.buyer_id = f.party_id) + (
        SELECT coalesce(sum(i.owed_cents), 0) FROM claim_item i
        WHERE i.contract_id = k.contract_id AND i.buyer_id = f.party_id) AS debt_cents
    FROM failed f JOIN contract_buyer k ON k.buyer_id = f.party_id
    UNION ALL
    SELECT k.id, f.party_id, 'CLIENT', u.cents
    FROM failed f JOIN contract k ON k.client_id = f.party_id
    JOIN in_use u ON u.contract_id = k.id
    UNION ALL
    SELECT g.contract_id, f.party_id, 'GUARANTOR', least(g.amount_cents, u.cents)
    FROM failed f
    JOIN (SELECT DISTINCT ON (contract_id, party_id) contract_id, party_id, is_granted, amount_cents
        FROM partner WHERE role = 'guarantor'
        ORDER BY contract_id, party_id, recorded_at DESC) g
        ON g.party_id = f.party_id AND g.is_granted
    JOIN in_use u ON u.contract_id = g.contract_id
)
SELECT k.id AS contract_id, k.number AS contract_number, c.name AS client_name, p.party_id,
    w.name AS party_name, p.failed_part, k.currency, f.insolvent_on, n.notice_number,
    l.proceeding, l.published_on, l.ended_on, f.source,
    (SELECT h.country FROM party h WHERE h.kind = 'FACTOR') AS creditor_country,
    p.debt_cents::bigint AS debt_cents, s.claim_declared_on, s.claim_declared_cents,
    s.claim_admitted_on, s.claim_admitted_cents, s.relief_asked_on, s.goods_claimed_on,
    s.administrator_asked_on, s.administrator_answer, s.impaired_cents
FROM parts p
JOIN failed f ON f.party_id = p.party_id
JOIN contract k ON k.id = p.contract_id
JOIN party c ON c.id = k.client_id
JOIN party w ON w.id = p.party_id
LEFT JOIN LATERAL (
    SELECT x.proceeding, x.published_on, x.ended_on, x.notice_id FROM insolvency x
    WHERE x.party_id = p.party_id AND x.opened_on IS NOT NULL ORDER BY x.recorded_at DESC LIMIT 1
) l ON true
LEFT JOIN insolvency_notice n ON n.id = l.notice_id
CROSS JOIN LATERAL (
    SELECT min(x.step_on) FILTER (WHERE x.step = 'DECLARED') AS claim_declared_on,
        (array_agg(x.amount_cents ORDER BY x.id DESC) FILTER (WHERE x.step = 'DECLARED'))[1]
            AS claim_declared_cents,
        max(x.step_on) FILTER (WHERE x.step = 'ADMITTED') AS claim_admitted_on,
        (array_agg(x.amount_cents ORDER BY x.id DESC) FILTER (WHERE x.step = 'ADMITTED'))[1]
            AS claim_admitted_cents,
        max(x.step_on) FILTER (WHERE x.step = 'RELIEF_ASKED') AS relief_asked_on,
        max(x.step_on) FILTER (WHERE x.step = 'GOODS_CLAIMED') AS goods_claimed_on,
        max(x.step_on) FILTER (WHERE x.step = 'ASKED') AS administrator_asked_on,
        (array_agg(x.step ORDER BY x.id DESC)
            FILTER (WHERE x.step IN ('CONTINUED', 'NOT_CONTINUED')))[1] AS administrator_answer,
        coalesce(sum(x.impaired_cents), 0)::bigint AS impaired_cents
    FROM insolvency_step_now x
    WHERE x.contract_id = p.contract_id AND x.party_id = p.party_id AND x.part = p.failed_part
        AND x.step_on >= f.insolvent_on AND x.step_on <= %(on)s
) s
WHERE (%(contract_id)s::bigint IS NULL OR p.contract_id = %(contract_id)s)
ORDER BY k.number, p.failed_part, p.party_id
