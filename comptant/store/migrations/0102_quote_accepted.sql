-- Quotes accepted, once each, and the contracts that were opened from them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per quote that was accepted: by whom, in which words, on what.
CREATE TABLE quote_acceptance (
    quote_id      bigint PRIMARY KEY REFERENCES quote,
    quoted_act_id bigint NOT NULL UNIQUE,  -- the act that made it: of several offers compared, one is accepted
    person        text NOT NULL CHECK (person <> ''),
    capacity      text NOT NULL CHECK (capacity <> ''),  -- as what the person binds the company
    language      text NOT NULL CHECK (language IN ('fr', 'en')),
    consent       text NOT NULL CHECK (consent <> ''),
    digest        bytea NOT NULL CHECK (length(digest) = 32),  -- of the offer as it is kept: sha256 of its text
    user_id       bigint REFERENCES app_user,
    link_id       bigint REFERENCES quote_link,  -- by which somebody without an account accepted
    accepted_on   date NOT NULL,
    accepted_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id        bigint NOT NULL,
    CHECK (num_nonnulls(user_id, link_id) = 1)
);

-- One row per contract that was opened from a quote: the terms and fees that the quote promised, by the contract's names.
CREATE TABLE contract_quote (
    contract_id bigint PRIMARY KEY,
    quote_id    bigint NOT NULL UNIQUE REFERENCES quote_acceptance,
    promised    jsonb NOT NULL,
    fees        jsonb NOT NULL,
    act_id      bigint NOT NULL
);

CALL keep_as_history('quote_acceptance', 'staff');
CALL keep_as_history('contract_quote', 'staff');
-- Whoever reads the quote reads that it was accepted; whoever reads the contract, from which quote it came.
CREATE POLICY reader_company ON quote_acceptance FOR SELECT TO comptant_reader
    USING (quote_id IN (SELECT q.id FROM quote q));
CREATE POLICY reader_contract ON contract_quote FOR SELECT TO comptant_reader
    USING (contract_id = ANY ((SELECT reading_contracts())::bigint[]));
