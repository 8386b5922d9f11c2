CREATE TABLE `reading_positions` (
	`user_id` integer NOT NULL,
	`feed` text NOT NULL,
	`newest_uri` text NOT NULL,
	`newest_at` integer NOT NULL,
	`left_uri` text NOT NULL,
	`left_at` integer NOT NULL,
	`left_seen_at` integer NOT NULL,
	`view_uri` text,
	`view_at` integer,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`user_id`, `feed`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
