-- One row: all that is known of a person who may sign in, part by part; secrets are told by their
-- names.
SELECT
    (SELECT jsonb_agg(jsonb_build_object('id', u.id, 'login', u.login, 'name', u.name))
        FROM app_user u WHERE u.id = %(user_id)s) AS person,
    (SELECT jsonb_agg(jsonb_build_object('company_name', p.name, 'role', m.role, 'is_granted',
        m.is_granted, 'recorded_at', m.recorded_at)
        ORDER BY m.recorded_at) FROM membership m JOIN party p ON p.id = m.company_id
            WHERE m.user_id = %(user_id)s) AS roles,
    (SELECT jsonb_agg(jsonb_build_object('name', f.name, 'kind', f.kind, 'recorded_at',
        f.recorded_at, 'ended_at', f.ended_at)
        ORDER BY f.id) FROM second_factor f WHERE f.user_id = %(user_id)s) AS factors,
    (SELECT jsonb_agg(jsonb_build_object('name', i.name, 'issuer', i.issuer, 'recorded_at',
        i.recorded_at, 'ended_at', i.ended_at)
        ORDER BY i.id) FROM identity i WHERE i.user_id = %(user_id)s) AS identities,
    (SELECT jsonb_agg(jsonb_build_object('started_at', s.started_at, 'expires_at', s.expires_at,
        'ended_at', s.ended_at,
            'agent', s.agent, 'address', s.address) ORDER BY s.started_at) FROM session s
                WHERE s.user_id = %(user_id)s) AS sessions,
    (SELECT jsonb_agg(jsonb_build_object('name', k.name, 'scopes', k.scopes, 'expires_at',
        k.expires_at, 'ended_at', k.ended_at)
        ORDER BY k.id) FROM api_key k WHERE k.user_id = %(user_id)s) AS keys,
    (SELECT jsonb_agg(jsonb_build_object('id', a.id, 'at', a.at, 'operation', a.operation,
        'contract_number', c.number)
        ORDER BY a.id) FROM act a LEFT JOIN contract c ON c.id = a.contract_id
            WHERE a.by_id = %(user_id)s) AS acts,
    (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'at', r.at, 'read_name', r.name, 'about',
        r.about, 'row_count', r.row_count)
        ORDER BY r.id) FROM kept_read r WHERE r.user_id = %(user_id)s) AS reads
