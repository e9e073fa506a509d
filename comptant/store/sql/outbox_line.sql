-- One row: a line of the outbox.
SELECT id, kind, contract_id, payload FROM outbox WHERE id = %(id)s
