-- What the guarantee has taken of an invoice is owed by its buyer as before: whoever asks, shows or judges what a buyer owes
-- reads it too. Source: DOMAIN §1.6, §5.1; docs/decisions/0192-what-the-guarantee-has-taken-is-asked.md.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice of which the guarantee has taken something that its buyer still owes, and pays to us whoever bears it:
-- the factor's part and that left to the client. What a claim has taken over is none of it.
CREATE VIEW guarantee_owed WITH (security_invoker = true) AS
SELECT g.contract_id, g.invoice_id, g.buyer_id, (g.factor_open_cents + g.client_open_cents)::bigint AS owed_cents
FROM guarantee g WHERE g.factor_open_cents + g.client_open_cents > 0;

-- One row per entry, payment and debt that the guarantee had taken: what the payment has paid of it; less than nothing where
-- that was taken back.
CREATE VIEW guarantee_paid WITH (security_invoker = true) AS
SELECT m.contract_id, m.against_id AS invoice_id, m.item_id AS payment_id, e.act_id, e.id AS entry_id,
    m.amount_cents AS paid_cents
FROM guarantee g
JOIN payment p ON p.contract_id = g.contract_id
JOIN movement m ON m.contract_id = p.contract_id AND m.item_id = p.id AND m.account = 'UNAL' AND m.against_id = g.invoice_id
JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id AND e.event = 'recovery';
GRANT SELECT ON guarantee_owed, guarantee_paid TO comptant_writer, comptant_reader, comptant_auditor;

-- One row per invoice of contracts and buyers (null: of all) that its buyer owes, be it open or taken by the guarantee
-- (`open_cents` is both): what of it is disputed, what is in hand for it
-- (cheques, accepted bills and debits on their way, by the invoices that they name; money that waits or that the bank
-- announces, credit notes, and with shares what waits for the buyer under no contract, the oldest first), what is to pay (`payable_cents`), what of that is promised or announced, and what is left to ask.
-- `held_cents` of what is in hand is still to come, as what is promised is, by `comes_on`.
CREATE OR REPLACE FUNCTION to_ask_with(of_contracts bigint[], of_buyers bigint[], day date, with_shares boolean) RETURNS TABLE (
    contract_id bigint, buyer_id bigint, invoice_id bigint, currency text, due_on date, open_cents bigint,
    disputed_cents bigint, in_hand_cents bigint, payable_cents bigint, promised_cents bigint, asked_cents bigint,
    held_cents bigint, comes_on date)
