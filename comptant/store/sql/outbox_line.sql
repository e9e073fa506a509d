-- One row: a line of the outbox; `is_done`: it has left or was put aside.
SELECT o.id, o.kind, o.contract_id, o.payload, o.digest,
    EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id) AS is_done
FROM outbox o WHERE o.id = %(id)s
