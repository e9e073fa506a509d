-- Counterparties looked for on lists of frozen assets: lists, looks, names alike, what was decided of them.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per look at names with a list: the list as published (its file is kept by its digest), up to which ids names were looked at.
CREATE TABLE screening_look (
    id            bigint PRIMARY KEY DEFAULT nextval('ids'),
    list_name     text NOT NULL CHECK (list_name <> ''),
    list_on       date NOT NULL,
    digest        bytea NOT NULL CHECK (length(digest) = 32),
    looked_on     date NOT NULL,
    is_whole      boolean NOT NULL,  -- every name, or only those that were new
    through_id    bigint NOT NULL,
    name_count    bigint NOT NULL CHECK (name_count >= 0),
    found_count   bigint NOT NULL CHECK (found_count >= 0),
    act_id        bigint NOT NULL
);
CREATE INDEX screening_look_list ON screening_look (list_name, id);

-- One row per name of ours that looks like an entry of a list: which, how near, and why. The same name and the same entry are told once; an entry that changes is another one.
CREATE TABLE screening_hit (
    id           bigint PRIMARY KEY DEFAULT nextval('ids'),
    list_name    text NOT NULL,
    entry_key    text NOT NULL,
    entry_digest bytea NOT NULL CHECK (length(entry_digest) = 32),
    listed_name  text NOT NULL,
    list_on      date NOT NULL,
    subject      text NOT NULL CHECK (subject IN ('PARTY', 'OWNER', 'SIGNATORY', 'PAYER')),
    party_id     bigint NOT NULL,  -- of whom, or the client whose owner or signatory it is; 0: a payer known by its name alone
    name         text NOT NULL CHECK (name <> ''),
    near_ppm     bigint NOT NULL CHECK (near_ppm BETWEEN 1 AND 1000000),
    why          jsonb NOT NULL,
    found_on     date NOT NULL,
    act_id       bigint NOT NULL,
    UNIQUE (list_name, entry_key, entry_digest, subject, party_id, name)
);

-- One row per word on a hit; the last one counts. HELD: one person says that it is true, and money stops; TRUE and FALSE take another person.
CREATE TABLE screening_word (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    hit_id      bigint NOT NULL REFERENCES screening_hit,
    outcome     text NOT NULL CHECK (outcome IN ('HELD', 'TRUE', 'FALSE', 'LET_GO')),
    reason      text NOT NULL CHECK (reason <> ''),
    said_on     date NOT NULL,
    approval_id bigint REFERENCES approval,
    act_id      bigint NOT NULL,
    CHECK (outcome NOT IN ('TRUE', 'FALSE') OR approval_id IS NOT NULL)
);
CREATE INDEX screening_word_of ON screening_word (hit_id, id);
CREATE INDEX bank_movement_name ON bank_movement (payer_name) WHERE payer_name IS NOT NULL;

CALL keep_as_history('screening_look', 'staff');
CALL keep_as_history('screening_hit', 'staff');
CALL keep_as_history('screening_word', 'staff');

-- Whether the reader is in charge of compliance: nobody else at the house reads these tables.
CREATE FUNCTION reading_compliance() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$ SELECT reading_for_factor() AND cardinality(reading_as('administrator')
        || reading_as('credit_analyst') || reading_as('auditor')) > 0 $$;
REVOKE ALL ON FUNCTION reading_compliance() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reading_compliance() TO comptant_reader, comptant_auditor, comptant_writer;
ALTER POLICY reader ON screening_look USING ((SELECT reading_compliance()));
ALTER POLICY reader ON screening_hit USING ((SELECT reading_compliance()));
ALTER POLICY reader ON screening_word USING ((SELECT reading_compliance()));

-- One row per hit that stops money now.
CREATE VIEW screening_held WITH (security_invoker = true) AS
SELECT h.id AS hit_id, h.subject, h.party_id, h.name
FROM screening_hit h
JOIN LATERAL (SELECT w.outcome FROM screening_word w WHERE w.hit_id = h.id
    ORDER BY w.id DESC LIMIT 1) w ON w.outcome IN ('HELD', 'TRUE');

-- One row per contract that such a hit stops, and (not null) the buyer alone whose invoices it stops.
CREATE VIEW screening_stop WITH (security_invoker = true) AS
SELECT k.id AS contract_id, NULL::bigint AS buyer_id, h.hit_id
FROM screening_held h JOIN contract k ON k.client_id = h.party_id AND NOT k.is_house
WHERE h.subject <> 'PAYER'
UNION ALL
SELECT b.contract_id, b.buyer_id, h.hit_id
FROM screening_held h JOIN contract_buyer b ON b.buyer_id = h.party_id
WHERE h.subject = 'PARTY'
UNION ALL
SELECT p.contract_id, NULL, h.hit_id
FROM screening_held h
JOIN bank_movement m ON m.payer_name = h.name
JOIN payment p ON p.bank_movement_id = m.id
JOIN contract k ON k.id = p.contract_id AND NOT k.is_house
WHERE h.subject = 'PAYER';
GRANT SELECT ON screening_held, screening_stop TO comptant_writer, comptant_auditor;
