"""Mail that stays here: what SES would have sent, a page to read it on, and the reports SES would have published."""
