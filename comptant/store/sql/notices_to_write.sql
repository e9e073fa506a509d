-- One row per notice to a buyer that waits to leave and has no letter yet, the oldest first; why it
-- is not written, where it is not.
SELECT o.id AS outbox_id, o.contract_id, b.id AS buyer_id, k.number AS contract_number, k.currency,
    c.name AS client_name, f.name AS factor_name, p.name AS buyer_name, p.country AS buyer_country,
    (SELECT min(identifier) FROM party_identifier i WHERE i.party_id = c.id
        AND i.scheme = 'siren') AS client_siren,
    (SELECT min(identifier) FROM party_identifier i WHERE i.party_id = f.id
        AND i.scheme = 'siren') AS factor_siren,
    (SELECT min(identifier) FROM party_identifier i WHERE i.party_id = b.id
        AND i.scheme = 'siren') AS buyer_siren,
    term_of.transfer_mode, a.iban, a.bic,
    (SELECT count(*) FROM invoice i WHERE i.contract_id = k.id AND i.buyer_id = b.id
        AND i.open_cents > 0) AS line_count,
    CASE WHEN term_of.disclosure_mode = 'CONFIDENTIAL' THEN 'CONFIDENTIAL' WHEN b.kind = 'PUBLIC'
        THEN 'PUBLIC_BUYER'
        WHEN lender.waits THEN 'LENDER_NOT_PAID'
        WHEN term_of.transfer_mode NOT IN ('SUBROGATION', 'DAILLY') THEN 'MODE'
        WHEN a.iban IS NULL THEN 'NO_ACCOUNT' END AS unwritten
FROM outbox o
JOIN contract k ON k.id = o.contract_id
JOIN party c ON c.id = k.client_id
JOIN party f ON f.kind = 'FACTOR'
JOIN party b ON b.id = (o.payload ->> 'buyer_id')::bigint
JOIN buyer_shown p ON p.contract_id = o.contract_id AND p.id = b.id
CROSS JOIN LATERAL (SELECT max(l.value #>> '{}') FILTER
    (WHERE l.name = 'transfer_mode') AS transfer_mode,
        max(l.value #>> '{}') FILTER (WHERE l.name = 'disclosure_mode') AS disclosure_mode
    FROM (SELECT DISTINCT ON (t.name) t.name, t.value FROM term t
        WHERE t.contract_id = k.id AND t.subject = 'CONTRACT' AND t.subject_id = k.id
            AND t.valid_from_on <= %(on)s
            AND t.name IN ('transfer_mode', 'disclosure_mode')
        ORDER BY t.name, t.valid_from_on DESC, t.recorded_at DESC) l) term_of
CROSS JOIN LATERAL (SELECT coalesce(sum(o.amount_cents), 0) < 0 AS waits
    FROM takeover t JOIN balance o ON o.contract_id = t.contract_id AND o.account = 'OPENB'
    WHERE t.contract_id = k.id AND t.lender_id > 0) lender
LEFT JOIN LATERAL (SELECT w.iban, w.bic FROM own_account w
    WHERE w.currency = k.currency AND w.buyer_id IN (0, b.id) AND w.contract_id IN (0, k.id)
        AND NOT w.is_client_owned AND (w.parent_id IS NULL OR w.contract_id <> 0 OR w.buyer_id <> 0)
    ORDER BY w.contract_id DESC, w.buyer_id DESC, w.id LIMIT 1) a ON true
WHERE o.kind = 'buyer_notice' AND (%(contract_id)s::bigint IS NULL
    OR o.contract_id = %(contract_id)s)
    AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id)
    AND NOT EXISTS (SELECT FROM paper x WHERE x.contract_id = k.id AND x.kind = 'NOTICE'
        AND x.subject_id = o.id)
ORDER BY unwritten NULLS FIRST, o.id
LIMIT %(most)s
