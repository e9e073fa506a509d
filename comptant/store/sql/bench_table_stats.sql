-- One row per table: rows inserted, updated (of these in place) and deleted since the statistics began, and its indexes.
SELECT s.relname AS name, s.n_tup_ins AS ins, s.n_tup_upd AS upd, s.n_tup_hot_upd AS hot, s.n_tup_del AS del,
    (SELECT count(*) FROM pg_index i WHERE i.indrelid = s.relid) AS indexes
FROM pg_stat_user_tables s WHERE s.schemaname = 'public'
