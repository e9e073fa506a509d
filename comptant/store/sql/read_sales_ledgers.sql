-- One row per sales ledger that the client of a contract has sent, the latest first: what it says
-- is open on its day, what was open with us, and on how many documents the two differ.
SELECT s.id, s.ledger_on, s.file_name, s.line_count, s.ledger_open_cents, s.our_open_cents,
    s.difference_count, k.currency
FROM sales_ledger s JOIN contract k ON k.id = s.contract_id
WHERE s.contract_id = %(contract_id)s
ORDER BY s.id DESC
