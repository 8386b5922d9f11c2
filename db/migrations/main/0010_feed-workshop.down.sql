-- Undoes 0010_feed-workshop.sql. Feeds that use what that version brought cannot be read by the one before.
UPDATE `feed_filters` SET `filter_type` = 'replies', `filter_config` = '{"keep":false}' WHERE `filter_type` = 'none' AND `filter_config` = '{"of":[{"type":"kinds","kinds":["reply"]}]}';
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `accepts_interactions`;
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `avatar`;
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `content_mode`;
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `ordering`;
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `secret_key`;
--> statement-breakpoint
ALTER TABLE `feeds` DROP COLUMN `visibility`;
--> statement-breakpoint
DROP TABLE `feed_versions`;
--> statement-breakpoint
DROP TABLE `feed_requests`;
--> statement-breakpoint
DROP TABLE `api_keys`;
