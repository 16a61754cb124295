package org.vmcore.kernel.recovery;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.vmcore.io.Fault;
import org.vmcore.model.Program;
import org.vmcore.model.SymbolAt;
import org.vmcore.model.Value;
import org.vmcore.paging.MemorySearch;

/**
 * What is at hand to recover symbols: the kernel as far as it is known, its image, and what its
 * functions refer to. For one thread.
 */
final class Evidence {
  private static final int MAX_FUNCTION_BYTES = 16 << 10;
  private static final int MAX_PLACES = 64;
  private static final int MAX_TEXT_BYTES = 4096;
  private static final int MAX_RING = 1 << 16;

  /** Compilers split functions and name the pieces so. */
  private static final List<String> SUFFIXES =
      List.of("", ".isra.0", ".constprop.0", ".constprop.0.isra.0", ".part.0");

  private static final VarHandle LITTLE_U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG_U64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final Program kernel;
  private final MemorySearch image;
  private final Map<String, Set<Long>> references = new HashMap<>();

  Evidence(Program kernel) {
    this.kernel = kernel;
    this.image = MemorySearch.ofImage(kernel.memory(), kernel.address("_stext"));
  }

  Program kernel() {
    return kernel;
  }

  MemorySearch image() {
    return image;
  }

  boolean isInImage(long address) {
    return image.spans(address);
  }

