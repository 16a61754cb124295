package org.vmcore.dump.elfcore;

import static java.util.Map.entry;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.vmcore.dump.Dump;
import org.vmcore.dump.DumpDescription;
import org.vmcore.dump.ElfNote;
import org.vmcore.dump.EraseInfo;
import org.vmcore.dump.MemoryRange;
import org.vmcore.dump.RangedDump;
import org.vmcore.elf.ElfFile;
import org.vmcore.elf.ElfSegment;
import org.vmcore.io.ByteSource;
import org.vmcore.io.Unsupported;

/**
 * Physical memory in the {@code PT_LOAD} segments of an ELF core, 32 or 64 bits wide: {@code
 * /proc/vmcore}, {@code makedumpfile -E}, QEMU's guest memory, {@code /proc/kcore}.
 */
public final class ElfCore {
  private static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L; // __START_KERNEL_map
  private static final long KERNEL_IMAGE_BYTES = 1L << 30; // KERNEL_IMAGE_SIZE with KASLR
  private static final int ET_CORE = 4;
  private static final int EF_INCOMPLETE = 1; // DUMP_ELF_INCOMPLETE of makedumpfile
  private static final int NT_PRPSINFO = 3; // include/uapi/linux/elf.h
  private static final int NT_TASKSTRUCT = 4;
  private static final int NT_AUXV = 6;
  private static final int NT_FILE = 0x46494c45;
  private static final Map<Integer, String> MACHINES =
      Map.ofEntries(
          entry(62, "x86_64"),
          entry(183, "aarch64"),
          entry(21, "ppc64"),
          entry(22, "s390x"),
          entry(243, "riscv64"),
          entry(3, "i686"),
          entry(40, "arm"),
          entry(258, "loongarch64"),
          entry(8, "mips"));

  private final ByteSource source;
  private final ElfFile file;
  private final List<ElfNote> notes;
  private final List<MemoryRange> ranges = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private ElfCore(ByteSource source, ElfFile file) {
    this.source = source;
    this.file = file;
    this.notes = file.notes();
  }

  /**
   * @throws Unsupported when it is another kind of ELF file
   */
  public static Dump open(ByteSource source) {
    ElfFile file = ElfFile.open(source);
    if (file.type() != ET_CORE) {
      throw new Unsupported(
          "is an ELF program or module, not a kernel dump",
          source.name(),
          "give the vmcore here and the vmlinux with --vmlinux");
    }
    ElfCore core = new ElfCore(source, file);
    core.refuseOthers();
    core.findMemory();
    return core.dump();
  }

  private void refuseOthers() {
    if (isOfProcess()) {
      throw new Unsupported(
          "is the core of a process, not a kernel dump", source.name(), "give a vmcore");
    }
    boolean isXen =
        notes.stream().anyMatch(n -> n.name().equals("Xen") || n.name().equals("VMCOREINFO_XEN"))
            || file.sections().stream().anyMatch(s -> s.name().equals(".xen_pages"));
    if (isXen) {
      throw new Unsupported(
          "is of a Xen host or domain, whose machine addresses are not supported",
          source.name(),
          "dump from inside the guest, by kdump");
    }
  }

  /** A process leaves its files and auxiliary vector; no kernel dump has these. */
  private boolean isOfProcess() {
    return notes.stream().anyMatch(note -> note.type() == NT_FILE || note.type() == NT_AUXV)
        && notes.stream().noneMatch(note -> note.name().equals("VMCOREINFO"))
        && notes.stream().anyMatch(note -> note.type() == NT_PRPSINFO);
  }

  private void findMemory() {
    int nonsense = 0;
    for (ElfSegment segment : file.segments()) {
      long stored = segment.fileSizeBytes();
      long size = Math.max(segment.memorySizeBytes(), stored);
      if (segment.type() != ElfSegment.PT_LOAD || size == 0 || hasNoAddress(segment)) {
        continue;
      }
      if (!MemoryRange.isSane(segment.paddr(), stored, size, segment.fileOffset())) {
        nonsense++;
        continue;
      }
      long start = segment.paddr();
      ranges.add(
          new MemoryRange(start, start + stored, start + size, source, segment.fileOffset()));
    }
    if (nonsense > 0) {
      warnings.add(nonsense + " segments of the dump make no sense and were left out");
    }
    if (ranges.isEmpty()) {
      throw new Unsupported("holds no memory (no PT_LOAD)", source.name(), "take the dump again");
    }
  }

  /** {@code /proc/kcore} also shows memory that is only mapped, such as that of modules. */
  private boolean hasNoAddress(ElfSegment segment) {
    return segment.paddr() == (file.is64Bit() ? -1 : 0xffff_ffffL);
  }

  /** The running kernel names the task that reads it. */
  private boolean isLive() {
    return notes.stream().anyMatch(n -> n.name().equals("CORE") && n.type() == NT_TASKSTRUCT)
        && notes.stream().anyMatch(n -> n.name().equals("CORE") && n.type() == NT_PRPSINFO);
  }

  private Dump dump() {
    if (file.hasLostSegmentCount()) {
      warnings.add("the number of the dump's segments is lost: there may be more than 65535");
    }
    if ((file.flags() & EF_INCOMPLETE) != 0) {
      warnings.add("the dump is incomplete: its writer ran out of space");
    }
    warnings.addAll(EraseInfo.warnings(notes));
    boolean little = file.order() == ByteOrder.LITTLE_ENDIAN;
    String machine = MACHINES.getOrDefault(file.machine(), "");
    return new RangedDump(
        List.of(source),
        ranges,
        new DumpDescription(
            isLive() ? "/proc/kcore of a running kernel" : "ELF vmcore",
            machine.equals("ppc64") && little ? "ppc64le" : machine,
            file.order(),
            RangedDump.PAGE_BYTES,
            OptionalInt.empty(),
            machine.equals("x86_64") ? physBase() : 0,
            warnings),
        notes);
  }

  /**
   * {@code phys_base} of x86-64, where a segment shows the kernel's image at its own addresses;
   * kernels before 4.10 do not tell it otherwise.
   */
  private long physBase() {
    return file.segments().stream()
        .filter(s -> s.type() == ElfSegment.PT_LOAD && !hasNoAddress(s))
        .filter(s -> s.vaddr() - START_KERNEL_MAP >= 0 && s.vaddr() < 0)
        .filter(s -> s.vaddr() - START_KERNEL_MAP < KERNEL_IMAGE_BYTES)
        .min(Comparator.comparingLong(ElfSegment::vaddr))
        .map(s -> s.paddr() - (s.vaddr() - START_KERNEL_MAP))
        .orElse(0L);
  }
}
