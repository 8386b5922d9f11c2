CREATE TABLE `samples` (
	`span` integer NOT NULL,
	`at` integer NOT NULL,
	`values` text NOT NULL,
	PRIMARY KEY(`span`, `at`)
);
