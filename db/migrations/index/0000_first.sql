CREATE TABLE `actors` (
	`did` text PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`signing_key` text NOT NULL,
	`rev` text NOT NULL,
	`data` text DEFAULT '' NOT NULL,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `actors_updated_at` ON `actors` (`updated_at`);--> statement-breakpoint
CREATE TABLE `deferred_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`seq` integer NOT NULL,
	`did` text NOT NULL,
	`reason` text NOT NULL,
	`frame` blob NOT NULL,
	`attempts` integer NOT NULL,
	`retry_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deferred_events_source_seq` ON `deferred_events` (`source`,`seq`);--> statement-breakpoint
CREATE INDEX `deferred_events_did` ON `deferred_events` (`did`);--> statement-breakpoint
CREATE INDEX `deferred_events_retry_at` ON `deferred_events` (`retry_at`);--> statement-breakpoint
CREATE TABLE `feed_items` (
	`feed_id` integer NOT NULL,
	`post_id` integer NOT NULL,
	`sort_key` integer NOT NULL,
	PRIMARY KEY(`feed_id`, `post_id`),
	FOREIGN KEY (`post_id`) REFERENCES `indexed_posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `feed_items_page` ON `feed_items` (`feed_id`,`sort_key`,`post_id`);--> statement-breakpoint
CREATE INDEX `feed_items_post` ON `feed_items` (`post_id`);--> statement-breakpoint
CREATE TABLE `firehose_cursors` (
	`source` text PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `firehose_gaps` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`reason` text NOT NULL,
	`from_seq` integer,
	`to_seq` integer,
	`noted_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `indexed_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`uri` text NOT NULL,
	`cid` text NOT NULL,
	`author_did` text NOT NULL,
	`author_handle` text NOT NULL,
	`text` text NOT NULL,
	`facets` text,
	`langs` text,
	`labels` text,
	`embeds` text,
	`reply` text,
	`created_at` integer NOT NULL,
	`indexed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `indexed_posts_uri_unique` ON `indexed_posts` (`uri`);--> statement-breakpoint
CREATE INDEX `indexed_posts_author` ON `indexed_posts` (`author_did`);--> statement-breakpoint
CREATE INDEX `indexed_posts_created_at` ON `indexed_posts` (`created_at`);--> statement-breakpoint
CREATE INDEX `indexed_posts_author_created_at` ON `indexed_posts` (`author_did`,`created_at`);--> statement-breakpoint
CREATE TABLE `quarantined_frames` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`source` text NOT NULL,
	`seq` integer,
	`did` text,
	`reason` text NOT NULL,
	`frame` blob NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `quarantined_frames_received_at` ON `quarantined_frames` (`received_at`);