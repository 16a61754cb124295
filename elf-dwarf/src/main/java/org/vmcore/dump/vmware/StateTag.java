package org.vmcore.dump.vmware;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;

/**
 * A named value of a group of a VMware state file.
 *
 * <pre>
 *   u16 tag     bits 15-8 bytes of the name, 7-6 number of indices, 5-0 bytes of the value
 *   name, u32 indices, value
 * </pre>
 *
 * A size of 0x3f (0x3e: compressed) means a block: u64 bytes in the file, u64 bytes in memory, u16
 * bytes of padding, padding, bytes.
 *
 * @param position of the first byte of the value
 * @param sizeBytes of the value in the file
 */
record StateTag(
    String name, List<Long> indices, long position, long sizeBytes, boolean isCompressed) {
  private static final int COMPRESSED_BLOCK = 0x3e;
  private static final int BLOCK = 0x3f;
  private static final int MAX_HEAD_BYTES = 2 + 0xff + 3 * 4 + 18;

  StateTag {
    indices = List.copyOf(indices);
  }

  long end() {
    return position + sizeBytes;
  }

  /** The tag at this position; its name is empty at the end of the group. */
  static StateTag read(ByteSource source, long at) {
    int there = (int) Math.min(MAX_HEAD_BYTES, source.sizeBytes() - at);
    Cursor in =
        new Cursor(
            source.read(at, there),
            0,
            there,
            ByteOrder.LITTLE_ENDIAN,
            source.name() + ": VMware state",
            at);
    int tag = in.u16();
    String name = in.fixedString(tag >> 8);
    List<Long> indices = new ArrayList<>();
    for (int i = 0; i < (tag >> 6 & 3); i++) {
      indices.add(in.u32());
    }
    int valueBytes = tag & 0x3f;
    if (valueBytes < COMPRESSED_BLOCK) {
      return new StateTag(name, indices, at + in.position(), valueBytes, false);
    }
    long stored = in.u64();
    in.skip(8); // bytes in memory
    int padding = in.u16();
    long position = at + in.position() + padding;
    if (stored < 0 || position > Long.MAX_VALUE - stored) {
      throw in.malformed("a block of " + stored + " bytes");
    }
    return new StateTag(name, indices, position, stored, valueBytes != BLOCK);
  }
}
