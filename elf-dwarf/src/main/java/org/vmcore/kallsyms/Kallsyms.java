package org.vmcore.kallsyms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vmcore.debuginfo.Symbol;
import org.vmcore.dump.MemoryFault;
import org.vmcore.io.MalformedInput;
import org.vmcore.paging.Memory;
import org.vmcore.paging.MemorySearch;

/**
 * Reads the kernel's symbols from its memory, with run-time addresses: {@code kallsyms_offsets} or
 * {@code kallsyms_addresses}, {@code kallsyms_names} and the tables of tokens.
 */
public final class Kallsyms {
  static final int MAX_SYMBOLS = 4 << 20;
  private static final long MAX_SYMBOL_BYTES = 64 << 10; // further away is another section
  private static final long PER_CPU_BYTES = 1L << 31;
  private static final int MAX_TOKEN_TABLES = 16; // more are decoys
  private static final byte[] BANNER = "Linux version ".getBytes(StandardCharsets.US_ASCII);

  private Kallsyms() {}

  /**
   * All symbols in the kernel's order: by ascending address, those that share one as the linker
   * gave them.
   *
   * @throws MalformedInput when the tables contradict themselves
   */
  public static List<Symbol> read(Memory memory, KallsymsLocation location) {
    int count = count(memory, location);
    String[] names = names(new KallsymsNames(memory, location), count);
    return symbols(names, addresses(memory, location, names));
  }

  /**
   * The same for a kernel that does not tell where its tables are: they are found by their shape.
   *
   * @param image where the kernel's image lies
   * @param stext run-time address of {@code _stext}
   */
  public static Optional<List<Symbol>> find(MemorySearch image, long stext) {
    Memory memory = image.memory();
    NameTablesSearch search = new NameTablesSearch(memory);
    for (long digits : image.all(TokenTables.DIGITS, MAX_TOKEN_TABLES)) {
      Optional<TokenTables> tokens = TokenTables.around(memory, digits);
      if (tokens.isPresent()) {
        for (NameTables tables : search.before(tokens.get().table())) {
          Optional<List<Symbol>> found = symbols(memory, tokens.get(), tables, stext);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<List<Symbol>> symbols(
      Memory memory, TokenTables tokens, NameTables tables, long stext) {
    List<KallsymsLocation> places = KallsymsLocation.around(tokens, tables, stext);
    String[] names;
    try {
      names =
          new KallsymsNames(memory, places.get(0)).decode(tables.count(), tables.twoByteLengths());
    } catch (MalformedInput | MemoryFault noNames) {
      return Optional.empty();
    }
    return places.stream().flatMap(place -> symbolsAt(memory, place, names).stream()).findFirst();
  }

  /** Nothing when the addresses lie in another place. */
  private static Optional<List<Symbol>> symbolsAt(
      Memory memory, KallsymsLocation place, String[] names) {
    try {
      long[] addresses = addresses(memory, place, names);
      List<Symbol> symbols = symbols(names, addresses);
      return isAscending(addresses) && hasBanner(memory, symbols)
          ? Optional.of(symbols)
          : Optional.empty();
    } catch (MalformedInput | MemoryFault elsewhere) {
      return Optional.empty();
    }
  }

  private static boolean isAscending(long[] addresses) {
    for (int i = 1; i < addresses.length; i++) {
      if (Long.compareUnsigned(addresses[i - 1], addresses[i]) > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether {@code linux_banner} is where the symbols have it, if they have it. */
  private static boolean hasBanner(Memory memory, List<Symbol> symbols) {
    return symbols.stream()
        .filter(symbol -> symbol.name().equals("linux_banner"))
        .allMatch(symbol -> Arrays.equals(memory.read(symbol.value(), BANNER.length), BANNER));
  }

  private static List<Symbol> symbols(String[] names, long[] addresses) {
    List<Symbol> symbols = new ArrayList<>(names.length);
    long[] sizes = sizesBytes(addresses);
    for (int i = 0; i < names.length; i++) {
      char letter = names[i].charAt(0);
      symbols.add(
          new Symbol(
              names[i].substring(1),
              addresses[i],
              sizes[i],
              Character.isUpperCase(letter),
              placement(letter, addresses[i])));
    }
    return symbols;
  }

  /** 32 bits; a {@code long} before 4.20, of which big-endian machines have the count behind. */
  private static int count(Memory memory, KallsymsLocation location) {
    long count = memory.u32(location.numSyms()) & 0xffffffffL;
    if (count == 0) {
      count = memory.u64(location.numSyms());
    }
    if (count <= 0 || count > Math.min(MAX_SYMBOLS, KallsymsNames.mostThatFit())) {
      throw new MalformedInput(
          "absurd number of symbols " + count, "kallsyms_num_syms", location.numSyms());
    }
    return (int) count;
  }

  /** Lengths of two bytes came with 6.1; names make no sense when they are read the other way. */
  private static String[] names(KallsymsNames names, int count) {
    try {
      return names.decode(count, true);
    } catch (MalformedInput fault) {
      return names.decode(count, false);
    }
  }

  private static long[] addresses(Memory memory, KallsymsLocation location, String[] names) {
    var entries = new KallsymsAddresses.Entries(memory, location, names.length);
    int stext = indexOfStext(names, location);
    for (KallsymsAddresses form : KallsymsAddresses.values()) {
      if (form.fits(location) && form.address(entries, stext) == location.stext()) {
        long[] addresses = new long[names.length];
        Arrays.setAll(addresses, i -> form.address(entries, i));
        return addresses;
      }
    }
    throw new MalformedInput(
        "_stext is not where the dump has it", "kallsyms_offsets", location.addresses());
  }

  private static int indexOfStext(String[] names, KallsymsLocation location) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].length() == 7 && names[i].endsWith("_stext")) {
        return i;
      }
    }
    throw new MalformedInput("no symbol _stext", "kallsyms_names", location.names());
  }

  /** {@code get_symbol_pos()}: up to the next symbol that is elsewhere. */
  private static long[] sizesBytes(long[] addresses) {
    long[] sizes = new long[addresses.length];
    for (int i = addresses.length - 2; i >= 0; i--) {
      long sizeBytes = addresses[i + 1] - addresses[i];
      boolean far = sizeBytes < 0 || sizeBytes > MAX_SYMBOL_BYTES;
      sizes[i] = sizeBytes == 0 ? sizes[i + 1] : far ? 0 : sizeBytes;
    }
    return sizes;
  }

  private static Symbol.Placement placement(char letter, long address) {
    if (Long.compareUnsigned(address, PER_CPU_BYTES) < 0) {
      return Symbol.Placement.ZERO_BASED_PER_CPU;
    }
    return switch (letter) {
      case 'T', 't' -> Symbol.Placement.RELOCATED_TEXT;
      default -> Symbol.Placement.RELOCATED_DATA;
    };
  }
}
