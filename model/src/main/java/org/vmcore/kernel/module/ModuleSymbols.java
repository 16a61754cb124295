package org.vmcore.kernel.module;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vmcore.debuginfo.ModuleFile;
import org.vmcore.dump.MemoryFault;
import org.vmcore.model.Malformed;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;

/**
 * The symbols that a module keeps in memory: {@code struct mod_kallsyms} ({@code module.kallsyms},
 * 4.5+), before that {@code symtab}, {@code num_symtab} and {@code strtab} of the module itself.
 * Their values are run-time addresses.
 */
final class ModuleSymbols {
  private static final int ENTRY_BYTES = 24; // Elf64_Sym
  private static final int MAX_SYMBOLS = 1 << 20;
  private static final int MAX_NAMES_BYTES = 64 << 20;
  private static final int MAX_NAME_BYTES = 512; // KSYM_NAME_LEN

  private final String module;
  private final List<Entry> entries;
  private final Entry[] byAddress; // those that share one in the order of the table

  private record Entry(String name, long address) {}

  private ModuleSymbols(String module, List<Entry> entries) {
    this.module = module;
    this.entries = entries;
    this.byAddress = entries.stream().filter(entry -> !isMark(entry.name())).toArray(Entry[]::new);
    Arrays.sort(byAddress, (a, b) -> Long.compareUnsigned(a.address(), b.address()));
  }

  /** {@code is_mapping_symbol()}: marks of the tool chain, which share addresses with functions. */
  private static boolean isMark(String name) {
    return name.startsWith("$") || name.startsWith(".L") || name.startsWith("L0");
  }

  static ModuleSymbols of(LoadedModule module) {
    Value struct = module.value();
    if (!struct.has("kallsyms") && !struct.has("symtab")) {
      return new ModuleSymbols(module.name(), List.of());
    }
    Value table = struct.has("kallsyms") ? struct.field("kallsyms") : struct;
    if (struct.has("kallsyms") && table.isNull()) {
      return new ModuleSymbols(module.name(), List.of());
    }
    return new ModuleSymbols(module.name(), entries(table));
  }

  private static List<Entry> entries(Value table) {
    Program kernel = table.program();
    long count = table.field("num_symtab").asLong() & 0xffffffffL;
    long address = table.field("symtab").asLong();
    if (count > MAX_SYMBOLS) {
      throw new Malformed("absurd number of symbols " + count, "struct mod_kallsyms", address);
    }
    ByteBuffer symbols =
        ByteBuffer.wrap(kernel.memory().read(address, (int) count * ENTRY_BYTES))
            .order(kernel.memory().order());
    byte[] names = names(table, symbols);
    List<Entry> entries = new ArrayList<>();
    for (int at = ENTRY_BYTES; at < symbols.capacity(); at += ENTRY_BYTES) {
      String name = name(names, symbols.getInt(at));
      boolean defined = symbols.getShort(at + 6) != 0; // SHN_UNDEF
      if (defined && !name.isEmpty()) {
        entries.add(new Entry(name, symbols.getLong(at + 8)));
      }
    }
    return List.copyOf(entries);
  }

  /** The names up to the start of the last one, and that one as far as it can be read. */
  private static byte[] names(Value table, ByteBuffer symbols) {
    long last = 0;
    for (int at = 0; at < symbols.capacity(); at += ENTRY_BYTES) {
      last = Math.max(last, symbols.getInt(at) & 0xffffffffL);
    }
    long address = table.field("strtab").asLong();
    if (last > MAX_NAMES_BYTES) {
      throw new Malformed("absurd size of names " + last, "struct mod_kallsyms", address);
    }
    Program kernel = table.program();
    byte[] end =
        kernel.cString(address + last, MAX_NAME_BYTES).getBytes(StandardCharsets.ISO_8859_1);
    byte[] names = new byte[(int) last + end.length];
    kernel.memory().read(address, names, 0, (int) last);
    System.arraycopy(end, 0, names, (int) last, end.length);
    return names;
  }

  private static String name(byte[] names, int offset) {
    if (offset < 0 || offset >= names.length) {
      return "";
    }
    int end = offset;
    while (end < names.length && names[end] != 0 && end - offset < MAX_NAME_BYTES) {
      end++;
    }
    return new String(names, offset, end - offset, StandardCharsets.ISO_8859_1);
  }

  /** The symbols of a module's file, at their run-time addresses. */
  static ModuleSymbols of(LoadedModule module, ModuleFile file) {
    List<Entry> entries =
        file.symbols().all().stream().map(s -> new Entry(s.name(), s.value())).toList();
    return new ModuleSymbols(module.name(), entries);
  }

  /** Whether none is known. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Hands over each symbol in the order of the table. */
  void forEach(Consumer consumer) {
    for (Entry entry : entries) {
      consumer.accept(entry.name(), entry.address());
    }
  }

  /** Takes a symbol's name and run-time address. */
  interface Consumer {
    void accept(String name, long address);
  }

  /**
   * {@code find_kallsyms_symbol()}, {@code kernel/module/kallsyms.c}: the last symbol at or before
   * the address, the first of the table where several share it. It ends where the next one starts.
   */
  Optional<SymbolAt> at(long address, ModuleRange range) {
    int above = firstAbove(address);
    if (above == 0 || !range.holds(byAddress[above - 1].address())) {
      return Optional.empty();
    }
    int first = above - 1;
    while (first > 0 && byAddress[first - 1].address() == byAddress[first].address()) {
      first--;
    }
    boolean followed = above < byAddress.length && range.holds(byAddress[above].address());
    long end = followed ? byAddress[above].address() : range.base() + range.sizeBytes();
    Entry entry = byAddress[first];
    return Optional.of(
        new SymbolAt(entry.name(), address - entry.address(), end - entry.address(), module));
  }

  private int firstAbove(long address) {
    int low = 0;
    int high = byAddress.length;
    while (low < high) {
      int middle = low + high >>> 1;
      if (Long.compareUnsigned(byAddress[middle].address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** As {@link #of}; none where the dump lacks the memory. */
  static ModuleSymbols asFarAsReadable(LoadedModule module) {
    try {
      return of(module);
    } catch (MemoryFault | Malformed fault) {
      return new ModuleSymbols(module.name(), List.of());
    }
  }
}
