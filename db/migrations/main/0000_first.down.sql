-- Undoes 0000_first.sql.
DROP TABLE `change_counters`;
--> statement-breakpoint
DROP TABLE `feed_metadata`;
--> statement-breakpoint
DROP TABLE `feed_filters`;
--> statement-breakpoint
DROP TABLE `feed_sources`;
--> statement-breakpoint
DROP TABLE `feeds`;
--> statement-breakpoint
DROP TABLE `oauth_states`;
--> statement-breakpoint
DROP TABLE `credentials`;
--> statement-breakpoint
DROP TABLE `sessions`;
--> statement-breakpoint
DROP TABLE `users`;
