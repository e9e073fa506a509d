-- One row per instrument of some means that waits to be remitted to our bank, oldest due first;
-- with its mandate.
SELECT i.contract_id, i.id, i.payment_means, i.buyer_id, i.currency, i.amount_cents, i.issued_on,
    i.due_on, i.number,
    i.payer_name, i.payer_iban, i.is_accepted, i.remittance_text, i.mandate_id, i.is_last,
        i.reference,
    m.reference AS mandate_reference, m.scheme, m.creditor_identifier, m.signed_on,
        m.bic AS payer_bic
FROM instrument i LEFT JOIN mandate m ON m.id = i.mandate_id
WHERE i.payment_means = ANY(%(means)s) AND i.currency = %(currency)s
    AND (%(ids)s::bigint[] IS NULL OR i.id = ANY(%(ids)s))
    AND NOT EXISTS (SELECT FROM instrument_step s WHERE s.contract_id = i.contract_id
        AND s.instrument_id = i.id)
ORDER BY i.due_on, i.id
