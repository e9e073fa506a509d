-- One row per invoice of a claim that was dropped: it may be claimed anew.
UPDATE claim_item SET is_dropped = true
WHERE contract_id = %(contract_id)s AND claim_id = %(claim_id)s
