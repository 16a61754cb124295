package org.vmcore.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The parts of an {@code .xz} stream around its blocks (The .xz File Format, sections 2.1 and 4):
 * header, index, footer. Blocks that were compressed apart become one stream with one index, which
 * every reader opens and which allows to read one block alone.
 */
final class XzStream {
  static final int HEADER_BYTES = 12;
  static final int FOOTER_BYTES = 12;

  /** Stream flags: no reserved bit, check type CRC64. */
  private static final byte[] FLAGS = {0, 4};

  private static final byte[] HEADER_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] FOOTER_MAGIC = {'Y', 'Z'};

  private XzStream() {}

  /** Lengths of one block, as the index records them. */
  record BlockLengths(long unpaddedBytes, long uncompressedBytes) {}

  /** Takes the block out of a complete stream that holds one block. */
  static Block onlyBlock(byte[] stream, long uncompressedBytes) {
    ByteBuffer footer =
        ByteBuffer.wrap(stream, stream.length - FOOTER_BYTES, FOOTER_BYTES)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    int indexBytes = (footer.getInt(4) + 1) * 4;
    int indexStart = stream.length - FOOTER_BYTES - indexBytes;
    if (uncompressedBytes == 0) {
      return new Block(new byte[0], 0, 0);
    }
    int unpadded = (int) firstUnpaddedBytes(stream, indexStart);
    return new Block(
        Arrays.copyOfRange(stream, HEADER_BYTES, indexStart), unpadded, uncompressedBytes);
  }

  /** After the index indicator (a zero byte) and the number of records (here 1, one byte). */
  private static long firstUnpaddedBytes(byte[] stream, int indexStart) {
    long value = 0;
    int at = indexStart + 2;
    for (int shift = 0; shift < 63; shift += 7) {
      byte piece = stream[at++];
      value |= (long) (piece & 0x7f) << shift;
      if (piece >= 0) {
        break;
      }
    }
    return value;
  }

  static byte[] header() {
    return ByteBuffer.allocate(HEADER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(HEADER_MAGIC)
        .put(FLAGS)
        .putInt(crc32(FLAGS))
        .array();
  }

  /** Index of the blocks and the footer behind it: the end of the file. */
  static byte[] indexAndFooter(List<BlockLengths> blocks) {
    byte[] index = index(blocks);
    ByteBuffer covered =
        ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN).putInt(index.length / 4 - 1);
    covered.put(FLAGS);
    return ByteBuffer.allocate(index.length + FOOTER_BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(index)
        .putInt(crc32(covered.array()))
        .put(covered.array())
        .put(FOOTER_MAGIC)
        .array();
  }

  private static byte[] index(List<BlockLengths> blocks) {
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    index.write(0);
    number(index, blocks.size());
    for (BlockLengths block : blocks) {
      number(index, block.unpaddedBytes());
      number(index, block.uncompressedBytes());
    }
    while (index.size() % 4 != 0) {
      index.write(0);
    }
    byte[] body = index.toByteArray();
    return ByteBuffer.allocate(body.length + 4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(body)
        .putInt(crc32(body))
        .array();
  }

  /** Seven bits per byte, least significant first, the top bit says that more follow. */
  private static void number(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static int crc32(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
