-- One row per invoice of a contract that is open, with the next day on which time changes it, what
-- of it is to come (neither disputed nor received), and on which day where that is promised or
-- held.
SELECT i.id AS invoice_id, i.contract_id, i.buyer_id, i.due_on, i.open_cents, i.next_change_on,
    -- what comes of a debt that the guarantee has taken in part is shared with it
    coalesce(div((a.payable_cents + a.held_cents)::numeric * i.open_cents, a.open_cents),
        0)::bigint AS coming_cents,
    CASE WHEN a.asked_cents = 0 THEN a.comes_on END AS comes_on
FROM invoice i
LEFT JOIN to_ask(ARRAY[%(contract_id)s::bigint], NULL, %(on)s::date) a
    ON a.contract_id = i.contract_id AND a.invoice_id = i.id
WHERE i.contract_id = %(contract_id)s AND i.open_cents > 0 ORDER BY i.id
