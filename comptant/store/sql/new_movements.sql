-- One row per movement of our accounts asked for, by ids or from a first to a last, in the order of
-- the file.
SELECT id AS movement_id, own_account_id, booked_on, value_on, currency, amount_cents,
    bank_reference,
    end_to_end_reference, payer_name, payer_iban, credited_iban, remittance_text,
        creditor_reference, operation_code, return_reason, is_reversal
FROM bank_movement WHERE id = ANY (%(ids)s::bigint[]) OR id BETWEEN %(first_id)s AND %(last_id)s
    ORDER BY id
