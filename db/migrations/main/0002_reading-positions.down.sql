-- Undoes 0002_reading-positions.sql.
DROP TABLE `reading_positions`;
