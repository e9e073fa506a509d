-- One row per partition that will be needed soon and is made now; none on most days.
SELECT name FROM make_partitions()
