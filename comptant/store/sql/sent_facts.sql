-- One row per document sent: its fingerprint, who holds it already, and to whom it says to pay.
WITH draw AS (  -- the key of the factor's sampling: the same draw on every replay, not to be guessed outside (C-8)
    SELECT coalesce((SELECT value #>> '{}' FROM term
        WHERE contract_id = 0 AND subject = 'FACTOR' AND name = 'sampling_key'
        ORDER BY valid_from_on DESC, recorded_at DESC LIMIT 1), '') AS key
), ours AS (
    SELECT array_agg(DISTINCT i.identifier) AS numbers, array_agg(DISTINCT lower(p.name)) AS names
    FROM party p LEFT JOIN party_identifier i ON i.party_id = p.id WHERE p.kind = 'FACTOR'
), accounts AS (
    SELECT array_agg(iban) AS ibans FROM own_account
), printed AS MATERIALIZED (  -- once: number and fingerprint are read several times below
    SELECT s.line_number, s.contract_id, s.sample_ppm, s.buyer_id, s.type_code, k.client_id,
        upper(coalesce(nullif(regexp_replace(s.invoice_number, '[^A-Za-z0-9]', '', 'g'), ''),
            s.invoice_number)) AS number_key, s.issued_on, s.payable_cents,
        coalesce(s.payment_iban = ANY (accounts.ibans), false)
            OR coalesce(replace(s.payee_identifier, ' ', '') = ANY (ours.numbers), false)
            OR coalesce(s.payee_identifier IS NULL AND lower(s.payee_name) = ANY (ours.names), false) AS names_us,
        s.payee_name IS NOT NULL OR s.payee_identifier IS NOT NULL OR s.assignment_note IS NOT NULL
            OR (s.type_code IN ('393', '396', '501', '502', '472', '473') AND s.payment_iban IS NOT NULL) AS names_someone
    FROM unnest(%(line_number)s::bigint[], %(contract_id)s::bigint[], %(sample_ppm)s::bigint[], %(buyer_id)s::bigint[],
        %(invoice_number)s::text[], %(type_code)s::text[], %(issued_on)s::date[], %(payable_cents)s::bigint[], %(payee_name)s::text[], %(payee_identifier)s::text[],
        %(payment_iban)s::text[], %(assignment_note)s::text[])
        AS s (line_number, contract_id, sample_ppm, buyer_id, invoice_number, type_code, issued_on, payable_cents, payee_name,
            payee_identifier, payment_iban, assignment_note)
    CROSS JOIN ours CROSS JOIN accounts JOIN contract k ON k.id = s.contract_id
), marked AS MATERIALIZED (
    SELECT p.*, encode(substr(sha256(convert_to(concat_ws('|', p.client_id, p.buyer_id, p.number_key, p.issued_on,
        p.payable_cents, p.type_code IN ('261', '262', '381', '396', '502', '503')), 'UTF8')), 1, 16), 'hex')::uuid AS fingerprint
    FROM printed p
)
SELECT m.line_number, m.number_key, m.fingerprint::text AS fingerprint_text,
    coalesce(h.returned_for IS NULL AND h.contract_id = m.contract_id, false) AS held_by_same_contract,
    coalesce(h.returned_for IS NULL AND h.contract_id <> m.contract_id, false) AS held_by_other_contract,
    h.returned_for IS NOT NULL OR coalesce(n.is_returned, false) AS reassigned_before,
    m.names_someone AND NOT m.names_us AS factored_elsewhere,
    coalesce(n.is_ours, false) AS has_number_twin,
    m.names_us AS has_payment_mention,
    m.sample_ppm > 0 AND ('x' || left(encode(sha256(convert_to(m.fingerprint::text || draw.key, 'UTF8')), 'hex'), 8))::bit(32)::bigint
        %% 1000000 < m.sample_ppm AS is_sampled
FROM marked m CROSS JOIN draw LEFT JOIN held h ON h.fingerprint = m.fingerprint
LEFT JOIN LATERAL (  -- other invoices of this number of the client's year, under any of its contracts
    SELECT bool_or(g.returned_for IS NULL) AS is_ours, bool_or(g.returned_for IS NOT NULL) AS is_returned
    FROM contract o JOIN invoice t ON t.contract_id = o.id AND t.number_key = m.number_key
    JOIN held g ON g.fingerprint = t.fingerprint AND g.contract_id = t.contract_id AND g.invoice_id = t.id
    WHERE o.client_id = m.client_id AND t.amount_cents > 0 AND t.fingerprint <> m.fingerprint
        AND extract(year FROM t.issued_on) = extract(year FROM m.issued_on)
) n ON m.type_code NOT IN ('261', '262', '381', '396', '502', '503')
ORDER BY m.line_number
