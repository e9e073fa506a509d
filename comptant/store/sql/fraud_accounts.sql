-- One row per account of a client or buyer of contracts: that it is paid on, that it is debited on,
-- or from which it pays since a day and has paid for more than sixty days.
WITH named AS (
    SELECT client_id AS id FROM contract WHERE id = ANY (%(contract_ids)s::bigint[])
    UNION SELECT buyer_id FROM contract_buyer WHERE contract_id = ANY (%(contract_ids)s::bigint[])
)
SELECT party_id, iban FROM (
    SELECT a.party_id, a.iban FROM named n JOIN payee_account a ON a.party_id = n.id
    UNION
    SELECT m.buyer_id, m.iban FROM mandate m
    WHERE m.buyer_id IN (SELECT id FROM named)
    UNION
    SELECT n.buyer_id, n.payer_iban FROM (
        SELECT DISTINCT p.buyer_id, b.payer_iban FROM payment p
        JOIN bank_movement b ON b.id = p.bank_movement_id AND b.payer_iban IS NOT NULL
        WHERE p.contract_id = ANY (%(contract_ids)s::bigint[]) AND p.id > %(first_id)s
            AND p.buyer_id <> 0 AND p.value_on BETWEEN %(from_on)s::date AND %(on)s::date
    ) n
    WHERE EXISTS (SELECT FROM bank_movement o JOIN payment q ON q.bank_movement_id = o.id
        WHERE o.payer_iban = n.payer_iban AND q.buyer_id = n.buyer_id
            AND q.contract_id = ANY (%(contract_ids)s::bigint[])
            AND q.value_on < %(on)s::date - 60)
) known ORDER BY 1, 2
