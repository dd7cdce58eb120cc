"""One world of one arrangement, quarter by quarter, with what each actor saw, chose and caused."""
