CREATE TABLE `source_failures` (
	`key` text PRIMARY KEY NOT NULL,
	`status` integer NOT NULL,
	`reason` text NOT NULL,
	`since` integer NOT NULL,
	`tried_at` integer NOT NULL
);
