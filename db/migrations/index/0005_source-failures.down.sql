-- Undoes 0005_source-failures.sql.
DROP TABLE `source_failures`;
