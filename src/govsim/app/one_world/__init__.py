"""*One world*: one country, ten years, quarter by quarter, and who decided what."""
