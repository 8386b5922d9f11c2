-- Undoes 0002_notifications.sql.
DROP TABLE `notification_cursors`;
--> statement-breakpoint
DROP TABLE `notifications`;
