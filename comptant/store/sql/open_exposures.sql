-- One row per buyer and class that the contract has no sums for yet.
INSERT INTO exposure AS e (contract_id, buyer_id, currency, advance_class, outstanding_cents, ineligible_cents,
    reduction_cents, approved_cents, open_count, unapplied_credit_cents, unallocated_cash_cents)
SELECT %(contract_id)s, d.buyer_id, %(currency)s, d.advance_class, 0, 0, 0, 0, 0, 0, 0 FROM exposure_delta d
WHERE NOT EXISTS (SELECT FROM exposure x WHERE x.contract_id = %(contract_id)s AND x.buyer_id = d.buyer_id
    AND x.currency = %(currency)s AND x.advance_class = d.advance_class)
ON CONFLICT DO NOTHING
