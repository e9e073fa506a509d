-- The large tables cut by time: ids rise with time, so a span of ids is a span of time, and the primary
-- keys stay what they are. A new span is made ahead of need; what comes before it is, goes to the rest.
-- Frozen: once landed this file is never edited; the next change is the next migration.

-- How many ids a span has: six weeks of a market of 79 million invoices a year, the whole life of a small house.
CREATE FUNCTION partition_span() RETURNS bigint LANGUAGE sql IMMUTABLE RETURN 33554432;

-- A partition is written and read through its table, whose triggers, grants and policies count.
CREATE FUNCTION not_by_its_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: it is a part of a table, write to the table', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'not_by_its_name';
END $$;

-- Shut a table that is a partition or is about to be one: for every role, and its owner too.
CREATE PROCEDURE shut_partition(part regclass) LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    FOR found IN SELECT tgname FROM pg_trigger WHERE tgrelid = part AND NOT tgisinternal LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', found.tgname, part);
    END LOOP;
    FOR found IN SELECT polname FROM pg_policy WHERE polrelid = part LOOP
        EXECUTE format('DROP POLICY %I ON %s', found.polname, part);
    END LOOP;
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, comptant_writer, comptant_reader, comptant_auditor', part);
    FOR found IN SELECT attname FROM pg_attribute WHERE attrelid = part AND attacl IS NOT NULL LOOP
        EXECUTE format('REVOKE ALL (%I) ON %s FROM PUBLIC, comptant_writer, comptant_reader, comptant_auditor',
            found.attname, part);
    END LOOP;
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', part);
    EXECUTE format('CREATE TRIGGER not_by_its_name BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION not_by_its_name()', part);
END $$;

-- An empty partition to be, shut, with the columns, checks and storage of its table and its first partition.
CREATE PROCEDURE new_partition(parent regclass, part text) LANGUAGE plpgsql AS $$
DECLARE
    settings text := (SELECT array_to_string(c.reloptions, ', ') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = parent ORDER BY c.oid LIMIT 1);
BEGIN
    EXECUTE format('CREATE TABLE %I (LIKE %s INCLUDING ALL EXCLUDING INDEXES)%s', part, parent,
        coalesce(' WITH (' || settings || ')', ''));
    CALL shut_partition(part::regclass);
END $$;

