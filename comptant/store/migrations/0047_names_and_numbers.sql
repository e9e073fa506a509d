-- What companies are called and which numbers are theirs, by who says it: the house for all, a client for itself.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- One row per name of a party: said by the house (contract 0), the latest counts; or by the files of a client under a contract, each once, and the last that was new counts.
CREATE TABLE known_name (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    party_id    bigint NOT NULL REFERENCES party,
    contract_id bigint NOT NULL,
    name        text NOT NULL CHECK (name <> ''),
    source      text NOT NULL CHECK (source <> ''),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL
);
CREATE INDEX known_name_party ON known_name (party_id, contract_id, id);
CREATE UNIQUE INDEX known_name_of_client ON known_name (party_id, contract_id, name) WHERE contract_id <> 0;
CREATE INDEX known_name_text ON known_name (lower(name));  -- by which payers and buyers without a number are found

-- One row per number that a client's file gives a party and that no other number proves: for the house to check.
CREATE TABLE number_claim (
    contract_id bigint NOT NULL,
    party_id    bigint NOT NULL REFERENCES party,
    scheme      text NOT NULL CHECK (scheme IN ('siren', 'siret', 'vat', 'lei', 'foreign')),
    identifier  text NOT NULL CHECK (identifier <> ''),
    name        text NOT NULL,  -- what the file calls the party
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL,
    PRIMARY KEY (contract_id, party_id, scheme, identifier)
);

-- One row per word of the house on a number of a party: that it is its own, or is not (or no longer).
CREATE TABLE number_word (
    id          bigint PRIMARY KEY DEFAULT nextval('ids'),
    party_id    bigint NOT NULL REFERENCES party,
    scheme      text NOT NULL CHECK (scheme IN ('siren', 'siret', 'vat', 'lei', 'foreign')),
    identifier  text NOT NULL CHECK (identifier <> ''),
    is_borne    boolean NOT NULL,
    source      text NOT NULL CHECK (source <> ''),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    act_id      bigint NOT NULL
);
CREATE INDEX number_word_number ON number_word (party_id, scheme, identifier, id);

CALL keep_as_history('known_name', 'contract');
CALL keep_as_history('number_claim', 'factor');
CALL keep_as_history('number_word', 'factor');
-- The house's names are read by those who may read the party.
CREATE POLICY reader_house ON known_name FOR SELECT TO comptant_reader USING (
    contract_id = 0 AND party_id = ANY ((SELECT reading_parties())::bigint[]));

-- `party.name` is what the house calls it: the name that it said last, or the first that was told. It follows
-- known_name; a number that is no longer a party's leaves party_identifier, and number_word says so.
DROP TRIGGER history_is_final ON party;
CREATE TRIGGER history_is_final BEFORE DELETE OR TRUNCATE OR UPDATE OF id, kind, country, act_id ON party
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_final();
DROP TRIGGER history_is_final ON party_identifier;
CREATE TRIGGER history_is_final BEFORE TRUNCATE OR UPDATE ON party_identifier
    FOR EACH STATEMENT EXECUTE FUNCTION history_is_final();
GRANT UPDATE (name) ON party TO comptant_writer;
GRANT DELETE ON party_identifier TO comptant_writer;

-- Until today the name that a party was added under was everybody's. What the house added is its own word; what a file
-- brought was the word of the client whose file it was, where that can still be told.
INSERT INTO known_name (party_id, contract_id, name, source, act_id)
SELECT p.id, 0, p.name, 'as added', p.act_id
FROM party p LEFT JOIN act a ON a.id = p.act_id
WHERE coalesce(a.operation, '') NOT IN ('remit', 'remit_many') ORDER BY p.id;
INSERT INTO known_name (party_id, contract_id, name, source, act_id)
SELECT p.id, b.contract_id, p.name, 'as remitted', p.act_id
FROM party p JOIN act a ON a.id = p.act_id AND a.operation IN ('remit', 'remit_many')
JOIN contract_buyer b ON b.buyer_id = p.id AND b.act_id = p.act_id
WHERE (SELECT count(DISTINCT k.client_id) FROM contract_buyer o JOIN contract k ON k.id = o.contract_id
    WHERE o.buyer_id = p.id AND o.act_id = p.act_id) = 1