LANGUAGE sql STABLE AS $$
    WITH owed AS (
        SELECT i.contract_id, i.buyer_id, i.id, i.currency, i.due_on, i.open_cents + coalesce(g.owed_cents, 0) AS open_cents
        FROM invoice i LEFT JOIN guarantee_owed g ON g.contract_id = i.contract_id AND g.invoice_id = i.id
        WHERE i.open_cents > 0 AND i.amount_cents > 0
            AND (of_contracts IS NULL OR i.contract_id = ANY (of_contracts))
            AND (of_buyers IS NULL OR i.buyer_id = ANY (of_buyers))
        UNION ALL  -- what the guarantee has taken whole
        SELECT g.contract_id, g.buyer_id, g.invoice_id, i.currency, i.due_on, g.owed_cents
        FROM guarantee_owed g JOIN invoice i ON i.contract_id = g.contract_id AND i.id = g.invoice_id
            AND i.open_cents <= 0
        WHERE (of_contracts IS NULL OR g.contract_id = ANY (of_contracts))
            AND (of_buyers IS NULL OR g.buyer_id = ANY (of_buyers))
    ), disputed AS (
        SELECT x.contract_id, x.invoice_id, sum(greatest(x.cents, 0))::bigint AS cents FROM (
            SELECT d.contract_id, d.invoice_id, d.id, sum(t.amount_cents) AS cents
            FROM owed o JOIN dispute d ON d.contract_id = o.contract_id AND d.invoice_id = o.id
            JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
            GROUP BY 1, 2, 3) x
        GROUP BY 1, 2
    ), room AS (
        SELECT o.*, least(coalesce(d.cents, 0), o.open_cents) AS disputed_cents,
            o.open_cents - least(coalesce(d.cents, 0), o.open_cents) AS room_cents
        FROM owed o LEFT JOIN disputed d ON d.contract_id = o.contract_id AND d.invoice_id = o.id
    ), held AS (  -- an instrument is a payment once it is credited; a bill that nobody accepted is no promise
        SELECT x.contract_id, x.id, x.buyer_id, x.currency, x.amount_cents, x.due_on FROM instrument x
        WHERE (of_contracts IS NULL OR x.contract_id = ANY (of_contracts))
            AND (of_buyers IS NULL OR x.buyer_id = ANY (of_buyers))
            AND NOT EXISTS (SELECT FROM instrument_step_now s WHERE s.contract_id = x.contract_id
                AND s.instrument_id = x.id AND s.step IN ('CREDITED', 'RETURNED', 'CANCELLED'))
            -- nor what nobody has handed to a bank long after its day
            AND (((x.payment_means <> 'LCR' OR x.is_accepted)
                    AND x.due_on >= day - CASE x.payment_means WHEN 'CHQ' THEN 30 ELSE 5 END)
                OR EXISTS (SELECT FROM instrument_step_now s
                    WHERE s.contract_id = x.contract_id AND s.instrument_id = x.id AND s.step = 'REMITTED'))
    ), named AS (
        SELECT h.contract_id, h.buyer_id, h.currency, l.invoice_id, sum(l.amount_cents)::bigint AS cents,
            max(h.due_on) AS due_on
        FROM held h JOIN instrument_invoice l ON l.contract_id = h.contract_id AND l.instrument_id = h.id
        GROUP BY 1, 2, 3, 4
    ), taken AS (  -- by the invoices that instruments name, as far as there is room
        SELECT n.contract_id, n.buyer_id, n.currency, n.invoice_id, n.due_on,
            least(n.cents, coalesce(r.room_cents, 0)) AS cents
        FROM named n LEFT JOIN room r ON r.contract_id = n.contract_id AND r.id = n.invoice_id
    ), pool AS (
        SELECT h.contract_id, h.buyer_id, h.currency, sum(h.cents)::bigint AS cents FROM (
            SELECT y.contract_id, y.buyer_id, y.currency, y.open_cents AS cents FROM payment y
            WHERE y.open_cents > 0 AND (of_contracts IS NULL OR y.contract_id = ANY (of_contracts))
                AND (of_buyers IS NULL OR y.buyer_id = ANY (of_buyers))
            UNION ALL
            SELECT i.contract_id, i.buyer_id, i.currency, -i.open_cents FROM invoice i
            WHERE i.open_cents < 0 AND (of_contracts IS NULL OR i.contract_id = ANY (of_contracts))
                AND (of_buyers IS NULL OR i.buyer_id = ANY (of_buyers))
            UNION ALL  -- what the bank has announced and no statement has told yet, once
            SELECT e.contract_id, e.buyer_id, e.currency, e.cents FROM still_expected(day) e
            WHERE e.contract_id IS NOT NULL AND (of_contracts IS NULL OR e.contract_id = ANY (of_contracts))
                AND (of_buyers IS NULL OR e.buyer_id = ANY (of_buyers))
            UNION ALL  -- of what waits for the buyer under no contract
            SELECT b.contract_id, b.buyer_id, b.currency, b.cents
            FROM shared_out(of_contracts, of_buyers, day) b WHERE with_shares
            UNION ALL
            SELECT w.contract_id, w.buyer_id, w.currency, w.amount_cents FROM held w
            UNION ALL
            SELECT t.contract_id, t.buyer_id, t.currency, -t.cents FROM taken t) h
        GROUP BY 1, 2, 3
    ), ranked AS (
        SELECT r.*, t.held_on, coalesce(t.cents, 0) AS taken_cents, r.room_cents - coalesce(t.cents, 0) AS rest_cents,
            coalesce(p.cents, 0) AS pool_cents, (sum(r.room_cents - coalesce(t.cents, 0)) OVER (
                PARTITION BY r.contract_id, r.buyer_id, r.currency ORDER BY r.due_on, r.id)
                - (r.room_cents - coalesce(t.cents, 0)))::bigint AS before_cents
        FROM room r
        LEFT JOIN (SELECT x.contract_id, x.invoice_id, sum(x.cents)::bigint AS cents, max(x.due_on) AS held_on
            FROM taken x WHERE x.cents > 0 GROUP BY 1, 2) t
            ON t.contract_id = r.contract_id AND t.invoice_id = r.id
        LEFT JOIN pool p ON p.contract_id = r.contract_id AND p.buyer_id = r.buyer_id AND p.currency = r.currency
    ), hands AS (
        SELECT k.*, k.taken_cents + greatest(least(k.pool_cents - k.before_cents, k.rest_cents), 0) AS in_hand_cents,
            k.rest_cents - greatest(least(k.pool_cents - k.before_cents, k.rest_cents), 0) AS payable_cents
        FROM ranked k
    ), lines AS (  -- of promises that were not taken back; money in hand counts as paid
        SELECT p.contract_id, p.id, l.invoice_id, l.promised_cents,
            greatest(l.open_cents - coalesce(h.open_cents - h.in_hand_cents, 0), 0) AS repaid_cents
        FROM promise p JOIN promise_line l ON l.contract_id = p.contract_id AND l.promise_id = p.id
        LEFT JOIN hands h ON h.contract_id = l.contract_id AND h.id = l.invoice_id
        WHERE p.promised_on <= day AND (of_contracts IS NULL OR p.contract_id = ANY (of_contracts))
            AND (of_buyers IS NULL OR p.buyer_id = ANY (of_buyers))
            AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = p.contract_id AND e.promise_id = p.id)
    ), running AS (  -- nothing of them is late, three days after its day
        SELECT l.contract_id, l.id FROM lines l
        GROUP BY 1, 2
        HAVING sum(least(l.promised_cents, l.repaid_cents)) >= (
            SELECT coalesce(sum(t.amount_cents), 0) FROM promise_instalment t
            WHERE t.contract_id = l.contract_id AND t.promise_id = l.id AND t.due_on < day - 3)
    ), announced AS (  -- by advices that have met no payment
        SELECT a.contract_id, v.invoice_id, a.act_id, v.amount_cents AS cents,
            least(coalesce(a.paid_on, c.on_date), c.on_date + 10) AS said_on
        FROM advice a JOIN advice_line v ON v.contract_id = a.contract_id AND v.advice_id = a.id
        JOIN act c ON c.id = a.act_id
        WHERE (of_contracts IS NULL OR a.contract_id = ANY (of_contracts))
            AND (of_buyers IS NULL OR a.buyer_id = ANY (of_buyers))
            AND NOT EXISTS (SELECT FROM advice_use u WHERE u.contract_id = a.contract_id AND u.advice_id = a.id)
    ), said AS (
        SELECT s.contract_id, s.invoice_id, sum(s.cents)::bigint AS cents, max(s.said_on) AS said_on FROM (
            SELECT l.contract_id, l.invoice_id, greatest(l.promised_cents - l.repaid_cents, 0) AS cents,
                (SELECT max(t.due_on) FROM promise_instalment t WHERE t.contract_id = l.contract_id
                    AND t.promise_id = l.id) AS said_on
            FROM lines l JOIN running r ON r.contract_id = l.contract_id AND r.id = l.id
            UNION ALL  -- a transfer that is announced has five days to come, once
            SELECT n.contract_id, n.invoice_id, greatest(n.cents, 0), n.said_on FROM announced n
            WHERE n.said_on >= day - 5 AND NOT EXISTS (SELECT FROM announced x
                WHERE x.contract_id = n.contract_id AND x.invoice_id = n.invoice_id AND x.act_id < n.act_id
                    AND x.said_on < day - 5 AND NOT EXISTS (  -- nothing came of it
                        SELECT FROM movement m JOIN entry e ON e.contract_id = m.contract_id AND e.id = m.entry_id
                        WHERE m.contract_id = x.contract_id AND m.item_id = x.invoice_id AND m.account = 'DEB'
                            AND m.amount_cents < 0 AND e.event <> 'guarantee_taken' AND e.act_id > x.act_id)
                    AND NOT EXISTS (SELECT FROM guarantee_paid p WHERE p.contract_id = x.contract_id
                        AND p.invoice_id = x.invoice_id AND p.paid_cents > 0 AND p.act_id > x.act_id))) s
        GROUP BY 1, 2
    )
    SELECT h.contract_id, h.buyer_id, h.id, h.currency, h.due_on, h.open_cents, h.disputed_cents, h.in_hand_cents,
        h.payable_cents, least(coalesce(s.cents, 0), h.payable_cents),
        h.payable_cents - least(coalesce(s.cents, 0), h.payable_cents), h.taken_cents,
        greatest(h.held_on, CASE WHEN s.cents > 0 THEN s.said_on END)
    FROM hands h LEFT JOIN said s ON s.contract_id = h.contract_id AND s.invoice_id = h.id
