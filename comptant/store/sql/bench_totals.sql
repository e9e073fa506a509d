-- One row: the figures of the whole house that must agree two by two, whatever has been done to it.
WITH positions AS (
    SELECT coalesce(sum(open_cents), 0)::bigint AS deb,
        coalesce(sum(approved_cents), 0)::bigint AS approved,
        coalesce(sum(open_cents) FILTER (WHERE amount_cents > 0), 0)::bigint AS outstanding
    FROM invoice WHERE open_cents <> 0
), moved AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0)::bigint AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0)::bigint AS unal,
        coalesce(sum(approved_cents), 0)::bigint AS approved
    FROM movement
), booked AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0)::bigint AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0)::bigint AS unal,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0)::bigint AS cca,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'BNK'), 0)::bigint AS bnk,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'TRAN'), 0)::bigint AS tran,
        coalesce(sum(amount_cents), 0)::bigint AS total
    FROM balance
), sums AS (
    SELECT coalesce(sum(outstanding_cents), 0)::bigint AS outstanding,
        coalesce(sum(approved_cents), 0)::bigint AS approved,
        coalesce(sum(unallocated_cash_cents), 0)::bigint AS cash
    FROM exposure
), paid AS (
    SELECT coalesce(sum(open_cents), 0)::bigint AS unal FROM payment
)
SELECT positions.deb AS open_cents, moved.deb AS moved_cents, booked.deb AS ledger_cents,
    positions.outstanding AS outstanding_cents, sums.outstanding AS exposed_cents,
    positions.approved AS approved_cents, moved.approved AS moved_approved_cents,
        sums.approved AS exposed_approved_cents,
    paid.unal AS open_cash_cents, -moved.unal AS moved_cash_cents,
        -booked.unal AS ledger_cash_cents,
    booked.bnk AS bank_cents, booked.tran AS transit_cents, booked.cca AS current_account_cents,
        booked.total AS total_cents,
    (SELECT count(*) FROM invoice) AS invoices, (SELECT count(*) FROM payment) AS payments,
    (SELECT count(*) FROM posting) AS lines
FROM positions, moved, booked, sums, paid
