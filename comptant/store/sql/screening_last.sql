-- One row per list that names were looked for on: its last file, up to which ids names were looked
-- at with it.
SELECT DISTINCT ON (l.list_name) l.list_name, l.list_on, l.digest, l.through_id, d.content
FROM screening_look l
JOIN document d ON d.digest = l.digest
WHERE (%(list_name)s::text IS NULL OR l.list_name = %(list_name)s)
ORDER BY l.list_name, l.id DESC
