-- One row per pair of figures of a contract that should be equal and are not.
WITH positions AS (
    SELECT coalesce(sum(open_cents), 0) AS deb, coalesce(sum(open_cents) FILTER (WHERE amount_cents > 0), 0) AS outstanding,
        coalesce(-sum(open_cents) FILTER (WHERE amount_cents < 0), 0) AS credits,
        coalesce(sum(ineligible_cents), 0) AS ineligible, coalesce(sum(reduction_cents), 0) AS reduction,
        coalesce(sum(approved_cents), 0) AS approved, count(*) FILTER (WHERE open_cents > 0) AS open_count
    FROM invoice WHERE contract_id = %(contract_id)s AND open_cents <> 0
), moved AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal,
        coalesce(sum(approved_cents), 0) AS approved
    FROM movement WHERE contract_id = %(contract_id)s
), booked AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal, coalesce(sum(amount_cents), 0) AS total
    FROM balance WHERE contract_id = %(contract_id)s
), posted AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0) AS cca FROM posting WHERE contract_id = %(contract_id)s
), current_account AS (
    SELECT coalesce(sum(amount_cents), 0) AS cca FROM balance WHERE contract_id = %(contract_id)s AND account = 'CCA'
), sums AS (
    SELECT coalesce(sum(outstanding_cents), 0) AS outstanding, coalesce(sum(unapplied_credit_cents), 0) AS credits,
        coalesce(sum(unallocated_cash_cents), 0) AS cash, coalesce(sum(ineligible_cents), 0) AS ineligible,
        coalesce(sum(reduction_cents), 0) AS reduction, coalesce(sum(approved_cents), 0) AS approved,
        coalesce(sum(open_count), 0) AS open_count
    FROM exposure WHERE contract_id = %(contract_id)s
), paid AS (
    SELECT coalesce(sum(open_cents), 0) AS unal FROM payment WHERE contract_id = %(contract_id)s
), instruments AS (
    SELECT coalesce(sum(i.amount_cents) FILTER (WHERE s.step IN ('REMITTED', 'DEBITED')), 0)
            - coalesce(sum(i.amount_cents) FILTER (WHERE s.step IN ('SETTLED', 'RETURNED')), 0) AS coll,
        coalesce(sum(i.amount_cents) FILTER (WHERE s.step = 'CREDITED' OR (s.step = 'RETURNED' AND NOT EXISTS (
            SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id AND x.instrument_id = s.instrument_id
                AND x.step = 'CREDITED'))), 0) - coalesce(sum(i.amount_cents) FILTER (WHERE s.step = 'REMITTED'), 0) AS inco
    FROM instrument_step s JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
    WHERE s.contract_id = %(contract_id)s
), in_collection AS (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'COLL'), 0) AS coll,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'INCO'), 0) AS inco
    FROM balance WHERE contract_id = %(contract_id)s
)
SELECT v.what, v.left_cents, v.against, v.right_cents
FROM positions, moved, booked, posted, current_account, sums, paid, instruments, in_collection
CROSS JOIN LATERAL (VALUES
    ('open items', positions.deb, 'movements of items', moved.deb),
    ('movements of items', moved.deb, 'ledger balance DEB', booked.deb),
    ('ledger balance DEB', booked.deb, 'postings DEB', posted.deb),
    ('ledger balance CCA', current_account.cca, 'postings CCA', posted.cca),
    ('all balances', booked.total, 'zero', 0),
    ('open payments', -paid.unal, 'movements UNAL', moved.unal),
    ('movements UNAL', moved.unal, 'ledger balance UNAL', booked.unal),
    ('instruments in collection', instruments.coll, 'ledger balance COLL', in_collection.coll),
    ('instruments to credit', instruments.inco, 'ledger balance INCO', in_collection.inco),
    ('approved on invoices', positions.approved, 'movements of approval', moved.approved),
    ('outstanding of buyers', sums.outstanding, 'open invoices', positions.outstanding),
    ('unapplied credits of buyers', sums.credits, 'open credit notes', positions.credits),
    ('unallocated cash of buyers', sums.cash, 'open payments', paid.unal),
    ('ineligible of buyers', sums.ineligible, 'ineligible of invoices', positions.ineligible),
    ('reductions of buyers', sums.reduction, 'reductions of invoices', positions.reduction),
    ('approved of buyers', sums.approved, 'approved on invoices', positions.approved),
    ('open count of buyers', sums.open_count, 'open invoices (count)', positions.open_count)
) v (what, left_cents, against, right_cents)
WHERE v.left_cents <> v.right_cents
