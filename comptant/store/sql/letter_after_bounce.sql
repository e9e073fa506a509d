-- One row: the letter, waiting to be set, of a mail that came back while a call tells its stage
-- too, if its buyer has an address; without such a call the next run queues the stage anew.
WITH mail AS (
    SELECT r.* FROM reminder r
    WHERE r.contract_id = %(contract_id)s AND r.id = %(id)s AND EXISTS (
        SELECT FROM reminder_line l
        JOIN reminder_line o ON o.contract_id = l.contract_id AND o.invoice_id = l.invoice_id
            AND o.stage_number = l.stage_number AND o.reminder_id <> l.reminder_id
        JOIN reminder c ON c.contract_id = o.contract_id AND c.id = o.reminder_id
            AND c.channel = 'CALL' AND c.state <> 'DROPPED'
        WHERE l.contract_id = r.contract_id AND l.reminder_id = r.id)
    AND (SELECT x.postal_address FROM reminder_contact x
        WHERE x.buyer_id = r.buyer_id AND x.contract_id IN (0, r.contract_id)
        ORDER BY x.contract_id DESC, x.recorded_at DESC LIMIT 1) <> ''
), letter AS (
    INSERT INTO reminder (contract_id, id, buyer_id, plan_id, stage, channel, language, currency,
        run_on, amount_cents, line_count, act_id)
    SELECT contract_id, nextval('ids'), buyer_id, plan_id, stage, 'LETTER', language, currency,
        %(on)s, amount_cents, line_count, act_id
    FROM mail
    RETURNING contract_id, id
)
INSERT INTO reminder_line (contract_id, reminder_id, invoice_id, claimed_cents, stage_number,
    offset_days)
SELECT l.contract_id, n.id, l.invoice_id, l.claimed_cents, l.stage_number, l.offset_days
FROM letter n JOIN reminder_line l ON l.contract_id = n.contract_id AND l.reminder_id = %(id)s
