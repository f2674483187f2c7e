"""The upload bucket: files to import, their results, and files of contacts."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from io import BufferedReader
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from urllib.parse import quote

from homeroom.adapters import aws_errors
from homeroom.adapters.aws_clients import Aws
from homeroom.domain.exports.export import Export, ExportFileType
from homeroom.domain.imports.upload import CHECKS, MOST_CHECKED, UPLOADS, Upload
from homeroom.domain.kernel.text import one_line
from homeroom.domain.kernel.token import new_id
from homeroom.settings import Settings
from homeroom.use_cases.ports.files import KeptFile, UploadedFile, UploadForm, UploadGone

if TYPE_CHECKING:
    from io import RawIOBase

    from mypy_boto3_s3.type_defs import CopySourceTypeDef

# A version that is a delete marker answers MethodNotAllowed.
_GONE = frozenset({"NoSuchKey", "NoSuchVersion", "404", "MethodNotAllowed", "405"})
_BY_USER, _BY_USER_ID = "by-user", "by-user-id"
_NEW_HOMEROOMS, _ACCEPTED = "new-homerooms", "accepted-doubts"
_META = "x-amz-meta-"
_BUFFER_BYTES = 65_536
_LONGEST_NAME = 200
_LONGEST_DOWNLOAD = 100
_FORM_SECONDS, _DOWNLOAD_SECONDS = 900, 60
_CONTENT_TYPES = {
    ExportFileType.CSV: "text/csv; charset=utf-8",
    ExportFileType.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_NO_VERSION = ("", "null")
"""What a bucket without versions says."""


class S3Files:
    def __init__(self, aws: Aws, settings: Settings) -> None:
        self._aws = aws
        self._settings = settings

    @contextmanager
    def open(self, upload: Upload) -> Iterator[UploadedFile]:
        with _gone():
            answer = self._aws.objects.get_object(**_which(upload.bucket, upload.key, upload.object_version))
        with BufferedReader(cast("RawIOBase", answer["Body"]), _BUFFER_BYTES) as body:
            metadata = answer["Metadata"]
            yield UploadedFile(
                body=body,
                size=answer["ContentLength"],
                by_user=metadata.get(_BY_USER, ""),
                new_homerooms=_NEW_HOMEROOMS in metadata,
                by_user_id=metadata.get(_BY_USER_ID, ""),
                accepted=tuple(filter(None, metadata.get(_ACCEPTED, "").split(","))),
            )

    def write_results(self, upload: Upload, results: BinaryIO) -> str:
        answer = self._aws.objects.put_object(
            Bucket=upload.bucket, Key=upload.results_key, Body=results, ContentType="text/csv; charset=utf-8"
        )
        return answer.get("VersionId", "")

    def put_check(self, name: str, body: bytes, by_user: str) -> Upload:
        new = self._new_check(name)
        answer = self._aws.s3.put_object(
            Bucket=new.bucket, Key=new.key, Body=body, ContentType="text/csv", Metadata={_BY_USER: by_user}
        )
        return replace(new, object_version=answer.get("VersionId", ""))

    def check_form(self, name: str, by_user: str, go_on_to: str) -> UploadForm:
        new = self._new_check(name)
        fields = {
            "Content-Type": "text/csv",
            _META + _BY_USER: by_user,
            "success_action_redirect": f"{go_on_to}{new.import_id}",
        }
        size = ["content-length-range", 1, MOST_CHECKED]
        signed = self._aws.s3.generate_presigned_post(
            new.bucket,
            new.key,
            Fields=dict(fields),
            Conditions=[*({field: text} for field, text in fields.items()), size],
            ExpiresIn=_FORM_SECONDS,
        )
        return UploadForm(signed["url"], signed["fields"])

    @property
    def form_address(self) -> str:
        address: str = self._aws.s3.generate_presigned_post(self._settings.upload_bucket, CHECKS)["url"]
        return address

    def _new_check(self, name: str) -> Upload:
        return Upload(bucket=self._settings.upload_bucket, key=f"{CHECKS}{new_id()}/{_file_name(name)}")

    def check_again(self, checked: Upload, by_user: str, *, new_homerooms: bool) -> Upload:
        return self._copy(checked, self._new_check(checked.name).key, {_BY_USER: by_user}, new_homerooms)

    def drop(
        self,
        checked: Upload,
        by_user: str,
        by_user_id: str = "",
        *,
        new_homerooms: bool = False,
        accepted: Collection[str] = (),
    ) -> Upload:
        by = {_BY_USER: by_user, _BY_USER_ID: by_user_id, **({_ACCEPTED: ",".join(accepted)} if accepted else {})}
        return self._copy(checked, f"{UPLOADS}{checked.name}", by, new_homerooms)

    def _copy(self, checked: Upload, key: str, by: Mapping[str, str], new_homerooms: bool) -> Upload:
        source: CopySourceTypeDef = {"Bucket": checked.bucket, "Key": checked.key}
        if checked.object_version not in _NO_VERSION:
            source["VersionId"] = checked.object_version
        with _gone():
            answer = self._aws.s3.copy_object(
                CopySource=source,
                Bucket=checked.bucket,
                Key=key,
                ContentType="text/csv",
                Metadata={**by, **({_NEW_HOMEROOMS: "yes"} if new_homerooms else {})},
                MetadataDirective="REPLACE",
            )
        return Upload(bucket=checked.bucket, key=key, object_version=answer.get("VersionId", ""))

    def kept(self) -> Iterator[KeptFile]:
        yield from self._kept(UPLOADS)
        yield from self._kept(CHECKS)

    def _kept(self, prefix: str) -> Iterator[KeptFile]:
        bucket = self._settings.upload_bucket
        for page in self._aws.s3.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix):
            for version in page.get("Versions", []):
                if not version["Key"].endswith("/"):
                    upload = Upload(bucket=bucket, key=version["Key"], object_version=version["VersionId"])
                    yield KeptFile(upload, version["LastModified"], version["IsLatest"])

    def results_address(self, upload: Upload, version: str = "") -> str:
        name = quote(upload.results_key.rpartition("/")[2][-_LONGEST_DOWNLOAD:], safe="")
        disposition = f"attachment; filename=\"results.csv\"; filename*=UTF-8''{name}"
        return self._address(_which(upload.bucket, upload.results_key, version), disposition)

    def write_export(self, export: Export, file: BinaryIO) -> str:
        bucket, content_type = self._settings.upload_bucket, _CONTENT_TYPES[export.options.file_type]
        answer = self._aws.objects.put_object(Bucket=bucket, Key=export.key, Body=file, ContentType=content_type)
        return answer.get("VersionId", "")

    def export_address(self, export: Export, name: str) -> str:
        which = _which(self._settings.upload_bucket, export.key, export.object_version)
        return self._address(which, f'attachment; filename="{name}"')

    def _address(self, which: Any, disposition: str) -> str:
        with _gone():
            self._aws.s3.head_object(**which)
        return self._aws.s3.generate_presigned_url(
            "get_object",
            Params={**which, "ResponseContentDisposition": disposition},
            ExpiresIn=_DOWNLOAD_SECONDS,
        )


def _which(bucket: str, key: str, version: str = "") -> Any:
    """An object's newest version, where none is named."""
    which = {"Bucket": bucket, "Key": key}
    return which if version in _NO_VERSION else {**which, "VersionId": version}


@contextmanager
def _gone() -> Iterator[None]:
    """Raises UploadGone, which S3 tells only those who may list the bucket: others are denied access."""
    try:
        yield
    except aws_errors.ClientError as error:
        if aws_errors.code_of(error) in _GONE:
            raise UploadGone from error
        raise


def _file_name(name: str) -> str:
    """What a browser calls the file, without folders, and nothing but a name: in a form S3 would put the file's
    own in place of `${filename}`.
    """
    last = name.replace("\\", "/").rpartition("/")[2].replace("${", "$")
    return one_line(last, _LONGEST_NAME).lstrip(". ") or "upload.csv"
