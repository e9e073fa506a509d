-- One row per payment order, prepared.
INSERT INTO payment_order (contract_id, id, purpose, payee_account_id, currency, amount_cents,
    available_cents,
    item_id, end_to_end_reference, prepared_at, promised_at, act_id)
SELECT w.contract_id, w.order_id, w.purpose, w.payee_account_id, w.currency, w.amount_cents,
    w.available_cents,
    w.item_id, w.reference, %(prepared_at)s, w.promised_at, %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(order_id)s::bigint[], %(purpose)s::text[],
    %(payee_account_id)s::bigint[],
    %(currency)s::text[], %(amount_cents)s::bigint[], %(available_cents)s::bigint[],
        %(item_id)s::bigint[],
    %(reference)s::text[], %(promised_at)s::timestamptz[])
    w (contract_id, order_id, purpose, payee_account_id, currency, amount_cents, available_cents,
        item_id, reference,
        promised_at)
