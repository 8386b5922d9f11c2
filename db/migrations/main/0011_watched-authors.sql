CREATE TABLE `watched_authors` (
	`user_id` integer NOT NULL,
	`author_did` text NOT NULL,
	`with_replies` integer NOT NULL,
	PRIMARY KEY(`user_id`, `author_did`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
