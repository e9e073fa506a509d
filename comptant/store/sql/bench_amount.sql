-- One row per payment and open invoice of its amount, in the whole book.
SELECT l.payment_number, i.contract_id, i.id AS invoice_id, i.open_cents, '' AS number_key
FROM bench_line l JOIN invoice i ON i.open_cents = l.amount_cents
