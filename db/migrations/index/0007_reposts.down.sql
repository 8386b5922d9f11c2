-- Undoes 0007_reposts.sql. Items that stand there by a repost go with it: nothing else would take them out again.
DELETE FROM `feed_items` WHERE EXISTS (SELECT 1 FROM `feed_reposts` r
  WHERE r.post_id = feed_items.post_id AND r.feed_id = abs(feed_items.feed_id) AND r.sort_key = feed_items.sort_key);
--> statement-breakpoint
DROP TABLE `feed_reposts`;
--> statement-breakpoint
DROP TABLE `awaited_reposts`;
