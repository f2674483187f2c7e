"""What the measured processes of ours are told: the names that template.yaml gives."""

ENVIRONMENT = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
    "ROSTER_TABLE": "roster",
    "INVITATIONS_TABLE": "invitations",
    "IMPORTS_TABLE": "imports",
    "ACCESS_TABLE": "access",
    "SITE_TABLE": "site",
    "AUDIT_TABLE": "audit",
    "UPLOAD_BUCKET": "uploads",
    "INVITE_QUEUE_URL": "http://127.0.0.1/1/invites",
    "IMPORT_QUEUE_URL": "http://127.0.0.1/1/imports",
    "SENDER_ADDRESS": "office@school.example",
    "MAIL_CONFIGURATION_SET": "mail",
    "SITE_URL": "https://site.example",
    "POWERTOOLS_SERVICE_NAME": "homeroom",
    "POWERTOOLS_METRICS_NAMESPACE": "Homeroom",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}
