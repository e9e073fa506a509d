-- One row per document of a client's ledger or open with us at the end of its day, by its number in
-- the year of its date: whether it was ever ceded, and what each of the two says is open of it.
WITH told AS (
    SELECT n.number_key, extract(year FROM s.issued_on) AS year, s.is_note,
        min(s.invoice_number) AS invoice_number, min(s.buyer_name) AS buyer_name,
        sum(s.cents)::bigint AS cents, bool_and(s.is_ceded) AS is_ceded
    FROM unnest(%(invoice_number)s::text[], %(buyer_name)s::text[], %(issued_on)s::date[],
        %(is_note)s::boolean[], %(cents)s::bigint[], %(is_ceded)s::boolean[])
        AS s (invoice_number, buyer_name, issued_on, is_note, cents, is_ceded)
    CROSS JOIN LATERAL (SELECT upper(coalesce(nullif(regexp_replace(s.invoice_number,
        '[^A-Za-z0-9]', '', 'g'), ''), s.invoice_number)) AS number_key) n
    GROUP BY 1, 2, 3
), ours AS MATERIALIZED (
    SELECT i.number_key, extract(year FROM o.issued_on) AS year, o.amount_cents < 0 AS is_note,
        min(o.invoice_number) AS invoice_number, min(b.name) AS buyer_name,
        sum(o.open_cents)::bigint AS cents
    FROM open_on(ARRAY[%(contract_id)s::bigint], %(on)s, NULL) o
    JOIN invoice i ON i.contract_id = o.contract_id AND i.id = o.item_id
    LEFT JOIN buyer_shown b ON b.contract_id = o.contract_id AND b.id = o.buyer_id
    GROUP BY 1, 2, 3
)
SELECT row_number() OVER (ORDER BY coalesce(t.invoice_number, o.invoice_number)) AS row_number,
    coalesce(t.invoice_number, o.invoice_number) AS invoice_number,
    coalesce(t.buyer_name, o.buyer_name, '') AS buyer_name,
    o.number_key IS NOT NULL OR t.is_ceded AS is_ceded, t.number_key IS NOT NULL AS is_in_ledger,
    coalesce(t.cents, 0) AS ledger_open_cents, coalesce(o.cents, 0) AS our_open_cents
FROM told t FULL JOIN ours o ON o.number_key = t.number_key AND o.year = t.year
    AND o.is_note = t.is_note
ORDER BY 1
