-- Packs posts (decision 025): rows are converted, nothing is fetched again.
DROP INDEX `actors_updated_at`;
--> statement-breakpoint
ALTER TABLE `actors` RENAME TO `old_actors`;
--> statement-breakpoint
ALTER TABLE `feed_items` RENAME TO `old_items`;
--> statement-breakpoint
ALTER TABLE `indexed_posts` RENAME TO `old_posts`;
--> statement-breakpoint
DROP INDEX `feed_items_post`;
--> statement-breakpoint
CREATE TABLE `actors` (
	`id` integer PRIMARY KEY NOT NULL,
	`did` text NOT NULL,
	`handle` text NOT NULL,
	`signing_key` text NOT NULL,
	`rev` text NOT NULL,
	`data` blob,
	`status` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actors_did_unique` ON `actors` (`did`);
--> statement-breakpoint
CREATE INDEX `actors_updated_at` ON `actors` (`updated_at`);
--> statement-breakpoint
INSERT INTO `actors` (did, handle, signing_key, rev, data, status, updated_at)
  SELECT did, handle, signing_key, rev,
    CASE WHEN data GLOB 'bafyrei*' AND length(data) = 59 THEN substr(unhex((SELECT group_concat(printf('%010x', ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 0, 1)) - 1) << 35) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 1, 1)) - 1) << 30) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 2, 1)) - 1) << 25) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 3, 1)) - 1) << 20) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 4, 1)) - 1) << 15) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 5, 1)) - 1) << 10) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 6, 1)) - 1) << 5) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(data || 'aaaaaa', value + 7, 1)) - 1) << 0)), '') FROM json_each('[2, 10, 18, 26, 34, 42, 50, 58]'))), 5, 32) END, status, updated_at FROM old_actors;
--> statement-breakpoint
CREATE TABLE `indexed_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`author_id` integer NOT NULL,
	`rkey` blob NOT NULL,
	`cid` blob NOT NULL,
	`text` text NOT NULL,
	`langs` text,
	`labels` text,
	`parts` blob,
	`created_at` integer NOT NULL,
	`indexed_at` integer NOT NULL,
	FOREIGN KEY (`author_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `indexed_posts_author_rkey` ON `indexed_posts` (`author_id`,`rkey`);
--> statement-breakpoint
INSERT INTO `indexed_posts` (id, author_id, rkey, cid, text, langs, labels, parts, created_at, indexed_at)
  SELECT p.id, a.id,
    CASE WHEN rkey GLOB '[234567abcdefghij][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z][234567a-z]' THEN
      ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 1, 1)) - 1) << 60)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 2, 1)) - 1) << 55)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 3, 1)) - 1) << 50)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 4, 1)) - 1) << 45)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 5, 1)) - 1) << 40)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 6, 1)) - 1) << 35)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 7, 1)) - 1) << 30)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 8, 1)) - 1) << 25)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 9, 1)) - 1) << 20)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 10, 1)) - 1) << 15)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 11, 1)) - 1) << 10)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 12, 1)) - 1) << 5)
      | ((instr('234567abcdefghijklmnopqrstuvwxyz', substr(rkey, 13, 1)) - 1) << 0)
    ELSE rkey END,
    substr(unhex((SELECT group_concat(printf('%010x', ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 0, 1)) - 1) << 35) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 1, 1)) - 1) << 30) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 2, 1)) - 1) << 25) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 3, 1)) - 1) << 20) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 4, 1)) - 1) << 15) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 5, 1)) - 1) << 10) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 6, 1)) - 1) << 5) | ((instr('abcdefghijklmnopqrstuvwxyz234567', substr(cid || 'aaaaaa', value + 7, 1)) - 1) << 0)), '') FROM json_each('[2, 10, 18, 26, 34, 42, 50, 58]'))), 5, 32),
    text, (SELECT group_concat(value, ',') FROM json_each(langs)),
    CASE WHEN json_array_length(labels) > 0 THEN labels END,
    CASE WHEN coalesce(facets, embeds, reply) IS NOT NULL THEN
      json_object('facets', json(facets), 'embed', json(embeds), 'reply', json(reply)) END,
    created_at, indexed_at
  FROM (SELECT *, substr(uri, instr(uri, '/app.bsky.feed.post/') + 20) AS rkey FROM old_posts) p JOIN actors a ON a.did = p.author_did;
--> statement-breakpoint
CREATE TABLE `feed_items` (
	`feed_id` integer NOT NULL,
	`sort_key` integer NOT NULL,
	`post_id` integer NOT NULL,
	PRIMARY KEY(`feed_id`, `sort_key`, `post_id`),
	FOREIGN KEY (`post_id`) REFERENCES `indexed_posts`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE UNIQUE INDEX `feed_items_post` ON `feed_items` (`post_id`,`feed_id`);
--> statement-breakpoint
INSERT INTO `feed_items` (feed_id, sort_key, post_id)
  SELECT feed_id, sort_key, post_id FROM old_items WHERE post_id IN (SELECT id FROM indexed_posts);
--> statement-breakpoint
DROP TABLE `old_items`;
--> statement-breakpoint
DROP TABLE `old_posts`;
--> statement-breakpoint
DROP TABLE `old_actors`;
--> statement-breakpoint
CREATE TABLE `window_posts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`did` text NOT NULL,
	`rkey` blob NOT NULL,
	`rev` text NOT NULL,
	`cid` blob,
	`text` text NOT NULL,
	`langs` text,
	`labels` text,
	`parts` blob,
	`created_at` integer NOT NULL,
	`indexed_at` integer NOT NULL,
	`likes` integer DEFAULT 0 NOT NULL,
	`reposts` integer DEFAULT 0 NOT NULL,
	`replies` integer DEFAULT 0 NOT NULL,
	`quotes` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `window_posts_did_rkey` ON `window_posts` (`did`,`rkey`);
--> statement-breakpoint
CREATE TABLE `post_engagement` (
	`post_id` integer PRIMARY KEY NOT NULL,
	`likes` integer DEFAULT 0 NOT NULL,
	`reposts` integer DEFAULT 0 NOT NULL,
	`replies` integer DEFAULT 0 NOT NULL,
	`quotes` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`post_id`) REFERENCES `indexed_posts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `engagement_records` (
	`record` integer PRIMARY KEY NOT NULL,
	`post_id` integer NOT NULL,
	`kind` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `author_stats` (
	`did` text PRIMARY KEY NOT NULL,
	`total_posts` integer NOT NULL,
	`posts_last_7d` integer NOT NULL,
	`posts_last_30d` integer NOT NULL,
	`avg_posts_per_day` real NOT NULL,
	`last_post_at` integer NOT NULL,
	`days` blob NOT NULL,
	`day` integer NOT NULL,
	`since_day` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `author_stats_rate` ON `author_stats` (`avg_posts_per_day`);
--> statement-breakpoint
CREATE INDEX `author_stats_last_post_at` ON `author_stats` (`last_post_at`);
--> statement-breakpoint
CREATE TABLE `feed_rankings` (
	`feed_id` integer NOT NULL,
	`made_at` integer NOT NULL,
	`posts` blob NOT NULL,
	PRIMARY KEY(`feed_id`, `made_at`)
) WITHOUT ROWID;
