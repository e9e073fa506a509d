-- One row per payment since a day that the bank says was made in cash, by its code (ISO 20022: cash
-- deposit, branch deposit) or by its words.
SELECT p.contract_id, p.id AS payment_id, p.value_on AS paid_on, p.amount_cents,
    left(b.remittance_text, 140) AS remittance_text
FROM payment p
JOIN bank_movement b ON b.id = p.bank_movement_id
WHERE p.contract_id = ANY (%(contract_ids)s::bigint[]) AND p.id > %(first_id)s
    AND p.value_on BETWEEN %(from_on)s::date AND %(on)s::date
    AND (b.operation_code IN ('CDPT', 'BCDP')
        OR b.remittance_text ~* '\m(esp[eè]ces|cash deposit|mandat[- ](cash|compte))\M')
ORDER BY p.contract_id, p.id
