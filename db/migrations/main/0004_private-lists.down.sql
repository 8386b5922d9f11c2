-- Undoes 0004_private-lists.sql.
DROP TABLE `private_list_members`;
--> statement-breakpoint
DROP TABLE `private_lists`;
