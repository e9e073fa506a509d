-- One row per buyer of a contract: its limit in force on the day and what it owes.
SELECT p.id, p.name, p.country, siren.identifier AS siren, k.currency,
    lim.amount_cents AS limit_cents,
    coalesce(sum(e.outstanding_cents), 0)::bigint AS outstanding_cents,
    coalesce(sum(e.approved_cents), 0)::bigint AS approved_cents,
    coalesce(sum(e.ineligible_cents), 0)::bigint AS ineligible_cents,
    coalesce(sum(e.unapplied_credit_cents), 0)::bigint AS unapplied_credit_cents,
    coalesce(sum(e.unallocated_cash_cents), 0)::bigint AS unallocated_cash_cents,
    coalesce(sum(e.open_count), 0)::bigint AS open_count,
    (SELECT (f.value #>> '{}')::date FROM term f WHERE f.contract_id = b.contract_id
        AND f.subject = 'BUYER'
        AND f.subject_id = b.buyer_id AND f.name = 'payment_incident_on'
            AND f.valid_from_on <= %(on)s
        ORDER BY f.valid_from_on DESC, f.recorded_at DESC LIMIT 1) AS payment_incident_on
FROM contract_buyer b
JOIN contract k ON k.id = b.contract_id
JOIN buyer_shown p ON p.contract_id = b.contract_id AND p.id = b.buyer_id
LEFT JOIN LATERAL (SELECT min(identifier) AS identifier FROM party_identifier i
    WHERE i.party_id = p.id AND i.scheme = 'siren') siren ON true
LEFT JOIN LATERAL (SELECT (t.value)::bigint AS amount_cents
    FROM ceiling c JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING'
        AND t.subject_id = c.id
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = b.contract_id AND c.party_id = b.buyer_id
        AND t.name = 'amount_cents' AND t.valid_from_on <= %(on)s
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) lim ON true
LEFT JOIN exposure e ON e.contract_id = b.contract_id AND e.buyer_id = b.buyer_id
WHERE b.contract_id = %(contract_id)s
GROUP BY b.contract_id, b.buyer_id, p.id, p.name, p.country, siren.identifier, k.currency,
    lim.amount_cents
ORDER BY p.name, p.id
