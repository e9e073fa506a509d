-- One row per invoice of a claim that was dropped (%(is_dropped)s): it may be claimed anew; or of
-- one whose dropping is undone.
UPDATE claim_item SET is_dropped = %(is_dropped)s
WHERE contract_id = %(contract_id)s AND claim_id = %(claim_id)s
