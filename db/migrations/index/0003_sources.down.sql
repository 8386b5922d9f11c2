-- Undoes 0003_sources.sql.
DROP TABLE `brought_posts`;
--> statement-breakpoint
DROP TABLE `backfills`;
--> statement-breakpoint
DROP TABLE `set_members`;
--> statement-breakpoint
DROP TABLE `member_sets`;