  /** The first address that one of these functions refers to and that is what it must be. */
  OptionalLong referred(LongPredicate is, String... functions) {
    for (String function : functions) {
      for (long address : references(function)) {
        if (image.spans(address) && holds(is, address)) {
          return OptionalLong.of(address);
        }
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The same for a structure: functions refer to it or to one of these members.
   *
   * @param type of the structure
   */
  OptionalLong referredInside(
      LongPredicate is, String type, List<String> members, String... functions) {
    for (String function : functions) {
      for (long address : references(function)) {
        for (String member : members) {
          long start = address - kernel.offsetOf(type, member);
          if (image.spans(start) && holds(is, start)) {
            return OptionalLong.of(start);
          }
        }
      }
    }
    return OptionalLong.empty();
  }

  /**
   * What a function refers to that does little but read or return it: the last address that it
   * forms, perhaps from another one.
   */
  OptionalLong accessed(LongPredicate is, String accessor) {
    OptionalLong last = OptionalLong.empty();
    for (long address : references(accessor)) {
      last = OptionalLong.of(address);
    }
    return last.stream().filter(a -> image.spans(a) && holds(is, a)).findFirst();
  }

  /** The only address that all these functions refer to and that may be it; no known symbol's. */
  OptionalLong shared(LongPredicate maybe, String... functions) {
    Set<Long> common = new LinkedHashSet<>(references(functions[0]));
    for (String function : functions) {
      common.retainAll(references(function));
    }
    common.removeIf(address -> !image.spans(address) || isKnown(address) || !holds(maybe, address));
    return common.size() == 1 ? OptionalLong.of(common.iterator().next()) : OptionalLong.empty();
  }

  private boolean isKnown(long address) {
    return kernel.imageSymbols().byAddress(address).filter(s -> s.value() == address).isPresent();
  }

  private static boolean holds(LongPredicate is, long address) {
    try {
      return is.test(address);
    } catch (Fault other) {
      return false; // whatever lies there, it is not what is looked for
    }
  }

  private Set<Long> references(String function) {
    return references.computeIfAbsent(function, this::findReferences);
  }

  private Set<Long> findReferences(String function) {
    if (!kernel.machine().equals("aarch64")) {
      return Set.of();
    }
    Set<Long> found = new LinkedHashSet<>();
    for (String suffix : SUFFIXES) {
      OptionalLong start = kernel.findAddress(function + suffix);
      if (start.isPresent()) {
        found.addAll(referencesOf(start.getAsLong()));
      }
    }
    return found;
  }

  private Set<Long> referencesOf(long start) {
    long sizeBytes = kernel.symbolAt(start).map(SymbolAt::sizeBytes).orElse(0L);
    int nrWords = (int) Math.min(MAX_FUNCTION_BYTES, sizeBytes) / Integer.BYTES;
    ByteBuffer code =
        ByteBuffer.wrap(kernel.memory().read(start, nrWords * Integer.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN); // instructions are, whatever data is
    int[] words = new int[nrWords];
    code.asIntBuffer().get(words);
    return Arm64References.of(words, start);
  }

  // What lies at an address

  long pointer(long address) {
    return kernel.memory().u64(address);
  }

  /** The unsigned number of 32 bits there. */
  long number(long address) {
    return kernel.memory().u32(address) & 0xffffffffL;
  }

  /** Whether this is a pointer to a text of printable characters. */
  boolean isText(long pointer) {
    return pointer != 0 && isPrintable(kernel.cString(pointer, MAX_TEXT_BYTES));
  }

  static boolean isPrintable(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Whether the pointer leads to this very text. */
  boolean isText(long pointer, String text) {
    return pointer != 0 && kernel.cString(pointer, text.length() + 1).equals(text);
  }

  /** Whether the pointer leads to code. */
  boolean isFunction(long pointer) {
    return kernel.symbolAt(pointer).filter(symbol -> symbol.offsetBytes() == 0).isPresent();
  }

  /** Whether it is the head of a list with an entry, all of which pass the test. */
  boolean isListOf(long head, String type, String member, Predicate<Value> is) {
    long offset = kernel.offsetOf(type, member);
    long link = pointer(head);
    int count = 0;
    long before = head;
    while (link != head && count < MAX_RING) {
      if (pointer(link + Long.BYTES) != before || !is.test(kernel.object(type, link - offset))) {
        return false;
      }
      before = link;
      link = pointer(link);
      count++;
    }
    return count > 0 && count < MAX_RING && pointer(head + Long.BYTES) == before;
  }

  /** The same, or the head of a list without entries. */
  boolean mayBeListOf(long head, String type, String member, Predicate<Value> is) {
    return isEmptyList(head) || isListOf(head, type, member, is);
  }

  /** Whether it is the head of a list without entries. */
  boolean isEmptyList(long head) {
    return pointer(head) == head && pointer(head + Long.BYTES) == head;
  }

  /** The link of a list that lies in the kernel's image while its entries do not: its head. */
  OptionalLong headOf(long link, LongPredicate entry) {
    long next = pointer(link);
    for (int i = 0; i < MAX_RING && next != link; i++) {
      if (image.spans(next) && !holds(entry, next)) {
        return OptionalLong.of(next);
      }
      next = pointer(next);
    }
    return OptionalLong.empty();
  }

  /** The number of 64 bits at this place of a block of memory. */
  long number(byte[] block, int at) {
    boolean little = kernel.memory().order() == ByteOrder.LITTLE_ENDIAN;
    return (long) (little ? LITTLE_U64 : BIG_U64).get(block, at);
  }

  /** Where the image holds this number of 64 bits. */
  List<Long> holders(long number) {
    List<Long> found = new ArrayList<>();
    image.scan(
        Long.BYTES,
        Long.BYTES,
        (block, at, address) -> {
          if (number(block, at) == number) {
            found.add(address);
          }
          return found.size() < MAX_PLACES;
        });
    return found;
  }

  /**
   * A structure of static operations, by one of them.
   *
   * @param member that points to the function
   */
  OptionalLong operations(String type, String member, String function) {
    OptionalLong address = kernel.findAddress(function);
    if (address.isEmpty()) {
      return OptionalLong.empty();
    }
    long offset = kernel.offsetOf(type, member);
    return holders(address.getAsLong()).stream().mapToLong(holder -> holder - offset).findFirst();
  }

  /** Where the image holds these characters. */
  List<Long> places(String text) {
    return image.all(text.getBytes(StandardCharsets.ISO_8859_1), MAX_PLACES);
  }
}
