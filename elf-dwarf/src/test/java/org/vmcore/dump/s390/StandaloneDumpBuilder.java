package org.vmcore.dump.s390;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.vmcore.dump.MemoryImage;

/** Writes an image as the stand-alone dump tools of s390x do. */
public final class StandaloneDumpBuilder {
  private static final int HEADER_BYTES = 4096;

  private StandaloneDumpBuilder() {}

  public static byte[] bytes(MemoryImage image) {
    byte[] memory = image.flat();
    ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + memory.length + 16);
    file.putLong(0, 0xa8190173618f23fdL).putInt(8, 5).putInt(12, HEADER_BYTES);
    file.putLong(24, memory.length).putLong(40, memory.length).putInt(72, 2).putInt(80, 2);
    file.position(HEADER_BYTES).put(memory);
    file.put("DUMP_END".getBytes(StandardCharsets.US_ASCII)).putLong(1);
    return file.array();
  }
}
