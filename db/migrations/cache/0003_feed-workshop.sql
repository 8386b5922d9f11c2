CREATE TABLE `seen_posts` (
	`viewer_did` text NOT NULL,
	`uri` text NOT NULL,
	`seen_at` integer NOT NULL,
	PRIMARY KEY(`viewer_did`, `uri`)
);
--> statement-breakpoint
CREATE INDEX `seen_posts_seen_at` ON `seen_posts` (`seen_at`);