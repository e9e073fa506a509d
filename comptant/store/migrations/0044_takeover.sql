-- Contracts taken over from another factor or system, and what becomes of the lender's hold on them (DOMAIN 2.2, OPENING).
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per contract taken over: the statement that its opening entry ties to.
CREATE TABLE takeover (
    contract_id  bigint NOT NULL,
    id           bigint NOT NULL,
    lender_id    bigint NOT NULL DEFAULT 0,  -- who is paid off; 0: nobody, the books alone have moved
    statement_on date NOT NULL,
    statement    jsonb NOT NULL,
    digest       bytea NOT NULL,  -- of the list, kept as a document
    act_id       bigint NOT NULL,
    PRIMARY KEY (contract_id),
    UNIQUE (contract_id, id)
);

-- One row per thing that happened with the lender: its letter was asked for, has come; its payment was ordered.
CREATE TABLE takeover_step (
    contract_id bigint NOT NULL REFERENCES takeover (contract_id),
    step        text NOT NULL CHECK (step IN ('LETTER_ASKED', 'LETTER_RECEIVED', 'PAYMENT_ORDERED')),
    on_date     date NOT NULL,
    source      text NOT NULL DEFAULT '',
    order_id    bigint,
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, step, act_id)
);

CALL keep_as_history('takeover', 'contract');
CALL keep_as_history('takeover_step', 'contract');
