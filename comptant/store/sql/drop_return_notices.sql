-- One row per invoice, not ours again, that a word which has not left named beside one that is: the
-- word itself will not leave.
WITH waiting AS (
    SELECT o.id, o.payload FROM outbox o
    WHERE o.contract_id = %(contract_id)s AND o.kind = 'return_notice'
        AND EXISTS (SELECT FROM jsonb_array_elements_text(o.payload -> 'invoice_ids') x
            WHERE x::bigint = ANY (%(invoice_ids)s::bigint[]))
        AND NOT EXISTS (SELECT FROM outbox_done d WHERE d.outbox_id = o.id)
), dropped AS (
    INSERT INTO outbox_done (outbox_id, outcome, act_id)
    SELECT id, 'CANCELLED', %(act_id)s FROM waiting
)
SELECT x::bigint AS invoice_id
FROM waiting w CROSS JOIN jsonb_array_elements_text(w.payload -> 'invoice_ids') x
WHERE x::bigint <> ALL (%(invoice_ids)s::bigint[])
ORDER BY 1
