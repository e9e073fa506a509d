-- One row: a new link to the account of a reminder's buyer, made by whoever queued it; none where
-- the buyer must not know of us, or was never told.
INSERT INTO buyer_link (contract_id, buyer_id, language, digest, made_on, until_on, act_id)
SELECT r.contract_id, r.buyer_id, r.language, %(digest)s, %(on)s, %(until_on)s, r.act_id
FROM reminder r
WHERE r.contract_id = %(contract_id)s AND r.id = %(id)s
    AND buyer_is_told(r.contract_id, r.buyer_id, %(on)s)
