-- One row: a sweep, the steps it has taken, and the line of the outbox where its file still waits.
SELECT s.contract_id, s.id, s.own_account_id, s.to_account_id, s.currency, s.amount_cents,
    array(SELECT t.step FROM sweep_step t WHERE t.contract_id = s.contract_id AND t.sweep_id = s.id)
        AS steps,
    (SELECT o.id FROM outbox o WHERE o.contract_id = s.contract_id AND o.kind = 'sweep_file'
        AND (o.payload ->> 'sweep_id')::bigint = s.id
        AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id)) AS outbox_id
FROM sweep s WHERE s.contract_id = %(contract_id)s AND s.id = %(id)s