ORDER BY p.id, b.contract_id;
-- A SIRET and a French VAT number hold the SIREN: a company added under one of them is found by it, where it is free.
INSERT INTO party_identifier (scheme, identifier, party_id, act_id)
SELECT 'siren', h.siren, min(h.party_id), min(h.act_id)
FROM (SELECT i.party_id, i.act_id, CASE i.scheme WHEN 'siret' THEN left(i.identifier, 9) ELSE right(i.identifier, 9) END AS siren
    FROM party_identifier i
    WHERE i.scheme = 'siret' OR i.scheme = 'vat' AND i.identifier ~ '^FR[0-9A-Z]{2}[0-9]{9}$' AND substr(i.identifier, 5, 3) <> '000') h
WHERE NOT EXISTS (SELECT FROM party_identifier o WHERE o.party_id = h.party_id AND o.scheme = 'siren')
GROUP BY h.siren ORDER BY h.siren
ON CONFLICT (scheme, identifier) DO NOTHING;

-- A party as it is shown under a contract: by the house's name, or by that of the contract's own client, or by a number.
CREATE VIEW buyer_shown WITH (security_invoker) AS
SELECT k.id AS contract_id, p.id, p.country, coalesce(
    (SELECT n.name FROM known_name n WHERE n.party_id = p.id AND n.contract_id IN (0, k.id) ORDER BY n.contract_id, n.id DESC LIMIT 1),
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id), p.id::text) AS name
FROM contract k CROSS JOIN party p;
GRANT SELECT ON buyer_shown TO comptant_reader, comptant_writer, comptant_auditor;

-- An insurer and a supplier read the buyers of a contract under the same names.
CREATE OR REPLACE VIEW insured_buyer WITH (security_barrier) AS
SELECT s.number, b.buyer_id, s.client_name, coalesce(
        (SELECT n.name FROM known_name n WHERE n.party_id = p.id AND n.contract_id IN (0, s.id) ORDER BY n.contract_id, n.id DESC LIMIT 1),
        (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id), p.id::text) AS buyer_name,
    s.currency, l.limit_cents,
    (SELECT min(i.identifier) FROM party_identifier i WHERE i.party_id = p.id AND i.scheme = 'siren') AS siren,
    (SELECT coalesce(sum(x.outstanding_cents), 0)::bigint FROM exposure x
        WHERE x.contract_id = b.contract_id AND x.buyer_id = b.buyer_id) AS outstanding_cents,
    o.overdue_cents, o.oldest_due_on
FROM contract_standing s
JOIN contract_buyer b ON b.contract_id = s.id
JOIN party p ON p.id = b.buyer_id
LEFT JOIN LATERAL (SELECT (t.value)::bigint AS limit_cents FROM ceiling c
    JOIN term t ON t.contract_id = 0 AND t.subject = 'CEILING' AND t.subject_id = c.id AND t.name = 'amount_cents'
    WHERE c.scope = 'CONTRACT_BUYER' AND c.contract_id = b.contract_id AND c.party_id = b.buyer_id
        AND t.valid_from_on <= reading_on()
    ORDER BY t.valid_from_on DESC, t.recorded_at DESC LIMIT 1) l ON true
CROSS JOIN LATERAL (SELECT coalesce(sum(i.open_cents), 0)::bigint AS overdue_cents, min(i.due_on) AS oldest_due_on
    FROM invoice i WHERE i.contract_id = b.contract_id AND i.buyer_id = b.buyer_id AND i.open_cents > 0
        AND i.due_on < reading_on()) o
WHERE s.id = ANY ((SELECT reading_partner('insurer'))::bigint[]);
CREATE OR REPLACE VIEW sold_invoice WITH (security_barrier) AS
SELECT i.id, s.number AS contract_number, coalesce(
        (SELECT n.name FROM known_name n WHERE n.party_id = p.id AND n.contract_id IN (0, s.id) ORDER BY n.contract_id, n.id DESC LIMIT 1),
        (SELECT min(f.identifier) FROM party_identifier f WHERE f.party_id = p.id), p.id::text) AS buyer_name, i.invoice_number, i.issued_on, i.due_on, i.currency,
    i.amount_cents, i.open_cents, r.posted_on
FROM contract_standing s
JOIN invoice i ON i.contract_id = s.id
JOIN remittance r ON r.contract_id = i.contract_id AND r.id = i.remittance_id
JOIN party p ON p.id = i.buyer_id
WHERE s.client_id = ANY ((SELECT reading_as('supplier'))::bigint[]);
