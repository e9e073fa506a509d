-- One row per remittance with open lines that are not fundable: how many, how much, and the
-- commonest reason.
SELECT r.id, k.number AS contract_number, p.name AS client_name, k.currency, r.title_number,
    r.posted_on, r.promised_at,
    h.held_count, h.held_cents, h.reason AS held_reason
FROM (SELECT contract_id, remittance_id, count(*) AS held_count,
    sum(open_cents)::bigint AS held_cents,
        mode() WITHIN GROUP (ORDER BY hold) AS reason
    FROM invoice WHERE hold IS NOT NULL AND open_cents > 0 GROUP BY contract_id, remittance_id) h
JOIN remittance r ON r.contract_id = h.contract_id AND r.id = h.remittance_id
JOIN contract k ON k.id = r.contract_id
JOIN party p ON p.id = k.client_id
ORDER BY r.id
