-- One row per table, its partitions together: rows inserted, updated (of these in place) and
-- deleted since the statistics began, and the indexes of each.
SELECT r.relname AS name, sum(s.n_tup_ins)::bigint AS ins, sum(s.n_tup_upd)::bigint AS upd,
    sum(s.n_tup_hot_upd)::bigint AS hot, sum(s.n_tup_del)::bigint AS del,
    max((SELECT count(*) FROM pg_index i WHERE i.indrelid = s.relid)) AS indexes
FROM pg_stat_user_tables s JOIN pg_class r ON r.oid = coalesce(pg_partition_root(s.relid), s.relid)
WHERE s.schemaname = 'public'
GROUP BY r.relname
