-- One row: whether a line of the bank tells that a buyer has paid: on an account of ours that only
-- this buyer pays on, under the name that the house calls it, or from an account that has paid an
-- invoice of its under this contract before.
SELECT EXISTS (
        SELECT FROM own_account a
        WHERE a.buyer_id = %(buyer_id)s AND (a.id = m.own_account_id
            OR a.parent_id = m.own_account_id AND a.iban = m.credited_iban)
    ) OR EXISTS (
        SELECT FROM known_name n
        WHERE n.party_id = %(buyer_id)s AND n.contract_id = 0
            AND lower(n.name) = lower(m.payer_name)
    ) OR EXISTS (
        SELECT FROM (SELECT id FROM bank_movement WHERE payer_iban = m.payer_iban AND id < m.id
                AND withdrawn_act_id IS NULL
            ORDER BY id DESC LIMIT %(latest)s) b
        JOIN payment p ON p.bank_movement_id = b.id AND p.contract_id = %(contract_id)s
            AND p.buyer_id = %(buyer_id)s
        CROSS JOIN LATERAL (SELECT DISTINCT m.entry_id FROM movement m
            WHERE m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'UNAL') x
        JOIN movement d ON d.contract_id = p.contract_id AND d.entry_id = x.entry_id
            AND d.account = 'DEB' AND d.against_id = p.id
        GROUP BY p.id HAVING sum(d.amount_cents) < 0
    ) AS is_known
FROM bank_movement m
WHERE m.id = %(movement_id)s
