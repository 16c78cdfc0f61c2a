"""Opening a delivery record: a file, a server, or a folder of files that is read only."""
