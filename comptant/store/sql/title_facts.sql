-- One row: a remittance of a contract as its title tells it, who sent it, and what its entry
-- credited to the client.
SELECT r.contract_id, r.id, k.client_id, r.title_number, r.transfer_mode, r.standing_consent,
    r.posted_on, r.received_at, r.line_count, r.total_cents,
    encode(r.digest, 'hex') AS digest, k.number AS contract_number, k.currency,
        c.name AS client_name, c.country AS client_country,
    (SELECT min(identifier) FROM party_identifier i WHERE i.party_id = c.id
        AND i.scheme = 'siren') AS client_siren,
    f.name AS factor_name,
    (SELECT min(identifier) FROM party_identifier i WHERE i.party_id = f.id
        AND i.scheme = 'siren') AS factor_siren,
    e.id AS entry_id, e.entry_on, (SELECT coalesce(-sum(p.amount_cents), 0)::bigint FROM posting p
        WHERE p.contract_id = r.contract_id AND p.entry_id = e.id
            AND p.account = 'CCA') AS paid_cents,
    a.id AS sending_act_id, a.at AS sent_at, a.on_date AS sent_on,
        a.company_id = k.client_id AS is_sent_by_client,
    u.name AS sender_name, u.login AS sender_login,
    w.id AS sender_key_id, w.name AS sender_key_name,
    (SELECT string_agg(x.name || ' (SHA-256 ' || encode(x.digest, 'hex') || ')', ', '
        ORDER BY x.file_number)
        FROM remittance_file x WHERE x.contract_id = r.contract_id AND x.remittance_id = r.id
            AND x.file_number <= 3) AS files
FROM remittance r
JOIN contract k ON k.id = r.contract_id
JOIN party c ON c.id = k.client_id
JOIN party f ON f.kind = 'FACTOR'
JOIN act a ON a.id = r.act_id
JOIN app_user u ON u.id = a.by_id
LEFT JOIN api_key w ON w.id = a.key_id
LEFT JOIN entry e ON e.contract_id = r.contract_id AND e.id = r.entry_id
WHERE r.contract_id = %(contract_id)s AND r.id = %(remittance_id)s
