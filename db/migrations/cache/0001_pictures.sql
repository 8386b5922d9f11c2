CREATE TABLE `cached_pictures` (
	`name` text PRIMARY KEY NOT NULL,
	`bytes` integer NOT NULL,
	`used_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cached_pictures_used_at` ON `cached_pictures` (`used_at`);