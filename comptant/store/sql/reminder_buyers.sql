-- One row per buyer of a contract and currency named: its account, what the bank last told of it,
-- whom to write to, in whose name.
WITH named AS (
    SELECT * FROM unnest(%(contract_ids)s::bigint[], %(buyer_ids)s::bigint[],
        %(currencies)s::text[]) AS n (contract_id, buyer_id, currency)
), modes AS (
    SELECT DISTINCT ON (t.contract_id) t.contract_id, t.value #>> '{}' AS mode FROM term t
    WHERE t.contract_id IN (SELECT contract_id FROM named) AND t.subject = 'CONTRACT'
        AND t.subject_id = t.contract_id AND t.name = 'disclosure_mode'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.contract_id, t.valid_from_on DESC, t.recorded_at DESC
), statements AS (
    SELECT own_account_id, max(closed_on) AS closed_on FROM bank_statement
        WHERE withdrawn_act_id IS NULL GROUP BY 1
), contacts AS (
    SELECT DISTINCT ON (n.contract_id, n.buyer_id) n.contract_id AS of_contract, x.*
    FROM (SELECT DISTINCT contract_id, buyer_id FROM named) n
    JOIN reminder_contact x ON x.buyer_id = n.buyer_id AND x.contract_id IN (0, n.contract_id)
    ORDER BY n.contract_id, n.buyer_id, x.contract_id DESC, x.recorded_at DESC
), for_all AS (  -- the last word told for all contracts
    SELECT DISTINCT ON (x.buyer_id) x.buyer_id, x.is_email_refused, x.recorded_at
    FROM reminder_contact x
    WHERE x.contract_id = 0 AND x.buyer_id IN (SELECT buyer_id FROM named)
    ORDER BY x.buyer_id, x.recorded_at DESC
), told AS (
    SELECT DISTINCT ON (t.contract_id, t.subject_id) t.contract_id, t.subject_id AS buyer_id,
        t.value = 'true' AS is_notified
    FROM term t
    WHERE t.contract_id IN (SELECT contract_id FROM named) AND t.subject = 'BUYER'
        AND t.subject_id IN (SELECT buyer_id FROM named) AND t.name = 'is_notified'
        AND t.valid_from_on <= %(on)s
    ORDER BY t.contract_id, t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
), addresses AS (
    SELECT DISTINCT ON (t.subject_id) t.subject_id AS party_id, t.value #>> '{}' AS lines
    FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.name = 'postal_address'
        AND t.valid_from_on <= %(on)s AND t.subject_id IN (SELECT client_id FROM contract
            WHERE id IN (SELECT contract_id FROM named)
            UNION SELECT id FROM party WHERE kind = 'FACTOR')
    ORDER BY t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
), insolvent AS (
    SELECT DISTINCT ON (t.subject_id) t.subject_id AS party_id, t.value FROM term t
    WHERE t.contract_id = 0 AND t.subject = 'PARTY' AND t.name = 'insolvent_on'
        AND t.subject_id IN (SELECT buyer_id FROM named) AND t.valid_from_on <= %(on)s
    ORDER BY t.subject_id, t.valid_from_on DESC, t.recorded_at DESC
)
SELECT n.contract_id, n.buyer_id, n.currency, s.closed_on AS statement_on,
    k.number AS contract_number, b.name AS buyer_name, b.country AS buyer_country,
    y.kind = 'PUBLIC' AS buyer_is_public, c.name AS client_name, f.name AS factor_name,
    coalesce(g.lines, '') AS client_address, coalesce(h.lines, '') AS factor_address,
    coalesce(m.mode, '') = 'CONFIDENTIAL' AS is_confidential,
    coalesce(m.mode, '') = 'NOTIFIED_CLIENT_MANAGED' AS is_client_managed,
    coalesce(m.mode = 'CONFIDENTIAL' OR q.is_notified, false) OR EXISTS (SELECT FROM invoice w
        WHERE w.contract_id = n.contract_id AND w.buyer_id = n.buyer_id AND w.is_mentioned)
        AS is_notified,
    coalesce(e.value <> 'null', false) AS is_insolvent, a.id IS NOT NULL AS has_account,
    -- of a confidential contract only its dedicated account is told, in the client's name
    CASE WHEN coalesce(m.mode, '') <> 'CONFIDENTIAL' OR a.is_client_owned THEN a.iban
        ELSE '' END AS iban,
    CASE WHEN coalesce(m.mode, '') <> 'CONFIDENTIAL' OR a.is_client_owned THEN a.bic
        ELSE '' END AS bic,
    coalesce(x.person, '') AS person, coalesce(x.email, '') AS email,
    coalesce(x.phone, '') AS phone, coalesce(x.postal_address, '') AS postal_address,
    coalesce(x.language, CASE WHEN b.country IN ('FR', 'MC', 'BE', 'LU') THEN 'fr'
        ELSE 'en' END) AS language, coalesce(x.is_email_refused, false)
        -- also under a contract whose contact was told before
        OR coalesce(v.is_email_refused AND v.recorded_at > x.recorded_at, false)
        AS is_email_refused,
    EXISTS (SELECT FROM reminder r WHERE r.state = 'BOUNCED' AND lower(r.sent_to) = lower(x.email)
        AND r.taken_at > x.recorded_at) AS has_bounced,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = c.id
        AND i.scheme = 'siren') AS client_siren,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = f.id
        AND i.scheme = 'siren') AS factor_siren,
    coalesce((SELECT sum(z.open_cents) FROM penalty z WHERE z.contract_id = n.contract_id
        AND z.buyer_id = n.buyer_id AND z.currency = n.currency AND z.open_cents > 0), 0)::bigint
        AS penalties_cents,
    coalesce((SELECT p.sender_email FROM reminder_plan p WHERE p.contract_id = n.contract_id
        AND p.buyer_id IN (0, n.buyer_id) AND p.valid_from_on <= %(on)s
        ORDER BY p.buyer_id DESC, p.valid_from_on DESC, p.recorded_at DESC LIMIT 1),
        '') AS sender_email
FROM named n
JOIN contract k ON k.id = n.contract_id
JOIN party c ON c.id = k.client_id
JOIN party f ON f.kind = 'FACTOR'
JOIN party y ON y.id = n.buyer_id
JOIN buyer_shown b ON b.contract_id = n.contract_id AND b.id = n.buyer_id
LEFT JOIN addresses g ON g.party_id = c.id
LEFT JOIN addresses h ON h.party_id = f.id
LEFT JOIN modes m ON m.contract_id = n.contract_id
LEFT JOIN told q ON q.contract_id = n.contract_id AND q.buyer_id = n.buyer_id
LEFT JOIN contacts x ON x.of_contract = n.contract_id AND x.buyer_id = n.buyer_id
LEFT JOIN for_all v ON v.buyer_id = n.buyer_id
LEFT JOIN insolvent e ON e.party_id = n.buyer_id
LEFT JOIN LATERAL (SELECT w.* FROM own_account w
    WHERE w.currency = n.currency AND w.buyer_id IN (0, n.buyer_id)
        AND w.contract_id IN (0, n.contract_id)
        AND (coalesce(m.mode, '') = 'CONFIDENTIAL' OR NOT w.is_client_owned)
        AND (w.parent_id IS NULL OR w.contract_id <> 0 OR w.buyer_id <> 0)
    ORDER BY w.is_client_owned DESC, w.contract_id DESC, w.buyer_id DESC, w.id LIMIT 1) a ON true
LEFT JOIN statements s ON s.own_account_id = coalesce(a.parent_id, a.id)
