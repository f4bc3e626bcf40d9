"""Where the mail sink listens; known to its sender, its reader and itself."""

SMTP_PORT = 8026
VIEWER_PORT = 8025
