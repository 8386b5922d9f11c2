CREATE TABLE `notification_events` (
	`user_did` text NOT NULL,
	`uri` text NOT NULL,
	`reason` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`user_did`, `uri`, `reason`)
);
--> statement-breakpoint
CREATE INDEX `notification_events_user_seen_at` ON `notification_events` (`user_did`,`seen_at`);--> statement-breakpoint
CREATE INDEX `notification_events_uri` ON `notification_events` (`uri`);--> statement-breakpoint
CREATE INDEX `notification_events_seen_at` ON `notification_events` (`seen_at`);