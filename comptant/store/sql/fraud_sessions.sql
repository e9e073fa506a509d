-- One row per session of a person of a contract's client, with the browser that it was opened in.
SELECT DISTINCT k.id AS contract_id, s.user_id, s.started_at AS opened_at,
    coalesce(encode(s.browser, 'hex'), s.agent, 'terminal') AS device_name
FROM contract k
JOIN membership m ON m.company_id = k.client_id AND m.is_granted
JOIN session s ON s.user_id = m.user_id
WHERE k.id = ANY (%(contract_ids)s::bigint[])
    AND s.started_at >= %(from_on)s::date AND s.started_at < %(on)s::date + 1
ORDER BY 1, 2, 3
