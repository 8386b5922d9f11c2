-- Undoes 0001_searches.sql.
DROP TABLE `saved_searches`;
--> statement-breakpoint
DROP TABLE `recent_searches`;
