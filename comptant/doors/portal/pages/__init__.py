"""The pages, a file for each subject; each file is found and read by the registry."""
