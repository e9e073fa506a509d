-- One row per reminder by letter: set and handed over to be posted, with what it tells; or dropped,
-- and why.
UPDATE reminder r SET state = m.state, told = m.told::jsonb, said = m.said, sent_to = m.sent_to,
    language = m.language, left_on = %(left_on)s,
    taken_at = clock_timestamp(), done_at = clock_timestamp(), done_act_id = %(act_id)s
FROM unnest(%(contract_ids)s::bigint[], %(ids)s::bigint[], %(states)s::text[], %(tolds)s::text[],
    %(saids)s::text[], %(sent_to)s::text[], %(languages)s::text[])
    AS m (contract_id, id, state, told, said, sent_to, language)
WHERE r.contract_id = m.contract_id AND r.id = m.id AND r.state = 'WAITING'
