"""What is written: whole files or none, only where they may be, and folders that nobody else can look into."""
