-- Undoes 0004_samples.sql.
DROP TABLE `samples`;
