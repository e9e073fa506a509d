-- One row per invoice whose guarantee has taken effect, of a contract or of all; by number or id,
-- null asks for all.
SELECT g.contract_id, k.number AS contract_number, g.invoice_id AS id, i.invoice_number,
    p.name AS buyer_name, i.currency,
    g.taken_on, g.cause AS guarantee_cause, g.guaranteed_cents, g.uncovered_cents,
        g.factor_open_cents, g.client_open_cents, g.buyer_id
FROM guarantee g
JOIN contract k ON k.id = g.contract_id
JOIN invoice i ON i.contract_id = g.contract_id AND i.id = g.invoice_id
JOIN buyer_shown p ON p.contract_id = g.contract_id AND p.id = g.buyer_id
WHERE (%(contract_id)s::bigint IS NULL OR g.contract_id = %(contract_id)s)
    AND (%(numbers)s::text[] IS NULL OR i.invoice_number = ANY (%(numbers)s::text[])
        OR i.id::text = ANY (%(numbers)s::text[]))
ORDER BY g.invoice_id
