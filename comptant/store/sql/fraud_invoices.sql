-- One row per invoice and credit note of contracts sent since a day. Each table is read once
-- by its range of ids: a join by remittance would read a contract's invoices for each of them.
-- `credited_number`: that of the invoice credited, as numbers are compared.
WITH bought AS MATERIALIZED (
    SELECT i.contract_id, i.id, i.remittance_id, i.buyer_id, i.number_key, i.issued_on, i.due_on,
        i.amount_cents, i.credited_number, i.currency, i.delivered_on
    FROM invoice i
    WHERE i.contract_id = ANY (%(contract_ids)s::bigint[]) AND i.id > %(first_id)s
), sent AS MATERIALIZED (
    SELECT r.contract_id, r.id, k.client_id, coalesce(r.sent_on, r.posted_on) AS sent_on
    FROM contract k JOIN remittance r ON r.contract_id = k.id
    WHERE k.id = ANY (%(contract_ids)s::bigint[]) AND NOT k.is_house
        AND r.contract_id = ANY (%(contract_ids)s::bigint[]) AND r.id > %(first_id)s
        AND r.posted_on BETWEEN %(from_on)s::date AND %(on)s::date
)
SELECT i.contract_id, r.client_id, i.id AS invoice_id, i.buyer_id, i.number_key, i.issued_on,
    i.due_on, r.sent_on, i.amount_cents AS gross_cents, i.currency, i.delivered_on,
    CASE WHEN i.credited_number IS NOT NULL
        THEN upper(regexp_replace(i.credited_number, '[^A-Za-z0-9]', '', 'g'))
    END AS credited_number
FROM sent r
JOIN bought i ON i.contract_id = r.contract_id AND i.remittance_id = r.id
