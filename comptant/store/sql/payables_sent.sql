-- One row per payable sent, in the order of the list: its supplier by number, whether it is in the
-- programme, whether the payable is known under any programme of the buyer.
SELECT w.supplier_number, w.invoice_number, w.issued_on, w.due_on, w.amount_cents,
    i.party_id AS supplier_id,
    m.contract_id IS NOT NULL AS supplier_is_member, EXISTS (
        SELECT FROM payable p WHERE p.buyer_id = %(buyer_id)s AND p.supplier_id = i.party_id
            AND p.number_key = upper(coalesce(nullif(regexp_replace(w.invoice_number,
                '[^A-Za-z0-9]', '', 'g'), ''), w.invoice_number))
            AND NOT EXISTS (SELECT FROM payable_step s WHERE s.contract_id = p.contract_id
                AND s.payable_id = p.id
                AND s.step = 'CANCELLED')) AS payable_is_known,
    %(on)s::date AS today_on
FROM unnest(%(supplier_number)s::text[], %(invoice_number)s::text[], %(issued_on)s::date[],
    %(due_on)s::date[], %(amount_cents)s::bigint[])
    WITH ORDINALITY w (supplier_number, invoice_number, issued_on, due_on, amount_cents, place)
LEFT JOIN party_identifier i ON i.scheme = 'siren'
    AND i.identifier = regexp_replace(w.supplier_number, '[^0-9]', '', 'g')
LEFT JOIN programme_member m ON m.contract_id = %(contract_id)s AND m.supplier_id = i.party_id
ORDER BY w.place
