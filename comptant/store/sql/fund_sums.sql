-- One row per contract: what its guarantee fund holds, and the sums over its buyers that the fund
-- is a share of.
SELECT w.contract_id, coalesce(f.cents, 0) AS fund_balance_cents,
    coalesce(e.outstanding_cents, 0) AS outstanding_cents,
    coalesce(e.approved_cents, 0) AS approved_cents,
        coalesce(e.unapplied_credit_cents, 0) AS unapplied_credit_cents
FROM unnest(%(ids)s::bigint[]) w (contract_id)
LEFT JOIN LATERAL (SELECT -sum(amount_cents)::bigint AS cents FROM balance
    WHERE contract_id = w.contract_id AND account = 'FDG') f ON true
LEFT JOIN LATERAL (
    SELECT sum(outstanding_cents)::bigint AS outstanding_cents,
        sum(approved_cents)::bigint AS approved_cents,
        sum(unapplied_credit_cents)::bigint AS unapplied_credit_cents
    FROM exposure WHERE contract_id = w.contract_id) e ON true
