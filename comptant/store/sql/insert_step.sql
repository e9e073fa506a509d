-- One row: a step of a payment order.
INSERT INTO payment_order_step (contract_id, order_id, step, on_date, reason, entry_id, digest, own_account_id,
    bank_movement_id, act_id)
VALUES (%(contract_id)s, %(order_id)s, %(step)s, %(on_date)s, %(reason)s, %(entry_id)s, %(digest)s, %(own_account_id)s,
    %(bank_movement_id)s, %(act_id)s)
