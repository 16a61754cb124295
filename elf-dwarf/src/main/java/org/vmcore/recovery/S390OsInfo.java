package org.vmcore.recovery;

import java.nio.ByteOrder;
import java.util.Optional;
import org.vmcore.dump.Dump;
import org.vmcore.dump.VmcoreInfo;
import org.vmcore.elf.ElfNotes;
import org.vmcore.io.Cursor;
import org.vmcore.io.MalformedInput;

/**
 * VMCOREINFO where s390x kernels leave it for their dump tools: lowcore leads to {@code struct
 * os_info} ({@code arch/s390/include/asm/os_info.h}), or to the note itself.
 *
 * <pre>
 *    0  magic, 8 checksum u32, 12 version 2 x u16, 16 crash kernel 2 x u64
 *   32  entries of 20 bytes: address u64, size u64, checksum u32; the first is VMCOREINFO
 * </pre>
 */
final class S390OsInfo {
  static final String ORIGIN =
      "the dump has no VMCOREINFO; it was found by way of the kernel's os_info";

  private static final long LOWCORE_VMCORE_INFO = 0xe0c;
  private static final long LOWCORE_OS_INFO = 0xe18;
  private static final long MAGIC = 0x4f53494e464f535aL; // OS_INFO_MAGIC
  private static final int PAGE_BYTES = 4096;
  private static final int ENTRIES = 32;
  private static final int MAX_BYTES = 1 << 16;

  private S390OsInfo() {}

  static Optional<VmcoreInfo> find(Dump dump) {
    if (!dump.description().machine().equals("s390x")) {
      return Optional.empty();
    }
    try {
      Cursor lowcore = cursor(dump, 0, PAGE_BYTES);
      lowcore.seek(LOWCORE_VMCORE_INFO);
      long note = lowcore.u64();
      lowcore.seek(LOWCORE_OS_INFO);
      Optional<VmcoreInfo> found = ofOsInfo(dump, lowcore.u64());
      return found.isPresent() ? found : ofNote(dump, note);
    } catch (MalformedInput notThere) {
      return Optional.empty();
    }
  }

  private static Optional<VmcoreInfo> ofOsInfo(Dump dump, long paddr) {
    if (paddr == 0 || paddr % PAGE_BYTES != 0) {
      return Optional.empty();
    }
    Cursor info = cursor(dump, paddr, PAGE_BYTES);
    if (info.u64() != MAGIC) {
      return Optional.empty();
    }
    info.seek(ENTRIES);
    long address = info.u64();
    long size = info.u64();
    return size <= 0 || size > MAX_BYTES
        ? Optional.empty()
        : ofNotes(PhysicalMemory.read(dump, address, (int) size))
            .or(() -> VmcoreInfoText.at(dump, address));
  }

  private static Optional<VmcoreInfo> ofNote(Dump dump, long paddr) {
    return paddr == 0
        ? Optional.empty()
        : ofNotes(PhysicalMemory.read(dump, paddr, 2 * PAGE_BYTES));
  }

  private static Optional<VmcoreInfo> ofNotes(byte[] notes) {
    return ElfNotes.parse(notes, "VMCOREINFO", ByteOrder.BIG_ENDIAN).stream()
        .filter(note -> note.name().equals("VMCOREINFO"))
        .flatMap(note -> VmcoreInfoText.of(note.descriptor()).stream())
        .findFirst();
  }

  private static Cursor cursor(Dump dump, long paddr, int length) {
    return new Cursor(PhysicalMemory.read(dump, paddr, length), ByteOrder.BIG_ENDIAN, dump.name());
  }
}
