CREATE TABLE `scheduled_posts` (
	`user_id` integer NOT NULL,
	`draft_id` text NOT NULL,
	`post_at` integer NOT NULL,
	`time_zone` text NOT NULL,
	`state` text NOT NULL,
	`try_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`failure` text,
	`claimed_until` integer NOT NULL,
	PRIMARY KEY(`user_id`, `draft_id`),
	FOREIGN KEY (`user_id`,`draft_id`) REFERENCES `drafts`(`user_id`,`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `scheduled_posts_due` ON `scheduled_posts` (`state`,`try_at`);