-- The day on which the client had a payment that he keeps. Source: W8-G, W5-2; VAT on receipts.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per direct payment booked: when the client had it. One of before this table was paid on the day of its entry.
CREATE TABLE direct_payment_day (
    contract_id bigint NOT NULL,
    entry_id    bigint NOT NULL,
    invoice_id  bigint NOT NULL,
    paid_on     date NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, entry_id)
);
CALL keep_as_history('direct_payment_day', 'contract');
