-- One row for administrators, accountants and auditors per file that an act kept.
SELECT encode(d.digest, 'hex') AS digest, d.name, d.media_type,
    length(d.content)::bigint AS byte_count, k.number AS contract_number
FROM document d LEFT JOIN contract k ON k.id = d.contract_id
WHERE (SELECT reading_acts()) AND d.act_id = %(id)s
