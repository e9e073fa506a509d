-- Quotes: what was told to whom, on which hypotheses, from which tariff.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per quote: terms not yet in force, with every figure that was told and what it rests on.
CREATE TABLE quote (
    id               bigint PRIMARY KEY DEFAULT nextval('ids'),
    party_id         bigint REFERENCES party,  -- null: a company that is not known here yet
    prospect         text NOT NULL CHECK (prospect <> ''),
    product          text NOT NULL,
    quoted_on        date NOT NULL,
    last_on          date NOT NULL CHECK (last_on >= quoted_on),
    tariff_id        bigint REFERENCES tariff,  -- null: every price was typed
    currency         text NOT NULL DEFAULT 'EUR',
    fee_cents        bigint NOT NULL,
    charge_cents     bigint NOT NULL,
    cost_cents       bigint NOT NULL,
    starting_cents   bigint NOT NULL,
    teg_ppm          bigint,  -- the default reading: what is linked to the financing
    teg_with_fee_ppm bigint,  -- the other reading of the sources: the factoring fee too
    request          jsonb NOT NULL,
    offer            jsonb NOT NULL,
    recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id           bigint NOT NULL
);
CREATE INDEX quote_party ON quote (party_id);

-- One row per quote: its cost floor and its margin.
CREATE TABLE quote_floor (
    quote_id         bigint PRIMARY KEY REFERENCES quote,
    cost_floor_cents bigint NOT NULL,
    margin_cents     bigint NOT NULL,
    floor            jsonb NOT NULL,
    act_id           bigint NOT NULL
);

CALL keep_as_history('quote', 'staff');
CALL keep_as_history('quote_floor', 'staff');
CREATE POLICY reader_company ON quote FOR SELECT TO comptant_reader
    USING (party_id = ANY ((SELECT reading_companies())::bigint[]));
