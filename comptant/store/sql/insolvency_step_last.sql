-- One row: the step told last about a party in proceedings in its part of a contract, of those that
-- count and moved no money.
SELECT id, step, amount_cents FROM insolvency_step_now
WHERE contract_id = %(contract_id)s AND party_id = %(party_id)s AND part = %(part)s
    AND step <> 'IMPAIRED'
ORDER BY id DESC LIMIT 1
