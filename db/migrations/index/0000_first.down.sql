-- Undoes 0000_first.sql.
DROP TABLE `firehose_gaps`;
--> statement-breakpoint
DROP TABLE `deferred_events`;
--> statement-breakpoint
DROP TABLE `quarantined_frames`;
--> statement-breakpoint
DROP TABLE `firehose_cursors`;
--> statement-breakpoint
DROP TABLE `feed_items`;
--> statement-breakpoint
DROP TABLE `indexed_posts`;
--> statement-breakpoint
DROP TABLE `actors`;
