-- One row per line of the ledger booked on the day, narrow.
SELECT p.entry_id, p.line, p.contract_id, p.account, p.amount_cents
FROM entry e JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
WHERE e.entry_on = %(on)s
