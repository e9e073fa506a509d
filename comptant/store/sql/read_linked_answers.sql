-- One row per thing that was said by the link of this look, the latest first.
SELECT id, answer, amount_cents, currency, said, answered_on, has_file, invoice_numbers
FROM linked_answer ORDER BY id DESC
