-- One row per thing that shows the debts of a claim under the policies of the reading insurer.
SELECT claim_id, evidence_kind, invoice_number, shown_on, told
FROM own_claim_evidence WHERE claim_id = %(id)s
ORDER BY shown_on, evidence_kind, invoice_number, told
