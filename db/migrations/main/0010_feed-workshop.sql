CREATE TABLE `api_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`name` text NOT NULL,
	`key_hash` text NOT NULL,
	`hint` text NOT NULL,
	`may_write` integer NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer,
	`last_used_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_key_hash_unique` ON `api_keys` (`key_hash`);--> statement-breakpoint
CREATE INDEX `api_keys_user` ON `api_keys` (`user_id`);--> statement-breakpoint
CREATE TABLE `feed_requests` (
	`feed_id` integer NOT NULL,
	`day` text NOT NULL,
	`requests` integer NOT NULL,
	`last_request_at` integer NOT NULL,
	PRIMARY KEY(`feed_id`, `day`),
	FOREIGN KEY (`feed_id`) REFERENCES `feeds`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `feed_versions` (
	`feed_id` integer NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`definition` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`feed_id`, `version`),
	FOREIGN KEY (`feed_id`) REFERENCES `feeds`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `feeds` ADD `visibility` text DEFAULT 'public' NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `secret_key` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `ordering` text DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE `feeds` ADD `content_mode` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `avatar` text;--> statement-breakpoint
ALTER TABLE `feeds` ADD `accepts_interactions` integer DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE `feed_filters` SET `filter_type` = 'none', `filter_config` = '{"of":[{"type":"kinds","kinds":["reply"]}]}' WHERE `filter_type` = 'replies';
