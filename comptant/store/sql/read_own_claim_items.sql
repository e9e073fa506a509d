-- One row per invoice of a claim under the policies of the reading insurer.
SELECT claim_id, invoice_id, invoice_number, issued_on, due_on, delivered_on, amount_cents,
    currency, debt_cents, base_cents, insurable_cents, covered_cents, item_share_cents,
    still_owed_cents, disputed_now_cents
FROM own_claim_item WHERE claim_id = %(id)s ORDER BY issued_on, invoice_id
