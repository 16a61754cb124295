package org.vmcore.recovery;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.MemoryFault;
import org.vmcore.elf.ElfNotes;
import org.vmcore.io.MalformedInput;
import org.vmcore.paging.Memory;

/**
 * The build-id that a kernel's image carries in memory: in the notes between {@code __start_notes}
 * and {@code __stop_notes}.
 */
public final class RunningBuildId {
  private static final int NT_GNU_BUILD_ID = 3; // include/uapi/linux/elf.h
  private static final int MAX_NOTES_BYTES = 1 << 16;

  private RunningBuildId() {}

  /**
   * In lower-case hex digits; empty where it cannot be read.
   *
   * @param symbols run-time addresses of the kernel's symbols
   */
  public static Optional<String> of(Memory memory, Function<String, OptionalLong> symbols) {
    OptionalLong start = symbols.apply("__start_notes");
    OptionalLong stop = symbols.apply("__stop_notes");
    long size = stop.orElse(0) - start.orElse(0);
    if (start.isEmpty() || stop.isEmpty() || size <= 0 || size > MAX_NOTES_BYTES) {
      return Optional.empty();
    }
    try {
      byte[] notes = memory.read(start.getAsLong(), (int) size);
      return ElfNotes.parse(notes, ".notes", memory.order()).stream()
          .filter(note -> note.name().equals("GNU") && note.type() == NT_GNU_BUILD_ID)
          .map(ElfNote::descriptor)
          .map(HexFormat.of()::formatHex)
          .findFirst();
    } catch (MemoryFault | MalformedInput unreadable) {
      return Optional.empty();
    }
  }
}
