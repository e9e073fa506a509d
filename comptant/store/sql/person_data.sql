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
    (SELECT jsonb_agg(jsonb_build_object('recorded_at', r.recorded_at, 'used_at', r.used_at,
        'ended_at', r.ended_at) ORDER BY r.id) FROM recovery_code r
            WHERE r.user_id = %(user_id)s) AS recovery_codes,
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
        ORDER BY r.id) FROM kept_read r WHERE r.user_id = %(user_id)s) AS reads,
    (SELECT jsonb_agg(jsonb_build_object('email', e.email, 'recorded_at', e.recorded_at,
        'ended_at', e.ended_at) ORDER BY e.id) FROM user_email e
            WHERE e.user_id = %(user_id)s) AS emails,
    (SELECT jsonb_agg(jsonb_build_object('mail_kind', m.kind, 'email', m.email,
        'made_at', m.made_at, 'sent_at', m.sent_at, 'facts', nullif(m.facts, '{}'))
        ORDER BY m.id) FROM user_mail m WHERE m.user_id = %(user_id)s) AS mails,
    (SELECT jsonb_agg(jsonb_build_object('made_at', l.made_at, 'expires_at', l.expires_at,
        'used_at', l.used_at, 'is_mailed', l.is_mailed) ORDER BY l.made_at) FROM sign_in_link l
            WHERE l.user_id = %(user_id)s) AS links,
    (SELECT jsonb_agg(jsonb_build_object('failed_at', f.failed_at) ORDER BY f.failed_at)
        FROM sign_in_failure f JOIN app_user u ON u.login = f.login
            WHERE u.id = %(user_id)s) AS failures,
    (SELECT jsonb_agg(jsonb_build_object('proposed_at', a.proposed_at, 'decision', d.decision,
        'decided_at', d.decided_at) ORDER BY a.id) FROM password_reset r
            JOIN approval a ON a.id = r.approval_id
            LEFT JOIN approval_decision d ON d.approval_id = a.id
            WHERE r.user_id = %(user_id)s) AS resets,
    (SELECT jsonb_agg(jsonb_build_object('company_name', c.name, 'email', p.email, 'phone',
        p.phone, 'ceiling_cents', p.ceiling_cents, 'currency', p.currency, 'from_on', p.from_on,
        'until_on', p.until_on, 'is_ended', p.is_ended, 'source', p.source, 'recorded_at',
        p.recorded_at) ORDER BY p.id) FROM power p JOIN party c ON c.id = p.company_id
            WHERE p.user_id = %(user_id)s) AS powers,
    (SELECT jsonb_agg(jsonb_build_object('contract_number', c.number, 'signature_kind', s.kind,
        'name', s.name, 'signatory', s.signatory, 'dated_on', s.dated_on, 'last_on', s.last_on,
        'signature_state', s.outcome, 'ended_on', s.ended_on, 'reason', s.reason, 'signer',
        v.signer, 'signed_at', v.signed_at) ORDER BY s.id) FROM signature_now s
            JOIN contract c ON c.id = s.contract_id
            LEFT JOIN envelope v ON v.contract_id = s.contract_id AND v.signature_id = s.id
            WHERE s.user_id = %(user_id)s) AS signatures,
    (SELECT jsonb_agg(jsonb_build_object('email', o.email, 'made_at', o.made_at, 'sent_at',
        o.sent_at, 'used_at', o.used_at) ORDER BY o.id) FROM signing_code o
            WHERE o.user_id = %(user_id)s) AS codes,
    (SELECT jsonb_agg(jsonb_build_object('contract_number', c.number, 'is_granted', g.is_granted,
        'draw_limit_cents', g.draw_limit_cents, 'currency', c.currency, 'from_on', g.from_on,
        'until_on', g.until_on, 'recorded_at', g.recorded_at) ORDER BY g.recorded_at)
        FROM delegation g JOIN contract c ON c.id = g.contract_id
            WHERE g.user_id = %(user_id)s) AS delegations,
    (SELECT jsonb_agg(jsonb_build_object('contract_number', c.number, 'order_id', w.order_id,
        'amount_cents', w.amount_cents, 'currency', c.currency) ORDER BY w.order_id)
        FROM delegated_draw w JOIN contract c ON c.id = w.contract_id
            WHERE w.user_id = %(user_id)s) AS delegated_draws,
    (SELECT jsonb_agg(jsonb_build_object('approval_kind', a.kind, 'proposed_at', a.proposed_at,
        'contract_number', c.number) ORDER BY a.id) FROM approval a
            LEFT JOIN contract c ON c.id = a.contract_id
            WHERE a.proposed_by = %(user_id)s) AS proposals,
    (SELECT jsonb_agg(jsonb_build_object('approval_kind', a.kind, 'decision', d.decision,
        'reason', d.reason, 'decided_at', d.decided_at) ORDER BY d.approval_id)
        FROM approval_decision d JOIN approval a ON a.id = d.approval_id
            WHERE d.decided_by = %(user_id)s) AS decisions,
    (SELECT jsonb_agg(jsonb_build_object('name', k.name, 'recorded_at', k.recorded_at, 'ended_at',
        k.ended_at) ORDER BY k.id) FROM api_key k WHERE k.made_by = %(user_id)s) AS keys_made,
    (SELECT jsonb_agg(jsonb_build_object('contract_number', c.number, 'way', f.way, 'sender',
        f.sender, 'is_open', f.is_open, 'recorded_at', f.recorded_at) ORDER BY f.recorded_at)
        FROM feed f JOIN contract c ON c.id = f.contract_id
            WHERE f.user_id = %(user_id)s) AS feeds,
    (SELECT jsonb_agg(jsonb_build_object('prospect', b.prospect, 'asked_on', b.asked_on,
        'call_by_on', b.call_by_on) ORDER BY b.id) FROM callback b
            WHERE b.owner_id = %(user_id)s) AS callbacks,
    (SELECT jsonb_agg(jsonb_build_object('prospect', b.prospect, 'callback_state', s.step,
        'call_outcome', nullif(s.outcome, ''), 'step_on', s.step_on, 'call_note', s.note)
        ORDER BY s.id) FROM callback_step s JOIN callback b ON b.id = s.callback_id
            WHERE s.user_id = %(user_id)s) AS callback_steps
