-- Undoes 0005_drafts.sql. What is being written is lost.
DROP TABLE `writing_languages`;
--> statement-breakpoint
DROP TABLE `drafts`;
