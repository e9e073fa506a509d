-- One row per name to look for, after an id and in the order of ids: of companies (clients, buyers
-- and whoever else is known) with their other names, of clients' owners and signatories, of payers
-- on bank lines, of holders of accounts that are paid.
SELECT * FROM (
    (SELECT p.id, 'PARTY' AS subject, p.id AS party_id, p.name
    FROM party p WHERE p.id > %(after)s AND p.kind <> 'FACTOR' ORDER BY p.id LIMIT %(most)s)
    UNION ALL
    (SELECT w.id, 'PARTY', w.party_id, w.name
    FROM known_name w WHERE w.id > %(after)s ORDER BY w.id LIMIT %(most)s)
    UNION ALL
    (SELECT f.id, 'OWNER', k.client_id, o.name
    FROM opening_fact f
    JOIN contract k ON k.id = f.contract_id
    CROSS JOIN LATERAL jsonb_object_keys(f.detail -> 'owners') AS o (name)
    WHERE f.id > %(after)s AND f.guard = 'OWNERS' ORDER BY f.id LIMIT %(most)s)
    UNION ALL
    (SELECT f.id, 'SIGNATORY', k.client_id, f.label
    FROM opening_fact f
    JOIN contract k ON k.id = f.contract_id
    WHERE f.id > %(after)s AND f.guard = 'POWERS' AND f.label <> '' ORDER BY f.id LIMIT %(most)s)
    UNION ALL
    (SELECT w.id, 'SIGNATORY', w.company_id, u.name
    FROM power w JOIN app_user u ON u.id = w.user_id WHERE w.id > %(after)s
    ORDER BY w.id LIMIT %(most)s)
    UNION ALL
    (SELECT y.id, 'PARTY', y.party_id, y.holder
    FROM payee_account y WHERE y.id > %(after)s ORDER BY y.id LIMIT %(most)s)
    UNION ALL
    (SELECT m.id, 'PAYER', 0, m.payer_name
    FROM bank_movement m WHERE m.id > %(after)s AND m.payer_name <> '' ORDER BY m.id
    LIMIT %(most)s)
) n
ORDER BY n.id
LIMIT %(most)s
