-- Which events a client is told of (none of what the factor's people have only proposed), and which files are whose.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Null for an event from before: its client reads it where it has no answer, or the answer to the client itself.
ALTER TABLE event ADD COLUMN for_client boolean;
ALTER POLICY reader ON event USING ((SELECT reading_for_factor())
    OR contract_id = ANY ((SELECT reading_contracts())::bigint[]) AND coalesce(for_client, NOT data ? 'answer'
        OR EXISTS (SELECT FROM act a WHERE a.id = act_id AND a.company_id = ANY ((SELECT reading_companies())::bigint[]))));

-- One row per file that a contract has: its bytes are kept once, whoever sent them, and each has them under its own name.
CREATE TABLE document_of (
    contract_id bigint NOT NULL,
    digest      bytea NOT NULL REFERENCES document,
    name        text NOT NULL,
    act_id      bigint NOT NULL,
    PRIMARY KEY (digest, contract_id)
);
INSERT INTO document_of (contract_id, digest, name, act_id)
SELECT contract_id, digest, name, act_id FROM document WHERE contract_id IS NOT NULL;
CREATE INDEX document_of_contract ON document_of (contract_id, act_id);
CALL keep_as_history('document_of', 'contract');
ALTER POLICY reader ON document USING ((SELECT reading_for_factor())
    OR EXISTS (SELECT FROM document_of o WHERE o.digest = document.digest));

-- The next delivery of each address: one that is slow holds nobody's but its own.
CREATE INDEX delivery_of_webhook ON delivery (webhook_id, next_at, id) WHERE next_at IS NOT NULL;
