-- Undoes 0014_leases.sql.
DROP TABLE `leases`;
