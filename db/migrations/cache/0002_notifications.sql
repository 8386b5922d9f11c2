CREATE TABLE `notification_cursors` (
	`user_did` text PRIMARY KEY NOT NULL,
	`seen_at` integer NOT NULL,
	`fetched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `notifications` (
	`user_did` text NOT NULL,
	`uri` text NOT NULL,
	`reason` text NOT NULL,
	`is_read` integer NOT NULL,
	`indexed_at` integer NOT NULL,
	`entry` text NOT NULL,
	PRIMARY KEY(`user_did`, `uri`, `reason`)
);
--> statement-breakpoint
CREATE INDEX `notifications_user_read_at` ON `notifications` (`user_did`,`is_read`,`indexed_at`);--> statement-breakpoint
CREATE INDEX `notifications_user_at` ON `notifications` (`user_did`,`indexed_at`);