-- Which events a client is told of: none of what the factor's people have only proposed.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- Null for an event from before: its client reads it where it has no answer, or the answer to the client itself.
ALTER TABLE event ADD COLUMN for_client boolean;
ALTER POLICY reader ON event USING ((SELECT reading_for_factor())
    OR contract_id = ANY ((SELECT reading_contracts())::bigint[]) AND coalesce(for_client, NOT data ? 'answer'
        OR EXISTS (SELECT FROM act a WHERE a.id = act_id AND a.company_id = ANY ((SELECT reading_companies())::bigint[]))));
