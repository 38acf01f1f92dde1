"""What the pages cost, measured in a real Chromium. Playwright is for development only: import this package late."""
