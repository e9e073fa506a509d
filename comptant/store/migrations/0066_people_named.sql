-- Who is forgotten leaves no address behind on the codes that were sent to sign; terms of a commission name their broker.
-- Frozen: once landed this file is never edited; the next change is the next migration.

CREATE OR REPLACE FUNCTION forget_ways_in(person bigint) RETURNS void LANGUAGE sql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DELETE FROM session WHERE user_id = person;
    DELETE FROM second_factor WHERE user_id = person;
    DELETE FROM identity WHERE user_id = person;
    DELETE FROM sign_in_link WHERE user_id = person;
    DELETE FROM user_mail WHERE user_id = person;
    DELETE FROM user_email WHERE user_id = person;
    DELETE FROM sign_in_failure WHERE login = (SELECT login FROM app_user WHERE id = person);
    UPDATE signing_code SET email = '', code = NULL, next_at = NULL WHERE user_id = person;
    UPDATE api_key SET ended_at = now() WHERE user_id = person AND ended_at IS NULL;
    UPDATE app_user SET password = '!' WHERE id = person
$$;

-- One row per approval: the name of whom it is about, a broker too, and `facts`, what its ids name.
CREATE OR REPLACE VIEW approval_shown WITH (security_invoker) AS
SELECT a.id, coalesce(s.name, p.name, h.name) AS party_name,
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
FROM approval a
LEFT JOIN buyer_shown s ON a.kind = 'limit' AND s.contract_id = a.contract_id
    AND s.id = a.subject_id
LEFT JOIN party p ON a.kind IN ('limit', 'party_number', 'commission_terms')
    AND a.contract_id IS NULL
    AND p.id = a.subject_id
LEFT JOIN party h ON a.kind IN ('payee_account', 'power')
    AND h.id = coalesce(a.arguments ->> 'party_id', a.arguments ->> 'company_id')::bigint;
