package org.vmcore.recovery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.vmcore.debuginfo.DebugInfo;
import org.vmcore.debuginfo.Definition;
import org.vmcore.debuginfo.KernelImage;
import org.vmcore.debuginfo.PartialDebugInfo;
import org.vmcore.debuginfo.Place;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.debuginfo.SymbolTable;
import org.vmcore.debuginfo.TypeKind;
import org.vmcore.io.ArraySource;
import org.vmcore.io.ByteSource;
import org.vmcore.paging.PhysicalWords;
import org.vmcore.types.IntType;
import org.vmcore.types.StructType;
import org.vmcore.types.Type;

/**
 * The vmlinux of a very small kernel, and its memory as it would be after it booted: banner, notes,
 * name, two tasks, and its own VMCOREINFO where a test wants that.
 */
final class BuiltKernel implements KernelImage {
  static final String RELEASE = "6.1.0-55-built";
  static final String BUILD_ID = "00112233445566778899aabbccddeeff00112233";

  private static final String BANNER =
      "Linux version " + RELEASE + " (build@host) (gcc 12) #1 SMP 2026-11-14\n";
  private static final int COMM = 0x100;
  private static final int PID = 0x120;
  private static final int TASKS = 0x140;
  private static final int RELEASE_IN_UTS = 130; // struct new_utsname: the third of 65 bytes each

  private final Map<String, Long> linked = new TreeMap<>();
  private final long base;
  private String banner = BANNER;

  /**
   * @param base link address of {@code _stext}; 2 MiB below it nothing is linked
   */
  BuiltKernel(long base) {
    this.base = base;
    symbol("_text", 0).symbol("_stext", 0);
    symbol("linux_banner", 0x10_0040).symbol("__start_notes", 0x10_0400);
    symbol("__stop_notes", 0x10_0400 + 36);
    symbol("init_uts_ns", 0x11_0000).symbol("init_task", 0x11_1000);
    symbol("vmcoreinfo_data", 0x11_3000).symbol("vmcoreinfo_size", 0x11_3008);
    symbol("elfcorehdr_addr", 0x11_3010);
  }

  /** x86-64, with its page tables 3 MiB from the start. */
  static BuiltKernel x86() {
    return new BuiltKernel(0xffff_ffff_8100_0000L)
        .symbol("phys_base", 0x11_3018)
        .symbol("init_top_pgt", 0x30_0000)
        .symbol("asm_exc_divide_error", 0x8_0990);
  }

  /** aarch64 of a width, with its page tables 3 MiB from the start. */
  static BuiltKernel arm64(long base) {
    return new BuiltKernel(base)
        .symbol("kimage_voffset", 0x11_3018)
        .symbol("memstart_addr", 0x11_3020)
        .symbol("vabits_actual", 0x11_3028)
        .symbol("swapper_pg_dir", 0x30_0000);
  }

  BuiltKernel symbol(String name, long fromStart) {
    linked.put(name, base + fromStart);
    return this;
  }

  /** A vmlinux without bytes, as separate debug files are. */
  BuiltKernel withoutBytes() {
    banner = "";
    return this;
  }

  long linkedAt(String symbol) {
    return linked.get(symbol);
  }

  /** Writes the kernel's data to where it lies in memory. */
  void boot(PhysicalWords memory, long imagePaddr, long shift) {
    long toPhysical = imagePaddr - base;
    memory.text(linkedAt("linux_banner") + toPhysical, BANNER + "\0");
    memory.bytes(linkedAt("__start_notes") + toPhysical, buildIdNote());
    memory.text(linkedAt("init_uts_ns") + toPhysical + RELEASE_IN_UTS, RELEASE + "\0");
    long first = linkedAt("init_task");
    long second = first + 0x1000;
    memory.text(first + toPhysical + COMM, "swapper/0\0");
    memory.text(second + toPhysical + COMM, "init\0");
    memory.word(second + toPhysical + PID, 1);
    for (long task : new long[] {first, second}) {
      long other = (task == first ? second : first) + shift + TASKS;
      memory.word(task + toPhysical + TASKS, other).word(task + toPhysical + TASKS + 8, other);
    }
    memory.word(linkedAt("elfcorehdr_addr") + toPhysical, -1);
  }

