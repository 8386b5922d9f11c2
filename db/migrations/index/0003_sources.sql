CREATE TABLE `backfills` (
	`feed_id` integer PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`state` text NOT NULL,
	`phase` text NOT NULL,
	`place` text NOT NULL,
	`done` integer NOT NULL,
	`total` integer NOT NULL,
	`found` integer NOT NULL,
	`note` text,
	`started_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `brought_posts` (
	`uri` text NOT NULL,
	`key` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`uri`, `key`)
);
--> statement-breakpoint
CREATE INDEX `brought_posts_key` ON `brought_posts` (`key`,`seen_at`);--> statement-breakpoint
CREATE TABLE `member_sets` (
	`id` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`owner` text NOT NULL,
	`rev` text NOT NULL,
	`target` text,
	`state` text NOT NULL,
	`note` text,
	`fetched_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `member_sets_key_unique` ON `member_sets` (`key`);--> statement-breakpoint
CREATE TABLE `set_members` (
	`set_id` integer NOT NULL,
	`record_key` text NOT NULL,
	`did` text NOT NULL,
	PRIMARY KEY(`set_id`, `record_key`),
	FOREIGN KEY (`set_id`) REFERENCES `member_sets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `set_members_did` ON `set_members` (`set_id`,`did`);