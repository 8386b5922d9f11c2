-- Undoes 0006_push.sql.
DROP TABLE `push_subscriptions`;
--> statement-breakpoint
DROP TABLE `push_rules`;
