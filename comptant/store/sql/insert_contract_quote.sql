-- No row: which quote a contract was opened from, and what it promised; none if it was before.
INSERT INTO contract_quote (contract_id, quote_id, promised, fees, act_id)
VALUES (%(contract_id)s, %(quote_id)s, %(promised)s::jsonb, %(fees)s::jsonb, %(act_id)s)
ON CONFLICT DO NOTHING
