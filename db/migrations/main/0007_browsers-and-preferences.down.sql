-- Undoes 0007_browsers-and-preferences.sql.
DROP INDEX `sessions_device`;
--> statement-breakpoint
ALTER TABLE `sessions` DROP COLUMN `device_hash`;
--> statement-breakpoint
DROP TABLE `preferences`;
