-- One row for administrators, accountants and auditors per approval decided in a period: who
-- proposed what, who decided, as whom, under which key, and what came of it.
-- `decided_as`: the roles held by who decided, then; `authority`: what the house had set for them,
-- a role to its largest amount in cents (null: any).
SELECT a.id, a.kind, k.number AS contract_number, a.subject_id, about.party_name,
    a.amount_cents, a.currency, u.login AS proposed_by, a.proposed_at, y.name AS key_name,
    a.arguments, v.login AS decided_by, d.decided_at, d.decision, d.reason AS reason_text,
    c.on_date AS business_on, a.act_id AS proposed_act_id, d.act_id AS decided_act_id, c.answer,
    m.roles AS decided_as, t.authority, about.facts
FROM approval_decision d
JOIN act c ON c.id = d.act_id
JOIN approval a ON a.id = d.approval_id
JOIN app_user u ON u.id = a.proposed_by
JOIN app_user v ON v.id = d.decided_by
LEFT JOIN act w ON w.id = a.act_id
LEFT JOIN api_key y ON y.id = w.key_id
LEFT JOIN contract k ON k.id = a.contract_id
JOIN approval_shown about ON about.id = a.id
LEFT JOIN LATERAL (SELECT array_agg(role ORDER BY role) AS roles FROM (
    SELECT DISTINCT ON (role) role, is_granted FROM membership
    WHERE user_id = d.decided_by AND company_id = c.company_id AND recorded_at <= d.decided_at
    ORDER BY role, recorded_at DESC) held WHERE is_granted) m ON true
LEFT JOIN LATERAL (SELECT jsonb_object_agg(role, most) AS authority FROM (
    SELECT DISTINCT ON (r.role) r.role, x.value AS most FROM unnest(m.roles) r (role)
    JOIN term x ON x.contract_id = 0 AND x.subject = 'AUTHORITY'
        AND x.name = r.role || '.' || a.kind
        AND x.valid_from_on <= c.on_date AND x.recorded_at <= d.decided_at
    ORDER BY r.role, x.valid_from_on DESC, x.recorded_at DESC) said) t ON true
WHERE (SELECT reading_acts())
    AND c.on_date >= coalesce(%(from_on)s, '-infinity'::date)
        AND c.on_date <= coalesce(%(until_on)s, 'infinity'::date)
    AND (%(login)s::text IS NULL OR %(login)s IN (u.login, v.login))
        AND (%(kind)s::text IS NULL OR a.kind = %(kind)s)
    AND (%(id)s::bigint IS NULL OR a.id = %(id)s)
ORDER BY d.act_id DESC, a.id DESC
