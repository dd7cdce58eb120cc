"""What then happens, chosen by nobody: one file a consequence."""
