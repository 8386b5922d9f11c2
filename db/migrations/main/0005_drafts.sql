CREATE TABLE `drafts` (
	`user_id` integer NOT NULL,
	`id` text NOT NULL,
	`content` text NOT NULL,
	`reply_uri` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`posted_at` integer,
	PRIMARY KEY(`user_id`, `id`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `drafts_updated_at` ON `drafts` (`user_id`,`updated_at`);--> statement-breakpoint
CREATE TABLE `writing_languages` (
	`user_id` integer PRIMARY KEY NOT NULL,
	`langs` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
