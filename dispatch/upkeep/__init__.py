"""What the hub sees to beside commands and deadlines: snapshots, tables, posts, presence, channels."""
