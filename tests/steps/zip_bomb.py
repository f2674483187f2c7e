"""Archives that unpack to more than fits, made without packing all of it."""

import io
import zipfile
import zlib


def with_huge_part(archive: bytes, name: str, start: bytes, block: bytes, times: int) -> bytes:
    """The archive, in which one part begins like this and goes on with a block, many times over."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * times + packer.flush()
    checksum = zlib.crc32(start)
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for info in before.infolist():
            if info.filename != name:
                after.writestr(info.filename, before.read(info))
        _add_packed(after, name, packed, len(start) + len(block) * times, checksum)
    return file.getvalue()


def _add_packed(archive: zipfile.ZipFile, name: str, packed: bytes, size: int, checksum: int) -> None:
    """What ZipFile has no call for: write a part that is packed already."""
    part = zipfile.ZipInfo(name)
    part.compress_type, part.compress_size, part.file_size, part.CRC = zipfile.ZIP_DEFLATED, len(packed), size, checksum
    file = archive.fp
    assert file
    part.header_offset = file.tell()
    file.write(part.FileHeader(zip64=False) + packed)
    archive.filelist.append(part)
    archive.NameToInfo[name] = part
    archive.start_dir = file.tell()
