-- One row per invoice of claims of a contract, or of one claim: owed and covered when it was
-- opened, its share of the indemnity, what the buyer owes of it still.
SELECT t.claim_id, t.invoice_id AS id, i.invoice_number, i.due_on, i.currency, t.debt_cents,
    t.insurable_cents, t.covered_cents, t.share_cents AS item_share_cents, t.had_cents,
    t.factor_cents AS doubtful_cents, t.owed_cents AS buyer_owes_cents
FROM claim_item t
JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
WHERE t.contract_id = %(contract_id)s AND (%(id)s::bigint IS NULL OR t.claim_id = %(id)s)
ORDER BY t.claim_id, t.invoice_id
