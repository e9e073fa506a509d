-- One row per invoice that a plan is about: how it is financed today.
SELECT i.id AS invoice_id, i.invoice_number, i.issued_on, i.approved_cents, i.advance_class
FROM invoice i WHERE i.contract_id = %(contract_id)s AND i.id = ANY (%(invoice_ids)s)
ORDER BY i.due_on, i.id
