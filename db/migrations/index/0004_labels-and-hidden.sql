CREATE TABLE `applied_labels` (
	`uri` text NOT NULL,
	`src` text NOT NULL,
	`val` text NOT NULL,
	`exp` integer,
	PRIMARY KEY(`uri`, `src`, `val`)
);
--> statement-breakpoint
ALTER TABLE `actors` ADD `hidden` integer;--> statement-breakpoint
ALTER TABLE `engagement_records` ADD `at` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `engagement_records_post` ON `engagement_records` (`post_id`);--> statement-breakpoint
ALTER TABLE `indexed_posts` ADD `hidden` integer;