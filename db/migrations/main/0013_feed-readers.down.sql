-- Undoes 0013_feed-readers.sql.
DROP TABLE `feed_readers`;
