"""A stand-in for AWS on loopback that answers and counts, in a process of its own.

What is measured against it is the program's own work: not a service's time, not a simulation's. Run as a module, it
prints its port; given the file of a certificate, it speaks TLS. Beside AWS it answers `POST /-/reset`,
`GET /-/calls` and `GET /-/messages`, the batches of messages that were queued; a file put into a bucket is there.
"""

import asyncio
import json
import ssl
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from bench.tables import Refused, Tables

Answer = tuple[int, bytes]


class StandIn:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._tables = Tables()
        self._files: dict[str, bytes] = {}
        self._messages: list[str] = []
        self._actions: dict[str, Callable[[dict[str, Any]], str]] = {
            "GetItem": self._get_item,
            "BatchGetItem": self._batch_get,
            "Query": self._query,
            "PutItem": self._put_item,
            "TransactWriteItems": self._transact,
            "BatchWriteItem": self._batch_write,
            "GetSecretValue": lambda _: json.dumps({"SecretString": "k" * 64}),
            "SendMessage": lambda _: '{"MessageId":"m"}',
            "SendMessageBatch": self._send_batch,
        }

    def answer(self, method: str, target: str, action: str, body: bytes) -> Answer:
        path = unquote(target.partition("?")[0])
        if path.startswith("/-/"):
            return self._of_the_bench(path, body)
        if action:
            name = action.rpartition(".")[2]
            self.calls[name] += 1
            try:
                return 200, self._actions[name](json.loads(body)).encode()
            except Refused as refused:
                return 400, json.dumps(refused.answer).encode()
        if path == "/v2/email/account":
            self.calls["GetAccount"] += 1
            return 200, b'{"SendQuota":{"MaxSendRate":1000000,"Max24HourSend":10000000,"SentLast24Hours":0}}'
        if path == "/v2/email/outbound-emails":
            self.calls["SendEmail"] += 1
            return 200, b'{"MessageId":"m"}'
        return self._s3(method, path, body)

    def _of_the_bench(self, path: str, body: bytes) -> Answer:
        if path == "/-/reset":
            self._tables = Tables()
            self._tables.forgets = body == b"forgets"
            self._files.clear()
            self._messages.clear()
        if path == "/-/messages":
            return 200, json.dumps(self._messages).encode()
        calls = json.dumps(self.calls).encode()
        self.calls.clear()
        return 200, calls

    def _s3(self, method: str, path: str, body: bytes) -> Answer:
        if method == "PUT":
            self.calls["PutObject"] += 1
            self._files[path] = body
            return 200, b""
        self.calls["GetObject"] += 1
        return (200, self._files[path]) if path in self._files else (404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _get_item(self, request: dict[str, Any]) -> str:
        item = self._tables.get(request["TableName"], request["Key"])
        return f'{{"Item":{item}}}' if item else "{}"

    def _batch_get(self, request: dict[str, Any]) -> str:
        tables = []
        for table, wanted in request["RequestItems"].items():
            items = (self._tables.get(table, key) for key in wanted["Keys"])
            tables.append(f'"{table}":[{",".join(item for item in items if item)}]')
        return f'{{"Responses":{{{",".join(tables)}}},"UnprocessedKeys":{{}}}}'

    def _query(self, request: dict[str, Any]) -> str:
        """By key: `pk = :a` or `pk = :a AND sk BETWEEN :b AND :c`; of the indexes, by_homeroom."""
        condition = request["KeyConditionExpression"].replace("=", " ").split()
        values = [request["ExpressionAttributeValues"][word]["S"] for word in condition if word.startswith(":")]
        if request.get("IndexName") == "by_homeroom":
            return f'{{"Items":[{self._tables.in_homeroom(request["TableName"], *values)}]}}'
        after = request.get("ExclusiveStartKey", {}).get("sk", {}).get("S", "")
        page, end = self._tables.query(request["TableName"], *values, after=after)
        key = json.dumps({"pk": {"S": values[0]}, "sk": {"S": end}})
        return f'{{"Items":[{page}]' + (f',"LastEvaluatedKey":{key}}}' if end else "}")

    def _put_item(self, request: dict[str, Any]) -> str:
        self._tables.put(request["TableName"], request["Item"], request)
        return "{}"

    def _transact(self, request: dict[str, Any]) -> str:
        self._tables.transact(request["TransactItems"])
        return "{}"

    def _batch_write(self, request: dict[str, Any]) -> str:
        for table, requests in request["RequestItems"].items():
            for put in requests:
                self._tables.put(table, put["PutRequest"]["Item"])
        return '{"UnprocessedItems":{}}'

    def _send_batch(self, request: dict[str, Any]) -> str:
        self._messages += [entry["MessageBody"] for entry in request["Entries"]]
        entries = [{"Id": e["Id"], "MessageId": "m", "MD5OfMessageBody": ""} for e in request["Entries"]]
        return json.dumps({"Successful": entries, "Failed": []})


async def _serve(stand_in: StandIn, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, *lines = head.decode("latin-1").split("\r\n")
            method, target, _ = first.split(" ")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            if headers.get("expect"):
                writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            status, answer = stand_in.answer(method, target, headers.get("x-amz-target", ""), body)
            writer.write(b"HTTP/1.1 %d -\r\nContent-Length: %d\r\n\r\n" % (status, len(answer)))
            writer.write(answer)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        writer.close()


async def _main(certificate: str = "") -> None:
    stand_in, tls = StandIn(), None
    if certificate:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
    server = await asyncio.start_server(lambda r, w: _serve(stand_in, r, w), "127.0.0.1", 0, limit=1_000_000, ssl=tls)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
