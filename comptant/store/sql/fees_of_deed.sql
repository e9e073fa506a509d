-- One row per invoice or credit note of a remittance whose fee has no bill and is owed once its
-- deed is signed: all of them, or those alone that money has met (%(is_met)s).
SELECT i.id FROM invoice i
WHERE i.contract_id = %(contract_id)s AND i.remittance_id = %(remittance_id)s
    AND i.fee_bill_id IS NULL AND i.fee_cents <> 0
    AND (NOT %(is_met)s OR i.open_cents <> i.amount_cents)
ORDER BY i.id
