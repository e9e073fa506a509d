-- Who may sign for a company: said by one person, approved by another, with a last day and a ceiling.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row each time the power of a person is recorded; of a person in a company the latest row counts.
CREATE TABLE power (
    id            bigint PRIMARY KEY DEFAULT nextval('ids'),
    company_id    bigint NOT NULL REFERENCES party,
    user_id       bigint NOT NULL REFERENCES app_user,
    email         text NOT NULL CHECK (email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),  -- where codes are sent
    phone         text NOT NULL DEFAULT '' CHECK (phone ~ '^([+][1-9][0-9]{6,14})?$'),  -- where a provider sends its code
    ceiling_cents bigint CHECK (ceiling_cents > 0),  -- of one paper; null: any amount
    currency      text NOT NULL DEFAULT 'EUR',
    from_on       date NOT NULL,
    until_on      date,  -- its last day; null: none is known
    source        text NOT NULL CHECK (source <> ''),
    approval_id   bigint REFERENCES approval,
    is_ended      boolean NOT NULL DEFAULT false,  -- one person is enough to end it
    recorded_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id        bigint NOT NULL,
    CHECK (until_on IS NULL OR until_on >= from_on OR is_ended),
    CONSTRAINT powers_by_two CHECK (approval_id IS NOT NULL OR is_ended)
);
CREATE INDEX power_company ON power (company_id, user_id, id);

CALL keep_as_history('power', 'staff');
-- The company reads its own.
ALTER POLICY reader ON power USING ((SELECT reading_for_factor()) OR company_id = ANY ((SELECT reading_members())::bigint[]));

-- The latest word on each person in each company: whether it holds on a day is for whoever asks.
CREATE VIEW power_now WITH (security_invoker) AS
SELECT DISTINCT ON (p.company_id, p.user_id) p.*, u.name, u.login
FROM power p LEFT JOIN app_user u ON u.id = p.user_id
ORDER BY p.company_id, p.user_id, p.id DESC;
GRANT SELECT ON power_now TO comptant_writer, comptant_reader, comptant_auditor;
