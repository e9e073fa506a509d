-- One row per item whose fee no bill had when it was withdrawn: the next bill has it.
UPDATE invoice SET fee_bill_id = NULL
WHERE contract_id = %(contract_id)s AND id = ANY (%(ids)s::bigint[])
    AND fee_bill_id = ANY (%(entry_ids)s::bigint[])
