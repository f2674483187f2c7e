"""Where the outside is put together: the only place that knows which adapter stands behind which port."""

from homeroom.adapters.aws import Aws
from homeroom.adapters.clock import utc_now
from homeroom.adapters.cognito import CognitoPasswords
from homeroom.adapters.dynamodb.access import DynamoAccess
from homeroom.adapters.dynamodb.imports import DynamoImports
from homeroom.adapters.dynamodb.invitations import DynamoInvitations
from homeroom.adapters.dynamodb.roster import DynamoRoster
from homeroom.adapters.dynamodb.site import DynamoSite
from homeroom.adapters.dynamodb.store import DynamoStore
from homeroom.adapters.s3 import S3Files
from homeroom.adapters.ses import SesMailer
from homeroom.adapters.sqs import SqsInviteQueue
from homeroom.emails.rendering import render
from homeroom.settings import Settings
from homeroom.use_cases.ports import Outside
