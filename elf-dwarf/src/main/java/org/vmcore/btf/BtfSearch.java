package org.vmcore.btf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.paging.MemorySearch;

/** Finds a kernel's BTF in its image by its header, {@code struct btf_header}. */
final class BtfSearch {
  private static final int MAX_PLACES = 256;
  private static final int MAX_BLOB_BYTES = 64 << 20; // the largest kernels have 10 MiB
  private static final int MAX_BYTES = 2 * MAX_BLOB_BYTES; // read in all

  private static final byte[] LITTLE_ENDIAN_START = {(byte) 0x9f, (byte) 0xeb, 1, 0};
  private static final byte[] BIG_ENDIAN_START = {(byte) 0xeb, (byte) 0x9f, 1, 0};

  private BtfSearch() {}

  /** The first blob of BTF that describes a kernel: nothing else has its types. */
  static Optional<byte[]> in(MemorySearch image) {
    boolean littleEndian = image.memory().order() == ByteOrder.LITTLE_ENDIAN;
    byte[] start = littleEndian ? LITTLE_ENDIAN_START : BIG_ENDIAN_START;
    long bytesLeft = MAX_BYTES;
    for (long address : image.all(start, MAX_PLACES)) {
      Optional<byte[]> blob = blobAt(image, address, bytesLeft);
      if (blob.filter(BtfSearch::describesKernel).isPresent()) {
        return blob;
      }
      bytesLeft -= blob.map(tried -> tried.length).orElse(0);
    }
    return Optional.empty();
  }

  /** Nothing where four bytes only look like the start of a header. */
  private static Optional<byte[]> blobAt(MemorySearch image, long address, long maxBytes) {
    try {
      long sizeBytes = sizeBytes(image, address);
      return sizeBytes > 0 && sizeBytes <= maxBytes && image.spans(address + sizeBytes - 1)
          ? Optional.of(image.memory().read(address, (int) sizeBytes))
          : Optional.empty();
    } catch (MemoryFault | MalformedInput other) {
      return Optional.empty();
    }
  }

  /** Bytes from the header to the end of the strings, which come last; 0 for no such header. */
  private static long sizeBytes(MemorySearch image, long address) {
    ByteBuffer header =
        ByteBuffer.wrap(image.memory().read(address, BtfTable.HEADER_BYTES))
            .order(image.memory().order());
    long headerBytes = word(header, 4);
    long typesOffset = word(header, 8);
    long typesBytes = word(header, 12);
    long stringsOffset = word(header, 16);
    long stringsBytes = word(header, 20);
    boolean plausible =
        headerBytes >= BtfTable.HEADER_BYTES
            && typesOffset % Integer.BYTES == 0
            && typesBytes >= BtfTable.COMMON_BYTES
            && typesOffset + typesBytes <= stringsOffset
            && stringsBytes > 0;
    long sizeBytes = headerBytes + stringsOffset + stringsBytes;
    return plausible && sizeBytes <= MAX_BLOB_BYTES ? sizeBytes : 0;
  }

  private static long word(ByteBuffer header, int offset) {
    return header.getInt(offset) & 0xffffffffL;
  }

  private static boolean describesKernel(byte[] blob) {
    try {
      Btf types = Btf.of("BTF in the kernel's image", blob, name -> OptionalLong.empty());
      return types.type(TypeKind.STRUCT, "task_struct").isPresent()
          && types.type(TypeKind.STRUCT, "list_head").isPresent();
    } catch (MalformedInput other) {
      return false;
    }
  }
}
