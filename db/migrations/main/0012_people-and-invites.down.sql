-- Undoes 0012_people-and-invites.sql. Readers become members, and whoever is suspended may come in again.
DROP TABLE `audit_log`;
--> statement-breakpoint
DROP TABLE `box_settings`;
--> statement-breakpoint
DROP TABLE `invites`;
--> statement-breakpoint
UPDATE `users` SET `role` = 'member' WHERE `role` = 'reader';
--> statement-breakpoint
ALTER TABLE `users` DROP COLUMN `suspended_at`;
