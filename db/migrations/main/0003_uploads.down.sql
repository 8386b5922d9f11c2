-- Undoes 0003_uploads.sql.
DROP TABLE `uploads`;