-- Make the spans that will be needed soon, in each table cut by ids. Whoever calls it, it is the owner who
-- makes them. Where rows came before their span was made, the rest that took them in becomes that span.
-- One row per span made; none where a reader holds the table: the next call makes it, and no row is lost.
-- The server keeps the statistics of each partition by itself, and those of the whole table only when asked.
CREATE FUNCTION make_partitions() RETURNS TABLE (name text) LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp SET lock_timeout = '3s' AS $$
DECLARE
    cut record;
    at_id bigint;
    taken bigint;
    begins bigint;
    ends bigint;
    part text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('make_partitions', 0));
    SELECT last_value INTO at_id FROM ids;
    FOR cut IN
        SELECT c.oid::regclass AS parent, c.relname, a.attname, max((regexp_match(
            pg_get_expr(p.relpartbound, p.oid), 'TO \(''?(\d+)'))[1]::bigint) AS made_until
        FROM pg_partitioned_table t
        JOIN pg_class c ON c.oid = t.partrelid AND c.relnamespace = 'public'::regnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = t.partattrs[0]
        JOIN pg_inherits i ON i.inhparent = c.oid JOIN pg_class p ON p.oid = i.inhrelid
        GROUP BY c.oid, c.relname, a.attname ORDER BY c.relname
    LOOP
        begins := cut.made_until;
        WHILE begins < at_id + partition_span() / 4 LOOP
            part := format('%s_from_%s', cut.relname, begins);
            BEGIN
                EXECUTE format('SELECT max(%I) FROM %I', cut.attname, cut.relname || '_rest') INTO taken;
                ends := (greatest(begins, coalesce(taken, 0)) / partition_span() + 1) * partition_span();
                IF taken IS NULL THEN
                    CALL new_partition(cut.parent, part);
                ELSE
                    EXECUTE format('ALTER TABLE %s DETACH PARTITION %I', cut.parent, cut.relname || '_rest');
                    EXECUTE format('ALTER TABLE %I RENAME TO %I', cut.relname || '_rest', part);
                    CALL new_partition(cut.parent, cut.relname || '_rest');
                    EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I DEFAULT', cut.parent, cut.relname || '_rest');
                END IF;
                EXECUTE format('ALTER TABLE %s ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                    cut.parent, part, begins, ends);
            EXCEPTION WHEN lock_not_available THEN
                RAISE NOTICE 'the next partition of % waits: somebody holds the table', cut.relname;
                EXIT;
            END;
            name := part;
            RETURN NEXT;
            begins := ends;
        END LOOP;
        BEGIN
            IF (SELECT sum(p.reltuples) > 2 * greatest(c.reltuples, 500) FROM pg_class c
                JOIN pg_inherits i ON i.inhparent = c.oid JOIN pg_class p ON p.oid = i.inhrelid
                WHERE c.oid = cut.parent GROUP BY c.reltuples) THEN
                EXECUTE format('ANALYZE %s', cut.parent);
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            RAISE NOTICE 'the statistics of % wait: somebody holds the table', cut.relname;
        END;
    END LOOP;
END $$;

-- Cut a table with data by one of its columns: what is there becomes the first span as it stands, nothing is
-- copied; indexes, triggers, policies and grants go to the table that takes its name.
CREATE PROCEDURE cut_by_ids(cut text, by_column text) LANGUAGE plpgsql AS $$
DECLARE
    first text := cut || '_from_0';
    ends bigint := (SELECT (last_value / partition_span() + 1) * partition_span() FROM ids);
    keys text[] := (SELECT array_agg(format('ALTER TABLE %I ADD CONSTRAINT %I %s', cut, conname, pg_get_constraintdef(oid)))
        FROM pg_constraint WHERE conrelid = cut::regclass AND contype IN ('p', 'u'));
    indexes text[] := (SELECT array_agg(pg_get_indexdef(i.indexrelid) ORDER BY i.indexrelid) FROM pg_index i
        WHERE i.indrelid = cut::regclass AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid));
    triggers text[] := (SELECT array_agg(pg_get_triggerdef(oid)) FROM pg_trigger
        WHERE tgrelid = cut::regclass AND NOT tgisinternal);
    policies text[] := (SELECT array_agg(format('CREATE POLICY %I ON %I AS %s FOR %s TO %s', policyname, cut, permissive, cmd,
            array_to_string(roles, ', ')) || coalesce(' USING (' || qual || ')', '') || coalesce(' WITH CHECK (' || with_check || ')', ''))
        FROM pg_policies WHERE schemaname = 'public' AND tablename = cut);
    grants text[] := (SELECT array_agg(format('GRANT %s ON %I TO %s', a.privilege_type, cut, a.grantee::regrole))
        FROM pg_class c CROSS JOIN aclexplode(c.relacl) a WHERE c.oid = cut::regclass AND a.grantee <> c.relowner)
        || (SELECT array_agg(format('GRANT %s (%I) ON %I TO %s', a.privilege_type, t.attname, cut, a.grantee::regrole))
        FROM pg_attribute t CROSS JOIN aclexplode(t.attacl) a WHERE t.attrelid = cut::regclass);
    statement text;
    index_name text;
BEGIN
    IF EXISTS (SELECT FROM pg_constraint WHERE contype = 'f' AND (conrelid = cut::regclass OR confrelid = cut::regclass)) THEN
        RAISE EXCEPTION 'a foreign key holds %: it cannot be cut as it stands', cut;
    END IF;
    EXECUTE format('ALTER TABLE %I RENAME TO %I', cut, first);
    FOR index_name IN SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = first::regclass LOOP
        EXECUTE format('ALTER INDEX %I RENAME TO %I', index_name, regexp_replace(index_name, '^' || cut, first));
    END LOOP;
    CALL shut_partition(first::regclass);
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (%I)', cut, first, by_column);
    FOREACH statement IN ARRAY keys || indexes LOOP
        EXECUTE statement;
    END LOOP;
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%s)', cut, first, ends);
    CALL new_partition(cut::regclass, cut || '_rest');
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I DEFAULT', cut, cut || '_rest');
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', cut);
    FOREACH statement IN ARRAY triggers || policies || grants LOOP
        EXECUTE statement;
    END LOOP;
END $$;

CALL cut_by_ids('posting', 'entry_id');
CALL cut_by_ids('movement', 'entry_id');

REVOKE ALL ON FUNCTION partition_span, not_by_its_name, make_partitions FROM PUBLIC;
REVOKE ALL ON PROCEDURE shut_partition, new_partition, cut_by_ids FROM PUBLIC;
GRANT EXECUTE ON FUNCTION make_partitions TO comptant_writer;
SELECT make_partitions();
