-- One row per contract and pair of figures that should be equal and are not. By night: what was
-- booked since the last proof is added to what it has proved, and compared with the balances and
-- the sums kept; whole: every line, movement and step of the history is read.
WITH wanted AS (
    SELECT id AS contract_id FROM unnest(%(ids)s::bigint[]) w (id)
), positions AS (
    SELECT contract_id, sum(open_cents) AS deb,
        coalesce(sum(open_cents) FILTER (WHERE amount_cents > 0), 0) AS outstanding,
        coalesce(-sum(open_cents) FILTER (WHERE amount_cents < 0), 0) AS credits,
            sum(ineligible_cents) AS ineligible,
        sum(reduction_cents) AS reduction, sum(approved_cents) AS approved,
            count(*) FILTER (WHERE open_cents > 0) AS open_count
    FROM invoice WHERE contract_id = ANY (%(ids)s::bigint[]) AND open_cents <> 0
        GROUP BY contract_id
), item_moves AS (
    SELECT contract_id, coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DEBD'), 0) AS claimed,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'PEN'), 0) AS pen,
            sum(approved_cents) AS approved
    FROM (
        SELECT contract_id, account, amount_cents, approved_cents FROM moved
        WHERE NOT %(whole)s AND contract_id = ANY (%(ids)s::bigint[])
        UNION ALL
        SELECT contract_id, account, amount_cents, approved_cents FROM movement
        WHERE %(whole)s AND contract_id = ANY (%(ids)s::bigint[])
    ) m GROUP BY contract_id
), booked AS (
    SELECT contract_id, coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0) AS cca,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'TRAN'), 0) AS tran,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'COLL'), 0) AS coll,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'INCO'), 0) AS inco,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DEBD'), 0) AS debd,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'ORD'), 0) AS ord,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'INSR'), 0) AS insr,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'DEPR'), 0) AS depr,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'PAY'), 0) AS pay,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'PAYD'), 0) AS payd,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'PEN'), 0) AS pen,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'SUPP'), 0) AS supp,
            sum(amount_cents) AS total
    FROM balance WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), proved AS (
    SELECT w.contract_id, p.entry_id, p.deb_cents, p.unal_cents, p.cca_cents, p.tran_cents,
        p.coll_cents, p.inco_cents
    FROM wanted w LEFT JOIN proved_sum p ON p.contract_id = w.contract_id AND NOT %(whole)s
), posted AS (
    SELECT r.contract_id, coalesce(r.deb_cents, 0) + s.deb AS deb,
        coalesce(r.unal_cents, 0) + s.unal AS unal,
        coalesce(r.cca_cents, 0) + s.cca AS cca, coalesce(r.tran_cents, 0) + s.tran AS tran,
        coalesce(r.coll_cents, 0) + s.coll AS coll, coalesce(r.inco_cents, 0) + s.inco AS inco
    -- an entry's number tells whether the last proof has counted it
    FROM proved r CROSS JOIN LATERAL (
        SELECT coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'DEB'), 0) AS deb,
            coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'UNAL'), 0) AS unal,
            coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'CCA'), 0) AS cca,
            coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'TRAN'), 0) AS tran,
            coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'COLL'), 0) AS coll,
            coalesce(sum(p.amount_cents) FILTER (WHERE p.account = 'INCO'), 0) AS inco
        FROM posting p WHERE p.contract_id = r.contract_id AND p.entry_id > coalesce(r.entry_id, 0)
    ) s
), sums AS (
    SELECT contract_id, sum(outstanding_cents) AS outstanding,
        sum(unapplied_credit_cents) AS credits,
        sum(unallocated_cash_cents) AS cash, sum(ineligible_cents) AS ineligible,
            sum(reduction_cents) AS reduction,
        sum(approved_cents) AS approved, sum(open_count) AS open_count
    FROM exposure WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), paid AS (
    SELECT contract_id, sum(open_cents) AS unal FROM payment
    WHERE contract_id = ANY (%(ids)s::bigint[]) AND open_cents > 0 GROUP BY contract_id
), penalties AS (
    SELECT contract_id, sum(open_cents) AS pen FROM penalty
        WHERE contract_id = ANY (%(ids)s::bigint[]) AND open_cents > 0 GROUP BY contract_id
), guaranteed AS (
    SELECT contract_id, sum(factor_open_cents) AS debd FROM guarantee
        WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), failed AS (  -- what claims have taken over of debts guaranteed
    SELECT contract_id, sum(factor_cents) AS debd FROM claim_item
    WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), claims AS (
    SELECT contract_id, sum(due_cents) AS insr, -sum(impaired_cents) AS depr FROM claim_step_now
    WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), clients AS (
    SELECT contract_id, -sum(impaired_cents) AS depr FROM insolvency_step
    WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), recourse AS (  -- what was written off of over-advances, and came in since
    SELECT contract_id, sum(amount_cents) FILTER (WHERE step = 'WRITTEN_OFF') AS lost,
        coalesce(sum(amount_cents) FILTER (WHERE step = 'REGAINED'), 0) + sum(of_loss_cents)
            AS regained
    FROM recourse_step_now WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), recourse_booked AS (
    SELECT t.contract_id, sum(p.amount_cents) FILTER (WHERE p.account = 'LOSS') AS lost,
        -sum(p.amount_cents) FILTER (WHERE p.account = 'RECV') AS regained
    FROM (SELECT DISTINCT contract_id, act_id FROM recourse_step
        WHERE contract_id = ANY (%(ids)s::bigint[])) t
    JOIN entry e ON e.contract_id = t.contract_id AND e.act_id = t.act_id
        AND e.event IN ('client_loss', 'client_regained', 'surety_on_loss', 'set_off_on_loss',
            'loss_repaid')
    JOIN posting p ON p.contract_id = e.contract_id AND p.entry_id = e.id
    GROUP BY t.contract_id
), insurers AS (
    SELECT o.contract_id, sum(o.amount_cents * CASE WHEN s.step IN ('RELEASED', 'REDEBITED') THEN 1
        ELSE -1 END) AS insr
    FROM payment_order o JOIN payment_order_step_now s ON s.contract_id = o.contract_id
        AND s.order_id = o.id
    WHERE o.contract_id = ANY (%(ids)s::bigint[]) AND o.purpose = 'INSURER'
        AND s.step IN ('RELEASED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED')
    GROUP BY o.contract_id
), ordered AS (
    SELECT contract_id, sum(CASE step WHEN 'ADVANCED' THEN amount_cents WHEN 'REPAID'
        THEN -amount_cents
        WHEN 'CLAIMED' THEN -amount_cents ELSE 0 END) AS ord
    FROM purchase_order_step WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), payables AS (
    SELECT contract_id, sum(CASE step WHEN 'BOUGHT' THEN amount_cents WHEN 'REPAID'
        THEN -amount_cents
            WHEN 'DEFAULTED' THEN -amount_cents ELSE 0 END) AS pay,
        sum(CASE step WHEN 'DEFAULTED' THEN amount_cents WHEN 'RECOVERED' THEN -amount_cents
            ELSE 0 END) AS payd,
        sum(CASE step WHEN 'BOUGHT' THEN discount_cents - amount_cents WHEN 'COLLECTED'
            THEN -amount_cents ELSE 0 END) AS supp
    FROM payable_step WHERE contract_id = ANY (%(ids)s::bigint[]) GROUP BY contract_id
), suppliers AS (
    -- an early payment takes its discount along when it comes back
    SELECT o.contract_id, sum((o.amount_cents + CASE s.step WHEN 'RELEASED' THEN 0
            ELSE coalesce(a.discount_cents, 0) END) * CASE WHEN s.step IN ('RELEASED', 'REDEBITED')
        THEN 1 ELSE -1 END) AS supp
    FROM payment_order o JOIN payment_order_step_now s ON s.contract_id = o.contract_id
        AND s.order_id = o.id
    LEFT JOIN payable_step a ON a.contract_id = o.contract_id AND a.order_id = o.id
        AND a.step = 'ASKED' AND o.purpose = 'EARLY'
    WHERE o.contract_id = ANY (%(ids)s::bigint[]) AND o.purpose IN ('SUPPLIER', 'EARLY')
        AND (s.step IN ('RELEASED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED'))
    GROUP BY o.contract_id
), instruments AS (
    SELECT s.contract_id, coalesce(sum(i.amount_cents * CASE
            WHEN s.step IN ('REMITTED', 'DEBITED', 'UNRETURNED', 'UNSETTLED') THEN 1
            WHEN s.step IN ('SETTLED', 'RETURNED', 'UNDEBITED') THEN -1 ELSE 0 END), 0) AS coll,
        coalesce(sum(i.amount_cents * CASE s.step WHEN 'CREDITED' THEN 1 WHEN 'REMITTED' THEN -1
            ELSE CASE WHEN s.step IN ('RETURNED', 'UNRETURNED') AND NOT EXISTS (
                SELECT FROM instrument_step x WHERE x.contract_id = s.contract_id
                    AND x.instrument_id = s.instrument_id AND x.step = 'CREDITED' AND x.at < s.at)
                THEN CASE s.step WHEN 'RETURNED' THEN 1 ELSE -1 END ELSE 0 END END), 0) AS inco
    FROM instrument_step s JOIN instrument i ON i.contract_id = s.contract_id
        AND i.id = s.instrument_id
    WHERE s.contract_id = ANY (%(ids)s::bigint[]) GROUP BY s.contract_id
-- by night: not those before the oldest that was open last night, but where one has failed
), under_way AS (
    SELECT o.contract_id, o.id, o.amount_cents FROM payment_order o
        WHERE o.contract_id = ANY (%(ids)s::bigint[])
        AND o.id >= coalesce((SELECT coalesce((report #>>
            '{to_look_at,oldest_open_order_id}')::bigint, act_id)
            FROM day_close WHERE NOT %(whole)s ORDER BY day DESC LIMIT 1), 0)
    UNION
    SELECT o.contract_id, o.id, o.amount_cents FROM payment_order_step_now f
    JOIN payment_order o ON o.contract_id = f.contract_id AND o.id = f.order_id
    WHERE f.contract_id = ANY (%(ids)s::bigint[]) AND f.step IN ('REJECTED', 'RETURNED')
    UNION  -- or where the bank's word was withdrawn
    SELECT o.contract_id, o.id, o.amount_cents FROM payment_order_step f
    JOIN payment_order o ON o.contract_id = f.contract_id AND o.id = f.order_id
    WHERE f.contract_id = ANY (%(ids)s::bigint[]) AND f.step = 'UNEXECUTED'
-- released, debited again: in transit; executed, failed: out of it; back at the bank: in it again
), steps AS (
    SELECT o.contract_id, sum(o.amount_cents * CASE WHEN s.step IN ('RELEASED', 'REDEBITED') THEN -1
        ELSE 1 END) AS tran
    FROM under_way o JOIN payment_order_step_now s ON s.contract_id = o.contract_id
        AND s.order_id = o.id
    WHERE s.step IN ('RELEASED', 'EXECUTED', 'REJECTED', 'RETURNED', 'REDEBITED', 'RECREDITED')
    GROUP BY o.contract_id
), back AS (  -- each order once, however often an entry says so
    SELECT o.contract_id, sum(o.amount_cents) AS tran
    FROM (SELECT DISTINCT contract_id, split_part(key, '/', 2)::bigint AS order_id FROM entry
        WHERE contract_id = ANY (%(ids)s::bigint[]) AND event = 'order_came_back') e
    JOIN payment_order o ON o.contract_id = e.contract_id AND o.id = e.order_id
        GROUP BY o.contract_id
)
SELECT contract_id, what, left_cents::bigint AS left_cents, against,
    right_cents::bigint AS right_cents FROM (
SELECT w.contract_id, v.rank, v.what, coalesce(v.left_cents, 0) AS left_cents, v.against,
    coalesce(v.right_cents, 0) AS right_cents
FROM wanted w
LEFT JOIN positions ON positions.contract_id = w.contract_id
LEFT JOIN item_moves ON item_moves.contract_id = w.contract_id
LEFT JOIN booked ON booked.contract_id = w.contract_id
LEFT JOIN posted ON posted.contract_id = w.contract_id
LEFT JOIN sums ON sums.contract_id = w.contract_id
LEFT JOIN paid ON paid.contract_id = w.contract_id
LEFT JOIN penalties ON penalties.contract_id = w.contract_id
LEFT JOIN guaranteed ON guaranteed.contract_id = w.contract_id
LEFT JOIN failed ON failed.contract_id = w.contract_id
LEFT JOIN claims ON claims.contract_id = w.contract_id
LEFT JOIN clients ON clients.contract_id = w.contract_id
LEFT JOIN recourse ON recourse.contract_id = w.contract_id
LEFT JOIN recourse_booked ON recourse_booked.contract_id = w.contract_id
LEFT JOIN insurers ON insurers.contract_id = w.contract_id
LEFT JOIN ordered ON ordered.contract_id = w.contract_id
LEFT JOIN payables ON payables.contract_id = w.contract_id
LEFT JOIN suppliers ON suppliers.contract_id = w.contract_id
LEFT JOIN instruments ON instruments.contract_id = w.contract_id
LEFT JOIN steps ON steps.contract_id = w.contract_id
LEFT JOIN back ON back.contract_id = w.contract_id
CROSS JOIN LATERAL (VALUES
    (1, 'open items', positions.deb, 'movements of items', item_moves.deb),
    (2, 'movements of items', item_moves.deb, 'ledger balance DEB', booked.deb),
    (3, 'ledger balance DEB', booked.deb, 'postings DEB', posted.deb),
    (4, 'ledger balance CCA', booked.cca, 'postings CCA', posted.cca),
    (5, 'all balances', booked.total, 'zero', 0),
    (6, 'open payments', -paid.unal, 'movements UNAL', item_moves.unal),
    (7, 'movements UNAL', item_moves.unal, 'ledger balance UNAL', booked.unal),
    (8, 'approved on invoices', positions.approved, 'movements of approval', item_moves.approved),
    (9, 'outstanding of buyers', sums.outstanding, 'open invoices', positions.outstanding),
    (10, 'unapplied credits of buyers', sums.credits, 'open credit notes', positions.credits),
    (11, 'unallocated cash of buyers', sums.cash, 'open payments', paid.unal),
    (12, 'ineligible of buyers', sums.ineligible, 'ineligible of invoices', positions.ineligible),
    (13, 'reductions of buyers', sums.reduction, 'reductions of invoices', positions.reduction),
    (14, 'approved of buyers', sums.approved, 'approved on invoices', positions.approved),
    (15, 'open count of buyers', sums.open_count, 'open invoices (count)', positions.open_count),
    (16, 'ledger balance TRAN', booked.tran, 'orders under way',
        coalesce(steps.tran, 0) - coalesce(back.tran, 0)),
    (17, 'instruments in collection', instruments.coll, 'ledger balance COLL', booked.coll),
    (18, 'instruments to credit', instruments.inco, 'ledger balance INCO', booked.inco),
    (19, 'ledger balance UNAL', booked.unal, 'postings UNAL', posted.unal),
    (20, 'ledger balance TRAN', booked.tran, 'postings TRAN', posted.tran),
    (21, 'ledger balance COLL', booked.coll, 'postings COLL', posted.coll),
    (22, 'ledger balance INCO', booked.inco, 'postings INCO', posted.inco),
    (24, 'debts guaranteed and claimed', coalesce(guaranteed.debd, 0)
        + coalesce(item_moves.claimed, 0) + coalesce(failed.debd, 0), 'ledger balance DEBD',
        booked.debd),
    (25, 'advances on orders', ordered.ord, 'ledger balance ORD', booked.ord),
    (26, 'payables bought', payables.pay, 'ledger balance PAY', booked.pay),
    (27, 'payables in default', payables.payd, 'ledger balance PAYD', booked.payd),
    (28, 'owed to suppliers', coalesce(payables.supp, 0) + coalesce(suppliers.supp, 0),
        'ledger balance SUPP', booked.supp),
    (29, 'open penalties', penalties.pen, 'movements PEN', item_moves.pen),
    (30, 'movements PEN', item_moves.pen, 'ledger balance PEN', booked.pen),
    (31, 'owed by insurers', coalesce(claims.insr, 0) + coalesce(insurers.insr, 0),
        'ledger balance INSR', booked.insr),
    (32, 'impaired of claims', coalesce(claims.depr, 0) + coalesce(clients.depr, 0),
        'ledger balance DEPR', booked.depr),
    (33, 'over-advances written off', recourse.lost, 'entries of losses', recourse_booked.lost),
    (34, 'regained of what was written off', recourse.regained, 'entries of what was regained',
        recourse_booked.regained)
) v (rank, what, left_cents, against, right_cents)
WHERE coalesce(v.left_cents, 0) <> coalesce(v.right_cents, 0)
UNION ALL
SELECT coalesce(k.contract_id, m.contract_id), 23,
    'movements kept of ' || coalesce(k.account, m.account),
    coalesce(k.amount_cents, 0) + coalesce(k.approved_cents, 0),
        'movements ' || coalesce(k.account, m.account),
    coalesce(m.amount_cents, 0) + coalesce(m.approved_cents, 0)
FROM (SELECT * FROM moved WHERE %(whole)s AND contract_id = ANY (%(ids)s::bigint[])) k
FULL JOIN (
    SELECT contract_id, account, sum(amount_cents)::bigint AS amount_cents,
        sum(approved_cents)::bigint AS approved_cents
    FROM movement WHERE %(whole)s AND contract_id = ANY (%(ids)s::bigint[]) GROUP BY 1, 2
) m ON m.contract_id = k.contract_id AND m.account = k.account
WHERE (coalesce(k.amount_cents, 0), coalesce(k.approved_cents, 0)) <> (coalesce(m.amount_cents, 0),
    coalesce(m.approved_cents, 0))
) found
ORDER BY contract_id, rank, what
