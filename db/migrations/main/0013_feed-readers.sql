CREATE TABLE `feed_readers` (
	`did` text PRIMARY KEY NOT NULL,
	`first_read_at` integer NOT NULL,
	`last_read_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `feed_readers_last_read_at` ON `feed_readers` (`last_read_at`);