package org.vmcore.elf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;

/** A stream of notes, {@code Elf64_Nhdr}: sizes of name and descriptor, type, padded to 4 bytes. */
public final class ElfNotes {
  private static final int HEADER_BYTES = 12;
  private static final int MAX_NAME_BYTES = 256;
  private static final int MAX_DESCRIPTOR_BYTES = 16 << 20;
  private static final int MAX_BYTES = 32 << 20;
  private static final int MAX_NOTES = 1 << 16;
  private static final int MAX_ZERO_BYTES = 1 << 20;

  private ElfNotes() {}

  /**
   * The notes in order, up to the first that does not fit: notes are often padded with zeros. Of
   * drivers' dumps the name alone is read, of other very long descriptors the begin.
   */
  public static List<ElfNote> parse(ByteSource source, ByteOrder order) {
    List<ElfNote> notes = new ArrayList<>();
    long at = 0;
    long zeros = 0;
    int bytesLeft = MAX_BYTES;
    while (source.holds(at, HEADER_BYTES) && notes.size() < MAX_NOTES && zeros < MAX_ZERO_BYTES) {
      Cursor in = new Cursor(source.read(at, HEADER_BYTES), order, source.name());
      long nameBytes = in.u32();
      long descriptorBytes = in.u32();
      int type = in.s32();
      if (nameBytes == 0) {
        at += Integer.BYTES; // the slot of a CPU without a note, of any length
        zeros += Integer.BYTES;
        continue;
      }
      long descriptorAt = at + HEADER_BYTES + padded(nameBytes);
      if (nameBytes > MAX_NAME_BYTES || !source.holds(descriptorAt, descriptorBytes)) {
        break;
      }
      String name =
          new Cursor(source.read(at + HEADER_BYTES, (int) nameBytes), order, source.name())
              .fixedString((int) nameBytes);
      int limit =
          ElfNote.isDeviceDump(name, type) ? ElfNote.DEVICE_NAME_BYTES : MAX_DESCRIPTOR_BYTES;
      byte[] descriptor =
          source.read(descriptorAt, (int) Math.min(descriptorBytes, Math.min(limit, bytesLeft)));
      bytesLeft -= descriptor.length;
      notes.add(new ElfNote(name, type, descriptor, descriptorBytes));
      at = descriptorAt + padded(descriptorBytes);
    }
    return notes;
  }

  /** As above, from bytes of the kernel's memory. */
  public static List<ElfNote> parse(byte[] bytes, String name, ByteOrder order) {
    return parse(new ArraySource(name, bytes), order);
  }

  private static long padded(long sizeBytes) {
    return sizeBytes + 3 & -4;
  }
}
