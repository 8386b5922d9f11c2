CREATE TABLE `private_list_members` (
	`list_id` integer NOT NULL,
	`did` text NOT NULL,
	`added_at` integer NOT NULL,
	PRIMARY KEY(`list_id`, `did`),
	FOREIGN KEY (`list_id`) REFERENCES `private_lists`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `private_lists` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` integer NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`is_pinned` integer NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `private_lists_user_key` ON `private_lists` (`user_id`,`key`);