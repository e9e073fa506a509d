-- One row per number that a client's books give an account.
INSERT INTO client_account (contract_id, code, buyer_id, number, act_id)
SELECT %(contract_id)s, code, buyer_id, number, %(act_id)s
FROM jsonb_to_recordset(%(rows)s) AS told (code text, buyer_id bigint, number text)
ORDER BY code, buyer_id
