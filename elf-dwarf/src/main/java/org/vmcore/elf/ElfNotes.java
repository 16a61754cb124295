package org.vmcore.elf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.vmcore.dump.ElfNote;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Cursor;

/** A stream of notes, {@code Elf64_Nhdr}: sizes of name and descriptor, type, padded to 4 bytes. */
public final class ElfNotes {
  private static final int HEADER_BYTES = 12;
  private static final int MAX_BYTES = 64 << 20;

  private ElfNotes() {}

  /** The notes in order, up to the first that does not fit: notes are often padded with zeros. */
  public static List<ElfNote> parse(ByteSource source, ByteOrder order) {
    byte[] bytes = source.read(0, (int) Math.min(source.sizeBytes(), MAX_BYTES));
    return parse(bytes, source.name(), order);
  }

  /** As above, from bytes of the kernel's memory. */
  public static List<ElfNote> parse(byte[] bytes, String name, ByteOrder order) {
    Cursor in = new Cursor(bytes, order, name);
    List<ElfNote> notes = new ArrayList<>();
    while (in.remaining() >= HEADER_BYTES) {
      long nameBytes = in.u32();
      long descriptorBytes = in.u32();
      int type = in.s32();
      if (padded(nameBytes) + descriptorBytes > in.remaining()) {
        break;
      }
      if (nameBytes == 0 && descriptorBytes == 0) {
        continue; // padding between the notes of CPUs
      }
      String noteName = in.fixedString((int) nameBytes);
      in.skip(padded(nameBytes) - nameBytes);
      notes.add(new ElfNote(noteName, type, in.bytes(descriptorBytes)));
      in.skip(Math.min(in.remaining(), padded(descriptorBytes) - descriptorBytes));
    }
    return notes;
  }

  private static long padded(long sizeBytes) {
    return sizeBytes + 3 & -4;
  }
}
