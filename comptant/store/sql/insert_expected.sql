-- One row per announced payment that is new, from the notice's lines.
INSERT INTO expected_movement (own_account_id, source, entry_status, entry_key, entry_cents,
    entry_references, movement_key, occurrence,
    booked_on, value_on, currency, amount_cents, bank_reference, end_to_end_reference, payer_name,
        payer_iban, credited_iban,
    remittance_text, creditor_reference, operation_code, return_reason, is_reversal, digest, act_id,
    contract_id, buyer_id)
SELECT own_account_id, %(source)s, entry_status, entry_key::uuid, entry_cents,
    CASE WHEN entry_references = '' THEN '{}'::text[]
        ELSE string_to_array(entry_references, E'\n') END,
    movement_key::uuid, occurrence, booked_on, value_on, currency, amount_cents, bank_reference,
        end_to_end_reference, payer_name,
    payer_iban, credited_iban, remittance_text, creditor_reference, operation_code, return_reason,
        is_reversal, %(digest)s, %(act_id)s, contract_id, buyer_id
FROM notice ORDER BY row_number
ON CONFLICT (own_account_id, movement_key, occurrence) DO NOTHING
