-- One row: the entry by which an act has taken a debit out of the house's suspense.
SELECT id AS house_entry_id FROM entry
WHERE contract_id = %(contract_id)s AND act_id = %(act_id)s AND event = 'debit_moved_out'
