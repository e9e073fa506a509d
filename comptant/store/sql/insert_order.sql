-- One row: a payment order, prepared.
INSERT INTO payment_order (contract_id, id, purpose, payee_account_id, currency, amount_cents, available_cents,
    item_id, end_to_end_reference, prepared_at, promised_at, act_id)
VALUES (%(contract_id)s, %(id)s, %(purpose)s, %(payee_account_id)s, %(currency)s, %(amount_cents)s,
    %(available_cents)s, %(item_id)s, %(reference)s, %(prepared_at)s, %(promised_at)s, %(act_id)s)
