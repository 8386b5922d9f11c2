-- Undoes 0000_first.sql.
DROP TABLE `cached_posts`;
--> statement-breakpoint
DROP TABLE `cached_profiles`;
