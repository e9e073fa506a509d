-- One row per thing that shows the debts of a claim: invoices, deliveries, notices to the buyer,
-- reminders, disputes (none that a short payment alone is), promises, words to the insurer;
-- files that came in or went out about them, by their digest.
WITH named AS (
    SELECT i.contract_id, i.id, i.invoice_number, i.buyer_id, i.remittance_id, i.issued_on,
        i.due_on, i.delivered_on, i.amount_cents, i.currency, t.policy_id
    FROM claim_item t
    JOIN invoice i ON i.contract_id = t.contract_id AND i.id = t.invoice_id
    WHERE t.contract_id = %(contract_id)s AND t.claim_id = %(id)s
), papers AS (
    SELECT 'SENT_FILE' AS kind, f.digest FROM remittance_file f
    WHERE f.contract_id = %(contract_id)s
        AND f.remittance_id IN (SELECT remittance_id FROM named)
    UNION
    SELECT p.kind, p.digest FROM paper p WHERE p.contract_id = %(contract_id)s
        AND p.kind = 'TITLE' AND p.subject_id IN (SELECT remittance_id FROM named)
    UNION
    SELECT p.kind, p.digest FROM paper p JOIN outbox o ON o.id = p.subject_id
    WHERE p.contract_id = %(contract_id)s AND p.kind = 'NOTICE'
        AND (o.payload ->> 'buyer_id')::bigint IN (SELECT buyer_id FROM named)
    UNION
    SELECT p.kind, p.digest FROM paper p WHERE p.contract_id = %(contract_id)s
        AND p.kind = 'REMINDER' AND p.subject_id IN (SELECT reminder_id FROM reminder_line
            WHERE contract_id = %(contract_id)s AND invoice_id IN (SELECT id FROM named))
), found AS (
    SELECT 1 AS rank, 'INVOICE' AS evidence_kind, n.invoice_number, n.issued_on AS shown_on,
        n.amount_cents, n.currency, NULL AS told, NULL::bytea AS digest FROM named n
    UNION ALL
    SELECT 2, 'DELIVERY', n.invoice_number, n.delivered_on, NULL, n.currency, NULL, NULL
    FROM named n WHERE n.delivered_on IS NOT NULL
    UNION ALL
    SELECT 3, CASE t.name WHEN 'has_delivery_proof' THEN 'DELIVERY' ELSE 'NOTICE' END,
        n.invoice_number, t.valid_from_on, NULL, n.currency, t.source, NULL
    FROM named n
    JOIN term t ON t.contract_id = n.contract_id AND t.value = 'true'::jsonb
        AND (t.subject = 'INVOICE' AND t.subject_id = n.id
                AND t.name IN ('has_delivery_proof', 'is_notified')
            OR t.subject = 'BUYER' AND t.subject_id = n.buyer_id AND t.name = 'is_notified')
    UNION ALL
    SELECT 4, 'REMINDER', n.invoice_number, r.run_on, l.claimed_cents, n.currency,
        r.stage || ' ' || r.channel, NULL
    FROM named n
    JOIN reminder_line l ON l.contract_id = n.contract_id AND l.invoice_id = n.id
    JOIN reminder r ON r.contract_id = l.contract_id AND r.id = l.reminder_id
    UNION ALL
    SELECT 5, 'DISPUTE', n.invoice_number, t.step_on, t.amount_cents, n.currency,
        d.code || ' ' || t.kind || ' ' || t.evidence, NULL
    FROM named n
    JOIN dispute d ON d.contract_id = n.contract_id AND d.invoice_id = n.id
        AND (d.source <> 'PAYMENT' OR EXISTS (SELECT FROM dispute_step s
            WHERE s.contract_id = d.contract_id AND s.dispute_id = d.id
                AND s.kind IN ('REST_CONFIRMED', 'CREDIT_AGREED')
                AND s.evidence NOT IN ('payment short', 'payment taken back')))
    JOIN dispute_step t ON t.contract_id = d.contract_id AND t.dispute_id = d.id
    UNION ALL
    SELECT 6, 'PROMISE', n.invoice_number, x.due_on, x.amount_cents, n.currency, p.evidence, NULL
    FROM named n
    JOIN promise_line l ON l.contract_id = n.contract_id AND l.invoice_id = n.id
    JOIN promise p ON p.contract_id = l.contract_id AND p.id = l.promise_id
    JOIN promise_instalment x ON x.contract_id = p.contract_id AND x.promise_id = p.id
    UNION ALL
    SELECT 7, s.step, n.invoice_number, s.step_on, NULL, n.currency, s.reference, NULL
    FROM named n
    JOIN cover_step_now s ON s.contract_id = n.contract_id AND s.invoice_id = n.id
        AND s.policy_id = n.policy_id
    UNION ALL
    SELECT 8, p.kind, NULL, NULL, NULL, NULL, d.name, p.digest
    FROM papers p JOIN document d ON d.digest = p.digest
)
SELECT evidence_kind, invoice_number, shown_on, amount_cents, currency, told,
    encode(digest, 'hex') AS digest
FROM found ORDER BY rank, shown_on, invoice_number, told, digest
