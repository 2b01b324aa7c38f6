"""Compressed buffers: none, lz4 block, zstd frame (Format/README.md, "Codecs")."""
import lz4.block
import zstandard

from .errors import damaged

NONE, LZ4, ZSTD = 1, 2, 3
LARGEST = 67_108_864


def check_lengths(codec, stored, raw, offset):
    """What codec and lengths must fulfil before any byte is looked at."""
    if codec not in (NONE, LZ4, ZSTD):
        raise damaged(offset, f"unknown codec {codec}")
    if raw > LARGEST:
        raise damaged(offset, f"raw length {raw} is above the limit")
    if codec == NONE and stored != raw:
        raise damaged(offset, f"codec none with {stored} stored and {raw} raw bytes")
    if codec != NONE and raw == 0:
        raise damaged(offset, "raw length 0 with a compressor")
    if codec == LZ4 and raw > 255 * stored:
        raise damaged(offset, f"{stored} bytes of lz4 cannot hold {raw}")


def decompressed(codec, data, raw, offset):
    check_lengths(codec, len(data), raw, offset)
    if codec == NONE:
        return data
    try:
        result = lz4.block.decompress(data, uncompressed_size=raw) if codec == LZ4 else zstd_frame(data, raw, offset)
    except (lz4.block.LZ4BlockError, zstandard.ZstdError) as error:
        raise damaged(offset, f"not a block of its codec: {error}") from error
    if len(result) != raw:
        raise damaged(offset, f"decompressed to {len(result)} bytes instead of {raw}")
    return result


def zstd_frame(data, raw, offset):
    try:
        parameters = zstandard.get_frame_parameters(data)
    except zstandard.ZstdError as error:
        raise damaged(offset, f"not a zstd frame: {error}") from error
    if parameters.content_size != raw:
        raise damaged(offset, f"zstd frame states {parameters.content_size} bytes instead of {raw}")
    if parameters.dict_id != 0:
        raise damaged(offset, "zstd frame with a dictionary")
    one = zstandard.ZstdDecompressor().decompressobj()
    result = one.decompress(data)
    if not one.eof or one.unused_data:
        raise damaged(offset, "the stored bytes are not exactly one zstd frame")
    return result
