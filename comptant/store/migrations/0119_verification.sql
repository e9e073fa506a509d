-- Invoices drawn to be verified with their buyers.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per invoice drawn: in which campaign, why, with which number of the draw (in millionths), so that it can be drawn again.
CREATE TABLE verification (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL DEFAULT nextval('ids'),
    campaign_id  bigint NOT NULL,  -- the act that drew it
    invoice_id   bigint NOT NULL,
    buyer_id     bigint NOT NULL,
    cause        text NOT NULL CHECK (cause IN ('NEW_CLIENT', 'ALARM', 'VALUE', 'RANDOM')),
    draw_ppm     bigint NOT NULL CHECK (draw_ppm BETWEEN 0 AND 999999),
    amount_cents bigint NOT NULL CHECK (amount_cents > 0),
    drawn_on     date NOT NULL,
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id, id)
);
CREATE INDEX verification_of ON verification (contract_id, invoice_id);
CALL keep_as_history('verification', 'staff');
