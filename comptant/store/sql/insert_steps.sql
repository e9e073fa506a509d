-- One row per order that takes this step now, and had not taken it before; SENT once for each file
-- put aside, and one more; EXECUTED likewise for each execution undone.
INSERT INTO payment_order_step (contract_id, order_id, step, on_date, reason, entry_id, digest,
    own_account_id,
    bank_movement_id, file_number, act_id)
SELECT w.contract_id, w.order_id, %(step)s, w.on_date, coalesce(w.reason, ''), w.entry_id,
    %(digest)s, w.own_account_id,
    w.bank_movement_id, 1 + (SELECT count(*) FROM payment_order_step u
        WHERE u.contract_id = w.contract_id AND u.order_id = w.order_id
            AND u.step = CASE WHEN %(step)s IN ('SENT', 'UNSENT') THEN 'UNSENT'
                WHEN %(step)s IN ('EXECUTED', 'UNEXECUTED') THEN 'UNEXECUTED' END), %(act_id)s
FROM unnest(%(contract_id)s::bigint[], %(order_id)s::bigint[], %(on_date)s::date[],
    %(reason)s::text[],
    %(entry_id)s::bigint[], %(own_account_id)s::bigint[], %(bank_movement_id)s::bigint[])
    w (contract_id, order_id, on_date, reason, entry_id, own_account_id, bank_movement_id)
ON CONFLICT (contract_id, order_id, step, file_number) DO NOTHING
RETURNING order_id
