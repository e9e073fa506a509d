-- Business events of acts, the addresses that want to be told, each telling with its tries; how often a key calls.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per event: an act that matters, for each contract that it concerns (0: the house).
CREATE TABLE event (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    act_id      bigint NOT NULL,
    contract_id bigint NOT NULL,
    kind        text NOT NULL,
    data        jsonb NOT NULL,
    at          timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX event_contract ON event (contract_id, id);

-- One row per address that wants to be told of events of a company's contracts; the factor's, of all.
CREATE TABLE webhook (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    company_id  bigint NOT NULL REFERENCES party,
    url         text NOT NULL CHECK (url ~ '^https?://'),
    kinds       text[] NOT NULL,  -- none: all
    token       text NOT NULL,  -- what signs; shown once
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    act_id      bigint NOT NULL
);
CREATE INDEX webhook_company ON webhook (company_id) WHERE ended_at IS NULL;

-- One row per event to tell an address, written in the transaction of the act; tried until it is heard.
CREATE TABLE delivery (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    webhook_id   bigint NOT NULL REFERENCES webhook,
    event_id     bigint NOT NULL REFERENCES event,
    tries        integer NOT NULL DEFAULT 0,
    next_at      timestamptz DEFAULT clock_timestamp(),  -- null: heard, or given up
    delivered_at timestamptz,
    last_answer  text NOT NULL DEFAULT '',
    replay_of_id bigint
);
CREATE INDEX delivery_due ON delivery (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX delivery_webhook ON delivery (webhook_id, id);

-- One row per key: how many calls in the minute that runs. Lost with the server: it bounds, it proves nothing.
CREATE UNLOGGED TABLE api_use (
    key_id    bigint PRIMARY KEY,
    minute_at timestamptz NOT NULL,
    calls     integer NOT NULL
) WITH (fillfactor = 50);

CALL keep_as_history('event', 'contract');
GRANT SELECT, INSERT ON webhook, delivery, api_use TO comptant_writer;
GRANT UPDATE (ended_at) ON webhook TO comptant_writer;
GRANT UPDATE (tries, next_at, delivered_at, last_answer) ON delivery TO comptant_writer;
GRANT UPDATE (minute_at, calls) ON api_use TO comptant_writer;
ALTER TABLE webhook ENABLE ROW LEVEL SECURITY;
ALTER TABLE delivery ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_use ENABLE ROW LEVEL SECURITY;
GRANT SELECT ON delivery, api_use TO comptant_auditor;
GRANT SELECT (id, company_id, url, kinds, recorded_at, ended_at, act_id) ON webhook TO comptant_auditor, comptant_reader;
GRANT SELECT ON delivery TO comptant_reader;
CREATE POLICY auditor ON webhook FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY auditor ON delivery FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY auditor ON api_use FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON webhook FOR SELECT TO comptant_reader USING (
    (SELECT reading_for_factor()) OR company_id = ANY ((SELECT reading_companies())::bigint[]));
CREATE POLICY reader ON delivery FOR SELECT TO comptant_reader USING (
    EXISTS (SELECT FROM webhook w WHERE w.id = webhook_id));
