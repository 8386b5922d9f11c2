CREATE TABLE `cached_posts` (
	`uri` text PRIMARY KEY NOT NULL,
	`view` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cached_posts_expires_at` ON `cached_posts` (`expires_at`);--> statement-breakpoint
CREATE TABLE `cached_profiles` (
	`did` text PRIMARY KEY NOT NULL,
	`handle` text NOT NULL,
	`view` text NOT NULL,
	`expires_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `cached_profiles_handle` ON `cached_profiles` (`handle`);--> statement-breakpoint
CREATE INDEX `cached_profiles_expires_at` ON `cached_profiles` (`expires_at`);