$$;

-- The invoices that that buyer owes, be they open or taken by the guarantee, and its credit notes, of which it was told, each with what was said of it, what is in
-- hand and to pay of it, and where to pay it.
CREATE OR REPLACE VIEW linked_invoice WITH (security_barrier) AS
SELECT i.id, i.invoice_number, i.order_reference, i.issued_on, i.due_on, i.currency, i.amount_cents,
    x.open_cents,
    coalesce(k.disputed_cents, 0) AS disputed_cents, p.promised_for_on,
    coalesce((SELECT t.value #>> '{}' = 'CONFIRMED' FROM term t WHERE t.contract_id = i.contract_id AND t.subject = 'INVOICE'
        AND t.subject_id = i.id AND t.name = 'verification_answer' AND t.valid_from_on <= reading_on()
        ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), false) AS is_confirmed,
    a.iban, a.bic, coalesce(k.in_hand_cents, 0) AS in_hand_cents, coalesce(k.payable_cents, 0) AS payable_cents
FROM reading_link() l
JOIN LATERAL (
    SELECT o.id, sum(o.cents)::bigint AS open_cents FROM (
        SELECT n.id, n.open_cents AS cents FROM invoice n
        WHERE n.contract_id = l.contract_id AND n.buyer_id = l.buyer_id AND n.open_cents <> 0
        UNION ALL
        SELECT g.invoice_id, g.factor_open_cents + g.client_open_cents FROM guarantee g
        WHERE g.contract_id = l.contract_id AND g.buyer_id = l.buyer_id AND g.factor_open_cents + g.client_open_cents > 0) o
    GROUP BY 1) x ON true
JOIN invoice i ON i.contract_id = l.contract_id AND i.id = x.id
LEFT JOIN linked_to_ask() k ON k.invoice_id = i.id
CROSS JOIN LATERAL (
    SELECT max(t.due_on) AS promised_for_on FROM promise_line n
    JOIN promise_instalment t ON t.contract_id = n.contract_id AND t.promise_id = n.promise_id
    WHERE n.contract_id = i.contract_id AND n.invoice_id = i.id AND t.due_on >= reading_on()
        AND NOT EXISTS (SELECT FROM promise_end e WHERE e.contract_id = n.contract_id AND e.promise_id = n.promise_id)) p
LEFT JOIN LATERAL (SELECT w.iban, w.bic FROM own_account w
    WHERE w.currency = i.currency AND w.buyer_id IN (0, l.buyer_id) AND w.contract_id IN (0, l.contract_id)
        AND (w.parent_id IS NULL OR w.contract_id <> 0 OR w.buyer_id <> 0)
    ORDER BY w.contract_id DESC, w.buyer_id DESC, w.id LIMIT 1) a ON true
WHERE i.is_mentioned OR l.is_notified;
