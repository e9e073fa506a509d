-- One row per company for which the reader has quotes: how many, the last of them, how far it has
-- come (`deal_stage`, read from what there is), which contract came of it; the files and the open
-- calls of its name.
WITH furthest AS (  -- of a company's quotes the one that has gone furthest
    SELECT DISTINCT ON (q.prospect) q.prospect, q.last_on, a.accepted_on, k.id AS contract_id,
        k.number AS contract_number
    FROM quote q
    LEFT JOIN quote_acceptance a ON a.quote_id = q.id
    LEFT JOIN contract_quote x ON x.quote_id = q.id
    LEFT JOIN contract k ON k.id = x.contract_id
    ORDER BY q.prospect, k.id IS NULL, a.quote_id IS NULL, q.id DESC
), status AS (
    SELECT f.contract_id, (SELECT t.value #>> '{}' FROM term t WHERE t.contract_id = f.contract_id
        AND t.subject = 'CONTRACT' AND t.name = 'status' AND t.valid_from_on <= %(on)s
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) AS status,
        ARRAY(SELECT o.guard FROM opening_fact o
            WHERE o.contract_id = f.contract_id AND o.fact_on <= %(on)s) AS guards,
        ARRAY(SELECT s.outcome FROM signature_now s
            WHERE s.contract_id = f.contract_id AND s.kind = 'CONDITIONS') AS signatures
    FROM furthest f WHERE f.contract_id IS NOT NULL
)
SELECT q.id, f.prospect, q.quote_count, q.quoted_on, q.last_on, f.accepted_on, f.contract_number,
    CASE WHEN s.status NOT IN ('PROSPECT', 'OPENING') THEN s.status
        WHEN 'SIGNED' = ANY (s.signatures) THEN 'SIGNED'
        WHEN s.signatures <> '{}' THEN 'CONTRACT_ISSUED'
        WHEN 'COMMITTEE' = ANY (s.guards) THEN 'APPROVED'
        WHEN 'KYC_FILE' = ANY (s.guards) THEN 'CREDIT_REVIEW'
        WHEN s.contract_id IS NOT NULL THEN 'KYC_IN_PROGRESS'
        WHEN f.accepted_on IS NOT NULL THEN 'QUOTE_ACCEPTED'
        WHEN c.is_lost THEN 'LOST'
        WHEN q.last_on < %(on)s THEN 'QUOTE_EXPIRED'
        ELSE 'QUOTED' END AS deal_stage,
    (SELECT count(*) FROM offer_file o WHERE o.prospect = f.prospect) AS file_count, c.call_count
FROM furthest f
JOIN (SELECT prospect, max(id) AS id, count(*) AS quote_count, max(quoted_on) AS quoted_on,
    max(last_on) AS last_on FROM quote GROUP BY prospect) q ON q.prospect = f.prospect
LEFT JOIN status s ON s.contract_id = f.contract_id
CROSS JOIN LATERAL (  -- the last call tells whether the company has declined
    SELECT count(*) FILTER (WHERE n.callback_state <> 'CLOSED') AS call_count,
        coalesce((array_agg(n.outcome = 'DECLINED' ORDER BY n.id DESC))[1], false) AS is_lost
    FROM callback_now n WHERE n.prospect = f.prospect) c
ORDER BY q.id
