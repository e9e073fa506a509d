-- One row for administrators, accountants and auditors per approval decided in a period: who
-- proposed what, who decided, as whom, under which key, and what came of it.
-- `decided_as`: the roles held by who decided, then; `authority`: what the house had set for them,
-- a role to its largest amount in cents (null: any).
SELECT a.id, a.kind, k.number AS contract_number, a.subject_id,
    coalesce(s.name, p.name, h.name) AS party_name,
    a.amount_cents, a.currency, u.login AS proposed_by, a.proposed_at, y.name AS key_name,
        a.arguments, v.login AS decided_by,
    d.decided_at, d.decision, d.reason AS reason_text, c.on_date AS business_on,
        a.act_id AS proposed_act_id,
    d.act_id AS decided_act_id, c.answer, m.roles AS decided_as, t.authority,
    CASE a.kind
        WHEN 'limit' THEN (SELECT jsonb_build_object('in_force_cents',
            ceiling_amount(c.id, (a.arguments ->> 'from_on')::date))
            FROM ceiling c WHERE c.scope = a.arguments ->> 'scope'
                AND c.contract_id = (a.arguments ->> 'contract_id')::bigint
                AND c.party_id = (a.arguments ->> 'party_id')::bigint AND c.currency = a.currency)
        WHEN 'payment_order' THEN (SELECT jsonb_build_object('holder', y.holder, 'iban', y.iban,
            'purpose', o.purpose)
            FROM payment_order o JOIN payee_account y ON y.id = o.payee_account_id
            WHERE o.contract_id = a.contract_id AND o.id = a.subject_id)
        WHEN 'erasure' THEN (SELECT jsonb_build_object('login', f.login) FROM app_user f
            WHERE f.id = a.subject_id)
        WHEN 'exception' THEN CASE a.arguments ->> 'subject'
            WHEN 'INVOICE' THEN (SELECT jsonb_build_object('invoice_number', i.invoice_number,
                'buyer_name', b.name)
                FROM invoice i LEFT JOIN buyer_shown b ON b.contract_id = i.contract_id
                    AND b.id = i.buyer_id WHERE i.contract_id = a.contract_id
                    AND i.id = a.subject_id)
            ELSE (SELECT jsonb_build_object('buyer_name', b.name) FROM buyer_shown b
                WHERE b.contract_id = a.contract_id AND b.id = a.subject_id) END
        WHEN 'reallocation' THEN jsonb_build_object(
            'payer_name', (SELECT m.payer_name FROM payment y JOIN bank_movement m
                ON m.id = y.bank_movement_id
                WHERE y.contract_id = a.contract_id AND y.id = a.subject_id),
            'to_contract', (SELECT t.number FROM contract t
                WHERE t.id = (a.arguments ->> 'to_contract_id')::bigint AND NOT t.is_house),
            'to_buyer', (SELECT b.name FROM buyer_shown b
                WHERE b.contract_id = coalesce((a.arguments ->> 'to_contract_id')::bigint,
                    a.contract_id) AND b.id = (a.arguments ->> 'buyer_id')::bigint),
            'invoice_numbers', (SELECT jsonb_object_agg(i.id, i.invoice_number) FROM invoice i
                WHERE i.contract_id = a.contract_id AND i.id IN (
                    SELECT x::bigint FROM jsonb_array_elements_text(a.arguments -> 'invoice_ids') x
                    UNION ALL SELECT x::bigint FROM jsonb_object_keys(a.arguments -> 'to') x)))
        WHEN 'manual_entry' THEN CASE a.arguments ->> 'what'
            WHEN 'reversal' THEN (SELECT jsonb_build_object('value_on', max(e.value_on), 'lines',
                jsonb_object_agg(g.account, -g.cents))
                FROM entry e JOIN LATERAL (SELECT account, sum(amount_cents) AS cents FROM posting
                    WHERE contract_id = e.contract_id AND entry_id = e.id GROUP BY account) g
                        ON true
                WHERE e.contract_id = a.contract_id AND e.id = (a.arguments ->> 'entry_id')::bigint)
            WHEN 'debit' THEN (SELECT jsonb_build_object('value_on', m.value_on, 'remittance_text',
                m.remittance_text)
                FROM bank_movement m WHERE m.id = (a.arguments ->> 'movement_id')::bigint) END
    END AS facts
FROM approval_decision d
JOIN act c ON c.id = d.act_id
JOIN approval a ON a.id = d.approval_id
JOIN app_user u ON u.id = a.proposed_by
JOIN app_user v ON v.id = d.decided_by
LEFT JOIN act w ON w.id = a.act_id
LEFT JOIN api_key y ON y.id = w.key_id
LEFT JOIN contract k ON k.id = a.contract_id
LEFT JOIN buyer_shown s ON a.kind = 'limit' AND s.contract_id = a.contract_id
    AND s.id = a.subject_id
LEFT JOIN party p ON a.kind IN ('limit', 'party_number') AND a.contract_id IS NULL
    AND p.id = a.subject_id
LEFT JOIN party h ON a.kind = 'payee_account' AND h.id = (a.arguments ->> 'party_id')::bigint
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
