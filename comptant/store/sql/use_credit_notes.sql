-- One row per credit note of which a part has met an invoice, or waits again.
UPDATE invoice i SET open_cents = i.open_cents + n.amount_cents
FROM (SELECT contract_id, note_id, sum(amount_cents)::bigint AS amount_cents
    FROM unnest(%(contract_id)s::bigint[], %(note_id)s::bigint[], %(amount_cents)s::bigint[])
        AS g (contract_id, note_id, amount_cents)
    GROUP BY 1, 2) n
WHERE i.contract_id = n.contract_id AND i.id = n.note_id
