-- One row: a mandate.
SELECT m.id, m.buyer_id, m.reference, m.creditor_identifier, m.scheme, m.iban, m.bic, m.holder,
    m.signed_on, m.is_one_off,
    r.revoked_on
FROM mandate m LEFT JOIN mandate_revocation r ON r.mandate_id = m.id
WHERE m.id = %(id)s
