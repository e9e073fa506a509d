-- One row: what the line of the bank that brought a payment says of it.
SELECT remittance_text, creditor_reference, payer_name, payer_iban FROM bank_movement
    WHERE id = %(id)s
