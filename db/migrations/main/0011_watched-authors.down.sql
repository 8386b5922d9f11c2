-- Undoes 0011_watched-authors.sql.
DROP TABLE `watched_authors`;
