-- Undoes 0003_feed-workshop.sql.
DROP TABLE `seen_posts`;
