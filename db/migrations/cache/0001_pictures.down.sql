-- Undoes 0001_pictures.sql.
DROP TABLE `cached_pictures`;
