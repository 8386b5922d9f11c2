CREATE TABLE `awaited_reposts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`actor_id` integer NOT NULL,
	`rkey` blob NOT NULL,
	`subject` text NOT NULL,
	`created_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`retry_at` integer NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `awaited_reposts_actor_rkey` ON `awaited_reposts` (`actor_id`,`rkey`);--> statement-breakpoint
CREATE TABLE `feed_reposts` (
	`post_id` integer NOT NULL,
	`feed_id` integer NOT NULL,
	`actor_id` integer NOT NULL,
	`rkey` blob NOT NULL,
	`sort_key` integer NOT NULL,
	PRIMARY KEY(`post_id`, `feed_id`, `actor_id`, `rkey`),
	FOREIGN KEY (`post_id`) REFERENCES `indexed_posts`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `feed_reposts_actor` ON `feed_reposts` (`actor_id`,`rkey`);