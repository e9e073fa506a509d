-- What a buyer pays of invoices that a claim was made of: their client owes VAT on it. Source: CGI, art. 269, 2 c.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per act and invoice: how much of a payment shared after the indemnity, or the loss, pays of it; below zero: undone.
-- Of the claim itself a client reads nothing here.
CREATE VIEW claim_receipt WITH (security_barrier) AS
SELECT m.contract_id, m.act_id, m.invoice_id, o.payment_id, (-sum(m.owed_cents))::bigint AS paid_cents
FROM claim_move m
JOIN claim_step s ON s.contract_id = m.contract_id AND s.claim_id = m.claim_id AND s.act_id = m.act_id
JOIN claim_step o ON o.contract_id = s.contract_id AND o.id = coalesce(s.undoes_id, s.id) AND o.step = 'RECOVERED'
WHERE (SELECT reading_for_factor()) OR m.contract_id = ANY ((SELECT reading_contracts())::bigint[])
GROUP BY 1, 2, 3, 4
HAVING sum(m.owed_cents) <> 0;
GRANT SELECT ON claim_receipt TO comptant_writer, comptant_reader, comptant_auditor;
