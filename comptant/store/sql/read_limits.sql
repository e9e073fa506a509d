-- One row per ceiling with its amount in force on the day, what is approved under it now and, where
-- that passes it, by how much (else null); for a spanning one also the share of the contract asked
-- for. What is under it is looked up pair by pair, as carried_under() sums it for all at once: a
-- page of a long list costs what it shows.
SELECT c.id, c.scope, k.number AS contract_number, coalesce(s.name, p.name) AS party_name,
    c.currency, t.amount_cents,
    t.valid_from_on, t.source, a.amount_cents AS share_cents,
    w.approved_cents, nullif(greatest(w.approved_cents - coalesce(t.amount_cents, 0), 0),
        0) AS excess_cents,
    nullif(greatest(CASE WHEN c.contract_id = 0 THEN w.of_contract_cents END
        - coalesce(a.amount_cents, 0), 0), 0) AS share_excess_cents
FROM ceiling c
LEFT JOIN contract k ON k.id = c.contract_id
LEFT JOIN buyer_shown s ON s.contract_id = c.contract_id AND s.id = c.party_id
LEFT JOIN party p ON c.contract_id = 0 AND p.id = c.party_id
LEFT JOIN LATERAL (SELECT (value)::bigint AS amount_cents, valid_from_on, source FROM term
    WHERE contract_id = 0 AND subject = 'CEILING' AND subject_id = c.id AND name = 'amount_cents'
        AND valid_from_on <= %(on)s
    ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT amount_cents FROM allotment
    WHERE ceiling_id = c.id AND contract_id = %(contract_id)s::bigint
    ORDER BY recorded_at DESC LIMIT 1) a ON true
CROSS JOIN LATERAL (
    SELECT nullif(sum(h.cents), 0)::bigint AS approved_cents,
        nullif(sum(h.cents) FILTER (WHERE h.contract_id = %(contract_id)s::bigint),
            0)::bigint AS of_contract_cents
    FROM (
        SELECT b.contract_id, coalesce((SELECT sum(e.approved_cents) FROM exposure e
                WHERE e.contract_id = b.contract_id AND e.buyer_id = b.buyer_id
                    AND e.currency = c.currency), 0)
            + CASE WHEN c.scope IN ('CONTRACT_BUYER', 'BUYER') THEN
                -- what the guarantee has taken is a risk under the limits of its buyer
                coalesce((SELECT sum(g.factor_open_cents) FROM guarantee g
                    JOIN contract o ON o.id = g.contract_id AND o.currency = c.currency
                    WHERE g.contract_id = b.contract_id AND g.buyer_id = b.buyer_id
                        AND g.factor_open_cents > 0), 0)
                + coalesce((SELECT sum(i.factor_cents) FROM claim_item i
                    JOIN contract o ON o.id = i.contract_id AND o.currency = c.currency
                    WHERE i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id
                        AND i.owed_cents > 0), 0) ELSE 0 END AS cents
        FROM (
            SELECT c.contract_id, c.party_id AS buyer_id WHERE c.scope = 'CONTRACT_BUYER'
            UNION ALL
            SELECT l.contract_id, l.buyer_id FROM contract_buyer l
                WHERE c.scope = 'BUYER' AND l.buyer_id = c.party_id
            UNION ALL
            SELECT l.contract_id, l.buyer_id FROM (
                SELECT DISTINCT ON (party_id) party_id, is_member FROM group_member
                WHERE group_id = c.party_id AND valid_from_on <= %(on)s
                ORDER BY party_id, valid_from_on DESC, recorded_at DESC) m
            JOIN contract_buyer l ON l.buyer_id = m.party_id
                WHERE c.scope = 'BUYER_GROUP' AND m.is_member
            UNION ALL
            SELECT l.contract_id, l.buyer_id
            FROM (SELECT DISTINCT contract_id FROM allotment WHERE ceiling_id = c.id) d
            JOIN contract_buyer l ON l.contract_id = d.contract_id
                WHERE c.scope = 'INSURER_POLICY'
        ) b
    ) h
) w
WHERE %(contract_id)s::bigint IS NULL OR c.contract_id IN (0, %(contract_id)s::bigint)
ORDER BY c.scope, k.number, coalesce(s.name, p.name), c.id
