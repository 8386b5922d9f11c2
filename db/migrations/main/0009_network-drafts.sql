CREATE TABLE `network_drafts` (
	`user_id` integer NOT NULL,
	`network_id` text NOT NULL,
	`draft_id` text NOT NULL,
	`synced_version` integer NOT NULL,
	`sent` text NOT NULL,
	`deleted_at` integer,
	PRIMARY KEY(`user_id`, `network_id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `network_drafts_draft` ON `network_drafts` (`user_id`,`draft_id`);