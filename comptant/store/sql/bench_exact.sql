-- One row per payment and invoice whose number is a word of its text: one indexed join, nothing
-- else.
SELECT DISTINCT w.payment_number, i.contract_id, i.id AS invoice_id, i.open_cents, w.number_key
FROM (SELECT l.payment_number, regexp_replace(upper(t.word), '[^A-Z0-9]', '', 'g') AS number_key
    FROM bench_line l
    CROSS JOIN LATERAL regexp_split_to_table(concat_ws(' ', l.remittance_text,
        l.creditor_reference), '\s+') t (word)) w
JOIN invoice i ON i.number_key = w.number_key AND i.open_cents > 0
WHERE w.number_key <> ''
