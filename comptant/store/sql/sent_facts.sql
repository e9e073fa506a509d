-- One row per document sent: its fingerprint, who holds it already, and to whom it says to pay.
-- the key of the factor's sampling: the same draw on every replay, not to be guessed outside (C-8)
WITH draw AS (
    SELECT coalesce((SELECT value #>> '{}' FROM term
        WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'sampling_key'
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), '') AS key
), ours AS (  -- a SIRET and a French VAT number hold the SIREN
    SELECT array_agg(DISTINCT CASE WHEN i.identifier ~ '^\d{14}$' THEN left(i.identifier, 9)
            WHEN i.identifier ~ '^FR..\d{9}$' THEN right(i.identifier, 9)
                ELSE upper(i.identifier) END) AS numbers,
        array_agg(DISTINCT btrim(regexp_replace(lower(n.name), '[^[:alnum:]]+', ' ',
            'g'))) AS names,
        array_agg(DISTINCT regexp_replace(lower(n.name), '[^[:alnum:]]', '', 'g')) AS name_keys
    FROM party p LEFT JOIN party_identifier i ON i.party_id = p.id
    CROSS JOIN LATERAL (SELECT p.name UNION SELECT k.name FROM known_name k WHERE k.party_id = p.id
        AND k.contract_id = 0) n
    WHERE p.kind = 'FACTOR'
), accounts AS (
    SELECT array_agg(iban) AS ibans FROM own_account
), printed AS MATERIALIZED (  -- once: number and fingerprint are read several times below
    SELECT s.line_number, s.contract_id, s.sample_ppm, s.buyer_id, s.type_code, k.client_id,
        upper(coalesce(nullif(regexp_replace(s.invoice_number, '[^A-Za-z0-9]', '', 'g'), ''),
            s.invoice_number)) AS number_key, s.issued_on, s.payable_cents,
        coalesce(s.payment_iban = ANY (accounts.ibans), false) OR coalesce(payee.is_us, false)
            OR coalesce(note.is_us, false) AS names_us,
        coalesce(payee.is_other, false) OR coalesce(note.is_other, false) AS names_other,
        coalesce(NOT payee.is_seller, false) OR s.assignment_note IS NOT NULL
            OR s.type_code IN ('393', '396', '501', '502', '472', '473') AS is_marked
    FROM unnest(%(line_number)s::bigint[], %(contract_id)s::bigint[], %(sample_ppm)s::bigint[],
        %(buyer_id)s::bigint[],
        %(invoice_number)s::text[], %(type_code)s::text[], %(issued_on)s::date[],
            %(payable_cents)s::bigint[], %(payee_name)s::text[], %(payee_identifier)s::text[],
        %(payment_iban)s::text[], %(assignment_note)s::text[], %(payee_is_seller)s::boolean[])
        AS s (line_number, contract_id, sample_ppm, buyer_id, invoice_number, type_code, issued_on,
            payable_cents, payee_name,
            payee_identifier, payment_iban, assignment_note, payee_is_seller)
    CROSS JOIN ours CROSS JOIN accounts JOIN contract k ON k.id = s.contract_id
    -- whom the payee block (BG-10) names: by a company's number where it has one, else by its name
    LEFT JOIN LATERAL (
        SELECT coalesce(q.number = ANY (ours.numbers), q.name = ANY (ours.name_keys),
            false) AS is_us, q.is_seller,
            -- our name and our account together weigh more than a number that is not ours
            q.number IS NOT NULL AND NOT coalesce(q.number = ANY (ours.numbers), false)
                AND NOT q.is_seller
                AND NOT coalesce(q.name = ANY (ours.name_keys)
                    AND s.payment_iban = ANY (accounts.ibans), false) AS is_other
        FROM (SELECT w.number, w.name, coalesce(s.payee_is_seller, false) OR CASE
            WHEN w.number IS NULL
                THEN EXISTS (SELECT FROM known_name n WHERE n.party_id = k.client_id
                    AND n.contract_id = 0
                    AND regexp_replace(lower(n.name), '[^[:alnum:]]', '', 'g') = w.name)
                ELSE EXISTS (SELECT FROM party_identifier i WHERE i.party_id = k.client_id
                    AND (i.identifier = w.number OR i.identifier ~ '^\d{14}$'
                        AND left(i.identifier, 9) = w.number
                        OR i.identifier ~ '^FR..\d{9}$'
                            AND right(i.identifier, 9) = w.number)) END AS is_seller
            FROM (SELECT CASE WHEN v.key ~ '^\d{14}$' THEN left(v.key, 9) WHEN v.key ~ '^FR..\d{9}$'
                THEN right(v.key, 9)
                    WHEN v.key ~ ('^(\d{9}'
                        '|(AT|BE|BG|CH|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|NO'
                        '|PL|PT|RO|SE|SI|SK|XI)[0-9A-Z]{8,12}|[0-9A-Z]{18}\d{2})$')
                    THEN v.key END AS number,
                    regexp_replace(lower(s.payee_name), '[^[:alnum:]]', '', 'g') AS name
                FROM (SELECT upper(regexp_replace(s.payee_identifier, '[^A-Za-z0-9]', '',
                    'g')) AS key) v) w) q
    ) payee ON s.payee_name IS NOT NULL OR s.payee_identifier IS NOT NULL
    -- whom the assignment note (ACC) names: by numbers of companies and accounts, or our name after
    -- such a word as "to"
    LEFT JOIN LATERAL (
        SELECT g.is_us, NOT g.is_us AND g.is_another AS is_other
        FROM (SELECT coalesce(bool_or(m.number = ANY (ours.numbers)
            OR m.number = ANY (accounts.ibans)), false) OR EXISTS (
                    SELECT FROM unnest(ours.names) o (name)
                        WHERE btrim(regexp_replace(lower(s.assignment_note), '[^[:alnum:]]+', ' ',
                        'g'))
                        ~ ('(^|(^| )(a|à|to|de|du|of|by|par|la|le|the|société|acc) )' || o.name ||
                            '( |$)')) AS is_us,
                coalesce(bool_or(NOT coalesce(m.number = ANY (ours.numbers)
                    OR m.number = ANY (accounts.ibans), false) AND NOT EXISTS (
                    SELECT FROM party_identifier i WHERE i.party_id = k.client_id
                        AND i.scheme IN ('siren', 'siret')
                        AND left(i.identifier, 9) = m.number)), false) AS is_another
            FROM (SELECT CASE WHEN length(z.number) = 14 AND z.number ~ '^\d' THEN left(z.number, 9)
                ELSE z.number END AS number
                FROM (SELECT regexp_replace(f.found[1], '[ .]', '', 'g') AS number
                    FROM regexp_matches(upper(s.assignment_note),
                    '\m(\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{5})?'
                    '|[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){3,7}(?: ?[0-9A-Z]{1,3})?)\M',
                    'g') f (found)) z) m) g
    ) note ON s.assignment_note IS NOT NULL
), marked AS MATERIALIZED (
    SELECT p.*, encode(substr(sha256(convert_to(concat_ws('|',
            p.client_id, p.buyer_id, p.number_key, p.issued_on, p.payable_cents,
            p.type_code IN ('261', '262', '381', '396', '502', '503')
        ), 'UTF8')), 1, 16), 'hex')::uuid AS fingerprint
    FROM printed p
)
SELECT m.line_number, m.number_key, m.fingerprint::text AS fingerprint_text,
    coalesce(h.returned_for IS NULL
        AND h.contract_id = m.contract_id, false) AS held_by_same_contract,
    coalesce(h.returned_for IS NULL
        AND h.contract_id <> m.contract_id, false) AS held_by_other_contract,
    h.returned_for IS NOT NULL OR coalesce(n.is_returned, false) AS reassigned_before,
    -- unless whoever held it has released it
    CASE WHEN m.names_other OR (m.is_marked AND NOT m.names_us) THEN coalesce((
        SELECT r.is_withdrawn FROM release_letter r WHERE r.contract_id = m.contract_id
            AND r.number_key = m.number_key
        ORDER BY r.id DESC LIMIT 1), true) ELSE false END AS factored_elsewhere,
    coalesce(n.is_ours, false) AS has_number_twin,
    m.names_us AND NOT m.names_other AS has_payment_mention,
    m.sample_ppm > 0 AND ('x' || left(encode(sha256(convert_to(m.fingerprint::text || draw.key,
        'UTF8')), 'hex'), 8))::bit(32)::bigint
        %% 1000000 < m.sample_ppm AS is_sampled,
    coalesce(d.amount_cents, 0) AS assigned_cents
FROM marked m CROSS JOIN draw
LEFT JOIN moved d ON d.contract_id = m.contract_id AND d.account = 'DEB'
LEFT JOIN held h ON h.fingerprint = m.fingerprint
-- other invoices of this number of the client's year, under any of its contracts
LEFT JOIN LATERAL (
    SELECT bool_or(g.returned_for IS NULL) AS is_ours,
        bool_or(g.returned_for IS NOT NULL) AS is_returned
    FROM contract o JOIN invoice t ON t.contract_id = o.id AND t.number_key = m.number_key
    JOIN held g ON g.fingerprint = t.fingerprint AND g.contract_id = t.contract_id
        AND g.invoice_id = t.id
    WHERE o.client_id = m.client_id AND t.amount_cents > 0 AND t.fingerprint <> m.fingerprint
        AND extract(year FROM t.issued_on) = extract(year FROM m.issued_on)
) n ON m.type_code NOT IN ('261', '262', '381', '396', '502', '503')
ORDER BY m.line_number
