-- One row per credit note of which a part has met an invoice.
UPDATE invoice i SET open_cents = i.open_cents + n.amount_cents
FROM (
    SELECT contract_id, note_id, sum(amount_cents)::bigint AS amount_cents
    FROM unnest(%(contract_id)s::bigint[], %(note_id)s::bigint[], %(amount_cents)s::bigint[])
        AS u (contract_id, note_id, amount_cents)
    GROUP BY contract_id, note_id
) n
WHERE i.contract_id = n.contract_id AND i.id = n.note_id
