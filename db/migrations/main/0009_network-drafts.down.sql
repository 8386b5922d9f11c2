-- Undoes 0009_network-drafts.sql.
DROP TABLE `network_drafts`;
