-- Undoes 0002_packed-posts.sql. SQL cannot unpack the posts: the feeds begin empty and fill from the firehose.
DROP TABLE `feed_rankings`;
--> statement-breakpoint
DROP TABLE `author_stats`;
--> statement-breakpoint
DROP TABLE `engagement_records`;
--> statement-breakpoint
DROP TABLE `post_engagement`;
--> statement-breakpoint
DROP TABLE `window_posts`;
--> statement-breakpoint
DROP TABLE `feed_items`;
--> statement-breakpoint
DROP TABLE `indexed_posts`;
--> statement-breakpoint
ALTER TABLE `actors` RENAME TO `packed_actors`;
--> statement-breakpoint
DROP INDEX `actors_updated_at`;
--> statement-breakpoint
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
CREATE INDEX `actors_updated_at` ON `actors` (`updated_at`);
--> statement-breakpoint
INSERT INTO `actors` (did, handle, signing_key, rev, status, updated_at)
  SELECT did, handle, signing_key, rev, status, updated_at FROM packed_actors;
--> statement-breakpoint
DROP TABLE `packed_actors`;
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
CREATE UNIQUE INDEX `indexed_posts_uri_unique` ON `indexed_posts` (`uri`);
--> statement-breakpoint
CREATE INDEX `indexed_posts_author` ON `indexed_posts` (`author_did`);
--> statement-breakpoint
CREATE INDEX `indexed_posts_created_at` ON `indexed_posts` (`created_at`);
--> statement-breakpoint
CREATE INDEX `indexed_posts_author_created_at` ON `indexed_posts` (`author_did`,`created_at`);
--> statement-breakpoint
CREATE TABLE `feed_items` (
	`feed_id` integer NOT NULL,
	`post_id` integer NOT NULL,
	`sort_key` integer NOT NULL,
	PRIMARY KEY(`feed_id`, `post_id`),
	FOREIGN KEY (`post_id`) REFERENCES `indexed_posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `feed_items_page` ON `feed_items` (`feed_id`,`sort_key`,`post_id`);
--> statement-breakpoint
CREATE INDEX `feed_items_post` ON `feed_items` (`post_id`);
