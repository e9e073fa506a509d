-- One row per invoice that a payment paid since a day: who paid, from which account, and whether it
-- was paid to the client; payments that wait are told without an invoice.
WITH paid AS MATERIALIZED (
    SELECT e.contract_id, e.id, e.value_on, e.event FROM entry e
    WHERE e.contract_id = ANY (%(contract_ids)s::bigint[]) AND e.id > %(first_id)s
        AND e.entry_on >= %(from_on)s::date AND e.value_on <= %(on)s::date
        AND e.event IN ('allocation', 'direct_payment')
), settled AS MATERIALIZED (
    SELECT m.contract_id, m.entry_id, m.item_id, m.against_id, m.amount_cents FROM movement m
    WHERE m.contract_id = ANY (%(contract_ids)s::bigint[]) AND m.entry_id > %(first_id)s
        AND m.account = 'DEB' AND m.amount_cents < 0
)
SELECT e.contract_id, i.buyer_id, coalesce(p.id, e.id) AS payment_id, i.id AS invoice_id,
    e.value_on AS paid_on, (-sum(m.amount_cents))::bigint AS amount_cents, b.payer_name,
    b.payer_iban, e.event = 'direct_payment' AS is_direct
FROM paid e
JOIN settled m ON m.contract_id = e.contract_id AND m.entry_id = e.id
JOIN invoice i ON i.contract_id = m.contract_id AND i.id = m.item_id AND i.amount_cents > 0
LEFT JOIN payment p ON p.contract_id = m.contract_id AND p.id = m.against_id
LEFT JOIN bank_movement b ON b.id = p.bank_movement_id
GROUP BY e.contract_id, i.buyer_id, coalesce(p.id, e.id), i.id, e.value_on, b.payer_name,
    b.payer_iban, e.event
UNION ALL
SELECT p.contract_id, nullif(p.buyer_id, 0), p.id, NULL, p.value_on, p.open_cents, b.payer_name,
    b.payer_iban, false
FROM payment p JOIN bank_movement b ON b.id = p.bank_movement_id
WHERE p.contract_id = ANY (%(contract_ids)s::bigint[]) AND p.open_cents > 0
    AND p.id > %(first_id)s
    AND p.value_on BETWEEN %(from_on)s::date AND %(on)s::date
ORDER BY 1, 3, 4
