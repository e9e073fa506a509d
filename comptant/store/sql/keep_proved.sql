-- One row per contract on which something was booked since its last proof: its sums, proved just
-- now, and the last entry that they count.
INSERT INTO proved_sum AS r (contract_id, entry_id, deb_cents, unal_cents, cca_cents, tran_cents,
    coll_cents, inco_cents, proved_on, act_id)
SELECT w.contract_id, l.entry_id, k.deb, k.unal, k.cca, k.tran, k.coll, k.inco, %(on)s, %(act_id)s
FROM unnest(%(ids)s::bigint[]) w (contract_id)
LEFT JOIN proved_sum p ON p.contract_id = w.contract_id
CROSS JOIN LATERAL (
    SELECT id AS entry_id FROM entry WHERE contract_id = w.contract_id ORDER BY id DESC LIMIT 1
) l
CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount_cents) FILTER (WHERE account = 'DEB'), 0) AS deb,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'UNAL'), 0) AS unal,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'CCA'), 0) AS cca,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'TRAN'), 0) AS tran,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'COLL'), 0) AS coll,
        coalesce(sum(amount_cents) FILTER (WHERE account = 'INCO'), 0) AS inco
    FROM balance WHERE contract_id = w.contract_id
) k
WHERE p.contract_id IS NULL OR w.contract_id = ANY (%(anew)s::bigint[]) OR p.entry_id < l.entry_id
ORDER BY w.contract_id
ON CONFLICT (contract_id) DO UPDATE
    SET entry_id = excluded.entry_id, deb_cents = excluded.deb_cents,
    unal_cents = excluded.unal_cents, cca_cents = excluded.cca_cents,
        tran_cents = excluded.tran_cents,
    coll_cents = excluded.coll_cents, inco_cents = excluded.inco_cents,
        proved_on = excluded.proved_on, act_id = excluded.act_id
