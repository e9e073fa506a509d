-- One row per contract, buyer and class: what the event changed is added to its sums, which begin
-- at nothing.
WITH given AS (
    SELECT contract_id, currency, buyer_id, advance_class,
        coalesce(outstanding_cents, 0) AS outstanding_cents,
        coalesce(ineligible_cents, 0) AS ineligible_cents,
            coalesce(reduction_cents, 0) AS reduction_cents,
        coalesce(approved_cents, 0) AS approved_cents, coalesce(open_count, 0) AS open_count,
        coalesce(unapplied_credit_cents, 0) AS unapplied_credit_cents,
        coalesce(unallocated_cash_cents, 0) AS unallocated_cash_cents
    FROM unnest(%(contract_id)s::bigint[], %(currency)s::text[], %(buyer_id)s::bigint[],
        %(advance_class)s::text[], %(outstanding_cents)s::bigint[],
        %(ineligible_cents)s::bigint[], %(reduction_cents)s::bigint[], %(approved_cents)s::bigint[],
        %(open_count)s::bigint[], %(unapplied_credit_cents)s::bigint[],
            %(unallocated_cash_cents)s::bigint[])
        AS d (contract_id, currency, buyer_id, advance_class, outstanding_cents, ineligible_cents,
            reduction_cents, approved_cents,
            open_count, unapplied_credit_cents, unallocated_cash_cents)
), changed AS (
    SELECT * FROM given
    WHERE (outstanding_cents, ineligible_cents, reduction_cents, approved_cents, open_count,
        unapplied_credit_cents, unallocated_cash_cents) <> (0, 0, 0, 0, 0, 0, 0)
), known AS (
    UPDATE exposure e SET
        outstanding_cents = e.outstanding_cents + d.outstanding_cents,
        ineligible_cents = e.ineligible_cents + d.ineligible_cents,
        reduction_cents = e.reduction_cents + d.reduction_cents,
        approved_cents = e.approved_cents + d.approved_cents,
        open_count = e.open_count + d.open_count,
        unapplied_credit_cents = e.unapplied_credit_cents + d.unapplied_credit_cents,
        unallocated_cash_cents = e.unallocated_cash_cents + d.unallocated_cash_cents
    FROM changed d
    WHERE e.contract_id = d.contract_id AND e.buyer_id = d.buyer_id AND e.currency = d.currency
        AND e.advance_class = d.advance_class
    RETURNING d.contract_id, d.currency, d.buyer_id, d.advance_class
)
INSERT INTO exposure AS e (contract_id, buyer_id, currency, advance_class, outstanding_cents,
    ineligible_cents,
    reduction_cents, approved_cents, open_count, unapplied_credit_cents, unallocated_cash_cents)
SELECT d.contract_id, d.buyer_id, d.currency, d.advance_class, d.outstanding_cents,
    d.ineligible_cents,
    d.reduction_cents, d.approved_cents, d.open_count, d.unapplied_credit_cents,
        d.unallocated_cash_cents
FROM changed d WHERE NOT EXISTS (
    SELECT FROM known k WHERE k.contract_id = d.contract_id AND k.currency = d.currency
        AND k.buyer_id = d.buyer_id AND k.advance_class = d.advance_class)
ON CONFLICT (contract_id, buyer_id, currency, advance_class) DO UPDATE SET
    outstanding_cents = e.outstanding_cents + excluded.outstanding_cents,
    ineligible_cents = e.ineligible_cents + excluded.ineligible_cents,
    reduction_cents = e.reduction_cents + excluded.reduction_cents,
    approved_cents = e.approved_cents + excluded.approved_cents,
    open_count = e.open_count + excluded.open_count,
    unapplied_credit_cents = e.unapplied_credit_cents + excluded.unapplied_credit_cents,
    unallocated_cash_cents = e.unallocated_cash_cents + excluded.unallocated_cash_cents
