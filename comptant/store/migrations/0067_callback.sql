-- Calls that people ask for: of whoever reads a quote or offers; and links that open a quote without an account.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per link to a quote: whoever has it reads the quote until its last day. Kept by its digest alone.
CREATE TABLE quote_link (
    id       bigint PRIMARY KEY DEFAULT nextval('ids'),
    quote_id bigint NOT NULL REFERENCES quote,
    digest   bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    until_on date NOT NULL,
    act_id   bigint NOT NULL
);
CREATE INDEX quote_link_quote ON quote_link (quote_id);

-- One row per call asked for: on what, whose turn it is at first, by when, and what was found then.
CREATE TABLE callback (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    company_id   bigint NOT NULL REFERENCES party,  -- whose people asked; the house where somebody without an account did
    quote_id     bigint REFERENCES quote,
    file_id      bigint REFERENCES offer_file,
    link_id      bigint REFERENCES quote_link,  -- by which somebody without an account asked
    prospect     text NOT NULL CHECK (prospect <> ''),
    question     text NOT NULL,
    asked_on     date NOT NULL,
    owner_id     bigint NOT NULL REFERENCES app_user,
    call_by_on   date NOT NULL,
    diagnosis    jsonb NOT NULL,
    recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id       bigint NOT NULL,
    CHECK (num_nonnulls(quote_id, file_id) = 1),
    CHECK (link_id IS NULL OR quote_id IS NOT NULL),
    CHECK (call_by_on >= asked_on)
);
CREATE INDEX callback_company ON callback (company_id);
CREATE INDEX callback_quote ON callback (quote_id);
CREATE INDEX callback_file ON callback (file_id);

-- Whom to call: forgotten once it is closed.
CREATE TABLE callback_contact (
    callback_id bigint PRIMARY KEY REFERENCES callback,
    caller  text NOT NULL,
    phone   text NOT NULL
);

-- One row per thing done about it, the oldest first: what it is and whose turn it is follow from the last one.
CREATE TABLE callback_step (
    id         bigint PRIMARY KEY DEFAULT nextval('ids'),
    callback_id    bigint NOT NULL REFERENCES callback,
    step       text NOT NULL CHECK (step IN ('TAKEN', 'CALLED', 'CLOSED')),
    outcome    text NOT NULL DEFAULT '' CHECK ((step = 'TAKEN') = (outcome = '')),
    user_id    bigint NOT NULL REFERENCES app_user,  -- by whom
    step_on    date NOT NULL,
    call_by_on date,  -- by when to call again
    note       text NOT NULL DEFAULT '',
    act_id     bigint NOT NULL,
    CHECK (call_by_on IS NULL OR step = 'CALLED')
);
CREATE INDEX callback_step_case ON callback_step (callback_id, id);
-- It is closed once.
CREATE UNIQUE INDEX callback_step_closed ON callback_step (callback_id) WHERE step = 'CLOSED';

CALL keep_as_history('quote_link', 'staff');
CALL keep_as_history('callback', 'staff');
CALL keep_as_history('callback_step', 'staff');
-- Whoever asked reads its own, and what was done on it.
CREATE POLICY reader_company ON callback FOR SELECT TO comptant_reader
    USING (company_id = ANY ((SELECT reading_companies())::bigint[])
        OR company_id = ANY ((SELECT reading_as('broker'))::bigint[]));
CREATE POLICY reader_company ON callback_step FOR SELECT TO comptant_reader
    USING (callback_id IN (SELECT c.id FROM callback c));

GRANT SELECT, INSERT ON callback_contact TO comptant_writer;
GRANT UPDATE (caller, phone) ON callback_contact TO comptant_writer;
GRANT SELECT ON callback_contact TO comptant_reader;
GRANT SELECT ON callback_contact TO comptant_auditor;
ALTER TABLE callback_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY auditor ON callback_contact FOR SELECT TO comptant_auditor USING (true);
CREATE POLICY reader ON callback_contact FOR SELECT TO comptant_reader
    USING (callback_id IN (SELECT c.id FROM callback c));

-- The name of who advises, for whoever reads a case of theirs.
CREATE FUNCTION adviser_name(adviser bigint) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT u.name FROM app_user u WHERE u.id = adviser
        AND (EXISTS (SELECT FROM callback c WHERE c.owner_id = u.id) OR EXISTS (SELECT FROM callback_step s WHERE s.user_id = u.id))
$$;
REVOKE ALL ON FUNCTION adviser_name(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION adviser_name(bigint) TO comptant_writer, comptant_reader, comptant_auditor;

-- Each as it stands: ASKED, TAKEN, CALLED, CLOSED; whose turn it is, by when.
CREATE VIEW callback_now WITH (security_invoker) AS
SELECT c.*, coalesce(s.step, 'ASKED') AS callback_state, coalesce(s.outcome, '') AS outcome,
    coalesce(t.user_id, c.owner_id) AS turn_of_id,
    CASE WHEN s.step = 'CLOSED' THEN NULL WHEN s.step = 'CALLED' THEN s.call_by_on
        ELSE coalesce(d.call_by_on, c.call_by_on) END AS act_by_on
FROM callback c
LEFT JOIN LATERAL (SELECT * FROM callback_step s WHERE s.callback_id = c.id ORDER BY s.id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT * FROM callback_step s WHERE s.callback_id = c.id AND s.step <> 'CLOSED' ORDER BY s.id DESC LIMIT 1) t ON true
LEFT JOIN LATERAL (SELECT * FROM callback_step s WHERE s.callback_id = c.id AND s.step = 'CALLED' ORDER BY s.id DESC LIMIT 1) d ON true;
GRANT SELECT ON callback_now TO comptant_writer, comptant_reader, comptant_auditor;
