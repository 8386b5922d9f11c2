-- Undoes 0006_post-bodies.sql. SQL cannot unpack the posts: those kept since are gone, and feeds are filled anew.
DELETE FROM feed_items WHERE post_id IN (SELECT id FROM indexed_posts WHERE typeof(text) = 'blob');
--> statement-breakpoint
DELETE FROM post_engagement WHERE post_id IN (SELECT id FROM indexed_posts WHERE typeof(text) = 'blob');
--> statement-breakpoint
DELETE FROM engagement_records WHERE post_id IN (SELECT id FROM indexed_posts WHERE typeof(text) = 'blob');
--> statement-breakpoint
DELETE FROM indexed_posts WHERE typeof(text) = 'blob';
--> statement-breakpoint
DELETE FROM feed_rankings;
--> statement-breakpoint
DELETE FROM backfills;
