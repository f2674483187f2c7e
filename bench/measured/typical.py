"""The handler as one usually writes it: every Powertools utility, pydantic with EmailStr, a boto3 resource."""

import os
from typing import Any

import boto3
from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.metrics import MetricUnit
from jinja2 import DictLoader, Environment
from pydantic import BaseModel, EmailStr

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ person.name }}</title></head>
<body><h1>{{ person.name }}</h1><form method="post"><label>Email <input name="email" value="{{ person.email }}">
</label><label>Password <input type="password" name="password"></label><button>Log in</button></form></body></html>"""


class Person(BaseModel):
    name: str
    email: EmailStr


logger, metrics, tracer = Logger(), Metrics(), Tracer(disabled=True)
app = APIGatewayHttpResolver()
templates = Environment(loader=DictLoader({"page": PAGE}), autoescape=True)
table = boto3.resource("dynamodb").Table(os.environ["SITE_TABLE"])


@app.get("/login")
@tracer.capture_method
def show() -> Response[str]:
    metrics.add_metric("Page", MetricUnit.Count, 1)
    item = table.get_item(Key={"pk": "SITE"}).get("Item", {})
    person = Person(name=str(item.get("name", "Ana")), email="ana@example.com")
    return Response(200, "text/html", templates.get_template("page").render(person=person))


@logger.inject_lambda_context
@tracer.capture_lambda_handler
@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return app.resolve(event, context)