  private static byte[] buildIdNote() {
    return ByteBuffer.allocate(36)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4)
        .putInt(20)
        .putInt(3)
        .put("GNU\0".getBytes(StandardCharsets.US_ASCII))
        .put(HexFormat.of().parseHex(BUILD_ID))
        .array();
  }

  /** What such a kernel says of itself, with the keys of its architecture. */
  String ownText(long shift, String... more) {
    StringBuilder text = new StringBuilder("OSRELEASE=" + RELEASE + "\n");
    text.append("BUILD-ID=" + BUILD_ID + "\nPAGESIZE=4096\n");
    for (String symbol : linked.keySet()) {
      text.append("SYMBOL(" + symbol + ")=" + Long.toHexString(linkedAt(symbol) + shift) + "\n");
    }
    text.append("KERNELOFFSET=" + Long.toHexString(shift) + "\n");
    for (int i = 0; i < 20; i++) {
      text.append("LENGTH(table" + i + ")=" + i + "\n");
    }
    Arrays.stream(more).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  @Override
  public String name() {
    return "vmlinux";
  }

  @Override
  public Optional<String> buildId() {
    return Optional.of(BUILD_ID);
  }

  @Override
  public SymbolTable symbols() {
    return new SymbolTable() {
      @Override
      public List<Symbol> byName(String name) {
        return all().stream().filter(symbol -> symbol.name().equals(name)).toList();
      }

      @Override
      public Optional<Symbol> byAddress(long address) {
        return Optional.empty();
      }

      @Override
      public List<Symbol> all() {
        return linked.entrySet().stream()
            .map(
                s -> new Symbol(s.getKey(), s.getValue(), 0, true, Symbol.Placement.RELOCATED_DATA))
            .toList();
      }
    };
  }

  @Override
  public Optional<ByteSource> section(String name) {
    if (!name.equals(".rodata") || banner.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = new byte[0x1000];
    byte[] text = banner.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, bytes, 0x40, text.length);
    return Optional.of(new ArraySource(".rodata", bytes));
  }

  @Override
  public OptionalLong sectionAddress(String name) {
    return name.equals(".rodata") ? OptionalLong.of(base + 0x10_0000) : OptionalLong.empty();
  }

  @Override
  public DebugInfo debugInfo() {
    return new Types();
  }

  /** The three structures that a kernel is recognised by. */
  private static final class Types implements PartialDebugInfo {
    private static final Type CHAR = new IntType("char", 1, true, false);

    private static StructType struct(String name, long sizeBytes, StructType.Member... members) {
      return new StructType(false, name, sizeBytes, true, () -> List.of(members));
    }

    private static StructType.Member member(String name, Type type, int offsetBytes) {
      return new StructType.Member(name, type, offsetBytes * 8L, 0);
    }

    private static Optional<Type> type(String name) {
      StructType uts = struct("new_utsname", 390, member("release", CHAR, RELEASE_IN_UTS));
      return switch (name) {
        case "uts_namespace" -> Optional.of(struct(name, 512, member("name", uts, 0)));
        case "task_struct" ->
            Optional.of(
                struct(
                    name,
                    0x1000,
                    member("comm", CHAR, COMM),
                    member("pid", CHAR, PID),
                    member("tasks", CHAR, TASKS)));
        default -> Optional.empty();
      };
    }

    @Override
    public List<Definition> definitions(TypeKind kind, String name) {
      return type(name).stream().map(type -> new Definition(type, () -> Place.UNKNOWN)).toList();
    }
  }
}
