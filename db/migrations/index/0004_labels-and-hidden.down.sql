-- Undoes 0004_labels-and-hidden.sql.
ALTER TABLE `indexed_posts` DROP COLUMN `hidden`;
--> statement-breakpoint
DROP INDEX `engagement_records_post`;
--> statement-breakpoint
ALTER TABLE `engagement_records` DROP COLUMN `at`;
--> statement-breakpoint
ALTER TABLE `actors` DROP COLUMN `hidden`;
--> statement-breakpoint
DROP TABLE `applied_labels`;
