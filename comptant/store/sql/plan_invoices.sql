-- One row per invoice of a contract that is open, with the next day on which time changes it.
SELECT i.id AS invoice_id, i.contract_id, i.buyer_id, i.due_on, i.open_cents, i.next_change_on
FROM invoice i WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0 ORDER BY i.id
