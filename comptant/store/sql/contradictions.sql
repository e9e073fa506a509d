-- One row per contract and pair of figures that should be equal and are not.
WITH wanted AS (
    SELECT id AS contract_id FROM unnest(%(ids)s::bigint[]) w (id)
), positions AS (
    SELECT contract_id, sum(open_cents) AS deb, coalesce(sum(open_cents) FILTER (WHERE amount_cents > 0), 0) AS outstanding,
        coalesce(-sum(open_cents) FILTER (WHERE amount_cents < 0), 0) AS credits, sum(ineligible_cents) AS ineligible,
        sum(reduction_cents) AS reduction, sum(approved_cents) AS approved, count(*) FILTER (WHERE open_cents > 0) AS open_count
    FROM invoice WHERE contract_id = ANY (%(ids)s::bigint[]) AND open_cents <> 0 GROUP BY contract_id
), moved AS (
    SELECT contract_id, coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal, sum(approved_cents) AS approved
    FROM movement WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), booked AS (
    SELECT contract_id, coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0) AS cca,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'TRAN'), 0) AS tran,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'COLL'), 0) AS coll,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'INCO'), 0) AS inco,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DEBD'), 0) AS debd, sum(amount_cents) AS total
    FROM balance WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), posted AS (
    SELECT contract_id, coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0) AS cca
    FROM posting WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), sums AS (
    SELECT contract_id, sum(outstanding_cents) AS outstanding, sum(unapplied_credit_cents) AS credits,
        sum(unallocated_cash_cents) AS cash, sum(ineligible_cents) AS ineligible, sum(reduction_cents) AS reduction,
        sum(approved_cents) AS approved, sum(open_count) AS open_count
    FROM exposure WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), paid AS (
    SELECT contract_id, sum(open_cents) AS unal FROM payment WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), guaranteed AS (
    SELECT contract_id, sum(factor_open_cents) AS debd FROM guarantee WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), instruments AS (
    SELECT s.contract_id, coalesce(sum(i.amount_cents) FILTER (WHERE s.step IN ('REMITTED', 'DEBITED')), 0)
            - coalesce(sum(i.amount_cents) FILTER (WHERE s.step IN ('SETTLED', 'RETURNED')), 0) AS coll,
        coalesce(sum(i.amount_cents) FILTER (WHERE s.step = 'CREDITED' OR (s.step = 'RETURNED' AND NOT EXISTS (
            SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id AND x.instrument_id = s.instrument_id
                AND x.step = 'CREDITED'))), 0) - coalesce(sum(i.amount_cents) FILTER (WHERE s.step = 'REMITTED'), 0) AS inco
    FROM instrument_step s JOIN instrument i ON i.contract_id = s.contract_id AND i.id = s.instrument_id
    WHERE s.contract_id = ANY (%(ids)s::bigint[]) GROUP BY s.contract_id
), steps AS (  -- released, debited again: in transit; executed, failed: out of it; back at the bank: in it again
    SELECT o.contract_id, sum(o.amount_cents * CASE WHEN s.step IN ('RELEASED', 'REDEBITED') THEN -1 ELSE 1 END) AS tran
    FROM payment_order o JOIN payment_order_step s ON s.contract_id = o.contract_id AND s.order_id = o.id
    WHERE o.contract_id = ANY (%(ids)s::bigint[]) AND s.step IN ('RELEASED', 'EXECUTED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED')
    GROUP BY o.contract_id
), back AS (  -- each order once, however often an entry says so
    SELECT o.contract_id, sum(o.amount_cents) AS tran
    FROM (SELECT DISTINCT contract_id, split_part(key, '/', 2)::bigint AS order_id FROM entry
        WHERE contract_id = ANY (%(ids)s::bigint[]) AND event = 'order_came_back') e
    JOIN payment_order o ON o.contract_id = e.contract_id AND o.id = e.order_id GROUP BY o.contract_id
)
SELECT w.contract_id, v.what, coalesce(v.left_cents, 0) AS left_cents, v.against, coalesce(v.right_cents, 0) AS right_cents
FROM wanted w
LEFT JOIN positions ON positions.contract_id = w.contract_id
LEFT JOIN moved ON moved.contract_id = w.contract_id
LEFT JOIN booked ON booked.contract_id = w.contract_id
LEFT JOIN posted ON posted.contract_id = w.contract_id
LEFT JOIN sums ON sums.contract_id = w.contract_id
LEFT JOIN paid ON paid.contract_id = w.contract_id
LEFT JOIN guaranteed ON guaranteed.contract_id = w.contract_id
LEFT JOIN instruments ON instruments.contract_id = w.contract_id
LEFT JOIN steps ON steps.contract_id = w.contract_id
LEFT JOIN back ON back.contract_id = w.contract_id
CROSS JOIN LATERAL (VALUES
    (1, 'open items', positions.deb, 'movements of items', moved.deb),
    (2, 'movements of items', moved.deb, 'ledger balance DEB', booked.deb),
    (3, 'ledger balance DEB', booked.deb, 'postings DEB', posted.deb),
    (4, 'ledger balance CCA', booked.cca, 'postings CCA', posted.cca),
    (5, 'all balances', booked.total, 'zero', 0),
    (6, 'open payments', -paid.unal, 'movements UNAL', moved.unal),
    (7, 'movements UNAL', moved.unal, 'ledger balance UNAL', booked.unal),
    (8, 'approved on invoices', positions.approved, 'movements of approval', moved.approved),
    (9, 'outstanding of buyers', sums.outstanding, 'open invoices', positions.outstanding),
    (10, 'unapplied credits of buyers', sums.credits, 'open credit notes', positions.credits),
    (11, 'unallocated cash of buyers', sums.cash, 'open payments', paid.unal),
    (12, 'ineligible of buyers', sums.ineligible, 'ineligible of invoices', positions.ineligible),
    (13, 'reductions of buyers', sums.reduction, 'reductions of invoices', positions.reduction),
    (14, 'approved of buyers', sums.approved, 'approved on invoices', positions.approved),
    (15, 'open count of buyers', sums.open_count, 'open invoices (count)', positions.open_count),
    (16, 'ledger balance TRAN', booked.tran, 'orders under way', coalesce(steps.tran, 0) - coalesce(back.tran, 0)),
    (17, 'instruments in collection', instruments.coll, 'ledger balance COLL', booked.coll),
    (18, 'instruments to credit', instruments.inco, 'ledger balance INCO', booked.inco),
    (19, 'debts guaranteed', guaranteed.debd, 'ledger balance DEBD', booked.debd)
) v (rank, what, left_cents, against, right_cents)
WHERE coalesce(v.left_cents, 0) <> coalesce(v.right_cents, 0)
ORDER BY w.contract_id, v.rank
