-- Undoes 0001_notifications.sql.
DROP TABLE `notification_events`;
