-- One row per approval of a kind that waits on one of the subjects of a contract.
SELECT a.id, a.subject_id, a.amount_cents FROM approval a
WHERE a.kind = %(kind)s AND a.contract_id = %(contract_id)s AND a.subject_id = ANY (%(subject_ids)s::bigint[])
    AND NOT EXISTS (SELECT FROM approval_decision d WHERE d.approval_id = a.id)
