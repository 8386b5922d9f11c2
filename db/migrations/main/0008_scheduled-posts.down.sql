-- Undoes 0008_scheduled-posts.sql.
DROP TABLE `scheduled_posts`;
