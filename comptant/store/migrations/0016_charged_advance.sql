-- The financing charge in advance, followed through the life of each invoice: what is approved later is charged
-- from its day on, what goes is corrected from its value date, what waits for a rate is charged once it is told.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per change of an advance charged in advance: more of it from a day on, or less of an earlier lot.
CREATE TABLE charged_advance (
    contract_id        bigint NOT NULL,
    id                 bigint NOT NULL DEFAULT nextval('ids'),
    lot_id             bigint NOT NULL,  -- the change that began it: its own id where it begins
    invoice_id         bigint NOT NULL,
    value_on           date NOT NULL,
    until_on           date NOT NULL,    -- the day that the lot is paid for until, excluded
    advance_cents      bigint NOT NULL CHECK (advance_cents <> 0),
    financing_rate_ppm bigint,           -- none: nobody has told it yet, and nothing is charged
    interest_cents     bigint NOT NULL,
    entry_id           bigint,           -- which charges it, or gives back; none where that is nothing
    act_id             bigint NOT NULL,
    PRIMARY KEY (contract_id, id),
    CHECK (lot_id <> id OR advance_cents > 0),
    CHECK (financing_rate_ppm IS NOT NULL OR interest_cents = 0)
);
CREATE INDEX charged_advance_invoice ON charged_advance (contract_id, invoice_id);
CREATE INDEX charged_advance_waits ON charged_advance (contract_id) WHERE financing_rate_ppm IS NULL;

-- What was charged until now: one lot per invoice, to the due date and the margin of that day.
INSERT INTO charged_advance (contract_id, id, lot_id, invoice_id, value_on, until_on, advance_cents,
    financing_rate_ppm, interest_cents, entry_id, act_id)
SELECT p.contract_id, n.id, n.id, p.invoice_id, p.funded_on, greatest(i.due_on + coalesce(m.days, 10), p.funded_on),
    p.advance_cents, p.financing_rate_ppm, p.precomputed_interest_cents, e.id, r.act_id
FROM precharge p
JOIN invoice i ON i.contract_id = p.contract_id AND i.id = p.invoice_id
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
LEFT JOIN entry e ON e.contract_id = p.contract_id AND e.key = 'remittance/' || r.id || '/precharge'
LEFT JOIN LATERAL (SELECT (t.value #>> '{}')::int AS days FROM term t
    WHERE t.contract_id = p.contract_id AND t.subject = 'CONTRACT' AND t.subject_id = p.contract_id
        AND t.name = 'advance_margin_days' AND t.valid_from_on <= p.funded_on
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) m ON true
CROSS JOIN LATERAL (SELECT nextval('ids') AS id, p.invoice_id) n
ORDER BY p.contract_id, p.invoice_id;

-- And what was corrected of it, where the contract corrects.
INSERT INTO charged_advance (contract_id, lot_id, invoice_id, value_on, until_on, advance_cents, financing_rate_ppm,
    interest_cents, act_id)
SELECT a.contract_id, a.id, a.invoice_id, d.ended_on, a.until_on, -a.advance_cents, a.financing_rate_ppm,
    round(a.advance_cents::numeric * a.financing_rate_ppm * (d.ended_on - a.value_on) / 360000000)::bigint
        - a.interest_cents, a.act_id
FROM charged_advance a
JOIN precharge p ON p.contract_id = a.contract_id AND p.invoice_id = a.invoice_id AND p.settled_on IS NOT NULL
CROSS JOIN LATERAL (SELECT greatest(p.settled_on, a.value_on) AS ended_on) d
WHERE coalesce((SELECT t.value FROM term t
    WHERE t.contract_id = p.contract_id AND t.subject = 'CONTRACT' AND t.subject_id = p.contract_id
        AND t.name = 'has_true_up' AND t.valid_from_on <= p.settled_on
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1), 'true') = 'true'
ORDER BY a.contract_id, a.id;

DROP TABLE precharge;

GRANT SELECT, INSERT ON charged_advance TO comptant_writer;
GRANT UPDATE (financing_rate_ppm, interest_cents, entry_id) ON charged_advance TO comptant_writer;
GRANT SELECT ON charged_advance TO comptant_reader, comptant_auditor;
ALTER TABLE charged_advance ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON charged_advance FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON charged_advance FOR SELECT TO comptant_reader
    USING ((SELECT reading_for_factor()) OR contract_id = ANY ((SELECT reading_contracts())::bigint[]));
